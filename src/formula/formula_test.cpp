#include "formula/formula.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "formula/sample_test.h"

namespace zhiheng::formula {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(FormulaTest, ReadsLiterals) {
  EXPECT_EQ(value("12"), "12");
  EXPECT_EQ(value("12.50"), "12.50");
  EXPECT_EQ(value("-3"), "-3");
  EXPECT_EQ(value("'it''s 质量'"), "it's 质量");
  EXPECT_EQ(value("''"), "");
  EXPECT_EQ(value("date '2020-02-29'"), "2020-02-29");
  EXPECT_EQ(value("TRUE"), "true");
  EXPECT_EQ(value("false"), "false");
  EXPECT_EQ(value("null"), "NULL");
  EXPECT_EQ(value("9223372036854775807"), "9223372036854775807");
}

TEST(FormulaTest, ReadsColumns) {
  EXPECT_EQ(value("whole"), "7");
  EXPECT_EQ(value("amount"), "12.50");
  EXPECT_EQ(value("enterprise.town"), "中心镇");
  EXPECT_EQ(value("flag"), "true");
  EXPECT_EQ(of_missing("plan"), "NULL");
  EXPECT_EQ(must_parse("plan").single_column(), 7U);
  EXPECT_EQ(must_parse("(plan)").single_column(), 7U);
  EXPECT_EQ(must_parse("plan = 'a'").single_column(), std::nullopt);
  EXPECT_THAT(must_parse("plan = enterprise.town and whole > 0 and plan <> 'x'").columns(),
              ElementsAre(0, 7, 8));
  EXPECT_EQ(must_parse(" whole + 1 ").text(), " whole + 1 ");
}

TEST(FormulaTest, ComparesNumbersOfDifferentDecimalsExactly) {
  EXPECT_EQ(value("amount = 12.5"), "true");
  EXPECT_EQ(value("amount < 12.501"), "true");
  EXPECT_EQ(value("12.501 < amount"), "false");
  EXPECT_EQ(value("whole > amount"), "false");
  EXPECT_EQ(value("whole >= 7.000000000"), "true");
  EXPECT_EQ(value("whole < 9223372036854775807"), "true");
  EXPECT_EQ(value("amount < 9223372036854775807"), "true") << "which has no two decimals in 64 bits";
  EXPECT_EQ(value("9223372036854775807 > 1.5"), "true");
  EXPECT_EQ(value("amount in (1, 12.500, 3)"), "true");
  EXPECT_EQ(value("amount in (12.501, 9223372036854775807)"), "false");
}

TEST(FormulaTest, ComparesTextByItsBytes) {
  EXPECT_EQ(value("plan = 'city'"), "true");
  EXPECT_EQ(value("'city' <> plan"), "false");
  EXPECT_EQ(value("plan < 'd'"), "true");
  EXPECT_EQ(value("'d' > plan"), "true");
  EXPECT_EQ(value("plan > 'Z'"), "true");
  EXPECT_EQ(value("plan = ''"), "false");
  EXPECT_EQ(value("plan = 'a text of more than twelve bytes'"), "false");
  EXPECT_EQ(value("plan = enterprise.town"), "false");
}

TEST(FormulaTest, ReadsTextBesideADateAsDate) {
  EXPECT_EQ(value("sampled_on = '2020-12-31'"), "true");
  EXPECT_EQ(value("'2021-01-01' > sampled_on"), "true");
  EXPECT_EQ(value("sampled_on between '2020-01-01' and '2020-12-31'"), "true");
  EXPECT_EQ(value("sampled_on in ('2020-12-30', '2020-12-31')"), "true");
  EXPECT_EQ(value("moment > '2020-12-31 23:59'"), "true");
  EXPECT_EQ(value("moment = '2020-12-31 23:59:59'"), "true");
  EXPECT_EQ(value("moment < '2021-01-01'"), "true");
  EXPECT_EQ(value("moment > sampled_on"), "true") << "a date is its first second";
  EXPECT_EQ(value("reported_on - '2021-01-01'"), "19");
  EXPECT_EQ(value("coalesce(null, sampled_on, '2000-01-01')"), "2020-12-31");
  EXPECT_EQ(value("year('2020-01-01')"), "2020");
}

TEST(FormulaTest, Computes) {
  EXPECT_EQ(value("whole + 1"), "8");
  EXPECT_EQ(value("amount - whole"), "5.50");
  EXPECT_EQ(value("amount * ratio"), "-1.56250");
  EXPECT_EQ(value("2 + 3 * 4"), "14");
  EXPECT_EQ(value("(2 + 3) * 4"), "20");
  EXPECT_EQ(value("10 - 4 - 3"), "3");
  EXPECT_EQ(value("-whole"), "-7");
  EXPECT_EQ(value("- -whole + +1"), "8");
  EXPECT_EQ(value("abs(ratio)"), "0.125");
  EXPECT_EQ(value("sampled_on + 1"), "2021-01-01");
  EXPECT_EQ(value("1 + sampled_on"), "2021-01-01");
  EXPECT_EQ(value("sampled_on - whole"), "2020-12-24");
  EXPECT_EQ(value("reported_on - sampled_on"), "20");
  EXPECT_EQ(of_missing("whole + 1"), "NULL");
  EXPECT_EQ(of_missing("abs(whole) * 100000"), "NULL") << "what stands in a missing row overflows nothing";
}

TEST(FormulaTest, CountsTruthWhereANumberIsWanted) {
  EXPECT_EQ(value("flag + flag"), "2");
  EXPECT_EQ(value("flag = 1"), "true");
  EXPECT_EQ(value("flag in (0, 1)"), "true");
  EXPECT_EQ(value("(plan = 'x') * 5"), "0");
  EXPECT_EQ(value("flag = true"), "true");
  EXPECT_EQ(value("flag"), "true");
  EXPECT_EQ(of_missing("flag + 1"), "NULL");
  EXPECT_EQ(must_parse("flag").type(), Type::kBoolean);
}

TEST(FormulaTest, TakesDatesApart) {
  EXPECT_EQ(value("year(sampled_on)"), "2020");
  EXPECT_EQ(value("quarter(sampled_on)"), "4");
  EXPECT_EQ(value("month(sampled_on)"), "12");
  EXPECT_EQ(value("day(sampled_on)"), "31");
  EXPECT_EQ(value("weekday(sampled_on)"), "4");
  EXPECT_EQ(value("year(moment)"), "2020");
  EXPECT_EQ(value("date(moment)"), "2020-12-31");
  EXPECT_EQ(value("hour(moment)"), "23");
  EXPECT_EQ(value("Year(date '1969-12-31')"), "1969");
  EXPECT_EQ(of_missing("year(sampled_on)"), "NULL");
}

TEST(FormulaTest, EveryDayHasTheCalendarsParts) {
  Table t;
  const std::int64_t first = day("1000-01-02");
  for (std::int64_t d = first; d < day("9999-12-30"); d += 13) t.add(4, d);
  const size_t rows = t.columns[4].values.size();
  const auto part = [&](const char* name) {
    return must_parse(std::string(name) + "(sampled_on)").evaluate(t.pointers(), rows, {});
  };
  const Vector year = part("year"), month = part("month"), quarter = part("quarter"), in_month = part("day"),
               weekday = part("weekday");
  for (size_t i = 0; i < rows; ++i) {
    const Date date = Date() + static_cast<int>(t.columns[4].values[i]);
    ASSERT_EQ(year.values[i], date.year());
    ASSERT_EQ(month.values[i], date.month());
    ASSERT_EQ(quarter.values[i], (date.month() - 1) / 3 + 1);
    ASSERT_EQ(in_month.values[i], date.day());
    ASSERT_EQ(weekday.values[i], date.weekday().iso_encoding());
  }
}

TEST(FormulaTest, CountsWorkingDays) {
  EXPECT_EQ(value("workdays(sampled_on, 1)"), "2021-01-01") << "no holidays in this calendar";
  EXPECT_EQ(value("workdays(sampled_on, 2)"), "2021-01-04");
  EXPECT_EQ(value("workdays(sampled_on, -4)"), "2020-12-25");
  EXPECT_EQ(value("workdays(sampled_on, whole)"), "2021-01-11");
  EXPECT_EQ(value("reported_on > workdays(sampled_on, 20)"), "false");
  EXPECT_EQ(value("workdays(date '2019-06-30', 5)"), "NULL") << "a year that the calendar lacks";
  EXPECT_EQ(value("workdays(sampled_on, 9223372036854775807)"), "NULL");
  EXPECT_EQ(of_missing("workdays(sampled_on, 1)"), "NULL");
}

TEST(FormulaTest, LooksAtTexts) {
  EXPECT_EQ(value("length(enterprise.town)"), "3");
  EXPECT_EQ(value("length('')"), "0");
  EXPECT_EQ(value("plan in ('a', 'city')"), "true");
  EXPECT_EQ(value("plan not in ('a', 'b')"), "true");
  EXPECT_EQ(value("plan in ('a','b','c','d','e','f','g','h','i','city')"), "true");
  EXPECT_EQ(value("whole in (1,2,3,4,5,6,8,9,10,11,12)"), "false");
  EXPECT_EQ(value("whole in (-7, 7)"), "true");
}

TEST(FormulaTest, Like) {
  const auto like = [](const std::string& text, const std::string& pattern) {
    return value("'" + text + "' like '" + pattern + "'");
  };
  for (const auto& [text, pattern] : std::vector<std::pair<std::string, std::string>>{{"abc", "abc"},
                                                                                      {"abc", "a%"},
                                                                                      {"abc", "%c"},
                                                                                      {"abc", "%b%"},
                                                                                      {"abc", "%"},
                                                                                      {"", "%"},
                                                                                      {"", ""},
                                                                                      {"", "%%"},
                                                                                      {"abc", "a_c"},
                                                                                      {"中心镇", "_心_"},
                                                                                      {"abcabd", "%ab_"},
                                                                                      {"abab", "a%b"},
                                                                                      {"a%b", "a%b"},
                                                                                      {"中文", "%__"},
                                                                                      {"aXbXc", "a%X_"},
                                                                                      {"a\\b", "a\\b"}}) {
    EXPECT_EQ(like(text, pattern), "true") << text << " like " << pattern;
  }
  for (const auto& [text, pattern] : std::vector<std::pair<std::string, std::string>>{{"abc", "ab"},
                                                                                      {"abc", "b%"},
                                                                                      {"abc", "%b"},
                                                                                      {"abc", "%d%"},
                                                                                      {"", "_"},
                                                                                      {"中", "%__"},
                                                                                      {"abc", "_"},
                                                                                      {"abc", "____"},
                                                                                      {"abc", "ABC"},
                                                                                      {"abc", ""}}) {
    EXPECT_EQ(like(text, pattern), "false") << text << " like " << pattern;
  }
  EXPECT_EQ(value("plan not like 'x%'"), "true");
  EXPECT_EQ(of_missing("plan like '%'"), "NULL");
}

TEST(FormulaTest, Chooses) {
  EXPECT_EQ(value("case when whole > 5 then 'big' else 'small' end"), "big");
  EXPECT_EQ(value("case when whole > 9 then 1 end"), "NULL") << "no else";
  EXPECT_EQ(value("case when whole > 9 then 1 when whole > 5 then 2.5 else 3 end"), "2.5");
  EXPECT_EQ(value("case when null then 1 else 2 end"), "2");
  EXPECT_EQ(value("case when true then null else sampled_on end"), "NULL");
  EXPECT_EQ(of_missing("case when flag then 1 else 0 end"), "0");
  EXPECT_EQ(of_missing("coalesce(amount, whole, 0)"), "0.00");
  EXPECT_EQ(value("coalesce(null, whole, 1)"), "7");
  EXPECT_EQ(of_missing("coalesce(plan, 'none')"), "none");
  EXPECT_EQ(of_missing("coalesce(plan, enterprise.town)"), "NULL");
}

TEST(FormulaTest, ThreeValuedLogic) {
  const std::vector<std::string> values{"true", "false", "null"};
  const auto upper = [](std::string s) { return s == "null" ? "NULL" : s; };
  for (const auto& a : values) {
    for (const auto& b : values) {
      const std::string both = a == "false" || b == "false" ? "false"
                               : a == "null" || b == "null" ? "null"
                                                            : "true";
      const std::string either = a == "true" || b == "true"   ? "true"
                                 : a == "null" || b == "null" ? "null"
                                                              : "false";
      EXPECT_EQ(value(a + " and " + b), upper(both)) << a << b;
      EXPECT_EQ(value(a + " or " + b), upper(either)) << a << b;
      // The same with columns: the flag is true, and missing in the second row.
      if (b == "null") {
        EXPECT_EQ(of_missing(a + " and flag"), upper(both));
      }
      if (b == "null") {
        EXPECT_EQ(of_missing("flag or " + a), upper(either));
      }
      if (b == "true") {
        EXPECT_EQ(value("flag and " + a), upper(both));
      }
    }
  }
  EXPECT_EQ(value("not true"), "false");
  EXPECT_EQ(value("not null"), "NULL");
  EXPECT_EQ(of_missing("not flag"), "NULL");
}

TEST(FormulaTest, NullIsEqualToNothing) {
  EXPECT_EQ(value("whole = null"), "NULL");
  EXPECT_EQ(value("null = null"), "NULL");
  EXPECT_EQ(value("whole + null"), "NULL");
  EXPECT_EQ(value("sampled_on + null"), "NULL");
  EXPECT_EQ(value("sampled_on - null"), "NULL");
  EXPECT_EQ(value("1 + case when flag then null else coalesce(null, null) end"), "NULL");
  EXPECT_EQ(value("null is null"), "true");
  EXPECT_EQ(value("whole is null"), "false");
  EXPECT_EQ(of_missing("whole is null"), "true");
  EXPECT_EQ(of_missing("whole is not null"), "false");
  EXPECT_EQ(value("whole in (7, null)"), "true");
  EXPECT_EQ(value("whole in (8, null)"), "NULL");
  EXPECT_EQ(value("whole not in (8, null)"), "NULL");
  EXPECT_EQ(value("whole not in (7, null)"), "false");
  EXPECT_EQ(of_missing("whole not in (7)"), "NULL");
  EXPECT_EQ(value("whole between null and 5"), "false") << "7 <= 5 decides";
  EXPECT_EQ(value("whole between null and 9"), "NULL");
  EXPECT_EQ(value("whole not between 8 and null"), "true");
}

TEST(FormulaTest, BindsAsSqlDoes) {
  EXPECT_EQ(value("true or true and false"), "true");
  EXPECT_EQ(value("not false or true"), "true");
  EXPECT_EQ(value("not (false or true)"), "false");
  EXPECT_EQ(value("not whole = 8"), "true");
  EXPECT_EQ(value("not whole is null"), "true");
  EXPECT_EQ(value("whole between 1 and 3 + 4 and flag"), "true");
  EXPECT_EQ(value("-1 + 2"), "1");
}

TEST(FormulaTest, NoRowsAreNoRows) {
  Table t;
  EXPECT_EQ(must_parse("9223372036854775807 + 1").evaluate(t.pointers(), 0, {}).size(), 0U);
  EXPECT_EQ(must_parse("plan").evaluate(t.pointers(), 0, {}).size(), 0U);
}

TEST(FormulaTest, WritesSql) {
  const auto sql = [](const std::string& text) {
    return must_parse(text).sql([](const std::string& name) { return "\"" + name + "\""; });
  };
  EXPECT_EQ(sql("plan = 'it''s' and flag"), "((\"plan\" = 'it''s') AND \"flag\")");
  EXPECT_EQ(sql("year(sampled_on)"), "CAST(extract(year FROM \"sampled_on\") AS integer)");
  EXPECT_EQ(sql("weekday(moment)"), "CAST(extract(isodow FROM CAST(\"moment\" AS date)) AS integer)");
  EXPECT_EQ(sql("date(moment)"), "CAST(\"moment\" AS date)");
  EXPECT_EQ(sql("moment < '2020-12-31 08:05'"), "(\"moment\" < TIMESTAMP '2020-12-31 08:05:00')");
  EXPECT_EQ(sql("sampled_on + 20"), "(\"sampled_on\" + CAST(20 AS integer))");
  EXPECT_EQ(sql("enterprise.town not in ('a', null)"),
            "(NOT (\"enterprise.town\" IN ('a', CAST(NULL AS varchar))))");
  EXPECT_EQ(sql("amount - -1"), "(\"amount\" - (-1.00))");
  EXPECT_EQ(sql("flag * 2"), "(CAST(CAST(\"flag\" AS integer) AS bigint) * CAST(2 AS bigint))");
  EXPECT_EQ(sql("plan < 'b'"), "(\"plan\" COLLATE \"C\" < 'b')");
  EXPECT_EQ(sql("plan like 'a\\%'"), "(\"plan\" LIKE 'a\\%' ESCAPE '')");
  EXPECT_EQ(sql("case when flag then 1 else null end"),
            "CASE WHEN \"flag\" THEN 1 ELSE CAST(NULL AS bigint) END");
  EXPECT_THAT(thrown_by([&] { sql("workdays(sampled_on, 1)"); }), ElementsAre(" formula.no-sql"));
}

}  // namespace
}  // namespace zhiheng::formula
