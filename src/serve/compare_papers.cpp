// What changed from one paper to another: as a reader would say it, paragraph by paragraph, cell by cell.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "serve/paper_desk.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;

struct Piece {
  std::string place, text;
};
/// What stands below one heading of the first level.
struct Chapter {
  std::string title;
  std::vector<Piece> pieces;
};

std::vector<Chapter> chapters_of(const Json& paper) {
  std::map<std::string, Json> headings;
  for (const Json& heading : paper["headings"]) headings[heading.value("id", "")] = heading;
  std::vector<Chapter> chapters{{"", {}}};
  std::string under;
  std::size_t counted = 0;
  for (const Json& block : paper["text"]) {
    const std::string kind = block.value("kind", ""), id = block.value("id", "");
    if (kind == "heading") {
      const Json& heading = headings[id];
      under = id;
      counted = 0;
      if (heading.value("level", 0) == 1) chapters.push_back({heading.value("title", ""), {}});
      chapters.back().pieces.push_back({id, heading.value("title", "")});
    } else if (kind == "key-number") {
      chapters.back().pieces.push_back({under + "~" + std::to_string(++counted),
                                        block.value("label", "") + "：" + block.value("value", "")});
    } else if (block.contains("text")) {
      chapters.back().pieces.push_back({under + "~" + std::to_string(++counted), block["text"]});
    }
  }
  return chapters;
}

/// Without digits: two texts that differ in numbers only are the same by this.
std::string without_digits(const std::string& text) {
  std::string out;
  for (const char c : text)
    if ((c < '0' || c > '9') && c != '.' && c != ',') out += c;
  return out;
}

void tell_pair(const Chapter& chapter, const Piece& a, const Piece& b, Json& out) {
  const char* shelf = without_digits(a.text) == without_digits(b.text) ? "numbers" : "texts";
  out[shelf].push_back({{"chapter", chapter.title}, {"place", b.place}, {"a", a.text}, {"b", b.text}});
}

/// A stretch that has no like on the other side: paired as far as it goes, the rest added or removed.
void tell_gap(const Chapter& chapter, const std::vector<Piece>& a, const std::vector<Piece>& b, Json& out) {
  const std::size_t both = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < both; ++i) tell_pair(chapter, a[i], b[i], out);
  for (std::size_t i = both; i < a.size(); ++i)
    out["removed"].push_back({{"chapter", chapter.title}, {"place", a[i].place}, {"text", a[i].text}});
  for (std::size_t i = both; i < b.size(); ++i)
    out["added"].push_back({{"chapter", chapter.title}, {"place", b[i].place}, {"text", b[i].text}});
}

/// The longest common subsequence of both; what lies between its members are gaps.
void compare(const Chapter& a, const Chapter& b, Json& out) {
  const std::size_t n = a.pieces.size(), m = b.pieces.size();
  std::vector<std::vector<std::uint32_t>> longest(n + 1, std::vector<std::uint32_t>(m + 1));
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = m; j-- > 0;)
      longest[i][j] = a.pieces[i].text == b.pieces[j].text ? longest[i + 1][j + 1] + 1
                                                           : std::max(longest[i + 1][j], longest[i][j + 1]);
  std::vector<Piece> of_a, of_b;
  const auto close = [&] {
    tell_gap(b, of_a, of_b, out);
    of_a.clear();
    of_b.clear();
  };
  std::size_t i = 0, j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && a.pieces[i].text == b.pieces[j].text) {
      close();
      ++i, ++j;
    } else if (j == m || (i < n && longest[i + 1][j] >= longest[i][j + 1])) {
      of_a.push_back(a.pieces[i++]);
    } else {
      of_b.push_back(b.pieces[j++]);
    }
  }
  close();
}

std::map<std::string, const Json*> by_id(const Json& tables) {
  std::map<std::string, const Json*> out;
  for (const Json& table : tables) out[table.value("id", "")] = &table;
  return out;
}

/// Cells by their places, where both tables have as many rows; else the table as a whole has changed.
void compare_tables(const Json& a, const Json& b, Json& out) {
  const std::string title = b.value("title", ""), id = b.value("id", "");
  const Json &rows_a = a["rows"], &rows_b = b["rows"];
  if (rows_a.size() != rows_b.size()) {
    out["texts"].push_back({{"chapter", title},
                            {"place", id},
                            {"a", std::to_string(rows_a.size()) + " 行 rows"},
                            {"b", std::to_string(rows_b.size()) + " 行 rows"}});
    return;
  }
  for (std::size_t r = 0; r < rows_b.size(); ++r) {
    for (std::size_t c = 0; c < std::min(rows_a[r].size(), rows_b[r].size()); ++c) {
      const std::string before = rows_a[r][c].value("text", ""), after = rows_b[r][c].value("text", "");
      if (before == after) continue;
      const std::string row = rows_b[r].empty() ? "" : rows_b[r][0].value("text", "");
      out["numbers"].push_back({{"chapter", title + "：" + row}, {"place", id}, {"a", before}, {"b", after}});
    }
  }
}

}  // namespace

Json compare_papers(const std::string& a, const std::string& b) {
  const Json paper_a = Json::parse(a), paper_b = Json::parse(b);
  Json out{{"numbers", Json::array()},
           {"texts", Json::array()},
           {"added", Json::array()},
           {"removed", Json::array()}};
  const auto of_a = chapters_of(paper_a), of_b = chapters_of(paper_b);
  for (const Chapter& chapter : of_b) {
    const auto former = std::ranges::find(of_a, chapter.title, &Chapter::title);
    compare(former == of_a.end() ? Chapter{chapter.title, {}} : *former, chapter, out);
  }
  for (const Chapter& chapter : of_a)
    if (std::ranges::find(of_b, chapter.title, &Chapter::title) == of_b.end())
      compare(chapter, {chapter.title, {}}, out);
  const auto tables_a = by_id(paper_a["tables"]), tables_b = by_id(paper_b["tables"]);
  for (const auto& [id, table] : tables_b) {
    const auto former = tables_a.find(id);
    if (former != tables_a.end())
      compare_tables(*former->second, *table, out);
    else
      out["added"].push_back({{"chapter", ""}, {"place", id}, {"text", table->value("title", "")}});
  }
  for (const auto& [id, table] : tables_a)
    if (!tables_b.contains(id))
      out["removed"].push_back({{"chapter", ""}, {"place", id}, {"text", table->value("title", "")}});
  return out;
}

}  // namespace zhiheng::serve
