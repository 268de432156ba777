#include "base/identifiers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/date.h"
#include "base/text.h"

extern "C" const char zhiheng_uscc_registrars[];
extern "C" const char zhiheng_uscc_registrars_end[];
extern "C" const char zhiheng_division_provinces[];
extern "C" const char zhiheng_division_provinces_end[];

namespace zhiheng {
namespace {

using Fault = CodeCheck::Fault;

constexpr std::string_view kUsccCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t kUsccLength = 18;
constexpr std::uint8_t kNoValue = 0xFF;

/// Value of each byte in a code of these characters.
constexpr std::array<std::uint8_t, 256> values_of(std::string_view characters) {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoValue);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    values[static_cast<unsigned char>(characters[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr auto kUsccValues = values_of(kUsccCharacters);
constexpr auto kOrganisationValues = values_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

std::uint8_t value(const std::array<std::uint8_t, 256>& values, char c) {
  return values[static_cast<unsigned char>(c)];
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

CodeCheck fault_at(Fault fault, std::size_t index, char expected = 0) {
  return {fault, static_cast<std::uint8_t>(std::min<std::size_t>(index + 1, 255)), expected};
}

/// The first of `text` that is no digit.
std::optional<std::size_t> find_other_than_digit(std::string_view text) {
  const auto found = std::find_if_not(text.begin(), text.end(), is_digit);
  if (found == text.end()) return std::nullopt;
  return static_cast<std::size_t>(found - text.begin());
}

/// One character of a code half-width and in upper case; 0 where it is none that a code can have.
char code_character(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  return c < 0x80 ? static_cast<char>(c) : '\0';
}

bool changes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) == 0xEF;  // U+F000 to U+FFFF begin with EF
  });
}

char uscc_check_character(std::string_view first_seventeen) {
  constexpr std::array<std::uint16_t, 17> kWeights{1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                   29, 25, 13, 8,  24, 10, 30, 28};
  unsigned sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i)
    sum += value(kUsccValues, first_seventeen[i]) * kWeights[i];
  return kUsccCharacters[(31 - sum % 31) % 31];
}

/// Known classes by registrar, read once.
const std::array<std::array<bool, 31>, 31>& known_registrars() {
  static const auto known = [] {
    std::array<std::array<bool, 31>, 31> table{};
    const std::string_view text(zhiheng_uscc_registrars, zhiheng_uscc_registrars_end);
    const std::vector<std::string> lines = split(text, '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::vector<std::string> cells = split(lines[i], ',');
      if (cells.size() < 3) continue;
      for (const char c : cells[1])
        table.at(value(kUsccValues, cells[0][0])).at(value(kUsccValues, c)) = true;
    }
    return table;
  }();
  return known;
}

}  // namespace

std::string_view normalise_code(std::string_view text, std::span<char> buffer) {
  text = trim_wide(text);
  if (text.starts_with('\'')) text = trim_wide(text.substr(1));
  if (!changes(text)) return text;
  std::size_t size = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char c = code_character(next_code_point(text, at));
    const std::string_view kept = c != 0 ? std::string_view(&c, 1) : text.substr(from, at - from);
    if (size + kept.size() > buffer.size()) return {};
    std::copy(kept.begin(), kept.end(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
    size += kept.size();
  }
  return {buffer.data(), size};
}

CodeCheck check_uscc(std::string_view code) {
  if (code.size() != kUsccLength) return {Fault::kLength};
  for (std::size_t i = 0; i < code.size(); ++i) {
    const std::uint8_t v = value(kUsccValues, code[i]);
    if (v == kNoValue || (i >= 2 && i < 8 && v > 9)) return fault_at(Fault::kCharacter, i);
  }
  const char expected = uscc_check_character(code);
  if (code[17] != expected) return fault_at(Fault::kCheck, 17, expected);
  return {};
}

CodeCheck check_uscc_organisation(std::string_view code) {
  constexpr std::array<unsigned, 8> kWeights{3, 7, 9, 10, 5, 8, 4, 2};
  if (code.size() != kUsccLength) return {Fault::kLength};
  unsigned sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i)
    sum += value(kOrganisationValues, code[8 + i]) * kWeights[i];
  const char expected = "0X987654321"[sum % 11];
  if (code[16] != expected) return fault_at(Fault::kCheck, 16, expected);
  return {};
}

