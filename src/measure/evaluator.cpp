#include "measure/evaluator.h"

#include <algorithm>
#include <regex>

#include "base/error.h"
#include "base/text.h"

namespace zhiheng::measure {
namespace {

using catalog::Cube;
using catalog::Measure;

constexpr ErrorCode kAmbiguous{
    "measure.ambiguous", "{} 的度量 {} 不可相加，但有多行符合条件；请加 where 限定到一行",
    "in {}, the measure {} may not be added up and several rows fit; narrow it to one row with where"};

Decimal percent_factor(const std::string& unit) {
  return unit == "%" ? Decimal(100) : unit == "‰" ? Decimal(1000) : Decimal(1);
}

/// The formula in words: titles of the measures in place of their ids, `coalesce(x, 0)` as x.
std::string in_words(const Cube& cube, const std::string& sql) {
  static const std::regex kWord("[a-z_][a-z0-9_]*");
  static const std::regex kCoalesce(R"(coalesce\(\s*([a-z_][a-z0-9_]*)\s*,\s*0\s*\))");
  const std::string formula = std::regex_replace(sql, kCoalesce, "$1");
  std::string out;
  size_t done = 0;
  for (std::sregex_iterator it(formula.begin(), formula.end(), kWord), end; it != end; ++it) {
    out += formula.substr(done, static_cast<size_t>(it->position()) - done);
    const Measure* m = cube.measure(it->str());
    out += m == nullptr ? it->str() : m->title.zh;
    done = static_cast<size_t>(it->position() + it->length());
  }
  out += formula.substr(done);
  return replace_all(replace_all(replace_all(out, " * ", " × "), " / ", " ÷ "), " - ", " − ");
}

/// A sum on either side of a division needs its parentheses.
std::string grouped(const std::string& words) {
  return words.find(" + ") == std::string::npos && words.find(" − ") == std::string::npos
             ? words
             : "（" + words + "）";
}

std::string join_conditions(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return "(" + a + ") AND (" + b + ")";
}

std::string cell_key(const Cube& cube, const Measure& measure, const std::string& filter, int year) {
  return cube.id + "." + measure.id + "|" + std::to_string(year) + "|" + filter;
}

}  // namespace

std::optional<std::map<std::string, std::string>> fixed_members(const std::string& condition) {
  static const std::regex kPart(R"re(^\s*\(?\s*"?([a-z_][a-z0-9_]*)"?\s*=\s*'([^']*)'\s*\)?\s*$)re");
  static const std::regex kAnd("\\s+(?:and|AND)\\s+");
  std::map<std::string, std::string> out;
  if (trim(condition).empty()) return out;
  for (std::sregex_token_iterator it(condition.begin(), condition.end(), kAnd, -1), end; it != end; ++it) {
    std::smatch match;
    const std::string part = *it;
    if (!std::regex_match(part, match, kPart)) return std::nullopt;
    const auto [first, is_new] = out.emplace(match[1], match[2]);
    if (!is_new && first->second != match[2]) return std::nullopt;
  }
  return out;
}

Evaluator::Evaluator(const catalog::Catalog& catalog, store::Session& session)
    : catalog_(catalog), session_(session), books_(session) {}

bool Evaluator::has_data(const std::string& id, int year) {
  if (catalog_.cube(id) != nullptr) return books_.cube_has_rows(id, year);
  const auto* found = catalog_.indicator(id);
  return found != nullptr && indicator(*found, "", year).has_value();
}

const PublishedCell* Evaluator::find_published(const Cube& cube, const CellAsk& ask, const std::string& group,
                                               const std::string& member, const std::string& row_where,
                                               int year) const {
  auto fixed = fixed_members(ask.where);
  const auto row_fixed = fixed_members(row_where);
  if (!fixed || !row_fixed) return nullptr;
  fixed->insert(row_fixed->begin(), row_fixed->end());
  if (!group.empty() && group != "year") (*fixed)[group] = member;
  std::vector<std::string> members;
  for (const auto& dimension : cube.dimensions) {
    const auto found = fixed->find(dimension.id);
    members.push_back(found == fixed->end() ? "*" : found->second);
    if (found != fixed->end()) fixed->erase(found);
  }
  if (!fixed->empty()) return nullptr;
  return books_.published_cell(cube.id, year, members, ask.measure->id);
}

Value Evaluator::make_value(const Cube& cube, const CellAsk& ask, const CubeAnswer& answer,
                            const std::string& group, const std::string& member, const std::string& row_where,
                            int year, const std::string& sql) const {
  const Measure& m = *ask.measure;
  Value value;
  value.unit = m.unit;
  value.decimals = m.decimals;
  value.kind = m.kind;
  value.origin = std::make_shared<Origin>();
  Origin& origin = *value.origin;
  std::string condition = join_conditions(row_where, ask.where);
  if (!group.empty() && group != "year")
    condition = join_conditions(condition, group + " = " + sql_quoted(member));
  origin.definition = cube.id + "." + m.id + (condition.empty() ? "" : " where " + condition);
  origin.title = {cube.is_list && m.id == "count" ? cube.title.zh : cube.title.zh + "：" + m.title.zh,
                  cube.title.en + ": " + m.title.en};
  origin.scope = cube.scope;
  origin.year = year;
  origin.owner = cube.owner;
  origin.query = sql;
  origin.reported = m.form == Measure::Form::kStored && answer.lines.size() == 1;
  books_.add_lines(cube.id, answer.lines, origin);
  if (m.form == Measure::Form::kRatio && answer.denominator) {
    value.numerator = answer.value;
    value.denominator = answer.denominator;
    value.exact = *answer.value * percent_factor(m.unit) / *answer.denominator;
    origin.numerator_title = in_words(cube, m.numerator);
    origin.denominator_title = in_words(cube, m.denominator);
    origin.formula = grouped(origin.numerator_title) + " ÷ " + grouped(origin.denominator_title);
  } else {
    value.exact = *answer.value;
    if (m.form == Measure::Form::kFormula) origin.formula = in_words(cube, m.formula);
  }
  if (const PublishedCell* published = find_published(cube, ask, group, member, row_where, year))
    value.published = published->text;
  return value;
}

std::optional<Value> Evaluator::published_total(const Cube& cube, const CellAsk& ask,
                                                const std::string& group, const std::string& member,
                                                const std::string& row_where, int year) const {
  const PublishedCell* published = find_published(cube, ask, group, member, row_where, year);
  if (published == nullptr) return std::nullopt;
  const CubeAnswer answer{Decimal::parse(published->text), std::nullopt, false, {}};
  Value value = make_value(cube, ask, answer, group, member, row_where, year, "");
  value.origin->reported = true;
  value.published.clear();
  value.origin->formula.clear();
  books_.add_lines(cube.id, {published->line}, *value.origin);
  return value;
}

std::optional<Value> Evaluator::resolve(const Cube& cube, const CellAsk& ask, const CubeAnswer& answer,
                                        const std::string& group, const std::string& member,
                                        const std::string& row_where, int year, const std::string& sql,
                                        const Location& where) const {
  const Measure& m = *ask.measure;
  const bool single = m.form == Measure::Form::kStored && !m.additive && !cube.is_list;
  if (single || answer.ambiguous) {
    // A single row stands for the whole only if nothing else was left open: a published figure goes first.
    if (auto total = published_total(cube, ask, group, member, row_where, year)) return total;
    if (answer.ambiguous) throw Error(kAmbiguous, where, {cube.id, m.id});
  }
  // coalesce(x, 0) of no row at all is no zero either; only a list counts none among the rows that it has.
  if (!answer.value || (answer.lines.empty() && !cube.is_list)) return std::nullopt;
  if (m.form == Measure::Form::kRatio && (!answer.denominator || answer.denominator->is_zero()))
    return std::nullopt;
  return make_value(cube, ask, answer, group, member, row_where, year, sql);
}

std::vector<GridRow> Evaluator::grid(const Cube& cube, const std::vector<CellAsk>& asks,
                                     const std::string& group, const std::string& row_where,
                                     const Location& where) {
  // A change needs the cell of its base in two years: ask for both, then combine.
  std::vector<CellAsk> flat;
  for (const CellAsk& ask : asks) {
    flat.push_back(ask);
    if (ask.measure->form != Measure::Form::kChange) continue;
    flat.back().measure = cube.measure(ask.measure->change_of);
    flat.push_back(flat.back());
    if (flat.back().year) flat.back().year = *flat.back().year - 1;
    flat.back().year_offset -= 1;
  }
  const CubeQuery query(catalog_, cube);
  std::vector<CubeAsk> plain;
  for (const CellAsk& ask : flat)
    plain.push_back({ask.measure, ask.where, group == "year" ? std::nullopt : ask.year});
  std::vector<CubeRow> answers;
  try {
    answers = query.run(session_, plain, group, row_where);
  } catch (const Error& e) {
    std::vector<Diagnostic> located = e.diagnostics();
    for (auto& d : located) d.where = where;
    throw Error(std::move(located));
  }
  std::map<std::string, const CubeRow*> by_member;
  for (const CubeRow& row : answers) by_member[row.member] = &row;
  std::vector<GridRow> out;
  for (const CubeRow& row : answers) {
    GridRow line{row.member, {}};
    std::vector<std::optional<Value>> values;
    for (size_t i = 0; i < flat.size(); ++i) {
      const int year =
          group == "year" ? std::stoi(row.member) + flat[i].year_offset : flat[i].year.value_or(0);
      const CubeRow* from = &row;
      if (group == "year" && flat[i].year_offset != 0) {
        const auto found = by_member.find(std::to_string(year));
        from = found == by_member.end() ? nullptr : found->second;
      }
      if (from == nullptr) {
        values.emplace_back();
        continue;
      }
      const std::vector<CubeAsk> own{plain[i]};
      values.push_back(resolve(cube, flat[i], from->answers[i], group, row.member, row_where, year,
                               query.sql(own, group, row_where), where));
      // A list that says nothing of the year counts nothing: that is no zero.
      const bool counts_rows = cube.is_list && flat[i].measure->id == "count";
      if (counts_rows && flat[i].year && values.back() && !has_data(cube.id, year)) values.back().reset();
    }
    size_t at = 0;
    for (const CellAsk& ask : asks) {
      std::optional<Value> value = values[at++];
      if (ask.measure->form == Measure::Form::kChange) {
        const std::optional<Value> before = values[at++];
        std::optional<Change> change;
        if (value && before) change = change_between(*value, *before);
        if (change) {
          value->exact = change->exact;
          value->numerator = value->denominator = std::nullopt;
          value->unit = change->unit;
          value->decimals = ask.measure->decimals;
          value->kind = ask.measure->kind;
          value->origin = change->origin;
          const int year = group == "year" ? std::stoi(row.member) : ask.year.value_or(0);
          const PublishedCell* published = find_published(cube, ask, group, row.member, row_where, year);
          value->published = published == nullptr ? "" : published->text;
        } else {
          value.reset();
        }
      }
      line.cells.push_back(std::move(value));
    }
    out.push_back(std::move(line));
  }
  return out;
}

void Evaluator::prepare(const Cube& cube, const std::vector<CellAsk>& asks) {
  std::vector<CellAsk> open;
  for (const CellAsk& ask : asks) {
    if (!cells_.contains(cell_key(cube, *ask.measure, ask.where, *ask.year))) open.push_back(ask);
  }
  if (open.empty()) return;
  std::vector<GridRow> rows;
  try {
    rows = grid(cube, open, "", "", cube.where);
  } catch (const Error&) {
    return;
  }
  for (size_t i = 0; i < open.size(); ++i) {
    const CellAsk& ask = open[i];
    cells_[cell_key(cube, *ask.measure, ask.where, *ask.year)] =
        rows.empty() ? std::nullopt : rows[0].cells[i];
  }
}

std::optional<Value> Evaluator::cell(const Cube& cube, const Measure& measure, const std::string& filter,
                                     int year, const Location& where) {
  const std::string key = cell_key(cube, measure, filter, year);
  const auto found = cells_.find(key);
  if (found != cells_.end()) return found->second;
  const auto rows = grid(cube, {{&measure, filter, year, 0}}, "", "", where);
  return cells_[key] = rows.empty() ? std::nullopt : rows[0].cells[0];
}

store::Frame Evaluator::rows(const Cube& list, const std::vector<std::string>& columns,
                             const std::string& filter, int year) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(sql_quoted(column, '"'));
  names.emplace_back("\"_line\"");
  std::string sql = "SELECT " + join(names, ", ") + " FROM " + sql_quoted(list.id, '"') +
                    " WHERE \"year\" = " + std::to_string(year);
  if (!filter.empty()) sql += " AND (" + filter + ")";
  return session_.query(sql + " ORDER BY \"_line\"");
}

}  // namespace zhiheng::measure
