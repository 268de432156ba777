#pragma once
#include <optional>
#include <string>

#include "measure/value.h"
#include "report/build/registry.h"
#include "report/plan_paper.h"

namespace zhiheng::report {

/// The note on a value that was made up.
inline constexpr const char* kMadeUp = "模拟数据，只为演示，不是实际数据";

/// The numbers of a plan's paper: where each comes from, and how it is printed and recorded. Values are in
/// the target's unit.
class PlanNumbers {
 public:
  PlanNumbers(const PlanPaperInput& input, Document& document)
      : input_(input), registry_(document, input.catalog) {}

  /// Where the numbers that follow stand: id of a heading, table or figure.
  void enter(const std::string& place) { registry_.enter(place); }

  // Each with its origin; nullopt where there is none.
  std::optional<measure::Value> now(const plan::Progress& progress) const;
  std::optional<measure::Value> start(const plan::Progress& progress) const;
  std::optional<measure::Value> limit(const plan::Progress& progress) const;  // the lower end of a range
  std::optional<measure::Value> limit_high(const plan::Progress& progress) const;
  std::optional<measure::Value> distance(const plan::Progress& progress) const;  // 0 or less: met
  std::optional<measure::Value> pace(const plan::Progress& progress) const;      // a year
  std::optional<measure::Value> needed_pace(const plan::Progress& progress) const;

  /// The last value of the target's indicator that is known, in the indicator's unit.
  struct Latest {
    measure::Value value;
    int year = 0;
  };
  std::optional<Latest> latest(const plan::Progress& progress) const;

  /// A number that a forecast gives; `what` is one word of its id: expected, low, high, probability.
  measure::Value forecast(const plan::Progress& progress, const plan::Forecast& forecast, const char* what,
                          const Decimal& value) const;
  /// A probability in whole percent.
  measure::Value probability(const plan::Progress& progress, const plan::Forecast& forecast) const;
  /// How many targets (or other things) of the paper, counted as `formula` says.
  measure::Value count(const std::string& id, const std::string& title, const std::string& formula,
                       size_t count, const std::string& unit = "个") const;
  /// Share of `part` in `whole` in percent with one decimal. `whole` is not 0.
  measure::Value share(const std::string& id, const std::string& title, size_t part, size_t whole) const;

  /// The value printed and recorded. `sign`: with + where it is above zero.
  Run run(const measure::Value& value, bool sign = false);
  /// As a cell, without the unit, which stands in a column of its own.
  Cell bare_cell(const measure::Value& value);
  Cell cell_or_missing(const std::optional<measure::Value>& value);

 private:
  measure::Value stated(const plan::Progress& progress, const char* what, const std::string& title,
                        const Decimal& value) const;
  measure::Value measured(const plan::Progress& progress, const plan::Measured& found,
                          const char* what) const;
  measure::Value derived(const plan::Progress& progress, const char* what, const std::string& title,
                         const std::string& formula, const Decimal& value, int decimals) const;
  std::shared_ptr<measure::Origin> own_origin(const plan::Progress& progress, const char* what,
                                              const std::string& title) const;

  const PlanPaperInput& input_;
  Registry registry_;
};

}  // namespace zhiheng::report
