#pragma once
#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace zhiheng::report::office {

struct XmlAttribute {
  XmlAttribute(const char* attribute, std::string_view words) : name(attribute), value(words) {}
  XmlAttribute(const char* attribute, const char* words) : name(attribute), value(words) {}
  XmlAttribute(const char* attribute, const std::string& words) : name(attribute), value(words) {}
  XmlAttribute(const char* attribute, int number) : name(attribute), value(std::to_string(number)) {}

  const char* name;
  std::string value;
};

/// Appends an element with its attributes and returns it.
pugi::xml_node add(pugi::xml_node parent, const char* name,
                   std::initializer_list<XmlAttribute> attributes = {});

/// Appends an element that holds `text` only.
pugi::xml_node add_text(pugi::xml_node parent, const char* name, std::string_view text);

/// The document as UTF-8 with an XML declaration and without added white space.
std::string to_string(const pugi::xml_document& document);

/// `text` without the characters that XML 1.0 forbids (control characters, U+FFFE, U+FFFF): a program refuses
/// the whole file for one.
std::string xml_safe(std::string_view text);

}  // namespace zhiheng::report::office
