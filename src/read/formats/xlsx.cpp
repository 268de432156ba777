#include "read/formats/xlsx.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/archive.h"
#include "read/formats/grid.h"
#include "read/formats/lines.h"
#include "read/formats/number_format.h"
#include "read/formats/xml.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kNoWorkbook{"read.damaged", "不是 Excel 工作簿：缺少 {}",
                                "not an Excel workbook: {} is missing"};
constexpr ErrorCode kTooManyCells{"read.too-large", "工作簿超过 200 万格，未读取",
                                  "the workbook has more than 2 million cells; not read"};
constexpr size_t kMaxCells = 2'000'000;
constexpr int kMaxRow = 1'048'576;
constexpr int kMaxColumn = 16'384;

/// A part of the archive as a tree; the tree uses the text's memory.
struct XmlPart {
  XmlPart(Archive& archive, const std::string& path) : text(archive.read(path)) {
    parse_xml(text, path, archive.shown(), tree);
  }
  pugi::xml_node root() const { return tree.document_element(); }
  std::string text;
  pugi::xml_document tree;
};

int number(std::string_view text, int otherwise = 0) {
  int out = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

bool is_true(std::string_view text) { return text == "1" || text == "true" || text == "on"; }

/// Text of <t> below <si> or <is>, rich runs joined, phonetic hints left out.
std::string rich_text(const pugi::xml_node& item) {
  std::string out;
  for (const pugi::xml_node& node : item.children()) {
    const std::string_view name = local_name(node);
    if (name == "t") out += node.text().get();
    if (name == "r") out += child(node, "t").text().get();
  }
  clean_text(out);
  return out;
}

struct Position {
  int row = 0;  // 1-based, 0 where the text is none
  int column = 0;
};

/// "B7"; the letters may be in lower case or absolute ($B$7).
Position position_of(std::string_view name) {
  Position out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z' && out.column <= kMaxColumn) out.column = out.column * 26 + (c - 'A') + 1;
    if (c >= '0' && c <= '9' && out.row <= kMaxRow) out.row = out.row * 10 + (c - '0');
  }
  if (out.row < 1 || out.row > kMaxRow || out.column < 1 || out.column > kMaxColumn) return {};
  return out;
}

struct Range {
  Position from;
  Position to;
};

struct Sheet {
  std::string name;
  std::string path;
  bool hidden = false;
};

/// The number formats by style.
class Styles {
 public:
  explicit Styles(Archive& archive) {
    const std::string path = "xl/styles.xml";
    if (!archive.has(path)) return;
    const XmlPart part(archive, path);
    std::map<int, std::string> defined;
    for (const pugi::xml_node& format : child(part.root(), "numFmts").children()) {
      defined[number(attribute(format, "numFmtId"))] = attribute(format, "formatCode");
    }
    for (const pugi::xml_node& style : child(part.root(), "cellXfs").children()) {
      const int id = number(attribute(style, "numFmtId"));
      const auto found = defined.find(id);
      formats_.push_back(found == defined.end() ? std::string(builtin_format(id)) : found->second);
    }
  }

  std::string_view format(int style) const {
    return style >= 0 && static_cast<size_t>(style) < formats_.size()
               ? std::string_view(formats_[static_cast<size_t>(style)])
               : std::string_view("General");
  }

 private:
  std::vector<std::string> formats_;
};

class WorkbookReader {
 public:
  WorkbookReader(std::string_view bytes, Document& document)
      : archive_(bytes, document.name), writer_(document), styles_(archive_) {}

  void read() {
    const std::vector<Sheet> sheets = list_sheets();
    read_shared_strings();
    for (const Sheet& sheet : sheets) read_sheet(sheet);
  }

 private:
  std::vector<Sheet> list_sheets() {
    if (!archive_.has("xl/workbook.xml")) throw Error(kNoWorkbook, {archive_.shown()}, {"xl/workbook.xml"});
    const std::map<std::string, std::string> targets = relations();
    const XmlPart workbook(archive_, "xl/workbook.xml");
    date_1904_ = is_true(attribute(child(workbook.root(), "workbookPr"), "date1904"));
    std::vector<Sheet> out;
    for (const pugi::xml_node& node : child(workbook.root(), "sheets").children()) {
      const auto target = targets.find(std::string(node.attribute("r:id").value()));
      if (target == targets.end()) continue;
      std::string name(attribute(node, "name"));
      clean_text(name);
      out.push_back(
          {name, target->second, !attribute(node, "state").empty() && attribute(node, "state") != "visible"});
    }
    return out;
  }

  /// Path of each worksheet by its relation's id.
  std::map<std::string, std::string> relations() {
    std::map<std::string, std::string> out;
    const std::string path = "xl/_rels/workbook.xml.rels";
    if (!archive_.has(path)) return out;
    const XmlPart part(archive_, path);
    for (const pugi::xml_node& relation : part.root().children()) {
      if (!attribute(relation, "Type").ends_with("/worksheet")) continue;
      const std::string target(attribute(relation, "Target"));
      out[std::string(attribute(relation, "Id"))] =
          target.starts_with('/') ? target.substr(1) : "xl/" + target;
    }
    return out;
  }

