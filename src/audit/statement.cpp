#include "audit/statement.h"

#include <algorithm>
#include <array>
#include <map>

#include "audit/lex/clause.h"
#include "audit/lex/cursor.h"
#include "audit/lex/number.h"
#include "audit/subject.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

std::uint32_t offset(size_t at) { return static_cast<std::uint32_t>(at); }

bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

/// `到 2025 年` of a plan; not 截至 2025 年, 增加到 2025 年的.
bool is_future(std::string_view text, size_t before) {
  if (!ends(text, before, "到") && !ends(text, before, "至")) return false;
  const size_t verb = back_over_spaces(text, before - 3);
  if (text.substr(verb, before - 3 - verb).find('\n') != text.npos) return true;
  return verb < 3 || !is_han(wide_at(text, verb - 3)) || ends(text, verb, "的") || ends(text, verb, "并");
}

/// Whether the plan period stands in a title: its line names a plan and ends soon.
bool titled(std::string_view text, const TimeMark& mark) {
  const size_t end = std::min<size_t>(text.find('\n', mark.span.end), mark.span.end + 90);
  const std::string_view rest = text.substr(mark.span.end, end - mark.span.end);
  return rest.find("规划") != rest.npos || rest.find("计划") != rest.npos || rest.find("方案") != rest.npos;
}

/// 2023 年国民经济计划（草案）: what it says of its year is still to come.
bool is_plan_of_a_year(std::string_view text) {
  const std::string_view title = text.substr(0, std::min<size_t>(text.find('\n'), 150));
  for (const std::string_view word : {"执行", "完成", "总结", "报告", "情况", "分析", "评估"}) {
    if (title.find(word) != title.npos) return false;
  }
  for (const std::string_view word :
       {"草案", "年计划", "年工作计划", "年工作要点", "年工作安排", "年预算", "目标任务"}) {
    if (title.find(word) != title.npos) return true;
  }
  return false;
}

/// The year that most periods of the first blocks name: a report's title and opening say what it is about.
std::int16_t document_year(std::string_view text, const Scan& scan) {
  const std::string_view head = text.substr(0, std::min<size_t>(text.size(), 600));
  const bool plan =
      head.find("规划") != head.npos || head.find("计划") != head.npos || head.find("方案") != head.npos;
  std::map<std::int16_t, int> counts;
  int seen = 0;
  for (const auto& mark : scan.times) {
    if (mark.is_relative || !mark.period.from) continue;
    // A plan for 2021-2025 speaks of what is in 2020.
    if (plan && mark.period.from != mark.period.to && mark.span.begin < head.size() &&
        (!mark.plan || titled(text, mark))) {
      return static_cast<std::int16_t>(mark.period.from - 1);
    }
    if (mark.plan) continue;
    const size_t before = back_over_spaces(text, mark.span.begin);
    if (mark.period.from != mark.period.to || is_future(text, before)) continue;
    if (++seen > 200) break;
    // 比 2019 年同期 speaks of another year; a title names its own once.
    static constexpr Words kCompare{"比", "较", "与", "同", "为"};
    const bool compares =
        last_of(text, before, kCompare) > 0 || starts(text, skip_spaces(text, mark.span.end), "同期");
    const std::string_view line = text.substr(0, text.find('\n'));
    const bool in_title = mark.span.begin < line.size() && line.size() <= 120 && line.find("。") == line.npos;
    counts[mark.period.from] += in_title ? 20 : compares ? 0 : seen <= 3 ? 4 : 1;
  }
  std::int16_t best = 0;
  int most = 0;
  for (const auto& [year, count] : counts) {
    if (count >= most) best = year, most = count;
  }
  return best;
}

