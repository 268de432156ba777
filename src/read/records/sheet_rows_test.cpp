#include "read/records/sheet_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "read/formats/archive_test.h"
#include "read/records/rows_test.h"
#include "read/records/sheet_cells.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

using Parts = std::map<std::string, std::string>;

/// A workbook of one sheet with this XML within <worksheet>.
Parts sheet_parts(const std::string& sheet) {
  return {
      {"xl/workbook.xml",
       R"(<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)"},
      {"xl/sharedStrings.xml",
       "<sst><si><r><t>富</t></r><r><t xml:space=\"preserve\"> 文本</t></r><rPh><t>音</t></rPh></si><si/>"
       "<si><t>a&amp;b_x000D__x0041_</t></si></sst>"},
      {"xl/styles.xml",
       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"165\" "
       "formatCode=\"0.0&quot;d&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
       "numFmtId=\"20\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>"},
      {"xl/worksheets/sheet1.xml", "<worksheet>" + sheet + "</worksheet>"}};
}

struct Read {
  RecordHead head;
  std::vector<std::string> rows;
};

Read read(const std::string& file) {
  Read out{read_record_head(file, true, "s.xlsx"), {}};
  const auto reader = read_sheet_rows(file, out.head);
  out.rows = told(*reader);
  return out;
}

Read read_parts(const Parts& parts) { return read(zipped(parts)); }

/// Rows below heads a, b, c …, one row of cells a line.
std::vector<std::string> sheet_rows_of(const std::string& rows, int columns = 2) {
  std::string head = "<row r=\"1\">";
  for (int c = 0; c < columns; ++c)
    head += "<c t=\"str\"><v>" + std::string(1, static_cast<char>('a' + c)) + "</v></c>";
  return read_parts(sheet_parts("<sheetData>" + head + "</row>" + rows + "</sheetData>")).rows;
}

TEST(SheetRows, ReadsKindsOfCells) {
  EXPECT_THAT(
      sheet_rows_of(R"(<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="inlineStr"><is><r><t>内</t></r>)"
                    R"(<r><t><![CDATA[<联>]]></t></r><rPh><t>音</t></rPh></is></c></row>)"
                    R"(<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c></row>)"
                    R"(<row><c t="e"><v>#N/A</v></c><c t="s"><v>2</v></c></row>)"
                    R"(<row><c t="s"><v>1</v></c><c t="s"><v>99</v></c></row><row/>)"
                    R"(<row><c><f>1+1</f><v>2</v></c><c t="str"><f>"x"</f><v>x</v></c></row>)"
                    R"(<row><c><f>1</f></c><c t="d"><v>2020-12-31T08:30:00Z</v></c></row>)"),
      ElementsAre("3: 富 文本|内<联>", "4: true|false", "5: #N/A|a&b\r_x0041_", "8: 2|x",
                  "9: |2020-12-31 08:30:00"));
}

TEST(SheetRows, WritesMoments) {
  const std::string cells = R"(<row><c s="1"><v>44196</v></c><c s="1"><v>44196.354166666664</v></c></row>)"
                            R"(<row><c s="2"><v>0.5</v></c><c s="3"><v>1.5</v></c></row>)"
                            R"(<row><c s="1"><v>59</v></c><c s="1"><v>61</v></c></row>)"
                            R"(<row><c s="1"><v>0</v></c><c s="1"><v>1e9</v></c></row>)"
                            R"(<row><c s="4"><v>2.5</v></c><c s="1"><v>x</v></c></row>)";
  EXPECT_THAT(sheet_rows_of(cells), ElementsAre("2: 2020-12-31|2020-12-31 08:30:00", "3: 12:00:00|1.5",
                                                "4: 1900-02-28|1900-03-01", "5: 0|1000000000", "6: 2.5|x"));
  Parts parts = sheet_parts(
      R"(<sheetData><row><c t="str"><v>a</v></c></row><row><c s="1"><v>42734</v></c></row></sheetData>)");
  parts["xl/workbook.xml"] = R"(<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets>)"
                             R"(<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>)";
  EXPECT_THAT(read_parts(parts).rows, ElementsAre("2: 2020-12-31"));
}

