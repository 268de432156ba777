#include "read/formats/html.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/lines.h"
#include "read/formats/prose.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kTooDeep{"read.hostile", "HTML 标签嵌套超过 200 层，拒绝读取",
                             "HTML tags are nested deeper than 200; refused"};
constexpr ErrorCode kUnreadable{"read.damaged", "HTML 无法解析", "the HTML can't be parsed"};
constexpr int kMaxDepth = 200;

using Node = const xmlNode*;

std::string_view name_of(Node node) {
  return node->type == XML_ELEMENT_NODE ? reinterpret_cast<const char*>(node->name) : std::string_view();
}

std::string attribute(Node node, const char* name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    if (xmlStrcasecmp(a->name, reinterpret_cast<const xmlChar*>(name)) != 0 || a->children == nullptr)
      continue;
    const auto* value = reinterpret_cast<const char*>(a->children->content);
    return value == nullptr ? "" : value;
  }
  return {};
}

bool has_attribute(Node node, const char* name) {
  return xmlHasProp(node, reinterpret_cast<const xmlChar*>(name)) != nullptr;
}

template <size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 16> kDropped = {
    "script", "style", "template", "noscript", "head",   "svg",   "object",   "iframe",
    "canvas", "audio", "video",    "select",   "button", "input", "textarea", "math"};
constexpr std::array<std::string_view, 35> kBlocks = {
    "p",          "div",     "section", "article", "aside",    "header", "footer", "main",   "nav",
    "ul",         "ol",      "li",      "dl",      "dt",       "dd",     "table",  "h1",     "h2",
    "h3",         "h4",      "h5",      "h6",      "pre",      "body",   "html",   "figure", "figcaption",
    "blockquote", "address", "details", "summary", "fieldset", "form",   "hr",     "center"};

bool is_dropped(Node node) {
  if (is_one_of(name_of(node), kDropped) || has_attribute(node, "hidden")) return true;
  const std::string style = attribute(node, "style");
  return style.find("display:none") != std::string::npos || style.find("display: none") != std::string::npos;
}

/// By class, id or role: what authoring programs call their notes.
bool is_note(Node node) {
  const std::string role = attribute(node, "role");
  if (role == "doc-footnote" || role == "doc-endnote" || role == "doc-endnotes" || role == "doc-footnotes")
    return true;
  const std::string all = " " + attribute(node, "class") + " " + attribute(node, "id") + " ";
  for (const std::string_view mark : {"footnote", "endnote", " fn1 ", " fn:1 "}) {
    if (all.find(mark) != std::string::npos) return name_of(node) != "a" && name_of(node) != "sup";
  }
  return false;
}

class HtmlReader {
 public:
  HtmlReader(int first_line, DocumentWriter& writer) : first_line_(first_line), writer_(writer) {}

  void read(Node root) {
    walk(root, 0);
    flush();
  }

 private:
  int line_of(Node node) const {
    const long line = xmlGetLineNo(const_cast<xmlNode*>(node));
    return line > 0 ? static_cast<int>(line) + first_line_ - 1 : first_line_;
  }

  void walk(Node parent, int depth) {
    if (depth > kMaxDepth) throw Error(kTooDeep, {writer_.document().name});
    for (Node node = parent->children; node != nullptr; node = node->next) visit(node, depth);
  }

