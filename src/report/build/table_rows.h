#pragma once
#include <set>

#include "report/build/binder.h"
#include "report/build/certainties.h"
#include "report/build/table_spec.h"

namespace zhiheng::report {

/// The body rows of a table, evaluated: one cell a leaf head. Collects the departments that the values come
/// from.
class TableRows {
 public:
  TableRows(const TableSpec& spec, BuildContext& context);

  std::vector<TableRow> evaluate();
  /// Department titles in the order in which they came up.
  const std::vector<std::string>& sources() const { return sources_; }

 private:
  void check_columns();
  void by_group(std::vector<TableRow>& rows);
  void by_indicator_year(std::vector<TableRow>& rows);
  void each(std::vector<TableRow>& rows);
  void listed(std::vector<TableRow>& rows);
  void prepare_listed();
  TableRow listed_row(const RowSpec& row);
  Cell listed_cell(const RowSpec& row, const HeadSpec& head);
  Cell value_of_row(const RowSpec& row, const measure::Expression& expression, const Location& where);
  Cell change_of_row(const RowSpec& row, const measure::Expression& expression, const Location& where);
  /// Both years' values and the change between them; a change that was published may have no values.
  struct Changed {
    std::optional<measure::Value> before, now;
    std::optional<measure::Change> change;
  };
  Changed row_change(const RowSpec& row, const measure::Expression& expression, const Location& where);
  TableRow total_row();

  /// Where the values of a leaf stand among the cells of a line: its own, and those of both years that a
  /// change is judged by.
  struct LeafCells {
    size_t leaf = 0;
    size_t own = 0;
    std::optional<size_t> now, before;
  };
  std::vector<LeafCells> ask_cells(bool group_is_year, std::vector<measure::CellAsk>& asks) const;
  Cell measure_cell(const LeafCells& at, const measure::GridRow& line);
  Cell number_cell(std::optional<measure::Value> value, const measure::Expression& expression,
                   const Location& where, std::optional<Certainty> certainty = std::nullopt);
  Cell change_cell(const measure::Change& change, const measure::Expression& expression,
                   std::optional<Certainty> certainty, const Location& where);
  Cell indicator_cell(const measure::Expression& expression, const Location& where);
  Cell total_cell(const LeafCells& at, const std::vector<measure::GridRow>& lines);
  TableRow group_row(const std::vector<LeafCells>& at, const measure::GridRow& line, const Cell& title,
                     std::optional<int> year);
  bool is_of_column(size_t leaf_at) const;
  void attach(Certainty certainty, const CertaintyAsk& ask, Cell& cell);
  void place_column(size_t leaf, std::vector<std::optional<measure::Value>> values,
                    std::vector<TableRow>& rows);
  Cell missing(const std::string& what, const Location& where);
  Cell label(std::string text, int indent = 0);
  void add_source(const measure::Origin& origin);
  const measure::Expression& leaf(size_t i) const { return *leaves_[i]->expression; }

  const TableSpec& spec_;
  BuildContext& context_;
  Binder binder_;
  const catalog::Cube* cube_ = nullptr;
  std::vector<const HeadSpec*> leaves_;
  std::vector<std::string> sources_;
};

/// row, index, unit, value, change, growth, text: the table's own words for columns.
bool is_special(const std::string& ref);

/// Both conditions, either of which may be empty.
std::string both(const std::string& a, const std::string& b);

}  // namespace zhiheng::report
