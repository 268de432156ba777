#include "journal/line.h"

#include <algorithm>

namespace zhiheng::journal {
namespace {

constexpr std::string_view kBefore = "{\"before\":\"", kAt = "\"at\":\"";
constexpr std::size_t kHashDigits = 64;

bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

bool is_entry(std::string_view entry) {
  return entry.size() > 2 && entry.size() <= kEntryBytes && entry.front() == '{' && entry.back() == '}' &&
         std::ranges::none_of(entry, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string entry_line(std::string_view before, Moment at, std::string_view entry) {
  std::string line;
  line.reserve(kBefore.size() + before.size() + entry.size() + 40);
  line.append(kBefore).append(before).append("\",").append(kAt).append(to_string(at)).append("\",");
  return line.append(entry.substr(1));
}

std::string first_line(std::string_view before, std::string_view stream, Algorithm algorithm) {
  std::string line(kBefore);
  line.append(before).append("\",\"does\":\"begin\",\"stream\":\"").append(stream);
  return line.append("\",\"hash\":\"").append(name_of(algorithm)).append("\"}");
}

std::optional<std::string_view> before_of(std::string_view line) {
  if (!line.starts_with(kBefore) || !line.ends_with('}')) return {};
  line.remove_prefix(kBefore.size());
  if (line.starts_with("\",")) return line.substr(0, 0);
  if (line.size() < kHashDigits + 2 || line.substr(kHashDigits, 2) != "\",") return {};
  const std::string_view hash = line.substr(0, kHashDigits);
  if (!std::ranges::all_of(hash, is_digit)) return {};
  return hash;
}

std::string_view at_of(std::string_view line) {
  const std::size_t begin = line.find(kAt);
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin + kAt.size());
  return line.substr(0, line.find('"'));
}

std::size_t whole_lines(std::string_view bytes) {
  const std::size_t window = kBatchBytes + kEntryBytes;
  const std::size_t from = bytes.size() > window ? bytes.size() - window : 0;
  const std::size_t end = std::min(bytes.find('\0', from), bytes.size());
  const std::size_t last = bytes.substr(0, end).rfind('\n');
  return last == std::string_view::npos ? 0 : last + 1;
}

}  // namespace zhiheng::journal
