#include "read/formats/white_paper.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/writer.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kDamaged{"read.damaged", "不是本程序的 white-paper.json，或已损坏",
                             "not a white-paper.json of ours, or damaged"};
constexpr ErrorCode kTooDeep{"read.hostile", "JSON 嵌套超过 64 层，拒绝读取",
                             "the JSON is nested deeper than 64; refused"};

using Json = nlohmann::json;

/// nlohmann's parser is not recursive, but its destructor is.
bool is_too_deep(std::string_view text) {
  constexpr int kMaxDepth = 64;
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '[' || c == '{')) {
      if (++depth > kMaxDepth) return true;
    } else if (!quoted && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

std::string text_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  std::string out = found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  clean_text(out);
  return out;
}

class WhitePaperReader {
 public:
  WhitePaperReader(const Json& paper, Document& document) : paper_(paper), writer_(document) {}

  void read() {
    block(BlockKind::kHeading, text_at(paper_, "title"), 1);
    for (const Json& heading : list(paper_, "headings")) {
      const std::string number = text_at(heading, "number");
      const std::string space = number.starts_with("第") || number.ends_with(".") ? " " : "";
      const auto level = heading.find("level");
      block(BlockKind::kHeading, number + space + text_at(heading, "title"),
            level != heading.end() && level->is_number_integer() ? level->get<int>() : 1);
    }
    for (const Json& table : list(paper_, "tables")) captioned("表", table, table);
    for (const Json& figure : list(paper_, "figures")) {
      const auto data = figure.find("data");
      captioned("图", figure, data != figure.end() ? *data : Json::object());
    }
    writer_.unread({}, "white-paper.json 不含正文段落；正文请读同时输出的 HTML、DOCX 或 PDF",
                   "white-paper.json holds no running text; for that read the HTML, DOCX or PDF beside it");
  }

 private:
  static const Json& list(const Json& object, const char* name) {
    static const Json kNone = Json::array();
    const auto found = object.find(name);
    return found != object.end() && found->is_array() ? *found : kNone;
  }

  void block(BlockKind kind, const std::string& text, int level) {
    writer_.block(kind, text, level, ++line_, 0);
  }

  void captioned(const std::string& what, const Json& item, const Json& data) {
    const auto number = item.find("number");
    const std::string digits =
        number != item.end() && number->is_number_integer() ? " " + number->dump() : "";
    block(BlockKind::kParagraph, what + digits + " " + text_at(item, "title"), 0);
    if (const std::string unit = text_at(data, "unit"); !unit.empty()) {
      block(BlockKind::kParagraph, "单位：" + unit, 0);
    }
    table(data);
    for (const Json& note : list(item, "notes")) {
      if (note.is_string()) block(BlockKind::kNote, "注：" + note.get<std::string>(), 0);
    }
    std::vector<std::string> sources;
    for (const Json& source : list(item, "sources")) {
      if (source.is_string()) sources.push_back(source.get<std::string>());
    }
    if (!sources.empty()) block(BlockKind::kNote, "数据来源：" + join(sources, "、"), 0);
  }

  void table(const Json& data) {
    writer_.start_table(++line_, 0);
    int row = 0;
    int column = 0;
    for (const Json& head : list(data, "columns")) {
      writer_.cell(head.is_string() ? head.get<std::string>() : std::string(), row, column++, line_);
    }
    for (const Json& cells : list(data, "rows")) {
      ++row;
      ++line_;
      column = 0;
      if (!cells.is_array()) continue;
      if (is_one_over_all(cells)) {
        writer_.cell(text_at(cells[0], "text"), row, 0, line_, 1, static_cast<int>(cells.size()));
        continue;
      }
      for (const Json& cell : cells)
        writer_.cell(cell.is_object() ? text_at(cell, "text") : "", row, column++, line_);
    }
    writer_.finish_table();
  }

  /// A cell over all columns stands in the file as often as there are columns.
  static bool is_one_over_all(const Json& cells) {
    if (cells.size() < 2 || !cells[0].is_object()) return false;
    const std::string text = text_at(cells[0], "text");
    return text.size() > 3 && std::all_of(cells.begin(), cells.end(), [&](const Json& cell) {
             return cell.is_object() && text_at(cell, "text") == text;
           });
  }

  const Json& paper_;
  DocumentWriter writer_;
  int line_ = 0;
};

}  // namespace

bool is_white_paper(std::string_view text) {
  const std::string_view head = text.substr(0, 4096);
  return head.starts_with('{') && head.find("\"title\"") != std::string_view::npos &&
         head.find("\"district_code\"") != std::string_view::npos;
}

void read_white_paper(std::string_view text, Document& document) {
  if (is_too_deep(text)) throw Error(kTooDeep, {document.name});
  const Json paper = Json::parse(text, nullptr, false);
  if (!paper.is_object() || !paper.contains("tables") || !paper.contains("headings")) {
    throw Error(kDamaged, {document.name});
  }
  WhitePaperReader(paper, document).read();
}

}  // namespace zhiheng::read