/// The name of a district, county or city that the text names most.
std::string document_region(std::string_view text) {
  // 甲县 2023 年国民经济和社会发展统计公报: a title that begins with the place.
  const std::string_view title = trim(text.substr(0, std::min<size_t>(text.find('\n'), 90)));
  for (size_t at = 3; at <= 15 && at + 3 <= title.size() && is_han(wide_at(title, at - 3)); at += 3) {
    if (starts(title, at, "区") || starts(title, at, "县") || starts(title, at, "市"))
      return std::string(title.substr(0, at + 3));
  }
  std::map<std::string_view, int> counts;
  const std::string_view head = text.substr(0, std::min<size_t>(text.size(), 20000));
  for (const std::string_view suffix : {"区", "县", "市"}) {
    for (size_t at = head.find(suffix); at != head.npos; at = head.find(suffix, at + 3)) {
      if (at >= 6 && is_han(wide_at(head, at - 6)) && is_han(wide_at(head, at - 3)))
        ++counts[head.substr(at - 6, 9)];
    }
  }
  std::string_view best;
  int most = 2;
  for (const auto& [name, count] : counts) {
    if (count > most) best = name, most = count;
  }
  return std::string(best);
}

// Stands for the year of a document that names none, so that 上年 is still the year before.
constexpr std::int16_t kNominalYear = 1000;

class Reading {
 public:
  Reading(const read::Document& document, std::int16_t table_year)
      : document_(document), table_year_(table_year) {}

  Statements run() {
    for (std::uint32_t b = 0; b < document_.blocks.size(); ++b) {
      if (document_.blocks[b].kind != read::BlockKind::kTable) scan_block(b);
    }
    out_.year = document_year(document_.text, out_.scan);
    if (!out_.year) out_.year = table_year_;
    out_.year_said = out_.year != 0;
    plans_ahead_ = is_plan_of_a_year(document_.text);
    if (!out_.year_said) out_.year = kNominalYear;
    out_.region = document_region(document_.text);
    size_t quantity = 0;
    for (std::uint32_t s = 0; s < out_.sentences.size(); ++s) quantity = read_sentence(s, quantity);
    return std::move(out_);
  }

 private:
  void scan_block(std::uint32_t b) {
    const read::Span span = document_.blocks[b].text;
    const size_t before = out_.scan.quantities.size();
    scan(document_.text, span, out_.scan);
    if (out_.scan.quantities.size() == before) return;  // its periods are kept
    static constexpr std::string_view kEnds[] = {"。", "！", "？", "；", ";"};
    size_t begin = span.begin;
    for (size_t at = span.begin; at < span.end;) {
      const size_t n = first_of(document_.text, at, kEnds);
      if (n) {
        out_.sentences.push_back(
            {{offset(begin), offset(at)}, b, 0, 0, n == 1 || starts(document_.text, at, "；")});
        begin = at + n;
      }
      const auto c = static_cast<unsigned char>(document_.text[at]);
      at += n ? n : c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : 4;
    }
    if (begin < span.end) out_.sentences.push_back({{offset(begin), span.end}, b, 0, 0, false});
  }

  size_t read_sentence(std::uint32_t s, size_t quantity) {
    Sentence& sentence = out_.sentences[s];
    sentence.first = offset(out_.all.size());
    if (sentence.block != block_) {
      while (next_block_ <= sentence.block) head_period(next_block_++);
      block_ = sentence.block;
      period_ = section_;
      outer_.clear();
      depth_at_ = document_.blocks[block_].text.begin;
      last_level_ = last_value_ = -1;
    }
    size_t last = sentence.span.begin;
    read_label(sentence);
    sentence.divides = divides(trim(document_.view(sentence.span)));
    const bool chained =
        s > 0 && out_.sentences[s - 1].continued && out_.sentences[s - 1].block == sentence.block;
    bool part = chained && part_, opens = sentence.divides;
    const auto& quantities = out_.scan.quantities;
    for (; quantity < quantities.size() && quantities[quantity].span.begin < sentence.span.end; ++quantity) {
      const Quantity& q = quantities[quantity];
      const size_t begin = clause_begin(document_.text, sentence.span.begin, last, q.span.begin);
      behind_ = last;
      add(s, quantity, {offset(begin), q.span.begin}, opens, part);
      opens = false;
      last = q.span.end;
    }
    part_ = part;
    sentence.count = offset(out_.all.size()) - sentence.first;
    if (sentence.count == 0) {
      if (const TimeMark* mark = last_mark(sentence.span.begin, sentence.span.end)) period_ = resolve(*mark);
    }
    return quantity;
  }

