// Rows that a template lists one by one.
#include <algorithm>

#include "report/build/diagnosed.h"
#include "report/build/table_rows.h"

namespace zhiheng::report {
namespace {

using measure::Expression;

constexpr ErrorCode kRowWithoutValue{"table.row-without-value", "行“{}”没有 of、where 或 text",
                                     "the row “{}” has neither of, where nor text"};

}  // namespace

/// The cells of all rows are asked for at once.
void TableRows::prepare_listed() {
  if (cube_ == nullptr) return;
  std::vector<measure::CellAsk> asks;
  for (const RowSpec& row : spec_.list) {
    for (size_t i = 0; i < leaves_.size(); ++i) {
      const auto* measure = cube_->measure(leaf(i).ref == "value" ? row.of : leaf(i).ref);
      if (measure == nullptr || row.group) continue;
      asks.push_back(
          {measure, both(spec_.filter, both(row.filter, leaf(i).where)), context_.year_of(leaf(i)), 0});
    }
  }
  context_.evaluator.prepare(*cube_, asks);
}

void TableRows::listed(std::vector<TableRow>& rows) {
  prepare_listed();
  for (const RowSpec& row : spec_.list) {
    try {
      rows.push_back(listed_row(row));
    } catch (const Error& e) {
      keep(e, context_.diagnostics);
    }
  }
}

TableRow TableRows::listed_row(const RowSpec& row) {
  TableRow out;
  const std::string title = binder_.plain(row.label, row.where);
  if (row.group) {
    out.kind = TableRow::Kind::kGroup;
    out.cells.resize(leaves_.size());
    out.cells[0] = label(title, row.indent);
    out.cells[0].col_span = static_cast<int>(leaves_.size());
    for (size_t i = 1; i < out.cells.size(); ++i) out.cells[i].covered = true;
    return out;
  }
  if (row.strong) out.kind = TableRow::Kind::kTotal;
  for (const HeadSpec* head : leaves_) {
    out.cells.push_back(head->expression->ref == "row" ? label(title, row.indent) : listed_cell(row, *head));
  }
  return out;
}

Cell TableRows::listed_cell(const RowSpec& row, const HeadSpec& head) {
  const Expression& e = *head.expression;
  if (e.ref == "index") return {};
  if (e.ref == "text") {
    if (row.text.empty()) return missing(row.label, row.where);
    Cell cell;
    cell.kind = Cell::Kind::kText;
    cell.runs = binder_.bind_text(row.text, row.where);
    cell.text = plain_text(cell.runs);
    for (const Run& run : cell.runs) {
      if (run.kind != Run::Kind::kNumber) continue;
      const std::string& lineage = context_.document.numbers[static_cast<size_t>(run.index)].lineage;
      for (const Lineage& l : context_.document.lineages) {
        if (l.id == lineage && std::find(sources_.begin(), sources_.end(), l.owner) == sources_.end())
          sources_.push_back(l.owner);
      }
    }
    return cell;
  }
  if (e.ref == "unit") {
    const auto* indicator = context_.catalog().indicator(row.of);
    const auto* measure = cube_ == nullptr ? nullptr : cube_->measure(row.of);
    Cell cell = label(indicator != nullptr ? indicator->unit : measure != nullptr ? measure->unit : "");
    cell.kind = Cell::Kind::kText;
    return cell;
  }
  // A cube may have a measure of that name: then it is meant, unless the row says whose change it is.
  const bool own_measure = row.of.empty() && cube_ != nullptr && cube_->measure(e.ref) != nullptr;
  if (((e.ref == "change" || e.ref == "growth") && !own_measure) || e.has_filter("change"))
    return change_of_row(row, e, head.where);
  return value_of_row(row, e, head.where);
}

Cell TableRows::value_of_row(const RowSpec& row, const Expression& expression, const Location& where) {
  const auto* measure =
      cube_ == nullptr ? nullptr : cube_->measure(expression.ref == "value" ? row.of : expression.ref);
  if (measure != nullptr) {
    const std::string filter = both(spec_.filter, both(row.filter, expression.where));
    return number_cell(context_.evaluator.cell(*cube_, *measure, filter, context_.year_of(expression), where),
                       expression, where);
  }
  if (expression.ref == "value" && row.of.empty()) {
    if (row.text.empty() && row.filter.empty()) throw Error(kRowWithoutValue, row.where, {row.label});
    return missing(row.label, row.where);
  }
  Expression e = expression;
  if (e.ref == "value") {
    const Expression of = measure::parse_expression(row.of, row.where);
    e.ref = of.ref;
    e.area = of.area;
    if (!of.where.empty()) e.where = both(of.where, e.where);
  }
  return number_cell(binder_.find_value(e, e.ref == expression.ref ? where : row.where), e, row.where);
}

TableRows::Changed TableRows::row_change(const RowSpec& row, const Expression& expression,
                                         const Location& where) {
  const std::string& of = is_special(expression.ref) ? row.of : expression.ref;
  const auto* measure = cube_ == nullptr ? nullptr : cube_->measure(of);
  const int year = context_.year_of(expression);
  Changed out;
  if (measure == nullptr) {
    Expression e = measure::parse_expression(of, row.where);
    e.year = year;
    out.change = binder_.find_change(e, row.where);
    if (!expression.has_filter("judged")) return out;
    out.now = binder_.find_value(e, row.where);
    e.year = year - 1;
    out.before = binder_.find_value(e, row.where);
    return out;
  }
  const std::string filter = both(spec_.filter, both(row.filter, expression.where));
  out.now = context_.evaluator.cell(*cube_, *measure, filter, year, where);
  out.before = context_.evaluator.cell(*cube_, *measure, filter, year - 1, where);
  if (out.now && out.before) out.change = measure::change_between(*out.now, *out.before);
  return out;
}

Cell TableRows::change_of_row(const RowSpec& row, const Expression& expression, const Location& where) {
  if (is_special(expression.ref) && row.of.empty()) return missing(row.label, row.where);
  Changed changed = row_change(row, expression, where);
  if (!changed.change) return missing(row.label, row.where);
  Binder::round_change(expression, *changed.change, where);
  auto certainty =
      binder_.change_certainty(changed.before, changed.now, changed.change->decimals, expression, where);
  return change_cell(*changed.change, expression, std::move(certainty), where);
}

}  // namespace zhiheng::report
