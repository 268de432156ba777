#pragma once
// GS1 element strings: what a barcode or a UDI carrier says, (01)06901234567892(17)251231(10)A1.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace zhiheng {

/// The character that ends an element of variable length where another follows (FNC1 as scanners send it).
inline constexpr char kGroupSeparator = '\x1D';

struct Gs1Element {
  std::string_view identifier;  // 应用标识符: "01"
  std::string_view value;
};

/// What is wrong with an element string, and where.
struct Gs1Fault {
  enum class Kind : std::uint8_t {
    kNone,
    kEmpty,
    kBracket,            // ( without its ), or something outside brackets
    kUnknownIdentifier,  // not in gs1_identifiers.csv
    kTooShort,
    kTooLong,    // perhaps a separator is missing behind it
    kCharacter,  // a digit is wanted, or the character is none of the 82
    kCheck,      // `expected` is the right check digit
    kDate,       // no such day
    kTwice,      // the same identifier with another value
  };
  Kind kind = Kind::kNone;
  std::size_t at = 0;           // 1-based character of the text
  std::string_view identifier;  // of the element; empty where none is known
  char expected = 0;
};

struct Gs1Scan {
  std::vector<Gs1Element> elements;  // those before the fault
  Gs1Fault fault;

  bool ok() const { return fault.kind == Gs1Fault::Kind::kNone; }
  /// The value of an identifier, or nullptr.
  const Gs1Element* element(std::string_view identifier) const;
};

/// Takes an element string apart: as a scanner sends it (a symbology prefix as ]C1, a leading and a closing
/// separator are allowed) or as people read it, with brackets. The views point into `text`. Lengths,
/// characters, check digits and dates of each element are checked.
Gs1Scan scan_gs1(std::string_view text);
/// The first fault, without keeping the elements: what a column of many such texts needs.
Gs1Fault check_gs1(std::string_view text);

/// What an identifier is called, in Chinese or in English; empty if it is unknown.
std::string_view gs1_title(std::string_view identifier, bool english);

/// YYMMDD as a day: the year that is nearest to `this_year` (51 and more behind it are the next century, 50
/// and more before it the last one); day 00 is the end of the month. nullopt where there is no such day.
std::optional<Date> gs1_date(std::string_view six_digits, int this_year);

}  // namespace zhiheng
