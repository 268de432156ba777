#include "read/formats/docx.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/archive.h"
#include "read/formats/docx_numbering.h"
#include "read/formats/lines.h"
#include "read/formats/prose.h"
#include "read/formats/writer.h"
#include "read/formats/xml.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kNoText{"read.damaged", "不是 Word 文档：缺少 word/document.xml",
                            "not a Word document: word/document.xml is missing"};

using Node = pugi::xml_node;

/// What a paragraph style says.
struct Style {
  std::string parent;
  int level = 0;  // of a heading, 1-based; 0 if none
  ListPlace list;
};

int level_from_name(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  if (name == "title" || name == "标题") return 1;
  for (const std::string_view prefix : {"heading ", "标题 "}) {
    if (name.starts_with(prefix) && name.size() == prefix.size() + 1) return name.back() - '0';
  }
  return 0;
}

std::optional<int> outline_level(const Node& properties) {
  const std::string_view value = attribute(child(properties, "outlineLvl"), "val");
  if (value.size() != 1 || value[0] < '0' || value[0] > '9') return std::nullopt;
  return value[0] == '9' ? 0 : value[0] - '0' + 1;
}

ListPlace list_place(const Node& properties) {
  const Node node = child(properties, "numPr");
  return {std::string(attribute(child(node, "numId"), "val")),
          std::atoi(std::string(attribute(child(node, "ilvl"), "val")).c_str())};
}

bool is_on(const Node& flag) {
  const std::string_view value = attribute(flag, "val");
  return flag && value != "0" && value != "false" && value != "off";
}

/// A cell before its row span is known.
struct WordCell {
  std::string text;
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  int line = 0;
};

class TextReader {
 public:
  TextReader(std::string_view bytes, Document& document)
      : archive_(bytes, document.name), writer_(document), numbering_(archive_) {}

  void read() {
    if (!archive_.has("word/document.xml")) throw Error(kNoText, {archive_.shown()});
    read_styles();
    read_notes("footnote");
    read_notes("endnote");
    std::string text = archive_.read("word/document.xml");
    const bool paged = text.find("lastRenderedPageBreak") != std::string::npos;
    page_ = paged ? 1 : 0;
    pugi::xml_document tree;
    parse_xml(text, "word/document.xml", archive_.shown(), tree);
    blocks(child(tree.document_element(), "body"));
  }

 private:
  void read_styles() {
    const std::string path = "word/styles.xml";
    if (!archive_.has(path)) return;
    std::string text = archive_.read(path);
    pugi::xml_document tree;
    parse_xml(text, path, archive_.shown(), tree);
    for (const Node& node : tree.document_element().children()) {
      if (local_name(node) != "style" || attribute(node, "type") != "paragraph") continue;
      const Node properties = child(node, "pPr");
      Style style;
      style.parent = attribute(child(node, "basedOn"), "val");
      style.level = outline_level(properties)
                        .value_or(level_from_name(std::string(attribute(child(node, "name"), "val"))));
      style.list = list_place(properties);
      styles_[std::string(attribute(node, "styleId"))] = style;
    }
  }

  /// The texts of word/footnotes.xml or word/endnotes.xml, by "footnote" + id.
  void read_notes(const std::string& kind) {
    const std::string path = "word/" + kind + "s.xml";
    if (!archive_.has(path)) return;
    std::string text = archive_.read(path);
    pugi::xml_document tree;
    parse_xml(text, path, archive_.shown(), tree);
    for (const Node& note : tree.document_element().children()) {
      const std::string_view type = attribute(note, "type");
      if (local_name(note) != kind || (!type.empty() && type != "normal")) continue;
      std::string joined;
      for (const Node& node : note.children()) {
        if (local_name(node) != "p") continue;
        if (!joined.empty()) joined += '\n';
        joined += run_text(node);
      }
      notes_[kind + std::string(attribute(note, "id"))] = std::string(trim_wide(joined));
    }
  }

  /// Content of a body, a cell's or a text box's: paragraphs and tables.
  void blocks(const Node& parent) {
    for (const Node& node : parent.children()) block(node);
  }

