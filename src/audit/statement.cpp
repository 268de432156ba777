#include "audit/statement.h"

#include <algorithm>

#include "audit/document_facts.h"
#include "audit/lex/clause.h"
#include "audit/lex/cursor.h"
#include "audit/statement_labels.h"
#include "audit/statement_periods.h"
#include "audit/subject.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

size_t character_length(char lead) {
  const auto c = static_cast<unsigned char>(lead);
  return c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : 4;
}

/// 其中, 按产业分，, 从行业看: what divides the number before the sentence.
bool divides(std::string_view text) {
  static constexpr std::string_view kOpen[] = {"其中", "包括"}, kBy[] = {"按", "分", "从"};
  static constexpr std::string_view kDivided[] = {"分，", "分,", "看", "划分", "分："};
  return starts_with_any(text, kOpen) ||
         (starts_with_any(text, kBy) && contains_any(text.substr(0, 36), kDivided));
}

// Stands for the year of a document that names none, so that 上年 is still the year before.
constexpr std::int16_t kNominalYear = 1000;
constexpr size_t kDeepest = 200;  // brackets in brackets

/// Reads a document's numbers in order, remembering what was spoken of.
class Reading {
 public:
  Reading(const read::Document& document, std::int16_t table_year)
      : document_(document), table_year_(table_year), headings_(document, out_.scan), labels_(document) {}

  Statements run() {
    for (std::uint32_t b = 0; b < document_.blocks.size(); ++b) {
      if (document_.blocks[b].kind != read::BlockKind::kTable) scan_block(b);
    }
    out_.year = document_year(document_.text, out_.scan);
    if (!out_.year) out_.year = table_year_;
    out_.year_said = out_.year != 0;
    if (!out_.year_said) out_.year = kNominalYear;
    plans_ahead_ = is_plan_of_a_year(document_.text);
    out_.region = document_region(document_.text);
    size_t quantity = 0;
    for (std::uint32_t s = 0; s < out_.sentences.size(); ++s) quantity = read_sentence(s, quantity);
    return std::move(out_);
  }

 private:
  const Statement& at(std::int32_t index) const { return out_.all[static_cast<size_t>(index)]; }
  std::int32_t next_index() const { return static_cast<std::int32_t>(out_.all.size()); }

  /// Finds the block's numbers, periods and, if it has numbers, sentences.
  void scan_block(std::uint32_t b) {
    static constexpr std::string_view kEnds[] = {"。", "！", "？", "；", ";"};
    const std::string_view text = document_.text;
    const read::Span span = document_.blocks[b].text;
    size_t quantity = out_.scan.quantities.size();
    scan(text, span, out_.scan);
    if (out_.scan.quantities.size() == quantity) return;  // its periods are kept
    size_t begin = span.begin, first = quantity;
    for (size_t at = span.begin; at < span.end;) {
      const size_t n = first_of(text, at, kEnds);
      while (quantity < out_.scan.quantities.size() && out_.scan.quantities[quantity].span.end <= at)
        ++quantity;
      const bool cut = n == 0 && is_overlong(at - begin, quantity - first) && may_cut(at, quantity);
      if (n || cut) {
        const bool continued = n <= 1 || starts(text, at, "；");
        out_.sentences.push_back({{offset(begin), offset(at)}, b, 0, 0, continued});
        begin = at + n;
        first = quantity;
      }
      at += n ? n : character_length(text[at]);
    }
    if (begin < span.end) out_.sentences.push_back({{offset(begin), span.end}, b, 0, 0, false});
  }

  /// No one writes such a sentence, and looking back over it for each number would take for ever.
  static bool is_overlong(size_t bytes, size_t quantities) { return bytes > 3000 || quantities > 120; }

  /// Whether `at` is outside the numbers, of which `next` is the first that ends behind it.
  bool may_cut(size_t at, size_t next) const {
    const auto& all = out_.scan.quantities;
    return next == all.size() || all[next].span.begin >= at;
  }

  void begin_block(std::uint32_t block) {
    headings_.follow(block, period_, out_.year);
    block_ = block;
    period_ = headings_.period();
    outer_.clear();
    depth_at_ = document_.blocks[block].text.begin;
    last_level_ = last_value_ = -1;
  }

