#include "catalog/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/pack_test.h"

namespace zhiheng::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kCube = R"(title: {zh: 食品抽检, en: Food}
owner: market
scope: {zh: 不含快检, en: no quick tests}
dimensions:
  stage: {zh: 环节, en: Stage, codes: stage}
measures:
  tested: {zh: 完成, en: Tested, unit: 件}
  passed: {zh: 合格, en: Passed, unit: 件}
  output: {zh: 产值, en: Output, unit: 亿元, decimals: 2}
  growth: {zh: 同比, en: Growth, unit: "%", decimals: 1, kind: growth}
derived:
  failed: {zh: 不合格, en: Failed, formula: tested - passed, unit: 件}
  pass_rate: {zh: 合格率, en: Rate, numerator: passed, denominator: tested, unit: "%", decimals: 2}
  tested_change: {zh: 同比, en: Change, change_of: tested, unit: "%", decimals: 1}
)";

TEST(Load, ReadsASmallCatalog) {
  PackFolder pack;
  pack.write("catalog/cubes/food.yaml", kCube);
  pack.write("catalog/lists/award.yaml",
             "title: {zh: 获奖名单, en: Winners}\nowner: market\nunit: 个\ncolumns:\n  level: {zh: 级别, "
             "codes: stage}\n"
             "  winner: {zh: 名称}\n  seats: {zh: 席位, type: integer, unit: 席}\n  since: {zh: 日期, type: "
             "date}\n");
  pack.write("districts/test/indicators/food.yaml",
             "food.rate: {title: {zh: 合格率}, from: food, value: pass_rate, owner: market, better: more}\n"
             "food.tested: {title: {zh: 抽检}, kind: count, unit: 件, owner: market}\n"
             "food.share: {title: {zh: 占比}, unit: \"%\", numerator: food.tested, denominator: food.rate, "
             "owner: market}\n");
  pack.write("districts/test/checks/food.yaml",
             "same: {title: {zh: 相等}, left: food.tested, is: \"=\", right: food.tested, within: 0.5, note: "
             "{zh: 表1}}\n");
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());

  const Cube& food = *catalog.cube("food");
  EXPECT_EQ(food.title.zh, "食品抽检");
  EXPECT_EQ(food.dimension("stage")->codes, "stage");
  EXPECT_TRUE(food.measure("tested")->additive);
  EXPECT_EQ(food.measure("output")->kind, Kind::kAmount) << "decimals make an amount";
  EXPECT_FALSE(food.measure("growth")->additive) << "a growth is never added up";
  EXPECT_EQ(food.measure("failed")->form, Measure::Form::kFormula);
  EXPECT_EQ(food.measure("pass_rate")->kind, Kind::kRate);
  EXPECT_EQ(food.measure("tested_change")->form, Measure::Form::kChange);

  const Cube& award = *catalog.cube("award");
  EXPECT_TRUE(award.is_list);
  EXPECT_EQ(award.measure("count")->unit, "个");
  EXPECT_EQ(award.measure("seats")->unit, "席") << "a numeric column is a measure too";
  EXPECT_EQ(award.measure("winner"), nullptr);

  const Indicator& rate = *catalog.indicator("food.rate");
  EXPECT_EQ(rate.unit, "%");
  EXPECT_EQ(rate.decimals, 2);
  EXPECT_EQ(rate.kind, Kind::kRate);
  EXPECT_EQ(rate.scope.zh, "不含快检");
  EXPECT_TRUE(catalog.indicator("food.tested")->reported());
  EXPECT_EQ(catalog.indicator("food.share")->kind, Kind::kRate);
  EXPECT_EQ(catalog.checks.at("same").within, "0.5");

  EXPECT_EQ(catalog.district.id, "test");
  EXPECT_EQ(catalog.district.years.at(2020).issued, "2021-10");
  EXPECT_TRUE(catalog.code_list("stage")->find("canteen")->of_which);
  EXPECT_EQ(catalog.code_title("stage", "catering"), "餐饮");
  EXPECT_EQ(catalog.code_title("stage", "none"), "none");
  EXPECT_EQ(catalog.area_title("hong"), "红镇");
  EXPECT_EQ(catalog.area_title(""), "测试区");
}

