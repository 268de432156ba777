#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "measure/books.h"
#include "measure/cube_query.h"
#include "measure/value.h"

namespace zhiheng::measure {

/// One column of a grid over a cube: a measure (any form) of some rows, in a year or, where the group is the
/// year, in each of it.
struct CellAsk {
  const catalog::Measure* measure = nullptr;
  std::string where;
  std::optional<int> year;
  int year_offset = 0;  // with the group "year": so many years before or after the group's own
};

struct GridRow {
  std::string member;
  std::vector<std::optional<Value>> cells;  // nullopt: no value
};

/// Computes values of one district out of its store: cells of cubes, indicators, changes. Every value carries
/// its origin. Not for several threads. Throws Error for SQL that the engine refuses and for cells that are
/// ambiguous.
class Evaluator {
 public:
  Evaluator(const catalog::Catalog& catalog, store::Session& session);

  const catalog::Catalog& catalog() const { return catalog_; }
  const Books& books() const { return books_; }

  /// Whether the district has any figure for this cube, list or indicator in `year`;
  /// published totals alone are none.
  bool has_data(const std::string& id, int year);

  /// Values of `asks`, a row for each member of `group` (a dimension, a column, "year", or "" for a single
  /// row) that has rows satisfying `row_where`. Where a measure may not be added up, the published total
  /// stands in.
  std::vector<GridRow> grid(const catalog::Cube& cube, const std::vector<CellAsk>& asks,
                            const std::string& group, const std::string& row_where, const Location& where);

  /// Computes cells that will be asked for, all of one cube in one statement: planning a statement costs more
  /// than running it. Each ask has a year. Where one of them is at fault nothing is kept, and `cell` names it
  /// when it is asked for.
  void prepare(const catalog::Cube& cube, const std::vector<CellAsk>& asks);

  /// The cell of the cube over all its rows that satisfy `filter` in `year`.
  std::optional<Value> cell(const catalog::Cube& cube, const catalog::Measure& measure,
                            const std::string& filter, int year, const Location& where);

  /// The indicator's value, reported or computed; nullopt if a part is missing. `area` is empty for the
  /// district.
  std::optional<Value> indicator(const catalog::Indicator& indicator, const std::string& area, int year);

  /// Change against the year before: computed where both values are known, else as published beside the
  /// value.
  std::optional<Change> indicator_change(const catalog::Indicator& indicator, const std::string& area,
                                         int year);

  /// Columns of a list's rows that satisfy `filter` in `year`, in the order of the file, and the line of
  /// each.
  store::Frame rows(const catalog::Cube& list, const std::vector<std::string>& columns,
                    const std::string& filter, int year);

  /// A formula over indicators (`a.b + c.d@prev`), nullopt if one is missing.
  std::optional<Value> formula(const std::string& formula, const std::string& area, int year,
                               const Location& where);

  store::Session& session() { return session_; }

 private:
  Value make_value(const catalog::Cube& cube, const CellAsk& ask, const CubeAnswer& answer,
                   const std::string& group, const std::string& member, const std::string& row_where,
                   int year, const std::string& sql) const;
  std::optional<Value> resolve(const catalog::Cube& cube, const CellAsk& ask, const CubeAnswer& answer,
                               const std::string& group, const std::string& member,
                               const std::string& row_where, int year, const std::string& sql,
                               const Location& where) const;
  std::optional<Value> published_total(const catalog::Cube& cube, const CellAsk& ask,
                                       const std::string& group, const std::string& member,
                                       const std::string& row_where, int year) const;
  const PublishedCell* find_published(const catalog::Cube& cube, const CellAsk& ask, const std::string& group,
                                      const std::string& member, const std::string& row_where,
                                      int year) const;
  std::optional<Value> compute(const catalog::Indicator& indicator, const std::string& area, int year);
  std::optional<Value> from_cube(const catalog::Indicator& indicator, const std::string& area, int year);
  std::optional<Value> ratio(const catalog::Indicator& indicator, const std::string& area, int year);
  std::optional<Value> from_report(const catalog::Indicator& indicator, const ReportedRow& row) const;
  void describe(const catalog::Indicator& indicator, const std::string& area, int year, Value& value) const;

  const catalog::Catalog& catalog_;
  store::Session& session_;
  Books books_;
  std::map<std::string, std::optional<Value>> known_;
  std::map<std::string, std::optional<Value>> cells_;  // of cubes, that were asked for before
  std::set<std::string> prepared_;                     // cube and year whose indicators are in cells_
};

/// The codes that a condition of the form `a = 'x' AND b = 'y'` fixes, by dimension; nullopt if it says
/// anything else.
std::optional<std::map<std::string, std::string>> fixed_members(const std::string& condition);

}  // namespace zhiheng::measure
