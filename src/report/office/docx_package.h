#pragma once
#include <string>
#include <vector>

#include "report/office/docx_context.h"

namespace zhiheng::report::office {

/// The parts of a DOCX around the words: what kinds of files there are, what belongs to what, settings and
/// properties. Relationship ids are fixed: rId1 … rId9 as listed in document_relationships(), pictures are
/// "rIdImageN", the drawings beside them "rIdVectorN".
std::string content_types_xml();
std::string package_relationships_xml();
std::string document_relationships_xml(const std::vector<const Figure*>& figures);
std::string settings_xml();
std::string core_properties_xml(const Document& document);
std::string app_properties_xml(const Document& document);

/// Running head: the paper's title, and 模拟数据 at the right where it is one. The tab stop depends on the
/// page.
std::string header_xml(const Document& document, const Theme& theme, const Page& page);
std::string footer_xml();
std::string footnotes_xml(DocxContext& context);

inline constexpr const char* kHeaderPortraitId = "rId6";
inline constexpr const char* kHeaderLandscapeId = "rId7";
inline constexpr const char* kFooterId = "rId8";

}  // namespace zhiheng::report::office
