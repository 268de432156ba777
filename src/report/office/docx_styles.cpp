#include "report/office/docx_styles.h"

#include "report/office/docx_context.h"
#include "report/office/table_layout.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

constexpr const char* kLatinBody = "Times New Roman";
constexpr const char* kLatinHeading = "Arial";

enum class Ink { kInherit, kInk, kSecondary, kAccent, kWarning };

struct Style {
  const char* id;
  const char* name;  // built-in names are English; they show in the reader's language
  const char* based = "Normal";
  const char* next = nullptr;
  bool heading_face = false;
  int half_points = 0;
  bool bold = false;
  Ink ink = Ink::kInherit;
  const char* align = nullptr;
  int before = 0, after = 0;  // twips
  int line = 0;               // at least, twips; -1 single; 0 inherited
  int indent_characters = 0;  // first line
  int left = 0;               // twips
  bool keep_next = false;
  bool page_break = false;
  int outline = -1;
  int leader_tab = 0;  // twips
};

// Body: 小四 (12 pt), line 1.6, first line in by two characters, justified. "At least" gives the same 19.2 pt
// whatever leading a face brings along, and cuts nothing off.
constexpr Style kStyles[] = {
    {.id = "BodyText", .name = "Body Text", .indent_characters = 2},
    {.id = "Heading1",
     .name = "heading 1",
     .next = "BodyText",
     .heading_face = true,
     .half_points = 44,
     .align = "center",
     .before = 480,
     .after = 480,
     .line = -1,
     .keep_next = true,
     .page_break = true,
     .outline = 0},
    {.id = "Heading2",
     .name = "heading 2",
     .next = "BodyText",
     .heading_face = true,
     .half_points = 32,
     .align = "left",
     .before = 360,
     .after = 200,
     .line = -1,
     .keep_next = true,
     .outline = 1},
    {.id = "Heading3",
     .name = "heading 3",
     .next = "BodyText",
     .heading_face = true,
     .half_points = 28,
     .align = "left",
     .before = 280,
     .after = 160,
     .line = -1,
     .keep_next = true,
     .outline = 2},
    {.id = "Heading4",
     .name = "heading 4",
     .next = "BodyText",
     .heading_face = true,
     .half_points = 24,
     .align = "left",
     .before = 200,
     .after = 100,
     .line = -1,
     .keep_next = true,
     .outline = 3},
    {.id = "Heading5",
     .name = "heading 5",
     .next = "BodyText",
     .half_points = 24,
     .bold = true,
     .align = "left",
     .before = 120,
     .after = 80,
     .keep_next = true,
     .outline = 4},
    {.id = "Title", .name = "Title", .heading_face = true, .half_points = 64, .align = "center", .line = -1},
    {.id = "CoverDistrict",
     .name = "Cover District",
     .heading_face = true,
     .half_points = 36,
     .ink = Ink::kAccent,
     .align = "center",
     .line = -1},
    {.id = "CoverIssuer",
     .name = "Cover Issuer",
     .half_points = 32,
     .align = "center",
     .before = 80,
     .line = -1},
    {.id = "CoverMark",
     .name = "Cover Mark",
     .heading_face = true,
     .half_points = 24,
     .ink = Ink::kWarning,
     .align = "center",
     .before = 480,
     .line = -1},
    {.id = "ContentsTitle",
     .name = "Contents Title",
     .heading_face = true,
     .half_points = 36,
     .align = "center",
     .before = 360,
     .after = 240,
     .line = -1,
     .keep_next = true},
    {.id = "TOC1",
     .name = "toc 1",
     .heading_face = true,
     .align = "left",
     .before = 100,
     .leader_tab = kPortrait.text_width()},
    {.id = "TOC2", .name = "toc 2", .align = "left", .left = 240, .leader_tab = kPortrait.text_width()},
    {.id = "TOC3", .name = "toc 3", .align = "left", .left = 480, .leader_tab = kPortrait.text_width()},
    {.id = "TableofFigures",
     .name = "table of figures",
     .align = "left",
     .leader_tab = kPortrait.text_width()},
    {.id = "Caption",
     .name = "caption",
     .heading_face = true,
     .half_points = 21,
     .align = "center",
     .before = 240,
     .after = 60,
     .line = -1,
     .keep_next = true},
    {.id = "FigureCaption", .name = "Figure Caption", .based = "Caption", .before = 80, .after = 40},
    {.id = "TableUnit",
     .name = "Table Unit",
     .half_points = 18,
     .ink = Ink::kSecondary,
     .align = "right",
     .after = 40,
     .line = -1,
     .keep_next = true},
    {.id = "TableText",
     .name = "Table Text",
     .half_points = 21,
     .align = "left",
     .before = 40,
     .after = 40,
     .line = -1},
    {.id = "TableHead", .name = "Table Head", .based = "TableText", .heading_face = true, .align = "center"},
    {.id = "TableText18", .name = "Table Text 9", .based = "TableText", .half_points = 18},
    {.id = "TableHead18", .name = "Table Head 9", .based = "TableHead", .half_points = 18},
    {.id = "TableText15", .name = "Table Text 7.5", .based = "TableText", .half_points = 15},
    {.id = "TableHead15", .name = "Table Head 7.5", .based = "TableHead", .half_points = 15},
    {.id = "TableText13", .name = "Table Text 6.5", .based = "TableText", .half_points = 13},
    {.id = "TableHead13", .name = "Table Head 6.5", .based = "TableHead", .half_points = 13},
    {.id = "Spacer", .name = "Spacer", .half_points = 12, .line = -1},
    {.id = "TableNote",
     .name = "Table Note",
     .half_points = 18,
     .ink = Ink::kSecondary,
     .align = "left",
     .before = 40,
     .line = -1},
    {.id = "Figure", .name = "Figure", .align = "center", .before = 240, .line = -1, .keep_next = true},
    {.id = "FigureNote", .name = "Figure Note", .based = "TableNote", .align = "center"},
    {.id = "CaseTitle",
     .name = "Case Title",
     .heading_face = true,
     .half_points = 24,
     .ink = Ink::kAccent,
     .align = "left",
     .before = 120,
     .after = 120,
     .line = -1,
     .keep_next = true},
    {.id = "KeyValue",
     .name = "Key Value",
     .heading_face = true,
     .half_points = 40,
     .ink = Ink::kAccent,
     .align = "left",
     .line = -1,
     .keep_next = true},
    {.id = "KeyLabel",
     .name = "Key Label",
     .half_points = 21,
     .align = "left",
     .before = 80,
     .line = -1,
     .keep_next = true},
    {.id = "KeyDetail",
     .name = "Key Detail",
     .half_points = 18,
     .ink = Ink::kSecondary,
     .align = "left",
     .before = 20,
     .after = 80,
     .line = -1},
    {.id = "ListParagraph", .name = "List Paragraph"},
    {.id = "FootnoteText", .name = "footnote text", .half_points = 18, .align = "left", .line = -1},
    {.id = "Header",
     .name = "header",
     .half_points = 18,
     .ink = Ink::kSecondary,
     .align = "left",
     .line = -1},
    {.id = "Footer", .name = "footer", .half_points = 21, .align = "center", .line = -1},
};

