#include "intake/postgres_checks.h"

#include "base/text.h"

namespace zhiheng::intake {
namespace {

std::string quoted(const std::string& name) { return sql_quoted(name, '"'); }

/// Days since 1970-01-01 of the dataset's time.
std::string day_sql(const catalog::Dataset& dataset) {
  return "CAST(" + quoted(dataset.time) + " AS DATE) - DATE '1970-01-01'";
}

/// Compares the column itself, so that partitions without such days are left out.
std::string between(const catalog::Dataset& dataset, const Days& days) {
  return quoted(dataset.time) + " >= DATE '" + days.first.to_string() + "' AND " + quoted(dataset.time) +
         " < DATE '" + (days.last + 1).to_string() + "'";
}

std::string sum_sql(const catalog::BatchCheck& check) {
  if (!check.sum) return "0";
  const std::string value = check.sum->sql(quoted);
  if (check.sum->type() == formula::Type::kBoolean) return "count(*) FILTER (WHERE " + value + ")";
  return "coalesce(sum(" + value + "), 0)";
}

std::int64_t whole(const store::Frame& frame, std::size_t row, std::size_t column) {
  return static_cast<std::int64_t>(frame.decimal(row, column)->mantissa());
}

}  // namespace

std::map<Date, Total> query_totals(store::Session& session, const catalog::Dataset& dataset,
                                   const std::string& condition, const std::optional<Days>& days) {
  std::string sql = "SELECT " + (days ? day_sql(dataset) : "0") + " AS day, count(*) AS n";
  for (std::size_t c = 0; c < dataset.batch_checks.size(); ++c)
    sql += ", " + sum_sql(dataset.batch_checks[c]) + " AS s" + std::to_string(c + 1);
  sql += " FROM " + quoted(dataset.id) + " WHERE " + condition;
  if (days) sql += " AND " + between(dataset, *days);
  const store::Frame found = session.query(sql + " GROUP BY 1");
  std::map<Date, Total> totals;
  for (std::size_t i = 0; i < found.rows(); ++i) {
    Total& total = totals[Date() + static_cast<int>(whole(found, i, 0))];
    total.rows = whole(found, i, 1);
    for (std::size_t c = 0; c < dataset.batch_checks.size(); ++c)
      total.sums.push_back(*found.decimal(i, c + 2));
  }
  return totals;
}

void query_lost_references(store::Session& session, const catalog::Dataset& dataset, std::size_t column,
                           const std::string& fresh, const catalog::Dataset& of, const std::string& known,
                           const std::function<void(const LostReference&)>& take) {
  const std::string reference = "fresh." + quoted(dataset.columns[column].id);
  const std::string day = dataset.time.empty() ? "CAST(NULL AS BIGINT)" : day_sql(dataset);
  session.stream("SELECT _line AS line, " + day + " AS day, CAST(" + reference + " AS TEXT) AS value FROM " +
                     quoted(dataset.id) + " AS fresh WHERE " + fresh + " AND " + reference +
                     " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " + known + " AS known WHERE known." +
                     quoted(of.key.at(0)) + " = " + reference + ") ORDER BY 1",
                 [&](const store::Frame& rows) {
                   for (std::size_t i = 0; i < rows.rows(); ++i)
                     take({whole(rows, i, 0), rows.decimal(i, 1) ? whole(rows, i, 1) : RejectedRow::kNoDay,
                           *rows.text(i, 2)});
                 });
}

}  // namespace zhiheng::intake
