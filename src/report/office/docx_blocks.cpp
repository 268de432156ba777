#include "report/office/docx_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "report/office/docx_package.h"
#include "report/office/docx_runs.h"
#include "report/office/docx_table.h"
#include "report/office/pages.h"
#include "report/office/text.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

constexpr int kPixelTwips = 15;  // a CSS pixel
constexpr int kCasePadding = 200;

void add_section_properties(pugi::xml_node parent, const Page& page, PageNumbers numbers) {
  pugi::xml_node section = add(parent, "w:sectPr");
  const bool wide = page.width > page.height;
  if (numbers != PageNumbers::kNone) {
    add(section, "w:headerReference",
        {{"w:type", "default"}, {"r:id", wide ? kHeaderLandscapeId : kHeaderPortraitId}});
    add(section, "w:footerReference", {{"w:type", "default"}, {"r:id", kFooterId}});
  }
  add(section, "w:type", {{"w:val", "nextPage"}});
  pugi::xml_node size = add(section, "w:pgSz", {{"w:w", page.width}, {"w:h", page.height}});
  if (wide) size.append_attribute("w:orient").set_value("landscape");
  add(section, "w:pgMar",
      {{"w:top", page.top},
       {"w:right", page.right},
       {"w:bottom", page.bottom},
       {"w:left", page.left},
       {"w:header", page.header},
       {"w:footer", page.footer},
       {"w:gutter", 0}});
  if (numbers == PageNumbers::kRoman) add(section, "w:pgNumType", {{"w:fmt", "upperRoman"}, {"w:start", 1}});
  if (numbers == PageNumbers::kArabicFromOne) add(section, "w:pgNumType", {{"w:start", 1}});
}

void add_edge(pugi::xml_node properties, const std::string& accent) {
  pugi::xml_node borders = add(properties, "w:tcBorders");
  add(borders, "w:left", {{"w:val", "single"}, {"w:sz", 24}, {"w:space", 0}, {"w:color", accent}});
}

void add_margins(pugi::xml_node properties, int bottom, int sideways) {
  pugi::xml_node margins = add(properties, "w:tcMar");
  add(margins, "w:left", {{"w:w", sideways}, {"w:type", "dxa"}});
  add(margins, "w:bottom", {{"w:w", bottom}, {"w:type", "dxa"}});
  add(margins, "w:right", {{"w:w", sideways}, {"w:type", "dxa"}});
}

pugi::xml_node add_cell(pugi::xml_node row, int width) {
  pugi::xml_node cell = add(row, "w:tc");
  add(add(cell, "w:tcPr"), "w:tcW", {{"w:w", width}, {"w:type", "dxa"}});
  return cell;
}

// Writes blocks into the body or into a case's box, whose width differs.
class BlockWriter {
 public:
  BlockWriter(pugi::xml_node parent, int width, DocxContext& context)
      : parent_(parent), width_(width), context_(context) {}

  void set_width(int width) { width_ = width; }

  void operator()(const Heading& heading) {
    const int place = context_.outline.places.at(&heading);
    const int level = std::clamp(heading.level, 1, 5);
    pugi::xml_node paragraph = add_paragraph(parent_, fmt::format("Heading{}", level).c_str());
    begin_mark(paragraph, Mark::kContents, place);
    begin_mark(paragraph, Mark::kReference, place);
    add_words(paragraph, heading_prefix(heading));
    add_runs(paragraph, heading.title, context_);
    end_mark(paragraph, Mark::kReference, place);
    end_mark(paragraph, Mark::kContents, place);
  }

  void operator()(const Paragraph& block) {
    add_runs(add_paragraph(parent_, "BodyText"), block.runs, context_);
  }

  void operator()(const List& list) {
    const int instance = list.ordered ? ++context_.ordered_lists + 1 : 1;
    for (const auto& item : list.items) {
      pugi::xml_node paragraph = add_paragraph(parent_, "ListParagraph");
      pugi::xml_node numbering = add(paragraph.child("w:pPr"), "w:numPr");
      add(numbering, "w:ilvl", {{"w:val", 0}});
      add(numbering, "w:numId", {{"w:val", instance}});
      add_runs(paragraph, item, context_);
    }
  }

