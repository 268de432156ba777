#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace zhiheng::store {

/// One column's values for a run of rows on their way into a table. The spans are the caller's and are only
/// looked at while `BulkLoad::put` runs.
struct LoadColumn {
  enum class Kind {
    kNumber,   // value × 10^decimals
    kDate,     // days since 1970-01-01
    kTime,     // seconds since 1970-01-01 00:00:00
    kBoolean,  // 0 or 1
    kText,     // UTF-8 without NUL, or any bytes for a BYTEA of PostgreSQL; the only kind that uses `texts`
  };
  Kind kind = Kind::kNumber;
  int decimals = 0;                         // of kNumber: 0 to 18
  std::span<const std::int64_t> values;     // one a row; any value where the row's is missing
  std::span<const std::string_view> texts;  // one a row, of kText
  std::span<const std::uint8_t> present;    // one a row, 0 is a missing value; empty: all are present
};

/// Rows on their way into a table. Until `finish` nobody sees any of them; destroyed unfinished, or after an
/// error, it leaves the table as it was. It lives no longer than its session, and the session does nothing
/// else meanwhile.
class BulkLoad {
 public:
  virtual ~BulkLoad() = default;

  /// Adds rows; `columns` in the order given to `Session::load`. What the table's column can't hold as it is
  /// (a number with more decimals or digits, another kind) throws Error ("store.load-failed"), here or in
  /// `finish`; so does a broken rule of the table. A lost connection throws "store.connection-lost" (exit
  /// code 3).
  virtual void put(std::size_t rows, std::span<const LoadColumn> columns) = 0;

  /// Stores all rows in one step (in a Transaction: with its commit) and gives their number.
  virtual std::uint64_t finish() = 0;
};

}  // namespace zhiheng::store
