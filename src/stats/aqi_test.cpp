#include "stats/aqi.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

AqiScale scale(const std::string& pollutant, const std::vector<std::int64_t>& concentrations,
               AqiUse use = AqiUse::kDaily) {
  const int steps[] = {0, 50, 100, 150, 200, 300, 400, 500};
  AqiScale result{pollutant, "24h", use, "μg/m³", {}};
  for (size_t i = 0; i < concentrations.size(); ++i)
    result.points.push_back({steps[i], Decimal(concentrations[i]), true});
  return result;
}

Date day(const char* text) { return *Date::parse(text); }

std::vector<AqiEdition> editions() {
  const std::vector<AqiClass> classes{{1, 50, "优", "", ""},        {2, 100, "良", "", ""},
                                      {3, 150, "轻度污染", "", ""}, {4, 200, "中度污染", "", ""},
                                      {5, 300, "重度污染", "", ""}, {6, {}, "严重污染", "", ""}};
  const AqiScale o3 = scale("O3", {0, 100, 160, 215, 265, 800});
  const AqiScale hourly = scale("SO2", {0, 150, 500, 650, 800}, AqiUse::kHourly);
  return {{"old",
           day("2013-01-01"),
           day("2026-02-28"),
           {scale("PM2.5", {0, 35, 75, 115, 150, 250, 350, 500}), o3, hourly},
           classes,
           true},
          {"new",
           day("2026-03-01"),
           {},
           {scale("PM2.5", {0, 35, 60, 115, 150, 250, 350, 500}), o3, hourly},
           classes,
           true}};
}

Decimal exact(const char* text) { return *Decimal::parse(text); }

int old_pm25(const char* text) { return iaqi(editions()[0].scales[0], exact(text)).value; }

TEST(Aqi, IndexIsExactAndRoundedUp) {
  EXPECT_EQ(old_pm25("0"), 0);
  EXPECT_EQ(old_pm25("35"), 50);
  EXPECT_EQ(old_pm25("35.001"), 51);
  EXPECT_EQ(old_pm25("75"), 100);
  EXPECT_EQ(old_pm25("0.7"), 1) << "50 / 35 × 0.7 is 1 and not a bit more";
  EXPECT_EQ(old_pm25("45"), 63) << "62.5";
  EXPECT_EQ(old_pm25("500"), 500);
  EXPECT_EQ(iaqi(editions()[1].scales[0], exact("75")).value, 114) << "113.6 on the new table";
}

TEST(Aqi, AboveTheTableIsItsLastValue) {
  const Iaqi smog = iaqi(editions()[0].scales[0], exact("600"));
  EXPECT_EQ(smog.value, 500);
  EXPECT_TRUE(smog.beyond);
  EXPECT_EQ(iaqi(editions()[0].scales[1], exact("801")).value, 300) << "O3 over 8 hours ends at 300";
}

TEST(Aqi, GreatestWithPrimaryPollutants) {
  const auto all = editions();
  const std::vector<Concentration> both{{"PM2.5", exact("75")}, {"O3", exact("160")}};
  const Aqi found = aqi(all[0], both);
  EXPECT_EQ(found.value, 100);
  EXPECT_EQ(found.air_class->number, 2);
  EXPECT_EQ(found.primary, (std::vector<std::string>{"PM2.5", "O3"}));
  EXPECT_TRUE(found.missing.empty()) << "hourly tables are not asked for";
  const std::vector<Concentration> clean{{"PM2.5", exact("35")}};
  EXPECT_TRUE(aqi(all[0], clean).primary.empty()) << "none up to 50";
  EXPECT_EQ(aqi(all[0], clean).missing, (std::vector<std::string>{"O3"}));
  EXPECT_FALSE(aqi(all[0], {}).value);
  const std::vector<Concentration> sulphur{{"SO2", exact("900")}};
  EXPECT_EQ(aqi(all[0], sulphur, AqiUse::kHourly).value, 200);
}

TEST(Aqi, EveryClass) {
  const auto all = editions();
  const std::pair<const char*, int> cases[] = {{"35", 1},  {"36", 2},  {"75", 2},  {"76", 3},
                                               {"115", 3}, {"116", 4}, {"151", 5}, {"251", 6}};
  for (const auto& [text, number] : cases) {
    const std::vector<Concentration> one{{"PM2.5", exact(text)}};
    EXPECT_EQ(aqi(all[0], one).air_class->number, number) << text;
  }
}

TEST(Aqi, SeriesTellsItsBreakOrIsComputedOnOneEdition) {
  const auto all = editions();
  const std::vector<Concentration> same{{"PM2.5", exact("75")}};
  const std::vector<AqiDay> days{{day("2026-02-28"), same}, {day("2026-03-01"), same}};
  const AqiSeries asked = aqi_series(all, days);
  EXPECT_EQ(asked.days[0].value, 100);
  EXPECT_EQ(asked.days[1].value, 114);
  EXPECT_EQ(asked.breaks, (std::vector<Date>{day("2026-03-01")}));
  const AqiSeries trend = aqi_series(all, days, "new");
  EXPECT_EQ(trend.days[0].value, trend.days[1].value);
  EXPECT_TRUE(trend.breaks.empty());
}

TEST(Aqi, RefusesWhatItCannotJudge) {
  const auto all = editions();
  const std::vector<Concentration> unknown{{"CH4", Decimal(1)}},
      twice{{"O3", Decimal(1)}, {"O3", Decimal(1)}};
  EXPECT_THROW(aqi(all[0], unknown), Error);
  EXPECT_THROW(aqi(all[0], twice), Error);
  EXPECT_THROW(iaqi(all[0].scales[0], Decimal(-1)), Error);
  const std::vector<AqiDay> early{{day("2012-12-31"), {}}};
  EXPECT_THROW(aqi_series(all, early), Error);
  EXPECT_THROW(aqi_series(all, early, "none"), Error);
  EXPECT_EQ(edition_on(all, day("2012-12-31")), nullptr);
}

// The definition in whole numbers: value - 1 < line <= value.
RC_GTEST_PROP(Aqi, IsTheSmallestWholeNumberOnOrAboveTheLine, ()) {
  const auto all = editions();
  const std::int64_t thousandths = *rc::gen::inRange(0, 500001);
  const int value = iaqi(all[0].scales[0], Decimal(Int128(thousandths), 3)).value;
  const auto& points = all[0].scales[0].points;
  size_t i = 1;
  while (points[i].concentration < Decimal(Int128(thousandths), 3)) ++i;
  const auto low = static_cast<std::int64_t>(points[i - 1].concentration.mantissa());
  const auto high = static_cast<std::int64_t>(points[i].concentration.mantissa());
  const std::int64_t line = (points[i].iaqi - points[i - 1].iaqi) * (thousandths - low * 1000);
  const std::int64_t unit = (high - low) * 1000, above = value - points[i - 1].iaqi;
  RC_ASSERT(above * unit >= line && (above - 1) * unit < line);
}

}  // namespace
}  // namespace zhiheng::stats
