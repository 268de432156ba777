#pragma once
// A district of a few rows in a temporary folder, for the tests of the builder. Its definitions are read as
// those of any district are; its figures are put into the store as intake leaves them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "catalog/load.h"
#include "measure/evaluator.h"
#include "report/build.h"
#include "report/sample_document_test.h"
#include "store/database.h"

namespace zhiheng::report {

class SmallPack {
 public:
  static constexpr int kYear = 2020;

  SmallPack() : folder_(testing::TempDir() + "small-pack-" + std::to_string(getpid())) {
    std::filesystem::remove_all(folder_);
    write_definitions();
    database_ = store::open_memory_database();
    session_ = database_->session();
    fill_store();
  }
  ~SmallPack() { std::filesystem::remove_all(folder_); }

  /// A file of the pack; its folders are made.
  void write(const std::string& path, const std::string& content) const {
    const std::filesystem::path full = std::filesystem::path(folder_) / path;
    std::filesystem::create_directories(full.parent_path());
    write_file(full.string(), content);
  }

  /// The document of a report with one chapter file of this text. Its mistakes are in `diagnostics`.
  Document build(const std::string& markdown, int year = kYear) {
    write("catalog/reports/paper/chapter.md", markdown);
    diagnostics = {};
    catalog_ = catalog::load_catalog({folder_}, "d", diagnostics);
    evaluator_ = std::make_unique<measure::Evaluator>(catalog_, *session_);
    return build_document(*evaluator_, "paper", year, sample::theme(), diagnostics);
  }

  /// "file:line:column [code]" of each mistake, in order.
  std::vector<std::string> mistakes() const {
    std::vector<std::string> out;
    for (const auto& d : diagnostics.items()) out.push_back(to_string(d.where) + " [" + d.code + "]");
    return out;
  }

  Diagnostics diagnostics;

 private:
  void write_definitions() const {
    write("catalog/codes/department.csv",
          "code,zh,en,official,role,note\nmarket,区市场监管局,Market,,,\nwater,区水务局,Water,,,\n");
    write("catalog/codes/stage.csv",
          "code,zh,en,official,role,note\nproduction,生产,Production,,,\ncirculation,流通,Circulation,,,\n"
          "online,网络销售,Online,,of-which,\ncatering,餐饮,Catering,,,\n");
    write("catalog/codes/level.csv",
          "code,zh,en,official,role,note\ncity,市级,City,,,\ndistrict,区级,District,,,\n");
    write("catalog/cubes/food.yaml", R"(title: {zh: 食品抽检, en: Food}
owner: market
dimensions:
  stage: {zh: 环节, en: Stage, codes: stage}
measures:
  planned: {zh: 计划, en: Planned, unit: 件}
  tested: {zh: 完成, en: Tested, unit: 件}
  passed: {zh: 合格, en: Passed, unit: 件}
derived:
  pass_rate: {zh: 合格率, en: Pass rate, numerator: passed, denominator: tested, unit: "%", decimals: 2}
)");
    write("catalog/cubes/drug.yaml", R"(title: {zh: 药品抽检, en: Drugs}
owner: market
dimensions:
  stage: {zh: 环节, en: Stage, codes: stage}
measures:
  tested: {zh: 完成, en: Tested, unit: 件}
)");
    write("catalog/lists/garden.yaml", R"(title: {zh: 标准园, en: Gardens}
owner: water
unit: 家
columns:
  level: {zh: 级别, en: Level, codes: level}
  name: {zh: 名称, en: Name}
  land: {zh: 面积, en: Land, type: decimal, unit: 亩, decimals: 1}
)");
    write("catalog/indicators/all.yaml", R"(
econ.gdp: {title: {zh: 生产总值, en: GDP}, kind: amount, unit: 亿元, decimals: 2, owner: market}
econ.rate: {title: {zh: 优良率, en: Rate}, kind: rate, unit: "%", decimals: 1, owner: water}
econ.noise: {title: {zh: 噪声, en: Noise}, kind: level, unit: 分贝, decimals: 1, owner: water}
econ.visits: {title: {zh: 客流, en: Visits}, kind: count, unit: 人次, owner: water}
econ.doubled: {title: {zh: 倍数, en: Doubled}, kind: count, unit: 人次, owner: water, formula: econ.visits * 2}
econ.gone: {title: {zh: 没有的, en: Gone}, kind: count, unit: 件, owner: market}
)");
    write("catalog/reports/paper/report.yaml",
          "title: \"{{ year }} 年{{ district }}报告\"\nparts:\n  - chapter.md\n");
    write("districts/d/codes/town.csv", "code,zh,en,official,role,note\neast,东镇,East,,,\n");
    write("districts/d/district.yaml",
          "code: \"990199\"\ntitle: {zh: 样区, en: Sample}\nfull: {zh: 某市样区, en: Sample}\nareas: town\n"
          "years:\n  2019: {issued: 2020-10, issuers: [样区办]}\n  2020: {issued: 2021-10, issuers: "
          "[样区办]}\n");
  }

