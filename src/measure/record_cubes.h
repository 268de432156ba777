#pragma once
// Cubes computed from the records of a dataset: all of them in one pass over a segment, kept as one part a
// segment, and added up over the segments that are live (cube_sum.h).
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"
#include "formula/formula.h"
#include "segment/segment.h"

namespace zhiheng::measure {

/// What registers say of their keys: the value of `attribute` in `dataset` for each key, missing where there
/// is none.
class Registers {
 public:
  virtual ~Registers() = default;
  virtual formula::Vector attribute(const std::string& dataset, const std::string& attribute,
                                    const formula::Vector& keys) const = 0;
  /// A text that is another one where a register says anything else.
  virtual std::string state(const std::string& dataset) const = 0;
};

/// The values that one dimension takes. Numbers as formula::Vector has them.
struct AxisValues {
  formula::Type type = formula::Type::kNumber;
  int decimals = 0;
  std::vector<std::int64_t> numbers;     // all but kText
  std::vector<std::string> texts;        // kText
  std::optional<std::uint32_t> missing;  // the place that stands for a missing value

  std::size_t size() const { return type == formula::Type::kText ? texts.size() : numbers.size(); }
};

/// What one measure other than a sum needs to be added up: the values it has met in each cell, and how often.
struct ValueCounts {
  std::shared_ptr<const AxisValues> values;
  std::vector<std::uint64_t>
      bits;  // distinct: for each cell a row of bits, one a value; empty where the list is used
  std::vector<std::uint32_t> cell, value;  // else: cells and values, by cell and then value, each pair once,
  std::vector<std::int64_t> count;         // and how often; not for distinct
  std::size_t words() const { return (values->size() + 63) / 64; }
};

/// One cube of one segment, or of several added up. Cells without rows are left out.
struct CubePart {
  std::vector<std::shared_ptr<const AxisValues>> axes;
  std::vector<std::vector<std::uint32_t>> places;  // by axis: the value's place, for each cell
  std::vector<std::int64_t> rows;                  // of each cell
  std::vector<std::vector<std::int64_t>> sums;     // by measure of form kSum, in the order of the cube
  std::vector<ValueCounts> counts;                 // by the other measures

  std::size_t cells() const { return rows.size(); }
};

/// A finished cube: its axes' values ascending, missing last; cells in the order of their places.
struct CubeTable {
  struct Measure {
    int decimals = 0;
    formula::Type type = formula::Type::kNumber;
    std::vector<std::int64_t>
        numbers;  // sums, counts, and what kMin, kMax, kQuantile give of a number, date or time
    std::vector<std::string> texts;     // kMin, kMax, kQuantile of a text; kTop: "value×count" joined by |
    std::vector<std::uint8_t> present;  // empty: all
  };
  const catalog::RecordCube* cube = nullptr;
  std::vector<std::shared_ptr<const AxisValues>> axes;
  std::vector<std::vector<std::uint32_t>> places;
  std::vector<std::int64_t> rows;
  std::vector<Measure> measures;

  std::size_t cells() const { return rows.size(); }
};

/// Everything that computing needs to know beside the rows.
struct CubeContext {
  const catalog::Catalog& catalog;
  const catalog::Dataset& dataset;
  const Registers* registers = nullptr;  // needed where a formula has `column.attribute`
  const WorkingCalendar* calendar = nullptr;
  unsigned threads = 0;  // 0: as the machine has
};

/// One array of counters that the pass fills; several cubes come from it.
struct GridNote {
  std::vector<std::string> axes;
  std::vector<std::string> sums;
  std::string where;
  std::string kind;  // dense | hash | bits | set
  std::uint64_t cells = 0;
  std::vector<std::string> cubes;  // what is rolled up from it
};

/// How the cubes of a dataset would be computed on a segment, and what that costs.
struct CubePlan {
  std::vector<GridNote> grids;
  std::uint64_t rows = 0;
  std::uint64_t updates = 0;        // of counters or bits
  std::uint64_t updates_apart = 0;  // if each cube were computed on its own
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_of_counters = 0;  // of one thread
};

/// All cubes of the dataset over one segment in one pass, in the order of `dataset.cubes`. `dead`: one bit a
/// row that is not to be counted, or empty. The segment must have the dataset's columns. Sums are exact;
/// throws Error
/// ("cube.overflow") where one could leave 63 bits, "cube.too-large" where dimensions have too many values to
/// be numbered together, "segment.damaged".
std::vector<CubePart> compute_cubes(const CubeContext& context, const segment::Segment& segment,
                                    std::span<const std::uint64_t> dead = {});
CubePlan explain_cubes(const CubeContext& context, const segment::Segment& segment);

}  // namespace zhiheng::measure
