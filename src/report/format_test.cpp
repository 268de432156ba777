#include "report/format.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace zhiheng::report {
namespace {

using measure::Change;
using measure::Value;

Value value(const char* text, const char* unit, int decimals) {
  Value out;
  out.exact = *Decimal::parse(text);
  out.unit = unit;
  out.decimals = decimals;
  return out;
}

Change change(const char* text, Change::Form form, const char* unit) {
  Change out;
  out.form = form;
  out.exact = *Decimal::parse(text);
  out.unit = unit;
  return out;
}

std::string text(const Printed& p) { return p.before + p.text + p.unit; }

std::string scaled(const char* number, const char* unit, int decimals, const measure::Filter& filter) {
  Value v = value(number, unit, decimals);
  apply_scale(filter, v, {});
  return text(format_value(v));
}

TEST(Format, ValueIsRoundedHalfUpOnce) {
  EXPECT_EQ(text(format_value(value("98.615", "%", 2))), "98.62%");
  EXPECT_EQ(text(format_value(value("98.6149999", "%", 2))), "98.61%");
  EXPECT_EQ(text(format_value(value("7263", "件", 0))), "7263件");
  EXPECT_EQ(text(format_value(value("100", "%", 1))), "100.0%");
  EXPECT_EQ(text(format_value(value("-0.004", "亿元", 2))), "0.00亿元");
}

TEST(Format, PercentSignStandsWithTheDigits) {
  const Printed rate = format_value(value("98.6", "%", 1));
  EXPECT_EQ(rate.text, "98.6%");
  EXPECT_TRUE(rate.unit.empty());
  const Printed count = format_value(value("3", "个百分点", 0));
  EXPECT_EQ(count.text, "3");
  EXPECT_EQ(count.unit, "个百分点");
}

TEST(Format, ChangeBySignAndKind) {
  EXPECT_EQ(text(format_change(change("12.8", Change::Form::kPercent, "%"), false)), "同比增长12.8%");
  EXPECT_EQ(text(format_change(change("-14.25", Change::Form::kPercent, "%"), false)), "同比下降14.3%");
  EXPECT_EQ(text(format_change(change("5.3", Change::Form::kPoints, "个百分点"), false)),
            "同比上升5.3个百分点");
  EXPECT_EQ(text(format_change(change("-0.9", Change::Form::kDifference, "分贝"), false)), "同比下降0.9分贝");
  EXPECT_EQ(text(format_change(change("12.8", Change::Form::kPercent, "%"), true)), "增长12.8%");
}

TEST(Format, ChangeThatRoundsToNothingIsNoNumber) {
  const Printed same = format_change(change("0.04", Change::Form::kPercent, "%"), false);
  EXPECT_EQ(text(same), "与上年持平");
  EXPECT_FALSE(same.is_number);
  EXPECT_EQ(text(format_change(change("-0.04", Change::Form::kPercent, "%"), true)), "持平");
}

TEST(Format, ChangeKeepsItsSignAsAValue) {
  EXPECT_EQ(format_change(change("-14.3", Change::Form::kPercent, "%"), false).value.to_string(), "-14.3");
}

TEST(Format, ChangeInACell) {
  EXPECT_EQ(text(format_change_cell(change("5.3", Change::Form::kPoints, "个百分点"))), "+5.3个百分点");
  EXPECT_EQ(text(format_change_cell(change("-14.3", Change::Form::kPercent, "%"))), "-14.3%");
  EXPECT_EQ(text(format_change_cell(change("-0.9", Change::Form::kDifference, "分贝"))), "-0.9分贝");
  EXPECT_EQ(text(format_change_cell(change("0", Change::Form::kPercent, "%"))), "持平");
}

TEST(Format, Scale) {
  EXPECT_EQ(scaled("123456", "人次", 0, {"in", {"万"}}), "12.35万人次");
  EXPECT_EQ(scaled("123456", "人次", 0, {"in", {"万", "1"}}), "12.3万人次");
  EXPECT_EQ(scaled("256482000000", "元", 0, {"in", {"亿"}}), "2564.82亿元");
  EXPECT_EQ(scaled("98.615", "%", 2, {"decimals", {"0"}}), "99%");
}

TEST(Format, BadArgumentsAreMistakesWithTheirPlace) {
  Value v = value("1", "件", 0);
  const Location where{"a.md", 2, 5};
  for (const measure::Filter& filter : std::vector<measure::Filter>{{"in", {}},
                                                                    {"in", {"千"}},
                                                                    {"in", {"万", "x"}},
                                                                    {"in", {"万", "1", "2"}},
                                                                    {"decimals", {}},
                                                                    {"decimals", {"-1"}}}) {
    try {
      apply_scale(filter, v, where);
      ADD_FAILURE() << filter.name;
    } catch (const Error& e) {
      EXPECT_EQ(e.diagnostics()[0].code, "format.bad-filter");
      EXPECT_EQ(to_string(e.diagnostics()[0].where), "a.md:2:5");
    }
  }
  Change c = change("1", Change::Form::kPercent, "%");
  EXPECT_THROW(apply_decimals({"decimals", {"two"}}, c, where), Error);
}

}  // namespace
}  // namespace zhiheng::report