TEST(Load, AnIndicatorKeepsItsMeasuresKindUnlessItStatesOne) {
  PackFolder pack;
  pack.write("catalog/cubes/food.yaml", kCube);
  pack.write("catalog/indicators/food.yaml",
             "food.rate: {title: {zh: 率}, from: food, value: pass_rate, decimals: 1, owner: market}\n"
             "food.output: {title: {zh: 值}, from: food, value: output, kind: count, owner: market}\n");
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  EXPECT_EQ(catalog.indicator("food.rate")->kind, Kind::kRate) << "its own decimals make it no amount";
  EXPECT_EQ(catalog.indicator("food.rate")->decimals, 1);
  EXPECT_EQ(catalog.indicator("food.output")->kind, Kind::kCount);
}

TEST(Load, TheRealCatalogAndPacksHaveNoMistakes) {
  const Home home{ZHIHENG_SOURCE_DIR};
  auto names = list_districts(home);
  EXPECT_FALSE(names.empty());
  names.emplace_back(std::string(ZHIHENG_SOURCE_DIR) + "/tests/packs/yunxi/");
  for (const auto& name : names) {
    Diagnostics diagnostics;
    const Catalog catalog = load_catalog(home, name, diagnostics);
    EXPECT_THAT(diagnosed(diagnostics), IsEmpty()) << name;
    EXPECT_FALSE(catalog.indicators.empty());
    EXPECT_FALSE(catalog.district.id.empty()) << name;
  }
  Diagnostics diagnostics;
  const Theme theme = load_theme(home, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  EXPECT_EQ(theme.light.ink.substr(0, 1), "#");
  EXPECT_GE(theme.series.size(), 8U);
}

TEST(Load, AnUnknownDistrictIsAnErrorThatNamesTheKnown) {
  const PackFolder pack;
  Diagnostics diagnostics;
  for (const char* name : {"nowhere", "", "./nowhere"}) {
    try {
      load_catalog(pack.home(), name, diagnostics);
      ADD_FAILURE() << "no error for " << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.diagnostics()[0].code, "district.unknown");
      EXPECT_THAT(error.what(), HasSubstr("test"));
    }
  }
}

