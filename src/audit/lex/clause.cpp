#include "audit/lex/clause.h"

#include <algorithm>

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

// Each list holds longer words before words that end them.
constexpr std::string_view kUp[] = {"增长率", "增长", "增加", "上升", "提高", "提升", "升高",
                                    "上涨",   "扩大", "增幅", "增速", "涨幅", "加快", "快",
                                    "高出",   "多出", "增",   "升",   "涨",   "高",   "多"};
constexpr std::string_view kDown[] = {"压减", "核减", "精简", "削减", "下调", "下降率", "负增长", "下降",
                                      "减少", "降低", "回落", "下滑", "缩减", "降幅",   "缩小",   "缩短",
                                      "收窄", "压减", "核减", "精简", "削减", "下调",   "压缩",   "放缓",
                                      "减缓", "下跌", "减",   "降",   "跌",   "低",     "少"};
constexpr std::string_view kMoved[] = {"发展", "变为", "攀升", "跃升", "跃",   "回升",
                                       "压缩", "拓展", "扩展", "提",   "压减", "控制"};
// Words between a subject and its number that say nothing of the subject.
constexpr std::string_view kGlue[] = {
    "分别达到", "分别达", "分别为", "分别是", "分别有", "分别", "已达到", "达到了", "达到", "达成",
    "高达",     "达",     "约为",   "合计为", "共计",   "总计", "合计",   "累计",   "总共", "共有",
    "共",       "计",     "实现",   "完成了", "完成",   "拥有", "约",     "近",     "超",   "仅为",
    "仅",       "为",     "是",     "有",     "了",     "均",   "各",     "已",     "也",   "的",
    "就",       "于",     "在",     "：",     ":",      "=",    "—",      "-",      "比例", "并",
    "数量",     "之",     "还",     "左右",   "逾",     "只",   "等"};
constexpr std::string_view kEach[] = {"人均", "户均", "案均", "件均", "亩均",
                                      "日均", "月均", "年均", "平均", "企均"};
constexpr std::string_view kTotalWords[] = {"共计", "总计", "合计", "累计", "总共", "共有", "共"};
constexpr std::string_view kLead[] = {
    "其中，",   "其中",     "包括",       "包含",     "含",     "此外", "另外",   "另有", "另",
    "同时",     "并且",     "而且",       "并",       "而",     "且",   "和",     "与",   "及",
    "以及",     "、",       "，",         ",",        "：",     ":",    "；",     "。",   "”",
    "“",        "\"",       "截至目前",   "截至",     "截止到", "截止", "目前",   "到",   "至",
    "今年以来", "全年共",   "全年",       "年末",     "年底",   "期末", "末",     "底",   "年内",
    "当年",     "期间",     "在",         "全区共有", "累计",   "合计", "总计",   "共有", "共计",
    "共",       "已经",     "已",         "仍",       "也",     "均",   "将",     "预计", "力争",
    "争取",     "确保",     "实现",       "完成",     "达到",   "使",   "的",     "有",   "为",
    "是",       "了",       "其",         "该",       "-",      "—",    "·",      "按",   "据",
    "初步核算", "初步统计", "经初步核算", "比",       "较",     "从",   "由",     "对",   "于",
    "通过",     "虽然",     "尽管",       "要在",     "进一步", "不断", "下一步", "全部", "约有",
    "约",       "虽"};
// Words that only begin like one of those.
constexpr std::string_view kKept[] = {
    "在用", "在建", "在校", "在册", "在岗",   "在职", "在库", "在逃",   "和解",     "共享",   "共同",
    "共建", "共治", "到位", "到期", "到账",   "到站", "有效", "有机",   "有害",     "有线",   "有限",
    "与会", "与会", "及时", "对外", "通过率", "为民", "至少", "共产",   "共青",     "其他",   "其它",
    "末端", "底层", "将军", "按期", "按时",   "据点", "使用", "实现率", "完成率",   "预计到", "目前",
    "从业", "从事", "比重", "比例", "较大",   "由于", "按揭", "已建",   "共有产权", "确保率"};
constexpr std::string_view kCompare[] = {"比", "较", "与", "同", "于"};
constexpr std::string_view kPoint[] = {"同期", "末",   "底",   "度",   "初",   "水平",
                                       "相比", "时期", "期末", "期间", "年末", "年底"};
