#include "intake/load_pack.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "intake/cells.h"
#include "read/csv.h"

namespace zhiheng::intake {
namespace {

using catalog::Cube;
using catalog::Measure;
using store::Frame;

constexpr ErrorCode kUnknownFile{"data.unknown-file", "没有名为 {} 的汇总表或名录，文件未读入",
                                 "there is no cube or list named {}; the file was not read"};
constexpr ErrorCode kDuplicateRow{"data.duplicate-row", "与第 {} 行的年份和维度相同",
                                  "the same year and dimensions as line {}"};
constexpr ErrorCode kReportedTwice{"data.reported-twice",
                                   "该指标、地区、年份的数值已在 {} 给出；如为另一处公布，status 写 conflict",
                                   "the value of this indicator, area and year is already at {}; if it was "
                                   "published a second time, the status is conflict"};
constexpr ErrorCode kTotalNotPublished{"data.total-without-figure", "合计行（*）没有任何数字",
                                       "a total row (*) without any figure"};
constexpr ErrorCode kUnknownIndicator{"data.unknown-indicator", "没有指标 {}{}",
                                      "there is no indicator {}{}"};
constexpr ErrorCode kNoValue{"data.no-value", "value 与 growth 不能都为空",
                             "value and growth can't both be empty"};
constexpr ErrorCode kBadInteger{"data.not-integer", "列 {} 应为整数，实为“{}”",
                                "column {} must be a whole number, not “{}”"};

Frame text_frame(const std::vector<std::string>& names) {
  Frame frame;
  for (const auto& name : names) frame.add_column(name, Frame::Type::kText);
  return frame;
}

void add_row(Frame& frame, const std::vector<std::string>& cells) {
  for (size_t i = 0; i < cells.size(); ++i) {
    frame.column(i).texts.push_back(cells[i].empty() ? std::nullopt : std::optional(cells[i]));
  }
}

/// The rows of the tables beside the cubes, filled while files are read.
struct Books {
  Frame files = text_frame({"path", "sha256", "cube"});
  Frame rows = text_frame({"cube", "line", "source", "status", "note", "year"});
  Frame published =
      text_frame({"cube", "year", "members", "measure", "value", "total", "line", "source", "note"});
  Frame reported = text_frame(
      {"path", "line", "indicator", "area", "year", "value", "growth", "source", "status", "note"});
};

class CubeLoader {
 public:
  CubeLoader(const catalog::Catalog& catalog, const Cube& cube, const read::CsvFile& file, Books& books,
             Diagnostics& diagnostics)
      : cube_(cube),
        file_(file),
        books_(books),
        diagnostics_(diagnostics),
        check_(file, catalog, diagnostics),
        columns_(file, required(), optional(), diagnostics) {}

  Frame load() {
    std::vector<std::string> names{"year"};
    for (const auto& d : cube_.dimensions) names.push_back(d.id);
    for (const auto& c : cube_.columns) names.push_back(c.id);
    for (const Measure& m : cube_.measures) {
      if (is_stored(m)) names.push_back(m.id);
    }
    names.emplace_back("_line");
    Frame frame = text_frame(names);
    if (!columns_.complete()) return frame;
    for (const auto& row : file_.rows) cube_.is_list ? list_row(row, frame) : cube_row(row, frame);
    return frame;
  }

 private:
  bool is_stored(const Measure& m) const { return m.form == Measure::Form::kStored && !cube_.is_list; }

  std::vector<std::string> required() const {
    std::vector<std::string> names{"year"};
    for (const auto& d : cube_.dimensions) names.push_back(d.id);
    for (const auto& c : cube_.columns) names.push_back(c.id);
    for (const Measure& m : cube_.measures) {
      if (is_stored(m)) names.push_back(m.id);
    }
    for (const char* name : {"source", "status", "note"}) names.emplace_back(name);
    return names;
  }

  std::vector<std::string> optional() const {
    std::vector<std::string> names;
    for (const Measure& m : cube_.measures) {
      if (m.form != Measure::Form::kStored) names.push_back(m.id + "@published");
    }
    return names;
  }