TEST(SheetCells, WritesPlainNumbers) {
  const auto plain = [](std::string_view number) {
    std::string out;
    append_plain_number(number, out);
    return out;
  };
  EXPECT_EQ(plain("1234.5"), "1234.5");
  EXPECT_EQ(plain("-0.10"), "-0.10");
  EXPECT_EQ(plain("1e-7"), "0.0000001");
  EXPECT_EQ(plain("6.3204899999999997E-2"), "0.0632049");
  EXPECT_EQ(plain("0.30000000000000004"), "0.3");
  EXPECT_EQ(plain("9007199254740991"), "9007199254740991");
  EXPECT_EQ(plain("1E308"), "1" + std::string(308, '0'));
  EXPECT_EQ(plain("-1.5E-300"), "-0." + std::string(299, '0') + "15");
  EXPECT_EQ(plain("1e999"), "1e999");
  EXPECT_EQ(plain("NaN"), "NaN");
  EXPECT_EQ(plain("inf"), "inf");
  EXPECT_EQ(plain("-0"), "-0");
  EXPECT_EQ(plain("007"), "7");
  EXPECT_EQ(plain("1.2.3"), "1.2.3");
}

TEST(SheetRows, PutsCellsWhereTheyBelong) {
  EXPECT_THAT(
      sheet_rows_of(R"(<row><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>)"
                    R"(<row><c r="C3"><v>3</v></c></row><row><c r="B4"><v>4</v></c><c r="D4" s="1"/></row>)"
                    R"(<row><c r="XFD5"><v>1</v></c></row>)"),
      ElementsAre("2: 1|2", "4: |4", "3! many 3 3", "5! many 3 1"));
}

TEST(SheetRows, TellsCellsThatAreTooLong) {
  // Not so regular that it is taken for a zip bomb.
  std::string large(size_t{2} << 20, 'x');
  for (size_t i = 0, n = 1; i < large.size(); ++i, n = n * 25214903917 + 11)
    large[i] = static_cast<char>('a' + (n >> 40) % 26);
  EXPECT_THAT(sheet_rows_of("<row><c t=\"str\"><v>" + large + "</v></c></row><row><c><v>1</v></c></row>"),
              ElementsAre("3: 1|", StartsWith("2! long")));
}

TEST(SheetRows, RepeatsMergedCells) {
  const Read found = read_parts(sheet_parts(
      R"(<sheetData><row r="1"><c r="B1" t="str"><v>镇</v></c><c r="C1" t="str"><v>一</v></c>)"
      R"(<c r="D1" t="str"><v>二</v></c></row>)"
      R"(<row r="2"><c r="B2" t="str"><v>甲</v></c><c r="C2"><v>1</v></c></row>)"
      R"(<row r="3"><c r="B3"/><c r="C3"><v>2</v></c><c r="D3"><v>9</v></c></row>)"
      R"(<row r="4"><c r="B4"/></row><row r="5"><c r="B5" t="str"><v>乙</v></c><c r="C5"><v>3</v></c></row>)"
      R"(</sheetData><mergeCells count="2"><mergeCell ref="B2:B4"/><mergeCell ref="C5:D5"/></mergeCells>)"));
  EXPECT_THAT(found.head.names, ElementsAre("镇", "一", "二"));
  EXPECT_THAT(found.rows, ElementsAre("2: 甲|1|", "3: 甲|2|9", "5: 乙|3|3"));
}

/// A sheet from texts, one row a line, cells parted by commas.
std::string sheet_of(const std::vector<std::string>& rows, const std::vector<std::string>& merged) {
  std::string out = "<sheetData>";
  for (size_t r = 0; r < rows.size(); ++r) {
    out += "<row r=\"" + std::to_string(r + 1) + "\">";
    int column = 0;
    for (const std::string& cell : split(rows[r], ',')) {
      const std::string name = std::string(1, static_cast<char>('A' + column++)) + std::to_string(r + 1);
      if (!cell.empty()) out += "<c r=\"" + name + "\" t=\"str\"><v>" + cell + "</v></c>";
    }
    out += "</row>";
  }
  out += "</sheetData><mergeCells>";
  for (const std::string& range : merged) out += "<mergeCell ref=\"" + range + "\"/>";
  return out + "</mergeCells>";
}

