#pragma once
// Codes that carry their own check: of organisations, persons, divisions and goods; and how personal data is
// masked. Pure, without memory of their own unless a std::string is returned. All take text as
// `normalise_code` leaves it.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace zhiheng {

/// What a check found. `at` is the 1-based character that is wrong, 0 where none can be named.
struct CodeCheck {
  enum class Fault : std::uint8_t {
    kNone,
    kLength,     // too few or too many characters; `expected` is empty
    kCharacter,  // a character that never stands there
    kDate,       // the day of birth does not exist
    kCheck,      // the check character; `expected` is the one that the others demand
  };
  Fault fault = Fault::kNone;
  std::uint8_t at = 0;
  char expected = 0;

  bool ok() const { return fault == Fault::kNone; }
};

/// A code as it is compared and stored: without surrounding spaces (full-width ones too) and a leading
/// apostrophe, letters in upper case, full-width letters, digits and signs half-width. Gives `text` itself
/// where nothing changes inside; else writes into `buffer`, and gives an empty view where that is too small.
/// O and 0 stay what they are.
std::string_view normalise_code(std::string_view text, std::span<char> buffer);

/// 统一社会信用代码 (GB 32100-2015): 18 characters, of which 3 to 8 are digits.
CodeCheck check_uscc(std::string_view code);
/// The inner organisation code (GB 11714) of a code that `check_uscc` accepts. A fault is a warning only:
/// some codes in use differ.
CodeCheck check_uscc_organisation(std::string_view code);
/// Whether the first two characters are a registrar (登记管理部门) and a class of his (机构类别) that are
/// known; of uscc_registrars.csv. False is a warning only: the standard leaves room for new ones.
bool is_known_registrar(std::string_view uscc);
/// The code that was probably meant where letters that never occur were written for digits (O I Z S for 0 1 2
/// 5), if the check character then fits; else empty. To be offered, never to be put in place.
std::string suggest_uscc(std::string_view code);

/// 公民身份号码 (GB 11643-1999): 18 characters, a real day of birth, the check digit.
CodeCheck check_id_number(std::string_view number);

/// 行政区划代码: 6 (县), 9 (乡) or 12 (村) digits, not beginning with 0. Whether there is such a place a
/// table must say.
CodeCheck check_division(std::string_view code);
/// Whether the first two digits are those of a province (GB/T 2260); of division_provinces.csv.
bool is_known_province(std::string_view division);

/// GTIN-8, -12, -13 or -14 with its check digit.
CodeCheck check_gtin(std::string_view code);
/// The GS1 check digit that follows these digits (any number of them).
char gs1_check_digit(std::string_view digits);

/// A telephone number as offices write it: mobile (138…, +86 or 86 before it), fixed line with or without
/// area code, with extension (021-64120000-8001), 400 and 800 numbers, short numbers (12345). Spaces and
/// hyphens separate.
CodeCheck check_phone(std::string_view number);

/// "3101**********1234". Of a text that is no id number all but the first and last are stars.
std::string mask_id(std::string_view number);
/// "张*", "欧阳*": the family name; of other names the first character. Always one star, so that the length
/// is not told.
std::string mask_name(std::string_view name);
/// "138****1234", "021-****0000": four digits before the last four. Fewer than eight digits: all but the last
/// two.
std::string mask_phone(std::string_view number);

}  // namespace zhiheng
