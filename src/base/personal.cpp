// How personal data is recognised and masked.
#include <algorithm>
#include <set>
#include <vector>

#include "base/identifiers.h"
#include "base/text.h"

extern "C" const char zhiheng_compound_surnames[];
extern "C" const char zhiheng_compound_surnames_end[];

namespace zhiheng {
namespace {

using Fault = CodeCheck::Fault;

constexpr std::size_t kMostDigits = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const std::set<std::string, std::less<>>& compound_surnames() {
  static const auto names = [] {
    const std::string_view text(zhiheng_compound_surnames, zhiheng_compound_surnames_end);
    const std::vector<std::string> words = split(trim(text), ' ');
    return std::set<std::string, std::less<>>(words.begin(), words.end());
  }();
  return names;
}

/// Bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) next_code_point(text, at);
  return at;
}

/// Whether digits alone, the country's code taken away, are a number that can be called.
bool is_callable(std::string_view digits) {
  const std::size_t size = digits.size();
  if (size == 11 && digits[0] == '1') return digits[1] >= '3';                    // mobile
  if (digits.starts_with("400") || digits.starts_with("800")) return size == 10;  // service
  if (size > 0 && digits[0] == '0')
    return size >= 10 && size <= 12 && digits[1] != '0';                    // area code and line
  if (size == 7 || size == 8) return digits[0] >= '2';                      // line
  return size >= 3 && size <= 6 && (digits[0] == '1' || digits[0] == '9');  // 12345, 95588
}

/// Where an extension begins: a second hyphen, or a hyphen behind a whole number.
std::size_t extension_at(std::string_view number) {
  const std::size_t last = number.rfind('-');
  if (last == std::string_view::npos || last + 1 == number.size()) return number.size();
  const auto digits_before =
      std::count_if(number.begin(), number.begin() + static_cast<std::ptrdiff_t>(last), is_digit);
  return number.size() - last - 1 <= 6 && digits_before >= 7 && !number.starts_with('4') &&
                 !number.starts_with('8')
             ? last
             : number.size();
}

}  // namespace

CodeCheck check_phone(std::string_view number) {
  char digits[kMostDigits];
  std::size_t size = 0;
  const bool abroad = number.starts_with('+');
  const std::size_t end = extension_at(number);
  for (std::size_t i = abroad ? 1 : 0; i < number.size(); ++i) {
    const char c = number[i];
    const bool separates = c == '-' || c == ' ' || c == '(' || c == ')';
    if (!is_digit(c) && !separates) {
      return {Fault::kCharacter, static_cast<std::uint8_t>(std::min<std::size_t>(i + 1, 255))};
    }
    if (separates || i >= end) continue;
    if (size == kMostDigits) return {Fault::kLength};
    digits[size++] = c;
  }
  std::string_view all(digits, size);
  if (all.starts_with("0086")) all.remove_prefix(4);
  if (all.starts_with("86") && (abroad || size == 13)) all.remove_prefix(2);
  return is_callable(all) ? CodeCheck{} : CodeCheck{Fault::kLength};
}

std::string mask_id(std::string_view number) {
  if (number.size() == 18 && std::all_of(number.begin(), number.end() - 1, is_digit)) {
    return std::string(number.substr(0, 4)) + "**********" + std::string(number.substr(14));
  }
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at < number.size(); ends.push_back(at)) next_code_point(number, at);
  if (ends.size() < 3) return std::string(ends.size(), '*');
  return std::string(number.substr(0, ends.front())) + std::string(ends.size() - 2, '*') +
         std::string(number.substr(ends[ends.size() - 2]));
}

std::string mask_name(std::string_view name) {
  name = trim_wide(name);
  if (name.empty()) return {};
  const std::size_t two = bytes_of(name, 2);
  const bool compound = two < name.size() && compound_surnames().contains(name.substr(0, two));
  return std::string(name.substr(0, compound ? two : bytes_of(name, 1))) + '*';
}

std::string mask_phone(std::string_view number) {
  const auto total = static_cast<std::size_t>(std::count_if(number.begin(), number.end(), is_digit));
  const std::size_t shown_behind = total < 8 ? 2 : 4;
  const std::size_t masked = total < 8 ? total : 4;
  std::string out(number);
  std::size_t behind = total;  // digits from here to the end
  for (char& c : out) {
    if (!is_digit(c)) continue;
    if (behind > shown_behind && behind <= shown_behind + masked) c = '*';
    --behind;
  }
  return out;
}

}  // namespace zhiheng
