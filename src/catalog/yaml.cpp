#include "catalog/yaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kSyntax{"yaml.syntax", "YAML 语法错误：{}", "YAML syntax error: {}"};
constexpr ErrorCode kDuplicateKey{"yaml.duplicate-key", "键 {} 重复", "the key {} stands twice"};
constexpr ErrorCode kNotAMap{"yaml.not-a-map", "此处应为“键: 值”", "key: value pairs are expected here"};
constexpr ErrorCode kNotScalar{"yaml.not-scalar", "{} 应为单个值", "{} must be a single value"};
constexpr ErrorCode kMissingKey{"yaml.missing-key", "缺少 {}", "{} is missing"};
constexpr ErrorCode kUnknownKey{"yaml.unknown-key", "未知的键 {}；可用：{}", "unknown key {}; allowed: {}"};
constexpr ErrorCode kNotInteger{"yaml.not-integer", "{} 应为整数，实为 {}",
                                "{} must be a whole number, not {}"};
constexpr ErrorCode kNotBoolean{"yaml.not-boolean", "{} 应为 true 或 false，实为 {}",
                                "{} must be true or false, not {}"};
constexpr int kMaxDepth = 64;
// Aliases may repeat what they name without end.
constexpr int kMaxNodes = 500'000;
constexpr ErrorCode kTooLarge{"yaml.too-large", "内容超过 50 万个节点", "more than 500,000 nodes"};
constexpr ErrorCode kTooDeep{"yaml.too-deep", "嵌套超过 64 层", "nested more than 64 levels deep"};

class Converter {
 public:
  Converter(const std::string& shown, Diagnostics& diagnostics, int first_line)
      : shown_(shown), diagnostics_(diagnostics), first_line_(first_line) {}

  Location at(const YAML::Mark& mark) const {
    if (mark.is_null()) return {shown_, first_line_};
    return {shown_, first_line_ + mark.line, mark.column + 1};
  }

  Yaml convert(const YAML::Node& node, int depth = 0) {
    Yaml out;
    out.where = at(node.Mark());
    if (++nodes_ > kMaxNodes) {
      if (nodes_ == kMaxNodes + 1) diagnostics_.add(kTooLarge, out.where);
      return out;
    }
    if (depth > kMaxDepth) {
      diagnostics_.add(kTooDeep, out.where);
      return out;
    }
    if (node.IsScalar()) {
      out.type = Yaml::Type::kScalar;
      out.scalar = node.Scalar();
    } else if (node.IsSequence()) {
      out.type = Yaml::Type::kList;
      for (const auto& item : node) out.items.push_back(convert(item, depth + 1));
    } else if (node.IsMap()) {
      out.type = Yaml::Type::kMap;
      for (const auto& member : node) add_member(out, member.first, member.second, depth);
    }
    return out;
  }

 private:
  void add_member(Yaml& out, const YAML::Node& key, const YAML::Node& value, int depth) {
    if (!key.IsScalar()) {
      diagnostics_.add(kNotScalar, at(key.Mark()), {"key"});
      return;
    }
    if (out.find(key.Scalar()) != nullptr) {
      diagnostics_.add(kDuplicateKey, at(key.Mark()), {key.Scalar()});
      return;
    }
    Yaml converted = convert(value, depth + 1);
    converted.key_where = at(key.Mark());
    if (converted.type == Yaml::Type::kNull) converted.where = converted.key_where;
    out.members.emplace_back(key.Scalar(), std::move(converted));
  }

  const std::string& shown_;
  Diagnostics& diagnostics_;
  int first_line_;
  int nodes_ = 0;
};

}  // namespace

const Yaml* Yaml::find(std::string_view wanted) const {
  for (const auto& [name, value] : members) {
    if (name == wanted) return &value;
  }
  return nullptr;
}