constexpr std::string_view kComparable[] = {"可比价格", "可比价",   "可比口径", "同口径",
                                            "价格因素", "可比增长", "不变价",   "剔除",
                                            "扣除",     "实际增长", "可比"};

/// Drops every occurrence of `word`; true if there was one.
bool drop(std::string& text, std::string_view word) {
  bool found = false;
  for (size_t at; (at = text.find(word)) != text.npos; found = true) text.erase(at, word.size());
  return found;
}

/// Drops a word at the end; its length or 0.
template <size_t N>
size_t drop_end(std::string& text, const std::string_view (&words)[N]) {
  const size_t n = last_of(text, text.size(), words);
  text.resize(text.size() - n);
  return n;
}

class Reading {
 public:
  Reading(std::string_view text, read::Span range, const std::vector<TimeMark>& times)
      : text_(text), range_(range), times_(times) {}

  Clause run() {
    collect();
    compare();
    tail();
    head();
    return std::move(clause_);
  }

 private:
  /// The words without spaces, brackets and periods.
  void collect() {
    auto time = std::lower_bound(times_.begin(), times_.end(), range_.begin,
                                 [](const TimeMark& mark, std::uint32_t at) { return mark.span.begin < at; });
    int depth = 0;
    for (size_t at = range_.begin; at < range_.end;) {
      if (time != times_.end() && time->span.begin == at && time->span.end <= range_.end) {
        if (depth == 0) period(*time);
        at = skip_point(time->span.end);
        ++time;
        continue;
      }
      if (const size_t space = space_length(text_, at)) {
        at += space;
        continue;
      }
      const char c = text_[at];
      const size_t length = static_cast<unsigned char>(c) < 0x80 ? 1
                            : (c & 0xE0) == 0xC0                 ? 2
                            : (c & 0xF0) == 0xE0                 ? 3
                                                                 : 4;
      if (starts(text_, at, "（") || c == '(' || c == '[')
        ++depth;
      else if (starts(text_, at, "）") || c == ')' || c == ']')
        depth = std::max(0, depth - 1);
      else if (depth == 0)
        clause_.own.append(text_, at, length);
      at += length;
    }
    drop(clause_.own, "“");
    drop(clause_.own, "”");
    drop(clause_.own, "\"");
  }

  /// 2022 年末: when in the year is no word of the subject.
  size_t skip_point(size_t at) const {
    const size_t word = skip_spaces(text_, at);
    static constexpr std::string_view kPoints[] = {"末", "底", "初"},
                                      kWords[] = {"末端", "初步", "初次", "底线", "底数", "初级"};
    return word + 3 <= range_.end && first_of(text_, word, kPoints) && !first_of(text_, word, kWords)
               ? word + 3
               : at;
  }

  /// A period behind 比, 较, 与 is what the value is compared with; else it is the value's own.
  void period(const TimeMark& mark) {
    if (drop_end(clause_.own, kCompare)) {
      clause_.base_mark = &mark;
      clause_.base = mark.plan                                 ? Base::kPlan
                     : mark.is_relative && mark.relative == -1 ? Base::kLastYear
                     : mark.is_relative                        ? Base::kLastPeriod
                                                               : Base::kNamedYear;
      behind_base_ = clause_.own.size();
    } else {
      clause_.time = &mark;
    }
  }

