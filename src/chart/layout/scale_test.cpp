#include "chart/layout/scale.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zhiheng::chart {
namespace {

TEST(RoundScale, FindsRoundTicks) {
  EXPECT_EQ(round_scale({0, 3015, 5, true}).tick_texts(""),
            (std::vector<std::string>{"0", "1000", "2000", "3000", "4000"}));
  EXPECT_EQ(round_scale({97.4, 100, 5, false}).tick_texts("%").front(), "97%");
  EXPECT_EQ(round_scale({0, 0.12, 4, false}).tick_texts(""),
            (std::vector<std::string>{"0.00", "0.05", "0.10", "0.15"}));
}

TEST(RoundScale, CountsHaveNoFractions) {
  EXPECT_EQ(round_scale({0, 3, 5, true}).tick_texts(""), (std::vector<std::string>{"0", "1", "2", "3"}));
  EXPECT_EQ(round_scale({0, 11, 5, true}).step, 5);
}

TEST(RoundScale, WidensANothing) {
  EXPECT_EQ(round_scale({0, 0, 5, false}).min, 0);
  EXPECT_GT(round_scale({0, 0, 5, false}).max, 0);
  EXPECT_LT(round_scale({7, 7, 5, false}).min, 7);
}

RC_GTEST_PROP(RoundScale, HoldsItsRangeWithoutWaste, ()) {
  const double low = *rc::gen::inRange(-100000, 100000) / 100.0;
  const double width = *rc::gen::inRange(1, 1000000) / 1000.0;
  const Scale scale = round_scale({low, low + width, 5, false});
  RC_ASSERT(scale.min <= low + 1e-9);
  RC_ASSERT(scale.max >= low + width - 1e-9);
  RC_ASSERT(scale.ticks().size() >= 3U);
  RC_ASSERT(scale.ticks().size() <= 8U);
  RC_ASSERT(scale.min > low - scale.step);
}

}  // namespace
}  // namespace zhiheng::chart
