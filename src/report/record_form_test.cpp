#include "report/record_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "read/read_document.h"
#include "report/office/package_test.h"

// libxlsxwriter 1.1.4 copies the range of a list of choices twice and frees it once.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:lxw_strdup\n"; }

namespace zhiheng::report {
namespace {

using catalog::Dataset;
using catalog::DatasetColumn;
using testing::ElementsAre;
using testing::HasSubstr;
using Type = DatasetColumn::Type;

DatasetColumn column(const std::string& id, const std::string& zh, Type type = Type::kText) {
  DatasetColumn out;
  out.id = id;
  out.title = {zh, "English " + id};
  out.type = type;
  return out;
}

/// A form with one column of each kind, opened.
class RecordFormTest : public testing::Test {
 protected:
  RecordFormTest() {
    catalog_.district.areas = "town";
    for (int i = 0; i < 60; ++i)
      catalog_.codes["town"].codes.push_back(
          {"t" + std::to_string(i), {"第" + std::to_string(i) + "街道", ""}, "", false});
    catalog_.codes["stage"].codes = {{"make", {"生产", "Making"}, "", false},
                                     {"sell", {"流通", "Selling"}, "", false}};
    dataset_.id = "sample";
    dataset_.title = {"抽检样品", "Samples"};
    dataset_.key = {"no"};
    dataset_.unit = "件";
    dataset_.columns = {column("no", "编号"),
                        column("day", "日期", Type::kDate),
                        column("stage", "环节"),
                        column("town", "街镇"),
                        column("value", "实测值", Type::kDecimal),
                        column("count", "数量", Type::kInteger),
                        column("passed", "合格", Type::kBoolean)};
    dataset_.columns[0].required = true;
    dataset_.columns[0].length = 20;
    dataset_.columns[0].example = "XC001";
    dataset_.columns[1].least = 16436;  // 2015-01-01
    dataset_.columns[2].codes = "stage";
    dataset_.columns[3].codes = "area";
    dataset_.columns[4].decimals = 3;
    dataset_.columns[4].least = 0;
    dataset_.columns[4].most = 12500;
  }

  const std::string& write() {
    Theme theme;
    theme.office_body = theme.office_heading = "宋体";
    theme.light = {"#000000", "#444444", "#cccccc", "#ffffff", "#eeeeee", "#1f4e79"};
    write_record_form(dataset_, catalog_, theme, path_);
    return path_;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.path() + "/form.xlsx";
  catalog::Catalog catalog_;
  Dataset dataset_;
};

TEST_F(RecordFormTest, IsReadBackWithItsHeads) {
  const auto document = read::parse_document(read_file(write(), "form.xlsx"), "form.xlsx");
  EXPECT_THAT(document.text, HasSubstr("编号"));
  EXPECT_THAT(document.text, HasSubstr("XC001")) << "the example, in the guide";
  auto package = office::testing::open_package(path_);
  const auto strings = package.entries.at("xl/sharedStrings.xml");
  for (const auto& each : dataset_.columns) EXPECT_THAT(strings, HasSubstr(each.title.zh));
  const auto rows = package.xml("xl/worksheets/sheet1.xml").child("sheetData");
  EXPECT_EQ(std::distance(rows.begin(), rows.end()), 1)
      << "nothing below the heads: it would be taken for records";
  EXPECT_EQ(std::distance(rows.first_child().begin(), rows.first_child().end()), 7);
}

TEST_F(RecordFormTest, ItsRulesAreThoseOfTheColumns) {
  auto package = office::testing::open_package(write());
  const auto sheet = package.xml("xl/worksheets/sheet1.xml");
  std::vector<std::string> rules;
  for (const auto rule : sheet.child("dataValidations").children()) {
    rules.push_back(std::string(rule.attribute("sqref").value()) + " " + rule.attribute("type").value() +
                    " " + rule.child("formula1").text().get() + " " + rule.child("formula2").text().get());
    EXPECT_STRNE(rule.attribute("error").value(), "");
  }
  EXPECT_THAT(rules, ElementsAre("A2:A5001 textLength 20 ", "B2:B5001 date 42005 2958465",
                                 "C2:C5001 list \"生产,流通\" ", "D2:D5001 list '_codes'!$A$1:$A$60 ",
                                 "E2:E5001 decimal 0 12.5", "F2:F5001 whole -999999999999999 999999999999999",
                                 "G2:G5001 list \"是,否\" "));
  EXPECT_STREQ(sheet.child("sheetViews").child("sheetView").child("pane").attribute("state").value(),
               "frozen");
}

TEST_F(RecordFormTest, LongChoicesAreOnAHiddenSheetInOrder) {
  auto package = office::testing::open_package(write());
  std::vector<std::string> sheets;
  for (const auto sheet : package.xml("xl/workbook.xml").child("sheets").children())
    sheets.push_back(std::string(sheet.attribute("name").value()) + sheet.attribute("state").value());
  EXPECT_THAT(sheets, ElementsAre("抽检样品", "填写说明", "代码", "_codeshidden"));
}

TEST_F(RecordFormTest, TextsStayTexts) {
  auto package = office::testing::open_package(write());
  const auto column = package.xml("xl/worksheets/sheet1.xml").child("cols").first_child();
  const auto styles = package.xml("xl/styles.xml");
  auto format = styles.child("cellXfs").first_child();
  for (int i = 0; i < column.attribute("style").as_int(); ++i) format = format.next_sibling();
  const auto number =
      styles.child("numFmts").find_child_by_attribute("numFmtId", format.attribute("numFmtId").value());
  EXPECT_STREQ(number.attribute("formatCode").value(), "@");
}

TEST_F(RecordFormTest, ItsCommentsSayWhatIsWanted) {
  auto package = office::testing::open_package(write());
  const std::string& comments = package.entries.at("xl/comments1.xml");
  for (const char* words : {"English no", "必填 required", "选填 optional", "示例 example: XC001",
                            "不小于 2015-01-01", "至多 3 位小数", "0.000 到 12.500", "60 codes"})
    EXPECT_THAT(comments, HasSubstr(words));
}

TEST_F(RecordFormTest, AFailureLeavesNothing) {
  path_ = folder_.path() + "/none/form.xlsx";
  EXPECT_THROW(write(), Error);
  path_ = folder_.path() + "/taken";
  std::filesystem::create_directory(path_);
  EXPECT_THROW(write(), Error) << "a folder stands there";
  EXPECT_FALSE(std::filesystem::exists(path_ + ".unfinished"));
}

TEST(RecordWords, OfPeriods) {
  Dataset dataset;
  EXPECT_EQ(frequency_in_words(dataset).zh, "不定期");
  dataset.frequency = "month";
  dataset.due = 10;
  EXPECT_EQ(frequency_in_words(dataset).zh, "每月，期末后 10 个工作日内");
  EXPECT_EQ(frequency_in_words(dataset).en, "monthly, within 10 working days after the period");
}

}  // namespace
}  // namespace zhiheng::report
