#include "read/formats/white_paper.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/prose.h"
#include "read/formats/writer.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kDamaged{"read.damaged", "不是本程序的 white-paper.json，或已损坏，或由旧版本生成",
                             "not a white-paper.json of ours, or damaged, or made by an older version"};
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

/// Leaves out what is not printed and makes most of the file: lineages, drawings, lists of inputs.
bool without_data(int depth, Json::parse_event_t event, const Json& key) {
  if (event != Json::parse_event_t::key) return true;
  const auto& name = key.get_ref<const std::string&>();
  return depth == 1 ? name != "lineage" && name != "numbers" && name != "generated_from" : name != "option";
}

std::string text_of(const Json& value) {
  std::string out = value.is_string() ? value.get<std::string>() : std::string();
  clean_text(out);
  return out;
}

std::string text_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() ? text_of(*found) : std::string();
}

int int_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
}

const Json& list_at(const Json& object, const char* name) {
  static const Json kNone = Json::array();
  const auto found = object.find(name);
  return found != object.end() && found->is_array() ? *found : kNone;
}

/// A heading, table, figure or case by its id.
using ById = std::map<std::string, const Json*, std::less<>>;
ById by_id(const Json& paper, const char* name) {
  ById out;
  for (const Json& item : list_at(paper, name)) out.emplace(text_at(item, "id"), &item);
  return out;
}

/// The marks of footnotes, [^3], raised.
std::string with_raised_marks(std::string_view text) {
  std::string out;
  for (size_t at = text.find("[^"); at != std::string_view::npos; at = text.find("[^")) {
    const size_t end = text.find(']', at);
    if (end == std::string_view::npos) break;
    out += text.substr(0, at);
    out += raised(text.substr(at + 2, end - at - 2));
    text.remove_prefix(end + 1);
  }
  return out.append(text);
}

class WhitePaperReader {
 public:
  WhitePaperReader(const Json& paper, Document& document)
      : paper_(paper),
        headings_(by_id(paper, "headings")),
        tables_(by_id(paper, "tables")),
        figures_(by_id(paper, "figures")),
        cases_(by_id(paper, "cases")),
        writer_(document) {}

  void read() {
    block(BlockKind::kHeading, text_at(paper_, "title"), 1);
    for (const Json& piece : list_at(paper_, "text")) {
      if (piece.is_object()) add(piece, text_at(piece, "kind"));
    }
    for (const Json& note : list_at(paper_, "footnotes")) {
      block(BlockKind::kNote, fmt::format("[{}] {}", int_at(note, "number"), words(note, "text")), 0);
    }
  }

 private:
  static std::string words(const Json& piece, const char* name) {
    return with_raised_marks(text_at(piece, name));
  }

  static const Json& find(const ById& items, const Json& piece) {
    static const Json kNothing = Json::object();
    const auto found = items.find(text_at(piece, "id"));
    return found != items.end() ? *found->second : kNothing;
  }

  void add(const Json& piece, const std::string& kind) {
    if (kind == "heading") {
      heading(find(headings_, piece));
    } else if (kind == "paragraph") {
      block(BlockKind::kParagraph, words(piece, "text"), 0);
    } else if (kind == "item") {
      const int number = int_at(piece, "number");
      const std::string mark = number > 0 ? fmt::format("{}. ", number) : "- ";
      block(BlockKind::kParagraph, mark + words(piece, "text"), 0);
    } else if (kind == "key-number") {
      const std::string detail = words(piece, "detail");
      block(BlockKind::kParagraph,
            text_at(piece, "label") + "：" + words(piece, "value") + (detail.empty() ? "" : "，" + detail),
            0);
    } else if (kind == "table") {
      const Json& table = find(tables_, piece);
      captioned("表", table, table);
    } else if (kind == "figure") {
      const Json& figure = find(figures_, piece);
      const auto data = figure.find("data");
      captioned("图", figure, data != figure.end() ? *data : figure);
    } else if (kind == "case") {
      caption("案例", find(cases_, piece));
    }
  }

  void block(BlockKind kind, const std::string& text, int level) {
    writer_.block(kind, text, level, ++line_, 0);
  }

  void heading(const Json& item) {
    const std::string number = text_at(item, "number");
    const std::string space = number.starts_with("第") || number.ends_with(".") ? " " : "";
    block(BlockKind::kHeading, number + space + text_at(item, "title"), int_at(item, "level"));
  }

