#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>

#include "audit/quantity.h"

namespace zhiheng::audit {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Scan scanned(std::string_view text) {
  Scan out;
  scan(text, {0, static_cast<std::uint32_t>(text.size())}, out);
  return out;
}

/// The only quantity of a text.
Quantity only(std::string_view text) {
  const Scan all = scanned(text);
  EXPECT_EQ(all.quantities.size(), 1u) << text;
  return all.quantities.empty() ? Quantity{} : all.quantities[0];
}

std::string words(std::string_view text, read::Span span) {
  return std::string(text.substr(span.begin, span.end - span.begin));
}

RC_GTEST_PROP(Scan, AQuantityIsFoundAmongWords, ()) {
  const auto whole = *rc::gen::inRange(0, 10'000'000);
  const auto decimals = *rc::gen::inRange(1, 4);
  const std::string number = fmt::format("{}.{:0{}}", whole, *rc::gen::inRange(0, 10), decimals);
  const std::string before = *rc::gen::element<std::string>("全区企业营业收入", "投资完成", "税收为");
  const std::string text =
      before + number + "亿元，" + *rc::gen::element<std::string>("", "稳步提升。", "上海、杭州。");
  const Quantity q = only(text);
  RC_ASSERT(words(text, q.number) == number);
  RC_ASSERT(words(text, q.span) == number + "亿元");
  RC_ASSERT(q.value == std::stod(number) * 1e8);
  RC_ASSERT(q.interval.contains(q.value));
  RC_ASSERT(q.unit == "元" && q.dimension == Dimension::kMoney && q.exact());
}

TEST(Scan, DecimalsGiveTheInterval) {
  const Quantity count = only("企业2564家");
  EXPECT_EQ(count.interval.low, 2564);
  EXPECT_EQ(count.interval.high, 2564);
  const Quantity scaled = only("企业1.5万家");
  EXPECT_EQ(scaled.value, 15000);
  EXPECT_EQ(scaled.step, 1000);
  EXPECT_NEAR(scaled.interval.low, 14500, 1e-6);
  EXPECT_NEAR(scaled.interval.high, 15500, 1e-6);
  const Quantity rate = only("合格率98.4%");
  EXPECT_NEAR(rate.interval.low, 98.35, 1e-9);
  EXPECT_EQ(rate.dimension, Dimension::kPercent);
}

TEST(Scan, WordsThatBound) {
  EXPECT_EQ(only("约300家").bound, Bound::kAbout);
  EXPECT_EQ(only("300余家").bound, Bound::kAbout);
  EXPECT_EQ(only("300家左右").bound, Bound::kAbout);
  const Quantity least = only("不少于 1.5万家");
  EXPECT_EQ(words("不少于 1.5万家", least.span), "不少于 1.5万家");
  EXPECT_EQ(least.interval.high, kInfinity);
  EXPECT_EQ(least.interval.low, 15000);
  for (const char* text : {"合格率≥98%", "98%以上", "超过98%", "突破98%", "不低于98%", "不少于98件"})
    EXPECT_EQ(only(text).bound, Bound::kAtLeast) << text;
  for (const char* text : {"≤5%", "不超过5%", "控制在5%以内", "低于5%", "5%以下", "不高于5%"})
    EXPECT_EQ(only(text).bound, Bound::kAtMost) << text;
  EXPECT_EQ(only("最近300家").bound, Bound::kExact);
}

TEST(Scan, Ranges) {
  const Quantity range = only("建设2-3家中心");
  EXPECT_EQ(range.bound, Bound::kRange);
  EXPECT_EQ(range.interval.low, 2);
  EXPECT_EQ(range.interval.high, 3);
  EXPECT_EQ(only("增长10%～15%").interval.high, 15);
  EXPECT_EQ(only("补助3万至5万元").interval.low, 30000);
  EXPECT_EQ(scanned("由3万到5万元").quantities.size(), 2u);
  EXPECT_EQ(scanned("由5家到8家").quantities.size(), 2u);
}

TEST(Scan, Numerals) {
  EXPECT_EQ(only("十二个项目").value, 12);
  EXPECT_EQ(only("占三成").value, 30);
  EXPECT_EQ(only("百分之十二点五").value, 12.5);
  EXPECT_EQ(only("翻两番").value, 4);
  EXPECT_EQ(only("翻了一番").value, 2);
  for (const char* text : {"一个", "三级", "两个维护", "三期工程", "第三家", "二成立", "一般"}) {
    EXPECT_TRUE(scanned(text).quantities.empty()) << text;
  }
}

TEST(Scan, OneUnitForAList) {
  const Scan all = scanned("分别增长5.2、3.1%");
  ASSERT_EQ(all.quantities.size(), 2u);
  EXPECT_EQ(all.quantities[0].dimension, Dimension::kPercent);
  const Scan points = scanned("高于全国12.7个、12个百分点");
  ASSERT_EQ(points.quantities.size(), 2u);
  EXPECT_EQ(points.quantities[0].dimension, Dimension::kPoints);
}

TEST(Scan, SignsAndDashes) {
  EXPECT_EQ(only("增长-3.5%").value, -3.5);
  EXPECT_EQ(only("增速为−3.5%").value, -3.5);
  EXPECT_EQ(only("全区满意-98.5%").value, 98.5);
}

TEST(Scan, RanksAndPeople) {
  EXPECT_EQ(only("居全市第3位").dimension, Dimension::kRank);
  EXPECT_TRUE(scanned("65岁及以上").quantities.empty());
}

TEST(Scan, TimesAreNoQuantities) {
  const Scan all = scanned("2020年1-9月，比上年同期增加300件");
  ASSERT_EQ(all.quantities.size(), 1u);
  ASSERT_EQ(all.times.size(), 2u);
  EXPECT_EQ(all.times[0].period, (Period{2020, 2020, 1, 9}));
  EXPECT_EQ(all.times[1].relative, -1);
  EXPECT_EQ(only("全年检查2000家").value, 2000) << "four digits with a unit are no year";
}

TEST(Scan, NamesAreNoQuantities) {
  for (const char* text : {"PM2.5", "5G网络", "12345热线", "“4+4”体系", "7×24小时", "1/3的企业", "第3章",
                           "附件2", "表5", "GB/T 19001", "沪府〔2020〕12号", "[3]", "9:30", "（2）推进",
                           "1. 推进", "3、推进", "G60高速", "13812345678"}) {
    EXPECT_TRUE(scanned(text).quantities.empty()) << text;
  }
}

TEST(Scan, GroupsApartBySpaces) {
  EXPECT_EQ(only("共1 234件").value, 1234);
  const Scan row = scanned("合计 123 456 789");
  ASSERT_EQ(row.quantities.size(), 3u);
  EXPECT_EQ(row.quantities[1].value, 456);
}

TEST(Scan, OnlyItsRange) {
  const std::string text = "甲5家，乙6家，丙7家";
  Scan out;
  scan(text, {static_cast<std::uint32_t>(text.find("乙")), static_cast<std::uint32_t>(text.find("，丙"))},
       out);
  ASSERT_EQ(out.quantities.size(), 1u);
  EXPECT_EQ(out.quantities[0].value, 6);
}

TEST(Scan, BrokenTextIsReadToItsEnd) {
  for (const char* text :
       {"\xE5", "5\xE5\xAE", "\xF0\x9F\x98", "第\xE5", "百分之", "翻了", "1-", "2020年\xE5"}) {
    EXPECT_LE(scanned(text).quantities.size(), 1u);
  }
}

Quantity cell(std::string_view text, std::string_view unit = {}) {
  return parse_cell(text, {0, static_cast<std::uint32_t>(text.size())}, unit);
}

TEST(Cell, OneNumberWithItsUnit) {
  EXPECT_EQ(cell("1,234").value, 1234);
  EXPECT_EQ(cell("  98.5% ").dimension, Dimension::kPercent);
  EXPECT_EQ(cell("12.5", "万元").value, 125000);
  EXPECT_EQ(cell("12.5亿元", "万元").value, 1.25e9);
  EXPECT_EQ(cell("-3.5").value, -3.5);
  EXPECT_EQ(cell("▼3.5").value, -3.5);
  EXPECT_EQ(cell("+3.5").value, 3.5);
  EXPECT_EQ(cell("≥98").bound, Bound::kAtLeast);
  EXPECT_EQ(cell("98以上").bound, Bound::kAtLeast);
  EXPECT_EQ(cell("<5").bound, Bound::kAtMost);
  EXPECT_EQ(cell("约5").bound, Bound::kAbout);
  EXPECT_EQ(cell("12", "元/人").unit, "元/人");
}

TEST(Cell, WordsAreNoNumber) {
  for (const char* text : {"", "-", "—", "12 34", "5家企业", "第5", "…", "5 %以上的"})
    EXPECT_TRUE(cell(text).number.empty()) << text;
}

}  // namespace
}  // namespace zhiheng::audit
