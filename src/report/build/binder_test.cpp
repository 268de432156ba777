#include "report/build/binder.h"

#include <gtest/gtest.h>

#include "report/build/small_pack_test.h"

namespace zhiheng::report {
namespace {

class BinderTest : public testing::Test {
 protected:
  std::string said(const std::string& sentence) {
    const Document document = pack_.build("# 章\n" + sentence + "\n");
    EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{}) << sentence;
    return prose(document);
  }

  /// The only mistake of a sentence, with its place.
  std::string mistake(const std::string& sentence) {
    pack_.build("# 章\n" + sentence + "\n");
    EXPECT_EQ(pack_.mistakes().size(), 1u) << sentence;
    return pack_.mistakes().empty() ? "" : pack_.mistakes()[0];
  }

  static const Lineage& lineage_of(const Document& document, size_t number) {
    const auto& all = document.lineages;
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Lineage& l) { return l.id == document.numbers[number].lineage; });
    return found == all.end() ? (ADD_FAILURE(), all.front()) : *found;
  }

  SmallPack pack_;
};

TEST_F(BinderTest, YearsAndNames) {
  EXPECT_EQ(said("{{ year }} 年、{{ year - 2 }} 年，{{ district }}，{{ district.full }}"),
            "2020年、2018年，样区，某市样区\n");
}

TEST_F(BinderTest, Values) {
  EXPECT_EQ(said("{{ econ.gdp }}，{{ econ.gdp | bare }}，{{ econ.gdp @-1 }}，{{ econ.gdp @2019 }}"),
            "112.80亿元，112.80，100.00亿元，100.00亿元\n");
  EXPECT_EQ(said("{{ econ.gdp[east] }}"), "12.80亿元\n");
  EXPECT_EQ(said("{{ econ.gdp | name }}"), "生产总值\n");
  EXPECT_EQ(said("{{ econ.visits | in 万 }}，{{ econ.visits | in 万 1 }}，{{ econ.gdp | decimals 0 }}"),
            "12.35万人次，12.3万人次，113亿元\n");
}

TEST_F(BinderTest, Changes) {
  EXPECT_EQ(said("{{ econ.gdp | change }}"), "同比增长12.8%\n");
  EXPECT_EQ(said("{{ econ.gdp | change short }}"), "增长12.8%\n");
  EXPECT_EQ(said("{{ econ.rate | change }}"), "同比上升5.3个百分点\n");
  EXPECT_EQ(said("{{ econ.noise | change }}"), "同比下降0.9分贝\n");
  EXPECT_EQ(said("{{ econ.visits | change }}"), "与上年持平\n");
  EXPECT_EQ(said("{{ econ.gdp | change | decimals 0 }}"), "同比增长13%\n");
}

TEST_F(BinderTest, CubesLeaveOutWhatIsContainedElsewhere) {
  EXPECT_EQ(said("{{ food.tested }}"), "100件\n");
  EXPECT_EQ(said("{{ food.tested where stage = 'online' }}"), "7件\n");
  EXPECT_EQ(said("{{ food.pass_rate where stage = 'catering' }}"), "96.00%\n");
}

TEST_F(BinderTest, NameLists) {
  EXPECT_EQ(said("{{ garden.count where level = 'city' }}"), "2家\n");
  EXPECT_EQ(said("{{ garden.name where level = 'city' | join }}"), "春晖园、绿源园\n");
  EXPECT_EQ(said("{{ garden.level where name = '田园' }}"), "区级\n");
}

TEST_F(BinderTest, NumbersCarryTheirLineage) {
  const Document document = pack_.build("# 章 {#place}\n{{ food.pass_rate }}\n");
  ASSERT_EQ(document.numbers.size(), 1u);
  EXPECT_EQ(document.numbers[0].text, "95.00%");
  EXPECT_EQ(document.numbers[0].where, "place");
  const Lineage& lineage = lineage_of(document, 0);
  EXPECT_EQ(lineage.id, document.numbers[0].lineage);
  EXPECT_EQ(lineage.numerator, Decimal(95));
  EXPECT_EQ(lineage.denominator, Decimal(100));
  ASSERT_EQ(lineage.inputs.size(), 1u);
  EXPECT_EQ(lineage.inputs[0].path, "data/food.csv");
  EXPECT_EQ(lineage.inputs[0].lines, "5-6, 8");
  EXPECT_EQ(lineage.owner, "区市场监管局");
}

