#include "measure/expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"

namespace zhiheng::measure {
namespace {

using testing::ElementsAre;

Expression parse(const std::string& text) { return parse_expression(text, {"f.md", 3, 7}); }

/// An expression in one line: ref[area]{where}@year +offset |filter(arguments).
std::string shown(const std::string& text) {
  const Expression e = parse(text);
  std::string out = e.ref;
  if (!e.area.empty()) out += "[" + e.area + "]";
  if (!e.where.empty()) out += "{" + e.where + "}";
  if (e.year) out += "@" + std::to_string(*e.year);
  if (e.year_offset) out += " offset " + std::to_string(*e.year_offset);
  for (const Filter& filter : e.filters) {
    out += " |" + filter.name;
    for (const auto& argument : filter.arguments) out += " " + argument;
  }
  return out;
}

TEST(Expression, ReadsWhatTheHandbookShows) {
  EXPECT_EQ(shown("food.pass_rate"), "food.pass_rate");
  EXPECT_EQ(shown("commerce.sales[hongqiao]"), "commerce.sales[hongqiao]");
  EXPECT_EQ(shown("food_sampling.tested where stage = 'catering'"),
            "food_sampling.tested{stage = 'catering'}");
  EXPECT_EQ(shown("award.winner where prize = 'gold' | join"), "award.winner{prize = 'gold'} |join");
  EXPECT_EQ(shown("economy.gdp @-1"), "economy.gdp offset -1");
  EXPECT_EQ(shown("economy.gdp@prev"), "economy.gdp offset -1");
  EXPECT_EQ(shown("economy.gdp @2018"), "economy.gdp@2018");
  EXPECT_EQ(shown("economy.gdp | change short"), "economy.gdp |change short");
  EXPECT_EQ(shown("x | in 万 2"), "x |in 万 2");
  EXPECT_EQ(shown("x | decimals 1 | bare"), "x |decimals 1 |bare");
  EXPECT_EQ(shown("tested where stage = 'a' and town = 'b' @-1 | unit"),
            "tested{stage = 'a' and town = 'b'} offset -1 |unit");
}

TEST(Expression, LeavesSqlAlone) {
  EXPECT_EQ(shown("x where a = 'p | q'"), "x{a = 'p | q'}");
  EXPECT_EQ(shown("x where a || b = 'pq' | bare"), "x{a || b = 'pq'} |bare");
  EXPECT_EQ(shown("x where a = 'at @2018'"), "x{a = 'at @2018'}");
  EXPECT_EQ(shown("x where a in ('p', 'q')\n  and b > 3"), "x{a in ('p', 'q')\n  and b > 3}");
}

TEST(Expression, KeepsItsText) {
  EXPECT_EQ(parse("  x | bare ").text, "x | bare");
  EXPECT_TRUE(parse("x | bare").has_filter("bare"));
  EXPECT_FALSE(parse("x | bare").has_filter("unit"));
}

TEST(Expression, RefusesWithItsPlace) {
  for (const char* text : {"", "Food.rate", "x y", "x [a b]", "x where", "x |", "x | | bare", "x @", "x @18",
                           "x @next", "x @-99999999999", "7", "x[a", "合格率", "xwhere a = 1"}) {
    EXPECT_THAT(thrown_by([&] { parse(text); }), ElementsAre("f.md:3:7 expression.syntax")) << text;
  }
}

}  // namespace
}  // namespace zhiheng::measure