  void compare() {
    std::string& own = clause_.own;
    // 比初步核算数 1163.2 亿元增加: what it is compared with.
    if (!clause_.base_mark && (own.starts_with("比") || own.starts_with("较")) && own.ends_with("数")) {
      clause_.compared = true;
      own.clear();
    }
    if (clause_.base_mark) {
      while (first_of(own, behind_base_, kPoint))
        own.erase(behind_base_, first_of(own, behind_base_, kPoint));
      static constexpr std::string_view kBooks[] = {"决算数", "预算数", "执行数", "实绩", "实际数",
                                                    "实际",   "完成数", "决算",   "数"};
      if (const size_t n = first_of(own, behind_base_, kBooks); n && behind_base_ + n == own.size())
        own.resize(behind_base_);
    }
    if (drop(own, "同比") || drop(own, "比同期") || drop(own, "较同期"))
      clause_.base = Base::kLastYear, clause_.signed_word = true;
    if (drop(own, "环比") || drop(own, "比上月") || drop(own, "较上月") || drop(own, "比上季度") ||
        drop(own, "较上季度")) {
      clause_.base = Base::kLastPeriod;
      clause_.signed_word = true;
    }
    if (drop(own, "比年初") || drop(own, "较年初")) clause_.base = Base::kLastYear;
    drop(own, "相比");
    for (const auto word : kComparable) {
      if (own.find(word) != own.npos) clause_.comparable = true;
    }
    for (const auto word : {"年均增", "年均提", "年均下", "年均递", "年平均增"}) {
      if (const size_t at = own.find(word); at != own.npos) {
        own.erase(at, std::string_view(word).size() - 3);
        clause_.average = true;
        clause_.base = Base::kYearly;
      }
    }
    if (own.find("年均") != own.npos || own.find("年平均") != own.npos) {
      clause_.average = true;
      clause_.base = Base::kYearly;
    }
    if (own.find("日均") != own.npos || own.find("月均") != own.npos || own.find("平均") != own.npos)
      clause_.average = true;
    if (own.find("其中") != own.npos || own.find("包括") != own.npos) clause_.part = true;
    for (const auto word : {"新增", "净增", "新建", "新设", "新登记", "新认定", "新开", "增设"}) {
      if (own.find(word) != own.npos) clause_.flow = true;
    }
    for (const auto word : {"累计", "总量", "总数", "总计", "合计", "共有", "共计", "保有量", "存量"}) {
      if (own.find(word) != own.npos) clause_.total = true;
    }
  }

  /// From the number backwards: connectives, then the verb that gives the role.
  void tail() {
    std::string& own = clause_.own;
    bool to = false;
    for (;;) {
      if (ends(own, own.size(), "到") || ends(own, own.size(), "至")) {
        own.resize(own.size() - 3);
        to = true;
        continue;
      }
      if (ends(own, own.size(), "由") || ends(own, own.size(), "从")) {
        own.resize(own.size() - 3);
        clause_.from = true;
        continue;
      }
      const size_t glue = last_of(own, own.size(), kGlue);
      if (!glue || last_of(own, own.size(), kEach)) break;
      const std::string_view word = std::string_view(own).substr(own.size() - glue);
      static constexpr std::string_view kBecome[] = {"减为", "降为",   "增为",   "升为",
                                                     "变为", "增加为", "减少为", "调整为"};
      if (last_of(own, own.size(), kBecome)) becomes_ = true;
      if (word.starts_with("分别") || word == "各" || word == "均") clause_.list = true;
      if (last_of(word, word.size(), kTotalWords) == word.size()) clause_.total = true;
      own.resize(own.size() - glue);
    }
    verb(to);
    share();
  }

  void verb(bool to) {
    std::string& own = clause_.own;
    to = to || becomes_;
    const size_t before = own.size();
    if (const size_t n = last_of(own, own.size(), kDown); n && !is_noun(own)) {
      own.resize(own.size() - n);
      clause_.sign = -1;
    } else if (const size_t up = last_of(own, own.size(), kUp); up && !is_noun(own)) {
      own.resize(own.size() - up);
    } else if (const size_t moved = last_of(own, own.size(), kMoved); moved && to) {
      own.resize(own.size() - moved);
    } else if (!clause_.signed_word) {
      return;
    }
    const bool moved = own.size() != before;
    if (to && moved) {
      clause_.reached = true;
      clause_.sign = 1;
    } else {
      clause_.role = Role::kChange;
      if (moved) clause_.signed_word = false;
    }
    // 比全市平均水平高 2 个百分点: another place, not another time.
    for (const auto word :
         {"高于", "低于", "平均水平", "全市平均", "全国平均", "全省平均", "快于", "慢于", "标准", "目标"}) {
      if (own.find(word) != own.npos && !clause_.base_mark) clause_.against = true;
    }
    while (drop_end(own, kGlue)) {
    }
    if (ends(own, own.size(), "由") || ends(own, own.size(), "从")) own.resize(own.size() - 3);
  }

  /// A word that ends like a verb but is none: 最高, 提高班, 不少, 年增.
  static bool is_noun(const std::string& own) {
    static constexpr std::string_view kNouns[] = {
        "最高", "最低", "不少", "至少", "最多",       "很多",       "较高", "较低", "更高", "更多",
        "许多", "缺少", "偏高", "偏低", "自然增长率", "经济增长率", "老少", "众多", "新增", "净增"};
    return last_of(own, own.size(), kNouns) > 0;
  }

