#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/error.h"

namespace zhiheng::formula {

enum class Type { kBoolean, kNumber, kDate, kTime, kText };

/// A column as a formula names it: `town`, or `enterprise.town` for what a register says of it.
struct Name {
  std::string id;
  Type type = Type::kText;
  int decimals = 0;  // of a number
};

/// The values of one column, or of a formula, for a run of rows. Numbers are value × 10^decimals, dates days
/// and times seconds since 1970-01-01, booleans 0 and 1. Texts belong to whoever made the vector, or to the
/// formula.
struct Vector {
  Type type = Type::kNumber;
  int decimals = 0;
  std::vector<std::int64_t> values;     // all but kText
  std::vector<std::string_view> texts;  // kText
  std::vector<std::uint8_t> present =
      {};  // 1 where there is a value, 0 where it is missing; empty: all present

  size_t size() const { return type == Type::kText ? texts.size() : values.size(); }
  bool has(size_t i) const { return present.empty() || present[i] != 0; }
};

struct Parsed;  // what `parse` made of the text; this module's own

/// One parsed and typed formula. Copies share what was parsed; safe to use from several threads.
///
/// The language, a part of SQL with its three-valued logic:
///   literals      12  12.5  'text'  date '2020-12-31'  true  false  null
///   columns       town  enterprise.town
///   comparison    = <> != < <= > >=   x between a and b   x in (a, b)   x not in (…)   x is null   x is not
///   null
///                 x like 'A%'
///   logic         and  or  not
///   arithmetic    + - *  on numbers (exact; the result has as many decimals as needed, at most 9);
///                 date + days, date - days, date - date (days)
///   functions     year(d) quarter(d) month(d) day(d) weekday(d) (1 = Monday)   date(t), hour(t) of a time
///                 workdays(d, n): the n-th working day after d   length(text)   abs(n)   coalesce(a, b, …)
///                 case when … then … [when …] [else …] end
/// A text literal beside a date or a time is read as one. A truth value used where a number is wanted counts
/// 1 or 0.
class Formula {
 public:
  /// nullopt after adding what is wrong to `diagnostics` at `where` ("formula.syntax",
  /// "formula.unknown-column" with the nearest name, "formula.type", "formula.unknown-function"), with the
  /// place inside the text.
  static std::optional<Formula> parse(const std::string& text, std::span<const Name> names,
                                      const Location& where, Diagnostics& diagnostics);

  Type type() const;
  int decimals() const;
  const std::string& text() const;  // as written
  /// Indices into the names it was parsed with, ascending, each once.
  const std::vector<size_t>& columns() const;
  /// The column, where the formula is nothing but one.
  std::optional<size_t> single_column() const;

  /// Its value for `rows` rows. `columns[i]` belongs to name i and may be null where the formula doesn't use
  /// it. workdays() in a year that the calendar lacks is missing. Throws Error ("formula.overflow") where a
  /// number leaves 64 bits.
  Vector evaluate(std::span<const Vector* const> columns, size_t rows, const WorkingCalendar& calendar) const;

  /// The same in SQL for DuckDB and PostgreSQL; `column` gives the SQL of a name. Truth values stay truth
  /// values. Throws Error ("formula.no-sql") for workdays().
  std::string sql(const std::function<std::string(const std::string& name)>& column) const;

 private:
  explicit Formula(std::shared_ptr<const Parsed> parsed);
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace zhiheng::formula