  void cube_row(const std::vector<read::CsvCell>& row, Frame& frame) {
    bool ok = true;
    std::vector<std::string> cells{std::to_string(check_.year(columns_.cell(row, "year"), ok))};
    std::vector<std::string> members;
    for (const auto& d : cube_.dimensions) {
      const auto& cell = columns_.cell(row, d.id);
      check_.code(cell, d.id, d.codes, true, ok);
      members.push_back(cell.text);
    }
    const bool total = std::find(members.begin(), members.end(), "*") != members.end();
    const int line = row[0].line;
    if (ok) {
      const auto [first, is_new] = seen_.emplace(cells[0] + "|" + join(members, "|"), line);
      if (!is_new) diagnostics_.add(kDuplicateRow, check_.place(row[0]), {std::to_string(first->second)});
      ok = is_new;
    }
    cells.insert(cells.end(), members.begin(), members.end());
    std::vector<std::vector<std::string>> published;
    for (const Measure& m : cube_.measures) {
      const std::string column = is_stored(m) ? m.id : m.id + "@published";
      const auto& cell = columns_.cell(row, column);
      check_.number(cell, column, ok);
      if (is_stored(m)) cells.push_back(cell.text);
      if (!cell.text.empty() && (total || !is_stored(m))) {
        published.push_back({cube_.id, cells[0], join(members, "|"), m.id, cell.text, total ? "1" : "0",
                             std::to_string(line), columns_.cell(row, "source").text,
                             columns_.cell(row, "note").text});
      }
    }
    if (total && published.empty()) {
      diagnostics_.add(kTotalNotPublished, check_.place(row[0]));
      ok = false;
    }
    origin(row, total ? "" : cells[0], ok);
    if (!ok) return;
    for (const auto& entry : published) add_row(books_.published, entry);
    cells.push_back(std::to_string(line));
    if (!total) add_row(frame, cells);
  }

  void list_row(const std::vector<read::CsvCell>& row, Frame& frame) {
    bool ok = true;
    std::vector<std::string> cells{std::to_string(check_.year(columns_.cell(row, "year"), ok))};
    for (const auto& c : cube_.columns) {
      const auto& cell = columns_.cell(row, c.id);
      if (!c.codes.empty() && !cell.text.empty()) check_.code(cell, c.id, c.codes, false, ok);
      if (c.type == catalog::Column::Type::kInteger || c.type == catalog::Column::Type::kDecimal) {
        const auto number = check_.number(cell, c.id, ok);
        if (number && number->scale() > 0 && c.type == catalog::Column::Type::kInteger) {
          diagnostics_.add(kBadInteger, check_.place(cell), {c.id, cell.text});
          ok = false;
        }
      }
      if (c.type == catalog::Column::Type::kDate) check_.date(cell, c.id, ok);
      cells.push_back(cell.text);
    }
    origin(row, cells[0], ok);
    cells.push_back(std::to_string(row[0].line));
    if (ok) add_row(frame, cells);
  }

  /// `year` is empty for a row of totals: it is no row of figures.
  void origin(const std::vector<read::CsvCell>& row, const std::string& year, bool& ok) {
    check_.one_of(columns_.cell(row, "status"), "status", {"", "inferred"}, ok);
    if (!ok) return;
    add_row(books_.rows, {cube_.id, std::to_string(row[0].line), columns_.cell(row, "source").text,
                          columns_.cell(row, "status").text, columns_.cell(row, "note").text, year});
  }

