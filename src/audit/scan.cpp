#include <array>
#include <cmath>

#include "audit/lex/cursor.h"
#include "audit/lex/number.h"
#include "audit/lex/time.h"
#include "audit/lex/unit.h"
#include "audit/quantity.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

std::uint32_t offset(size_t at) { return static_cast<std::uint32_t>(at); }

// Longer words before their beginnings' ends: the text before a number is compared from its end.
constexpr std::string_view kAboutBefore[] = {"大约", "约为", "约", "将近", "接近", "近", "左右"};
constexpr std::string_view kLeastBefore[] = {"不少于", "不低于", "不小于", "不得低于", "不得少于", "至少", "超过", "超出", "突破",
                                             "高于", "大于", "多于", "优于", "超", "逾", "≥", "＞", ">=", ">", "\\geq", "\\ge"};
constexpr std::string_view kMostBefore[] = {"不超过", "不高于", "不大于", "不多于", "不得超过", "不得高于", "控制在", "低于",
                                            "少于", "小于", "不足", "至多", "最多", "≤", "＜", "<=", "<", "\\leq", "\\le"};
constexpr std::string_view kAboutAfter[] = {"左右", "上下"};
constexpr std::string_view kLeastAfter[] = {"及以上", "以上", "或以上"};
constexpr std::string_view kMostAfter[] = {"及以下", "以下", "以内", "之内"};
constexpr std::string_view kMore[] = {"余", "多", "来"};
constexpr std::string_view kRangeDash[] = {"—", "–", "－", "～", "-", "~", "至", "到"};

// Names whose digits are not quantities.
constexpr std::string_view kNamedBefore[] = {"PM", "SO", "NO", "CO", "O", "IPv", "ISO", "IEC", "GB", "GB/T", "DB", "T/", "HJ", "TSG",
                                             "JJF", "JJG", "YY", "No", "NO.", "No.", "CMA", "ATP", "Web", "H", "Ⅲ", "covid-", "COVID-"};
constexpr std::string_view kOrdinalBefore[] = {"第", "附件", "附表", "附图", "专栏", "案例", "图", "表", "公式", "注", "附录",
                                               "编号", "文号", "证号", "电话", "邮编", "序号", "(图", "NO"};
constexpr std::string_view kNamedAfter[] = {"热线", "平台", "专线", "号线", "号文", "号令", "号楼", "号公告", "号", "工程", "路公交",
                                            "年代", "大桥", "国道", "省道", "高速", "指数", "街区", "行动", "计划", "政策"};

/// Han digits and letters whose word may be a number or a period: their code points, as a bitmap.
struct Triggers {
  std::array<std::uint64_t, 0x10000 / 64> bits{};
  constexpr Triggers() {
    for (const char32_t c : std::u32string_view(U"一二三四五六七八九十两百０１２３４５６７８９上去前今本当全年明下第翻几")) {
      bits[c / 64] |= std::uint64_t{1} << (c % 64);
    }
  }
  bool operator[](char32_t c) const { return bits[c / 64] >> (c % 64) & 1; }
};
constexpr Triggers kTriggers;

class Scanner {
 public:
  Scanner(std::string_view text, read::Span range, Scan& out)
      : text_(text.substr(0, range.end)), begin_(range.begin), out_(out) {}

