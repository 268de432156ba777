#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "catalog/dataset.h"
#include "catalog/model.h"

namespace zhiheng::intake {

/// Why a cell was not taken; one byte. The last ones are remarks: the cell was taken, but somebody should
/// look at it.
enum class Reason : std::uint8_t {
  kNone,
  kMissing,     // required, and nothing there
  kNotInteger,  // of a column of whole numbers
  kNotNumber,
  kPercent,   // 12% : the column says its unit
  kExponent,  // 1.2E+11: digits may have been lost before the file came
  kTooManyDecimals,
  kTooBig,  // beyond 64 bits
  kBelow,
  kAbove,
  kNotDate,
  kNoSuchDay,
  kTimeOfDay,  // a date with a time that is not midnight
  kNotTime,
  kTimeZone,  // another one than +08:00
  kNotBoolean,
  kNotInList,
  kTooLong,
  kControl,  // a line break or another character that has no form
  kNotText,  // bytes that are no UTF-8
  kPattern,
  kUscc,
  kIdNumber,
  kPhone,
  kGtin,
  kGs1,
  kDivision,
  kUsccOrganisation,  // remarks from here on
  kUsccRegistrar,
  kDivisionTown,
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::kDivisionTown) + 1;

inline bool is_remark(Reason reason) { return reason >= Reason::kUsccOrganisation; }

/// The stable name: "cell.not-date".
const char* reason_name(Reason reason);

/// What is wrong with the cell `raw`, and what would be right: the limits, the codes near to it, the check
/// character that is expected. Personal data is masked in it. A remark is a warning. `reason` is not kNone.
Diagnostic explain(Reason reason, const catalog::DatasetColumn& column, const catalog::Catalog& catalog,
                   std::string_view raw, Location where);

/// The same of no cell in particular: what stands there is "…".
Diagnostic summarize(Reason reason, const catalog::DatasetColumn& column);

/// That the value `raw` of a column with `ref` is no key of its register.
Diagnostic explain_lost_reference(const catalog::DatasetColumn& column, const catalog::Catalog& catalog,
                                  std::string_view raw, Location where);

/// A stored number, date, time or truth value as a file writes it; `convert` reads it back.
std::string written(const catalog::DatasetColumn& column, std::int64_t value);

}  // namespace zhiheng::intake
