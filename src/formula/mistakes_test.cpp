// What is no formula, and what can go wrong with one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "formula/formula.h"
#include "formula/sample_test.h"

namespace zhiheng::formula {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// The code and the English text of what is wrong.
std::string mistake(const std::string& text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(Formula::parse(text, sample_names(), {"a.yaml", 3, 4}, diagnostics)) << text;
  EXPECT_EQ(diagnostics.items().size(), 1U);
  const Diagnostic& d = diagnostics.items().at(0);
  EXPECT_EQ(to_string(d.where), "a.yaml:3:4");
  EXPECT_EQ(d.zh.find("{}"), std::string::npos) << d.zh;
  EXPECT_EQ(d.en.find("{}"), std::string::npos) << d.en;
  return d.code + ": " + d.en;
}

TEST(MistakeTest, SyntaxMistakesNameTheirPlace) {
  EXPECT_EQ(mistake("whole ="), "formula.syntax: formula “whole =”, character 8: the formula ends too early");
  EXPECT_EQ(mistake("plan = '质量' )"),
            "formula.syntax: formula “plan = '质量' )”, character 13: unexpected “)”");
  for (const char* text : {"",
                           "  ",
                           "(whole",
                           "whole whole",
                           "1.2.3",
                           "12days",
                           "1 = 2 = 3",
                           "a b",
                           "whole in ()",
                           "whole in (1",
                           "whole in (amount)",
                           "whole in (1, 1 + 1)",
                           "case end",
                           "case when flag 1 end",
                           "case whole when 1 then 2 end",
                           "case when flag then 1",
                           "whole is 1",
                           "plan like plan",
                           "plan not 'x'",
                           "between",
                           "and",
                           "whole @ 2",
                           "flag；",
                           "whole between 1",
                           "a,b",
                           "'open",
                           "whole not",
                           "year sampled_on",
                           "year(sampled_on",
                           "9223372036854775808",
                           "1.0000000001",
                           "whole is null is null",
                           "plan like",
                           "select 1; drop"}) {
    EXPECT_THAT(mistake(text), testing::StartsWith("formula.")) << text;
  }
  EXPECT_THAT(mistake("whole / 2"), HasSubstr("no division"));
  EXPECT_THAT(mistake("plan = '\xff'"), HasSubstr("not UTF-8"));
  EXPECT_THAT(mistake(std::string("plan = '\0'", 10)), HasSubstr("formula.syntax"));
  EXPECT_THAT(mistake("case when flag else 1 end"), HasSubstr("“then” is expected here, not “else”"));
}

TEST(MistakeTest, HostileFormulasEndEarly) {
  const auto repeated = [](const std::string& part, size_t times) {
    std::string out;
    while (times-- > 0) out += part;
    return out;
  };
  EXPECT_THAT(mistake(repeated("(", 9000)), HasSubstr("nested too deeply"));
  EXPECT_THAT(mistake(repeated("not ", 2000) + "flag"), HasSubstr("nested too deeply"));
  EXPECT_THAT(mistake(repeated("-", 9000) + "1"), HasSubstr("nested too deeply"));
  EXPECT_THAT(mistake(repeated("abs(", 2000)), HasSubstr("nested too deeply"));
  EXPECT_THAT(mistake(repeated("case when ", 900)), HasSubstr("nested too deeply"));
  EXPECT_THAT(mistake("1" + repeated("+1", 4000)), HasSubstr("nested too deeply"));
  EXPECT_THAT(mistake(repeated(" ", 10'001)), HasSubstr("at most 10000 bytes"));
  EXPECT_EQ(value("1" + repeated("+1", 400)), "401");
  EXPECT_EQ(value(repeated("(", 60) + "1" + repeated(")", 60)), "1");
  EXPECT_EQ(value("flag" + repeated(" and flag", 1000)), "true");
  // What is written once for each level stays as long as the formula, whatever is written around it.
  const std::string deep = repeated("(", 50) + "whole" + repeated(" between 0 and 1)", 50);
  EXPECT_LT(must_parse(deep).sql([](const std::string& id) { return id; }).size(), 10'000U);
}

TEST(MistakeTest, UnknownNamesAreMistakes) {
  EXPECT_THAT(mistake("plam = 'x'"), HasSubstr("formula.unknown-column"));
  EXPECT_THAT(mistake("plam = 'x'"), HasSubstr("did you mean “plan”?"));
  EXPECT_THAT(mistake("1 + nowhere_at_all"), HasSubstr("character 5: there is no column “nowhere_at_all”"));
  EXPECT_THAT(mistake("enterprise.twon = 'x'"), HasSubstr("enterprise.town"));
  EXPECT_THAT(mistake("sqrt(whole)"), HasSubstr("formula.unknown-function"));
  EXPECT_THAT(mistake("sqrt(whole)"),
              HasSubstr("there are: year quarter month day weekday date hour workdays length"));
}

TEST(MistakeTest, TypesThatDoNotFitAreMistakes) {
  EXPECT_EQ(mistake("plan = 1"),
            "formula.type: formula “plan = 1”, character 6: text and number don't go together");
  for (const char* text : {"plan + 1",
                           "flag = 'true'",
                           "whole and flag",
                           "not whole",
                           "not plan",
                           "sampled_on = 'tomorrow'",
                           "sampled_on = '2020-02-30'",
                           "sampled_on = '2020-01-01 00:00:00'",
                           "moment = '2020-01-01 24:00'",
                           "sampled_on = 1",
                           "sampled_on + reported_on",
                           "sampled_on + 1.5",
                           "sampled_on * 2",
                           "1 - sampled_on",
                           "moment + 1",
                           "moment - moment",
                           "sampled_on = plan",
                           "year(plan)",
                           "year(whole)",
                           "year('2020')",
                           "hour(sampled_on)",
                           "length(whole)",
                           "abs(plan)",
                           "abs(sampled_on)",
                           "workdays(sampled_on)",
                           "workdays(sampled_on, 1.5)",
                           "workdays(plan, 1)",
                           "coalesce()",
                           "coalesce(whole, 'x')",
                           "coalesce(flag, 0)",
                           "case when whole then 1 end",
                           "case when flag then 1 else 'x' end",
                           "case when flag then flag else 1 end",
                           "plan in (1)",
                           "whole in ('a')",
                           "whole between 'a' and 'b'",
                           "whole like 'a'",
                           "ratio * ratio * ratio * ratio",
                           "0.000000001 * ratio",
                           "date '2020-13-01'",
                           "year()",
                           "year(sampled_on, 1)",
                           "-plan"}) {
    EXPECT_THAT(mistake(text), HasSubstr("formula.type")) << text;
  }
}

TEST(MistakeTest, OverflowIsAnErrorAndNotAWrongNumber) {
  Table t;
  t.add(0, kMost);
  t.add(0, std::optional<std::int64_t>(1));
  const auto run = [&](const std::string& text) {
    return thrown_by([&] { must_parse(text).evaluate(t.pointers(), 2, {}); });
  };
  for (const char* text :
       {"whole + 1", "whole * 2", "-1 - whole - whole", "abs(-2 - whole + -9223372036854775807)",
        "whole + 0.1", "coalesce(whole, 0.5)", "flag or whole + 1 > 0", "date '2020-01-01' + whole"}) {
    t.columns[3] = {Type::kBoolean, 0, {0, 0}, {}, {}};
    EXPECT_THAT(run(text), ElementsAre(" formula.overflow")) << text;
  }
  // Rows that need no such value overflow nothing.
  for (const char* text : {"case when whole < 100 then whole * 1000 end", "coalesce(1, whole * 2)",
                           "whole > 100 or whole * 1000 > 5", "whole < 100 and whole * 1000 > 5",
                           "case when whole > 100 then 0 else whole * 1000 end"}) {
    EXPECT_THAT(run(text), ElementsAre("no error")) << text;
  }
}

TEST(MistakeTest, RefusesForeignColumns) {
  const Table t = two_rows();
  auto columns = t.pointers();
  EXPECT_THAT(thrown_by([&] { must_parse("whole").evaluate(columns, 3, {}); }),
              ElementsAre(" formula.column-mismatch"));
  columns[0] = columns[1];
  EXPECT_THAT(thrown_by([&] { must_parse("whole").evaluate(columns, 2, {}); }),
              ElementsAre(" formula.column-mismatch"));
  columns[0] = nullptr;
  EXPECT_THAT(thrown_by([&] { must_parse("whole").evaluate(columns, 2, {}); }),
              ElementsAre(" formula.column-mismatch"));
  EXPECT_EQ(must_parse("amount").evaluate(columns, 2, {}).values[0], 1250) << "what isn't used may be null";
}

}  // namespace
}  // namespace zhiheng::formula
