#include "report/xlsx.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "report/office/package_test.h"
#include "report/sample_document_test.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // what is not named keeps its default

namespace zhiheng::report {
namespace {

using office::testing::all;

// A sheet as a person sees it: address → text or number, and how it is shown.
struct Sheet {
  std::map<std::string, std::string> text;
  std::map<std::string, double> number;
  std::map<std::string, std::string> format;
  std::set<std::string> merges;
  pugi::xml_node xml;
};

class Xlsx : public ::testing::Test {
 protected:
  void write(const Document& document) {
    write_xlsx(document, sample::theme(), path_);
    package_ = office::testing::open_package(path_);
    strings_.clear();
    for (const auto& item : package_.xml("xl/sharedStrings.xml").children("si")) {
      strings_.emplace_back(item.child("t").child_value());
    }
    names_.clear();
    for (const auto& sheet : all(package_.xml("xl/workbook.xml"), "sheet")) {
      names_.emplace_back(sheet.attribute("name").value());
    }
  }

  Sheet sheet(const std::string& name) {
    const auto at = std::find(names_.begin(), names_.end(), name) - names_.begin();
    Sheet out;
    out.xml = package_.xml("xl/worksheets/sheet" + std::to_string(at + 1) + ".xml");
    for (const auto& cell : all(out.xml, "c")) {
      const std::string place = cell.attribute("r").value(), value = cell.child_value("v");
      if (value.empty()) continue;
      if (std::string_view(cell.attribute("t").value()) == "s") {
        out.text[place] = strings_.at(std::stoul(value));
      } else {
        out.number[place] = std::stod(value);
        out.format[place] = number_format(cell.attribute("s").as_int());
      }
    }
    for (const auto& merge : all(out.xml, "mergeCell")) out.merges.insert(merge.attribute("ref").value());
    return out;
  }

  std::string number_format(int style) {
    pugi::xml_node styles = package_.xml("xl/styles.xml");
    const auto formats = all(styles.child("cellXfs"), "xf");
    const std::string id = formats.at(static_cast<size_t>(style)).attribute("numFmtId").value();
    for (const auto& one : all(styles, "numFmt")) {
      if (one.attribute("numFmtId").value() == id) return one.attribute("formatCode").value();
    }
    return id == "1" ? "0" : id == "2" ? "0.00" : "id " + id;
  }

