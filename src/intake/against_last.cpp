#include "intake/against_last.h"

#include <algorithm>

#include "base/text.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kExceeded{"batch.against-last", "{}：{}为 {}{}，{}为 {}{}，变动 {}，超过 ±{}%",
                              "{}: {} has {}{}, {} had {}{}, a change of {}, over ±{}%"};
constexpr std::size_t kNamed = 6;

Decimal number(const catalog::Dataset& dataset, const Comparison& c, const Total& total) {
  const auto at = static_cast<std::size_t>(c.check - dataset.batch_checks.data());
  return c.check->sum ? total.sums.at(at) : Decimal(total.rows);
}

/// |value - before| × 100 > change × |before|, without dividing.
bool exceeds(const Comparison& c, bool only_rise) {
  const Decimal change = c.value - c.before;
  if (only_rise && change.is_negative()) return false;
  return change.abs() * Decimal(100) > c.check->change * c.before.abs();
}

std::map<Period, Total> by_period(const std::map<Date, Total>& days, Frequency frequency) {
  std::map<Period, Total> periods;
  for (const auto& [day, total] : days) {
    Total& of = periods[Period::of(frequency, day)];
    of.rows += total.rows;
    of.sums.resize(total.sums.size());
    for (std::size_t i = 0; i < of.sums.size(); ++i) of.sums[i] = of.sums[i] + total.sums[i];
  }
  return periods;
}

void compare_all(const catalog::Dataset& dataset, std::optional<Period> period, const Total& now,
                 const Total& before, bool only_rise, AgainstLast& result) {
  for (const auto& check : dataset.batch_checks) {
    Comparison c{&check, period, {}, {}, false};
    c.value = number(dataset, c, now);
    c.before = number(dataset, c, before);
    c.exceeded = exceeds(c, only_rise);
    result.comparisons.push_back(std::move(c));
  }
}

/// "2020-01、2020-03 …（共 9 期）"
std::string listed(const std::vector<Period>& periods) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(periods.size(), kNamed); ++i) names.push_back(periods[i].to_string());
  return join(names, "、") + (periods.size() > kNamed ? " …（" + std::to_string(periods.size()) + "）" : "");
}

}  // namespace

std::optional<Decimal> Comparison::change() const {
  if (before.is_zero()) return std::nullopt;
  return ((value - before) * Decimal(100) / before.abs()).rounded(1);
}

AgainstLast compare_with_last(NewBatch& batch, const catalog::Dataset& dataset,
                              const std::vector<Period>& periods, Date today) {
  AgainstLast result;
  if (dataset.batch_checks.empty()) return result;
  if (dataset.time.empty()) {
    const auto before = batch.totals(std::nullopt, false), now = batch.totals(std::nullopt, true);
    result.first_of_register = before.empty();
    if (!before.empty())
      compare_all(dataset, std::nullopt, now.begin()->second, before.begin()->second, false, result);
    return result;
  }
  if (periods.empty()) return result;
  const Days days{periods.front().previous().first(), periods.back().last()};
  const auto totals = by_period(batch.totals(days, true), periods[0].frequency());
  for (const Period& period : periods) {
    const auto before = totals.find(period.previous());
    const bool under_way = period.last() >= today;
    if (under_way) result.under_way.push_back(period);
    if (before == totals.end())
      result.without.push_back(period);
    else
      compare_all(dataset, period, totals.at(period), before->second, under_way, result);
  }
  return result;
}

Diagnostic describe(const Comparison& c, const catalog::Dataset& dataset) {
  const auto change = c.change();
  const std::string unit = c.check->sum ? "" : " " + dataset.unit;
  const std::string limit = c.check->change.to_string(),
                    percent = change ? (change->is_negative() ? "" : "+") + change->to_string() + "%" : "—";
  const std::string now = c.period ? c.period->to_string() + " " : "收下本批后",
                    last = c.period ? "上期 " + c.period->previous().to_string() + " " : "此前";
  Diagnostic said = diagnose(
      kExceeded, {},
      {c.check->title.zh, now, c.value.to_string(), unit, last, c.before.to_string(), unit, percent, limit},
      c.check->rejects ? Severity::kError : Severity::kWarning);
  const std::string title = c.check->title.en.empty() ? c.check->title.zh : c.check->title.en;
  said.en =
      diagnose(kExceeded, {},
               {title, c.period ? c.period->to_string() : "the register with this batch", c.value.to_string(),
                unit, c.period ? c.period->previous().to_string() + " before it" : "before it",
                c.before.to_string(), unit, percent, limit})
          .en;
  return said;
}

std::vector<std::string> notes_of(const AgainstLast& result) {
  std::vector<std::string> notes;
  if (result.first_of_register)
    notes.emplace_back(
        "名册此前没有数据，未与此前比较 the register had no records before, so nothing was compared");
  if (!result.without.empty())
    notes.push_back("上期没有数据，未与上期比较 no records of the period before, so not compared: " +
                    listed(result.without));
  if (!result.under_way.empty())
    notes.push_back("尚未结束，与上期比只看增加 not over yet, so only a rise counts against the last: " +
                    listed(result.under_way));
  return notes;
}

}  // namespace zhiheng::intake
