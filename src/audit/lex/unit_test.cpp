#include "audit/lex/unit.h"

#include <gtest/gtest.h>

namespace zhiheng::audit::lex {
namespace {

struct UnitCase {
  const char* text;
  size_t length;
  Dimension dimension;
  double scale;
  const char* name;
};

TEST(Unit, LongestNameWithItsScale) {
  const UnitCase cases[] = {{"家企业", 3, Dimension::kCount, 1, "家"},
                            {"家次", 6, Dimension::kCount, 1, "家次"},
                            {"批次，", 6, Dimension::kCount, 1, "批次"},
                            {"万元", 6, Dimension::kMoney, 1e4, "元"},
                            {"亿元", 6, Dimension::kMoney, 1e8, "元"},
                            {"万亿元", 9, Dimension::kMoney, 1e12, "元"},
                            {"亿美元", 9, Dimension::kMoney, 1e8, "美元"},
                            {"万户", 6, Dimension::kCount, 1e4, "户"},
                            {"%", 1, Dimension::kPercent, 1, "%"},
                            {"‰", 3, Dimension::kPercent, 0.1, "%"},
                            {"个百分点", 12, Dimension::kPoints, 1, "个百分点"},
                            {"个", 3, Dimension::kCount, 1, "个"},
                            {"个月", 6, Dimension::kDuration, 1, "个月"},
                            {"平方公里", 12, Dimension::kArea, 1e6, "平方米"},
                            {"千瓦时", 9, Dimension::kEnergy, 1, "千瓦时"},
                            {"千克", 6, Dimension::kMass, 1, "千克"},
                            {"km", 2, Dimension::kLength, 1000, "米"},
                            {"μg", 3, Dimension::kMass, 1e-9, "千克"},
                            {"元/人", 7, Dimension::kOther, 1, "元/人"},
                            {"微克/立方米", 16, Dimension::kOther, 1, "微克/立方米"},
                            {"万", 3, Dimension::kNone, 1e4, ""}};
  for (const UnitCase& c : cases) {
    const UnitMatch match = match_unit(c.text, 0);
    EXPECT_EQ(match.length, c.length) << c.text;
    EXPECT_EQ(match.unit.dimension, c.dimension) << c.text;
    EXPECT_DOUBLE_EQ(match.unit.scale, c.scale) << c.text;
    EXPECT_EQ(match.unit.name, c.name) << c.text;
  }
}

TEST(Unit, NoUnit) {
  for (const char* text : {"", "。", "的", "mm", "kgs", "\xE5\xAE", "Z"})
    EXPECT_EQ(match_unit(text, 0).length, 0u) << text;
}

TEST(Unit, AWrittenUnitIsNothingElse) {
  EXPECT_EQ(parse_unit(" 万元 ").scale, 1e4);
  EXPECT_EQ(parse_unit("万元以上").dimension, Dimension::kNone);
  EXPECT_EQ(parse_unit("万").dimension, Dimension::kNone);
  EXPECT_EQ(parse_unit("").dimension, Dimension::kNone);
}

TEST(Unit, FollowsBehindSpaces) {
  EXPECT_TRUE(unit_follows("5 家", 1));
  EXPECT_TRUE(unit_follows("5\u3000家", 1));
  EXPECT_FALSE(unit_follows("5 万", 1));
  EXPECT_FALSE(unit_follows("5", 1));
}

}  // namespace
}  // namespace zhiheng::audit::lex