Yaml parse_yaml(const std::string& text, const std::string& shown, Diagnostics& diagnostics, int first_line) {
  Converter converter(shown, diagnostics, first_line);
  try {
    return converter.convert(YAML::Load(text));
  } catch (const YAML::Exception& e) {
    diagnostics.add(kSyntax, converter.at(e.mark), {e.msg});
    return {};
  }
}

const std::vector<std::pair<std::string, Yaml>>& members_of(const Yaml& node, Diagnostics& diagnostics) {
  if (node.type != Yaml::Type::kMap && node.type != Yaml::Type::kNull) {
    diagnostics.add(kNotAMap, node.where);
  }
  return node.members;
}

MapReader::MapReader(const Yaml& node, Diagnostics& diagnostics) : node_(node), diagnostics_(diagnostics) {
  members_of(node, diagnostics);
}

const Yaml* MapReader::optional(std::string_view key) {
  known_.emplace_back(key);
  return node_.find(key);
}

const Yaml& MapReader::required(std::string_view key) {
  static const Yaml kNull;
  const Yaml* found = optional(key);
  if (found != nullptr) return *found;
  if (!node_.where.file.empty()) diagnostics_.add(kMissingKey, node_.where, {std::string(key)});
  return kNull;
}

std::string MapReader::text(std::string_view key) {
  const Yaml& node = required(key);
  const bool empty = node.type == Yaml::Type::kNull && !node.where.file.empty();
  if (empty) diagnostics_.add(kMissingKey, node.where, {std::string(key)});
  if (node.type == Yaml::Type::kList || node.type == Yaml::Type::kMap) {
    diagnostics_.add(kNotScalar, node.where, {std::string(key)});
  }
  return node.scalar;
}

std::string MapReader::text_or(std::string_view key, std::string_view other) {
  const Yaml* node = node_.find(key);
  if (node == nullptr || node->type == Yaml::Type::kNull) {
    known_.emplace_back(key);
    return std::string(other);
  }
  return text(key);
}

int MapReader::integer_or(std::string_view key, int other) {
  const Yaml* node = optional(key);
  if (node == nullptr) return other;
  int value = 0;
  const char* end = node->scalar.data() + node->scalar.size();
  const auto [stop, error] = std::from_chars(node->scalar.data(), end, value);
  if (error == std::errc{} && stop == end) return value;
  diagnostics_.add(kNotInteger, node->where, {std::string(key), node->scalar});
  return other;
}

std::string MapReader::word(std::string_view key, const std::vector<std::string>& words) {
  const Yaml* node = optional(key);
  if (node == nullptr) return words[0];
  if (std::find(words.begin(), words.end(), node->scalar) != words.end()) return node->scalar;
  diagnostics_.add(kUnknownWord, node->where, {std::string(key), join(words, ", "), node->scalar});
  return words[0];
}

bool MapReader::boolean_or(std::string_view key, bool other) {
  const Yaml* node = optional(key);
  if (node == nullptr) return other;
  if (node->scalar == "true") return true;
  if (node->scalar == "false") return false;
  diagnostics_.add(kNotBoolean, node->where, {std::string(key), node->scalar});
  return other;
}

std::vector<std::string> MapReader::texts(std::string_view key) {
  const Yaml* node = optional(key);
  if (node == nullptr) return {};
  if (node->type == Yaml::Type::kScalar) return {node->scalar};
  if (node->type == Yaml::Type::kMap) diagnostics_.add(kNotScalar, node->where, {std::string(key)});
  std::vector<std::string> out;
  for (const Yaml& item : node->items) {
    if (item.type != Yaml::Type::kScalar) diagnostics_.add(kNotScalar, item.where, {std::string(key)});
    out.push_back(item.scalar);
  }
  return out;
}

void MapReader::finish() {
  for (const auto& [key, value] : node_.members) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
      diagnostics_.add(kUnknownKey, value.key_where, {key, join(known_, ", ")});
    }
  }
}

}  // namespace zhiheng::catalog