  void run() {
    size_t at = begin_;
    while (at < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at]);
      if (c < 0x80) {
        at = is_digit(text_[at]) ? number_at(at) : at + 1;
      } else if ((c & 0xF0) == 0xE0) {
        const char32_t wide = wide_at(text_, at);
        at = kTriggers[wide] ? wide_word_at(at, wide) : at + 3;
      } else {
        at += (c & 0xE0) == 0xC0 ? 2 : 4;
      }
    }
  }

 private:
  size_t wide_word_at(size_t at, char32_t c) {
    if (c >= U'０' && c <= U'９') return number_at(at);
    if (TimeMark mark = read_period_word(text_, at); !mark.span.empty()) {
      out_.times.push_back(mark);
      return mark.span.end;
    }
    if (starts(text_, at, "百分之")) return spelled_percent(at);
    if (c == U'翻') return doubled(at);
    if (c == U'第') {
      const auto ordinal = read_numeral(text_, at + 3);
      return ordinal ? ordinal->end : at + 3;
    }
    const auto numeral = read_numeral(text_, at);
    if (!numeral) return at + 3;
    spelled(*numeral);
    return std::max(numeral->end, end_of_last_);
  }

  /// 百分之五, 百分之十二点五.
  size_t spelled_percent(size_t at) {
    const auto number = read_numeral(text_, at + 9);
    if (!number) return at + 9;
    Quantity q = made(*number, {Dimension::kPercent, 1, "%"}, at, number->end);
    push(q);
    return number->end;
  }

  /// 翻一番, 翻两番, 翻番: the value becomes 2, 4 times what it was.
  size_t doubled(size_t at) {
    Number number;
    size_t end = at + 3;
    if (starts(text_, end, "了")) end += 3;
    double times = 1;
    if (const auto numeral = read_numeral(text_, end)) {
      times = numeral->value;
      end = numeral->end;
    }
    if (!starts(text_, end, "番")) return at + 3;
    number.begin = at;
    number.end = end + 3;
    number.value = std::pow(2, times);
    Quantity q = made(number, {Dimension::kMultiple, 1, "倍"}, at, end + 3);
    q.interval = {number.value * 0.9, number.value * 1.1};  // a figure of speech
    q.bound = Bound::kAbout;
    push(q);
    return end + 3;
  }

  /// Numerals count as a quantity only where a unit follows: 两家, 十二个, 三成. 一 is mostly an article.
  void spelled(const Number& number) {
    if (number.value < 2 || starts_before(number.begin, "第") || starts_before(number.begin, "“")) return;
    const UnitMatch match = match_unit(text_, number.end);
    if (match.length == 0 || match.unit.name.empty()) return;
    const bool tenths = starts(text_, number.end, "成");
    if (match.unit.dimension != Dimension::kCount && match.unit.dimension != Dimension::kMultiple &&
        match.unit.dimension != Dimension::kPercent && match.unit.dimension != Dimension::kMoney) {
      return;
    }
    static constexpr std::string_view kWords[] = {"成功", "成为", "成立", "成员", "成果", "个一", "个五年", "项一", "级", "位一",
                                                  "期工程", "期项目", "批次一", "个维护", "个意识", "个自信", "部门", "节", "组织"};
    if (first_of(text_, number.end, kWords) || (tenths && number.value > 10)) return;
    Quantity q = made(number, match.unit, number.begin, number.end + match.length);
    bounds(q);
    push(q);
  }

  size_t number_at(size_t at) {
    auto number = read_number(text_, at);
    if (const auto spaced = read_number(text_, at, true); spaced->end != number->end && unit_follows(*spaced)) number = spaced;
    if (TimeMark mark = read_date(text_, *number); !mark.span.empty() && !is_count_like_year(*number)) {
      if (!latin_before(at)) out_.times.push_back(mark);
      return mark.span.end;
    }
    if (is_name(*number)) return name_end(*number);
    size_t end = skip_spaces(text_, number->end);
    const bool more = first_of(text_, end, kMore) > 0 && match_unit(text_, end + 3).length > 0;
    if (more) end += 3;
    UnitMatch match = match_unit(text_, end);
    if (!accept_unit(*number, match, end)) match = {};
    if (const size_t range = range_end(*number, match); range) return range;
    if (match.length == 0 && number->digits >= 7 && !number->decimals && !number->grouped) return number->end;
    if (match.unit.name == "岁") return end + match.length;  // 65 岁及以上人口: whose, not how many
    Quantity q = made(*number, match.unit, number->begin, match.length ? end + match.length : number->end);
    sign(q);
    if (more && match.unit.dimension != Dimension::kDuration) {
      q.bound = Bound::kAbout;
      q.interval = {q.value, q.value + std::abs(q.value) * 0.1 + q.step};
    }
    bounds(q);
    push(q);
    return std::max<size_t>(q.span.end, number->end);
  }

  /// `2000家`: four digits that look like a year but have a unit behind them.
  bool is_count_like_year(const Number& number) const {
    if (number.digits != 4) return false;
    const size_t end = skip_spaces(text_, number.end);
    if (starts(text_, end, "年")) return false;
    const size_t more = first_of(text_, end, kMore);
    const UnitMatch match = match_unit(text_, end + more);
    return match.length > 0 && (match.unit.dimension != Dimension::kNone || match.prefix_length > 0);
  }

  bool unit_follows(const Number& number) const {
    return !match_unit(text_, skip_spaces(text_, number.end)).unit.name.empty();
  }

  bool starts_before(size_t at, std::string_view word) const {
    return ends(text_, back_over_spaces(text_, at), word);
  }
  bool latin_before(size_t at) const { return at > 0 && (is_letter(text_[at - 1]) || text_[at - 1] == '_'); }

  /// Digits of a name, an ordinal, a document number, a footnote mark, a numbering or an expression.
  bool is_name(const Number& number) const {
    const size_t at = number.begin, end = number.end;
    if (latin_before(at)) return true;
    if (end < text_.size() && is_letter(text_[end]) && match_unit(text_, end).length == 0) return true;
    const size_t before = back_over_spaces(text_, at), after = skip_spaces(text_, end);
    if (last_of(text_, before, kNamedBefore)) return true;
    if (last_of(text_, before, kOrdinalBefore) && !starts(text_, after, "%")) return !ranked(before, after);
    if (!number.decimals && first_of(text_, after, kNamedAfter) && !starts(text_, after, "号召")) return true;
    if (ends(text_, before, "[") || ends(text_, before, "〔") || ends(text_, before, "【")) {
      return !number.decimals && (starts(text_, after, "]") || starts(text_, after, "〕") || starts(text_, after, "】"));
    }
    if (joined_by_sign(before, after)) return true;
    if (is_clock_time(number, before)) return true;
    return is_numbering(number, before);
  }

  /// 第 3 位, 前 10 名 are ranks: kept.
  bool ranked(size_t before, size_t after) const {
    return ends(text_, before, "第") && (starts(text_, after, "位") || starts(text_, after, "名"));
  }

  /// `4+4`, `7×24`, `1/3`, `“18+2+X”`, `A-1`.
  bool joined_by_sign(size_t before, size_t after) const {
    static constexpr std::string_view kSigns[] = {"+", "＋", "×", "*", "^", "_", "#"};
    if (first_of(text_, after, kSigns)) return !starts(text_, after, "**");
    const size_t sign = last_of(text_, before, kSigns);
    if (sign && before > sign) {
      const size_t left = before - sign;
      if (is_digit(text_[left - 1]) || is_letter(text_[left - 1]) || ends(text_, left, "“")) return true;
      if (!ends(text_, before, "+") && !ends(text_, before, "＋") && !ends(text_, before, "*")) return true;
    }
    if (ends(text_, before, "“") && starts(text_, after, "”")) return true;
    const bool slash_after = after < text_.size() && text_[after] == '/' && after + 1 < text_.size() && is_digit(text_[after + 1]);
    const bool slash_before = before > 1 && text_[before - 1] == '/' && is_digit(text_[before - 2]);
    return slash_after || slash_before;
  }

  bool is_clock_time(const Number& number, size_t before) const {
    auto two_digits = [&](size_t at) {
      return at + 1 < text_.size() && is_digit(text_[at]) && is_digit(text_[at + 1]) && text_[at] < '6' &&
             (at + 2 >= text_.size() || !is_digit(text_[at + 2]));
    };
    if (number.decimals || number.digits > 2) return false;
    const size_t end = number.end;
    if (end < text_.size() && text_[end] == ':' && two_digits(end + 1)) return true;
    return before == number.begin && before > 1 && text_[before - 1] == ':' && is_digit(text_[before - 2]) && number.digits == 2;
  }

  /// `1. `, `(2)`, `3、` at the beginning of a line, and `（3）` of a list inside it.
  bool is_numbering(const Number& number, size_t before) const {
    const size_t end = number.end;
    const bool opened = ends(text_, before, "(") || ends(text_, before, "（");
    if (opened && !number.decimals && number.digits <= 2 && (starts(text_, end, ")") || starts(text_, end, "）"))) return true;
    size_t line = number.begin;
    while (line > begin_ && (text_[line - 1] == ' ' || text_[line - 1] == '-' || text_[line - 1] == '*' || text_[line - 1] == '#')) --line;
    if (line != begin_ && text_[line - 1] != '\n') return false;
    if (number.digits <= 3 && !number.decimals && !unit_follows(number)) return true;  // a page number, a list
    if (number.digits > 2 || number.decimals > 1) return false;
    static constexpr std::string_view kMarks[] = {".", "．", "、", ")", "）"};
    return first_of(text_, end, kMarks) > 0 || (number.decimals && starts(text_, end, " "));
  }

  size_t name_end(const Number& number) const {
    size_t end = number.end;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
    return end;
  }

  /// What follows may be a word that only begins like a unit.
  bool accept_unit(const Number& number, const UnitMatch& match, size_t at) const {
    if (match.length == 0) return false;
    static constexpr std::string_view kWords[] = {"分别", "日均", "人均", "户均", "家庭", "人民", "人员", "年均", "年末", "处理", "处置",
                                                  "处于", "成为", "成功", "成立", "分布", "件均", "项目均", "级别", "组织", "队伍",
                                                  "台账", "双随机", "对比", "单价", "日前", "天然", "种植", "张贴", "本区", "本市",
                                                  "升至", "升高", "度过", "名列", "点"};
    if (first_of(text_, at, kWords)) return false;
    if (starts(text_, at, "成")) return number.value <= 10;
    // `60%` is a rate whatever stands between; `2020 年` was a date.
    return true;
  }

  /// `2-3家`, `10%～15%`: both ends of a range. Returns its end, or 0.
  size_t range_end(const Number& number, const UnitMatch& first) {
    const size_t behind = first.length ? skip_spaces(text_, number.end) + first.length : number.end;
    const size_t at = skip_spaces(text_, behind);
    const size_t dash = first_of(text_, at, kRangeDash);
    if (!dash) return 0;
    const auto second = read_number(text_, skip_spaces(text_, at + dash));
    if (!second) return 0;
    // A date behind 到/至 is another matter: 增加到 2025 年.
    if (!read_date(text_, *second).span.empty() && !is_count_like_year(*second)) return 0;
    const UnitMatch last = match_unit(text_, skip_spaces(text_, second->end));
    const bool word = starts(text_, at, "至") || starts(text_, at, "到");
    if (word && first.length) return 0;  // 由 5 家到 8 家 are two quantities
    if (!last.length || second->value <= number.value) return 0;
    if (first.length && first.unit.name != last.unit.name) return 0;
    if (last.unit.name == "岁") return skip_spaces(text_, second->end) + last.length;
    const double scale = first.length ? first.unit.scale : last.unit.scale;
    Quantity q = made(*second, last.unit, number.begin, skip_spaces(text_, second->end) + last.length);
    q.bound = Bound::kRange;
    q.interval = {number.value * scale, second->value * last.unit.scale};
    q.value = q.interval.middle();
    push(q);
    return q.span.end;
  }

  Quantity made(const Number& number, const Unit& unit, size_t begin, size_t end) const {
    Quantity q;
    q.span = {offset(begin), offset(end)};
    q.number = {offset(number.begin), offset(number.end)};
    q.dimension = unit.dimension;
    q.unit = unit.name;
    q.scale = unit.scale;
    q.value = number.value * unit.scale;
    q.step = unit.scale * std::pow(10, -number.decimals);
    // Whole things are counted, not rounded, unless a scale word says so.
    const bool counted = unit.dimension == Dimension::kCount && unit.scale == 1 && number.decimals == 0;
    q.interval = counted ? stats::Interval{q.value, q.value} : stats::rounded(q.value, q.step);
    return q;
  }

  void sign(Quantity& q) const {
    const size_t before = q.number.begin;
    const bool minus = ends(text_, before, "-") || ends(text_, before, "−") || ends(text_, before, "－");
    if (!minus) return;
    const size_t length = ends(text_, before, "-") ? 1 : 3;
    const size_t left = before - length;
    // A dash after a word or a number joins, it does not negate.
    if (left > begin_ && (is_digit(text_[left - 1]) || is_letter(text_[left - 1]))) return;
    if (left >= begin_ + 3 && wide_at(text_, left - 3) >= 0x4E00 && wide_at(text_, left - 3) <= 0x9FFF &&
        !ends(text_, left, "为") && !ends(text_, left, "长") && !ends(text_, left, "达")) {
      return;
    }
    q.value = -q.value;
    q.interval = {-q.interval.high, -q.interval.low};
    q.span.begin = q.number.begin = offset(left);
  }

  void bounds(Quantity& q) const {
    const double infinity = std::numeric_limits<double>::infinity();
    const size_t before = back_over_spaces(text_, q.span.begin);
    const size_t after = skip_spaces(text_, q.span.end);
    auto widen_before = [&](size_t length) { q.span.begin = offset(before - length); };
    if (const size_t n = last_of(text_, before, kAboutBefore); n && !ends(text_, before, "最近")) {
      q.bound = Bound::kAbout;
      q.interval = stats::Interval{q.value - std::abs(q.value) * 0.1, q.value + std::abs(q.value) * 0.1};
      widen_before(n);
    } else if (const size_t least = last_of(text_, before, kLeastBefore)) {
      q.bound = Bound::kAtLeast;
      q.interval = {q.value, infinity};
      widen_before(least);
    } else if (const size_t most = last_of(text_, before, kMostBefore)) {
      q.bound = Bound::kAtMost;
      q.interval = {-infinity, q.value};
      widen_before(most);
    }
    if (const size_t n = first_of(text_, after, kAboutAfter)) {
      q.bound = Bound::kAbout;
      q.interval = stats::Interval{q.value - std::abs(q.value) * 0.1, q.value + std::abs(q.value) * 0.1};
      q.span.end = offset(after + n);
    } else if (const size_t least = first_of(text_, after, kLeastAfter)) {
      q.bound = Bound::kAtLeast;
      q.interval = {q.value, infinity};
      q.span.end = offset(after + least);
    } else if (const size_t most = first_of(text_, after, kMostAfter)) {
      q.bound = Bound::kAtMost;
      q.interval = {-infinity, q.value};
      q.span.end = offset(after + most);
    }
    if (q.dimension == Dimension::kCount && q.unit == "位" &&
        (ends(text_, before, "第") || ends(text_, before, "前") || ends(text_, before, "列"))) {
      q.dimension = Dimension::kRank;
    }
  }

  /// 高于全国 12.7 个、12 个百分点; 增长 5.2、3.1%: the unit stands once, behind the last of a list.
  void share_unit(const Quantity& q) {
    for (size_t i = out_.quantities.size(); i-- > 0;) {
      Quantity& before = out_.quantities[i];
      if (q.dimension != Dimension::kPoints && q.dimension != Dimension::kPercent) return;
      const bool bare = before.dimension == Dimension::kNone || (before.unit == "个" && q.dimension == Dimension::kPoints);
      const std::uint32_t behind = i + 1 < out_.quantities.size() ? out_.quantities[i + 1].span.begin : q.span.begin;
      if (!bare || before.span.end < begin_ || before.span.end > behind) return;
      const size_t at = skip_spaces(text_, before.span.end);
      static constexpr std::string_view kJoins[] = {"、", "和", "及"};
      const size_t join = first_of(text_, at, kJoins);
      if (!join || skip_spaces(text_, at + join) != behind) return;
      before.dimension = q.dimension;
      before.unit = q.unit;
      if (before.bound == Bound::kExact) before.interval = stats::rounded(before.value, before.step);
    }
  }

  void push(const Quantity& q) {
    share_unit(q);
    out_.quantities.push_back(q);
    end_of_last_ = q.span.end;
  }

  std::string_view text_;
  size_t begin_;
  Scan& out_;
  size_t end_of_last_ = 0;
};

}  // namespace