  const Cube& cube_;
  const read::CsvFile& file_;
  Books& books_;
  Diagnostics& diagnostics_;
  CellCheck check_;
  Columns columns_;
  std::map<std::string, int> seen_;
};

void create_table(const Cube& cube, store::Session& session) {
  std::string columns = "\"year\" INTEGER";
  const auto add = [&](const std::string& name, const char* type) {
    columns += ", " + sql_quoted(name, '"') + " " + type;
  };
  for (const auto& d : cube.dimensions) add(d.id, "VARCHAR");
  for (const auto& c : cube.columns) {
    const bool number =
        c.type == catalog::Column::Type::kInteger || c.type == catalog::Column::Type::kDecimal;
    add(c.id, number ? "DECIMAL(24, 6)" : "VARCHAR");
  }
  for (const Measure& m : cube.measures) {
    if (m.form == Measure::Form::kStored && !cube.is_list) add(m.id, "DECIMAL(24, 6)");
  }
  session.execute("CREATE TABLE " + sql_quoted(cube.id, '"') + " (" + columns + ", \"_line\" INTEGER)");
}

void store_books(const Books& books, store::Session& session) {
  const std::pair<const char*, const Frame*> tables[] = {{"_file", &books.files},
                                                         {"_row", &books.rows},
                                                         {"_published", &books.published},
                                                         {"_reported", &books.reported}};
  for (const auto& [name, frame] : tables) {
    std::vector<std::string> columns;
    for (size_t i = 0; i < frame->columns(); ++i)
      columns.push_back(sql_quoted(frame->column(i).name, '"') + " VARCHAR");
    session.execute(std::string("CREATE TABLE \"") + name + "\" (" + join(columns, ", ") + ")");
    session.append(name, *frame);
  }
}

/// `seen` goes from file to file: a value may be stated once in all of them.
void load_reported(const catalog::Catalog& catalog, const read::CsvFile& file, Books& books,
                   std::map<std::string, Location>& seen, Diagnostics& diagnostics) {
  const std::vector<std::string> names{"indicator", "area",   "year",   "value",
                                       "growth",    "source", "status", "note"};
  const Columns columns(file, names, {}, diagnostics);
  if (!columns.complete()) return;
  const CellCheck check(file, catalog, diagnostics);
  for (const auto& row : file.rows) {
    bool ok = true;
    std::vector<std::string> cells{file.path, std::to_string(row[0].line)};
    for (const auto& name : names) cells.push_back(columns.cell(row, name).text);
    const auto& indicator = columns.cell(row, "indicator");
    if (catalog.indicator(indicator.text) == nullptr) {
      std::vector<std::string> known;
      for (const auto& entry : catalog.indicators) known.push_back(entry.first);
      const std::string near = nearest(indicator.text, known);
      diagnostics.add(kUnknownIndicator, check.place(indicator),
                      {indicator.text, near.empty() ? "" : "（" + near + "？）"});
      ok = false;
    }
    const auto& area = columns.cell(row, "area");
    if (!area.text.empty()) check.code(area, "area", catalog.district.areas, false, ok);
    check.year(columns.cell(row, "year"), ok);
    check.number(columns.cell(row, "value"), "value", ok);
    check.number(columns.cell(row, "growth"), "growth", ok);
    const auto& status = columns.cell(row, "status");
    check.one_of(status, "status", {"", "inferred", "conflict"}, ok);
    if (columns.cell(row, "value").text.empty() && columns.cell(row, "growth").text.empty()) {
      diagnostics.add(kNoValue, check.place(columns.cell(row, "value")));
      ok = false;
    }
    if (ok && status.text != "conflict") {
      const auto [first, is_new] =
          seen.emplace(cells[2] + "|" + cells[3] + "|" + cells[4], check.place(row[0]));
      if (!is_new) diagnostics.add(kReportedTwice, check.place(row[0]), {to_string(first->second)});
      ok = is_new;
    }
    if (ok) add_row(books.reported, cells);
  }
}

}  // namespace

void load_pack(const catalog::Catalog& catalog, store::Session& session, Diagnostics& diagnostics) {
  Books books;
  const std::string data = catalog.district.folder + "/data";
  const auto shown = [&](const std::string& path) {
    return catalog.district.shown + path.substr(catalog.district.folder.size());
  };
  for (const auto& [id, cube] : catalog.cubes) create_table(cube, session);
  for (const auto& path : list_files(data, ".csv")) {
    const std::string id = std::filesystem::path(path).stem().string();
    const Cube* cube = catalog.cube(id);
    if (cube == nullptr) {
      diagnostics.add(kUnknownFile, {shown(path)}, {id});
      continue;
    }
    const auto file = read::read_csv(path, shown(path), diagnostics);
    session.append(id, CubeLoader(catalog, *cube, file, books, diagnostics).load());
    add_row(books.files, {file.path, file.sha256, id});
  }
  std::map<std::string, Location> seen;
  for (const auto& path : list_files(data + "/reported", ".csv")) {
    const auto file = read::read_csv(path, shown(path), diagnostics);
    load_reported(catalog, file, books, seen, diagnostics);
    add_row(books.files, {file.path, file.sha256, ""});
  }
  store_books(books, session);
}

}  // namespace zhiheng::intake
