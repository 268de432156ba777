#include "report/office/docx_package.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/office/docx_runs.h"
#include "report/office/text.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

constexpr const char* kRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr const char* kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr const char* kWordPart = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

struct Part {
  const char* file;  // below word/
  const char* type;  // content type after kWordPart, and relationship type where `relation` is null
  const char* relation = nullptr;
};
// rId1 … in this order.
constexpr Part kParts[] = {{"styles.xml", "styles"},       {"settings.xml", "settings"},
                           {"numbering.xml", "numbering"}, {"footnotes.xml", "footnotes"},
                           {"fontTable.xml", "fontTable"}, {"header1.xml", "header"},
                           {"header2.xml", "header"},      {"footer1.xml", "footer"}};

void relate(pugi::xml_node list, const std::string& id, const std::string& type, const std::string& target) {
  add(list, "Relationship", {{"Id", id}, {"Type", type}, {"Target", target}});
}

void add_separator(pugi::xml_node notes, int id, const char* type, const char* element) {
  pugi::xml_node note = add(notes, "w:footnote", {{"w:type", type}, {"w:id", id}});
  pugi::xml_node paragraph = add_paragraph(note, "FootnoteText");
  add(add(paragraph, "w:r"), element);
}

void add_compatibility(pugi::xml_node settings) {
  pugi::xml_node compatibility = add(settings, "w:compat");
  add(compatibility,
      "w:doNotExpandShiftReturn");  // else a justified line that ends in a line break is pulled apart
  for (const char* name : {"compatibilityMode", "overrideTableStyleFontSizeAndJustification",
                           "enableOpenTypeFeatures", "doNotFlipMirrorIndents"}) {
    const bool mode = std::string_view(name) == "compatibilityMode";
    add(compatibility, "w:compatSetting",
        {{"w:name", name},
         {"w:uri", "http://schemas.microsoft.com/office/word"},
         {"w:val", mode ? "15" : "1"}});
  }
}

}  // namespace

std::string content_types_xml() {
  pugi::xml_document xml;
  pugi::xml_node types =
      add(xml, "Types", {{"xmlns", "http://schemas.openxmlformats.org/package/2006/content-types"}});
  add(types, "Default",
      {{"Extension", "rels"}, {"ContentType", "application/vnd.openxmlformats-package.relationships+xml"}});
  add(types, "Default", {{"Extension", "xml"}, {"ContentType", "application/xml"}});
  add(types, "Default", {{"Extension", "png"}, {"ContentType", "image/png"}});
  add(types, "Default", {{"Extension", "svg"}, {"ContentType", "image/svg+xml"}});
  const std::string word = kWordPart;
  add(types, "Override", {{"PartName", "/word/document.xml"}, {"ContentType", word + "document.main+xml"}});
  for (const auto& part : kParts) {
    add(types, "Override",
        {{"PartName", std::string("/word/") + part.file}, {"ContentType", word + part.type + "+xml"}});
  }
  add(types, "Override",
      {{"PartName", "/docProps/core.xml"},
       {"ContentType", "application/vnd.openxmlformats-package.core-properties+xml"}});
  add(types, "Override",
      {{"PartName", "/docProps/app.xml"},
       {"ContentType", "application/vnd.openxmlformats-officedocument.extended-properties+xml"}});
  return to_string(xml);
}

std::string package_relationships_xml() {
  pugi::xml_document xml;
  pugi::xml_node list = add(xml, "Relationships", {{"xmlns", kRelations}});
  relate(list, "rId1", std::string(kOffice) + "officeDocument", "word/document.xml");
  relate(list, "rId2",
         "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
         "docProps/core.xml");
  relate(list, "rId3", std::string(kOffice) + "extended-properties", "docProps/app.xml");
  return to_string(xml);
}

std::string document_relationships_xml(const std::vector<const Figure*>& figures) {
  pugi::xml_document xml;
  pugi::xml_node list = add(xml, "Relationships", {{"xmlns", kRelations}});
  int id = 0;
  for (const auto& part : kParts) {
    relate(list, fmt::format("rId{}", ++id), std::string(kOffice) + part.type, part.file);
  }
  for (size_t i = 1; i <= figures.size(); ++i) {
    relate(list, fmt::format("rIdImage{}", i), std::string(kOffice) + "image",
           fmt::format("media/image{}.png", i));
    if (figures[i - 1]->svg.empty()) continue;
    relate(list, fmt::format("rIdVector{}", i), std::string(kOffice) + "image",
           fmt::format("media/image{}.svg", i));
  }
  return to_string(xml);
}