std::string colour_of(Ink ink, const Theme& theme) {
  switch (ink) {
    case Ink::kInk:
      return hex(theme.light.ink);
    case Ink::kSecondary:
      return hex(theme.light.secondary);
    case Ink::kAccent:
      return hex(theme.light.accent);
    case Ink::kWarning:
      return hex(theme.behind);
    case Ink::kInherit:
      break;
  }
  return {};
}

void add_fonts(pugi::xml_node properties, const std::string& latin, const std::string& chinese) {
  add(properties, "w:rFonts",
      {{"w:ascii", latin}, {"w:eastAsia", chinese}, {"w:hAnsi", latin}, {"w:cs", latin}});
}

void add_size(pugi::xml_node properties, int half_points) {
  add(properties, "w:sz", {{"w:val", half_points}});
  add(properties, "w:szCs", {{"w:val", half_points}});
}

void add_paragraph_properties(pugi::xml_node node, const Style& style) {
  pugi::xml_node properties = add(node, "w:pPr");
  if (style.keep_next) add(properties, "w:keepNext");
  if (style.keep_next) add(properties, "w:keepLines");
  if (style.page_break) add(properties, "w:pageBreakBefore");
  if (style.leader_tab > 0) {
    add(add(properties, "w:tabs"), "w:tab",
        {{"w:val", "right"}, {"w:leader", "dot"}, {"w:pos", style.leader_tab}});
  }
  if (style.before != 0 || style.after != 0 || style.line != 0) {
    pugi::xml_node spacing =
        add(properties, "w:spacing", {{"w:before", style.before}, {"w:after", style.after}});
    if (style.line != 0) spacing.append_attribute("w:line").set_value(style.line < 0 ? 240 : style.line);
    if (style.line != 0)
      spacing.append_attribute("w:lineRule").set_value(style.line < 0 ? "auto" : "atLeast");
  }
  if (style.indent_characters > 0) {
    add(properties, "w:ind",
        {{"w:firstLineChars", style.indent_characters * 100},
         {"w:firstLine", style.indent_characters * 240}});
  } else if (style.left > 0) {
    add(properties, "w:ind", {{"w:left", style.left}});
  }
  if (style.align != nullptr) add(properties, "w:jc", {{"w:val", style.align}});
  if (style.outline >= 0) add(properties, "w:outlineLvl", {{"w:val", style.outline}});
}

