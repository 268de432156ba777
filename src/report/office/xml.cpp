#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

class StringSink : public pugi::xml_writer {
 public:
  explicit StringSink(std::string& out) : out_(out) {}
  void write(const void* data, size_t size) override { out_.append(static_cast<const char*>(data), size); }

 private:
  std::string& out_;
};

// How many bytes at `i` XML forbids: 0 for a character that may stay.
size_t forbidden_bytes(std::string_view text, size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return 1;
  const std::string_view three = text.substr(i, 3);
  return three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF" ? 3 : 0;
}

}  // namespace

pugi::xml_node add(pugi::xml_node parent, const char* name, std::initializer_list<XmlAttribute> attributes) {
  pugi::xml_node node = parent.append_child(name);
  for (const auto& attribute : attributes) {
    node.append_attribute(attribute.name).set_value(attribute.value.c_str());
  }
  return node;
}

pugi::xml_node add_text(pugi::xml_node parent, const char* name, std::string_view text) {
  pugi::xml_node node = parent.append_child(name);
  node.append_child(pugi::node_pcdata).set_value(xml_safe(text).c_str());
  return node;
}

std::string to_string(const pugi::xml_document& document) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  StringSink sink(out);
  document.save(sink, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return out;
}

std::string xml_safe(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t skip = forbidden_bytes(text, i);
    if (skip == 0) out += text[i++];
    i += skip;
  }
  return out;
}

}  // namespace zhiheng::report::office
