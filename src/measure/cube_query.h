#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "store/database.h"

namespace zhiheng::measure {

/// What one column of a cube query asks for: a measure of some rows in one year, or in every year of the
/// group.
struct CubeAsk {
  const catalog::Measure* measure = nullptr;  // any form but kChange
  std::string where;                          // SQL, may be empty
  std::optional<int> year;
};

/// The answer: sums of the parts, before any ratio is formed.
struct CubeAnswer {
  std::optional<Decimal> value;        // of a ratio: the numerator
  std::optional<Decimal> denominator;  // of a ratio only
  bool ambiguous = false;              // several rows of a measure that may not be added
  std::vector<int> lines;              // of the file, sorted
};

struct CubeRow {
  std::string member;  // of the group; empty without one
  std::vector<CubeAnswer> answers;
};

/// Builds and runs the SQL of cubes: one statement for any number of columns. The SQL is the common subset of
/// DuckDB and PostgreSQL. Members with the role `of-which` are left out of every sum over their dimension,
/// unless a condition names the dimension.
class CubeQuery {
 public:
  CubeQuery(const catalog::Catalog& catalog, const catalog::Cube& cube) : catalog_(catalog), cube_(cube) {}

  /// The statement for `asks`, grouped by a dimension, a text column, "year" or "" (one row), over rows that
  /// satisfy `row_where`.
  std::string sql(const std::vector<CubeAsk>& asks, const std::string& group,
                  const std::string& row_where) const;

  /// Runs it. Rows come in the order of the code list; members without any row of data are not in the answer.
  /// Throws Error ("sql.failed") for a condition or formula that the engine refuses.
  std::vector<CubeRow> run(store::Session& session, const std::vector<CubeAsk>& asks,
                           const std::string& group, const std::string& row_where) const;

  /// The SQL of one measure over the rows that satisfy `filter`: sums put into its formula. A ratio is in its
  /// unit.
  std::string measure_sql(const catalog::Measure& measure, const std::string& filter) const;

 private:
  std::string expand(const std::string& formula, const std::string& filter) const;
  std::string rows_sql(const catalog::Measure& measure, const std::string& filter) const;
  void collect_single(const catalog::Measure& measure, std::set<std::string>& ids) const;
  std::string condition(const CubeAsk& ask, const std::string& group, const std::string& row_where) const;

  const catalog::Catalog& catalog_;
  const catalog::Cube& cube_;
};

/// Whether the column `word` stands in `sql`, bare in any case or in double quotes; string literals do not
/// count.
bool mentions(const std::string& sql, const std::string& word);

}  // namespace zhiheng::measure
