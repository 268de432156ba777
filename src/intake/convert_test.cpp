#include "intake/convert.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "base/date.h"
#include "base/decimal.h"
#include "base/diagnosed_test.h"

namespace zhiheng::intake {
namespace {

using catalog::DatasetColumn;
using Form = DatasetColumn::Form;
using Type = DatasetColumn::Type;

/// A block of one column between two others, so that cells have neighbours.
struct Block {
  explicit Block(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) {
      add("1");
      add(cell);
      add("z");
      block.lines.push_back(block.lines.size() + 2);
    }
    block.columns = 3;
    block.text = text;
  }
  Block(const Block&) = delete;
  void add(const std::string& cell) {
    block.cells.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(cell.size())});
    text += cell + ",";
  }
  std::string text;
  read::RowBlock block;
};

/// One cell that is all of the block's text: reading beside it is seen by the sanitizer.
struct Alone {
  explicit Alone(const std::string& cell) : text(cell.begin(), cell.end()) {
    block.text = {text.data(), text.size()};
    block.columns = 1;
    block.cells = {{0, static_cast<std::uint32_t>(cell.size())}};
    block.lines = {2};
  }
  std::vector<char> text;
  read::RowBlock block;
};

catalog::Catalog sample_catalog() {
  catalog::Catalog catalog;
  catalog.codes["stage"] = {"stage",
                            {{"prod", {"生产", "Production"}, "", false},
                             {"circ", {"流通", "Circulation"}, "", false},
                             {"catering_service", {"餐饮服务环节", "Catering"}, "", false},
                             {"online", {"网络", "Internet"}, "", false},
                             {"web", {"网络", "Web sales"}, "", false}}};
  catalog.codes["towns"] = {"towns",
                            {{"xinzhuang", {"莘庄镇", "Xinzhuang"}, "310112101", false},
                             {"qibao", {"七宝镇", "Qibao"}, "310112102", false}}};
  catalog.district.areas = "towns";
  return catalog;
}

DatasetColumn column(Type type, int decimals = 0) {
  DatasetColumn c;
  c.id = "x";
  c.title = {"甲", "X"};
  c.type = type;
  c.decimals = decimals;
  return c;
}

DatasetColumn text_column(Form form, const std::string& personal = "") {
  DatasetColumn c = column(Type::kText);
  c.form = form;
  c.personal = personal;
  return c;
}

DatasetColumn code_column(const std::string& list) {
  DatasetColumn c = column(Type::kText);
  c.codes = list;
  return c;
}

/// What becomes of a cell: the value as written, or the reason's name. The same in a row of others and alone.
std::string converted(const DatasetColumn& c, const std::string& cell) {
  static const catalog::Catalog catalog = sample_catalog();
  const ColumnConverter converter(c, catalog);
  const auto outcome = [&](const read::RowBlock& block, std::size_t file_column,
                           std::size_t row) -> std::string {
    ConvertedColumn out;
    converter.convert(block, file_column, out);
    if (out.reason(row) != Reason::kNone) return reason_name(out.reason(row));
    if (!out.vector.has(row)) return "missing";
    if (converter.has_codes())
      return catalog.code_list(c.codes == "area" ? "towns" : c.codes)->codes[out.codes[row]].code;
    return c.type == Type::kText ? std::string(out.vector.texts[row]) : written(c, out.vector.values[row]);
  };
  const Block block({"5", cell, ""});
  const Alone alone(cell);
  const std::string said = outcome(block.block, 1, 1);
  EXPECT_EQ(outcome(alone.block, 0, 0), said) << cell;
  return said;
}

void expect_all(const DatasetColumn& c, const std::vector<std::pair<std::string, std::string>>& cases) {
  for (const auto& [cell, expected] : cases) EXPECT_EQ(converted(c, cell), expected) << "“" << cell << "”";
}

