#include <array>
#include <cmath>

#include "audit/lex/bounds.h"
#include "audit/lex/cursor.h"
#include "audit/lex/name.h"
#include "audit/lex/number.h"
#include "audit/lex/time.h"
#include "audit/lex/unit.h"
#include "audit/quantity.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

constexpr Words kRangeDash{"—", "–", "－", "～", "-", "~", "至", "到"};

/// Han digits and letters whose word may be a number or a period: their code points, as a bitmap.
struct Triggers {
  std::array<std::uint64_t, 0x10000 / 64> bits{};
  constexpr Triggers() {
    for (const char32_t c :
         std::u32string_view(U"一二三四五六七八九十两百０１２３４５６７８９上去前今本当全年明下第翻几")) {
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
    Quantity q = quantity_of(*number, {Dimension::kPercent, 1, "%"}, at, number->end);
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
    Quantity q = quantity_of(number, {Dimension::kMultiple, 1, "倍"}, at, end + 3);
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
    static constexpr Words kWords{"成功",   "成为",   "成立", "成员",   "成果",   "个一",   "个五年",
                                  "项一",   "级",     "位一", "期工程", "期项目", "批次一", "个维护",
                                  "个意识", "个自信", "部门", "节",     "组织"};
    if (first_of(text_, number.end, kWords) || (tenths && number.value > 10)) return;
    Quantity q = quantity_of(number, match.unit, number.begin, number.end + match.length);
    read_bounds(text_, q);
    push(q);
  }

  size_t number_at(size_t at) {
    auto number = read_number(text_, at);
    // `1.2024年…` is the first point of a list.
    if (number->decimals == 4 && number->digits <= 2 && starts(text_, number->end, "年")) {
      const size_t year = number->end - 4 * (is_digit(text_[number->end - 1]) ? 1 : 3);
      return number_at(year);
    }
    if (const auto spaced = read_spaced(*number)) number = spaced;
    if (TimeMark mark = read_date(text_, *number); !mark.span.empty() && !is_count_like_year(*number)) {
      if (!latin_before(text_, at)) out_.times.push_back(mark);
      return mark.span.end;
    }
    if (is_name(text_, begin_, *number)) return name_end(text_, *number);
    size_t end = skip_spaces(text_, number->end);
    const size_t more = more_length(text_, end);
    end += more;
    UnitMatch match = match_unit(text_, end);
    if (!accept_unit(*number, match, end)) match = {};
    if (const size_t range = range_end(*number, match); range) return range;
    if (match.length == 0 && number->digits >= 7 && !number->decimals && !number->grouped) return number->end;
    if (match.unit.name == "岁") return end + match.length;  // 65 岁及以上人口: whose, not how many
    Quantity q =
        quantity_of(*number, match.unit, number->begin, match.length ? end + match.length : number->end);
    read_sign(text_, begin_, q);
    if (more && match.unit.dimension != Dimension::kDuration) {
      q.bound = Bound::kAbout;
      q.interval = {q.value, q.value + std::abs(q.value) * 0.1 + q.step};
    }
    read_bounds(text_, q);
    push(q);
    return std::max<size_t>(q.span.end, number->end);
  }

  /// `2000家`: four digits that look like a year but have a unit behind them.
  bool is_count_like_year(const Number& number) const {
    if (number.digits != 4) return false;
    const size_t end = skip_spaces(text_, number.end);
    if (starts(text_, end, "年")) return false;
    const UnitMatch match = match_unit(text_, end + more_length(text_, end));
    return match.length > 0 && (match.unit.dimension != Dimension::kNone || match.prefix_length > 0);
  }

  /// `1 234件`: groups apart by a space, taken together where a unit follows them. A row of a lost table
  /// looks the same up to its end, which is looked for once.
  std::optional<Number> read_spaced(const Number& number) {
    if (!starts(text_, number.end, " ") || number.begin < end_of_row_) return std::nullopt;
    const auto spaced = read_number(text_, number.begin, true);
    if (spaced->end == number.end) return std::nullopt;
    if (unit_follows(text_, spaced->end)) return spaced;
    end_of_row_ = spaced->end;
    return std::nullopt;
  }

  bool starts_before(size_t at, std::string_view word) const {
    return ends(text_, back_over_spaces(text_, at), word);
  }

  /// What follows may be a word that only begins like a unit.
  bool accept_unit(const Number& number, const UnitMatch& match, size_t at) const {
    if (match.length == 0) return false;
    static constexpr Words kWords{"分别", "日均",   "人均", "户均", "家庭", "人民", "人员",   "年均",
                                  "年末", "处理",   "处置", "处于", "成为", "成功", "成立",   "分布",
                                  "件均", "项目均", "级别", "组织", "队伍", "台账", "双随机", "对比",
                                  "单价", "日前",   "天然", "种植", "张贴", "本区", "本市",   "升至",
                                  "升高", "所列",   "所示", "所述", "所称", "度过", "名列",   "点"};
    if (first_of(text_, at, kWords) && !starts(text_, at, "点次")) return false;
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
    const bool scaled = first.length && first.unit.name.empty();  // 3万至5万元
    static constexpr Words kFrom{"从", "由"};
    if (word && first.length && !scaled) return 0;  // 由 5 家到 8 家 are two quantities
    if (word && scaled && last_of(text_, back_over_spaces(text_, number.begin), kFrom)) return 0;
    if (!last.length || (first.length && !scaled && first.unit.name != last.unit.name)) return 0;
    if (last.unit.name == "岁") return skip_spaces(text_, second->end) + last.length;
    const double scale = scaled         ? first.prefix * last.unit.scale / last.prefix
                         : first.length ? first.unit.scale
                                        : last.unit.scale;
    if (second->value * last.unit.scale <= number.value * scale) return 0;
    Quantity q = quantity_of(*second, last.unit, number.begin, skip_spaces(text_, second->end) + last.length);
    q.bound = Bound::kRange;
    q.interval = {number.value * scale, second->value * last.unit.scale};
    q.value = q.interval.middle();
    push(q);
    return q.span.end;
  }

  /// 高于全国 12.7 个、12 个百分点; 增长 5.2、3.1%: the unit stands once, behind the last of a list.
  void share_unit(const Quantity& q) {
    for (size_t i = out_.quantities.size(); i-- > 0;) {
      Quantity& before = out_.quantities[i];
      const bool rate = q.dimension == Dimension::kPoints || q.dimension == Dimension::kPercent;
      const bool counted = q.dimension == Dimension::kCount || q.dimension == Dimension::kMoney;
      if (!rate && !counted) return;
      const bool bare =
          before.dimension == Dimension::kNone || (before.unit == "个" && q.dimension == Dimension::kPoints);
      const std::uint32_t behind =
          i + 1 < out_.quantities.size() ? out_.quantities[i + 1].span.begin : q.span.begin;
      if (!bare || before.span.end < begin_ || before.span.end > behind) return;
      const size_t at = skip_spaces(text_, before.span.end);
      static constexpr Words kJoins{"、", "和", "及"};
      const size_t join = first_of(text_, at, kJoins);
      if (!join || skip_spaces(text_, at + join) != behind) return;
      if (counted && (before.scale != 1 || before.value < 10)) return;  // 5、6 月, 1、2 号
      before.dimension = q.dimension;
      before.unit = q.unit;
      if (counted) {  // 318、264 和 86 件次
        before.scale = q.scale;
        before.value *= q.scale;
        before.step *= q.scale;
        before.interval = q.scale == 1 && before.step == 1 ? stats::Interval{before.value, before.value}
                                                           : stats::rounded(before.value, before.step);
        continue;
      }
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
  size_t end_of_row_ = 0;  // of numbers apart by spaces that no unit follows
};

}  // namespace

void scan(std::string_view text, read::Span range, Scan& out) { Scanner(text, range, out).run(); }

}  // namespace zhiheng::audit
