#include "plan/series.h"

#include <algorithm>

#include "measure/evaluator.h"

namespace zhiheng::plan {

const Point* Series::at(int year) const {
  const auto found = std::ranges::lower_bound(points, year, {}, &Point::year);
  return found != points.end() && found->year == year ? &*found : nullptr;
}

const Point* Series::last(int from, int to) const {
  const auto after = std::ranges::upper_bound(points, to, {}, &Point::year);
  if (after == points.begin() || std::prev(after)->year < from) return nullptr;
  return &*std::prev(after);
}

std::vector<const Point*> Series::within(int from, int to) const {
  std::vector<const Point*> out;
  for (const Point& point : points) {
    if (point.year >= from && point.year <= to) out.push_back(&point);
  }
  return out;
}

bool Series::simulated() const { return std::ranges::any_of(points, &Point::simulated); }

SeriesBook collect_series(measure::Evaluator& evaluator, const std::set<std::string>& indicators,
                          const std::string& area, int from, int to) {
  SeriesBook book;
  for (const std::string& id : indicators) {
    const catalog::Indicator* indicator = evaluator.catalog().indicator(id);
    if (indicator == nullptr) continue;
    Series series;
    for (int year = from; year <= to; ++year) {
      if (const auto value = evaluator.indicator(*indicator, area, year))
        series.points.push_back({year, value->exact, value->origin, false});
    }
    if (!series.points.empty()) book.emplace(id, std::move(series));
  }
  return book;
}

}  // namespace zhiheng::plan