TEST(Convert, ReadsWholeNumbers) {
  expect_all(column(Type::kInteger), {{"0", "0"},
                                      {"007", "7"},
                                      {"12345678", "12345678"},
                                      {"123456789", "123456789"},
                                      {"1234567890123456", "1234567890123456"},
                                      {"12345678901234567", "12345678901234567"},
                                      {"9223372036854775807", "9223372036854775807"},
                                      {"9223372036854775808", "cell.too-big"},
                                      {"-9223372036854775808", "-9223372036854775808"},
                                      {"-9223372036854775809", "cell.too-big"},
                                      {"99999999999999999999999999999999999999999", "cell.too-big"},
                                      {"-15", "-15"},
                                      {"−15", "-15"},
                                      {"+15", "15"},
                                      {" 15 ", "15"},
                                      {"'15", "15"},
                                      {"　１５", "15"},
                                      {"1,234", "1234"},
                                      {"12,345,678", "12345678"},
                                      {"1，234", "1234"},
                                      {"1234,567", "cell.not-integer"},
                                      {"1,23", "cell.not-integer"},
                                      {",123", "cell.not-integer"},
                                      {"1,", "cell.not-integer"},
                                      {"15.00", "15"},
                                      {"15.5", "cell.not-integer"},
                                      {"15.", "cell.not-integer"},
                                      {"15%", "cell.percent"},
                                      {"1.5E+1", "15"},
                                      {"1.234E+3", "1234"},
                                      {"1.23E+11", "cell.exponent"},
                                      {"1e5", "cell.exponent"},
                                      {"0e5", "0"},
                                      {"1E", "cell.not-integer"},
                                      {"N/A", "cell.not-integer"},
                                      {"-", "cell.not-integer"},
                                      {"1 2", "cell.not-integer"},
                                      {"0x10", "cell.not-integer"},
                                      {"１2", "12"},
                                      {"12:", "cell.not-integer"},
                                      {"/1", "cell.not-integer"},
                                      {"", "missing"},
                                      {"  ", "missing"},
                                      {"　", "missing"}});
}

TEST(Convert, ReadsDecimals) {
  expect_all(column(Type::kDecimal, 3), {{"1.234", "1.234"},
                                         {"0.001", "0.001"},
                                         {"999.999", "999.999"},
                                         {"1234.567", "1234.567"},
                                         {"12345.678", "12345.678"},
                                         {"1234567890.5", "1234567890.500"},
                                         {"7", "7.000"},
                                         {".5", "0.500"},
                                         {"-0.25", "-0.250"},
                                         {"1.2340", "1.234"},
                                         {"1.2345", "cell.too-many-decimals"},
                                         {"1.0E-3", "0.001"},
                                         {"1E-4", "cell.too-many-decimals"},
                                         {"1,234.5", "1234.500"},
                                         {"１２．５", "12.500"},
                                         {"12.5%", "cell.percent"},
                                         {"1.23.4", "cell.not-number"},
                                         {"1..234", "cell.not-number"},
                                         {"-.234", "-0.234"},
                                         {"a.234", "cell.not-number"},
                                         {"12345678901234567", "cell.too-big"},
                                         {"9223372036854775.807", "9223372036854775.807"},
                                         {"9223372036854775.808", "cell.too-big"},
                                         {"n/a", "cell.not-number"}});
  expect_all(column(Type::kDecimal, 9), {{"1.5", "1.500000000"}, {"0.123456789", "0.123456789"}});
}

TEST(Convert, KeepsToTheLimits) {
  DatasetColumn c = column(Type::kDecimal, 1);
  c.least = 0, c.most = 1000;
  expect_all(c, {{"0", "0.0"},
                 {"100.0", "100.0"},
                 {"100.1", "cell.above"},
                 {"-0.1", "cell.below"},
                 {"５００", "cell.above"}});
  c.required = true;
  EXPECT_EQ(converted(c, " "), "cell.missing");
}