  static bool divides(std::string_view text) {
    if (text.starts_with("其中") || text.starts_with("包括")) return true;
    const std::string_view head = text.substr(0, std::min<size_t>(text.size(), 36));
    return (text.starts_with("按") || text.starts_with("分") || text.starts_with("从")) &&
           (head.find("分，") != head.npos || head.find("分,") != head.npos || head.find("看") != head.npos ||
            head.find("划分") != head.npos || head.find("分：") != head.npos);
  }

  /// 一、2023 年完成情况: a title that the format did not mark.
  static bool is_title(std::string_view text) {
    if (text.size() > 75 || text.find("。") != text.npos || text.find("；") != text.npos ||
        text.find("，") != text.npos)
      return false;
    return text.starts_with("（") ||
           (read_numeral(text, 0) && starts(text, read_numeral(text, 0)->end, "、"));
  }

  /// `2018 年` alone on a line, or a heading with one year: the period of what follows, up to the next
  /// heading of its level.
  void head_period(std::uint32_t b) {
    const read::Block& block = document_.blocks[b];
    if (block.kind == read::BlockKind::kTable || block.text.end - block.text.begin > 90) return;
    const auto& times = out_.scan.times;
    const auto mark = std::lower_bound(times.begin(), times.end(), block.text.begin,
                                       [](const TimeMark& m, std::uint32_t at) { return m.span.begin < at; });
    const bool has =
        mark != times.end() && mark->span.end <= block.text.end && mark->period.from && !mark->plan;
    const std::string_view text = trim(document_.view(block.text));
    const bool heading = block.kind == read::BlockKind::kHeading || is_title(text);
    const std::int32_t level = block.kind == read::BlockKind::kHeading ? block.level : 2;
    const bool alone = has && text.size() <= mark->span.end - mark->span.begin + 9;
    if (alone || (has && heading &&
                  (std::next(mark) == times.end() || std::next(mark)->span.begin >= block.text.end))) {
      section_ = resolve(*mark);
      section_level_ = heading ? level : 99;
    } else if (heading && level <= section_level_) {
      section_ = {};
    }
    if (heading) {
      const bool goals = text.find("目标") != text.npos || text.find("指标安排") != text.npos ||
                         text.find("工作计划") != text.npos || text.find("打算") != text.npos ||
                         text.find("工作安排") != text.npos || text.find("预期") != text.npos;
      if (goals || level <= goal_level_) goal_level_ = goals ? level : -1;
    }
  }

  /// Brackets open at `at`, counted from the block's begin. What was said before a bracket is spoken of again
  /// behind it.
  void follow_brackets(size_t at) {
    for (; depth_at_ < at; ++depth_at_) {
      const bool opens = document_.text[depth_at_] == '(' || starts(document_.text, depth_at_, "（");
      const bool closes = document_.text[depth_at_] == ')' || starts(document_.text, depth_at_, "）");
      if (opens) outer_.push_back({last_level_, last_value_, part_of_});
      if (closes && !outer_.empty()) {
        last_level_ = outer_.back().level;
        last_value_ = outer_.back().value;
        part_of_ = outer_.back().part_of;
        outer_.pop_back();
      }
    }
  }