std::string settings_xml() {
  pugi::xml_document xml;
  pugi::xml_node settings = add(xml, "w:settings", {{"xmlns:w", kWord}});
  add(settings, "w:zoom", {{"w:percent", 100}});
  add(settings, "w:defaultTabStop", {{"w:val", 480}});
  add(settings, "w:characterSpacingControl", {{"w:val", "compressPunctuation"}});
  pugi::xml_node notes = add(settings, "w:footnotePr");
  add(notes, "w:footnote", {{"w:id", -1}});
  add(notes, "w:footnote", {{"w:id", 0}});
  add_compatibility(settings);
  add(settings, "w:themeFontLang", {{"w:val", "en-US"}, {"w:eastAsia", "zh-CN"}});
  add(settings, "w:decimalSymbol", {{"w:val", "."}});
  add(settings, "w:listSeparator", {{"w:val", ","}});
  return to_string(xml);
}

std::string core_properties_xml(const Document& document) {
  pugi::xml_document xml;
  pugi::xml_node core =
      add(xml, "cp:coreProperties",
          {{"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
           {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
           {"xmlns:dcterms", "http://purl.org/dc/terms/"},
           {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"}});
  add_text(core, "dc:title", document.title);
  if (document.simulated) add_text(core, "dc:subject", kSimulatedLong);
  add_text(core, "dc:creator", join(document.issuers, "、"));
  add_text(core, "dc:language", "zh-CN");
  const Issued date = issued(document);
  const std::string time = fmt::format("{:04}-{:02}-01T00:00:00Z", date.year, date.month);
  add_text(core, "dcterms:created", time).append_attribute("xsi:type").set_value("dcterms:W3CDTF");
  add_text(core, "dcterms:modified", time).append_attribute("xsi:type").set_value("dcterms:W3CDTF");
  return to_string(xml);
}

std::string app_properties_xml(const Document& document) {
  pugi::xml_document xml;
  pugi::xml_node properties =
      add(xml, "Properties",
          {{"xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"}});
  add_text(properties, "Application", document.engine);
  add_text(properties, "Company", document.issuers.empty() ? "" : document.issuers.front());
  return to_string(xml);
}

std::string header_xml(const Document& document, const Theme& theme, const Page& page) {
  pugi::xml_document xml;
  pugi::xml_node header = add(xml, "w:hdr", {{"xmlns:w", kWord}});
  pugi::xml_node paragraph = add_paragraph(header, "Header");
  pugi::xml_node properties = paragraph.child("w:pPr");
  add(add(properties, "w:pBdr"), "w:bottom",
      {{"w:val", "single"}, {"w:sz", 4}, {"w:space", 4}, {"w:color", hex(theme.light.hairline)}});
  add(add(properties, "w:tabs"), "w:tab", {{"w:val", "right"}, {"w:pos", page.text_width()}});
  add_words(paragraph, document.title);
  if (document.simulated) {
    add(add(paragraph, "w:r"), "w:tab");
    add_words(paragraph, kSimulated, {.bold = true, .colour = hex(theme.behind)});
  }
  return to_string(xml);
}

std::string footer_xml() {
  pugi::xml_document xml;
  pugi::xml_node footer = add(xml, "w:ftr", {{"xmlns:w", kWord}});
  pugi::xml_node paragraph = add_paragraph(footer, "Footer");
  add_words(paragraph, "— ");
  add_field(paragraph, " PAGE ", "1");
  add_words(paragraph, " —");
  return to_string(xml);
}

std::string footnotes_xml(DocxContext& context) {
  pugi::xml_document xml;
  pugi::xml_node notes = add(xml, "w:footnotes", {{"xmlns:w", kWord}});
  add_separator(notes, -1, "separator", "w:separator");
  add_separator(notes, 0, "continuationSeparator", "w:continuationSeparator");
  const std::vector<int> order =
      context.notes;  // a footnote inside a footnote would lengthen the list; Word has none
  for (size_t i = 0; i < order.size(); ++i) {
    pugi::xml_node note = add(notes, "w:footnote", {{"w:id", static_cast<int>(i) + 1}});
    pugi::xml_node paragraph = add_paragraph(note, "FootnoteText");
    pugi::xml_node run = add(paragraph, "w:r");
    add(add(run, "w:rPr"), "w:rStyle", {{"w:val", "FootnoteReference"}});
    add(run, "w:footnoteRef");
    add_words(paragraph, " ");
    Runs words = context.document.footnotes[static_cast<size_t>(order[i])];
    std::erase_if(words, [](const Run& part) { return part.kind == Run::Kind::kFootnote; });
    add_runs(paragraph, words, context);
  }
  return to_string(xml);
}

}  // namespace zhiheng::report::office