Read table(const std::vector<std::string>& rows, const std::vector<std::string>& merged = {}) {
  return read_parts(sheet_parts(sheet_of(rows, merged)));
}

TEST(SheetHead, SkipsTitles) {
  const Read found =
      table({"抽检情况表,,,", "单位：批次,,,日期：1月", "", "编号,名称,结果,备注", "1,甲,合格,", "2,乙,,"},
            {"A1:D1"});
  EXPECT_THAT(found.head.names, ElementsAre("编号", "名称", "结果", "备注"));
  EXPECT_EQ(found.head.line, 5U);
  EXPECT_THAT(found.rows, ElementsAre("5: 1|甲|合格|", "6: 2|乙||"));
}

TEST(SheetHead, JoinsHeadsMergedOverRows) {
  const Read found = table({"标题,,,,", "编号,抽检,,,备注", ",国抽,市抽,,", ",,数量,合格,", "1,2,3,4,x"},
                           {"A1:E1", "A2:A4", "B2:D2", "B3:B4", "C3:D3", "E2:E4"});
  EXPECT_THAT(found.head.names, ElementsAre("编号", "抽检 国抽", "抽检 市抽 数量", "抽检 市抽 合格", "备注"));
  EXPECT_THAT(found.rows, ElementsAre("5: 1|2|3|4|x"));
}

TEST(SheetHead, TakesTheRowThatDividesMergedHeads) {
  const Read found = table({"编号,地址,,", ",街镇,门牌,", "1,甲,2,"}, {"B1:C1"});
  EXPECT_THAT(found.head.names, ElementsAre("编号", "地址 街镇", "地址 门牌"));
  EXPECT_THAT(found.rows, ElementsAre("3: 1|甲|2"));
}

TEST(SheetHead, GivesANameOverMergedColumnsToTheFirst) {
  const Read found = table({"编号,名称,,价", "1,甲,,2", "3,乙,,4"}, {"B1:C1", "B2:C2", "B3:C3"});
  EXPECT_THAT(found.head.names, ElementsAre("编号", "名称", "", "价"));
  EXPECT_THAT(found.rows, ElementsAre("2: 1|甲|甲|2", "3: 3|乙|乙|4"));
}

TEST(SheetHead, TakesOneColumn) { EXPECT_THAT(table({"编号", "1", "2"}).rows, ElementsAre("2: 1", "3: 2")); }

std::vector<std::string> refused(const Parts& parts) {
  return thrown_by([&] { read_parts(parts); });
}

TEST(SheetHead, RefusesHeadsThatOccurTwice) {
  EXPECT_THAT(refused(sheet_parts(sheet_of({"a,b,a", "1,2,3"}, {}))),
              ElementsAre("s.xlsx read.duplicate-head"));
}

TEST(SheetHead, RefusesWhatIsEmptyOrTooWide) {
  EXPECT_THAT(refused(sheet_parts("<sheetData/>")), ElementsAre("s.xlsx read.empty"));
  std::string wide = "<sheetData><row>";
  for (int i = 0; i < 2001; ++i) wide += "<c><v>" + std::to_string(i) + "</v></c>";
  EXPECT_THAT(refused(sheet_parts(wide + "</row></sheetData>")), ElementsAre("s.xlsx read.too-wide"));
}

TEST(SheetRows, RefusesWhatIsHostile) {
  Parts parts =
      sheet_parts("<sheetData><row><c><v>" + std::string(30'000'000, '1') + "</v></c></row></sheetData>");
  EXPECT_THAT(refused(parts), ElementsAre("s.xlsx read.hostile"));
  parts = sheet_parts("");
  parts["xl/worksheets/sheet1.xml"] = "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData/></worksheet>";
  EXPECT_THAT(refused(parts), ElementsAre("s.xlsx read.hostile"));
  EXPECT_THAT(refused(sheet_parts("<sheetData><row><c t=\"str\"><v>&x;</v></c></row></sheetData>")),
              ElementsAre("s.xlsx read.hostile"));
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "<a>";
  EXPECT_THAT(refused(sheet_parts(deep)), ElementsAre("s.xlsx read.hostile"));
  parts = sheet_parts("<sheetData/>");
  for (int i = 0; i < 1000; ++i) parts["x" + std::to_string(i)] = "";
  EXPECT_THAT(refused(parts), ElementsAre("s.xlsx read.hostile"));
}

