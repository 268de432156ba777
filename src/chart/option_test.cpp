#include "chart/option.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/error.h"
#include "base/golden_test.h"
#include "chart/layout/colours.h"
#include "chart/layout/frame.h"
#include "chart/layout/lettering.h"
#include "chart/renderer.h"
#include "chart/testdata/sample_charts.h"

namespace zhiheng::chart {
namespace {

using Json = nlohmann::ordered_json;

Json option_of(const ChartSpec& spec) { return Json::parse(chart_option(spec, sample_theme(), false)); }

ChartSpec small_bar() {
  return sample(ChartType::kBar, {"甲", "乙"}, {sample_series("值", {1, 2}, "{:.0f}")}, "件");
}

/// A line of text as it lies in an SVG of ours.
struct Line {
  std::string text;
  Box box;
};

double attribute(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(name);
  double value = 0;
  if (at != std::string_view::npos)
    std::from_chars(tag.data() + at + name.size(), tag.data() + tag.size(), value);
  return value;
}

/// All upright lines of text; turned ones are boxed by their own check in the layout.
std::vector<Line> lines_of(std::string_view svg) {
  std::vector<Line> lines;
  for (std::size_t at = 0; (at = svg.find("<text", at)) != std::string_view::npos; ++at) {
    const std::size_t close = svg.find('>', at);
    const std::string_view tag = svg.substr(at, close - at);
    const std::string text(svg.substr(close + 1, svg.find('<', close) - close - 1));
    const std::size_t move = tag.find("translate(");
    if (tag.find("rotate") != std::string_view::npos || tag.find("matrix") != std::string_view::npos)
      continue;
    double x = attribute(tag, " x=\"");
    double y = attribute(tag, " y=\"");
    if (move != std::string_view::npos) {
      x += attribute(tag, "translate(");
      y += attribute(tag.substr(move), " ");
    }
    const double size = attribute(tag, "font-size:");
    const double width = text_width(text, size);
    const double left = tag.find("\"middle\"") != std::string_view::npos ? width / 2
                        : tag.find("\"end\"") != std::string_view::npos  ? width
                                                                         : 0;
    lines.push_back({text, {x - left, y - 0.8 * size, x - left + width, y + 0.08 * size}});
  }
  return lines;
}

class Samples : public testing::TestWithParam<std::pair<std::string, ChartSpec>> {};

TEST_P(Samples, KeepTheirWordsApartAndInside) {
  const ChartSpec& spec = GetParam().second;
  ChartRenderer renderer;
  const std::vector<Line> lines =
      lines_of(renderer.svg(chart_option(spec, sample_theme(), false), spec.width, spec.height, "c"));
  ASSERT_GT(lines.size(), spec.categories.size() / 3);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_GE(lines[i].box.left, 0) << lines[i].text;
    EXPECT_GE(lines[i].box.top, 0) << lines[i].text;
    EXPECT_LE(lines[i].box.right, spec.width) << lines[i].text;
    EXPECT_LE(lines[i].box.bottom, spec.height) << lines[i].text;
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(lines[i].box.meets(lines[j].box)) << lines[i].text << " over " << lines[j].text;
    }
  }
}

TEST_P(Samples, LookAsReviewed) {
  const auto& [name, spec] = GetParam();
  ChartRenderer renderer;
  expect_golden(renderer.svg(chart_option(spec, sample_theme(), false), spec.width, spec.height, "c"),
                "src/chart/testdata/" + name + ".svg");
}