  void visit(Node node, int depth) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      text(node, reinterpret_cast<const char*>(node->content));
      return;
    }
    if (node->type != XML_ELEMENT_NODE || is_dropped(node)) return;
    const std::string_view name = name_of(node);
    if (name == "br") {
      inline_ += '\n';
    } else if (name == "table") {
      flush();
      table(node, depth);
    } else if (name == "sup") {
      add_raised(node, depth);
    } else if (is_one_of(name, kBlocks)) {
      block(node, name, depth);
    } else {
      after_inline_ = true;
      walk(node, depth + 1);
      after_inline_ = true;
    }
  }

  /// "<span>表 3</span>2020年" is set apart by its style: two figures are never one number across an
  /// element's end.
  void part_figures(std::string_view next) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (after_inline_ && !inline_.empty() && !next.empty() && is_digit(inline_.back()) && is_digit(next[0])) {
      inline_ += ' ';
    }
    after_inline_ = false;
  }

  void block(Node node, std::string_view name, int depth) {
    flush();
    const bool note = std::exchange(in_note_, in_note_ || is_note(node));
    const bool contents = std::exchange(in_contents_, in_contents_ || name == "nav");
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      heading_ = name[1] - '0';
      walk(node, depth + 1);
      flush();
      heading_ = 0;
    } else {
      walk(node, depth + 1);
      flush();
    }
    in_note_ = note;
    in_contents_ = contents;
  }

  void text(Node node, std::string_view content) {
    if (inline_.empty()) inline_line_ = line_of(node);
    part_figures(content);
    for (const char c : content) {
      const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
      if (!space) {
        inline_ += c;
      } else if (!inline_.empty() && inline_.back() != ' ' && inline_.back() != '\n') {
        inline_ += ' ';
      }
    }
  }

  void add_raised(Node node, int depth) {
    std::string before = std::exchange(inline_, {});
    const int line = inline_line_;
    walk(node, depth + 1);
    const std::string mark(trim_wide(inline_));
    inline_ = std::move(before) + raised(mark);
    inline_line_ = line > 0 ? line : line_of(node);
  }

  /// Writes the inline text that has been collected.
  void flush() {
    clean_text(inline_);
    const std::string_view content = trim_wide(inline_);
    if (!content.empty()) {
      if (in_note_) {
        writer_.block(BlockKind::kNote, content, 0, inline_line_, 0);
      } else if (heading_ > 0) {
        writer_.block(BlockKind::kHeading, content, heading_, inline_line_, 0);
      } else if (in_contents_) {
        writer_.block(BlockKind::kParagraph, content, 0, inline_line_, 0);
      } else {
        write_prose(content, inline_line_, 0, writer_);
      }
    }
    inline_.clear();
    after_inline_ = false;
  }

  struct TableCell {
    std::string text;
    int row = 0;
    int column = 0;
    int row_span = 1;
    int column_span = 1;
    int line = 0;
  };

  void collect_rows(Node parent, std::vector<Node>& rows) {
    for (Node node = parent->children; node != nullptr; node = node->next) {
      const std::string_view name = name_of(node);
      if (name == "tr") rows.push_back(node);
      if (name == "thead" || name == "tbody" || name == "tfoot") collect_rows(node, rows);
      if (name == "caption") {
        walk(node, 0);
        flush();
      }
    }
  }

  static bool holds_table(Node parent, int depth = 0) {
    for (Node node = parent->children; node != nullptr && depth < kMaxDepth; node = node->next) {
      if (name_of(node) == "table" || holds_table(node, depth + 1)) return true;
    }
    return false;
  }

  void table(Node node, int depth) {
    std::vector<Node> rows;
    collect_rows(node, rows);
    // A table around tables is there for the layout.
    if (std::any_of(rows.begin(), rows.end(), [](Node row) { return holds_table(row); })) {
      for (Node row : rows) {
        for (Node cell = row->children; cell != nullptr; cell = cell->next) {
          walk(cell, depth + 1);
          flush();
        }
      }
      return;
    }
    std::vector<TableCell> cells;
    std::map<int, int> taken_until;  // column -> row from which it is free again
    for (size_t r = 0; r < rows.size(); ++r) {
      table_row(rows[r], static_cast<int>(r), static_cast<int>(rows.size()), depth, cells, taken_until);
    }
    writer_.start_table(line_of(node), 0);
    for (const TableCell& cell : cells) {
      writer_.cell(cell.text, cell.row, cell.column, cell.line, cell.row_span, cell.column_span);
    }
    writer_.finish_table();
  }

  void table_row(Node row_node, int row, int rows, int depth, std::vector<TableCell>& cells,
                 std::map<int, int>& taken_until) {
    int column = 0;
    for (Node node = row_node->children; node != nullptr; node = node->next) {
      if ((name_of(node) != "td" && name_of(node) != "th") || is_dropped(node)) continue;
      while (taken_until.contains(column) && taken_until[column] > row) ++column;
      constexpr int kMostColumns = 1000;
      if (column > kMostColumns * kMostColumns) break;
      const int across = std::clamp(std::atoi(attribute(node, "colspan").c_str()), 1, kMostColumns);
      const std::string down_text = attribute(node, "rowspan");
      const int wanted = down_text == "0" ? rows : std::atoi(down_text.c_str());
      const int down = std::clamp(wanted, 1, rows - row);
      cells.push_back({cell_text(node, depth), row, column, down, across, line_of(node)});
      for (int c = column; down > 1 && c < column + across; ++c) taken_until[c] = row + down;
      column += across;
    }
  }

  /// Inline text of a cell; blocks inside begin new lines.
  std::string cell_text(Node cell, int depth) {
    std::string out;
    cell_lines(cell, depth, out);
    clean_text(out);
    return std::string(trim_wide(out));
  }

  void cell_lines(Node parent, int depth, std::string& out) {
    if (depth > kMaxDepth) throw Error(kTooDeep, {writer_.document().name});
    for (Node node = parent->children; node != nullptr; node = node->next) {
      if (node->type == XML_TEXT_NODE) {
        inline_.clear();
        const bool spaced = out.ends_with(' ') || out.ends_with('\n') || out.empty();
        if (!spaced) inline_ = "x";
        text(node, reinterpret_cast<const char*>(node->content));
        out += spaced ? inline_ : inline_.substr(1);
        inline_.clear();
      } else if (node->type == XML_ELEMENT_NODE && !is_dropped(node)) {
        const std::string_view name = name_of(node);
        const bool own_line = name == "br" || is_one_of(name, kBlocks);
        while (own_line && out.ends_with(' ')) out.pop_back();
        if (own_line && !out.empty() && !out.ends_with('\n')) out += '\n';
        std::string part;
        cell_lines(node, depth + 1, name == "sup" ? part : out);
        if (name == "sup") out += raised(trim_wide(part));
      }
    }
  }

  int first_line_;
  DocumentWriter& writer_;
  std::string inline_;
  int inline_line_ = 0;
  int heading_ = 0;
  bool in_note_ = false;
  bool in_contents_ = false;
  bool after_inline_ = false;  // an inline element began or ended since the last text
};

}  // namespace

void write_html(std::string_view text, int first_line, DocumentWriter& writer) {
  const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(htmlNewParserCtxt(),
                                                                              htmlFreeParserCtxt);
  if (!parser) throw std::bad_alloc();
  constexpr int kOptions =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> tree(
      htmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8",
                         kOptions),
      xmlFreeDoc);
  const xmlError* error = xmlCtxtGetLastError(parser.get());
  if (error != nullptr && error->code == XML_ERR_NO_MEMORY) throw std::bad_alloc();
  // The parser stops by itself where the depth is absurd.
  if (error != nullptr && error->code == XML_ERR_INTERNAL_ERROR && error->message != nullptr &&
      std::string_view(error->message).find("depth") != std::string_view::npos) {
    throw Error(kTooDeep, {writer.document().name});
  }
  if (!tree) throw Error(kUnreadable, {writer.document().name});
  const xmlNode* root = xmlDocGetRootElement(tree.get());
  if (root == nullptr) return;
  // The document itself has its elements as children.
  HtmlReader(first_line, writer).read(reinterpret_cast<const xmlNode*>(tree.get()));
}

void read_html(std::string_view text, Document& document) {
  DocumentWriter writer(document);
  write_html(text, 1, writer);
}

}  // namespace zhiheng::read