  void share() {
    std::string& own = clause_.own;
    if (clause_.role != Role::kLevel) return;
    static constexpr std::string_view kShareEnds[] = {"的比重", "的比例", "的份额", "总量的", "的占比",
                                                      "比重",   "比例",   "份额",   "比",     "的"};
    const size_t at = own.rfind("占");
    if (at == own.npos ||
        (at >= 3 && (own.compare(at - 3, 6, "抢占") == 0 || own.compare(at - 3, 6, "下占") == 0 ||
                     own.compare(at - 3, 6, "侵占") == 0)))
      return;
    if ((starts(own, at, "占地") && !starts(own, at, "占地区") && !starts(own, at, "占地方")) ||
        starts(own, at, "占道") || starts(own, at, "占均"))
      return;
    std::string whole = own.substr(at + 3);
    while (drop_end(whole, kShareEnds)) {
    }
    for (const std::string_view all : {"全部", "所有", "全体"}) {
      if (whole.starts_with(all) && whole.size() > all.size() + 3) whole.erase(0, all.size());
    }
    if (whole.size() > 60) return;
    clause_.role = Role::kShare;
    clause_.whole = whole;
    own.resize(at);
    // 加入合作社的脱贫户在全部脱贫户中占比: the whole stands before.
    if (const size_t in = own.rfind("在"); whole.empty() && in != own.npos && own.ends_with("中")) {
      clause_.whole = own.substr(in + 3, own.size() - in - 6);
      own.resize(in);
      if (const size_t all = clause_.whole.find("全部"); all == 0) clause_.whole.erase(0, 6);
    }
    while (drop_end(own, kGlue)) {
    }
  }

  void head() {
    std::string& own = clause_.own;
    // 1．, （2）: numbering
    size_t digits = 0;
    while (digits < own.size() && digits < 3 && is_digit(own[digits])) ++digits;
    if (digits && (starts(own, digits, "．") || starts(own, digits, "、")))
      own.erase(0, digits + 3);
    else if (digits && starts(own, digits, ".") && digits + 1 < own.size() && !is_digit(own[digits + 1]))
      own.erase(0, digits + 1);
    for (;;) {
      const size_t n = first_of(own, 0, kLead);
      if (!n || first_of(own, 0, kKept)) break;
      own.erase(0, n);
    }
    while (!last_of(own, own.size(), kEach) && drop_end(own, kGlue)) {
    }
    // 五年年均增长: how long, not what.
    if (clause_.base == Base::kYearly && clause_.role == Role::kChange) {
      if (own.size() <= 12 && (own.ends_with("年") || own.ends_with("年间") || own.ends_with("年来")))
        own.clear();
    }
    if (own.size() <= 12 && own.size() >= 6 &&
        (own.ends_with("年间") || own.ends_with("年来") || own.ends_with("年")))
      own.clear();
    for (const auto word : kComparable) {
      const size_t at = clause_.role == Role::kChange ? own.find(word) : own.npos;
      if (at == own.npos) continue;
      // 按可比价格计算 is no subject; 营业收入可比增长 has one.
      if (at <= 6 || own.starts_with("按") || own.starts_with("扣除") || own.starts_with("剔除"))
        own.clear();
      else
        own.resize(at);
      break;
    }
  }

  std::string_view text_;
  read::Span range_;
  const std::vector<TimeMark>& times_;
  Clause clause_;
  size_t behind_base_ = 0;
  bool becomes_ = false;  // 减为, 降为: what follows is the level reached
};

}  // namespace

Clause read_clause(std::string_view text, read::Span range, const std::vector<TimeMark>& times) {
  return Reading(text, range, times).run();
}

size_t clause_begin(std::string_view text, size_t sentence, size_t last, size_t number) {
  static constexpr std::string_view kBoundaries[] = {"，", ",", "；", ";", "：", ":", "。", "！", "？"};
  static constexpr std::string_view kOpen[] = {"（", "("}, kClose[] = {"）", ")"};
  int depth = 0;
  size_t at = number;
  while (at > sentence) {
    if (depth == 0 && at <= last) return at;
    if (const size_t n = last_of(text, at, kClose)) {
      ++depth;
      at -= n;
      continue;
    }
    if (const size_t n = last_of(text, at, kOpen)) {
      if (depth == 0) return at;
      --depth;
      at -= n;
      continue;
    }
    if (depth == 0 && last_of(text, at, kBoundaries)) return at;
    do --at;
    while (at > sentence && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  }
  return sentence;
}

}  // namespace zhiheng::audit::lex
