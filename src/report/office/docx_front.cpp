#include "report/office/docx_front.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/cover_title.h"
#include "report/office/docx_blocks.h"
#include "report/office/docx_runs.h"
#include "report/office/docx_table.h"
#include "report/office/text.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

struct Entry {
  std::string text;
  const char* style;
  int place;
  int page;
};

// A row of fixed height keeps the cover's parts where they are, whatever the lengths of title and names.
pugi::xml_node add_band(pugi::xml_node frame, double height_mm, const char* align) {
  pugi::xml_node row = add(frame, "w:tr");
  add(add(row, "w:trPr"), "w:trHeight", {{"w:val", twips_of_mm(height_mm)}, {"w:hRule", "exact"}});
  pugi::xml_node cell = add(row, "w:tc");
  pugi::xml_node properties = add(cell, "w:tcPr");
  add(properties, "w:tcW", {{"w:w", kPortrait.text_width()}, {"w:type", "dxa"}});
  add(properties, "w:vAlign", {{"w:val", align}});
  return cell;
}

// The one motif: a short thick rule in the accent.
void add_motif(pugi::xml_node cell, const std::string& accent) {
  pugi::xml_node paragraph = add_paragraph(cell, "Spacer");
  pugi::xml_node properties = paragraph.child("w:pPr");
  add(add(properties, "w:pBdr"), "w:top",
      {{"w:val", "single"}, {"w:sz", 36}, {"w:space", 1}, {"w:color", accent}});
  const int side = (kPortrait.text_width() - twips_of_mm(36)) / 2;
  add(properties, "w:spacing", {{"w:before", 360}, {"w:after", 360}});
  add(properties, "w:ind", {{"w:left", side}, {"w:right", side}});
}

// The year on a line of its own, so that the rest is not broken at a chance place.
std::string cover_words(const Document& document) {
  const CoverTitle title = cover_title(document);
  return (title.year.empty() ? "" : title.year + " 年度\n") + title.district + title.name;
}

void add_entry(pugi::xml_node paragraph, const Entry& entry) {
  pugi::xml_node link = add(paragraph, "w:hyperlink",
                            {{"w:anchor", mark_name(Mark::kContents, entry.place)}, {"w:history", "1"}});
  add_words(link, entry.text);
  add(add(link, "w:r"), "w:tab");
  add_field(link, fmt::format(" PAGEREF {} \\h ", mark_name(Mark::kContents, entry.place)),
            std::to_string(entry.page));
}

// A list's title with the entries below it begins a new page where fewer than four of them would follow it on
// this one: "keep with next" does not hold across an index in LibreOffice. `lines` counts the lines set so
// far.
void add_list(pugi::xml_node body, const char* title, const std::string& instruction,
              const std::vector<Entry>& entries, int& lines) {
  if (entries.empty()) return;
  constexpr int kPage = kPortrait.text_height() / 400, kTitle = 3;
  pugi::xml_node heading = add_paragraph(body, "ContentsTitle");
  if (lines % kPage + kTitle + std::min(static_cast<int>(entries.size()), 4) > kPage) {
    add(heading.child("w:pPr"), "w:pageBreakBefore");
    lines = 0;
  }
  lines += kTitle + static_cast<int>(entries.size());
  add_words(heading, title);
  for (size_t i = 0; i < entries.size(); ++i) {
    pugi::xml_node paragraph = add_paragraph(body, entries[i].style);
    if (i == 0) begin_field(paragraph, instruction);
    add_entry(paragraph, entries[i]);
    if (i + 1 == entries.size()) end_field(paragraph);
  }
}

template <typename T>
std::vector<Entry> captions(const std::vector<const T*>& things, const char* label,
                            const DocxContext& context) {
  std::vector<Entry> out;
  for (const T* thing : things) {
    out.push_back({fmt::format("{}{}　{}", label, thing->number, thing->title), "TableofFigures",
                   context.outline.places.at(thing), context.pages.at(thing)});
  }
  return out;
}

}  // namespace

void add_cover(pugi::xml_node body, DocxContext& context) {
  const Document& document = context.document;
  pugi::xml_node frame = add_frame(body, {kPortrait.text_width()});
  pugi::xml_node top = add_band(frame, 45, "top");
  add_words(add_paragraph(top, "CoverDistrict"),
            document.district_full.empty() ? document.district : document.district_full);
  pugi::xml_node middle = add_band(frame, 110, "top");
  add_words(add_paragraph(middle, "Title"), cover_words(document));
  add_motif(middle, hex(context.theme.light.accent));
  if (!document.edition.empty()) add_words(add_paragraph(middle, "CoverIssuer"), document.edition);
  if (document.simulated) add_words(add_paragraph(middle, "CoverMark"), kSimulatedLong);
  pugi::xml_node foot = add_band(frame, 62, "bottom");
  for (const auto& issuer : document.issuers) add_words(add_paragraph(foot, "CoverIssuer"), issuer);
  add_words(add_paragraph(foot, "CoverIssuer"), issued_words(document));
  end_section(body, kPortrait, PageNumbers::kNone);
}

void add_contents(pugi::xml_node body, DocxContext& context) {
  static constexpr const char* kLevels[] = {"TOC1", "TOC2", "TOC3"};
  const Outline& outline = context.outline;
  std::vector<Entry> headings;
  for (const Heading* heading : outline.headings) {
    if (heading->level > 3) continue;
    headings.push_back({heading_text(*heading), kLevels[std::max(heading->level, 1) - 1],
                        outline.places.at(heading), context.pages.at(heading)});
  }
  int lines = 0;
  add_list(body, "目　录", " TOC \\o \"1-3\" \\h \\z ", headings, lines);
  add_list(body, "表目录", " TOC \\h \\z \\c \"表\" ", captions(outline.tables, "表", context), lines);
  add_list(body, "图目录", " TOC \\h \\z \\c \"图\" ", captions(outline.figures, "图", context), lines);
  add_list(body, "案例目录", " TOC \\h \\z \\c \"案例\" ", captions(outline.cases, "案例", context), lines);
  add_spacer(body);  // a section that ended inside a field would lose its page numbers in LibreOffice
  end_section(body, kPortrait, PageNumbers::kRoman);
}

}  // namespace zhiheng::report::office
