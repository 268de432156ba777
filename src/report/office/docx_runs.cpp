#include "report/office/docx_runs.h"

#include <fmt/format.h>

#include "report/office/text.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

// Quotes, dashes, ellipses and signs like × belong to both scripts; without the hint Word takes the Latin
// face for them, and “引号” come out half-width.
bool wants_chinese_punctuation(std::string_view words) {
  for (size_t i = 0; i < words.size(); ++i) {
    const auto byte = static_cast<unsigned char>(words[i]);
    if (byte == 0xE2 || byte == 0xC3 || (byte == 0xC2 && i + 1 < words.size() && words[i + 1] != '\xA0'))
      return true;
  }
  return false;
}

pugi::xml_node add_run(pugi::xml_node parent, const RunLook& look, bool chinese_punctuation = false) {
  pugi::xml_node run = add(parent, "w:r");
  if (look.style == nullptr && !look.bold && !look.emphasis && look.colour.empty() && !chinese_punctuation)
    return run;
  pugi::xml_node properties = add(run, "w:rPr");
  if (look.style != nullptr) add(properties, "w:rStyle", {{"w:val", look.style}});
  if (chinese_punctuation) add(properties, "w:rFonts", {{"w:hint", "eastAsia"}});
  if (look.bold) add(properties, "w:b");
  if (look.bold) add(properties, "w:bCs");
  if (!look.colour.empty()) add(properties, "w:color", {{"w:val", look.colour}});
  if (look.emphasis)
    add(properties, "w:em", {{"w:val", "underDot"}});  // dots under the characters: Chinese has no italics
  return run;
}

void add_text_node(pugi::xml_node run, const char* name, std::string_view words) {
  pugi::xml_node text = add_text(run, name, words);
  if (words.starts_with(' ') || words.ends_with(' ') || words.find("  ") != std::string_view::npos) {
    text.append_attribute("xml:space").set_value("preserve");
  }
}

void add_mark(pugi::xml_node paragraph, const char* type) {
  add(add(paragraph, "w:r"), "w:fldChar", {{"w:fldCharType", type}});
}

void add_footnote(pugi::xml_node paragraph, int index, DocxContext& context) {
  if (index < 0 || static_cast<size_t>(index) >= context.document.footnotes.size()) return;
  context.notes.push_back(index);
  add(add_run(paragraph, {.style = "FootnoteReference"}), "w:footnoteReference",
      {{"w:id", static_cast<int>(context.notes.size())}});
}

void add_reference(pugi::xml_node paragraph, const Run& run, const RunLook& look,
                   const DocxContext& context) {
  const auto place = context.outline.place_of_id.find(run.target);
  if (place == context.outline.place_of_id.end()) return add_words(paragraph, run.text, look);
  pugi::xml_node link = add(paragraph, "w:hyperlink",
                            {{"w:anchor", mark_name(Mark::kReference, place->second)}, {"w:history", "1"}});
  add_words(link, run.text, look);
}

}  // namespace

pugi::xml_node add_paragraph(pugi::xml_node parent, const char* style) {
  pugi::xml_node paragraph = add(parent, "w:p");
  add(add(paragraph, "w:pPr"), "w:pStyle", {{"w:val", style}});
  return paragraph;
}

void add_words(pugi::xml_node paragraph, std::string_view words, const RunLook& look) {
  if (words.empty()) return;
  pugi::xml_node run = add_run(paragraph, look, wants_chinese_punctuation(words));
  for (size_t end = words.find('\n'); end != std::string_view::npos; end = words.find('\n')) {
    add_text_node(run, "w:t", words.substr(0, end));
    add(run, "w:br");
    words.remove_prefix(end + 1);
  }
  add_text_node(run, "w:t", words);
}

void add_runs(pugi::xml_node paragraph, const Runs& runs, DocxContext& context, bool bold) {
  for (const auto& run : runs) {
    const RunLook look{.bold = bold || run.strong, .emphasis = run.emphasis};
    switch (run.kind) {
      case Run::Kind::kText:
        add_words(paragraph, run.text, look);
        break;
      case Run::Kind::kNumber:
        add_words(paragraph, with_unit(run.text, run.unit), look);
        break;
      case Run::Kind::kReference:
        add_reference(paragraph, run, look, context);
        break;
      case Run::Kind::kFootnote:
        add_footnote(paragraph, run.index, context);
        break;
      case Run::Kind::kBreak:
        add(add(paragraph, "w:r"), "w:br");
        break;
    }
  }
}

void begin_field(pugi::xml_node paragraph, const std::string& instruction) {
  add_mark(paragraph, "begin");
  add_text(add(paragraph, "w:r"), "w:instrText", instruction)
      .append_attribute("xml:space")
      .set_value("preserve");
  add_mark(paragraph, "separate");
}

void end_field(pugi::xml_node paragraph) { add_mark(paragraph, "end"); }

void add_field(pugi::xml_node paragraph, const std::string& instruction, const std::string& value,
               const RunLook& look) {
  begin_field(paragraph, instruction);
  add_words(paragraph, value, look);
  end_field(paragraph);
}

std::string mark_name(Mark mark, int place) {
  return fmt::format("{}{:08}", mark == Mark::kContents ? "_Toc" : "_Ref", place);
}

void begin_mark(pugi::xml_node paragraph, Mark mark, int place) {
  add(paragraph, "w:bookmarkStart",
      {{"w:id", 2 * place + (mark == Mark::kReference ? 1 : 0)}, {"w:name", mark_name(mark, place)}});
}

void end_mark(pugi::xml_node paragraph, Mark mark, int place) {
  add(paragraph, "w:bookmarkEnd", {{"w:id", 2 * place + (mark == Mark::kReference ? 1 : 0)}});
}

}  // namespace zhiheng::report::office