void add_run_properties(pugi::xml_node node, const Style& style, const Theme& theme) {
  pugi::xml_node properties = add(node, "w:rPr");
  if (style.heading_face) add_fonts(properties, kLatinHeading, theme.office_heading);
  if (style.bold) add(properties, "w:b");
  if (style.bold) add(properties, "w:bCs");
  const std::string colour = colour_of(style.ink, theme);
  if (!colour.empty()) add(properties, "w:color", {{"w:val", colour}});
  if (style.half_points > 0) add_size(properties, style.half_points);
}

void add_style(pugi::xml_node styles, const Style& style, const Theme& theme) {
  pugi::xml_node node = add(styles, "w:style", {{"w:type", "paragraph"}, {"w:styleId", style.id}});
  add(node, "w:name", {{"w:val", style.name}});
  add(node, "w:basedOn", {{"w:val", style.based}});
  if (style.next != nullptr) add(node, "w:next", {{"w:val", style.next}});
  add(node, "w:uiPriority", {{"w:val", 1}});
  add(node, "w:qFormat");
  add_paragraph_properties(node, style);
  add_run_properties(node, style, theme);
}

void add_defaults(pugi::xml_node styles, const Theme& theme) {
  pugi::xml_node defaults = add(styles, "w:docDefaults");
  pugi::xml_node run = add(add(defaults, "w:rPrDefault"), "w:rPr");
  add_fonts(run, kLatinBody, theme.office_body);
  add(run, "w:color", {{"w:val", hex(theme.light.ink)}});
  add_size(run, 24);
  add(run, "w:lang", {{"w:val", "en-US"}, {"w:eastAsia", "zh-CN"}, {"w:bidi", "ar-SA"}});
  pugi::xml_node paragraph = add(add(defaults, "w:pPrDefault"), "w:pPr");
  add(paragraph, "w:widowControl");
  add(paragraph, "w:autoSpaceDE");  // the thin space between Chinese and Latin letters …
  add(paragraph, "w:autoSpaceDN");  // … and digits is made by the layout
  add(paragraph, "w:snapToGrid", {{"w:val", "0"}});
}

void add_standard_styles(pugi::xml_node styles) {
  pugi::xml_node normal =
      add(styles, "w:style", {{"w:type", "paragraph"}, {"w:default", "1"}, {"w:styleId", "Normal"}});
  add(normal, "w:name", {{"w:val", "Normal"}});
  add(normal, "w:qFormat");
  pugi::xml_node properties = add(normal, "w:pPr");
  add(properties, "w:spacing", {{"w:line", 384}, {"w:lineRule", "atLeast"}});
  add(properties, "w:jc", {{"w:val", "both"}});
  pugi::xml_node character =
      add(styles, "w:style",
          {{"w:type", "character"}, {"w:default", "1"}, {"w:styleId", "DefaultParagraphFont"}});
  add(character, "w:name", {{"w:val", "Default Paragraph Font"}});
  add(character, "w:uiPriority", {{"w:val", 1}});
  pugi::xml_node note = add(styles, "w:style", {{"w:type", "character"}, {"w:styleId", "FootnoteReference"}});
  add(note, "w:name", {{"w:val", "footnote reference"}});
  add(note, "w:basedOn", {{"w:val", "DefaultParagraphFont"}});
  add(add(note, "w:rPr"), "w:vertAlign", {{"w:val", "superscript"}});
  pugi::xml_node unit = add(styles, "w:style", {{"w:type", "character"}, {"w:styleId", "KeyUnit"}});
  add(unit, "w:name", {{"w:val", "Key Unit"}});
  add(unit, "w:basedOn", {{"w:val", "DefaultParagraphFont"}});
  add_size(add(unit, "w:rPr"), 21);
  pugi::xml_node table =
      add(styles, "w:style", {{"w:type", "table"}, {"w:default", "1"}, {"w:styleId", "TableNormal"}});
  add(table, "w:name", {{"w:val", "Normal Table"}});
  pugi::xml_node margins = add(add(table, "w:tblPr"), "w:tblCellMar");
  for (const char* side : {"w:top", "w:left", "w:bottom", "w:right"}) {
    const bool upright = side[2] == 't' || side[2] == 'b';
    add(margins, side, {{"w:w", upright ? 0 : kCellMargin}, {"w:type", "dxa"}});
  }
  pugi::xml_node list =
      add(styles, "w:style", {{"w:type", "numbering"}, {"w:default", "1"}, {"w:styleId", "NoList"}});
  add(list, "w:name", {{"w:val", "No List"}});
}

}  // namespace

std::string styles_xml(const Theme& theme) {
  pugi::xml_document xml;
  pugi::xml_node styles = add(xml, "w:styles", {{"xmlns:w", kWord}});
  add_defaults(styles, theme);
  add_standard_styles(styles);
  for (const auto& style : kStyles) add_style(styles, style, theme);
  return to_string(xml);
}

}  // namespace zhiheng::report::office
