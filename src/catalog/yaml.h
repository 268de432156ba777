#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace zhiheng::catalog {

/// A parsed YAML value that knows where it stands. Scalars keep their text: "98" and 98 are the same here,
/// the reader decides.
struct Yaml {
  enum class Type { kNull, kScalar, kList, kMap };
  Type type = Type::kNull;
  std::string scalar;
  std::vector<Yaml> items;                            // kList
  std::vector<std::pair<std::string, Yaml>> members;  // kMap, in the order of the file, keys unique
  Location where;
  Location key_where;  // of the key that names it, where it is a member of a map

  /// The member of that name, or nullptr.
  const Yaml* find(std::string_view name) const;
};

/// Parses one document. A syntax error or a key that stands twice in one map is added to `diagnostics` with
/// its place; what could be read is returned. `first_line` is the line of the file on which `text` begins.
Yaml parse_yaml(const std::string& text, const std::string& shown, Diagnostics& diagnostics,
                int first_line = 1);

/// `key` is none of the words that are allowed.
inline constexpr ErrorCode kUnknownWord{"catalog.unknown-word", "{} 应为 {} 之一，实为 {}",
                                        "{} must be one of {}, not {}"};

/// The members of a map; none of anything else, which is reported unless it is empty.
const std::vector<std::pair<std::string, Yaml>>& members_of(const Yaml& node, Diagnostics& diagnostics);

/// Reads the members of a map one by one and then reports those that nobody asked for, with what is allowed.
class MapReader {
 public:
  /// `node` must outlive the reader. A node that is no map is reported and read as an empty one. What a node
  /// lacks that is itself missing is not reported again.
  MapReader(const Yaml& node, Diagnostics& diagnostics);

  /// The member, or nullptr. Marks the key as known.
  const Yaml* optional(std::string_view key);
  /// The member; reported when missing, then a null node.
  const Yaml& required(std::string_view key);

  std::string text(std::string_view key);                             // required scalar
  std::string text_or(std::string_view key, std::string_view other);  // optional scalar
  int integer_or(std::string_view key, int other);                    // optional whole number
  bool boolean_or(std::string_view key, bool other);                  // optional true/false
  /// One of `words`, the first where the key is not there; another one is reported.
  std::string word(std::string_view key, const std::vector<std::string>& words);
  std::vector<std::string> texts(std::string_view key);  // optional scalar or list of scalars

  /// Reports unknown keys. Call last.
  void finish();

 private:
  const Yaml& node_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;
};

}  // namespace zhiheng::catalog