  void add(std::uint32_t s, size_t quantity, read::Span prefix, bool opens, bool& part) {
    const Quantity& q = out_.scan.quantities[quantity];
    const Sentence& sentence = out_.sentences[s];
    const std::string_view text = document_.text;
    follow_brackets(q.span.begin);
    Clause clause = read_clause(text, prefix, out_.scan.times);
    Statement st;
    if (clause.own.empty() && !clause.base_mark && !clause.time)
      clause.time = mark_before_bracket(prefix.begin);
    if (clause.own.empty() && !clause.base_mark && !clause.time) {
      clause.own = clause_before(prefix.begin, sentence);
      st.bare = !clause.own.empty();
    }
    st.quantity = offset(quantity);
    st.depth = static_cast<std::uint8_t>(std::min<size_t>(outer_.size(), 200));
    st.sentence = s;
    st.clause = {prefix.begin, q.span.end};
    st.role = clause.role;
    st.sign = clause.sign;
    if (clause.signed_word && q.value < 0) st.sign = -1;
    st.base = clause.base;
    st.list = clause.list || clause.against;
    if (clause.total || clause.reached || quantity == 0 || out_.all.size() == sentence.first) flow_ = false;
    flow_ = flow_ || clause.flow;
    st.flow = clause.flow || (flow_ && clause.role == Role::kLevel && listed(prefix));
    st.total = clause.total;
    st.reached = clause.reached;
    st.from = clause.from;
    st.comparable = clause.comparable;
    st.average = clause.average;
    opens = opens || behind_of_which(prefix.begin);
    part = opens || clause.part || (part && !clause.total);
    st.part = part;
    st.part_begin = opens || clause.part;
    if (st.part_begin) part_of_ = root_of(last_level_);
    if (part) st.part_of = part_of_;
    st.own = std::move(clause.own);
    st.whole = std::move(clause.whole);
    time(st, clause, sentence, prefix);
    if (st.role == Role::kShare && q.dimension != Dimension::kPercent) {
      st.role = Role::kLevel;
      st.own += "占" + st.whole;
    }
    inherit(st, sentence, prefix, clause);
    st.target = st.role == Role::kChange && st.parent >= 0 ? out_.all[static_cast<size_t>(st.parent)].target
                                                           : is_target(st, sentence, prefix);
    const bool ends_movement =
        st.role == Role::kLevel && st.own.empty() && out_.all.size() > sentence.first && out_.all.back().from;
    if (ends_movement) st.reached = true, st.list = false;
    st.flow = st.flow || (label_flow_ && st.role == Role::kLevel);
    st.core = labelled(core_of(st.subject, out_.region), st);
    st.scope = scope_of(sentence, prefix);
    const bool yardstick = is_yardstick(q);
    st.aside = st.aside || yardstick || clause.compared;
    out_.all.push_back(std::move(st));
    const auto& added = out_.all.back();
    const auto index = static_cast<std::int32_t>(out_.all.size()) - 1;
    if (yardstick || is_of_plan(added, q)) return;
    if (added.average && added.own.size() <= 6 && !added.own.empty()) return;  // 日均 156 件 stands beside
    if (added.role == Role::kLevel) last_level_ = index;
    if (added.role != Role::kChange) last_value_ = index;
  }

  /// 为调整预算的 101.2%: how much of a plan, not what is spoken of.
  bool is_of_plan(const Statement& st, const Quantity& q) const {
    if (q.dimension != Dimension::kPercent ||
        !ends(document_.text, back_over_spaces(document_.text, q.span.begin), "的"))
      return false;
    return st.own.ends_with("预算") || st.own.ends_with("计划") || st.own.ends_with("目标") ||
           st.own.ends_with("任务");
  }

  /// 为年初预算 180000 万元的 103.6%: a number that another one is measured by is not spoken of further.
  bool is_yardstick(const Quantity& q) const {
    const size_t at = skip_spaces(document_.text, q.span.end);
    return starts(document_.text, at, "的") &&
           is_digit(document_.text[std::min(skip_spaces(document_.text, at + 3), document_.text.size() - 1)]);
  }

