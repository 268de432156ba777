#include "chart/gantt.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/golden_test.h"
#include "chart/renderer.h"
#include "chart/testdata/sample_charts.h"

namespace zhiheng::chart {
namespace {

using Json = nlohmann::ordered_json;

Theme theme() {
  Theme theme = sample_theme();
  theme.reached = "#1a7f4b";
  theme.on_track = "#2f7fb5";
  theme.at_risk = "#b7791f";
  theme.behind = "#b3362f";
  theme.no_data = "#7a8594";
  return theme;
}

GanttSpec sample_gantt() {
  GanttSpec spec;
  spec.states = {{"完成", GanttTone::kReached},
                 {"在办", GanttTone::kOnTrack},
                 {"逾期", GanttTone::kBehind},
                 {"未开始", GanttTone::kNoData},
                 {"取消", GanttTone::kPlain}};
  spec.periods = {"2018年", "2019年", "2020年"};
  spec.rows = {
      {"1 企业标准公开与消费品提质", {{0, 1, 0, "完成"}, {1, 2, 1, "在办"}, {2, 3, 3, "未开始"}}},
      {"2 消费者满意度评价与消费品牌培育以及一个很长很长的名称", {{0, 0.5, 2, "逾期"}, {2, 3, 4, "取消"}}},
      {"3 全过程监管", {{0, 3, 1, "在办"}}},
      {"4 短期", {{0, 0.1, 0, "完成"}}}};
  spec.now = 1.4;
  spec.now_label = "2019-05-26";
  return spec;
}

Json option_of(const GanttSpec& spec) { return Json::parse(gantt_option(spec, theme(), false)); }

TEST(Gantt, LooksAsReviewed) {
  const GanttSpec spec = sample_gantt();
  ChartRenderer renderer;
  expect_golden(renderer.svg(gantt_option(spec, theme(), false), spec.width, gantt_height(spec), "c"),
                "src/chart/testdata/gantt.svg");
  expect_golden(renderer.svg(gantt_option(spec, theme(), true), spec.width, gantt_height(spec), "c"),
                "src/chart/testdata/gantt-dark.svg");
}

TEST(Gantt, BarsStandWhereTheirSpansDo) {
  const Json series = option_of(sample_gantt())["series"];
  ASSERT_EQ(series.size(), 5U + 2 * 3) << "the legend's, then gaps and bars of up to three spans";
  EXPECT_EQ(series[5]["data"], Json::parse("[0.0, 0.0, 0.0, 0.0]"));
  EXPECT_EQ(series[6]["data"][1]["value"], 0.5);
  EXPECT_EQ(series[7]["data"], Json::parse("[0.0, 1.5, null, null]")) << "from the end of the bar before";
  EXPECT_EQ(series[8]["data"][1]["value"], 1.0);
}

TEST(Gantt, AWordWithoutRoomIsLeftOut) {
  const Json bars = option_of(sample_gantt())["series"][6]["data"];
  EXPECT_TRUE(bars[0].contains("label"));
  EXPECT_FALSE(bars[3].contains("label"));
}

TEST(Gantt, LegendHasOnlyWhatIsDrawn) {
  GanttSpec spec = sample_gantt();
  spec.rows.resize(1);
  EXPECT_EQ(option_of(spec)["legend"]["data"], Json::parse(R"(["完成", "在办", "未开始"])"));
}

TEST(Gantt, TheDayIsDrawnOnlyWithinTheTime) {
  GanttSpec spec = sample_gantt();
  EXPECT_TRUE(option_of(spec)["series"].back().contains("markLine"));
  spec.now = 3.5;
  EXPECT_FALSE(option_of(spec)["series"].back().contains("markLine"));
}

TEST(Gantt, GrowsWithItsRows) {
  GanttSpec spec = sample_gantt();
  const int before = gantt_height(spec);
  spec.rows.push_back(spec.rows[0]);
  EXPECT_GT(gantt_height(spec), before);
}

TEST(Gantt, RefusesNothingToDraw) {
  EXPECT_THROW(option_of({}), Error);
  GanttSpec spec = sample_gantt();
  spec.rows[0].spans.clear();
  EXPECT_NO_THROW(option_of(spec)) << "a row may be empty";
}

}  // namespace
}  // namespace zhiheng::chart