TEST(Convert, ReadsDates) {
  expect_all(column(Type::kDate), {{"2020-12-31", "2020-12-31"},
                                   {"1900-01-01", "1900-01-01"},
                                   {"1899-12-31", "1899-12-31"},
                                   {"2155-12-31", "2155-12-31"},
                                   {"2156-01-01", "2156-01-01"},
                                   {"2020-02-29", "2020-02-29"},
                                   {"2019-02-29", "cell.no-such-day"},
                                   {"2020-13-41", "cell.no-such-day"},
                                   {"2020-00-10", "cell.no-such-day"},
                                   {"2020-10-00", "cell.no-such-day"},
                                   {"2020-99-10", "cell.no-such-day"},
                                   {"2020/1/5", "2020-01-05"},
                                   {"2020.1.5", "2020-01-05"},
                                   {"2020-1-5", "2020-01-05"},
                                   {"20200105", "2020-01-05"},
                                   {"20201301", "cell.no-such-day"},
                                   {"2020年1月5日", "2020-01-05"},
                                   {"２０２０－０１－０５", "2020-01-05"},
                                   {"'2020-01-05 ", "2020-01-05"},
                                   {"2020-01-05 00:00:00", "2020-01-05"},
                                   {"2020-01-05T00:00:00.000", "2020-01-05"},
                                   {"2020-01-05 08:00", "cell.time-of-day"},
                                   {"2020-01/05", "cell.not-date"},
                                   {"2020:01:05", "cell.not-date"},
                                   {"2020-01-0a", "cell.not-date"},
                                   {"202a-01-05", "cell.not-date"},
                                   {"20-01-05", "cell.not-date"},
                                   {"2020-01", "cell.not-date"},
                                   {"2020年1月", "cell.not-date"},
                                   {"12/31/2020", "cell.not-date"},
                                   {"44196", "cell.not-date"},
                                   {"长期", "cell.not-date"},
                                   {"2020-01-05x", "cell.not-date"},
                                   {"2020-01-05 x", "cell.not-date"}});
}

TEST(Convert, ReadsTimes) {
  expect_all(column(Type::kTime), {{"2020-12-31 08:30:05", "2020-12-31 08:30:05"},
                                   {"1969-12-31T23:59:59", "1969-12-31 23:59:59"},
                                   {"2020-12-31 08:30", "2020-12-31 08:30:00"},
                                   {"2020-12-31 8:30", "2020-12-31 08:30:00"},
                                   {"2020-12-31", "2020-12-31 00:00:00"},
                                   {"2020/12/31  8:30", "2020-12-31 08:30:00"},
                                   {"2020-12-31 08:30:05.000", "2020-12-31 08:30:05"},
                                   {"2020-12-31T08:30:05+08:00", "2020-12-31 08:30:05"},
                                   {"2020年12月31日 8时30分", "2020-12-31 08:30:00"},
                                   {"2020年12月31日 8时30分5秒", "2020-12-31 08:30:05"},
                                   {"2020-12-31 ０８：３０", "2020-12-31 08:30:00"},
                                   {"2020-12-31T00:30:05Z", "cell.time-zone"},
                                   {"2020-12-31T00:30:05+00:00", "cell.time-zone"},
                                   {"2020-12-31 08:30:05.5", "cell.not-time"},
                                   {"2020-12-31 24:00:00", "cell.not-time"},
                                   {"2020-12-31 08:60:00", "cell.not-time"},
                                   {"2020-12-31 08-30-00", "cell.not-time"},
                                   {"2020-12-31 08", "cell.not-time"},
                                   {"2020-12-32 08:30:00", "cell.no-such-day"},
                                   {"08:30", "cell.not-time"}});
}

TEST(Convert, ReadsTruthValues) {
  for (const char* yes : {"是", "有", "true", "TRUE", "1", "Y", "y", "yes", "√", " 是", "１"}) {
    EXPECT_EQ(converted(column(Type::kBoolean), yes), "是") << yes;
  }
  for (const char* no : {"否", "无", "false", "False", "0", "N", "no", "×"}) {
    EXPECT_EQ(converted(column(Type::kBoolean), no), "否") << no;
  }
  expect_all(column(Type::kBoolean),
             {{"2", "cell.not-boolean"}, {"也许", "cell.not-boolean"}, {"", "missing"}});
}

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
  expect_all(text_column(Form::kDivision), {{"310112101", "310112101"}, {"3101", "cell.division"}});
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