  /// Reads the numbers of sentence `s` from `quantity` on; the first one behind it.
  size_t read_sentence(std::uint32_t s, size_t quantity) {
    Sentence& sentence = out_.sentences[s];
    sentence.first = offset(out_.all.size());
    if (sentence.block != block_) begin_block(sentence.block);
    labels_.read(sentence, out_.scan.times);
    sentence.divides = divides(trim(document_.view(sentence.span)));
    const bool chained =
        s > 0 && out_.sentences[s - 1].continued && out_.sentences[s - 1].block == sentence.block;
    part_ = chained && part_;
    opens_ = sentence.divides;
    behind_ = sentence.span.begin;
    const auto& quantities = out_.scan.quantities;
    for (; quantity < quantities.size() && quantities[quantity].span.begin < sentence.span.end; ++quantity) {
      const read::Span span = quantities[quantity].span;
      const size_t begin = clause_begin(document_.text, sentence.span.begin, behind_, span.begin);
      add(s, quantity, {offset(begin), span.begin});
      opens_ = false;
      behind_ = span.end;
    }
    sentence.count = offset(out_.all.size()) - sentence.first;
    if (sentence.count == 0) {
      const TimeMark* mark = last_mark(document_.text, out_.scan, sentence.span.begin, sentence.span.end);
      if (mark) period_ = resolve(*mark);
    }
    return quantity;
  }

  Period resolve(const TimeMark& mark) const { return resolved(mark, period_, out_.year); }

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

  /// Makes the statement of a number; `prefix` are the words before it.
  void add(std::uint32_t s, size_t quantity, read::Span prefix) {
    const Quantity& q = out_.scan.quantities[quantity];
    const Sentence& sentence = out_.sentences[s];
    follow_brackets(q.span.begin);
    Statement st;
    st.quantity = offset(quantity);
    st.sentence = s;
    st.depth = static_cast<std::uint8_t>(std::min(outer_.size(), kDeepest));
    st.clause = {prefix.begin, q.span.end};
    Clause clause = read_clause(document_.text, prefix, out_.scan.times);
    complete(clause, st, prefix, sentence);
    take_words(st, clause, q);
    take_flow(st, clause, prefix, sentence);
    take_part(st, clause, prefix);
    st.own = std::move(clause.own);
    st.whole = std::move(clause.whole);
    take_period(st, clause, sentence, prefix);
    if (st.role == Role::kShare && q.dimension != Dimension::kPercent) {
      st.role = Role::kLevel;
      st.own += "占" + st.whole;
    }
    inherit(st, sentence, prefix, clause);
    const bool of_parent = st.role == Role::kChange && st.parent >= 0;
    st.target = of_parent ? at(st.parent).target : is_target(st, sentence, prefix);
    const bool same_sentence = out_.all.size() > sentence.first;
    const bool ends_movement =
        st.role == Role::kLevel && st.own.empty() && same_sentence && out_.all.back().from;
    if (ends_movement) st.reached = true, st.list = false;
    st.flow = st.flow || (labels_.flow() && st.role == Role::kLevel);
    st.core = labels_.labelled(core_of(st.subject, out_.region), st);
    st.scope = scope_of(text_between(sentence.span.begin, prefix.end), out_.region);
    const bool yardstick = is_yardstick(q);
    st.aside = st.aside || yardstick || clause.compared;
    if (!yardstick && !is_of_plan(st, q)) remember(st);
    out_.all.push_back(std::move(st));
  }

  std::string_view text_between(size_t begin, size_t end) const {
    return std::string_view(document_.text).substr(begin, end - begin);
  }

  /// Where nothing stands right before the number: the period before its bracket, or the clause before.
  void complete(Clause& clause, Statement& st, read::Span prefix, const Sentence& sentence) const {
    if (!clause.own.empty() || clause.base_mark || clause.time) return;
    clause.time = mark_before_bracket(document_.text, out_.scan, prefix.begin);
    if (clause.time) return;
    clause.own = clause_before(prefix.begin, sentence);
    st.bare = !clause.own.empty();
  }

  static void take_words(Statement& st, const Clause& clause, const Quantity& q) {
    st.role = clause.role;
    st.sign = clause.signed_word && q.value < 0 ? static_cast<std::int8_t>(-1) : clause.sign;
    st.base = clause.base;
    st.list = clause.list || clause.against;
    st.total = clause.total;
    st.reached = clause.reached;
    st.from = clause.from;
    st.comparable = clause.comparable;
    st.average = clause.average;
  }