TEST(Load, APathMayEndInASlash) {
  const PackFolder pack;
  Diagnostics diagnostics;
  const Catalog catalog = load_catalog(pack.home(), pack.path() + "/districts/test/", diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  EXPECT_EQ(catalog.district.id, "test");
  EXPECT_EQ(catalog.district.folder, pack.path() + "/districts/test");
}

TEST(Load, NamesMistakesOfDefinitions) {
  const std::vector<std::pair<const char*, std::vector<std::string>>> cases{
      {"title: {zh: a}\nowner: market\nmeasures: {}\nmeasure: {}\n", {"4:1 yaml.unknown-key"}},
      {"owner: market\nmeasures: {}\n", {"1:1 yaml.missing-key"}},
      {"title: {en: a}\nowner: market\nmeasures: {}\n", {"1:8 yaml.missing-key"}},
      {"title: {zh: a}\nowner: [market]\nmeasures: {}\n", {"2:8 yaml.not-scalar"}},
      {"title: {zh: a}\nowner: market\nmeasures: [x]\n", {"3:11 yaml.not-a-map"}},
      {"title: {zh: a}\nowner: market\nmeasures:\n  Bad: {zh: a}\n", {"4:8 catalog.bad-id"}},
      {"title: {zh: a}\nowner: market\nmeasures:\n  x: {zh: a, decimals: two}\n", {"4:24 yaml.not-integer"}},
      {"title: {zh: a}\nowner: market\nmeasures:\n  x: {zh: a, decimals: -1}\n",
       {"4:24 catalog.bad-decimals"}},
      {"title: {zh: a}\nowner: market\nmeasures:\n  x: {zh: a, kind: speed}\n",
       {"4:20 catalog.unknown-kind"}},
      {"title: {zh: a}\nowner: market\nmeasures:\n  x: {zh: a}\n  year: {zh: b}\nderived:\n  x: {zh: a, "
       "formula: x}\n",
       {"5:3 catalog.name-taken", "7:3 catalog.name-taken"}},
      {"title: {zh: a}\nowner: market\nmeasures: {}\nderived:\n  x: {zh: a, numerator: b}\n",
       {"5:6 catalog.half-ratio"}},
      {"title: {zh: a}\nowner: market\nmeasures: {}\nderived:\n  x: {zh: a, numerator: b, denominator: c, "
       "formula: d}\n",
       {"5:6 catalog.two-ways"}},
      {"title: {zh: a}\nowner: market\nmeasures: {}\nderived:\n  x: {zh: a}\n", {"5:6 catalog.two-ways"}},
      {"title: [a\nowner: market\n", {"2:6 yaml.syntax"}},
  };
  for (const auto& [text, places] : cases) {
    PackFolder pack;
    pack.write("catalog/cubes/food.yaml", text);
    std::vector<std::string> expected;
    for (const auto& place : places) expected.push_back("catalog/cubes/food.yaml:" + place);
    EXPECT_EQ(pack.mistakes(), expected) << text;
  }
}

TEST(Load, NamesMistakesOfIndicators) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"food: {title: {zh: a}, owner: market}", "1:1 catalog.bad-indicator-id"},
      {"food.Rate: {title: {zh: a}, owner: market}", "1:1 catalog.bad-indicator-id"},
      {"a.b: {title: {zh: a}, owner: market, better: higher}", "1:46 catalog.unknown-word"},
      {"a.b: {title: {zh: a}, owner: market, formula: 1 + 1, numerator: c, denominator: d}",
       "1:6 catalog.two-ways"},
      {"a.b: {title: {zh: a}, owner: market, denominator: d}", "1:6 catalog.half-ratio"},
      {"a.b: {title: {zh: a}, owner: markt}", "1:6 catalog.unknown-owner"},
      {"a.b: {title: {zh: a}, owner: market, from: fod, value: tested}", "1:6 catalog.unknown-cube"},
      {"a.b: {title: {zh: a}, owner: market, from: food, value: testd}", "1:6 catalog.unknown-measure"},
      {"a.b: {title: {zh: a}, owner: market, from: food}", "1:6 yaml.missing-key"},
      {"a.b: {title: {zh: a}, owner: market, formula: a.c + 1}", "1:6 catalog.unknown-indicator"},
      {"- a.b", "1:1 yaml.not-a-map"},
      {"a.b:\n  title: {zh: a}\n  owner: market\n  ownr: x", "4:3 yaml.unknown-key"},
  };
  for (const auto& [text, place] : cases) {
    PackFolder pack;
    pack.write("catalog/cubes/food.yaml", kCube);
    pack.write("catalog/indicators/a.yaml", text);
    EXPECT_THAT(pack.mistakes(), testing::Contains(std::string("catalog/indicators/a.yaml:") + place))
        << text;
  }
}

