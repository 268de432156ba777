#include "flow/values.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/text.h"

namespace zhiheng::flow {
namespace {

using Json = nlohmann::ordered_json;
using Refusal = std::optional<Diagnostic>;

constexpr ErrorCode kBadText{"flow.bad-text", "{} 应为文字，不超过 {} 字，不含控制字符",
                             "{} must be text of at most {} characters without control characters"};
constexpr ErrorCode kBadDate{"flow.bad-date", "{} 应为真实存在的日期，写作 2026-12-05",
                             "{} must be a day that exists, written 2026-12-05"};
constexpr ErrorCode kBadNumber{"flow.bad-number", "{} 应为数，如 12.5；位数多的写成文字",
                               "{} must be a number such as 12.5; one with many digits is sent as text"};
constexpr ErrorCode kOutOfBounds{"flow.out-of-bounds", "{} 应在 {} 至 {} 之间", "{} must be from {} to {}"};
constexpr ErrorCode kBadFlag{"flow.bad-flag", "{} 应为是或否", "{} must be true or false"};
constexpr ErrorCode kBadFile{"flow.bad-file", "{} 应为已上传的文件（sha256、name、size）",
                             "{} must be a file that was sent before (sha256, name, size)"};
constexpr ErrorCode kBadChoice{"flow.bad-choice", "{} 应为 {} 之一", "{} must be one of {}"};
constexpr ErrorCode kBadJson{
    "flow.bad-json", "{} 超过 {} 字节、嵌套过深或含无法保存的值",
    "{} has more than {} bytes, is nested too deeply or has values that can't be kept"};
constexpr int kMostDepth = 32;
constexpr std::size_t kExactDigits = 15;  // that every double keeps
constexpr std::size_t kMostFileName = 255;

/// Speaks of the field by its title in each language.
Diagnostic about(const Field& field, const ErrorCode& code, std::vector<std::string> rest = {}) {
  rest.insert(rest.begin(), field.title.zh);
  Diagnostic out = diagnose(code, {"fields." + field.name}, rest);
  rest[0] = field.title.en;
  out.en = diagnose(code, {}, rest).en;
  return out;
}

std::optional<Decimal> number_of(const Json& value) {
  if (value.is_string()) return Decimal::parse(value.get_ref<const std::string&>());
  if (!value.is_number()) return {};
  const std::string text = value.dump();
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  if (value.is_number_float() && static_cast<std::size_t>(digits) > kExactDigits) return {};
  return Decimal::parse(text);
}

Refusal check_number(const Field& field, const Json& value) {
  const auto number = number_of(value);
  if (!number) return about(field, kBadNumber);
  const bool low = field.at_least && *number < *field.at_least;
  const bool high = field.at_most && *number > *field.at_most;
  if (!low && !high) return {};
  const auto shown = [](const std::optional<Decimal>& bound) { return bound ? bound->to_string() : "…"; };
  return about(field, kOutOfBounds, {shown(field.at_least), shown(field.at_most)});
}

bool is_file(const Json& value) {
  if (!value.is_object() || value.size() != 3) return false;
  const auto hash = value.find("sha256"), name = value.find("name"), size = value.find("size");
  if (hash == value.end() || name == value.end() || size == value.end()) return false;
  if (!hash->is_string() || !name->is_string() || !size->is_number_integer()) return false;
  const auto& hex = hash->get_ref<const std::string&>();
  const auto& title = name->get_ref<const std::string&>();
  const bool is_hash = hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
  const bool is_name = !trim_wide(title).empty() && is_plain(title, kMostFileName) &&
                       title.find_first_of("/\\") == std::string::npos;
  return is_hash && is_name && (size->is_number_unsigned() || size->get<std::int64_t>() >= 0);
}

bool is_keepable(const Json& value, int depth = 0) {
  if (depth > kMostDepth || value.is_binary() || value.is_discarded()) return false;
  if (value.is_string())
    return find_invalid_utf8(value.get_ref<const std::string&>()) == std::string_view::npos;
  if (value.is_number_float()) return std::isfinite(value.get<double>());
  if (!value.is_structured()) return true;
  for (const auto& [key, item] : value.items()) {
    if (find_invalid_utf8(key) != std::string_view::npos || !is_keepable(item, depth + 1)) return false;
  }
  return true;
}

Refusal check_choice(const Field& field, const Json& value) {
  std::vector<std::string> ids;
  for (const Choice& choice : field.choices) ids.push_back(choice.id);
  if (value.is_string() && std::ranges::find(ids, value.get_ref<const std::string&>()) != ids.end())
    return {};
  return about(field, kBadChoice, {join(ids, ", ")});
}

}  // namespace

bool is_plain(std::string_view text, std::size_t most, bool lines) {
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const char32_t c = next_code_point(text, at);
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    if (control && !(lines && (c == '\n' || c == '\t'))) return false;
  }
  return count <= most;
}

bool is_blank(const Json& value) {
  return value.is_null() || (value.is_string() && trim_wide(value.get_ref<const std::string&>()).empty());
}

Refusal check_value(const Field& field, const Json& value) {
  const std::string* text = value.is_string() ? &value.get_ref<const std::string&>() : nullptr;
  const auto unless = [&](bool fits, const ErrorCode& code, std::vector<std::string> rest = {}) {
    return fits ? Refusal() : about(field, code, std::move(rest));
  };
  switch (field.type) {
    case FieldType::kText:
    case FieldType::kLongText:
      return unless(text != nullptr && is_plain(*text, field.most, field.type == FieldType::kLongText),
                    kBadText, {std::to_string(field.most)});
    case FieldType::kDate:
      return unless(text != nullptr && Date::parse(*text).has_value(), kBadDate);
    case FieldType::kNumber:
      return check_number(field, value);
    case FieldType::kFlag:
      return unless(value.is_boolean(), kBadFlag);
    case FieldType::kFile:
      return unless(is_file(value), kBadFile);
    case FieldType::kChoice:
      return check_choice(field, value);
    case FieldType::kJson:
      return unless(is_keepable(value) && value.dump().size() <= field.most, kBadJson,
                    {std::to_string(field.most)});
  }
  return {};
}

}  // namespace zhiheng::flow
