#pragma once
#include <set>

#include "report/build/binder.h"
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
  Cell change_of_row(const RowSpec& row, const measure::Expression& expression, bool as_growth,
                     const Location& where);
  std::optional<measure::Change> row_change(const RowSpec& row, const measure::Expression& expression,
                                            const Location& where);
  TableRow total_row();

  std::vector<measure::CellAsk> asks(std::vector<size_t>& at, bool group_is_year);
  Cell number_cell(std::optional<measure::Value> value, const measure::Expression& expression,
                   const Location& where);
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

/// Both conditions, either of which may be empty.
std::string both(const std::string& a, const std::string& b);

}  // namespace zhiheng::report