INSTANTIATE_TEST_SUITE_P(Charts, Samples, testing::ValuesIn(sample_charts()), [](const auto& param_info) {
  std::string name = param_info.param.first;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(ChartOption, LooksAsReviewedInTheDark) {
  const ChartSpec& spec = sample_chart("bar-target");
  ChartRenderer renderer;
  expect_golden(renderer.svg(chart_option(spec, sample_theme(), true), spec.width, spec.height, "c"),
                "src/chart/testdata/bar-target-dark.svg");
}

TEST(ChartOption, StatesHaveTheirOwnColoursAndNoTwoDifferByColourAlone) {
  const Json series = option_of(sample_chart("states"))["series"];
  EXPECT_EQ(series[0]["itemStyle"]["color"], "#1a7f4b");
  EXPECT_EQ(series[3]["itemStyle"]["color"], series[4]["itemStyle"]["color"]);
  EXPECT_FALSE(series[3]["itemStyle"].contains("decal"));
  EXPECT_TRUE(series[4]["itemStyle"].contains("decal"));
  EXPECT_NE(series[4]["itemStyle"]["decal"]["rotation"], series[5]["itemStyle"]["decal"]["rotation"]);
}

TEST(ChartOption, BarsBeginAtZeroAndHaveTheirTexts) {
  const Json option = option_of(small_bar());
  EXPECT_EQ(option["yAxis"][0]["min"], 0);
  EXPECT_EQ(option["series"][0]["data"][1]["label"]["formatter"], "2");
  EXPECT_EQ(option["series"][0]["itemStyle"]["color"], "#0f6b6b");
  EXPECT_FALSE(option.contains("title"));
  EXPECT_FALSE(option.contains("legend"));
}

TEST(ChartOption, MoreThanTenUprightBarsHaveNoLabels) {
  ChartSpec spec = small_bar();
  for (int i = 3; i <= 11; ++i) {
    spec.categories.push_back("丙");
    spec.series[0].values.push_back(i);
    spec.series[0].texts.push_back("3");
  }
  EXPECT_TRUE(option_of(spec)["series"][0]["data"][0].is_number());
}

TEST(ChartOption, AMissingValueIsADashNotZero) {
  ChartSpec spec = small_bar();
  spec.series[0].values[0] = std::nullopt;
  const Json series = option_of(spec)["series"][0];
  EXPECT_TRUE(series["data"][0].is_null());
  EXPECT_EQ(series["markPoint"]["data"].size(), 1U);
  EXPECT_EQ(series["markPoint"]["label"]["formatter"], "—");
}

TEST(ChartOption, LastYearHasTheSameHueLighter) {
  ChartSpec spec = small_bar();
  spec.series.push_back(sample_series("上年", {1, 1}, "{:.0f}", true));
  const Json option = option_of(spec);
  const std::string colour = option["series"][0]["itemStyle"]["color"];
  const std::string last_year = option["series"][1]["itemStyle"]["color"];
  EXPECT_EQ(colour, "#0f6b6b");
  EXPECT_GT(contrast(colour, "#ffffff"), contrast(last_year, "#ffffff"));
  EXPECT_GE(contrast(last_year, "#ffffff"), 2);
  EXPECT_EQ(option["legend"]["data"].size(), 2U);
}

TEST(ChartOption, LongNamesUnderUprightBarsMakeThemLie) {
  ChartSpec spec = small_bar();
  spec.categories.assign(12, "质量监督管理与服务能力建设第三方机构巡查");
  spec.series[0].values.assign(12, 5);
  EXPECT_EQ(option_of(spec)["yAxis"]["type"], "category");
}

TEST(ChartOption, SharesNearAHundredHangFromIt) {
  ChartSpec spec = sample(ChartType::kBar, {"甲", "乙"}, {sample_series("", {98.2, 99.1}, "{:.1f}%")}, "%");
  EXPECT_TRUE(leaves_out_zero(spec));
  EXPECT_EQ(option_of(spec)["yAxis"][0]["startValue"], 100);
  spec.series[0].values[0] = 45;
  EXPECT_FALSE(leaves_out_zero(spec));
  EXPECT_EQ(option_of(spec)["yAxis"][0]["min"], 0);
}

TEST(ChartOption, UpToFourLinesCarryTheirNames) {
  ChartSpec spec = sample_chart("line");
  spec.series.assign(4, spec.series[0]);
  for (std::size_t i = 0; i < 4; ++i) spec.series[i].name = sample_towns()[i];
  EXPECT_FALSE(option_of(spec).contains("legend"));
  spec.series.push_back(spec.series[0]);
  spec.series.back().name = sample_towns()[5];
  EXPECT_EQ(option_of(spec)["legend"]["data"].size(), 5U);
}

TEST(ChartOption, RoundedSharesThatAddUpToABitMoreStillEndAtAHundred) {
  ChartSpec spec =
      sample(ChartType::kStacked, {"甲"},
             {sample_series("一", {60.1}, "{:.1f}%"), sample_series("二", {40}, "{:.1f}%")}, "%");
  EXPECT_EQ(option_of(spec)["yAxis"][0]["max"], 100);
}

TEST(DrawnType, APieNeedsTwoToFivePartsOfAWhole) {
  ChartSpec spec = sample(ChartType::kPie, {"甲", "乙"}, {sample_series("", {1, 2}, "{:.0f}")}, "件");
  EXPECT_EQ(drawn_type(spec), ChartType::kPie);
  spec.series[0].values[1] = -2;
  EXPECT_EQ(drawn_type(spec), ChartType::kHbar);
  spec.series[0].values = {1, 2, 3, 4, 5, 6};
  spec.categories = {"甲", "乙", "丙", "丁", "戊", "己"};
  EXPECT_EQ(drawn_type(spec), ChartType::kHbar);
}

TEST(ChartOption, RefusesWhatCannotBeDrawn) {
  ChartSpec spec = small_bar();
  spec.series[0].values[0] = std::numeric_limits<double>::infinity();
  EXPECT_THROW(chart_option(spec, sample_theme(), false), Error);
  spec.series[0].values = {};
  EXPECT_THROW(chart_option(spec, sample_theme(), false), Error);
  spec.categories.clear();
  EXPECT_THROW(chart_option(spec, sample_theme(), false), Error);
}

TEST(NaturalHeight, GrowsWithTheRows) {
  ChartSpec spec = small_bar();
  spec.type = ChartType::kHbar;
  EXPECT_EQ(natural_height(spec), 120);
  spec.categories.assign(40, "甲");
  EXPECT_GT(natural_height(spec), 40 * 18);
}

}  // namespace
}  // namespace zhiheng::chart