TEST(Load, SuggestsWhatWasMeant) {
  PackFolder pack;
  pack.write("catalog/cubes/food.yaml", kCube);
  pack.write("catalog/cubes/farm.yaml",
             "title: {zh: a}\nowner: frm\ndimensions: {kind: {zh: b, codes: stag}}\nmeasures: {}\n"
             "derived: {g: {zh: c, change_of: testd}}\n");
  pack.write("catalog/indicators/a.yaml",
             "a.b: {title: {zh: a}, owner: market, from: fod, value: tested}\n"
             "a.tested: {title: {zh: a}, owner: market}\n"
             "a.c: {title: {zh: a}, owner: market, formula: a.testd * 2}\n");
  Diagnostics diagnostics;
  pack.load(diagnostics);
  std::string all;
  for (const auto& d : diagnostics.items()) all += to_string(d) + "\n";
  EXPECT_THAT(all, HasSubstr("did you mean farm?"));
  EXPECT_THAT(all, HasSubstr("did you mean stage?"));
  EXPECT_THAT(all, HasSubstr("did you mean food?"));
  EXPECT_THAT(all, HasSubstr("did you mean a.tested?"));
  EXPECT_THAT(all, HasSubstr("farm has no measure testd"));
  EXPECT_EQ(diagnostics.items().size(), 5U) << all;
}

TEST(Load, ChecksMustNameKnownIndicatorsAndRelations) {
  PackFolder pack;
  pack.write("catalog/indicators/a.yaml", "a.b: {title: {zh: a}, owner: market}\n");
  pack.write("catalog/checks/a.yaml",
             "one: {title: {zh: a}, left: a.b, is: \"<\", right: a.b}\n"
             "two: {title: {zh: a}, left: a.b, is: \"=\", right: a.c}\n"
             "three: {title: {zh: a}, left: a.b, is: \"=\", right: a.b, within: some}\n");
  EXPECT_THAT(pack.mistakes(), ElementsAre("catalog/checks/a.yaml:1:6 catalog.bad-relation",
                                           "catalog/checks/a.yaml:3:8 catalog.bad-number",
                                           "catalog/checks/a.yaml:2:6 catalog.unknown-indicator"));
}

std::vector<std::string> circles(const std::string& indicators) {
  PackFolder pack;
  pack.write("catalog/indicators/a.yaml", indicators);
  return pack.mistakes();
}

TEST(Load, FindsCircles) {
  EXPECT_THAT(circles("a.b: {title: {zh: a}, owner: market, formula: a.c + 1}\n"
                      "a.c: {title: {zh: a}, owner: market, formula: a.b - 1}\n"
                      "a.d: {title: {zh: a}, owner: market, formula: a.c}\n"),
              ElementsAre("catalog/indicators/a.yaml:1:6 catalog.circle"));
  EXPECT_THAT(circles("a.b: {title: {zh: a}, owner: market, numerator: a.b, denominator: a.b}\n"),
              testing::Contains("catalog/indicators/a.yaml:1:6 catalog.circle"));
  EXPECT_THAT(circles("a.b: {title: {zh: a}, owner: market, formula: a.b@prev + 1}\n"),
              ElementsAre("catalog/indicators/a.yaml:1:6 catalog.circle"))
      << "the year before asks for the one before it, without end";
  EXPECT_THAT(circles("a.b: {title: {zh: a}, owner: market, formula: a.c - a.c@prev}\n"
                      "a.c: {title: {zh: a}, owner: market}\n"
                      "a.d: {title: {zh: a}, owner: market, formula: a.b + a.c}\n"),
              IsEmpty());
}

TEST(Load, ADefinitionStandsOnce) {
  PackFolder pack;
  for (const char* place : {"catalog", "districts/test"}) {
    const std::string folder = place;
    pack.write(folder + "/cubes/food.yaml", kCube);
    pack.write(folder + "/indicators/x.yaml", "a.b: {title: {zh: a}, owner: market}\n");
    pack.write(folder + "/codes/colour.csv", "code,zh,en\nred,红,Red\n");
  }
  EXPECT_THAT(pack.mistakes(), ElementsAre("districts/test/codes/colour.csv:1:1 catalog.defined-twice",
                                           "districts/test/cubes/food.yaml:1:1 catalog.defined-twice",
                                           "districts/test/indicators/x.yaml:1:6 catalog.defined-twice"));
}

