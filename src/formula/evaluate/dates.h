#pragma once
// Internal to this module: parts of dates and times over one block, and working days.
#include <optional>
#include <unordered_map>

#include "base/calendar.h"
#include "formula/evaluate/view.h"
#include "formula/tree/node.h"

namespace zhiheng::formula {

/// What `op` (kYear … kWeekday of days, kHour and kDateOfTime of seconds) says of each row.
void parts_of_dates(Op op, const View& a, size_t rows, std::int64_t* out);

/// Working days of one run. The calendar walks day by day; records share their days, so each is asked once.
class Workdays {
 public:
  explicit Workdays(const WorkingCalendar& calendar) : calendar_(calendar) {}
  /// nullopt where the calendar doesn't know, and for days outside the years 1000 to 9999.
  std::optional<std::int64_t> after(std::int64_t day, std::int64_t count);

 private:
  std::optional<std::int64_t> ask(std::int64_t day, std::int64_t count) const;

  const WorkingCalendar& calendar_;
  std::unordered_map<std::int64_t, std::unordered_map<std::int64_t, std::optional<std::int64_t>>>
      known_;  // by count
};

}  // namespace zhiheng::formula