  void operator()(const Table& table) { add_table(parent_, table, width_, context_); }

  void operator()(const Figure& figure) {
    add_picture(figure);
    const int place = context_.outline.places.at(&figure);
    std::vector<std::string> lines = note_lines(figure.notes, figure.sources);
    if (!figure.subtitle.empty()) lines.insert(lines.begin(), figure.subtitle);
    pugi::xml_node caption = add_paragraph(parent_, "FigureCaption");
    if (lines.empty()) add(caption.child("w:pPr"), "w:keepNext", {{"w:val", "0"}});
    begin_mark(caption, Mark::kContents, place);
    add_label(caption, "图", figure.number, place);
    add_words(caption, "　" + figure.title);
    end_mark(caption, Mark::kContents, place);
    for (size_t i = 0; i < lines.size(); ++i) {
      pugi::xml_node note = add_paragraph(parent_, "FigureNote");
      if (i + 1 < lines.size()) add(note.child("w:pPr"), "w:keepNext");
      add_words(note, lines[i]);
    }
    add_spacer(parent_);
  }

  void operator()(const KeyNumbers& block) {
    const auto count = static_cast<int>(block.items.size());
    if (count == 0) return;
    const int across = key_numbers_across(block, width_);
    pugi::xml_node frame = add_frame(parent_, std::vector<int>(static_cast<size_t>(across), width_ / across));
    for (int first = 0; first < count; first += across) {
      pugi::xml_node row = add(frame, "w:tr");
      add(add(row, "w:trPr"), "w:cantSplit");
      for (int i = first; i < first + across; ++i) {
        pugi::xml_node cell = add_cell(row, width_ / across);
        add_key_number(cell, i < count ? &block.items[static_cast<size_t>(i)] : nullptr);
      }
    }
    add_spacer(parent_);
  }

  // Two rows, so that Word can keep the title with what follows and still break the box over pages.
  void operator()(const Case& box) {
    pugi::xml_node frame = add_frame(parent_, {width_});
    pugi::xml_node head = add_box_cell(frame, true);
    const int place = context_.outline.places.at(&box);
    pugi::xml_node title = add_paragraph(head, "CaseTitle");
    begin_mark(title, Mark::kContents, place);
    add_label(title, "案例", box.number, place);
    add_words(title, "　" + box.title);
    end_mark(title, Mark::kContents, place);
    pugi::xml_node cell = add_box_cell(frame, false);
    BlockWriter inner(cell, width_ - 2 * kCasePadding, context_);
    for (const auto& block : box.blocks) std::visit(inner, block);
    if (std::string_view(cell.last_child().name()) != "w:p")
      add_spacer(cell);  // a cell must end with a paragraph
    add_spacer(parent_);
  }

 private:
  pugi::xml_node add_box_cell(pugi::xml_node frame, bool title) {
    pugi::xml_node row = add(frame, "w:tr");
    if (title) add(add(row, "w:trPr"), "w:cantSplit");
    pugi::xml_node cell = add_cell(row, width_);
    pugi::xml_node properties = cell.child("w:tcPr");
    add_edge(properties, hex(context_.theme.light.accent));
    add(properties, "w:shd",
        {{"w:val", "clear"}, {"w:color", "auto"}, {"w:fill", hex(context_.theme.light.wash)}});
    add_margins(properties, title ? 0 : kCasePadding / 2, kCasePadding);
    return cell;
  }

  void add_key_number(pugi::xml_node cell, const KeyNumbers::Item* item) {
    if (item == nullptr) {
      add_spacer(cell);
      return;
    }
    pugi::xml_node borders = add(cell.child("w:tcPr"), "w:tcBorders");
    add(borders, "w:top",
        {{"w:val", "single"}, {"w:sz", 8}, {"w:space", 0}, {"w:color", hex(context_.theme.light.hairline)}});
    add_words(add_paragraph(cell, "KeyLabel"), item->label);
    pugi::xml_node value = add_paragraph(cell, "KeyValue");
    for (const auto& run : item->value) {
      add_words(value, run.text);
      add_words(value, with_unit("", run.unit), {.style = "KeyUnit"});
    }
    add_runs(add_paragraph(cell, "KeyDetail"), item->detail, context_);
  }