/// What Decimal reads is read so, and nothing more than the forms above.
TEST(Convert, AgreesWithDecimal) {
  rc::check("random text of number signs", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789012345678..-+")));
    const int decimals = *rc::gen::inRange(0, 8);
    const auto number = Decimal::parse(text);
    std::string expected = "cell.not-number";
    if (text.empty()) {
      expected = "missing";
    } else if (number) {
      const Decimal whole = number->rounded(decimals);
      const bool fits = whole.mantissa() <= std::numeric_limits<std::int64_t>::max() &&
                        whole.mantissa() >= std::numeric_limits<std::int64_t>::min();
      expected = whole != *number ? "cell.too-many-decimals" : fits ? whole.to_string() : "cell.too-big";
    }
    RC_ASSERT(converted(column(Type::kDecimal, decimals), text) == expected);
  });
}

TEST(Convert, AgreesWithDate) {
  rc::check("random text of date signs", [] {
    const auto piece = rc::gen::elementOf(std::vector<std::string>{"19", "20", "21", "22", "01", "02", "12",
                                                                   "13", "00", "28", "29", "30", "31", "32"});
    const std::string text = *piece + *piece + "-" + *piece + "-" + *piece;
    const auto date = Date::parse(text);
    RC_ASSERT(converted(column(Type::kDate), text) == (date ? date->to_string() : "cell.no-such-day"));
  });
}

TEST(Convert, ReadsBackWhatIsWritten) {
  rc::check("value → text → value", [] {
    const auto value = *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                                       rc::gen::inRange<std::int64_t>(-100000, 100000000));
    for (const DatasetColumn& c :
         {column(Type::kInteger), column(Type::kDecimal, 2), column(Type::kDecimal, 9)}) {
      const std::string text = written(c, value);
      RC_ASSERT(converted(c, text) == text);
    }
    const std::string day = written(column(Type::kDate), *rc::gen::inRange<std::int64_t>(-354285, 2932897));
    RC_ASSERT(converted(column(Type::kDate), day) == day);
    const std::string time =
        written(column(Type::kTime), *rc::gen::inRange<std::int64_t>(-30610224000, 253402300800));
    RC_ASSERT(converted(column(Type::kTime), time) == time);
  });
}

/// Whatever stands in a cell, no reader goes astray, and each refusal can be explained.
TEST(Convert, EndsOnAnyText) {
  static const catalog::Catalog catalog = sample_catalog();
  rc::check("any bytes for any column", [] {
    const auto bytes = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(),
                       rc::gen::elementOf(std::string("0123456789-:. T,E+%()'\x1D\xE5\xB9\xB4"))));
    std::vector<DatasetColumn> columns{column(Type::kInteger), column(Type::kDecimal, 3),
                                       column(Type::kDate),    column(Type::kTime),
                                       column(Type::kBoolean), code_column("stage")};
    for (const Form form : {Form::kFree, Form::kUscc, Form::kIdNumber, Form::kPhone, Form::kGtin, Form::kGs1,
                            Form::kDivision}) {
      columns.push_back(text_column(form));
      columns.push_back(text_column(form, "id"));
    }
    for (const DatasetColumn& c : columns) {
      const Alone alone(bytes);
      ConvertedColumn out;
      ColumnConverter(c, catalog).convert(alone.block, 0, out);
      if (out.reason(0) == Reason::kNone) continue;
      const Diagnostic said = explain(out.reason(0), c, catalog, bytes, {});
      RC_ASSERT(!said.zh.empty() && said.zh.find("{}") == std::string::npos);
    }
  });
}

}  // namespace
}  // namespace zhiheng::intake