  void caption(const char* what, const Json& item) {
    block(BlockKind::kParagraph,
          fmt::format("{} {} {}", what, int_at(item, "number"), text_at(item, "title")), 0);
  }

  void captioned(const char* what, const Json& item, const Json& data) {
    if (item.empty()) return;
    caption(what, item);
    const std::string unit = text_at(data, "unit");
    const std::string unit_line = unit.empty() ? "" : "单位：" + unit;
    if (const std::string subtitle = text_at(item, "subtitle"); subtitle != unit_line) {
      block(BlockKind::kParagraph, subtitle, 0);
    }
    block(BlockKind::kParagraph, unit_line, 0);
    table(data);
    const Json& notes = list_at(item, "notes");
    for (size_t i = 0; i < notes.size(); ++i) {
      const std::string number = notes.size() > 1 ? std::to_string(i + 1) : "";
      if (notes[i].is_string()) block(BlockKind::kNote, "注" + number + "：" + text_of(notes[i]), 0);
    }
    std::vector<std::string> sources;
    for (const Json& source : list_at(item, "sources")) sources.push_back(text_of(source));
    if (!sources.empty()) block(BlockKind::kNote, "数据来源：" + join(sources, "、"), 0);
  }

  void table(const Json& data) {
    writer_.start_table(++line_, 0);
    int row = heads(list_at(data, "columns"));
    for (const Json& cells : list_at(data, "rows")) {
      ++line_;
      for (size_t i = 0; cells.is_array() && i < cells.size(); ++i)
        body_cell(cells[i], row, static_cast<int>(i));
      ++row;
    }
    writer_.finish_table();
  }

  void body_cell(const Json& cell, int row, int column) {
    constexpr int kDeepest = 10;
    if (!cell.is_object()) return writer_.cell("", row, column, line_);
    if (cell.contains("covered")) return;
    std::string text;
    for (int i = 0; i < std::min(int_at(cell, "indent"), kDeepest); ++i) text += "　　";
    writer_.cell(text + text_at(cell, "text"), row, column, line_, span(cell, "row_span"),
                 span(cell, "col_span"));
  }

  static int span(const Json& cell, const char* name) {
    constexpr int kWidest = 1000;
    return std::clamp(int_at(cell, name), 1, kWidest);
  }

  /// Heads of several levels are joined in the file, "完成件数 / 合计": those that begin alike are one cell.
  /// Gives the number of rows.
  int heads(const Json& columns) {
    constexpr size_t kDeepest = 8;
    std::vector<std::vector<std::string>> paths;
    size_t depth = 1;
    for (const Json& column : columns) {
      paths.push_back(split(replace_all(text_of(column), " / ", "\x1f"), '\x1f'));
      if (paths.back().size() > kDeepest) paths.back() = {text_of(column)};
      depth = std::max(depth, paths.back().size());
    }
    for (size_t level = 0; level < depth; ++level) {
      for (size_t i = 0; i < paths.size(); ++i) {
        const auto& path = paths[i];
        if (level >= path.size() || (i > 0 && is_shared(paths[i - 1], path, level))) continue;
        size_t end = i + 1;
        while (end < paths.size() && is_shared(path, paths[end], level)) ++end;
        const size_t down = level + 1 == path.size() ? depth - level : 1;
        writer_.cell(path[level], static_cast<int>(level), static_cast<int>(i), line_, static_cast<int>(down),
                     static_cast<int>(end - i));
      }
      if (level + 1 < depth) ++line_;
    }
    return static_cast<int>(depth);
  }

  /// Whether two columns have one cell in common at `level`, with heads of their own below.
  static bool is_shared(const std::vector<std::string>& a, const std::vector<std::string>& b, size_t level) {
    return level + 1 < std::min(a.size(), b.size()) &&
           std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(level) + 1, b.begin());
  }

  const Json& paper_;
  const ById headings_, tables_, figures_, cases_;
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
  const Json paper = Json::parse(text, without_data, false);
  if (!paper.is_object() || !paper.contains("tables") || !paper.contains("text")) {
    throw Error(kDamaged, {document.name});
  }
  WhitePaperReader(paper, document).read();
}

}  // namespace zhiheng::read
