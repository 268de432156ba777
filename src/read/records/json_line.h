#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::read {

/// A flat JSON object, read field after field. Strict (RFC 8259); values are texts, numbers, truth values and
/// null.
class JsonLine {
 public:
  struct Field {
    std::string_view name;   // between its quotes, as it stands there
    std::string_view value;  // the same; of a number, truth value or null the text as it stands there
    bool escaped_name = false;
    bool escaped = false;  // has backslashes: `unescape_json` gives the text
    bool null = false;
  };
  enum class Next { kField, kEnd, kMalformed, kNested };

  explicit JsonLine(std::string_view line) : line_(line) {}
  /// The next field; kEnd behind the last one, with nothing but white space behind it.
  Next next(Field& field);

 private:
  void skip_space();
  bool take(char c);
  bool text(std::string_view& out, bool& escaped);
  Next value(Field& field);
  bool number();
  bool digits();

  std::string_view line_;
  size_t at_ = 0;
  bool begun_ = false;
};

/// Replaces the escapes of a JSON text in place; returns the new size, never greater. nullopt where one of
/// them is none, half a surrogate pair or the character 0.
std::optional<size_t> unescape_json(char* text, size_t size);

}  // namespace zhiheng::read
