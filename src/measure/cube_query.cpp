#include "measure/cube_query.h"

#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "base/text.h"

namespace zhiheng::measure {
namespace {

using catalog::Measure;

constexpr ErrorCode kFormulaDepth{"cube.formula-circle", "汇总表 {} 的派生度量循环引用",
                                  "derived measures of {} refer to each other in a circle"};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Calls `use(word)` for each word outside quotes and puts what it returns in its place.
template <typename Use>
std::string replace_words(const std::string& sql, Use use) {
  std::string out;
  for (size_t i = 0; i < sql.size();) {
    if (sql[i] == '\'' || sql[i] == '"') {
      const char quote = sql[i];
      out += sql[i++];
      while (i < sql.size() && sql[i] != quote) out += sql[i++];
      if (i < sql.size()) out += sql[i++];
    } else if (is_word(sql[i])) {
      const size_t start = i;
      while (i < sql.size() && is_word(sql[i])) ++i;
      out += use(sql.substr(start, i - start));
    } else {
      out += sql[i++];
    }
  }
  return out;
}

/// What brings a ratio into its unit, as SQL; with a point, so that no engine divides whole numbers.
const char* factor(const std::string& unit) {
  return unit == "%" ? "100.0 * " : unit == "‰" ? "1000.0 * " : "1.0 * ";
}

std::vector<int> parse_lines(const std::optional<std::string>& text) {
  std::vector<int> lines;
  if (!text) return lines;
  for (const auto& part : split(*text, ',')) lines.push_back(std::stoi(part));
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

}  // namespace

bool mentions(const std::string& sql, const std::string& word) {
  if (sql.find('"' + word + '"') != std::string::npos) return true;
  bool found = false;
  replace_words(sql, [&](std::string w) {
    std::transform(w.begin(), w.end(), w.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    found |= w == word;
    return w;
  });
  return found;
}

std::string CubeQuery::expand(const std::string& formula, const std::string& filter) const {
  thread_local int depth = 0;
  if (depth > 16) throw Error(kFormulaDepth, cube_.where, {cube_.id});
  ++depth;
  std::string out;
  try {
    out = replace_words(formula, [&](const std::string& word) {
      const Measure* measure = cube_.measure(word);
      return measure == nullptr ? word : measure_sql(*measure, filter);
    });
  } catch (...) {
    --depth;
    throw;
  }
  --depth;
  return out;
}

std::string CubeQuery::measure_sql(const Measure& measure, const std::string& filter) const {
  const std::string name = sql_quoted(measure.id, '"');
  const std::string suffix = " FILTER (WHERE " + filter + ")";
  switch (measure.form) {
    case Measure::Form::kStored:
      if (cube_.is_list && measure.id == "count") return "count(*)" + suffix;
      return (measure.additive ? "sum(" : "max(") + name + ")" + suffix;
    case Measure::Form::kRatio:
      return "(" + std::string(factor(measure.unit)) + "(" + expand(measure.numerator, filter) +
             ") / nullif(" + expand(measure.denominator, filter) + ", 0))";
    default:
      return "(" + expand(measure.formula, filter) + ")";
  }
}

void CubeQuery::collect_single(const Measure& measure, std::set<std::string>& ids) const {
  if (measure.form == Measure::Form::kStored && !measure.additive && !cube_.is_list) ids.insert(measure.id);
  for (const auto* formula : {&measure.numerator, &measure.denominator, &measure.formula}) {
    replace_words(*formula, [&](const std::string& word) {
      if (const Measure* part = cube_.measure(word)) collect_single(*part, ids);
      return word;
    });
  }
}

/// How many rows a measure takes where only one may be taken: more make it ambiguous. 0 where any number may.
std::string CubeQuery::rows_sql(const Measure& measure, const std::string& filter) const {
  std::set<std::string> ids;
  collect_single(measure, ids);
  std::vector<std::string> counts{"0"};
  for (const auto& id : ids)
    counts.push_back("count(" + sql_quoted(id, '"') + ") FILTER (WHERE " + filter + ")");
  return counts.size() == 1 ? counts[0] : "greatest(" + join(counts, ", ") + ")";
}

std::string CubeQuery::condition(const CubeAsk& ask, const std::string& group,
                                 const std::string& row_where) const {
  std::vector<std::string> parts;
  if (ask.year) parts.push_back("\"year\" = " + std::to_string(*ask.year));
  if (!ask.where.empty()) parts.push_back("(" + ask.where + ")");
  for (const auto& dimension : cube_.dimensions) {
    const auto* codes = catalog_.code_list(dimension.codes);
    const bool chosen =
        dimension.id == group || mentions(ask.where, dimension.id) || mentions(row_where, dimension.id);
    if (chosen || codes == nullptr || !codes->has_of_which()) continue;
    std::vector<std::string> names;
    for (const auto& code : codes->codes) {
      if (code.of_which) names.push_back(sql_quoted(code.code));
    }
    parts.push_back(sql_quoted(dimension.id, '"') + " NOT IN (" + join(names, ", ") + ")");
  }
  return parts.empty() ? "true" : join(parts, " AND ");
}

std::string CubeQuery::sql(const std::vector<CubeAsk>& asks, const std::string& group,
                           const std::string& row_where) const {
  std::vector<std::string> columns;
  if (!group.empty()) columns.push_back("CAST(" + sql_quoted(group, '"') + " AS VARCHAR)");
  for (const CubeAsk& ask : asks) {
    const std::string filter = condition(ask, group, row_where);
    const Measure& m = *ask.measure;
    const bool ratio = m.form == Measure::Form::kRatio;
    columns.push_back(ratio ? expand(m.numerator, filter) : measure_sql(m, filter));
    columns.push_back(ratio ? expand(m.denominator, filter) : "0");
    columns.push_back(rows_sql(m, filter));
    columns.push_back("string_agg(CAST(\"_line\" AS VARCHAR), ',') FILTER (WHERE " + filter + ")");
  }
  std::string sql = "SELECT " + join(columns, ", ") + " FROM " + sql_quoted(cube_.id, '"');
  if (!row_where.empty()) sql += " WHERE " + row_where;
  if (!group.empty()) sql += " GROUP BY 1";
  return sql;
}

std::vector<CubeRow> CubeQuery::run(store::Session& session, const std::vector<CubeAsk>& asks,
                                    const std::string& group, const std::string& row_where) const {
  const store::Frame frame = session.query(sql(asks, group, row_where));
  const size_t first = group.empty() ? 0 : 1;
  std::vector<CubeRow> rows;
  for (size_t r = 0; r < frame.rows(); ++r) {
    CubeRow row;
    if (!group.empty()) row.member = frame.text(r, 0).value_or("");
    bool any = group.empty();
    for (size_t i = 0; i < asks.size(); ++i) {
      const size_t at = first + i * 4;
      CubeAnswer answer{frame.decimal(r, at), std::nullopt, false, parse_lines(frame.text(r, at + 3))};
      if (asks[i].measure->form == Measure::Form::kRatio) answer.denominator = frame.decimal(r, at + 1);
      answer.ambiguous = frame.decimal(r, at + 2).value_or(Decimal(0)) > Decimal(1);
      any |= !answer.lines.empty();
      row.answers.push_back(std::move(answer));
    }
    if (any) rows.push_back(std::move(row));
  }
  const auto* dimension = cube_.dimension(group);
  const auto* column = cube_.column(group);
  const auto* codes = dimension != nullptr ? catalog_.code_list(dimension->codes)
                      : column != nullptr  ? catalog_.code_list(column->codes)
                                           : nullptr;
  std::sort(rows.begin(), rows.end(), [&](const CubeRow& a, const CubeRow& b) {
    if (codes == nullptr) return a.member < b.member;
    return codes->find(a.member) < codes->find(b.member);
  });
  return rows;
}

}  // namespace zhiheng::measure