  void block(const Node& node) {
    const std::string_view name = local_name(node);
    if (name == "p") {
      paragraph(node);
    } else if (name == "tbl") {
      ++line_;
      table(node);
    } else if (name == "sdt") {
      blocks(child(node, "sdtContent"));
    } else if (name == "ins" || name == "customXml" || name == "moveTo") {
      blocks(node);
    } else if (name == "AlternateContent") {
      blocks(child(node, "Choice"));
    }
  }

  void paragraph(const Node& node) {
    ++line_;
    const int page = page_;
    const std::string text(trim_wide(paragraph_text(node)));
    const int level = heading_level_of(node);
    if (level > 0 && !text.empty()) {
      writer_.block(BlockKind::kHeading, text, level, line_, page);
    } else {
      write_prose(text, line_, page, writer_);
    }
    after_block();
  }

  /// With its automatic number.
  std::string paragraph_text(const Node& node) {
    std::string text = run_text(node);
    const ListPlace place = list_of(node);
    if (place.list.empty() || place.list == "0" || trim_wide(text).empty()) return text;
    const std::string label = numbering_.next(place);
    const bool joined = label.ends_with("、") || label.ends_with("）");
    return label.empty() ? text : label + (joined ? "" : " ") + std::string(trim_wide(text));
  }

  const Style* style_of(const Node& paragraph_node) const {
    const auto found =
        styles_.find(std::string(attribute(child(child(paragraph_node, "pPr"), "pStyle"), "val")));
    return found == styles_.end() ? nullptr : &found->second;
  }

  /// The first of the style and those that it is based on for which `tell` says something.
  template <typename Value, typename Tell>
  Value inherited(const Node& paragraph_node, Value nothing, Tell tell) const {
    const Style* style = style_of(paragraph_node);
    for (int depth = 0; style != nullptr && depth < 12; ++depth) {
      if (const auto value = tell(*style)) return *value;
      const auto parent = styles_.find(style->parent);
      style = parent == styles_.end() ? nullptr : &parent->second;
    }
    return nothing;
  }

  int heading_level_of(const Node& node) const {
    if (const auto own = outline_level(child(node, "pPr"))) return *own;
    return inherited(node, 0,
                     [](const Style& s) { return s.level > 0 ? std::optional(s.level) : std::nullopt; });
  }

  ListPlace list_of(const Node& node) const {
    ListPlace own = list_place(child(node, "pPr"));
    if (!own.list.empty()) return own;
    return inherited(
        node, own, [](const Style& s) { return s.list.list.empty() ? std::nullopt : std::optional(s.list); });
  }

  std::string run_text(const Node& node) {
    std::string out;
    add_inline(node, out, false);
    clean_text(out);
    return out;
  }

  /// Text of runs below `node`; `is_raised` in superscript.
  void add_inline(const Node& node, std::string& out, bool is_raised) {
    for (const Node& part : node.children()) {
      const std::string_view name = local_name(part);
      if (name == "r") {
        const Node properties = child(part, "rPr");
        if (is_on(child(properties, "vanish"))) continue;
        add_inline(part, out, attribute(child(properties, "vertAlign"), "val") == "superscript");
      } else if (name == "t") {
        const std::string_view text = part.text().get();
        out += is_raised ? raised(text) : std::string(text);
      } else if (name == "tab") {
        // Also the definition of a tab stop, which is no child of a run.
        if (local_name(node) == "r") out += '\t';
      } else if (name == "br" || name == "cr") {
        out += '\n';
      } else if (name == "noBreakHyphen") {
        out += '-';
      } else if (name == "lastRenderedPageBreak") {
        if (page_ > 0) ++page_;
      } else if (name == "footnoteReference" || name == "endnoteReference") {
        call_note(std::string(name.substr(0, name.size() - 9)) + std::string(attribute(part, "id")), out);
      } else if (name == "txbxContent") {
        if (boxes_seen_.insert(part.internal_object()).second) boxes_.push_back(part);
      } else if (name == "AlternateContent") {
        add_inline(child(part, "Choice"), out, is_raised);
      } else if (!is_left_out(name)) {
        add_inline(part, out, is_raised);
      }
    }
  }

