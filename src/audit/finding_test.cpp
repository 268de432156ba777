#include "audit/finding.h"

#include <gtest/gtest.h>

#include <set>

#include "audit/sample_audit_test.h"

namespace zhiheng::audit {
namespace {

TEST(Finding, NamesOfKindsAreDistinctAndUnderstood) {
  std::set<std::string> names, titles;
  for (int i = 0; i < kKindCount; ++i) {
    const auto kind = static_cast<Kind>(i);
    names.insert(kind_name(kind));
    titles.insert(kind_title(kind));
    EXPECT_TRUE(parse_kind(kind_name(kind)) == kind);
    EXPECT_EQ(kind_words(kind).zh, kind_title(kind));
    EXPECT_FALSE(kind_about(kind).zh.empty() || kind_about(kind).en.empty());
  }
  EXPECT_EQ(names.size(), size_t{kKindCount});
  EXPECT_EQ(titles.size(), size_t{kKindCount});
  EXPECT_STREQ(kind_name(Kind::kTextTable), "text-table");
  EXPECT_STREQ(kind_name(Kind::kCaption), "caption");
  EXPECT_FALSE(parse_kind("Sum").has_value());
}

TEST(Finding, NamesOfWeightsAreUnderstood) {
  for (const Weight weight : {Weight::kNote, Weight::kWarning, Weight::kError})
    EXPECT_TRUE(parse_weight(weight_name(weight)) == weight);
  EXPECT_FALSE(parse_weight("fatal").has_value());
  EXPECT_EQ(weight_words(Weight::kError).zh, "错误");
}

TEST(Report, FilterLeavesWhatIsWanted) {
  auto kept = [](const Filter& filter) {
    Report report = sample::report();
    keep(filter, report);
    std::vector<std::string> ids;
    for (const auto& finding : report.results.findings) ids.push_back(finding.id);
    return std::tuple(ids, report.waived.size(), report.results.held.size());
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(std::get<0>(kept({})).size(), 6u);
  EXPECT_EQ(kept({{Kind::kRatio, Kind::kUnit}, Weight::kNote, false}),
            (std::tuple(Ids{"ratio-953", "unit-12"}, 0u, 1u)));
  EXPECT_EQ(kept({{}, Weight::kError, false}),
            (std::tuple(Ids{"sum-3238", "ratio-953", "text-table-3105"}, 1u, 2u)));
  EXPECT_EQ(kept({{Kind::kUnit}, Weight::kNote, true}), (std::tuple(Ids{}, 0u, 0u)));
}

TEST(Report, CountsByKind) {
  const auto counts = count_kinds(sample::report());
  EXPECT_EQ(counts[static_cast<size_t>(Kind::kSum)].findings, 1u);
  EXPECT_EQ(counts[static_cast<size_t>(Kind::kSum)].held, 1u);
  EXPECT_EQ(counts[static_cast<size_t>(Kind::kImpossible)].findings, 0u);
  EXPECT_EQ(counts[static_cast<size_t>(Kind::kImpossible)].waived, 1u);
}

}  // namespace
}  // namespace zhiheng::audit