  office::testing::Folder folder_;
  std::string path_ = folder_.file("paper.xlsx");
  office::testing::Package package_;
  std::vector<std::string> strings_, names_;
};

TEST_F(Xlsx, OneSheetATableAndAFigureAndTheAnnexes) {
  write(sample::document());
  EXPECT_EQ(names_, (std::vector<std::string>{"目录", "表1", "表2", "表3", "表4", "图1", "数值", "来源",
                                              "核对发现", "输入文件"}));
}

TEST_F(Xlsx, EveryRelationLeadsToAPartAndEveryPartHasAType) {
  write(sample::document());
  std::set<std::string> typed;
  for (const auto& node : package_.xml("[Content_Types].xml").children("Override")) {
    typed.insert(node.attribute("PartName").value());
  }
  size_t sheets = 0;
  for (const auto& name : package_.order) sheets += name.starts_with("xl/worksheets/sheet") ? 1 : 0;
  EXPECT_EQ(sheets, names_.size());
  for (const auto& node : package_.xml("xl/_rels/workbook.xml.rels").children()) {
    const std::string part = std::string("xl/") + node.attribute("Target").value();
    EXPECT_TRUE(package_.has(part)) << part;
    EXPECT_TRUE(typed.contains("/" + part)) << part;
  }
}

TEST_F(Xlsx, IndexLeadsToEverySheet) {
  write(sample::document());
  const Sheet index = sheet("目录");
  std::set<std::string> targets;
  for (const auto& link : all(index.xml, "hyperlink")) targets.insert(link.attribute("location").value());
  EXPECT_EQ(targets.size(), names_.size() - 1);
  for (size_t i = 1; i < names_.size(); ++i)
    EXPECT_TRUE(targets.contains("'" + names_[i] + "'!A1")) << names_[i];
  bool omitted = false;
  for (const auto& [place, words] : index.text)
    omitted |= words.find("医疗器械：没有数据") != std::string::npos;
  EXPECT_TRUE(omitted);
}

TEST_F(Xlsx, TableHasTitleMergesNumbersNotes) {
  write(sample::document());
  const Sheet table = sheet("表1");
  EXPECT_EQ(table.text.at("A1"), "表1　2020 年闵行区食品抽检情况");
  EXPECT_EQ(table.text.at("D2"), "单位：件");
  EXPECT_EQ(table.text.at("B3"), "完成件数");
  EXPECT_TRUE(table.merges.contains("A3:A4"));
  EXPECT_TRUE(table.merges.contains("B3:C3"));
  EXPECT_TRUE(table.merges.contains("A5:D5"));
  EXPECT_EQ(table.text.at("A5"), "按环节分");
  EXPECT_EQ(table.number.at("B6"), 1200);
  EXPECT_EQ(table.format.at("B6"), "0");
  EXPECT_EQ(table.number.at("D6"), 98.62);
  EXPECT_EQ(table.format.at("D6"), "0.00");
  EXPECT_EQ(table.text.at("C11"), "—");
  EXPECT_EQ(table.text.at("A13"), "注：1. 不含快速检测。");
  EXPECT_EQ(table.text.at("A15"), "数据来源：区市场监管局、区农委");
  const pugi::xml_node pane = all(table.xml, "pane").at(0);
  EXPECT_STREQ(pane.attribute("topLeftCell").value(), "B5");
}

TEST_F(Xlsx, UnitsAreShownByTheFormat) {
  Document document = sample::document();
  Table table{.id = "units", .number = 9, .title = "单位"};
  table.columns.resize(1);
  const auto add = [&](const std::string& digits, const std::string& unit) {
    Cell cell{.kind = Cell::Kind::kNumber, .text = digits};
    cell.unit = unit;
    table.body.push_back({TableRow::Kind::kBody, {cell}});
  };
  add("98.62%", "");
  add("7263", "件");
  add("+5.3", "个百分点");
  add("-0.90", "说\"明\"");
  add("约三成", "");
  document.blocks.push_back(table);
  write(document);
  const Sheet sheet = this->sheet("表9");
  EXPECT_EQ(sheet.number.at("A3"), 98.62);
  EXPECT_EQ(sheet.format.at("A3"), "0.00\"%\"");
  EXPECT_EQ(sheet.number.at("A4"), 7263);
  EXPECT_EQ(sheet.format.at("A4"), "0\"\u00A0件\"");
  EXPECT_EQ(sheet.number.at("A5"), 5.3);
  EXPECT_EQ(sheet.format.at("A5"), "+0.0\"\u00A0个百分点\";-0.0\"\u00A0个百分点\";0.0\"\u00A0个百分点\"");
  EXPECT_EQ(sheet.number.at("A6"), -0.9);
  EXPECT_EQ(sheet.text.at("A7"), "约三成");
}

TEST_F(Xlsx, WordsNeverBecomeFormulas) {
  Document document = sample::document();
  Table table{.id = "evil", .number = 9, .title = "=1+1"};
  table.columns.resize(1);
  for (const char* words :
       {"=cmd|'/c calc'!A1", "+86", "-1", "@SUM(A1)", "2018", "\x01前\x02后", "http://example.org"}) {
    table.body.push_back({TableRow::Kind::kBody, {sample::label(words)}});
  }
  document.blocks.push_back(table);
  write(document);
  const Sheet sheet = this->sheet("表9");
  EXPECT_EQ(all(sheet.xml, "f").size(), 0u);
  EXPECT_EQ(sheet.number.size(), 0u);
  EXPECT_EQ(sheet.text.at("A3"), "=cmd|'/c calc'!A1");
  EXPECT_EQ(sheet.text.at("A7"), "2018");
  EXPECT_EQ(sheet.text.at("A8"), "前后");
  EXPECT_EQ(all(sheet.xml, "hyperlink").size(), 1u);  // the way back
}

TEST_F(Xlsx, LongTextIsCutAtWhatACellHolds) {
  Document document = sample::document();
  document.lineages[0].query.clear();
  for (int i = 0; i < 40000; ++i) document.lineages[0].query += "查";
  write(document);
  const Sheet sheet = this->sheet("来源");
  std::string longest;
  for (const auto& [place, words] : sheet.text) longest = words.size() > longest.size() ? words : longest;
  EXPECT_EQ(longest.size(), 32767u * 3);
  EXPECT_TRUE(longest.ends_with("查…"));
}

TEST_F(Xlsx, PublishedValuesAreComments) {
  write(sample::document());
  std::string words;
  for (const auto& name : package_.order) {
    if (name.starts_with("xl/comments")) words += package_.entries.at(name);
  }
  EXPECT_NE(words.find("公布值：98.5"), std::string::npos);
}

TEST_F(Xlsx, AnnexesHoldEveryNumberAndItsOrigin) {
  const Document document = sample::document();
  write(document);
  const Sheet numbers = sheet("数值");
  EXPECT_EQ(numbers.number.size(), document.numbers.size());
  EXPECT_EQ(numbers.text.at("B4"), document.numbers[0].text);
  EXPECT_EQ(numbers.number.at("C4"), document.numbers[0].value.to_double());
  const Sheet lineages = sheet("来源");
  EXPECT_EQ(lineages.text.at("A3"), "来源编号");
  EXPECT_EQ(lineages.text.at("A4"), "l1");
  EXPECT_EQ(lineages.text.at("V4"), std::string(64, 'a'));
  EXPECT_EQ(lineages.text.at("W4"), document.lineages[0].query);
  EXPECT_EQ(lineages.number.at("J4"), document.lineages[0].exact->to_double());
  const Sheet findings = sheet("核对发现");
  EXPECT_EQ(findings.text.at("C5"), "巡查次数 <b>");
  EXPECT_EQ(findings.text.at("H5"), "是");
  const Sheet inputs = sheet("输入文件");
  EXPECT_EQ(inputs.text.at("B5"), std::string(64, 'b'));
}

TEST_F(Xlsx, TwoTablesOfOneNumberGetTwoSheets) {
  Document document = sample::document();
  Table twin = sample::table(document, "twin", 1, 2);
  document.blocks.push_back(twin);
  write(document);
  EXPECT_NE(std::find(names_.begin(), names_.end(), "表1-2"), names_.end());
}

TEST_F(Xlsx, MadeUpFiguresAreMarkedOnEverySheet) {
  Document document = sample::document();
  document.simulated = true;
  write(document);
  for (const auto& name : names_) {
    EXPECT_NE(std::string(all(sheet(name).xml, "oddHeader").at(0).child_value()).find("模拟数据"),
              std::string::npos)
        << name;
  }
}

TEST_F(Xlsx, SameInputGivesTheSameBytes) {
  write(sample::document());
  const std::string first = office::testing::file_bytes(path_);
  write(sample::document());
  EXPECT_EQ(first, office::testing::file_bytes(path_));
  EXPECT_NE(package_.entries.at("docProps/core.xml").find("2021-10-01T00:00:00Z"), std::string::npos);
}

TEST_F(Xlsx, SaysWhereItCouldNotWrite) {
  try {
    write_xlsx(sample::document(), sample::theme(), folder_.file("no/such/folder.xlsx"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "xlsx.write_failed");
    EXPECT_EQ(error.exit_code(), 3);
  }
}

}  // namespace
}  // namespace zhiheng::report