void scan(std::string_view text, read::Span range, Scan& out) { Scanner(text, range, out).run(); }

Quantity parse_cell(std::string_view text, read::Span cell, std::string_view unit) {
  const std::string_view inside = text.substr(0, cell.end);
  size_t at = skip_spaces(inside, cell.begin);
  double sign = 1;
  const size_t first = at;
  static constexpr std::string_view kMinus[] = {"-", "−", "－", "—"}, kPlus[] = {"+", "＋", "↑"}, kDown[] = {"↓", "▼"};
  static constexpr std::string_view kMarks[] = {"*", "≥", "≤", "约", "＞", "＜", ">", "<"};
  Quantity q;
  const size_t mark = first_of(inside, at, kMarks);
  if (mark) at = skip_spaces(inside, at + mark);
  if (const size_t n = first_of(inside, at, kMinus); n) {
    sign = -1;
    at = skip_spaces(inside, at + n);
  } else if (const size_t plus = first_of(inside, at, kPlus); plus) {
    at = skip_spaces(inside, at + plus);
  } else if (const size_t down = first_of(inside, at, kDown); down) {
    sign = -1;
    at = skip_spaces(inside, at + down);
  }
  const auto number = read_number(inside, at);
  if (!number) return q;
  const size_t behind = skip_spaces(inside, number->end);
  const UnitMatch match = match_unit(inside, behind);
  size_t end = skip_spaces(inside, behind + match.length);
  static constexpr std::string_view kAfter[] = {"左右", "以上", "以下", "以内", "及以上", "*", "①", "②"};
  const size_t after = first_of(inside, end, kAfter);
  end = skip_spaces(inside, end + after);
  if (end != inside.size()) return q;
  Unit own = match.unit;
  if (own.name.empty()) {
    own = parse_unit(unit);
    if (own.dimension == Dimension::kNone && !unit.empty()) own.name = unit;
    own.scale *= match.prefix;
  }
  q.dimension = own.dimension;
  q.unit = own.name;
  q.scale = own.scale;
  q.value = sign * number->value * own.scale;
  q.step = own.scale * std::pow(10, -number->decimals);
  const bool counted = own.dimension == Dimension::kCount && own.scale == 1 && number->decimals == 0;
  q.interval = counted ? stats::Interval{q.value, q.value} : stats::rounded(q.value, q.step);
  q.number = {offset(number->begin), offset(number->end)};
  q.span = {offset(first), offset(behind + match.length)};
  const bool least = starts(inside, first, "≥") || starts(inside, first, ">") || starts(inside, first, "＞");
  const bool most = starts(inside, first, "≤") || starts(inside, first, "<") || starts(inside, first, "＜");
  const double infinity = std::numeric_limits<double>::infinity();
  if (least || (after && first_of(inside, behind + match.length, kLeastAfter))) {
    q.bound = Bound::kAtLeast;
    q.interval = {q.value, infinity};
  } else if (most || (after && first_of(inside, behind + match.length, kMostAfter))) {
    q.bound = Bound::kAtMost;
    q.interval = {-infinity, q.value};
  } else if (mark && starts(inside, first, "约")) {
    q.bound = Bound::kAbout;
  }
  return q;
}

}  // namespace zhiheng::audit
