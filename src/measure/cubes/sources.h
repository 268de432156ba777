#pragma once
// What the cubes read of a segment: its columns as places 0, 1, 2 …, and formulas as tables over those
// places.
#include <map>
#include <vector>

#include "measure/record_cubes.h"

namespace zhiheng::measure::cubes {

/// Something that has a place in 0 … size-1 for each row.
struct Source {
  enum class Kind { kColumn, kCombined, kRows };
  Kind kind = Kind::kColumn;
  std::size_t column =
      0;  // kColumn: of the segment; place = value - least, + 1 where the column has missing values
  std::int64_t least = 0;
  bool missing = false;  // place 0 is the missing value
  std::vector<std::pair<std::size_t, std::uint32_t>>
      parts;                          // kCombined: sources and what their places are multiplied by
  std::vector<std::uint32_t> places;  // kRows: of each row
  std::uint64_t size = 0;
};

/// A dimension over a segment: place of its source → place among its values.
struct Axis {
  std::size_t source = 0;
  std::vector<std::uint32_t> index;  // by place; empty: the same
  std::shared_ptr<const AxisValues> values;
  std::size_t size() const { return values->size(); }
  std::uint32_t at(std::uint32_t place) const { return index.empty() ? place : index[place]; }
};

/// What is added up, over a segment.
struct Sum {
  enum class Kind { kOne, kPlaces, kAffine, kRows };
  Kind kind = Kind::kOne;
  std::size_t source = 0;
  std::vector<std::int64_t> values;  // kPlaces: by place; kRows: by row; missing is 0
  std::int64_t offset = 0;  // kAffine: value = place + offset; of a source with missing values place 0 is 0
  std::int64_t least = 1, greatest = 1;
};

/// Rows that count: bit by place of a source.
struct Condition {
  std::size_t source = 0;
  std::vector<std::uint8_t> holds;  // by place
};

constexpr std::size_t kNoSource = static_cast<std::size_t>(-1);
// Of one column that is tabulated: no more than eight times the rows, or what costs nothing.
constexpr std::uint64_t kFewPlaces = std::uint64_t{1} << 16, kMostPlaces = std::uint64_t{1} << 22;
constexpr std::uint64_t kMostCombinedPlaces = std::uint64_t{1} << 16;  // of several

class Sources {
 public:
  Sources(const CubeContext& context, const segment::Segment& segment);

  const std::vector<Source>& all() const { return sources_; }
  std::size_t segment_column(const std::string& id) const {
    return segment_columns_[*context_.dataset.column_index(id)];
  }
  /// The same formula gives the same axis. Valid as long as the object.
  const Axis& axis(const formula::Formula& formula);
  Sum sum(const formula::Formula& value, const std::optional<formula::Formula>& where);
  Condition condition(const formula::Formula& formula);

 private:
  using Formulas = std::vector<const formula::Formula*>;
  struct Tabulated {
    std::size_t source = kNoSource;  // kNoSource: no column, one place
    std::vector<formula::Vector> values;
  };

  std::size_t column_of(std::size_t name) const;
  std::vector<std::size_t> columns_of(const Formulas& formulas) const;
  std::optional<std::size_t> column_source(std::size_t column);
  std::optional<std::size_t> own_source(const formula::Formula& formula);
  std::size_t combined_source(const std::vector<std::size_t>& parts);
  std::size_t rows_source(const formula::Formula& formula, AxisValues& values);
  formula::Vector domain(std::size_t source) const;
  formula::Vector named(std::size_t name, formula::Vector column) const;
  std::vector<formula::Vector> evaluate(const Formulas& formulas,
                                        const std::map<std::size_t, formula::Vector>& columns,
                                        std::size_t rows) const;
  std::optional<Tabulated> tabulate(const Formulas& formulas);
  template <typename Use>
  void each_block(const Formulas& formulas, Use use) const;
  formula::Vector block_column(std::size_t column, std::size_t block) const;
  Axis make_axis(const formula::Formula& formula);
  bool is_affine(const formula::Formula& value, const std::optional<formula::Formula>& where) const;

  const CubeContext& context_;
  const segment::Segment& segment_;
  std::uint64_t most_places_;
  std::vector<formula::Name> names_;
  std::vector<std::size_t> segment_columns_;  // by column of the dataset
  std::vector<Source> sources_;
  std::map<std::string, Axis> axes_;
};

}  // namespace zhiheng::measure::cubes
