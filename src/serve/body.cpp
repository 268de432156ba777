#include "serve/body.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "serve/mistakes.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostJson = std::size_t{1} << 20;
constexpr int kDeepest = 32;

bool is_line(unsigned char c) { return (c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

JsonReceiver::JsonReceiver(const Request& request, bool has_body) {
  const std::string* type = request.header("content-type");
  if (has_body && (type == nullptr || !type->starts_with("application/json")))
    throw Error(kWrongType, {}, {"application/json"});
}

void JsonReceiver::take(std::string_view bytes) {
  if (text_.size() + bytes.size() > kMostJson) throw Error(kTooLarge, {}, {"1"});
  text_ += bytes;
}

void JsonReceiver::finish(Request& request) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw Error(kBadJson, {});
    return true;
  };
  Json json = text_.empty() ? Json::object() : Json::parse(text_, shallow, false);
  if (!json.is_object()) throw Error(kBadJson, {});
  request.json = std::make_shared<const Json>(std::move(json));
}

Members::Members(const Request& request) : body_(*request.json) {}

std::string Members::optional_text(const char* name, std::size_t most) {
  read_.emplace_back(name);
  const auto found = body_.find(name);
  if (found == body_.end() || found->is_null()) return {};
  if (!found->is_string()) throw Error(kBadMember, {}, {name, "文字 text"});
  auto text = found->get<std::string>();
  if (text.size() > most)
    throw Error(kBadMember, {}, {name, "最多 " + std::to_string(most) + " 字节 at most so many bytes"});
  if (find_invalid_utf8(text) != std::string::npos || !std::ranges::all_of(text, is_line))
    throw Error(kBadMember, {}, {name, "没有控制字符的文字 text without control characters"});
  return text;
}

std::string Members::text(const char* name, std::size_t most) {
  std::string text = optional_text(name, most);
  if (trim(text).empty()) throw Error(kBadMember, {}, {name, "非空的文字 some text"});
  return text;
}

Json Members::value(const char* name) {
  read_.emplace_back(name);
  const auto found = body_.find(name);
  return found == body_.end() ? Json() : *found;
}

std::uint64_t Members::number(const char* name) {
  const Json found = value(name);
  if (!found.is_number_unsigned()) throw Error(kBadMember, {}, {name, "不小于 0 的整数 a whole number"});
  return found.get<std::uint64_t>();
}

void Members::end() const {
  for (const auto& [name, _] : body_.items()) {
    if (std::ranges::find(read_, name) == read_.end())
      throw Error(kUnknownMember, {}, {name, read_.empty() ? "—" : join(read_, ", ")});
  }
}

}  // namespace zhiheng::serve