  /// The drawing itself, for programs that can show it; the others take the picture.
  static void add_vector(pugi::xml_node blip, int figure) {
    pugi::xml_node extension =
        add(add(blip, "a:extLst"), "a:ext", {{"uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"}});
    add(extension, "asvg:svgBlip",
        {{"xmlns:asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"},
         {"r:embed", fmt::format("rIdVector{}", figure)}});
  }

  void add_picture(const Figure& figure) {
    const double scale = std::min({1.0, static_cast<double>(width_) / (figure.width * kPixelTwips),
                                   kPortrait.text_height() * 0.8 / (figure.height * kPixelTwips)});
    const auto emu = [scale](int pixels) {
      return std::to_string(static_cast<long long>(pixels * kPixelTwips * scale) * kEmuPerTwip);
    };
    const std::string cx = emu(figure.width), cy = emu(figure.height);
    const std::string picture = fmt::format("rIdImage{}", ++context_.figures);
    const int id = ++context_.drawings;
    const std::string name = fmt::format("图 {}", figure.number);
    pugi::xml_node run = add(add_paragraph(parent_, "Figure"), "w:r");
    pugi::xml_node in_line =
        add(add(run, "w:drawing"), "wp:inline", {{"distT", 0}, {"distB", 0}, {"distL", 0}, {"distR", 0}});
    add(in_line, "wp:extent", {{"cx", cx}, {"cy", cy}});
    add(in_line, "wp:docPr", {{"id", id}, {"name", name}, {"descr", xml_safe(figure.alt)}});
    pugi::xml_node data = add(add(in_line, "a:graphic"), "a:graphicData",
                              {{"uri", "http://schemas.openxmlformats.org/drawingml/2006/picture"}});
    pugi::xml_node pic = add(data, "pic:pic");
    pugi::xml_node about = add(pic, "pic:nvPicPr");
    add(about, "pic:cNvPr", {{"id", id}, {"name", name}});
    add(about, "pic:cNvPicPr");
    pugi::xml_node fill = add(pic, "pic:blipFill");
    pugi::xml_node blip = add(fill, "a:blip", {{"r:embed", picture}});
    if (!figure.svg.empty()) add_vector(blip, context_.figures);
    add(add(fill, "a:stretch"), "a:fillRect");
    pugi::xml_node shape = add(pic, "pic:spPr");
    pugi::xml_node box = add(shape, "a:xfrm");
    add(box, "a:off", {{"x", 0}, {"y", 0}});
    add(box, "a:ext", {{"cx", cx}, {"cy", cy}});
    add(add(shape, "a:prstGeom", {{"prst", "rect"}}), "a:avLst");
  }

  pugi::xml_node parent_;
  int width_;
  DocxContext& context_;
};

}  // namespace

void end_section(pugi::xml_node body, const Page& page, PageNumbers numbers) {
  pugi::xml_node last = body.last_child();
  const bool paragraph = std::string_view(last.name()) == "w:p" && !last.child("w:pPr").child("w:sectPr");
  if (!paragraph) last = add_paragraph(body, "Spacer");
  add_section_properties(last.child("w:pPr"), page, numbers);
}

void add_blocks(pugi::xml_node body, DocxContext& context) {
  const auto& blocks = context.document.blocks;
  BlockWriter writer(body, kPortrait.text_width(), context);
  bool wide = false, first = true;
  const auto numbers = [&first] {
    return std::exchange(first, false) ? PageNumbers::kArabicFromOne : PageNumbers::kGoOn;
  };
  for (size_t i = 0; i < blocks.size(); ++i) {
    if (const bool turn = stands_wide(blocks, i); turn != wide) {
      if (i > 0) end_section(body, wide ? kLandscape : kPortrait, numbers());
      wide = turn;
      writer.set_width((wide ? kLandscape : kPortrait).text_width());
    }
    std::visit(writer, blocks[i]);
  }
  add_section_properties(body, wide ? kLandscape : kPortrait, numbers());
}

}  // namespace zhiheng::report::office
