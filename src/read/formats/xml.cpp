#include "read/formats/xml.h"

#include <new>

#include "read/encoding.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kDocumentType{"read.hostile", "部件 {} 含有 DTD 或自定义实体，拒绝读取",
                                  "part {} has a document type or entities of its own; refused"};
constexpr ErrorCode kTooDeep{"read.hostile", "部件 {} 的 XML 嵌套超过 32 层，拒绝读取",
                             "the XML of part {} is nested deeper than 32; refused"};
constexpr ErrorCode kDamaged{"read.damaged", "部件 {} 不是完好的 XML", "part {} is not well-formed XML"};
constexpr int kMaxDepth = 32;

/// Position behind the tag that begins at `at`: a `>` inside quotes doesn't end it.
size_t tag_end(std::string_view xml, size_t at) {
  char quote = 0;
  for (; at < xml.size(); ++at) {
    const char c = xml[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

size_t behind(std::string_view xml, size_t at, std::string_view mark) {
  const size_t found = xml.find(mark, at);
  return found == std::string_view::npos ? found : found + mark.size();
}

void check_tags(std::string_view xml, const std::string& part, const std::string& shown) {
  int depth = 0;
  for (size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
    const std::string_view rest = xml.substr(at, 9);
    if (rest.starts_with("<!--")) {
      at = behind(xml, at + 4, "-->");
    } else if (rest == "<![CDATA[") {
      at = behind(xml, at, "]]>");
    } else if (rest.starts_with("<?")) {
      at = behind(xml, at, "?>");
    } else if (rest.starts_with("<!")) {
      throw Error(kDocumentType, {shown}, {part});
    } else {
      const size_t end = tag_end(xml, at);
      if (end == std::string_view::npos) break;
      if (rest.starts_with("</")) {
        --depth;
      } else if (xml[end - 2] != '/' && ++depth > kMaxDepth) {
        throw Error(kTooDeep, {shown}, {part});
      }
      at = end;
    }
    if (at == std::string_view::npos) break;
  }
}

}  // namespace

void parse_xml(std::string& xml, const std::string& part, const std::string& shown,
               pugi::xml_document& document) {
  // Another encoding could hide tags from the walk.
  if (xml.starts_with("\xFF\xFE") || xml.starts_with("\xFE\xFF") || xml.find('\0') != std::string::npos ||
      !is_utf8(xml)) {
    throw Error(kDamaged, {shown}, {part});
  }
  check_tags(xml, part, shown);
  const auto result = document.load_buffer_inplace(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (result.status == pugi::status_out_of_memory) throw std::bad_alloc();
  if (!result) throw Error(kDamaged, {shown}, {part});
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& a : node.attributes()) {
    const std::string_view full = a.name();
    if (full.substr(full.find(':') + 1) == name) return a.value();
  }
  return {};
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& c : node.children()) {
    if (local_name(c) == name) return c;
  }
  return {};
}

}  // namespace zhiheng::read
