#pragma once
#include <string>

#include "store/database.h"

namespace zhiheng::store {

// What the two engines write differently, or understand differently. SQL that runs on both keeps to these
// rules (testdata/statements.txt tries them) and takes the rest from the functions below.
// - Quote identifiers: unquoted ones are folded to lower case by PostgreSQL. Name every column with AS.
// - A quotient is CAST(a AS DOUBLE PRECISION) / NULLIF(b, 0): of integers PostgreSQL gives a whole number,
// and it fails
//   where DuckDB gives infinity. avg() has the type of a double in one and a decimal in the other: divide
//   sums.
// - ORDER BY … NULLS LAST: DuckDB puts missing values last, PostgreSQL takes them for the largest.
// - TEXT or VARCHAR, DECIMAL(p, s), BIGINT, DOUBLE PRECISION, DATE, TIMESTAMP, BOOLEAN; no TINYINT, HUGEINT,
// TRY_CAST,
//   lists, QUALIFY, `GROUP BY ALL`.
// - percentile_disc(q) WITHIN GROUP (ORDER BY x), not quantile_disc; string_agg(x, ',' ORDER BY y).
// - Texts are ordered by bytes where the database has the collation C (docs/postgresql.md).

/// The type of a table's column that holds a kind of value exactly: BIGINT, or DECIMAL(18, decimals) where
/// there are decimals, DATE, TIMESTAMP, BOOLEAN, VARCHAR. The same on both engines, and the fastest to load.
std::string column_type(LoadColumn::Kind kind, int decimals);

/// "CREATE TABLE", of a table whose content can be computed anew: PostgreSQL writes no log of it, and empties
/// it after a crash.
std::string create_derived_table(Engine engine);

/// What stands behind an expression of ORDER BY to put Chinese texts in the order of their pinyin.
std::string pinyin_order(Engine engine);

}  // namespace zhiheng::store
