#include "intake/reason.h"

#include <gtest/gtest.h>

#include <set>

namespace zhiheng::intake {
namespace {

using catalog::DatasetColumn;
using Form = DatasetColumn::Form;
using Type = DatasetColumn::Type;

catalog::Catalog sample_catalog() {
  catalog::Catalog catalog;
  catalog.codes["stage"] = {
      "stage", {{"production", {"生产", "Production"}, "", false}, {"catering", {"餐饮", ""}, "", false}}};
  return catalog;
}

DatasetColumn sample(Type type, Form form = Form::kFree) {
  DatasetColumn c;
  c.id = "x";
  c.title = {"甲", "X"};
  c.type = type;
  c.form = form;
  return c;
}

std::string said(Reason reason, const DatasetColumn& column, const std::string& raw) {
  const Diagnostic d = explain(reason, column, sample_catalog(), raw, {});
  return d.zh + " | " + d.en;
}

TEST(Reason, HasAStableNameAndTwoTextsEach) {
  std::set<std::string> names;
  DatasetColumn c = sample(Type::kText);
  c.codes = "stage";
  for (std::size_t i = 1; i < kReasons; ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_TRUE(std::string(reason_name(reason)).starts_with("cell."));
    EXPECT_TRUE(names.insert(reason_name(reason)).second) << reason_name(reason);
    const Diagnostic d = explain(reason, c, sample_catalog(), "12", {"a.csv", 7, 2});
    EXPECT_EQ(d.code, reason_name(reason));
    EXPECT_EQ(d.where.line, 7);
    EXPECT_EQ(d.severity, is_remark(reason) ? Severity::kWarning : Severity::kError);
    EXPECT_NE(d.zh.find("甲"), std::string::npos);
    EXPECT_NE(d.en.find("X"), std::string::npos);
    EXPECT_EQ((d.zh + d.en).find("{}"), std::string::npos) << d.zh;
  }
}

TEST(Reason, SaysWhatWouldBeRight) {
  DatasetColumn number = sample(Type::kDecimal);
  number.decimals = 3;
  number.unit = "mg/kg";
  number.least = 0;
  EXPECT_EQ(said(Reason::kBelow, number, "-1"),
            "甲的“-1”过小；不小于 0.000 mg/kg | X: “-1” is too small; at least 0.000 mg/kg");
  number.most = 1000000;
  EXPECT_EQ(said(Reason::kAbove, number, "5000"),
            "甲的“5000”过大；应在 0.000 至 1000.000 mg/kg 之间 | X: “5000” is too large; from 0.000 to "
            "1000.000 mg/kg");
  EXPECT_EQ(said(Reason::kTooManyDecimals, number, "1.23456"),
            "甲的小数位数过多：“1.23456”；最多 3 位 | X has too many decimals: “1.23456”; at most 3");
  EXPECT_EQ(said(Reason::kPercent, number, "5%"),
            "甲不写百分号，实为“5%”；只写数字，单位为 mg/kg | X is written without a percent sign, not “5%”; "
            "write the "
            "number only, in mg/kg");
  EXPECT_EQ(said(Reason::kNotDate, sample(Type::kDate), "44196"),
            "甲应为日期，如 2020-12-31，实为“44196”；像是表格软件的日期序号，即 2020-12-31 | X must be a "
            "date such as "
            "2020-12-31, not “44196”; it looks like a spreadsheet's serial number of 2020-12-31");
  DatasetColumn date = sample(Type::kDate);
  date.most = 18627;
  EXPECT_EQ(said(Reason::kAbove, date, "2021-01-01"),
            "甲的“2021-01-01”过大；不大于 2020-12-31 | X: “2021-01-01” is too large; at most 2020-12-31");
  DatasetColumn coded = sample(Type::kText);
  coded.codes = "stage";
  EXPECT_EQ(said(Reason::kNotInList, coded, "producton"),
            "甲没有“producton”这一项；是否为“production”？可用：production 生产、catering 餐饮 | X has no "
            "“producton”; did "
            "you mean “production”? allowed: production Production, catering");
  EXPECT_EQ(said(Reason::kMissing, coded, ""), "甲为必填项，不能为空 | X is required and can't be empty");
}

TEST(Reason, SaysWhereACodeIsWrong) {
  EXPECT_EQ(said(Reason::kUscc, sample(Type::kText, Form::kUscc), "91350100M000100Y44"),
            "甲的“91350100M000100Y44”不是有效的统一社会信用代码：第 18 位校验位应为 3（或前面有误） | X: "
            "“91350100M000100Y44” is no valid unified social credit code: character 18 should be 3 (or one "
            "before it is "
            "wrong)");
  EXPECT_EQ(
      said(Reason::kUscc, sample(Type::kText, Form::kUscc), "9135010OM000100Y43"),
      "甲的“9135010OM000100Y43”不是有效的统一社会信用代码：第 8 位不能是该字符“O”；是否为 "
      "91350100M000100Y43？ | X: "
      "“9135010OM000100Y43” is no valid unified social credit code: character 8 can't be “O”; did you mean "
      "91350100M000100Y43?");
  EXPECT_EQ(said(Reason::kGtin, sample(Type::kText, Form::kGtin), "6901234567893"),
            "甲的“6901234567893”不是有效的商品条码：第 13 位校验位应为 2（或前面有误） | X: “6901234567893” "
            "is no valid "
            "GTIN: character 13 should be 2 (or one before it is wrong)");
  EXPECT_EQ(said(Reason::kGs1, sample(Type::kText, Form::kGs1), "(01)06901234567893"),
            "甲的“(01)06901234567893”不是有效的 GS1 标识串：第 18 个字符处(01) 校验位应为 2 | X: "
            "“(01)06901234567893” is no "
            "valid GS1 element string: at character 18(01): the check digit should be 2");
}

/// What is personal stands in no message, neither as it came nor as what would have been right.
TEST(Reason, TellsNothingPersonal) {
  DatasetColumn id = sample(Type::kText, Form::kIdNumber);
  id.personal = "id";
  EXPECT_EQ(said(Reason::kIdNumber, id, "110105194912310021"),
            "甲的“1101**********0021”不是有效的公民身份号码：校验位不符，有一位或几位写错 | X: "
            "“1101**********0021” is no "
            "valid citizen's id number: the check digit does not fit; something is mistyped");
  DatasetColumn c = sample(Type::kText);
  const auto value = [&](const char* personal, const char* raw) {
    c.personal = personal;
    return explain(Reason::kControl, c, {}, raw, {}).zh.substr(9);
  };
  EXPECT_TRUE(value("name", "欧阳修").starts_with("欧阳*”")) << value("name", "欧阳修");
  EXPECT_TRUE(value("contact", "13812341234").starts_with("138****1234”"));
  EXPECT_TRUE(value("contact", "张三13812341234").starts_with("张***"));
  EXPECT_TRUE(value("address", "莘松路 1 号").starts_with("***”"));
  EXPECT_TRUE(value("health", "阳性").starts_with("***”"));
}

TEST(Reason, KeepsMessagesShortAndOnOneLine) {
  const DatasetColumn c = sample(Type::kText);
  const std::string text = explain(Reason::kTooLong, c, {}, std::string(500, 'a'), {}).zh;
  EXPECT_LT(text.size(), 150u);
  EXPECT_NE(text.find("…"), std::string::npos);
  EXPECT_EQ(explain(Reason::kControl, c, {}, "a\nb\x1B", {}).zh.find_first_of("\n\x1B"), std::string::npos);
}

}  // namespace
}  // namespace zhiheng::intake
