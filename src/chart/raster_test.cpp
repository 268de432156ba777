#include "chart/raster.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/error.h"
#include "chart/option.h"
#include "chart/renderer.h"
#include "chart/testdata/sample_charts.h"

// fontconfig and Pango keep their caches until the process ends.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\nleak:libpango\nleak:librsvg\n";
}

namespace zhiheng::chart {
namespace {

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes.at(i));
  return value;
}

std::string sample_svg() {
  const ChartSpec& spec = sample_chart("bar");
  return ChartRenderer().svg(chart_option(spec, sample_theme(), false), spec.width, spec.height, "c");
}

TEST(Png, HasTheSizeOfTheChartTimesTheScale) {
  const std::string file = png(sample_svg(), 1.5);
  ASSERT_EQ(file.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(big_endian(file, 16), 960U);
  EXPECT_EQ(big_endian(file, 20), 540U);
}

TEST(Png, ShowsWhatIsDrawn) {
  const std::string head = R"(<svg width="64" height="64" xmlns="http://www.w3.org/2000/svg">)";
  const std::string empty = png(head + "</svg>", 1);
  const std::string text = png(
      head + R"(<text x="4" y="40" style="font-size:40px;font-family:'Noto Sans CJK SC'">质</text></svg>)",
      1);
  EXPECT_GT(text.size(), empty.size() + 200);
}

TEST(Png, IsTheSameFromSeveralThreads) {
  const std::string svg = sample_svg();
  const std::string expected = png(svg, 1);
  std::vector<std::string> made(4);
  std::vector<std::thread> threads;
  for (std::string& file : made) threads.emplace_back([&file, &svg] { file = png(svg, 1); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& file : made) EXPECT_EQ(file, expected);
}

TEST(Png, RefusesWhatIsNotSvg) {
  EXPECT_THROW(png("no svg", 1), Error);
  EXPECT_THROW(png("", 1), Error);
  EXPECT_THROW(png(sample_svg(), 1000), Error);
  EXPECT_THROW(png(sample_svg(), 0), Error);
}

}  // namespace
}  // namespace zhiheng::chart