bool is_known_registrar(std::string_view uscc) {
  if (uscc.size() < 2) return false;
  const std::uint8_t registrar = value(kUsccValues, uscc[0]), kind = value(kUsccValues, uscc[1]);
  return registrar != kNoValue && kind != kNoValue && known_registrars()[registrar][kind];
}

std::string suggest_uscc(std::string_view code) {
  constexpr std::string_view kWritten = "OIZS", kMeant = "0125";
  std::string meant(code);
  for (char& c : meant) {
    if (const std::size_t i = kWritten.find(c); i != std::string_view::npos) c = kMeant[i];
  }
  return meant != code && check_uscc(meant).ok() ? meant : std::string();
}

CodeCheck check_id_number(std::string_view number) {
  constexpr std::array<unsigned, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  if (number.size() != 18) return {Fault::kLength};
  if (const auto other = find_other_than_digit(number.substr(0, 17)))
    return fault_at(Fault::kCharacter, *other);
  if (!is_digit(number[17]) && number[17] != 'X') return fault_at(Fault::kCharacter, 17);
  const auto digits = [&](std::size_t from, std::size_t count) {
    int result = 0;
    for (const char c : number.substr(from, count)) result = result * 10 + (c - '0');
    return result;
  };
  if (!Date::of(digits(6, 4), digits(10, 2), digits(12, 2))) return fault_at(Fault::kDate, 6);
  unsigned sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i)
    sum += static_cast<unsigned>(number[i] - '0') * kWeights[i];
  const char expected = "10X98765432"[sum % 11];
  if (number[17] != expected) return fault_at(Fault::kCheck, 17, expected);
  return {};
}

CodeCheck check_division(std::string_view code) {
  if (const auto other = find_other_than_digit(code)) return fault_at(Fault::kCharacter, *other);
  if (code.size() != 6 && code.size() != 9 && code.size() != 12) return {Fault::kLength};
  if (code[0] == '0') return fault_at(Fault::kCharacter, 0);
  return {};
}

bool is_known_province(std::string_view division) {
  static const auto known = [] {
    std::array<bool, 100> table{};
    const auto lines =
        split({zhiheng_division_provinces,
               static_cast<std::size_t>(zhiheng_division_provinces_end - zhiheng_division_provinces)},
              '\n');
    for (std::size_t i = 1; i < lines.size(); ++i)
      if (lines[i].size() > 2)
        table.at(static_cast<std::size_t>(lines[i][0] - '0') * 10 +
                 static_cast<std::size_t>(lines[i][1] - '0')) = true;
    return table;
  }();
  if (division.size() < 2 || find_other_than_digit(division.substr(0, 2))) return false;
  return known.at(static_cast<std::size_t>(division[0] - '0') * 10 +
                  static_cast<std::size_t>(division[1] - '0'));
}

char gs1_check_digit(std::string_view digits) {
  int sum = 0, weight = 3;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, weight = 4 - weight) sum += (*c - '0') * weight;
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

CodeCheck check_gtin(std::string_view code) {
  if (const auto other = find_other_than_digit(code)) return fault_at(Fault::kCharacter, *other);
  if (code.size() != 8 && (code.size() < 12 || code.size() > 14)) return {Fault::kLength};
  const char expected = gs1_check_digit(code.substr(0, code.size() - 1));
  if (code.back() != expected) return fault_at(Fault::kCheck, code.size() - 1, expected);
  return {};
}

}  // namespace zhiheng
