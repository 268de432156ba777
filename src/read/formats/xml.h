#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Parses XML from a stranger into `document`. Before a tree is built its tags are walked through: a document
/// type, with it every entity of its own, and a depth over 32 are refused. `xml` is used as the parser's
/// memory and must outlive `document`. Throws Error ("read.hostile", "read.damaged") naming `part`;
/// std::bad_alloc.
void parse_xml(std::string& xml, const std::string& part, const std::string& shown,
               pugi::xml_document& document);

/// Name without its prefix: "w:tbl" -> "tbl".
std::string_view local_name(const pugi::xml_node& node);

/// Value of the attribute with this local name, empty where there is none.
std::string_view attribute(const pugi::xml_node& node, std::string_view name);

/// The first child with this local name, or an empty node.
pugi::xml_node child(const pugi::xml_node& node, std::string_view name);

}  // namespace zhiheng::read