  /// 新增 A 525 家、B 17 家: what stands behind 、 goes on with the verb.
  void take_flow(Statement& st, const Clause& clause, read::Span prefix, const Sentence& sentence) {
    if (clause.total || clause.reached || st.quantity == 0 || out_.all.size() == sentence.first)
      flow_ = false;
    flow_ = flow_ || clause.flow;
    const size_t at = skip_spaces(document_.text, behind_);
    const bool listed = at <= prefix.end && starts(document_.text, at, "、");
    st.flow = clause.flow || (flow_ && clause.role == Role::kLevel && listed);
  }

  void take_part(Statement& st, const Clause& clause, read::Span prefix) {
    st.part_begin = opens_ || behind_of_which(prefix.begin) || clause.part;
    part_ = st.part_begin || (part_ && !clause.total);
    st.part = part_;
    if (st.part_begin) part_of_ = root_of(last_level_);
    if (part_) st.part_of = part_of_;
  }

  /// What is spoken of from now on.
  void remember(const Statement& st) {
    if (st.average && st.own.size() <= 6 && !st.own.empty()) return;  // 日均 156 件 stands beside
    if (st.role == Role::kLevel) last_level_ = next_index();
    if (st.role != Role::kChange) last_value_ = next_index();
  }

  /// 为调整预算的 101.2%: how much of a plan, not what is spoken of.
  bool is_of_plan(const Statement& st, const Quantity& q) const {
    const std::string_view text = document_.text;
    const bool of = ends(text, back_over_spaces(text, q.span.begin), "的");
    if (q.dimension != Dimension::kPercent || !of) return false;
    static constexpr std::string_view kPlans[] = {"预算", "计划", "目标", "任务"};
    return std::ranges::any_of(kPlans, [&](std::string_view plan) { return st.own.ends_with(plan); });
  }

  /// 为年初预算 180000 万元的 103.6%: a number that another one is measured by is not spoken of further.
  bool is_yardstick(const Quantity& q) const {
    const std::string_view text = document_.text;
    const size_t at = skip_spaces(text, q.span.end);
    return starts(text, at, "的") && is_digit(text[std::min(skip_spaces(text, at + 3), text.size() - 1)]);
  }

  /// 其中：, 其中， right before a clause.
  bool behind_of_which(size_t begin) const {
    static constexpr std::string_view kMarks[] = {"：", ":", "，", ","};
    const std::string_view text = document_.text;
    size_t at = back_over_spaces(text, begin);
    at -= last_of(text, at, kMarks);
    return ends(text, back_over_spaces(text, at), "其中");
  }

  /// 规模以上工业利润由盈转亏，同比下降: what the clause before says, where no number stands in it.
  std::string clause_before(size_t begin, const Sentence& sentence) const {
    const std::string_view text = document_.text;
    size_t end = begin;
    while (end > behind_ && !is_han(wide_at(text, end - 3))) {
      const bool ascii = end > behind_ + 3 && !(text[end - 1] & 0x80);
      end -= ascii ? 1 : std::min<size_t>(3, end - behind_);
    }
    if (end < behind_ + 12 || starts(text, end, "）") || starts(text, end, ")")) return {};
    const size_t from = clause_begin(text, sentence.span.begin, behind_, end);
    if (from + 12 > end) return {};
    return read_clause(text, {offset(from), offset(end)}, out_.scan.times).own;
  }

  /// 2023 年 12 月 31 日: the end of the year, as 年末 is.
  bool is_end_of_year(const TimeMark& mark, size_t end) const {
    std::string words(text_between(mark.span.begin, end).substr(0, 36));
    std::erase(words, ' ');
    const size_t at = words.find("12月31日");
    return at == 0 || (at != words.npos && at < 9 && lex::ends(words, at, "年"));
  }

  void take_period(Statement& st, const Clause& clause, const Sentence& sentence, read::Span prefix) {
    if (clause.base_mark) st.base_period = resolve(*clause.base_mark);
    // 与上年的 53.42 亿元相比: the number itself is the earlier period's.
    if (clause.base_mark && clause.role == Role::kLevel) {
      st.period = st.base_period;
      st.period_said = st.aside = true;
      st.base = Base::kUnsaid;
      return;
    }
    const TimeMark* own = clause.time;
    if (!own) own = last_mark(document_.text, out_.scan, sentence.span.begin, prefix.begin);
    if (!own) {
      st.period = period_.named() ? period_ : Period{out_.year, out_.year, 0, 0};
      return;
    }
    st.period = resolve(*own);
    st.period_said = true;
    if (is_end_of_year(*own, prefix.end)) st.period.month = st.period.month_to = 0;
    // 上年为 1315 件 only looks back.
    const bool back = own->is_relative ? own->relative < 0 : st.period.from < period_.from;
    if (!back) period_ = st.period;
    st.aside = back && own->is_relative;
  }

