#include "chart/renderer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "chart/engine/clean_svg.h"
#include "chart/engine/rewinding_memory.h"
#include "chart/option.h"
#include "chart/testdata/sample_charts.h"

namespace zhiheng::chart {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string draw(ChartRenderer& renderer, const ChartSpec& spec) {
  return renderer.svg(chart_option(spec, sample_theme(), false), spec.width, spec.height, "c1");
}

TEST(ChartRenderer, IsTheSameInEveryHeapAndAfterAnything) {
  ChartRenderer first;
  const std::string alone = draw(first, sample_chart("bar"));
  ChartRenderer second;
  for (const auto& [name, spec] : sample_charts()) draw(second, spec);
  EXPECT_EQ(draw(second, sample_chart("bar")), alone);
}

TEST(ChartRenderer, IsTheSameAfterARefusedOption) {
  const ChartSpec& spec = sample_chart("bar");
  ChartRenderer renderer;
  const std::string before = draw(renderer, spec);
  EXPECT_THROW(renderer.svg("{\"series\": [{\"type\": \"no such\"}]}", 640, 360, "c1"), Error);
  EXPECT_EQ(draw(renderer, spec), before);
}

TEST(ChartRenderer, WritesPlainSvg) {
  ChartRenderer renderer;
  const std::string svg = draw(renderer, sample_chart("bar"));
  EXPECT_THAT(svg, StartsWith("<svg "));
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr(">生产环节<"));
  EXPECT_THAT(svg, HasSubstr("<svg style=\"font-family:'Noto Sans SC'"));
  for (const char* unwanted :
       {"<style", "class=", "ecmeta", "paint-order", "zr0", "dominant-baseline", "<script"}) {
    EXPECT_THAT(svg, Not(HasSubstr(unwanted)));
  }
}

TEST(ChartRenderer, SaysWhatIsWrongWithAnOption) {
  ChartRenderer renderer;
  for (const char* option : {"{", "[", "{\"series\": [{\"type\": \"no such\"}]}",
                             "{\"xAxis\": {}, \"series\": [{\"type\": \"bar\"}]}"}) {
    try {
      renderer.svg(option, 640, 360, "c");
      ADD_FAILURE() << option << " was drawn";
    } catch (const Error& error) {
      EXPECT_EQ(error.diagnostics().at(0).code, "chart-option-refused");
      EXPECT_EQ(error.exit_code(), 2);
    }
  }
}

TEST(ChartRenderer, WantsAPrefixThatIsAnId) {
  ChartRenderer renderer;
  EXPECT_THROW(renderer.svg("{}", 640, 360, "图\""), Error);
  EXPECT_THROW(renderer.svg("{}", 640, 360, ""), Error);
}

TEST(CleanSvg, RenamesIdsWhereTheyAreUsedAndNowhereElse) {
  EXPECT_EQ(
      clean_svg("<svg width=\"9\"><g id=\"zr7-c0\"><path d=\"M0 0\" clip-path=\"url(#zr7-c0)\"></path></g>"
                "<text x=\"1\">zr7-c0 #zr7-c0</text></svg>",
                "f"),
      "<svg width=\"9\" role=\"img\"><g id=\"f-1\"><path d=\"M0 0\" clip-path=\"url(#f-1)\"/></g>"
      "<text x=\"1\">zr7-c0 #zr7-c0</text></svg>\n");
}

TEST(CleanSvg, KeepsAFontThatDiffersFromTheFirst) {
  const std::string svg = clean_svg(
      "<svg><text style=\"font-size:10px;font-family:A;\" dominant-baseline=\"central\">1</text>"
      "<text style=\"font-size:12px;font-family:B;\" y=\"5\">2</text></svg>",
      "f");
  EXPECT_EQ(svg,
            "<svg style=\"font-family:A\" role=\"img\"><text style=\"font-size:10px;\" y=\"3.6\">1</text>"
            "<text style=\"font-size:12px;font-family:B;\" y=\"5\">2</text></svg>\n");
}

TEST(RewindingMemory, GivesBackWhatWasKept) {
  RewindingMemory memory;
  auto* kept = static_cast<char*>(memory.allocate(100));
  kept[99] = 'a';
  memory.keep();
  kept[99] = 'b';
  char* later = static_cast<char*>(memory.allocate(100));
  later[0] = 'c';
  memory.release(kept);
  memory.rewind();
  EXPECT_EQ(kept[99], 'a');
  EXPECT_EQ(memory.allocate(100), later) << "the same calls give the same addresses again";
}

TEST(RewindingMemory, KeepsContentsWhenABlockGrowsThroughAllSizes) {
  RewindingMemory memory;
  std::size_t filled = 1;
  auto* block = static_cast<unsigned char*>(memory.allocate(1));
  block[0] = 0;
  for (std::size_t size : {17, 1000, 1024, 1025, 1281, 5000, 1 << 20}) {
    block = static_cast<unsigned char*>(memory.reallocate(block, size));
    ASSERT_NE(block, nullptr);
    for (std::size_t i = 0; i < filled; ++i) ASSERT_EQ(block[i], i % 251);
    for (std::size_t i = 0; i < size; ++i) block[i] = static_cast<unsigned char>(i % 251);
    filled = size;
  }
}

TEST(RewindingMemory, HandsOutBlocksThatDoNotOverlap) {
  RewindingMemory memory;
  std::vector<std::pair<unsigned char*, std::size_t>> blocks;
  for (std::size_t size = 1; size < 5000; size += 7) {
    auto* block = static_cast<unsigned char*>(memory.allocate(size));
    std::fill_n(block, size, static_cast<unsigned char>(size % 256));
    blocks.emplace_back(block, size);
    if (size % 3 == 0) memory.release(memory.allocate(size * 2));
  }
  for (const auto& [block, size] : blocks) {
    EXPECT_TRUE(std::all_of(block, block + size, [s = size](unsigned char c) { return c == s % 256; }));
  }
  EXPECT_EQ(memory.allocate(std::size_t{1} << 40), nullptr);
}

}  // namespace
}  // namespace zhiheng::chart