TEST_F(BinderTest, ScaleIsOfThePrintNotOfTheLineage) {
  const Document document = pack_.build("# 章\n{{ econ.doubled | in 万 }}，{{ econ.doubled }}\n");
  EXPECT_EQ(prose(document), "24.69万人次，246912人次\n");
  ASSERT_EQ(document.numbers.size(), 2u);
  EXPECT_EQ(document.numbers[0].value.to_string(), "24.69");
  EXPECT_EQ(document.numbers[0].lineage, document.numbers[1].lineage);
  const Lineage& lineage = lineage_of(document, 0);
  EXPECT_EQ(lineage.unit, "人次");
  EXPECT_EQ(lineage.exact, Decimal(246912));
  EXPECT_EQ(lineage.published, "") << "it was published with the same value";
}

TEST_F(BinderTest, MistakesStopTheBuildWithTheirPlace) {
  const std::string at = "catalog/reports/paper/chapter.md:2:4 ";
  EXPECT_EQ(mistake("共{{ econ.gpd }}"), at + "[binding.unknown]");
  EXPECT_EQ(mistake("共{{ food.testd }}"), at + "[binding.unknown]");
  EXPECT_EQ(mistake("共{{ econ.gone }}"), at + "[binding.no-value]");
  EXPECT_EQ(mistake("共{{ econ.gdp @2010 }}"), at + "[binding.no-value]");
  EXPECT_EQ(mistake("共{{ econ.doubled | change @ }}"), at + "[binding.unknown-filter]");
  EXPECT_EQ(mistake("共{{ econ.gdp | round }}"), at + "[binding.unknown-filter]");
  EXPECT_EQ(mistake("共{{ econ.gdp | bare 2 }}"), at + "[binding.unknown-filter]");
  EXPECT_EQ(mistake("共{{ econ.gdp | in 千 }}"), at + "[format.bad-filter]");
  EXPECT_EQ(mistake("共{{ econ.gdp | change | decimals two }}"), at + "[format.bad-filter]");
  EXPECT_EQ(mistake("共{{ econ.gdp[west] }}"), at + "[binding.unknown-area]");
  EXPECT_EQ(mistake("共{{ econ.gdp where stage = 'production' }}"), at + "[binding.where-of-indicator]");
  EXPECT_EQ(mistake("共{{ food.tested[east] }}"), at + "[binding.area-of-cube]");
  EXPECT_EQ(mistake("共{{ garden.name where level = 'city' }}"), at + "[binding.several-names]");
  EXPECT_EQ(mistake("共{{ garden.name where level = 'national' }}"), at + "[binding.no-value]");
  EXPECT_EQ(mistake("共{{ Econ gdp }}"), at + "[expression.syntax]");
}

TEST_F(BinderTest, UnknownIdComesWithASuggestion) {
  mistake("共{{ econ.gpd }}");
  const Diagnostic& d = pack_.diagnostics.items()[0];
  EXPECT_NE(d.zh.find("是否为 econ.gdp"), std::string::npos) << d.zh;
  EXPECT_NE(d.en.find("did you mean econ.gdp"), std::string::npos) << d.en;
}

TEST_F(BinderTest, OneMistakeDoesNotHideTheNext) {
  pack_.build("# 章\n{{ econ.gpd }}、{{ econ.gone }}\n\n1件\n");
  EXPECT_EQ(pack_.mistakes().size(), 3u);
}

TEST_F(BinderTest, TitlesTakeOnlyYearAndDistrict) {
  pack_.write("catalog/reports/paper/report.yaml", "title: \"{{ econ.gdp }}\"\nparts: [chapter.md]\n");
  EXPECT_EQ(mistake("甲"), "catalog/reports/paper/report.yaml:1:8 [binding.not-plain]");
}

}  // namespace
}  // namespace zhiheng::report
