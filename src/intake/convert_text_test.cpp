#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "intake/convert.h"
#include "intake/convert_cell_test.h"

namespace zhiheng::intake {
namespace {

TEST(Convert, FindsCodesByCodeAndTitle) {
  expect_all(code_column("stage"), {{"prod", "prod"},
                                    {"PROD", "prod"},
                                    {" prod", "prod"},
                                    {"生产", "prod"},
                                    {"Circulation", "circ"},
                                    {"circulation", "circ"},
                                    {"餐饮服务环节", "catering_service"},
                                    {"　餐饮服务环节", "catering_service"},
                                    {"catering_service", "catering_service"},
                                    {"ｐｒｏｄ", "prod"},
                                    {"web", "web"},
                                    {"网络", "cell.not-in-list"},
                                    {"prods", "cell.not-in-list"},
                                    {"餐饮服务", "cell.not-in-list"},
                                    {"????", "cell.not-in-list"},
                                    {"", "missing"}});
  expect_all(code_column("area"), {{"莘庄镇", "xinzhuang"}, {"qibao", "qibao"}, {"T99", "cell.not-in-list"}});
  EXPECT_EQ(thrown_by([] { converted(code_column("none"), "1"); }),
            std::vector<std::string>{" cell.unknown-list"});
}

TEST(Convert, FindsEachCodeOfALongList) {
  catalog::Catalog catalog;
  std::vector<std::string> cells;
  for (int i = 0; i < 1500; ++i) {
    const std::string code = (i % 2 == 0 ? "c" : "a_longer_code_") + std::to_string(i);
    catalog.codes["many"].codes.push_back({code, {"题" + std::to_string(i), ""}, "", false});
    cells.push_back(code);
    cells.push_back("题" + std::to_string(i));
    cells.push_back(code + "x");
  }
  const Block block(cells);
  ConvertedColumn out;
  ColumnConverter(code_column("many"), catalog).convert(block.block, 1, out);
  for (std::size_t i = 0; i < 1500; ++i) {
    EXPECT_EQ(out.codes[3 * i], i);
    EXPECT_EQ(out.codes[3 * i + 1], i);
    EXPECT_EQ(out.codes[3 * i + 2], ConvertedColumn::kNoCode);
  }
  EXPECT_EQ(out.refused, 1500u);
}

TEST(Convert, TrimsAndChecksTexts) {
  DatasetColumn c = column(Type::kText);
  c.length = 8;
  expect_all(c, {{" 甲 乙　", "甲 乙"},
                 {"12345678", "12345678"},
                 {"123456789", "cell.too-long"},
                 {"一二三四五六七八", "一二三四五六七八"},
                 {"一二三四五六七八九", "cell.too-long"},
                 {"a\nb", "cell.control"},
                 {"12345\t78", "cell.control"},
                 {"12345\x7F", "cell.control"},
                 {"\u202Eabc", "cell.control"},
                 {"a\xFF", "cell.not-text"},
                 {"'a", "'a"},
                 {"", "missing"},
                 {"\u00A0", "missing"}});
  c.length = 200;
  c.pattern = "[A-Z]{2}\\d{3}";
  expect_all(c, {{" AB123", "AB123"}, {"AB12", "cell.pattern"}, {"", "missing"}});
  c.pattern = "[A";
  EXPECT_EQ(thrown_by([&] { converted(c, "1"); }), std::vector<std::string>{" pattern.syntax"});
}

TEST(Convert, ChecksTextsOfAFixedForm) {
  expect_all(text_column(Form::kUscc), {{"91350100m000100y43", "91350100M000100Y43"},
                                        {"９1350100M000100Y43 ", "91350100M000100Y43"},
                                        {"91350100M000100Y44", "cell.uscc"},
                                        {"无", "cell.uscc"},
                                        {"", "missing"}});
  expect_all(text_column(Form::kGtin), {{"6901234567892", "6901234567892"}, {"6901234567893", "cell.gtin"}});
  expect_all(text_column(Form::kPhone), {{"'021-64120000", "021-64120000"}, {"无", "cell.phone"}});
  expect_all(text_column(Form::kDivision),
             {{"310112101", "310112101"}, {"3101", "cell.division"}, {"990112", "cell.division"}});
  expect_all(text_column(Form::kGs1), {{"(01)06901234567892(10)a", "(01)06901234567892(10)a"},
                                       {"0106901234567892"
                                        "10a\x1D"
                                        "21b",
                                        "0106901234567892"
                                        "10a\x1D"
                                        "21b"},
                                       {"(01)06901234567893", "cell.gs1"}});
  DatasetColumn required = text_column(Form::kGtin);
  required.required = true;
  EXPECT_EQ(converted(required, " "), "cell.missing");
}

TEST(Convert, MasksIdsAndKeepsThemNowhere) {
  const DatasetColumn c = text_column(Form::kIdNumber, "id");
  expect_all(c, {{"11010519491231002x", "1101**********002X"}, {"110105194912310021", "cell.id-number"}});
  expect_all(text_column(Form::kFree, "id"), {{" E12345678", "E*******8"}, {"", "missing"}});
  EXPECT_EQ(converted(text_column(Form::kFree, "name"), "张三"), "张三");
}

TEST(Convert, RemarksOnCodesThatItTakes) {
  catalog::Catalog catalog;
  const Block block({"91110000600037341L", "91310112MA1G1000X0", "95310112MA1GX000X0"});
  std::vector<std::string> cells{"91110000600037341L", "91310112MA1GB0001", "95310112MA1GB0001"};
  for (std::size_t i = 1; i < cells.size(); ++i) {
    for (const char last : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      if (converted(text_column(Form::kUscc), cells[i] + last) != "cell.uscc") {
        cells[i] += last;
        break;
      }
    }
  }
  const Block right(cells);
  ConvertedColumn out;
  ColumnConverter(text_column(Form::kUscc), catalog).convert(right.block, 1, out);
  EXPECT_EQ(out.refused, 0u);
  EXPECT_EQ(out.remarks,
            (std::vector<Reason>{Reason::kNone, Reason::kUsccOrganisation, Reason::kUsccRegistrar}));
}

TEST(Convert, LooksUpTheTownsOfTheDistrictItself) {
  catalog::Catalog here;
  here.district.code = "310112";
  here.district.areas = "town";
  here.codes["town"] = {"town", {{"xinzhuang", {"莘庄镇", ""}, "310112101", false}}};
  const Block right({"310112101", "310112101003", "310112", "310112999", "310112999003", "310107999"});
  ConvertedColumn out;
  ColumnConverter(text_column(Form::kDivision), here).convert(right.block, 1, out);
  EXPECT_EQ(out.refused, 0u);
  EXPECT_EQ(out.remarks, (std::vector<Reason>{Reason::kNone, Reason::kNone, Reason::kNone,
                                              Reason::kDivisionTown, Reason::kDivisionTown, Reason::kNone}));
}

TEST(Convert, LeavesVectorsEmptyWhereNothingIsAmiss) {
  const Block block({"1", "2"});
  catalog::Catalog catalog;
  ConvertedColumn out;
  ColumnConverter converter(column(Type::kInteger), catalog);
  converter.convert(Block({"1", "x", ""}).block, 1, out);
  EXPECT_EQ(out.refused, 1u);
  EXPECT_EQ(out.vector.present, (std::vector<std::uint8_t>{1, 0, 0}));
  EXPECT_EQ(out.reasons, (std::vector<Reason>{Reason::kNone, Reason::kNotInteger, Reason::kNone}));
  converter.convert(block.block, 1, out);
  EXPECT_EQ(out.refused, 0u);
  EXPECT_TRUE(out.vector.present.empty() && out.reasons.empty() && out.remarks.empty());
  EXPECT_EQ(out.vector.values, (std::vector<std::int64_t>{1, 2}));
  converter.convert_missing(3, out);
  EXPECT_EQ(out.vector.present, (std::vector<std::uint8_t>{0, 0, 0}));
  EXPECT_EQ(out.refused, 0u);
}

}  // namespace
}  // namespace zhiheng::intake