  /// 比上年（27.03 亿元）增长: the period that stands right before the bracket.
  const TimeMark* mark_before_bracket(size_t begin) const {
    const std::string_view text = document_.text;
    const size_t open = back_over_spaces(text, begin);
    if (!ends(text, open, "（") && !ends(text, open, "(")) return nullptr;
    const size_t end = back_over_spaces(text, open - (ends(text, open, "(") ? 1 : 3));
    for (const auto& mark : out_.scan.times) {
      if (mark.span.begin > end) break;
      if (mark.span.end == end || mark.span.end + 3 == end) return &mark;
    }
    return nullptr;
  }

  /// （1）药品：抽检 386 批次: the label before the colon says of what the short words behind it speak.
  std::string labelled(std::string core, const Statement& st) const {
    if (label_.empty() || core.empty() || st.own.size() > 18 || core.starts_with(label_)) return core;
    return label_ + core;
  }

  void read_label(const Sentence& sentence) {
    const bool first = sentence.span.begin == document_.blocks[sentence.block].text.begin;
    if (first) block_label_.clear(), label_flow_ = false;
    label_ = block_label_;
    const std::string_view text = trim(document_.view(sentence.span));
    const std::string_view head = text.substr(0, std::min<size_t>(text.size(), 48));
    size_t colon = head.find("：");
    if (colon == head.npos) colon = head.find(':');
    if (colon == head.npos || colon < 3) return;
    const Clause clause = read_clause(
        document_.text,
        {sentence.span.begin,
         sentence.span.begin + offset(text.data() - document_.view(sentence.span).data() + colon)},
        out_.scan.times);
    const std::string words = clause.own;
    for (const char c : words) {
      if (is_digit(c)) return;
    }
    for (const std::string_view title : {"情况", "指标", "目标", "如下", "要点", "概况", "数据", "来看"}) {
      if (words.ends_with(title)) return;
    }
    label_flow_ = words.find("新增") != words.npos || words.find("新建") != words.npos;
    if (words.size() >= 4 && words.size() <= 30 && words.find("，") == words.npos &&
        words.find("其中") == words.npos)
      label_ = words;
    if (first) block_label_ = label_;
  }

  /// 其中：, 其中， right before a clause.
  bool behind_of_which(size_t begin) const {
    static constexpr std::string_view kMarks[] = {"：", ":", "，", ","};
    const std::string_view text = document_.text;
    size_t at = back_over_spaces(text, begin);
    at -= last_of(text, at, kMarks);
    return ends(text, back_over_spaces(text, at), "其中");
  }

  /// 新增 A 525 家、B 17 家: what stands behind 、 goes on with the verb.
  bool listed(read::Span prefix) const {
    const size_t at = skip_spaces(document_.text, behind_);
    return at <= prefix.end && starts(document_.text, at, "、");
  }

  /// 规模以上工业利润由盈转亏，同比下降: what the clause before says, where no number stands in it.
  std::string clause_before(size_t begin, const Sentence& sentence) const {
    const std::string_view text = document_.text;
    size_t end = begin;
    while (end > behind_ && !is_han(wide_at(text, end - 3)))
      end -= end > behind_ + 3 && !(text[end - 1] & 0x80) ? 1 : std::min<size_t>(3, end - behind_);
    if (end < behind_ + 12 || starts(text, end, "）") || starts(text, end, ")")) return {};
    const size_t from = clause_begin(text, sentence.span.begin, behind_, end);
    if (from + 12 > end) return {};
    return read_clause(text, {offset(from), offset(end)}, out_.scan.times).own;
  }

  void time(Statement& st, const Clause& clause, const Sentence& sentence, read::Span prefix) {
    if (clause.base_mark) st.base_period = resolve(*clause.base_mark);
    const TimeMark* own = clause.time;
    // 与上年的 53.42 亿元相比: the number itself is the earlier period's.
    if (clause.base_mark && clause.role == Role::kLevel && clause.own.empty()) {
      st.period = st.base_period;
      st.period_said = st.aside = true;
      st.base = Base::kUnsaid;
      return;
    }
    if (!own) own = last_mark(sentence.span.begin, prefix.begin);
    if (own) {
      st.period = resolve(*own);
      st.period_said = true;
      // 上年为 1315 件 only looks back.
      const bool back =
          own->is_relative ? own->relative < 0 : clause.own.empty() && st.period.from < period_.from;
      if (!back) period_ = st.period;
      st.aside = back && clause.own.empty() && own->is_relative;
    } else {
      st.period = period_.named() ? period_ : Period{out_.year, out_.year, 0, 0};
    }
  }

