#pragma once
// How good the data is that a department reports: complete, valid, timely, consistent. docs/datasets.md
// defines what is counted.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/calendar.h"
#include "base/period.h"
#include "catalog/dataset.h"

namespace zhiheng::measure {

/// The part of a batch that belongs to one period.
struct DeliveredPeriod {
  std::uint64_t rows = 0, rejected = 0;
  std::uint64_t filled = 0, cells = 0;  // of the accepted rows
  std::uint64_t warned = 0;             // accepted rows
  std::uint64_t compared = 0, exceeded = 0;
};

/// A batch that counts.
struct Delivery {
  Date came;
  bool known = true;  // false: the journal doesn't say what was in it
  std::map<Period, DeliveredPeriod> periods;
};

/// What is counted, in the order in which it is shown.
enum class Aspect { kFilled, kReceived, kValid, kTimely, kPlausible, kSteady };
constexpr std::size_t kAspects = 6;
/// "complete.cells", "complete.periods", "valid", "timely", "consistent.rows", "consistent.totals".
const char* aspect_name(Aspect aspect);

/// Of nothing: not judged.
struct QualityShare {
  std::uint64_t hits = 0, of = 0;
  bool judged() const { return of != 0; }
};

/// Added up as a ratio of sums.
struct Quality {
  std::array<QualityShare, kAspects> shares{};

  QualityShare& operator[](Aspect aspect) { return shares[static_cast<std::size_t>(aspect)]; }
  const QualityShare& operator[](Aspect aspect) const { return shares[static_cast<std::size_t>(aspect)]; }
  Quality& operator+=(const Quality& other);
};

struct PeriodQuality {
  Period period;
  std::optional<Date> due, came;  // due: where it is judged whether it came
  int late = 0;                   // working days behind the due date, so far where it has not come
  Quality quality;
};

struct DatasetQuality {
  std::vector<PeriodQuality> periods;  // ascending
  Quality total;
  std::uint64_t unknown = 0;      // batches of which the journal doesn't say what was in them
  std::vector<int> uncalendared;  // years that the working calendar lacks: their periods are not timed
};

/// The quality of one dataset as it stands at the end of `today`, in the periods that end `within`, or in
/// all. `deliveries` in the order in which they came.
DatasetQuality quality_of(const catalog::Dataset& dataset, std::span<const Delivery> deliveries,
                          const std::optional<Period>& within, Date today, const WorkingCalendar& calendar);

/// The period for which a file of a register counts: the last one that was over when it came.
Period period_of_register(const catalog::Dataset& dataset, Date came);

}  // namespace zhiheng::measure
