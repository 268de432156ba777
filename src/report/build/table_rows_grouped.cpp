// Rows by the members of a dimension, by years, and the total below them.
#include <algorithm>

#include "report/build/table_rows.h"

namespace zhiheng::report {
namespace {

using measure::CellAsk;
using measure::Expression;
using measure::Value;

constexpr ErrorCode kNoTotal{"table.no-total", "表 {} 没有可以合计的列；total 只用于 from 的度量",
                             "table {} has no column that can be totalled; total is for measures of from"};

/// A place of a total that stays open without a mistake.
Cell open_cell() {
  Cell cell;
  cell.kind = Cell::Kind::kMissing;
  cell.text = "—";
  return cell;
}

}  // namespace

bool TableRows::is_of_column(size_t leaf_at) const {
  const auto ask = certainty_ask(leaf(leaf_at), leaves_[leaf_at]->where);
  return ask && ask->of_column();
}

/// The asks of all leaves that are measures of the cube, and of the years before where a change is wanted.
std::vector<TableRows::LeafCells> TableRows::ask_cells(bool group_is_year, std::vector<CellAsk>& asks) const {
  std::vector<LeafCells> out;
  for (size_t i = 0; i < leaves_.size(); ++i) {
    const auto* measure = cube_->measure(leaf(i).ref);
    if (measure == nullptr) continue;
    const auto add = [&](const catalog::Measure& of, int years_back) {
      CellAsk ask{&of, both(spec_.filter, leaf(i).where), std::nullopt,
                  leaf(i).year_offset.value_or(0) - years_back};
      if (!group_is_year) ask.year = context_.year_of(leaf(i)) - years_back;
      asks.push_back(std::move(ask));
      return asks.size() - 1;
    };
    LeafCells at{i, add(*measure, 0), {}, {}};
    if (leaf(i).has_filter("change")) {
      at.now = at.own;
      at.before = add(*measure, 1);
    } else if (measure->form == catalog::Measure::Form::kChange && leaf(i).has_filter("judged")) {
      const auto& of = *cube_->measure(measure->change_of);
      at.now = add(of, 0);
      at.before = add(of, 1);
    }
    out.push_back(at);
  }
  return out;
}

Cell TableRows::measure_cell(const LeafCells& at, const measure::GridRow& line) {
  const Expression& e = leaf(at.leaf);
  const Location& where = leaves_[at.leaf]->where;
  const auto& own = line.cells[at.own];
  if (!own) return missing(e.text, where);
  if (!at.before) return number_cell(own, e, where);
  const auto &now = line.cells[*at.now], &before = line.cells[*at.before];
  if (!e.has_filter("change"))
    return number_cell(own, e, where, binder_.change_certainty(before, now, own->decimals, e, where));
  auto change = before ? measure::change_between(*now, *before) : std::nullopt;
  if (!change) return missing(e.text, where);
  Binder::round_change(e, *change, where);
  return change_cell(*change, e, binder_.change_certainty(before, now, change->decimals, e, where), where);
}

Cell TableRows::indicator_cell(const Expression& expression, const Location& where) {
  if (!expression.has_filter("change"))
    return number_cell(binder_.find_value(expression, where), expression, where);
  auto change = binder_.find_change(expression, where);
  if (!change) return missing(expression.text, where);
  Binder::round_change(expression, *change, where);
  return change_cell(*change, expression, binder_.change_certainty(*change, expression, where), where);
}

/// Fills a column whose cells need all of its values.
void TableRows::place_column(size_t leaf_at, std::vector<std::optional<Value>> values,
                             std::vector<TableRow>& rows) {
  const Expression& e = leaf(leaf_at);
  const Location& where = leaves_[leaf_at]->where;
  for (auto& value : values) {
    if (value) value->decimals = Binder::print(e, *value, where).value.scale();
  }
  const auto placed = place_units(values, *certainty_ask(e, where), context_.small_numbers(), where);
  for (size_t r = 0; r < rows.size(); ++r)
    rows[r].cells[leaf_at] = number_cell(placed[r].value, e, where, placed[r].certainty);
}

TableRow TableRows::group_row(const std::vector<LeafCells>& at, const measure::GridRow& line,
                              const Cell& title, std::optional<int> year) {
  TableRow row;
  row.cells.resize(leaves_.size());
  auto next = at.begin();
  for (size_t i = 0; i < leaves_.size(); ++i) {
    if (next != at.end() && next->leaf == i) {
      if (!is_of_column(i)) row.cells[i] = measure_cell(*next, line);
      ++next;
    } else if (leaf(i).ref == "row") {
      row.cells[i] = title;
    } else if (!is_special(leaf(i).ref)) {
      // An indicator beside a cube's rows is the same in each row of the paper's year, or that of the row's
      // year.
      Expression e = leaf(i);
      if (year) e.year = *year + e.year_offset.value_or(0);
      row.cells[i] = indicator_cell(e, leaves_[i]->where);
    }
  }
  return row;
}

void TableRows::by_group(std::vector<TableRow>& rows) {
  const bool years = spec_.rows == TableSpec::Rows::kYear;
  const std::string group = years ? "year" : spec_.rows == TableSpec::Rows::kOne ? "" : spec_.dimension;
  std::vector<CellAsk> cells;
  const auto at = ask_cells(years, cells);
  const auto* dimension = cube_->dimension(group);
  const auto* codes = dimension != nullptr ? context_.catalog().code_list(dimension->codes)
                      : cube_->column(group) != nullptr
                          ? context_.catalog().code_list(cube_->column(group)->codes)
                          : nullptr;
  const auto lines = context_.evaluator.grid(*cube_, cells, group, "", spec_.where);
  for (const auto& line : lines) {
    const auto year = years ? std::optional(std::stoi(line.member)) : std::nullopt;
    const int offset = year.value_or(context_.year) - context_.year;
    if (years && (offset < spec_.first_year || offset > spec_.last_year)) continue;
    const auto* code = codes == nullptr ? nullptr : codes->find(line.member);
    const bool of_which = code != nullptr && code->of_which;
    const std::string title = years ? line.member + "年" : code != nullptr ? code->title.zh : line.member;
    rows.push_back(group_row(at, line, label(of_which ? "其中：" + title : title, of_which ? 1 : 0), year));
  }
  for (const LeafCells& each : at) {
    if (!is_of_column(each.leaf)) continue;
    if (years || group.empty()) refuse_certainty(leaf(each.leaf), leaves_[each.leaf]->where);
    std::vector<std::optional<Value>> values;
    for (const auto& line : lines) values.push_back(line.cells[each.own]);
    place_column(each.leaf, std::move(values), rows);
  }
}

void TableRows::by_indicator_year(std::vector<TableRow>& rows) {
  for (int offset = spec_.first_year; offset <= spec_.last_year; ++offset) {
    std::vector<Expression> expressions;
    bool any = false;
    for (size_t i = 0; i < leaves_.size(); ++i) {
      expressions.push_back(leaf(i));
      if (is_special(leaf(i).ref)) continue;
      expressions[i].year = context_.year + offset + leaf(i).year_offset.value_or(0);
      any |= binder_.find_value(expressions[i], leaves_[i]->where).has_value();
    }
    if (!any) continue;  // a year before the district began to count
    TableRow row;
    for (size_t i = 0; i < leaves_.size(); ++i) {
      row.cells.push_back(is_special(leaf(i).ref) ? label(std::to_string(context_.year + offset) + "年")
                                                  : indicator_cell(expressions[i], leaves_[i]->where));
    }
    rows.push_back(std::move(row));
  }
}

/// What can't be added up and was not published as a total stays open without a mistake; so does what
/// compares the rows with each other, or years where the total is of years.
Cell TableRows::total_cell(const LeafCells& at, const std::vector<measure::GridRow>& lines) {
  if (is_of_column(at.leaf)) return {};
  const bool over_years = at.before && spec_.rows == TableSpec::Rows::kYear;
  if (lines.empty() || over_years || !lines[0].cells[at.own] || (at.before && !lines[0].cells[*at.before]))
    return open_cell();
  return measure_cell(at, lines[0]);
}

TableRow TableRows::total_row() {
  TableRow row;
  row.kind = TableRow::Kind::kTotal;
  row.cells.resize(leaves_.size());
  std::vector<measure::GridRow> lines;
  std::vector<LeafCells> at;
  if (cube_ != nullptr) {
    std::vector<CellAsk> cells;
    at = ask_cells(false, cells);
    std::string filter;
    if (spec_.rows == TableSpec::Rows::kYear) {
      filter = "\"year\" BETWEEN " + std::to_string(context_.year + spec_.first_year) + " AND " +
               std::to_string(context_.year + spec_.last_year);
      for (CellAsk& ask : cells) ask.year.reset();
    }
    lines = context_.evaluator.grid(*cube_, cells, "", filter, spec_.where);
  }
  if (at.empty()) throw Error(kNoTotal, spec_.where, {spec_.id});
  for (const LeafCells& each : at) row.cells[each.leaf] = total_cell(each, lines);
  const Cell title = label(binder_.plain(spec_.total, spec_.where));
  bool labelled = false;
  for (size_t i = 0; i < leaves_.size(); ++i) {
    if (leaf(i).ref != "row") continue;
    row.cells[i] = title;
    labelled = true;
  }
  if (!labelled) row.cells[0] = title;
  return row;
}

}  // namespace zhiheng::report
