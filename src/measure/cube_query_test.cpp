#include "measure/cube_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "measure/pack_test.h"

namespace zhiheng::measure {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CubeQueryTest : public testing::Test {
 protected:
  /// The answer to one measure over all rows of `year`: value, or numerator/denominator.
  std::string one(const std::string& cube, const std::string& measure, const std::string& where,
                  int year = 2020) {
    const auto& c = *pack_.catalog().cube(cube);
    const auto rows =
        CubeQuery(pack_.catalog(), c).run(pack_.session(), {{c.measure(measure), where, year}}, "", "");
    EXPECT_EQ(rows.size(), 1U);
    const CubeAnswer& answer = rows[0].answers[0];
    lines_ = answer.lines;
    ambiguous_ = answer.ambiguous;
    std::string out = text(answer.value);
    if (answer.denominator) out += "/" + text(answer.denominator);
    return out;
  }
  static std::string text(const std::optional<Decimal>& value) {
    return value ? Decimal::from_double(value->to_double()).to_string() : "missing";
  }
  /// "member:value" of a grouped query.
  std::vector<std::string> grouped(const std::string& cube, const std::string& measure,
                                   const std::string& group, const std::string& row_where = "") {
    const auto& c = *pack_.catalog().cube(cube);
    std::vector<std::string> out;
    const std::optional<int> year = group == "year" ? std::nullopt : std::optional(2020);
    for (const auto& row : CubeQuery(pack_.catalog(), c)
                               .run(pack_.session(), {{c.measure(measure), "", year}}, group, row_where)) {
      out.push_back(row.member + ":" + text(row.answers[0].value));
    }
    return out;
  }