TEST(SheetRows, RefusesWhatIsDamaged) {
  for (const std::string sheet :
       {"<sheetData><row></sheetData>", "<sheetData><row><c><v>1</v></c></row>", "<sheetData a=1/>",
        "<sheetData", "<sheetData><row><c t=\"str\"><v>\xC3</v></c></row></sheetData>",
        "<sheetData><row r=\"2\"><c r=\"A3\"><v>1</v></c></row></sheetData>",
        "<sheetData><row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row></sheetData>",
        "<sheetData><row r=\"2\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row></sheetData>"}) {
    EXPECT_THAT(refused(sheet_parts(sheet)), ElementsAre("s.xlsx read.damaged")) << sheet;
  }
  Parts parts = sheet_parts("<sheetData/>");
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_THAT(refused(parts), ElementsAre("s.xlsx read.damaged"));
  parts.erase("xl/workbook.xml");
  EXPECT_THAT(refused(parts), ElementsAre("s.xlsx read.unknown-format"));
}

/// As a spreadsheet program writes it: shared strings, a hidden row, several sheets.
std::string written_workbook(const TemporaryFolder& folder) {
  const std::string path = folder / "made.xlsx";
  lxw_workbook* book = workbook_new(path.c_str());
  worksheet_hide(workbook_add_worksheet(book, "底表"));
  workbook_add_worksheet(book, "空");
  lxw_worksheet* sheet = workbook_add_worksheet(book, "数据");
  workbook_add_worksheet(book, "其他");
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "yyyy-mm-dd hh:mm");
  worksheet_write_string(sheet, 0, 0, "日期", nullptr);
  worksheet_write_string(sheet, 0, 1, "数值", nullptr);
  for (lxw_row_t row = 1; row <= 3000; ++row) {
    worksheet_write_number(sheet, row, 0, 44196 + row / 2.0, date);
    worksheet_write_number(sheet, row, 1, row / 8.0, nullptr);
  }
  lxw_row_col_options hidden{};
  hidden.hidden = 1;
  worksheet_set_row_opt(sheet, 2, LXW_DEF_ROW_HEIGHT, nullptr, &hidden);
  worksheet_activate(sheet);
  worksheet_set_first_sheet(sheet);
  workbook_close(book);
  return read_file(path, "made.xlsx");
}

TEST(SheetRows, ReadsAWrittenWorkbook) {
  const TemporaryFolder folder;
  const Read found = read(written_workbook(folder));
  EXPECT_EQ(found.head.sheet, "数据");
  EXPECT_THAT(found.head.notes,
              ElementsAre(StartsWith("未读其他工作表：空、其他"), StartsWith("未读隐藏的工作表：底表"),
                          StartsWith("1 行是隐藏的")));
  ASSERT_EQ(found.rows.size(), 3000U);
  EXPECT_EQ(found.rows[0], "2: 2020-12-31 12:00:00|0.125");
  EXPECT_EQ(found.rows[1], "3: 2021-01-01|0.25");
  EXPECT_EQ(found.rows[2999], "3001: 2025-02-08|375");
}

TEST(SheetRows, IgnoresMacros) {
  Parts parts = sheet_parts(sheet_of({"a,b", "1,2"}, {}));
  parts["xl/vbaProject.bin"] = "x";
  const Read found = read_parts(parts);
  EXPECT_THAT(found.head.notes, ElementsAre(StartsWith("工作簿含有宏")));
  EXPECT_THAT(found.rows, ElementsAre("2: 1|2"));
}

}  // namespace
}  // namespace zhiheng::read
