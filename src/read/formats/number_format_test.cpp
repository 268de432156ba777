#include "read/formats/number_format.h"

#include <gtest/gtest.h>

namespace zhiheng::read {
namespace {

std::string show(double value, std::string_view code) { return displayed_number(value, code, false); }

TEST(NumberFormat, ShowsDecimalsAsDisplayed) {
  EXPECT_EQ(show(2564.8249, "0.0"), "2564.8");
  EXPECT_EQ(show(2.5, "0"), "3") << "half away from zero";
  EXPECT_EQ(show(-2.5, "0"), "-3");
  EXPECT_EQ(show(1.005, "0.00"), "1.01") << "of the fifteen digits, not of the binary value";
  EXPECT_EQ(show(0.1, "0.00"), "0.10");
  EXPECT_EQ(show(0.1, "0.##"), "0.1");
  EXPECT_EQ(show(5, "000"), "005");
  EXPECT_EQ(show(0.5, "#.0"), ".5");
  EXPECT_EQ(show(-0.04, "0.0"), "0.0") << "no minus before zero";
}

TEST(NumberFormat, ShowsPercentAndThousands) {
  EXPECT_EQ(show(0.63205, "0.0%"), "63.2%");
  EXPECT_EQ(show(0.632, "0%"), "63%");
  EXPECT_EQ(show(1234567.891, "#,##0"), "1,234,568");
  EXPECT_EQ(show(1234567.891, "#,##0.00"), "1,234,567.89");
  EXPECT_EQ(show(999, "#,##0"), "999");
  EXPECT_EQ(show(12345678, "0.0,,"), "12.3");
  EXPECT_EQ(show(12.5, "0.0\"亿元\""), "12.5亿元");
  EXPECT_EQ(show(12.5, "[$¥-804]#,##0.00"), "¥12.50");
}

TEST(NumberFormat, ChoosesTheSection) {
  EXPECT_EQ(show(-3.14, "0.0_);[Red]\\(0.0\\)"), "(3.1)");
  EXPECT_EQ(show(3.14, "0.0_ ;-0.0 "), "3.1");
  EXPECT_EQ(show(0, "0.0;-0.0;\"—\""), "—");
  EXPECT_EQ(show(50, "[>=100]\"多\";[<100]\"少\""), "少");
}

TEST(NumberFormat, ShowsGeneralInElevenCharacters) {
  EXPECT_EQ(show(63.2, "General"), "63.2");
  EXPECT_EQ(show(0.1 + 0.2, "General"), "0.3");
  EXPECT_EQ(show(2.0 / 3, "General"), "0.666666667");
  EXPECT_EQ(show(123456789012, "General"), "123456789012");
  EXPECT_EQ(show(0, "General"), "0");
  EXPECT_EQ(show(1e20, "General"), "1.00000E+20");
}

TEST(NumberFormat, ShowsDatesAndTimes) {
  EXPECT_EQ(show(44196, builtin_format(14)), "2020/12/31");
  EXPECT_EQ(show(44196, "yyyy\"年\"m\"月\"d\"日\""), "2020年12月31日");
  EXPECT_EQ(show(44197.75, "yyyy-mm-dd hh:mm"), "2021-01-01 18:00");
  EXPECT_EQ(show(59, "yyyy/m/d"), "1900/2/28");
  EXPECT_EQ(show(61, "yyyy/m/d"), "1900/3/1");
  EXPECT_EQ(displayed_number(0, "yyyy/m/d", true), "1904/1/1");
  EXPECT_EQ(show(0.5, "h:mm AM/PM"), "12:00 PM");
  EXPECT_EQ(show(1.5, "[h]:mm"), "36:00");
}

TEST(NumberFormat, KnowsBuiltInFormats) {
  EXPECT_EQ(builtin_format(0), "General");
  EXPECT_EQ(builtin_format(10), "0.00%");
  EXPECT_EQ(builtin_format(999), "General");
}

}  // namespace
}  // namespace zhiheng::read