  Pack pack_;
  std::vector<int> lines_;
  bool ambiguous_ = false;
};

TEST_F(CubeQueryTest, LeavesOfWhichMembersOutOfTotals) {
  pack_.food(
      "2020,catering,100,90,,,,,,\n2020,canteen,30,30,,,,,,\n2020,production,10,10,,,,,,\n2019,catering,7,7,,"
      ",,,,\n");
  pack_.load();
  EXPECT_EQ(one("food", "tested", ""), "110");
  EXPECT_THAT(lines_, ElementsAre(2, 4));
  EXPECT_EQ(one("food", "tested", "stage = 'canteen'"), "30");
  EXPECT_EQ(one("food", "tested", "\"stage\" = 'canteen'"), "30");
  EXPECT_EQ(one("food", "tested", "Stage = 'canteen'"), "30");
  EXPECT_EQ(one("food", "tested", "tested > 20"), "100") << "the condition says nothing of stages";
  EXPECT_EQ(one("food", "tested", "'stage' <> ''"), "110") << "a literal names no column";
  EXPECT_EQ(one("food", "rate", ""), "100/110");
}

TEST_F(CubeQueryTest, GroupsInTheOrderOfTheCodeList) {
  pack_.food(
      "2020,catering,100,90,,,,,,\n2020,canteen,30,30,,,,,,\n2020,production,10,10,,,,,,\n2019,circulation,7,"
      "7,,,,,,\n");
  pack_.load();
  EXPECT_THAT(grouped("food", "tested", "stage"), ElementsAre("production:10", "catering:100", "canteen:30"))
      << "members without rows in the year are not there";
  EXPECT_THAT(grouped("food", "tested", "stage", "stage <> 'catering'"),
              ElementsAre("production:10", "canteen:30"));
  EXPECT_THAT(grouped("food", "tested", "year"), ElementsAre("2019:7", "2020:110"));
}

TEST_F(CubeQueryTest, PutsFormulasIntoFormulas) {
  pack_.food("2020,catering,100,90,,,,,,\n2020,production,300,300,,,,,,\n");
  pack_.load();
  EXPECT_EQ(one("food", "failed", ""), "10");
  EXPECT_EQ(one("food", "fail_share", ""), "10/400");
  EXPECT_EQ(one("food", "fail_rate", ""), "2.5") << "a ratio inside a formula is in its unit, and of sums";
  EXPECT_EQ(one("food", "share", ""), text(Decimal(100) / (Decimal(39000) / Decimal(400))))
      << "and is one operand";
}

TEST_F(CubeQueryTest, DivisionByZeroIsMissing) {
  pack_.food("2020,catering,0,0,,,,,,\n");
  pack_.load();
  EXPECT_EQ(one("food", "fail_rate", ""), "missing");
  EXPECT_EQ(one("food", "rate", ""), "0/0");
}

TEST_F(CubeQueryTest, MissingStaysMissing) {
  pack_.food("2020,catering,,,,,,,,\n2020,production,10,,,,,,,\n");
  pack_.load();
  EXPECT_EQ(one("food", "passed", ""), "missing");
  EXPECT_EQ(one("food", "failed", ""), "missing");
  EXPECT_EQ(one("food", "tested", ""), "10");
  EXPECT_EQ(one("food", "tested", "", 2018), "missing");
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(CubeQueryTest, MarksWhatMayNotBeAdded) {
  pack_.food("2020,catering,,,,1.5,,,,\n2020,production,,,,2.5,,,,\n");
  pack_.load();
  one("food", "growth", "");
  EXPECT_TRUE(ambiguous_);
  one("food", "doubled", "");
  EXPECT_TRUE(ambiguous_) << "nor inside a formula";
  EXPECT_EQ(one("food", "growth", "stage = 'catering'"), "1.5");
  EXPECT_FALSE(ambiguous_);
  EXPECT_EQ(one("food", "doubled", "stage = 'catering'"), "3");
  EXPECT_FALSE(ambiguous_);
}

TEST_F(CubeQueryTest, CountsRowsOfADataset) {
  pack_.data("award.csv",
             "year,stage,winner,seats,source,status,note\n2020,catering,甲,3,,,\n2020,canteen,乙,4,,,\n2019,,"
             "丙,,,,\n");
  pack_.load();
  EXPECT_EQ(one("award", "count", ""), "2") << "a list has no totals that 其中 could spoil";
  EXPECT_EQ(one("award", "count", "stage = 'catering'"), "1");
  EXPECT_EQ(one("award", "count", "stage = 'production'"), "0");
  EXPECT_EQ(one("award", "seats", ""), "7");
  EXPECT_THAT(grouped("award", "count", "stage"), ElementsAre("catering:1", "canteen:1"));
  EXPECT_THAT(grouped("award", "count", "winner"), ElementsAre("乙:1", "甲:1"));
}

TEST_F(CubeQueryTest, AsksManyThingsInOneStatement) {
  pack_.food("2020,catering,100,90,,,,,,\n2019,catering,80,70,,,,,,\n");
  pack_.load();
  const auto& cube = *pack_.catalog().cube("food");
  const CubeQuery query(pack_.catalog(), cube);
  const std::vector<CubeAsk> asks{{cube.measure("tested"), "", 2020},
                                  {cube.measure("tested"), "", 2019},
                                  {cube.measure("rate"), "stage = 'catering'", 2020}};
  const auto rows = query.run(pack_.session(), asks, "stage", "");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(text(rows[0].answers[0].value), "100");
  EXPECT_EQ(text(rows[0].answers[1].value), "80");
  EXPECT_EQ(text(rows[0].answers[2].value), "90");
  EXPECT_THAT(rows[0].answers[1].lines, ElementsAre(3));
}

TEST_F(CubeQueryTest, RefusesBadConditionsAndCircles) {
  pack_.write("catalog/cubes/round.yaml",
              "title: {zh: 循环}\nowner: market\nmeasures:\n  x: {zh: 甲}\n"
              "derived:\n  a: {zh: 乙, formula: b + x}\n  b: {zh: 丙, formula: a - x}\n");
  pack_.load();
  EXPECT_THAT(thrown_by([&] { one("food", "tested", "stag = 'x'"); }), ElementsAre(" sql.failed"));
  EXPECT_THAT(thrown_by([&] { one("round", "a", ""); }),
              ElementsAre("catalog/cubes/round.yaml:1:1 cube.formula-circle"));
  EXPECT_EQ(one("round", "x", ""), "missing") << "what is right goes on";
}

TEST(Mentions, FindsColumnsNotLiterals) {
  EXPECT_TRUE(mentions("stage = 'x'", "stage"));
  EXPECT_TRUE(mentions("\"stage\" = 'x'", "stage"));
  EXPECT_TRUE(mentions("STAGE = 'x'", "stage"));
  EXPECT_FALSE(mentions("stages = 'stage'", "stage"));
  EXPECT_FALSE(mentions("a = 'it''s stage'", "stage"));
  EXPECT_FALSE(mentions("", "stage"));
}

TEST(FixedMembers, ReadsConditionsThatNameOneMember) {
  using Members = std::map<std::string, std::string>;
  EXPECT_EQ(fixed_members(""), Members{});
  EXPECT_EQ(fixed_members("stage = 'a'"), (Members{{"stage", "a"}}));
  EXPECT_EQ(fixed_members("(stage = 'a') AND (\"town2\" = 'b')"), (Members{{"stage", "a"}, {"town2", "b"}}));
  EXPECT_EQ(fixed_members("stage = 'a' or town = 'b'"), std::nullopt);
  EXPECT_EQ(fixed_members("stage <> 'a'"), std::nullopt);
  EXPECT_EQ(fixed_members("stage = 'a' and tested > 3"), std::nullopt);
  EXPECT_EQ(fixed_members("stage = 'a' and stage = 'b'"), std::nullopt);
}

TEST(CubeProperty, PartsAddUpToTheTotal) {
  Pack pack;
  pack.load();
  const auto& cube = *pack.catalog().cube("visits");
  const CubeQuery query(pack.catalog(), cube);
  EXPECT_TRUE(rc::check("sums over towns, stages and all rows agree", [&] {
    pack.session().execute("DELETE FROM visits");
    Decimal total(0);
    int line = 1;
    for (const char* town : {"hong", "lan"}) {
      for (const char* stage : {"production", "circulation", "catering", "canteen"}) {
        if (!*rc::gen::arbitrary<bool>()) continue;
        const Decimal value(Int128{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000)},
                            *rc::gen::inRange(0, 5));
        if (std::string(stage) != "canteen") total = total + value;
        pack.session().execute("INSERT INTO visits VALUES (2020, '" + std::string(town) + "', '" + stage +
                               "', " + value.to_string() + ", NULL, " + std::to_string(++line) + ")");
      }
    }
    const std::vector<CubeAsk> asks{{cube.measure("visits"), "", 2020}};
    const auto all = query.run(pack.session(), asks, "", "");
    RC_ASSERT(all[0].answers[0].value.value_or(Decimal(0)) == total);
    Decimal by_town(0), by_stage(0);
    for (const auto& row : query.run(pack.session(), asks, "town", ""))
      by_town = by_town + row.answers[0].value.value_or(Decimal(0));
    for (const auto& row : query.run(pack.session(), asks, "stage", "")) {
      if (row.member != "canteen") by_stage = by_stage + row.answers[0].value.value_or(Decimal(0));
    }
    RC_ASSERT(by_town == total);
    RC_ASSERT(by_stage == total);
  }));
}

}  // namespace
}  // namespace zhiheng::measure