  void fill_store() {
    session_->execute(R"(
CREATE TABLE food ("year" INTEGER, stage VARCHAR, planned DECIMAL(24, 6), tested DECIMAL(24, 6), passed DECIMAL(24, 6), "_line" INTEGER);
INSERT INTO food VALUES (2019, 'production', 10, 10, 9, 2), (2019, 'circulation', 20, 20, 20, 3), (2019, 'catering', 20, 20, 18, 4),
  (2020, 'production', 20, 20, 20, 5), (2020, 'circulation', 30, 30, 27, 6), (2020, 'online', 7, 7, 7, 7), (2020, 'catering', NULL, 50, 48, 8);
CREATE TABLE drug ("year" INTEGER, stage VARCHAR, tested DECIMAL(24, 6), "_line" INTEGER);
CREATE TABLE garden ("year" INTEGER, level VARCHAR, name VARCHAR, land DECIMAL(24, 6), "_line" INTEGER);
INSERT INTO garden VALUES (2020, 'city', '春晖园', 120.5, 2), (2020, 'city', '绿源园', 80, 3), (2020, 'district', '田园', NULL, 4);
CREATE TABLE _file (path VARCHAR, sha256 VARCHAR, cube VARCHAR);
INSERT INTO _file VALUES ('data/food.csv', 'aa', 'food'), ('data/garden.csv', 'bb', 'garden'), ('data/reported/all.csv', 'cc', '');
CREATE TABLE _row (cube VARCHAR, line INTEGER, source VARCHAR, status VARCHAR, note VARCHAR, year INTEGER);
INSERT INTO _row SELECT 'food', "_line", '表1', '', '', "year" FROM food;
INSERT INTO _row SELECT 'garden', "_line", '表2', '', '', "year" FROM garden;
CREATE TABLE _published (cube VARCHAR, "year" INTEGER, members VARCHAR, measure VARCHAR, value VARCHAR, total INTEGER, line INTEGER, source VARCHAR, note VARCHAR);
INSERT INTO _published VALUES ('food', 2020, 'circulation', 'pass_rate', '91.00', 0, 6, '表1', ''), ('food', 2020, '*', 'pass_rate', '95.00', 1, 9, '表1', '');
CREATE TABLE _reported (path VARCHAR, line INTEGER, indicator VARCHAR, area VARCHAR, "year" INTEGER, value VARCHAR, growth VARCHAR, source VARCHAR, status VARCHAR, note VARCHAR);
INSERT INTO _reported VALUES ('data/reported/all.csv', 2, 'econ.gdp', '', 2019, '100.00', '', '正文', '', ''),
  ('data/reported/all.csv', 3, 'econ.gdp', '', 2020, '112.80', '', '正文', '', ''), ('data/reported/all.csv', 4, 'econ.gdp', 'east', 2020, '12.80', '', '正文', '', ''),
  ('data/reported/all.csv', 5, 'econ.rate', '', 2019, '82.7', '', '正文', '', ''), ('data/reported/all.csv', 6, 'econ.rate', '', 2020, '88.0', '', '正文', '', ''),
  ('data/reported/all.csv', 7, 'econ.noise', '', 2019, '57.9', '', '正文', '', ''), ('data/reported/all.csv', 8, 'econ.noise', '', 2020, '57.0', '', '正文', '', ''),
  ('data/reported/all.csv', 9, 'econ.visits', '', 2019, '123456', '', '正文', '', ''), ('data/reported/all.csv', 10, 'econ.visits', '', 2020, '123456', '', '正文', '', ''),
  ('data/reported/all.csv', 11, 'econ.doubled', '', 2020, '246912', '', '正文', '', '');
)");
  }

  std::string folder_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Session> session_;
  catalog::Catalog catalog_;
  std::unique_ptr<measure::Evaluator> evaluator_;
};

/// The first block of that kind, those in cases too; the test fails if there is none.
template <typename Kind>
const Kind& first(const Document& document) {
  for (const Block& block : document.blocks) {
    if (const auto* found = std::get_if<Kind>(&block)) return *found;
  }
  static const Kind kNone{};
  ADD_FAILURE() << "the document has no such block";
  return kNone;
}

template <typename Kind>
size_t count_of(const Document& document) {
  return static_cast<size_t>(std::count_if(document.blocks.begin(), document.blocks.end(),
                                           [](const Block& b) { return std::holds_alternative<Kind>(b); }));
}

/// The paragraphs as one text, a line each.
inline std::string prose(const Document& document) {
  std::string out;
  for (const Block& block : document.blocks) {
    if (const auto* p = std::get_if<Paragraph>(&block)) out += plain_text(p->runs) + "\n";
  }
  return out;
}

/// A table's body as text: cells with `|`, covered ones as `^`, rows with a line break.
inline std::string grid_text(const std::vector<TableRow>& rows) {
  std::string out;
  for (const TableRow& row : rows) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const Cell& cell = row.cells[i];
      out += (i == 0 ? "" : "|") + (cell.covered ? std::string("^") : cell.text + cell.unit + cell.after);
    }
    out += "\n";
  }
  return out;
}

}  // namespace zhiheng::report
