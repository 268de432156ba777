#pragma once
#include <string>
#include <vector>

#include "audit/finding.h"
#include "audit/table.h"
#include "audit/wording.h"
#include "stats/interval.h"

namespace zhiheng::audit {

/// A table as it stands or turned: what holds for rows holds for columns. `lines` are related with one
/// another at each of `crosses`.
class TableView {
 public:
  TableView(const read::Document& document, std::uint32_t index, const TableModel& table, bool turned)
      : document_(document), index_(index), table_(table), turned_(turned) {}

  const TableModel& table() const { return table_; }
  const read::Document& document() const { return document_; }
  bool turned() const { return turned_; }
  const std::vector<Line>& lines() const { return turned_ ? table_.columns : table_.rows; }
  const std::vector<Line>& crosses() const { return turned_ ? table_.rows : table_.columns; }
  const Line& line(int i) const { return lines()[static_cast<size_t>(i)]; }
  const Line& cross(int k) const { return crosses()[static_cast<size_t>(k)]; }
  int line_count() const { return static_cast<int>(lines().size()); }
  int cross_count() const { return static_cast<int>(crosses().size()); }

  const Value* at(int line, int cross) const {
    return turned_ ? table_.at(static_cast<size_t>(cross), static_cast<size_t>(line))
                   : table_.at(static_cast<size_t>(line), static_cast<size_t>(cross));
  }
  std::int32_t state(int line, int cross) const {
    return turned_ ? table_.state(static_cast<size_t>(cross), static_cast<size_t>(line))
                   : table_.state(static_cast<size_t>(line), static_cast<size_t>(cross));
  }
  Measure measure(const Value& value) const { return measure_of(table_, value); }

  /// The cell's number, with the row around it as quote.
  Spot spot(const Value& value) const;
  /// As the cell is printed, with the unit that the head gives.
  Manner manner(const Value& value) const;
  /// The cell's number as written, without thousands separators and without its unit, or with it.
  std::string show_number(const Value& value) const;
  std::string show_value(const Value& value) const;
  /// "表5“合计”行“受检批次”列"; in English "table 5, row …, column …".
  Words name(const Value& value) const;

 private:
  const read::Document& document_;
  std::uint32_t index_;
  const TableModel& table_;
  bool turned_;
};

/// Whether two values can be added or compared: same dimension and unit.
bool same_unit(const Quantity& a, const Quantity& b);

}  // namespace zhiheng::audit
