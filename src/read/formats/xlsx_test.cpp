#include "read/formats/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "read/formats/archive_test.h"
#include "read/formats/shown_test.h"
#include "read/read_document.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;

/// A workbook with title, unit, merged head, formats, a formula, a note and a hidden sheet.
std::string sample_workbook(const TemporaryFolder& folder) {
  const std::string path = folder / "sample.xlsx";
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "产值");
  lxw_format* percent = workbook_add_format(book);
  format_set_num_format(percent, "0.0%");
  lxw_format* money = workbook_add_format(book);
  format_set_num_format(money, "#,##0.00");
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "yyyy/m/d");
  worksheet_write_string(sheet, 0, 0, "表 1 2020年产值", nullptr);
  worksheet_write_string(sheet, 1, 0, "单位：亿元", nullptr);
  worksheet_merge_range(sheet, 2, 0, 3, 0, "园区", nullptr);
  worksheet_merge_range(sheet, 2, 1, 2, 2, "2020年", nullptr);
  worksheet_write_string(sheet, 3, 1, "产值", nullptr);
  worksheet_write_string(sheet, 3, 2, "占比", nullptr);
  worksheet_write_string(sheet, 4, 0, "甲", nullptr);
  worksheet_write_number(sheet, 4, 1, 1234.5, money);
  worksheet_write_number(sheet, 4, 2, 0.632049, percent);
  worksheet_write_string(sheet, 5, 0, "合计", nullptr);
  worksheet_write_formula_num(sheet, 5, 1, "=SUM(B5:B5)", money, 1234.5);
  worksheet_write_string(sheet, 6, 0, "注：按现价计算", nullptr);
  worksheet_write_string(sheet, 8, 0, "日期", nullptr);
  worksheet_write_number(sheet, 8, 1, 44196, date);
  lxw_worksheet* hidden = workbook_add_worksheet(book, "底表");
  worksheet_write_string(hidden, 0, 0, "a", nullptr);
  worksheet_write_number(hidden, 0, 1, 0.5, nullptr);
  worksheet_hide(hidden);
  workbook_close(book);
  return path;
}

TEST(Xlsx, ReadsWhatIsDisplayed) {
  const TemporaryFolder folder;
  const Document document = read_document(sample_workbook(folder), "sample.xlsx");
  EXPECT_EQ(document.format, "xlsx");
  EXPECT_THAT(shown(document), ElementsAre("P 表 1 2020年产值", "P 单位：亿元", "[园区 2x1][2020年 1x2]",
                                           "[产值][占比]", "[甲][1,234.50][63.2%]", "[合计][1,234.50][]",
                                           "N 注：按现价计算", "[日期][2020/12/31]", "[a][0.5]"));
  const auto at = static_cast<std::uint32_t>(document.text.find("63.2%"));
  EXPECT_EQ(document.place(at).cell, "产值!C5");
  EXPECT_EQ(document.place(at).line, 5);
  EXPECT_EQ(document.place(0).cell, "产值!A1");
  EXPECT_EQ(document.blocks.back().name, "底表");
}

std::map<std::string, std::string> parts_with(const std::string& sheet_data) {
  return {
      {"xl/workbook.xml",
       R"(<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)"},
      {"xl/sharedStrings.xml",
       "<sst><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>音</t></rPh></si><si><t>b</t></si></sst>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet_data + "</sheetData></worksheet>"}};
}

Document parsed_book(const std::string& sheet_data) {
  return parse_document(zipped(parts_with(sheet_data)), "s.xlsx");
}

TEST(Xlsx, ReadsSharedInlineAndErrorCells) {
  EXPECT_THAT(shown(parsed_book(
                  R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>内联</t></is></c>)"
                  R"(<c r="C1" t="e"><v>#DIV/0!</v></c><c r="D1" t="b"><v>1</v></c></row>)")),
              ElementsAre("[富文本][内联][#DIV/0!][TRUE]"));
}

TEST(Xlsx, ReadsCellsWithoutReferencesInOrder) {
  EXPECT_THAT(shown(parsed_book(
                  "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4.50</v></c></row>")),
              ElementsAre("[1][2]", "[3][4.5]"));
}

TEST(Xlsx, TellsFormulasWithoutResult) {
  const Document document = parsed_book(R"(<row r="2"><c r="B2"><f>A1</f></c><c r="C2"><v>2</v></c></row>)");
  ASSERT_EQ(document.unread.size(), 1U);
  EXPECT_EQ(document.unread[0].place.cell, "S!B2");
}

TEST(Xlsx, KeepsFarCellsApartWithoutFillingTheSheet) {
  const Document document =
      parsed_book(R"(<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="XFD1"><v>3</v></c></row>)");
  EXPECT_EQ(document.cells.size(), 3U);
}

TEST(Xlsx, RefusesWhatIsDamaged) {
  auto parts = parts_with("<row>");
  EXPECT_THAT(thrown_by([&] { parse_document(zipped(parts), "s.xlsx"); }),
              ElementsAre("s.xlsx read.damaged"));
  const std::string whole = zipped(parts_with(""));
  EXPECT_THAT(thrown_by([&] { parse_document(whole.substr(0, whole.size() / 2), "s.xlsx"); }),
              ElementsAre("s.xlsx read.damaged"));
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_THAT(thrown_by([&] { parse_document(zipped(parts), "s.xlsx"); }),
              ElementsAre("s.xlsx read.damaged"));
}

}  // namespace
}  // namespace zhiheng::read
