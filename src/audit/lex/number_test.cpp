#include "audit/lex/number.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

/// 1234567 as "1,234,567".
std::string grouped(std::string digits, const std::string& separator) {
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, separator);
  return digits;
}

std::string full_width(const std::string& ascii) {
  std::string out;
  for (const char c : ascii) {
    out += c == '.' ? "．" : fmt::format("\xEF\xBC{}", static_cast<char>(0x90 + (c - '0')));
  }
  return out;
}

RC_GTEST_PROP(Number, AnyFormattedNumberIsReadBack, ()) {
  const auto whole = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const auto decimals = *rc::gen::inRange(0, 7);
  const auto fraction = *rc::gen::inRange<std::int64_t>(0, static_cast<std::int64_t>(std::pow(10, decimals)));
  const std::string point = decimals ? fmt::format(".{:0{}}", fraction, decimals) : "";
  const std::string plain = std::to_string(whole);
  const std::string separator = *rc::gen::element<std::string>("", ",", "\u00a0", "\u2009");
  const std::string before = *rc::gen::element<std::string>("", "共", "约 "),
                    after = *rc::gen::element<std::string>("", "件", "，", "。");
  const std::string written = grouped(plain, separator) + point;
  const auto number = read_number(before + written + after, before.size());
  RC_ASSERT(number.has_value());
  // Up to 15 digits, the double nearest to what is written, as the library reads it.
  RC_ASSERT(number->value == std::stod(plain + point));
  RC_ASSERT(number->begin == before.size());
  RC_ASSERT(number->end == before.size() + written.size());
  RC_ASSERT(number->decimals == decimals);
  RC_ASSERT(number->digits == static_cast<int>(plain.size()));
  RC_ASSERT(number->grouped == (plain.size() > 3 && !separator.empty()));
  const auto wide = read_number(full_width(plain + point), 0);
  RC_ASSERT(wide.has_value() && wide->value == number->value && wide->decimals == decimals);
}

TEST(Number, GroupsHaveThreeDigits) {
  const auto end_of = [](const char* text) { return read_number(text, 0)->end; };
  EXPECT_EQ(end_of("1,234,567"), 9u);
  EXPECT_EQ(end_of("1,2345"), 1u);
  EXPECT_EQ(end_of("12,34"), 2u);
  EXPECT_EQ(end_of("1234,567"), 4u);
  EXPECT_EQ(end_of("012,345"), 3u);
  EXPECT_EQ(end_of("1,234 567"), 5u);
  EXPECT_EQ(end_of("1 234"), 1u);
  EXPECT_EQ(read_number("1 234 567", 0, true)->end, 9u);
  // A full-width comma lists plain numbers, and groups full-width ones.
  EXPECT_EQ(end_of("1，234"), 1u);
  EXPECT_EQ(read_number("１，２３４", 0)->value, 1234);
}

TEST(Number, PointNeedsDigits) {
  EXPECT_EQ(read_number("3.", 0)->end, 1u);
  EXPECT_EQ(read_number("3.5.2", 0)->end, 3u);
  EXPECT_EQ(read_number("0.30", 0)->decimals, 2);
  EXPECT_FALSE(read_number(".5", 0));
  EXPECT_FALSE(read_number("件", 0));
  EXPECT_FALSE(read_number("", 0));
}

TEST(Number, HostileLengthsStayFinite) {
  for (const std::string& text :
       {std::string(100'000, '9'), "0." + std::string(100'000, '9'), "1." + std::string(400, '0') + "1"}) {
    const auto number = read_number(text, 0);
    EXPECT_TRUE(std::isfinite(number->value));
    EXPECT_EQ(number->end, text.size());
  }
}

TEST(Number, Numerals) {
  const auto value_of = [](const char* text) { return read_numeral(text, 0)->value; };
  EXPECT_EQ(value_of("三"), 3);
  EXPECT_EQ(value_of("十"), 10);
  EXPECT_EQ(value_of("十二"), 12);
  EXPECT_EQ(value_of("二十"), 20);
  EXPECT_EQ(value_of("两千三百"), 2300);
  EXPECT_EQ(value_of("九百零五"), 905);
  EXPECT_DOUBLE_EQ(value_of("一点五"), 1.5);
  EXPECT_DOUBLE_EQ(value_of("十二点二五"), 12.25);
  EXPECT_FALSE(read_numeral("二〇二〇", 0)) << "digits in a row are a year or a name";
  EXPECT_FALSE(read_numeral("百分", 0));
  EXPECT_FALSE(read_numeral("件", 0));
  std::string hostile;
  for (int i = 0; i < 1000; ++i) hostile += "三百";
  EXPECT_FALSE(read_numeral(hostile + "三三", 0));
}

TEST(Words, FirstFitInOrderAndOnlyWholeWords) {
  static constexpr Words kList{"大约", "约为", "约", "≥", ">=", ">"};
  EXPECT_EQ(kList.beginning_at("约为5", 0), 6u);
  EXPECT_EQ(kList.beginning_at("约5", 0), 3u);
  EXPECT_EQ(kList.beginning_at(">=5", 0), 2u);
  EXPECT_EQ(kList.beginning_at(">5", 0), 1u);
  EXPECT_EQ(kList.beginning_at("纺", 0), 0u);
  EXPECT_EQ(kList.beginning_at(std::string_view("约为").substr(0, 5), 0), 3u);
  EXPECT_EQ(kList.beginning_at(std::string_view("约").substr(0, 2), 0), 0u);
  EXPECT_EQ(kList.beginning_at("", 0), 0u);
  EXPECT_EQ(kList.ending_at("共大约", 9), 6u);
  EXPECT_EQ(kList.ending_at("大约", 3), 0u);
  EXPECT_EQ(kList.ending_at("节约", 6), 3u);
  EXPECT_EQ(kList.ending_at("", 0), 0u);
}

}  // namespace
}  // namespace zhiheng::audit::lex