TEST(Load, NamesMistakesOfCodeLists) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"code,zh\nred,红\n", "1:1 codes.bad-header"},
      {"code,zh,en,colour\nred,红,Red,x\n", "1:1 codes.bad-header"},
      {"code,zh,en,role,role\nred,红,Red,,\n", "1:1 codes.bad-header"},
      {"code,zh,en\nred,红,Red\nred,绯,Red\n", "3:1 codes.duplicate"},
      {"code,zh,en\nRed,红,Red\n", "2:1 codes.bad-code"},
      {"code,zh,en,role\nred,红,Red,some\n", "2:1 codes.bad-role"},
      {"code,zh,en\nred,红\n", "2:5 csv.cell-count"},
      {"", "1:1 csv.no-header"},
  };
  for (const auto& [text, place] : cases) {
    PackFolder pack;
    pack.write("catalog/codes/colour.csv", text);
    EXPECT_THAT(pack.mistakes(), ElementsAre(std::string("catalog/codes/colour.csv:") + place)) << text;
  }
}

TEST(Load, ACodeListMayHaveTheColumnsThatHelp) {
  PackFolder pack;
  pack.write("catalog/codes/colour.csv", "code,zh,en,role\nred,红,Red,\n12345,绯,Scarlet,of-which\n");
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  EXPECT_TRUE(catalog.code_list("colour")->find("12345")->of_which);
  EXPECT_TRUE(catalog.code_list("colour")->has_of_which());
}

TEST(Load, NamesMistakesOfTheDistrict) {
  const std::vector<std::pair<const char*, std::vector<std::string>>> cases{
      {"code: 1\ntitle: {zh: a}\nfull: {zh: a}\nareas: twn\nyears: {}\n", {" catalog.unknown-code-list"}},
      {"code: 1\ntitle: {zh: a}\nfull: {zh: a}\nareas: town\nyears:\n  20x0: {issued: 2021-10}\n",
       {":6:3 district.bad-year"}},
      {"code: 1\ntitle: {zh: a}\nareas: town\nyears: {}\n", {":1:1 yaml.missing-key"}},
      {"code: 1\ntitle: {zh: a}\nfull: {zh: a}\nareas: town\nyears: 2020\n", {":5:8 yaml.not-a-map"}},
      {"code: 1\ntitle: {zh: a}\nfull: {zh: a}\nareas: town\nyears: {}\nsimulated: maybe\n",
       {":6:12 yaml.not-boolean"}},
  };
  for (const auto& [text, places] : cases) {
    PackFolder pack;
    pack.write("districts/test/district.yaml", text);
    std::vector<std::string> expected;
    for (const auto& place : places) expected.push_back("districts/test/district.yaml" + place);
    EXPECT_EQ(pack.mistakes(), expected) << text;
  }
}

TEST(Load, AThemeNeedsAllItsTokens) {
  PackFolder pack;
  pack.write("catalog/theme.yaml",
             "light: {ink: a, secondary: a, hairline: a, paper: a, wash: a}\nseries: [a]\n");
  Diagnostics diagnostics;
  load_theme(pack.home(), diagnostics);
  EXPECT_THAT(
      diagnosed(diagnostics),
      ElementsAre("catalog/theme.yaml:1:8 yaml.missing-key", "catalog/theme.yaml:1:1 yaml.missing-key",
                  "catalog/theme.yaml:1:1 yaml.missing-key", "catalog/theme.yaml:1:1 theme.no-series",
                  "catalog/theme.yaml:1:1 yaml.missing-key"));
}

TEST(Formula, NamesItsIndicators) {
  EXPECT_THAT(formula_indicators("(a.b + a.b) / c.d.e@prev * 1.5 - 2"), ElementsAre("a.b", "a.b", "c.d.e"));
  EXPECT_THAT(formula_indicators("100"), IsEmpty());
  EXPECT_THAT(formula_indicators(""), IsEmpty());
}

}  // namespace
}  // namespace zhiheng::catalog
