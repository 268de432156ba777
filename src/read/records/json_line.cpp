#include "read/records/json_line.h"

#include <array>
#include <cstring>

#include "read/records/utf8_bytes.h"

namespace zhiheng::read {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Four hexadecimal digits; nullopt where they are none.
std::optional<char32_t> hexadecimal(const char* text, size_t size) {
  if (size < 4) return std::nullopt;
  char32_t out = 0;
  for (size_t i = 0; i < 4; ++i) {
    const char c = text[i];
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    out = out * 16 + static_cast<char32_t>(digit);
  }
  return out;
}

/// The character of the escape whose `u` is at `at`, which is moved behind it; 0 where it is none.
char32_t unicode_escape(const char* text, size_t size, size_t& at) {
  const auto first = hexadecimal(text + at + 1, size - at - 1);
  if (!first) return 0;
  at += 5;
  if (*first < 0xD800 || *first > 0xDFFF) return *first;
  if (*first > 0xDBFF || size - at < 6 || text[at] != '\\' || text[at + 1] != 'u') return 0;
  const auto second = hexadecimal(text + at + 2, size - at - 2);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return 0;
  at += 6;
  return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
}

char plain_escape(char c) {
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
  const size_t found = kNames.find(c);
  return found == std::string_view::npos ? '\0' : kCharacters[found];
}

}  // namespace

std::optional<size_t> unescape_json(char* text, size_t size) {
  size_t to = 0;
  for (size_t at = 0; at < size;) {
    if (text[at] != '\\') {
      text[to++] = text[at++];
      continue;
    }
    if (++at >= size) return std::nullopt;
    if (text[at] == 'u') {
      const char32_t c = unicode_escape(text, size, at);
      if (c == 0) return std::nullopt;
      to += put_utf8(c, text + to);
    } else {
      const char c = plain_escape(text[at++]);
      if (c == '\0') return std::nullopt;
      text[to++] = c;
    }
  }
  return to;
}

void JsonLine::skip_space() {
  while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r')) ++at_;
}

bool JsonLine::take(char c) {
  if (at_ >= line_.size() || line_[at_] != c) return false;
  ++at_;
  return true;
}

bool JsonLine::text(std::string_view& out, bool& escaped) {
  if (!take('"')) return false;
  const size_t begin = at_;
  escaped = false;
  for (; at_ < line_.size(); ++at_) {
    const char c = line_[at_];
    if (c == '"') {
      out = line_.substr(begin, at_++ - begin);
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x20) return false;
    if (c != '\\') continue;
    escaped = true;
    ++at_;
  }
  return false;
}

bool JsonLine::digits() {
  const size_t begin = at_;
  while (at_ < line_.size() && is_digit(line_[at_])) ++at_;
  return at_ > begin;
}

bool JsonLine::number() {
  take('-');
  if (!take('0') && !digits()) return false;
  if (take('.') && !digits()) return false;
  if (!take('e') && !take('E')) return true;
  if (!take('+')) take('-');
  return digits();
}

JsonLine::Next JsonLine::value(Field& field) {
  const size_t begin = at_;
  const char c = at_ < line_.size() ? line_[at_] : '\0';
  field.escaped = field.null = false;
  if (c == '"') return text(field.value, field.escaped) ? Next::kField : Next::kMalformed;
  if (c == '{' || c == '[') return Next::kNested;
  for (const std::string_view word : {"true", "false", "null"}) {
    if (!line_.substr(at_).starts_with(word)) continue;
    at_ += word.size();
    field.value = word == "null" ? std::string_view() : line_.substr(begin, word.size());
    field.null = word == "null";
    return Next::kField;
  }
  if (!number()) return Next::kMalformed;
  field.value = line_.substr(begin, at_ - begin);
  return Next::kField;
}

JsonLine::Next JsonLine::next(Field& field) {
  skip_space();
  if (!begun_ && !take('{')) return Next::kMalformed;
  skip_space();
  if (take('}')) {
    skip_space();
    return at_ == line_.size() ? Next::kEnd : Next::kMalformed;
  }
  if (begun_ && !take(',')) return Next::kMalformed;
  begun_ = true;
  skip_space();
  if (!text(field.name, field.escaped_name)) return Next::kMalformed;
  skip_space();
  if (!take(':')) return Next::kMalformed;
  skip_space();
  return value(field);
}

}  // namespace zhiheng::read
