#include "report/build/table_rows.h"

#include <algorithm>

#include "base/text.h"
#include "report/build/shares.h"

namespace zhiheng::report {
namespace {

using measure::CellAsk;
using measure::Expression;
using measure::Value;

constexpr ErrorCode kEmptyCell{
    "table.empty-cell", "表 {} 的单元格“{}”没有数值；请补数据，或写 empty: \"—\" 并在 note 说明原因",
    "table {}: the cell “{}” has no value; add the data, or write empty: \"—\" and say why in note"};
constexpr ErrorCode kUnknownCube{"table.unknown-cube", "没有汇总表或名录 {}", "there is no cube or list {}"};
constexpr ErrorCode kUnknownColumn{"table.unknown-column", "{} 没有度量或列“{}”，也没有同名指标",
                                   "{} has no measure or column “{}”, nor is it an indicator"};
constexpr ErrorCode kUnknownDimension{"table.unknown-dimension", "{} 没有维度“{}”",
                                      "{} has no dimension “{}”"};
constexpr ErrorCode kNotAList{"table.not-a-list", "rows: each 只用于名录，{} 是汇总表",
                              "rows: each is for name lists; {} is a cube"};
constexpr ErrorCode kNeedsCube{"table.needs-from", "rows: {} 需要 from", "rows: {} needs from"};
constexpr ErrorCode kOnlyInList{"table.only-in-list", "列 {} 只用于逐行列出的 rows",
                                "the column {} is only for rows that are listed one by one"};
/// What a row of a list of things is called by: its first column of words.
const std::string& first_text_column(const catalog::Cube& list) {
  static const std::string kNone;
  const auto& columns = list.columns;
  const auto found = std::find_if(columns.begin(), columns.end(), [](const catalog::Column& c) {
    return c.type == catalog::Column::Type::kText;
  });
  return found == columns.end() ? kNone : found->id;
}

}  // namespace

bool is_special(const std::string& ref) {
  for (const char* name : {"row", "index", "unit", "value", "change", "growth", "text"}) {
    if (ref == name) return true;
  }
  return false;
}

std::string both(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return "(" + a + ") AND (" + b + ")";
}

TableRows::TableRows(const TableSpec& spec, BuildContext& context)
    : spec_(spec), context_(context), binder_(context), leaves_(leaves(spec.heads)) {
  check_columns();
  if (spec.cube.empty()) {
    if (spec.rows == TableSpec::Rows::kDimension || spec.rows == TableSpec::Rows::kEach) {
      throw Error(kNeedsCube, spec.where, {spec.rows == TableSpec::Rows::kEach ? "each" : spec.dimension});
    }
    return;
  }
  cube_ = context.catalog().cube(spec.cube);
  if (cube_ == nullptr) throw Error(kUnknownCube, spec.where, {spec.cube});
  if (spec.rows == TableSpec::Rows::kDimension && cube_->dimension(spec.dimension) == nullptr &&
      cube_->column(spec.dimension) == nullptr) {
    throw Error(kUnknownDimension, spec.where, {cube_->id, spec.dimension});
  }
  if (spec.rows == TableSpec::Rows::kEach && !cube_->is_list) throw Error(kNotAList, spec.where, {cube_->id});
  if (spec.rows == TableSpec::Rows::kEach || spec.rows == TableSpec::Rows::kList) return;
  for (const HeadSpec* head : leaves_) {
    const std::string& ref = head->expression->ref;
    const bool known =
        is_special(ref) || cube_->measure(ref) != nullptr || context.catalog().indicator(ref) != nullptr;
    if (!known) throw Error(kUnknownColumn, head->where, {cube_->id, ref});
  }
}

/// Formats that there are not, and columns that only a list of rows can fill.
void TableRows::check_columns() {
  for (const HeadSpec* head : leaves_) {
    const Expression& e = *head->expression;
    Binder::check_filters(e, head->where);
    const bool of_list = is_special(e.ref) && e.ref != "row" && e.ref != "index";
    if (of_list && spec_.rows != TableSpec::Rows::kList) throw Error(kOnlyInList, head->where, {e.ref});
  }
}

std::vector<TableRow> TableRows::evaluate() {
  std::vector<TableRow> rows;
  switch (spec_.rows) {
    case TableSpec::Rows::kEach:
      each(rows);
      break;
    case TableSpec::Rows::kList:
      listed(rows);
      break;
    case TableSpec::Rows::kYear:
    case TableSpec::Rows::kOne:
      if (cube_ == nullptr) {
        by_indicator_year(rows);
        break;
      }
      [[fallthrough]];
    default:
      by_group(rows);
  }
  if (!spec_.total.empty()) rows.insert(spec_.total_at_top ? rows.begin() : rows.end(), total_row());
  int index = 0;
  for (TableRow& row : rows) {
    if (row.kind != TableRow::Kind::kBody) continue;
    ++index;
    for (size_t i = 0; i < leaves_.size(); ++i) {
      if (leaf(i).ref == "index") row.cells[i] = label(std::to_string(index));
    }
  }
  return rows;
}

Cell TableRows::label(std::string text, int indent) {
  Cell cell;
  cell.kind = Cell::Kind::kLabel;
  cell.text = std::move(text);
  cell.indent = indent;
  return cell;
}

void TableRows::add_source(const measure::Origin& origin) {
  const std::string title = context_.catalog().code_title("department", origin.owner);
  if (std::find(sources_.begin(), sources_.end(), title) == sources_.end()) sources_.push_back(title);
}

Cell TableRows::missing(const std::string& what, const Location& where) {
  if (!spec_.may_be_empty) context_.diagnostics.add(kEmptyCell, where, {spec_.id, what});
  Cell cell;
  cell.kind = Cell::Kind::kMissing;
  cell.text = "—";
  return cell;
}

Cell TableRows::number_cell(std::optional<Value> value, const Expression& expression, const Location& where,
                            std::optional<Certainty> certainty) {
  if (!value) return missing(expression.text, where);
  Printed printed = Binder::print(expression, *value, where);
  const bool with_unit = expression.has_filter("unit");
  const auto ask = certainty_ask(expression, where);
  if (ask && !certainty) {
    if (ask->of_column() || ask->kind == Certainty::Kind::kChange) refuse_certainty(expression, where);
    certainty = binder_.certainty(*value, expression, with_unit, where);
  }
  Cell cell;
  cell.kind = Cell::Kind::kNumber;
  if (!with_unit) {
    printed.text = printed.value.to_string();
    printed.unit.clear();
  }
  cell.text = printed.text;
  cell.unit = printed.unit;
  cell.number = context_.registry.add_number(printed, *value);
  const std::string published = Registry::differing_publication(*value);
  if (!published.empty()) cell.published = published;
  if (certainty) attach(std::move(*certainty), *ask, cell);
  add_source(*value->origin);
  return cell;
}

Cell TableRows::change_cell(const measure::Change& change, const Expression& expression,
                            std::optional<Certainty> certainty, const Location& where) {
  Printed printed = format_change_cell(change);
  if (expression.ref == "growth") {
    printed = {};
    printed.value = change.exact.rounded(change.decimals);
    printed.text = printed.value.to_string();
    printed.value_unit = change.unit;
  }
  add_source(*change.origin);
  Cell cell;
  cell.kind = Cell::Kind::kNumber;
  cell.text = printed.text;
  cell.unit = printed.unit;
  if (!printed.is_number) {
    cell.kind = Cell::Kind::kText;  // 持平 says it all
    return cell;
  }
  cell.number = context_.registry.add_number(printed, change);
  if (certainty) attach(std::move(*certainty), *certainty_ask(expression, where), cell);
  return cell;
}

/// Puts a certainty beside the number of a cell or, `alone`, in its place.
void TableRows::attach(Certainty certainty, const CertaintyAsk& ask, Cell& cell) {
  if (ask.alone) {
    cell.kind = Cell::Kind::kText;
    cell.text = certainty.alone;
    cell.unit.clear();
    cell.published.reset();
    cell.after = certainty.small_base && ask.kind == Certainty::Kind::kInterval ? kSmallMark : "";
  } else {
    cell.after = certainty.beside;
  }
  context_.registry.certify(cell.number, std::move(certainty), ask.alone ? cell.text : "");
}

void TableRows::each(std::vector<TableRow>& rows) {
  std::vector<std::string> columns;
  std::vector<int> at(leaves_.size(), -1);
  for (size_t i = 0; i < leaves_.size(); ++i) {
    const std::string& ref = leaf(i).ref == "row" ? first_text_column(*cube_) : leaf(i).ref;
    if (cube_->column(ref) == nullptr) {
      if (!is_special(leaf(i).ref)) throw Error(kUnknownColumn, leaves_[i]->where, {cube_->id, leaf(i).ref});
      continue;
    }
    at[i] = static_cast<int>(columns.size());
    columns.push_back(ref);
  }
  const auto frame = context_.evaluator.rows(*cube_, columns, spec_.filter, context_.year);
  for (size_t r = 0; r < frame.rows(); ++r) {
    TableRow row;
    row.cells.resize(leaves_.size());
    const int line = static_cast<int>(frame.decimal(r, columns.size())->to_double());
    for (size_t i = 0; i < leaves_.size(); ++i) {
      if (at[i] < 0) continue;
      const auto& column = *cube_->column(columns[static_cast<size_t>(at[i])]);
      const auto text = frame.text(r, static_cast<size_t>(at[i]));
      if (!text) {
        row.cells[i] = missing(leaf(i).text, leaves_[i]->where);
      } else if (const auto* measure = cube_->measure(column.id)) {
        const std::string filter = "\"_line\" = " + std::to_string(line);
        row.cells[i] =
            number_cell(context_.evaluator.cell(*cube_, *measure, filter, context_.year, leaves_[i]->where),
                        leaf(i), leaves_[i]->where);
      } else {
        row.cells[i].kind = Cell::Kind::kText;
        row.cells[i].text = column.codes.empty() ? *text : context_.catalog().code_title(column.codes, *text);
      }
    }
    rows.push_back(std::move(row));
  }
  measure::Origin origin;
  origin.owner = cube_->owner;
  add_source(origin);
}

}  // namespace zhiheng::report
