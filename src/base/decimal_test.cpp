#include "base/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace zhiheng {
namespace {

Decimal decimal(const char* text) { return Decimal::parse(text).value(); }

TEST(Decimal, PrintsAsWritten) {
  for (const char* text :
       {"0", "0.00", "-12.50", "100", "100.0", "98.62", "0.001", "-0.5", "123456789012345678"}) {
    EXPECT_EQ(decimal(text).to_string(), text);
  }
  EXPECT_EQ(decimal("+3").to_string(), "3");
  EXPECT_EQ(decimal(".5").to_string(), "0.5");
  EXPECT_EQ(decimal("-0").to_string(), "0");
}

TEST(Decimal, RefusesWhatIsNoPlainNumber) {
  for (const char* text :
       {"", "-", "+", ".", "5.", "1.2.3", "1,000", "98.6%", " 1", "1 ", "1e3", "--1", "١", "一"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
  EXPECT_TRUE(Decimal::parse(std::string(36, '9')));
  EXPECT_FALSE(Decimal::parse(std::string(37, '9')));
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  const std::vector<std::tuple<const char*, int, const char*>> cases{
      {"2.345", 2, "2.35"},    {"-2.345", 2, "-2.35"}, {"2.3449", 2, "2.34"}, {"-2.3449", 2, "-2.34"},
      {"0.5", 0, "1"},         {"-0.5", 0, "-1"},      {"0.49", 0, "0"},      {"-0.49", 0, "0"},
      {"99.995", 2, "100.00"}, {"7", 2, "7.00"},       {"98.91", 2, "98.91"}, {"1.005", 2, "1.01"}};
  for (const auto& [text, decimals, expected] : cases) {
    EXPECT_EQ(decimal(text).rounded(decimals).to_string(), expected) << text;
  }
}

TEST(Decimal, RoundsWhatIsFarBehindThePoint) {
  EXPECT_EQ(Decimal(Int128{5}, 60).rounded(2).to_string(), "0.00");
  EXPECT_EQ(Decimal(Int128{-5}, 3).rounded(2).to_string(), "-0.01");
}

TEST(Decimal, SumsAreExact) {
  EXPECT_EQ((decimal("0.1") + decimal("0.2")).to_string(), "0.3");
  EXPECT_EQ((decimal("2564.82") - decimal("2520")).to_string(), "44.82");
  EXPECT_EQ((decimal("1.50") * decimal("-2")).to_string(), "-3.00");
}

TEST(Decimal, DividesToEighteenPlaces) {
  EXPECT_EQ((decimal("1") / decimal("3")).to_string(), "0.333333333333333333");
  EXPECT_EQ((decimal("2") / decimal("3")).to_string(), "0.666666666666666667");
  EXPECT_EQ((decimal("-2") / decimal("3")).to_string(), "-0.666666666666666667");
  EXPECT_EQ((decimal("7163") * Decimal(100) / decimal("7263")).rounded(2).to_string(), "98.62");
  // Large numbers on both sides still give all eighteen.
  EXPECT_EQ((decimal("10000000000000000000000000") / decimal("30000000000000000000000000")).to_string(),
            "0.333333333333333333");
  EXPECT_THROW(decimal("1") / decimal("0.00"), std::domain_error);
}

TEST(Decimal, OverflowIsAnErrorNotAWrongNumber) {
  const Decimal large = decimal("999999999999999999999999999999999999");
  EXPECT_THROW(large + large, std::overflow_error);
  EXPECT_THROW(large + Decimal(1), std::overflow_error);
  EXPECT_THROW(large * Decimal(10), std::overflow_error);
  EXPECT_THROW(large / decimal("0.001"), std::overflow_error);
  EXPECT_THROW(large.rounded(6), std::overflow_error);
  EXPECT_THROW(Decimal::from_double(1e300), std::overflow_error);
}

TEST(Decimal, ComparesByValueAcrossScales) {
  EXPECT_EQ(decimal("100"), decimal("100.000"));
  EXPECT_LT(decimal("-1.01"), decimal("-1"));
  EXPECT_LT(decimal("98.62"), decimal("98.621"));
  EXPECT_GT(decimal("0.001"), decimal("-1000"));
  EXPECT_EQ(decimal("0"), decimal("0.00"));
}

TEST(Decimal, ComparesWhereNoCommonScaleFits) {
  const Decimal large = decimal("999999999999999999999999999999999999");
  const Decimal fine = Decimal(Int128{1}, 36);
  EXPECT_GT(large, fine);
  EXPECT_LT(fine, large);
  EXPECT_LT(Decimal(0) - large, fine);
  EXPECT_GT(Decimal(Int128{-1}, 36), Decimal(0) - large);
  EXPECT_NE(large, fine);
}

TEST(Decimal, TakesDoublesAtTwelvePlaces) {
  EXPECT_EQ(Decimal::from_double(0.1).to_string(), "0.1");
  EXPECT_EQ(Decimal::from_double(98.62).to_string(), "98.62");
  EXPECT_EQ(Decimal::from_double(-1.0 / 3).to_string(), "-0.333333333333");
  EXPECT_EQ(Decimal::from_double(1200).to_string(), "1200");
  EXPECT_DOUBLE_EQ(decimal("-12.5").to_double(), -12.5);
}

/// Any number with up to eighteen digits, of which up to nine are decimals.
Decimal any_decimal() {
  return {Int128{*rc::gen::inRange<std::int64_t>(-999'999'999'999'999'999, 999'999'999'999'999'999)},
          *rc::gen::inRange(0, 10)};
}

Int128 power(int exponent) { return exponent == 0 ? Int128{1} : 10 * power(exponent - 1); }

/// n / d half away from zero, by another way than the code: doubled and truncated.
Int128 half_up(Int128 n, Int128 d) {
  const bool negative = (n < 0) != (d < 0);
  n = n < 0 ? -n : n;
  d = d < 0 ? -d : d;
  const Int128 out = (2 * n + d) / (2 * d);
  return negative ? -out : out;
}

TEST(DecimalProperty, ParsesWhatItPrints) {
  EXPECT_TRUE(rc::check("parse(print(x)) is x with its scale", [] {
    const Decimal value = any_decimal();
    const auto parsed = Decimal::parse(value.to_string());
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(parsed->mantissa() == value.mantissa());
    RC_ASSERT(parsed->scale() == value.scale());
  }));
}

TEST(DecimalProperty, RoundingIsHalfUp) {
  EXPECT_TRUE(rc::check("rounded() agrees with integer arithmetic", [] {
    const Decimal value = any_decimal();
    const int decimals = *rc::gen::inRange(0, 10);
    const Decimal rounded = value.rounded(decimals);
    RC_ASSERT(rounded.scale() == decimals);
    const Int128 expected = decimals >= value.scale()
                                ? value.mantissa() * power(decimals - value.scale())
                                : half_up(value.mantissa(), power(value.scale() - decimals));
    RC_ASSERT(rounded.mantissa() == expected);
  }));
}

TEST(DecimalProperty, QuotientsOfCountsRoundLikeIntegers) {
  EXPECT_TRUE(rc::check("a rate of two counts, at any number of decimals", [] {
    const auto n = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    const auto d = *rc::gen::suchThat(rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000),
                                      [](std::int64_t x) { return x != 0; });
    const int decimals = *rc::gen::inRange(0, 7);
    const Decimal rate = Decimal(n) * Decimal(100) / Decimal(d);
    RC_ASSERT(rate.rounded(decimals).mantissa() == half_up(Int128{n} * 100 * power(decimals), Int128{d}));
  }));
}

TEST(DecimalProperty, DifferenceUndoesSum) {
  EXPECT_TRUE(rc::check("(a + b) - b is a; order follows the difference", [] {
    const Decimal a = any_decimal();
    const Decimal b = any_decimal();
    RC_ASSERT((a + b) - b == a);
    RC_ASSERT((a < b) == (a - b).is_negative());
    RC_ASSERT((a == b) == (a - b).is_zero());
  }));
}

}  // namespace
}  // namespace zhiheng
