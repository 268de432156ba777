#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "measure/value.h"

namespace zhiheng::measure {
class Evaluator;
}

namespace zhiheng::plan {

/// The value of an indicator in one year, exact, in the indicator's unit.
struct Point {
  int year = 0;
  Decimal value;
  std::shared_ptr<measure::Origin> origin;  // empty for a simulated one
  bool simulated = false;
};

/// The yearly values of one indicator in one area, by year; years without a value are not there.
struct Series {
  std::vector<Point> points;

  const Point* at(int year) const;
  /// The last point of `from` … `to`, or nullptr.
  const Point* last(int from, int to) const;
  /// The points of `from` … `to`.
  std::vector<const Point*> within(int from, int to) const;
  bool simulated() const;
};

/// Series by indicator id.
using SeriesBook = std::map<std::string, Series, std::less<>>;

/// The series of `indicators` in `area` (empty: the district) for the years `from` … `to`. Throws what the
/// evaluator throws.
SeriesBook collect_series(measure::Evaluator& evaluator, const std::set<std::string>& indicators,
                          const std::string& area, int from, int to);

}  // namespace zhiheng::plan