  void read_shared_strings() {
    const std::string path = "xl/sharedStrings.xml";
    if (!archive_.has(path)) return;
    const XmlPart part(archive_, path);
    for (const pugi::xml_node& item : part.root().children()) {
      if (local_name(item) == "si") strings_.push_back(rich_text(item));
    }
  }

  void read_sheet(const Sheet& sheet) {
    const XmlPart part(archive_, sheet.path);
    std::vector<GridCell> cells;
    Position unkept;
    size_t unkept_count = 0;
    Position at;
    for (const pugi::xml_node& row : child(part.root(), "sheetData").children()) {
      at.row = number(attribute(row, "r"), at.row + 1);
      at.column = 0;
      for (const pugi::xml_node& node : row.children()) {
        const Position given = position_of(attribute(node, "r"));
        at = given.row > 0 ? given : Position{at.row, at.column + 1};
        if (at.row < 1 || at.row > kMaxRow) continue;
        if (is_unkept(node) && unkept_count++ == 0) unkept = at;
        std::string text = cell_text(node);
        if (text.empty()) continue;
        if (++cell_count_ > kMaxCells) throw Error(kTooManyCells, {archive_.shown()});
        cells.push_back({std::move(text), at.row - 1, at.column - 1, 1, 1, at.row});
      }
    }
    std::stable_sort(cells.begin(), cells.end(), [](const GridCell& a, const GridCell& b) {
      return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    merge(part.root(), cells);
    write_grid(cells, sheet.name, true, writer_);
    tell_unkept(sheet, unkept, unkept_count);
  }

  static bool is_unkept(const pugi::xml_node& cell) {
    return child(cell, "f") && !child(cell, "v") && !child(cell, "is");
  }

  void tell_unkept(const Sheet& sheet, Position at, size_t count) {
    if (count == 0) return;
    writer_.unread({at.row, 0, sheet.name + "!" + column_name(at.column) + std::to_string(at.row)},
                   std::to_string(count) + " 个公式没有保存结果，读作空格；请在 Excel 中打开并保存后再读",
                   std::to_string(count) + " formulas have no kept result and were read as empty");
  }

  static std::string column_name(int column) {
    std::string letters;
    for (; column > 0; column = (column - 1) / 26)
      letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    return letters;
  }

  std::string cell_text(const pugi::xml_node& cell) {
    const std::string_view type = attribute(cell, "t");
    std::string text;
    if (type == "inlineStr") {
      text = rich_text(child(cell, "is"));
    } else {
      const std::string_view value = child(cell, "v").text().get();
      if (type == "s") {
        const int index = number(value, -1);
        if (index >= 0 && static_cast<size_t>(index) < strings_.size())
          text = strings_[static_cast<size_t>(index)];
      } else if (type == "b") {
        text = value == "1" ? "TRUE" : "FALSE";
      } else if (type == "str" || type == "e" || type == "d") {
        text = value;
        clean_text(text);
      } else if (!value.empty()) {
        text = number_text(value, number(attribute(cell, "s"), -1));
      }
    }
    return std::string(trim_wide(text));
  }

  std::string number_text(std::string_view value, int style) const {
    double parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc() || end != value.data() + value.size()) return std::string(value);
    return displayed_number(parsed, styles_.format(style), date_1904_);
  }

  /// Gives the first cell of each merged range its spans; others inside it are dropped, as they aren't shown.
  static void merge(const pugi::xml_node& sheet, std::vector<GridCell>& cells) {
    std::vector<Range> ranges;
    for (const pugi::xml_node& node : child(sheet, "mergeCells").children()) {
      const std::string_view name = attribute(node, "ref");
      const size_t colon = name.find(':');
      if (colon == std::string_view::npos) continue;
      const Range range{position_of(name.substr(0, colon)), position_of(name.substr(colon + 1))};
      const bool valid =
          range.from.row > 0 && range.to.row >= range.from.row && range.to.column >= range.from.column;
      if (valid) ranges.push_back(range);
    }
    // Ranges are looked up by row: a cell checks those that begin at or above it.
    std::sort(ranges.begin(), ranges.end(),
              [](const Range& a, const Range& b) { return a.from.row < b.from.row; });
    std::vector<Range> open;
    size_t next = 0;
    std::erase_if(cells, [&](GridCell& cell) {
      const int row = cell.row + 1;
      const int column = cell.column + 1;
      for (; next < ranges.size() && ranges[next].from.row <= row; ++next) open.push_back(ranges[next]);
      std::erase_if(open, [row](const Range& range) { return range.to.row < row; });
      for (const Range& range : open) {
        if (column < range.from.column || column > range.to.column) continue;
        if (row != range.from.row || column != range.from.column) return true;
        cell.row_span = range.to.row - range.from.row + 1;
        cell.column_span = range.to.column - range.from.column + 1;
        return false;
      }
      return false;
    });
  }

  Archive archive_;
  DocumentWriter writer_;
  Styles styles_;
  std::vector<std::string> strings_;
  bool date_1904_ = false;
  size_t cell_count_ = 0;
};

}  // namespace

void read_xlsx(std::string_view bytes, Document& document) { WorkbookReader(bytes, document).read(); }

}  // namespace zhiheng::read