  /// The level itself where `index` is only a value of another period beside it.
  std::int32_t root_of(std::int32_t index) const {
    while (index >= 0 && at(index).own.empty() && at(index).parent >= 0) index = at(index).parent;
    return index;
  }

  /// The subject, of its own words or of those spoken of before.
  void inherit(Statement& st, const Sentence& sentence, read::Span prefix, const Clause& clause) const {
    st.subject = st.own;
    if (!st.own.empty() && !is_general_measure(st.own)) return;
    const std::int32_t parent = parent_of(st, sentence, prefix);
    if (parent < 0) return;
    st.parent = parent;
    st.subject = at(parent).subject + st.own;
    if (st.role == Role::kChange) st.period = at(parent).period;
    const bool beside = clause.base_mark || clause.time || st.reached;
    if (st.own.empty() && st.role == Role::kLevel && !beside) st.list = true;
  }

  std::int32_t parent_of(const Statement& st, const Sentence& sentence, read::Span prefix) const {
    const auto first = static_cast<std::int32_t>(sentence.first);
    const bool same_sentence = next_index() > first;
    // What rises is the share last spoken of; what follows a share is of the number before it.
    std::int32_t parent = st.role == Role::kChange ? last_value_ : last_level_;
    const bool near = same_sentence ? parent >= first : prefix.begin == sentence.span.begin;
    if (parent < 0 || !near) parent = same_sentence ? next_index() - 1 : -1;
    // 市级任务 1632 批次，合格 1604 批次，合格率: the rate is of the task, not of 合格.
    while (!st.own.empty() && parent > first && at(parent).own.size() <= 9 &&
           at(parent).role == Role::kLevel && at(parent - 1).role == Role::kLevel &&
           !at(parent - 1).own.empty()) {
      --parent;
    }
    // A value of another period only stands beside the one that is spoken of.
    while (parent >= 0) {
      const Statement& p = at(parent);
      if (!p.own.empty() || p.parent < 0 || p.reached || p.role != Role::kLevel) break;
      parent = p.parent;
    }
    return parent;
  }

  bool is_target(const Statement& st, const Sentence& sentence, read::Span prefix) const {
    static constexpr std::string_view kAims[] = {
        "力争",     "争取",   "确保",     "目标",     "预期",     "将达",   "规划到", "规划建设",
        "规划新增", "计划到", "计划新增", "计划完成", "计划投资", "计划建", "预计到", "拟新"};
    if (out_.year_said && st.period.from > out_.year && !st.reached) return true;
    const bool past = st.period_said && st.period.to <= out_.year;
    if (headings_.goals() && !st.from && !st.aside && !past) return true;
    if (plans_ahead_ && st.period.from >= out_.year) return true;
    return contains_any(text_between(sentence.span.begin, prefix.end), kAims);
  }

  /// What was spoken of before a bracket.
  struct Outer {
    std::int32_t level, value, part_of;
  };

  const read::Document& document_;
  std::int16_t table_year_;
  Statements out_;
  Headings headings_;
  Labels labels_;
  bool plans_ahead_ = false;      // the document is a plan or budget of its year
  std::uint32_t block_ = ~0u;     // being read
  Period period_;                 // last said in this block
  size_t behind_ = 0;             // the number before the one being read, or the sentence's begin
  bool opens_ = false;            // the next number is the first part of a sentence that divides
  bool part_ = false;             // parts are being read, also from one sentence joined to the next
  std::int32_t part_of_ = -1;     // the whole that is being divided
  bool flow_ = false;             // a list after 新增 is being read
  std::vector<Outer> outer_;      // one for each open bracket
  size_t depth_at_ = 0;           // up to where brackets were followed
  std::int32_t last_value_ = -1;  // index of the last level or share of this block
  std::int32_t last_level_ = -1;  // index of the last level of this block
};

}  // namespace

Statements read_statements(const read::Document& document, std::int16_t table_year) {
  return Reading(document, table_year).run();
}

}  // namespace zhiheng::audit
