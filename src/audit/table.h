#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/quantity.h"
#include "read/document.h"

namespace zhiheng::audit {

/// What the numbers of a row or column are, as far as its words and unit say.
enum class Measure : std::uint8_t {
  kUnknown,
  kCount,       // 批次 家 件 数量
  kAmount,      // 亿元 吨 面积
  kDifference,  // 增减量: a count or an amount with sign
  kRate,        // 合格率
  kShare,       // 占比 比重 构成
  kGrowth,      // 增长% 同比%
  kPoints,      // 增减百分点
  kIndex,       // 指数 得分 满意度
  kAverage,     // 人均 单价 浓度
  kRank,
  kOrdinal,  // 序号
  kText,     // 备注
};

/// How strongly a label says that its numbers are the sum of others.
enum class Total : std::uint8_t { kNo, kWeak, kStrong };

/// A row or a column of numbers.
struct Line {
  std::string label;         // outermost first: "2019年/投诉/件"
  std::string subject;       // without numbering, unit, 其中 and period
  read::Span span;           // the innermost words of the label; empty if there are none
  read::Span whole;          // of a row: from its first to its last cell
  std::string_view unit;     // as written, empty if not said
  Period period;             // `from` 0 if not said
  std::int8_t relative = 0;  // with is_relative: 0 this period, -1 the one before
  bool is_relative = false;
  Measure measure = Measure::kUnknown;
  Total total = Total::kNo;
  bool of_which = false;        // 其中, #: a part that need not be exhaustive
  bool maybe_of_which = false;  // stands behind such a part and may go on with it
  bool grouping = false;        // "按产业分": names a division, has no numbers
  bool deduct = false;          // "减：…"
  std::int32_t depth = 0;       // 0 outermost, by numbering and indent
  std::int32_t group = -1;      // lines under one merged outer label share it
};

/// A numeric cell.
struct Value {
  Quantity quantity;
  std::int32_t row = 0;
  std::int32_t column = 0;
};

/// What stands in a cell that has no number.
inline constexpr std::int32_t kEmptyCell = -1;
inline constexpr std::int32_t kDashCell = -2;   // "-", "—": nothing
inline constexpr std::int32_t kWordsCell = -3;  // words, "…", several numbers: unknown

/// One table, with its continuations; a block whose heads change in the middle makes several.
struct TableModel {
  std::vector<std::uint32_t> blocks;
  read::Span caption;       // "表 5：…", may be empty
  std::string number;       // "表5", may be empty
  std::string title;        // the caption without number and unit
  std::string_view unit;    // of the whole table, as written
  Period period;            // that the caption names
  bool whole = true;        // false when a part is known to be missing
  bool comparable = false;  // growth at comparable prices or by another scope, as words nearby say
  std::vector<Line> rows;
  std::vector<Line> columns;
  std::vector<Value> values;       // by row, then by column
  std::vector<std::int32_t> grid;  // rows × columns: index into `values`, or one of the above

  std::int32_t state(size_t row, size_t column) const { return grid[row * columns.size() + column]; }
  const Value* at(size_t row, size_t column) const {
    const std::int32_t index = state(row, column);
    return index < 0 ? nullptr : &values[static_cast<size_t>(index)];
  }
};

/// The tables of a document that have numbers, in order. Views are into `document.text` or static. A table
/// that is not understood has fewer labels, never wrong ones. Cost grows with the number of cells.
std::vector<TableModel> read_tables(const read::Document& document);

/// What a single cell measures: the more telling of its row and its column.
Measure measure_of(const TableModel& table, const Value& value);

/// The period of a cell: of its row, its column or the caption; not named if none says.
Period period_of(const TableModel& table, const Value& value);

/// The unit that holds for a cell written without one: of its row, its column or the table; may be empty.
std::string_view unit_of(const TableModel& table, const Line& row, const Line& column);

/// Whether numbers of this measure can be added.
bool is_additive(Measure measure);

}  // namespace zhiheng::audit
