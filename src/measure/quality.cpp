#include "measure/quality.h"

#include <algorithm>

namespace zhiheng::measure {
namespace {

/// What all deliveries together say of a period.
struct Delivered {
  DeliveredPeriod sum;
  std::optional<Date> came;  // the first with a row of it
};

std::map<Period, Delivered> add_up(std::span<const Delivery> deliveries) {
  std::map<Period, Delivered> all;
  for (const Delivery& delivery : deliveries)
    for (const auto& [period, part] : delivery.periods) {
      Delivered& of = all[period];
      of.sum.rows += part.rows;
      of.sum.rejected += part.rejected;
      of.sum.filled += part.filled;
      of.sum.cells += part.cells;
      of.sum.warned += part.warned;
      if (part.rows != 0 && (!of.came || delivery.came < *of.came)) of.came = delivery.came;
      // Each comparison is of all that was there by then: the last one stands.
      if (part.compared == 0) continue;
      of.sum.compared = part.compared;
      of.sum.exceeded = part.exceeded;
    }
  return all;
}

/// The first period that a file was for. Stray rows of long ago oblige nobody to report what lies between.
std::optional<Period> first_obliged(std::span<const Delivery> deliveries) {
  std::optional<Period> first;
  for (const Delivery& delivery : deliveries) {
    const auto main =
        std::ranges::max_element(delivery.periods, {}, [](const auto& part) { return part.second.rows; });
    if (main == delivery.periods.end() || main->second.rows == 0) continue;
    if (!first || main->first < *first) first = main->first;
  }
  return first;
}

bool ends_within(const Period& period, const std::optional<Period>& within) {
  return !within || (within->first() <= period.last() && period.last() <= within->last());
}

Quality counted(const DeliveredPeriod& part) {
  Quality quality;
  quality[Aspect::kFilled] = {part.filled, part.cells};
  quality[Aspect::kValid] = {part.rows, part.rows + part.rejected};
  quality[Aspect::kPlausible] = {part.rows - part.warned, part.rows};
  quality[Aspect::kSteady] = {part.compared - part.exceeded, part.compared};
  return quality;
}

/// Judges whether and when periods came.
class Timing {
 public:
  Timing(const catalog::Dataset& dataset, std::optional<Period> first, bool all_known, Date today,
         const WorkingCalendar& calendar)
      : due_(dataset.due), first_(first), all_known_(all_known), today_(today), calendar_(calendar) {}

  void judge(PeriodQuality& period, std::vector<int>& uncalendared) const {
    if (due_ == 0 || !first_ || period.period < *first_ || period.period.last() >= today_) return;
    const auto due = calendar_.add_working_days(period.period.last(), due_);
    const Date until = period.came.value_or(today_);
    const auto late = due.known() ? calendar_.working_days_between(due.value(), until)
                                  : CalendarAnswer<int>::missing(due.missing_year());
    if (!late.known()) {
      if (std::ranges::find(uncalendared, late.missing_year()) == uncalendared.end())
        uncalendared.push_back(late.missing_year());
      return;
    }
    const bool absent = !period.came && all_known_ && today_ > due.value();
    if (!period.came && !absent) return;
    period.due = due.value();
    period.late = until > due.value() ? late.value() : 0;
    period.quality[Aspect::kReceived] = {period.came ? 1u : 0u, 1};
    period.quality[Aspect::kTimely] = {period.came && *period.came <= due.value() ? 1u : 0u, 1};
  }

 private:
  int due_;
  std::optional<Period> first_;
  bool all_known_;
  Date today_;
  const WorkingCalendar& calendar_;
};

}  // namespace

const char* aspect_name(Aspect aspect) {
  constexpr std::array kNames{"complete.cells", "complete.periods", "valid",
                              "timely",         "consistent.rows",  "consistent.totals"};
  return kNames.at(static_cast<std::size_t>(aspect));
}

Quality& Quality::operator+=(const Quality& other) {
  for (std::size_t i = 0; i < kAspects; ++i) {
    shares[i].hits += other.shares[i].hits;
    shares[i].of += other.shares[i].of;
  }
  return *this;
}

Period period_of_register(const catalog::Dataset& dataset, Date came) {
  return Period::of(frequency_of(dataset.frequency).value_or(Frequency::kYear), came).previous();
}

DatasetQuality quality_of(const catalog::Dataset& dataset, std::span<const Delivery> deliveries,
                          const std::optional<Period>& within, Date today, const WorkingCalendar& calendar) {
  DatasetQuality result;
  for (const Delivery& delivery : deliveries) result.unknown += !delivery.known;
  auto delivered = add_up(deliveries);
  const auto first = first_obliged(deliveries);
  if (first && dataset.due != 0)
    for (Period period = *first; period.last() < today; period = period.next()) delivered[period];
  const Timing timing(dataset, first, result.unknown == 0, today, calendar);
  for (const auto& [period, of] : delivered) {
    if (!ends_within(period, within)) continue;
    PeriodQuality judged{period, {}, of.came, 0, counted(of.sum)};
    timing.judge(judged, result.uncalendared);
    result.total += judged.quality;
    const bool empty = std::ranges::none_of(judged.quality.shares, &QualityShare::judged);
    if (!empty) result.periods.push_back(std::move(judged));
  }
  return result;
}

}  // namespace zhiheng::measure