  /// The last period said in [begin, end) that is not one of comparison and not in brackets closed since.
  const TimeMark* last_mark(size_t begin, size_t end) const {
    const auto& times = out_.scan.times;
    auto it = std::lower_bound(times.begin(), times.end(), end,
                               [](const TimeMark& mark, size_t at) { return mark.span.begin < at; });
    while (it != times.begin()) {
      --it;
      if (it->span.begin < begin) return nullptr;
      static constexpr std::string_view kCompare[] = {"比", "较", "与", "同", "于", "（", "(", "由", "从"};
      if (last_of(document_.text, back_over_spaces(document_.text, it->span.begin), kCompare)) continue;
      if (it->is_relative && it->relative < 0) continue;  // 上年 of a comparison further back
      if (in_closed_bracket(it->span.end, end)) continue;
      return &*it;
    }
    return nullptr;
  }

  bool in_closed_bracket(size_t begin, size_t end) const {
    int depth = 0;
    for (size_t at = begin; at < end; ++at) {
      if (document_.text[at] == '(' || starts(document_.text, at, "（")) ++depth;
      if ((document_.text[at] == ')' || starts(document_.text, at, "）")) && --depth < 0) return true;
    }
    return false;
  }

  Period resolve(const TimeMark& mark) const {
    Period period = mark.period;
    if (mark.is_relative && period.from == 0) {
      const std::int16_t year = period_.from && mark.relative == 0 ? period_.from : out_.year;
      if (year) period.from = period.to = static_cast<std::int16_t>(year + mark.relative);
    }
    return period;
  }

  /// The level itself where `index` is only a value of another period beside it.
  std::int32_t root_of(std::int32_t index) const {
    while (index >= 0 && out_.all[static_cast<size_t>(index)].own.empty() &&
           out_.all[static_cast<size_t>(index)].parent >= 0) {
      index = out_.all[static_cast<size_t>(index)].parent;
    }
    return index;
  }

  void inherit(Statement& st, const Sentence& sentence, read::Span prefix, const Clause& clause) {
    const bool same_sentence = out_.all.size() > sentence.first;
    const std::int32_t last = static_cast<std::int32_t>(out_.all.size()) - 1;
    if (st.own.empty() || is_general_measure(st.own)) {
      std::int32_t parent = -1;
      // What rises is the share last spoken of; what follows a share is of the number before it.
      const std::int32_t candidate = st.role == Role::kChange ? last_value_ : last_level_;
      if (candidate >= 0 && (same_sentence ? candidate >= static_cast<std::int32_t>(sentence.first)
                                           : prefix.begin == sentence.span.begin)) {
        parent = candidate;
      } else if (same_sentence) {
        parent = last;
      }
      // 市级任务 1632 批次，合格 1604 批次，合格率: the rate is of the task, not of 合格.
      while (!st.own.empty() && parent > static_cast<std::int32_t>(sentence.first) &&
             out_.all[static_cast<size_t>(parent)].own.size() <= 9 &&
             out_.all[static_cast<size_t>(parent)].role == Role::kLevel &&
             out_.all[static_cast<size_t>(parent) - 1].role == Role::kLevel &&
             !out_.all[static_cast<size_t>(parent) - 1].own.empty()) {
        --parent;
      }
      if (parent >= 0) {
        // A value of another period only stands beside the one that is spoken of.
        while (true) {
          const Statement& p = out_.all[static_cast<size_t>(parent)];
          if (!p.own.empty() || p.parent < 0 || p.reached || p.role != Role::kLevel) break;
          parent = p.parent;
        }
        st.parent = parent;
        if (st.role == Role::kChange) st.period = out_.all[static_cast<size_t>(parent)].period;
        if (st.own.empty()) {
          st.subject = out_.all[static_cast<size_t>(parent)].subject;
          if (st.role == Role::kLevel && !clause.base_mark && !clause.time && !st.reached) st.list = true;
        } else {
          st.subject = out_.all[static_cast<size_t>(parent)].subject + st.own;
        }
        return;
      }
    }
    st.subject = st.own;
  }

