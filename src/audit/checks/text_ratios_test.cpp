#include <gtest/gtest.h>

#include <algorithm>

#include "audit/audit.h"
#include "read/read_document.h"

namespace zhiheng::audit {
namespace {

/// How many ratios of a text are doubted and how many hold.
std::pair<long, long> ratios(const std::string& text) {
  const Results results = audit({read::parse_document(text, "text.txt")});
  const auto of = [](const auto& found, Kind kind) {
    return std::ranges::count_if(found, [&](const auto& one) { return one.kind == kind; });
  };
  return {of(results.findings, Kind::kRatio), of(results.held, Kind::kRatio)};
}

using Counts = std::pair<long, long>;

TEST(TextRatios, RateIsOfWhatWasExamined) {
  EXPECT_EQ(ratios("2023 年，抽检食品 400 批次，合格 390 批次，合格率 97.5%。\n"), Counts(0, 1));
  EXPECT_EQ(ratios("2023 年，抽检食品 400 批次，合格 390 批次，合格率 95.7%。\n"), Counts(1, 0));
}

TEST(TextRatios, RateOfWhatIsLeftIsTheComplement) {
  EXPECT_EQ(ratios("2023 年，抽检食品 400 批次，不合格 10 批次，合格率 97.5%。\n"), Counts(0, 1));
  EXPECT_EQ(ratios("2023 年，抽检食品 400 批次，不合格 10 批次，合格率 93.5%。\n"), Counts(1, 0));
}

TEST(TextRatios, ListedSharesFollowTheOrderOfTheirParts) {
  EXPECT_EQ(ratios("2023 年，受理投诉共 400 件，其中商品类 100 件、服务类 300 件，分别占 25.0%、75.0%。\n"),
            Counts(0, 2));
  EXPECT_EQ(ratios("2023 年，受理投诉共 400 件，其中商品类 100 件、服务类 300 件，分别占 25.0%、71.0%。\n"),
            Counts(1, 1));
}

TEST(TextRatios, ShareIsOfTheTotalBeforeIt) {
  EXPECT_EQ(ratios("2023 年，共受理投诉 400 件，其中商品类 100 件，占 25.0%。\n"), Counts(0, 1));
  EXPECT_EQ(ratios("2023 年，共受理投诉 400 件，其中商品类 100 件，占 29.0%。\n"), Counts(1, 0));
}

}  // namespace
}  // namespace zhiheng::audit
