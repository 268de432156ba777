#include "report/office/docx_context.h"
#include "report/office/docx_styles.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

void add_level(pugi::xml_node numbering, int id, const char* format, const char* text) {
  pugi::xml_node abstract = add(numbering, "w:abstractNum", {{"w:abstractNumId", id}});
  add(abstract, "w:multiLevelType", {{"w:val", "singleLevel"}});
  pugi::xml_node level = add(abstract, "w:lvl", {{"w:ilvl", 0}});
  add(level, "w:start", {{"w:val", 1}});
  add(level, "w:numFmt", {{"w:val", format}});
  add(level, "w:lvlText", {{"w:val", text}});
  add(level, "w:lvlJc", {{"w:val", "left"}});
  add(add(level, "w:pPr"), "w:ind", {{"w:left", 900}, {"w:hanging", 420}});
}

void add_instance(pugi::xml_node numbering, int id, int abstract) {
  pugi::xml_node instance = add(numbering, "w:num", {{"w:numId", id}});
  add(instance, "w:abstractNumId", {{"w:val", abstract}});
  if (abstract == 0) return;
  add(add(instance, "w:lvlOverride", {{"w:ilvl", 0}}), "w:startOverride", {{"w:val", 1}});
}

const char* latin_name(const std::string& face) {
  if (face == "宋体") return "SimSun";
  if (face == "黑体") return "SimHei";
  if (face == "仿宋") return "FangSong";
  return face == "楷体" ? "KaiTi" : nullptr;
}

}  // namespace

std::string numbering_xml(int ordered_lists) {
  pugi::xml_document xml;
  pugi::xml_node numbering = add(xml, "w:numbering", {{"xmlns:w", kWord}});
  add_level(numbering, 0, "bullet", "•");
  add_level(numbering, 1, "decimal", "%1.");
  add_instance(numbering, 1, 0);
  for (int i = 0; i < ordered_lists; ++i) add_instance(numbering, i + 2, 1);
  return to_string(xml);
}

std::string font_table_xml(const Theme& theme) {
  pugi::xml_document xml;
  pugi::xml_node fonts = add(xml, "w:fonts", {{"xmlns:w", kWord}});
  for (const auto& face : {theme.office_body, theme.office_heading}) {
    pugi::xml_node font = add(fonts, "w:font", {{"w:name", face}});
    if (const char* latin = latin_name(face)) add(font, "w:altName", {{"w:val", latin}});
    add(font, "w:charset", {{"w:val", "86"}});
  }
  return to_string(xml);
}

}  // namespace zhiheng::report::office
