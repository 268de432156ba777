#include "report/build/certainties.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "report/build/shares.h"
#include "stats/count.h"

namespace zhiheng::report {
namespace {

using measure::Expression;
using measure::Filter;
using measure::Value;
using Kind = Certainty::Kind;

constexpr ErrorCode kImpossibleFilter{
    "certainty.bad-filter",
    "格式“{}”的参数有误；写法：interval [exact] [置信水平] [alone]、judged [置信水平] "
    "[alone]、flagged、shrunk、"
    "ranks [置信水平]、funnel，一个数只用一种；置信水平大于 50、小于 100",
    "bad arguments of the format “{}”; write: interval [exact] [LEVEL] [alone], judged [LEVEL] [alone], "
    "flagged, shrunk, ranks [LEVEL], funnel, one of them a number; LEVEL is above 50 and below 100"};
constexpr ErrorCode kNotHere{
    "certainty.not-here",
    "“{}”不能这样用：judged 只用于变化（| change | judged、change 列、同比度量），shrunk、ranks、funnel "
    "只用于 rows 为维度的表，alone 只用于表格",
    "“{}” can't be used so: judged is for a change (| change | judged, the column change, a measure with "
    "change_of), shrunk, ranks and funnel for tables whose rows are a dimension, alone for tables"};
constexpr ErrorCode kNoBase{
    "certainty.no-base",
    "“{}”在 {} 年只有{}，不能算区间或作检验；请引用有分子、分母（整数件数）的"
    "汇总表比率，或给指标写 numerator 和 denominator",
    "“{}” of {} has no numerator and denominator that are whole numbers, so it has no "
    "interval or test; refer to a cube's ratio, or give the indicator both"};
constexpr ErrorCode kNoShare{"certainty.no-share",
                             "“{}”在 {} 年是 {} 中的 {}，不是部分占全体的比率，不能算区间",
                             "“{}” of {} is {} of {}: no share of a whole, so it has no interval"};

struct Word {
  const char* name;
  Kind kind;
  bool level;  // takes one
};
constexpr Word kWords[] = {{"interval", Kind::kInterval, true}, {"judged", Kind::kChange, true},
                           {"flagged", Kind::kBase, false},     {"shrunk", Kind::kShrunk, false},
                           {"ranks", Kind::kRanks, true},       {"funnel", Kind::kFunnel, false}};

const Word* word_of(const Filter& filter) {
  const auto* found = std::ranges::find(kWords, filter.name, &Word::name);
  return found == std::end(kWords) ? nullptr : found;
}

bool read_argument(const std::string& argument, const Word& word, CertaintyAsk& ask) {
  if (argument == "exact" && word.kind == Kind::kInterval) return ask.exact = true;
  if (argument == "alone" && (word.kind == Kind::kInterval || word.kind == Kind::kChange))
    return ask.alone = true;
  const auto level = Decimal::parse(argument);
  if (!level || !word.level || *level <= Decimal(50) || *level >= Decimal(100)) return false;
  ask.level = *level;
  return true;
}

std::optional<std::int64_t> whole(const std::optional<Decimal>& number) {
  constexpr std::int64_t kMost = 1'000'000'000'000;
  if (!number || number->is_negative() || *number > Decimal(kMost) || number->rounded(0) != *number)
    return std::nullopt;
  return static_cast<std::int64_t>(number->rounded(0).mantissa());
}

[[noreturn]] void no_base(const Value& value, const Location& where) {
  const char* has = value.numerator ? "不是整数的分子、分母" : "这个数，没有分子、分母";
  throw Error(kNoBase, where, {value.origin->definition, std::to_string(value.origin->year), has});
}

/// "98.31–98.88", with the sign behind both where it is printed.
std::string range_text(const Decimal& low, const Decimal& high, const std::string& sign) {
  return low.to_string() + sign + "–" + high.to_string() + sign;
}

std::string p_text(double p) { return p < 0.001 ? "p<0.001" : fmt::format("p={:.3f}", p); }

void mark_base(const stats::Share& share, const stats::SmallNumbers& rule, Certainty& out) {
  if (share.of >= rule.least_base) return;
  out.small_base = true;
  out.beside += kSmallMark;
  out.words += fmt::format("；分母不足{}，比率不稳定 the base is below {}", rule.least_base, rule.least_base);
}

struct Verdict {
  const char *name, *zh, *en;
};
constexpr Verdict kVerdicts[] = {{"too-few", "件数过少", "too few to judge"},
                                 {"not-shown", "无明显变化", "no real change"},
                                 {"rose", "上升", "a real rise"},
                                 {"fell", "下降", "a real fall"}};

/// What the two tests have in common: the verdict and all words.
void conclude(stats::Change change, const char* test, const std::string& unit, Certainty& out) {
  const Verdict& verdict = kVerdicts[static_cast<size_t>(change)];
  const bool open = change == stats::Change::kNotShown || change == stats::Change::kTooFew;
  out.verdict = verdict.name;
  out.title = "变化的判断";
  out.alone = verdict.zh;
  if (open) out.beside = std::string("（") + verdict.zh + "）";
  const std::string range = out.low && out.high
                                ? fmt::format("，变化的{}%置信区间{}{}", out.level.to_string(),
                                              out.low->to_string() + "至" + out.high->to_string(), unit)
                                : "";
  out.words = fmt::format("{} {}：{} {}{}", verdict.zh, verdict.en, test, p_text(*out.p), range);
}

std::string risk_text(const Decimal& level) { return (Decimal(100) - level).to_string() + "%"; }

void compare_shares(const Value& before, const Value& now, int decimals, const stats::SmallNumbers& rule,
                    const Location& where, Certainty& out) {
  const stats::Share earlier = share_of(before, where), later = share_of(now, where);
  const auto found = stats::compare(earlier, later, out.level.to_double() / 100, rule);
  const double factor = factor_of(now).value_or(1);
  out.method = found.exact ? "fisher" : "z";
  out.low = Decimal::from_double(found.interval.low * factor).rounded(decimals);
  out.high = Decimal::from_double(found.interval.high * factor).rounded(decimals);
  out.p = found.p;
  out.hits = Decimal(later.hits), out.base = Decimal(later.of);
  out.hits_before = Decimal(earlier.hits), out.base_before = Decimal(earlier.of);
  conclude(found.change, found.exact ? "Fisher精确检验" : "两个比例的z检验",
           measure::change_unit(now.kind, now.unit), out);
  out.rule = fmt::format(
      "比率与上年相比的变化按两个比例的检验判断（z检验；期望数小于5时用Fisher精确检验），显著性水平{}；"
      "未达到的为“无明显变化”，不等于没有变化。",
      risk_text(out.level));
  if (found.change == stats::Change::kTooFew)
    out.small_base = true, out.words += fmt::format("；分母不足{}", rule.least_base);
}

void compare_counts(const Value& before, const Value& now, int decimals, const Location& where,
                    Certainty& out) {
  const auto earlier = whole(before.exact), later = whole(now.exact);
  if (now.kind != catalog::Kind::kCount || !earlier || !later) no_base(earlier ? now : before, where);
  const auto found = stats::rate_ratio({*later, 1}, {*earlier, 1}, out.level.to_double() / 100);
  const auto percent = [&](double ratio) {
    return Decimal::from_double(100 * (ratio - 1)).rounded(decimals);
  };
  out.method = "poisson";
  if (*earlier > 0) out.low = percent(found.interval.low), out.high = percent(found.interval.high);
  out.p = found.p;
  out.hits = Decimal(*later), out.hits_before = Decimal(*earlier);
  const bool shown = found.p <= 1 - out.level.to_double() / 100;
  conclude(!shown              ? stats::Change::kNotShown
           : *later > *earlier ? stats::Change::kRose
                               : stats::Change::kFell,
           "两个Poisson计数的精确检验", "%", out);
  out.rule = fmt::format(
      "件数与上年相比的变化按两个Poisson计数的精确检验判断，显著性水平{}"
      "；未达到的为“无明显变化”，不等于没有变化。",
      risk_text(out.level));
}

}  // namespace

std::optional<CertaintyAsk> certainty_ask(const Expression& expression, const Location& where) {
  std::optional<CertaintyAsk> out;
  for (const Filter& filter : expression.filters) {
    const Word* word = word_of(filter);
    if (word == nullptr) continue;
    CertaintyAsk ask;
    ask.kind = word->kind;
    ask.alone = word->kind == Kind::kRanks || word->kind == Kind::kFunnel;
    bool fits = !out;
    for (const auto& argument : filter.arguments) fits = fits && read_argument(argument, *word, ask);
    if (!fits) throw Error(kImpossibleFilter, where, {join({filter.name, join(filter.arguments, " ")}, " ")});
    out = ask;
  }
  return out;
}

void refuse_certainty(const Expression& expression, const Location& where) {
  throw Error(kNotHere, where, {expression.text});
}

bool is_certainty_filter(const Filter& filter) { return word_of(filter) != nullptr; }

std::optional<double> factor_of(const Value& value) {
  if (value.unit == "%") return 100;
  if (value.unit == "‰") return 1000;
  return value.unit.empty() ? std::optional<double>(1) : std::nullopt;
}

stats::Share share_of(const Value& value, const Location& where) {
  const auto hits = whole(value.numerator), of = whole(value.denominator);
  if (!hits || !of) no_base(value, where);
  if (*hits > *of || *of == 0 || !factor_of(value)) {
    throw Error(kNoShare, where,
                {value.origin->definition, std::to_string(value.origin->year), std::to_string(*of),
                 std::to_string(*hits)});
  }
  return {*hits, *of};
}

Certainty certainty_of(const Judged& judged, const CertaintyAsk& ask, const stats::SmallNumbers& rule,
                       const Location& where) {
  const Value& value = judged.value;
  const stats::Share share = share_of(value, where);
  Certainty out;
  out.kind = ask.kind;
  out.level = ask.level;
  out.hits = Decimal(share.hits), out.base = Decimal(share.of);
  out.words = fmt::format("{}分之{} {} of {}", share.of, share.hits, share.hits, share.of);
  if (ask.kind == Kind::kInterval) {
    const double level = ask.level.to_double() / 100, factor = *factor_of(value);
    const auto found = ask.exact ? stats::clopper_pearson(share, level) : stats::wilson(share, level);
    out.method = ask.exact ? "clopper-pearson" : "wilson";
    out.low = Decimal::from_double(found.low * factor).rounded(value.decimals);
    out.high = Decimal::from_double(found.high * factor).rounded(value.decimals);
    const std::string name = ask.exact ? "Clopper-Pearson" : "Wilson", part = ask.level.to_string();
    out.alone = range_text(*out.low, *out.high, judged.with_sign ? value.unit : "");
    out.beside = "（" + out.alone + "）";
    out.words = fmt::format("{}%置信区间 confidence interval {}（{}，{}/{}）", part,
                            range_text(*out.low, *out.high, value.unit), name, share.hits, share.of);
    out.title = "置信区间";
    out.rule = fmt::format("所列区间为比率的{}%置信区间，按{}法计算。", part, name);
  }
  mark_base(share, rule, out);
  return out;
}

Certainty change_certainty(const Value& before, const Value& now, int decimals, const CertaintyAsk& ask,
                           const stats::SmallNumbers& rule, const Location& where) {
  Certainty out;
  out.kind = Kind::kChange;
  out.level = ask.level;
  if (now.kind == catalog::Kind::kRate)
    compare_shares(before, now, decimals, rule, where, out);
  else
    compare_counts(before, now, decimals, where, out);
  return out;
}

}  // namespace zhiheng::report