  static bool is_left_out(std::string_view name) {
    return name == "del" || name == "moveFrom" || name == "instrText" || name == "delText" || name == "pPr" ||
           name == "rPr" || name == "Fallback" || name == "rt" || name == "docPr";
  }

  void call_note(const std::string& key, std::string& out) {
    const auto note = notes_.find(key);
    if (note == notes_.end()) return;
    ++note_count_;
    out += superscript(note_count_);
    called_.push_back("[" + std::to_string(note_count_) + "] " + note->second);
  }

  /// Writes what belongs behind the block just written: its notes, the text boxes anchored in it.
  void after_block() {
    for (const std::string& note : std::exchange(called_, {}))
      writer_.block(BlockKind::kNote, note, 0, line_, page_);
    for (const Node& box : std::exchange(boxes_, {})) blocks(box);
    for (const Node& inner : std::exchange(inner_tables_, {})) table(inner);
  }

  void table(const Node& node) {
    const int first_line = line_;
    std::vector<WordCell> cells;
    std::map<int, size_t> open;  // column -> the cell that may go on below
    int row = 0;
    for (const Node& row_node : node.children()) {
      if (local_name(row_node) == "tr" && !child(child(row_node, "trPr"), "del"))
        table_row(row_node, row++, cells, open);
    }
    writer_.start_table(first_line, page_);
    for (const WordCell& cell : cells) {
      writer_.cell(cell.text, cell.row, cell.column, cell.line, cell.row_span, cell.column_span);
    }
    writer_.finish_table();
    after_block();
  }

  void table_row(const Node& row_node, int row, std::vector<WordCell>& cells, std::map<int, size_t>& open) {
    int column =
        std::atoi(std::string(attribute(child(child(row_node, "trPr"), "gridBefore"), "val")).c_str());
    column = std::clamp(column, 0, 1000);
    std::vector<Node> nodes;
    collect_cells(row_node, nodes);
    for (const Node& node : nodes) {
      constexpr int kMostColumns = 1'000'000;
      if (column > kMostColumns) break;
      const Node properties = child(node, "tcPr");
      const int wide = std::atoi(std::string(attribute(child(properties, "gridSpan"), "val")).c_str());
      const int span = std::clamp(wide, 1, 1000);
      const Node merge = child(properties, "vMerge");
      const auto above = open.find(column);
      if (merge && attribute(merge, "val") != "restart" && above != open.end()) {
        cells[above->second].row_span = row - cells[above->second].row + 1;
      } else {
        ++line_;
        cells.push_back({cell_text(node), row, column, 1, span, line_});
        open.erase(column);
        if (merge) open[column] = cells.size() - 1;
      }
      column += span;
    }
  }

  static void collect_cells(const Node& parent, std::vector<Node>& out) {
    for (const Node& node : parent.children()) {
      if (local_name(node) == "tc") out.push_back(node);
      if (local_name(node) == "sdt") collect_cells(child(node, "sdtContent"), out);
    }
  }

  /// Paragraphs of a cell, one a line; a table inside is written behind this one.
  std::string cell_text(const Node& cell) {
    std::string out;
    for (const Node& node : cell.children()) {
      if (local_name(node) == "tbl") inner_tables_.push_back(node);
      const Node content = local_name(node) == "sdt" ? child(child(node, "sdtContent"), "p") : node;
      if (local_name(content) != "p") continue;
      const std::string text(trim_wide(paragraph_text(content)));
      if (!out.empty() && !text.empty()) out += '\n';
      out += text;
    }
    return out;
  }

  Archive archive_;
  DocumentWriter writer_;
  DocxNumbering numbering_;
  std::map<std::string, Style> styles_;
  std::map<std::string, std::string> notes_;
  std::vector<std::string> called_;  // notes of the block that is being read
  std::vector<Node> boxes_;
  std::set<pugi::xml_node_struct*> boxes_seen_;
  std::vector<Node> inner_tables_;
  int note_count_ = 0;
  int line_ = 0;
  int page_ = 0;
};

}  // namespace

void read_docx(std::string_view bytes, Document& document) { TextReader(bytes, document).read(); }

}  // namespace zhiheng::read