  /// Whose numbers these are: 全国, 全省, 全市, another place; 0 where it is the document's own area or not
  /// said.
  Scope scope_of(const Sentence& sentence, read::Span prefix) const {
    const std::string_view text =
        std::string_view(document_.text).substr(sentence.span.begin, prefix.end - sentence.span.begin);
    static constexpr std::pair<std::string_view, Scope> kScopes[] = {
        {"全国", Scope::kNation}, {"国家级", Scope::kOwn},  {"全省", Scope::kProvince},
        {"全球", Scope::kWorld},  {"世界", Scope::kWorld},  {"全市", Scope::kCity},
        {"本市", Scope::kCity},   {"上海市", Scope::kCity}, {"市本级", Scope::kPart},
        {"区本级", Scope::kPart}, {"县本级", Scope::kPart}, {"本级", Scope::kPart}};
    Scope scope = Scope::kOwn;
    size_t last = 0;
    for (const auto& [word, of] : kScopes) {
      const size_t at = text.rfind(word);
      if (at != text.npos && at >= last) scope = of, last = at;
    }
    const bool district = out_.region.ends_with("区") || out_.region.ends_with("县");
    if (scope == Scope::kCity && !district) scope = Scope::kOwn;
    return scope;
  }

  bool is_target(const Statement& st, const Sentence& sentence, read::Span prefix) const {
    if (out_.year_said && st.period.from > out_.year && !st.reached) return true;
    if (goal_level_ >= 0 && !st.from && !st.aside && !(st.period_said && st.period.to <= out_.year))
      return true;
    if (plans_ahead_ && st.period.from >= out_.year) return true;
    const std::string_view before =
        std::string_view(document_.text).substr(sentence.span.begin, prefix.end - sentence.span.begin);
    for (const std::string_view word :
         {"力争", "争取", "确保", "目标", "预期", "将达", "规划到", "规划建设", "规划新增", "计划到",
          "计划新增", "计划完成", "计划投资", "计划建", "预计到", "拟新"}) {
      if (before.find(word) != before.npos) return true;
    }
    return false;
  }

  const read::Document& document_;
  std::int16_t table_year_;
  Statements out_;
  std::uint32_t block_ = ~0u;
  bool plans_ahead_ = false;      // the document is a plan or budget of its year
  std::int32_t goal_level_ = -1;  // of the heading that speaks of goals, or -1
  std::uint32_t next_block_ = 0;  // the first whose heading period has not been looked at
  Period section_;                // that the heading above names
  std::int32_t section_level_ = 0;
  Period period_;            // last said in this block
  size_t behind_ = 0;        // the number before the one being read, or the sentence's begin
  bool label_flow_ = false;  // the label says 新增
  std::string block_label_;  // before the colon that opens the block
  std::string label_;        // before the colon that opens the block
  bool part_ = false;        // the sentence before ended among parts
  struct Outer {
    std::int32_t level, value, part_of;
  };
  std::vector<Outer> outer_;      // what was spoken of before each open bracket
  size_t depth_at_ = 0;           // up to where brackets were followed
  std::int32_t part_of_ = -1;     // the whole that is being divided
  bool flow_ = false;             // a list after 新增 is being read
  std::int32_t last_value_ = -1;  // index of the last level or share of this block
  std::int32_t last_level_ = -1;  // index of the last level of this block
};

}  // namespace

Statements read_statements(const read::Document& document, std::int16_t table_year) {
  return Reading(document, table_year).run();
}

}  // namespace zhiheng::audit
