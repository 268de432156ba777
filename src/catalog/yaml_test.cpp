#include "catalog/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"

namespace zhiheng::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Parsed {
  Yaml node;
  std::vector<std::string> mistakes;
};

Parsed parse(const std::string& text, int first_line = 1) {
  Diagnostics diagnostics;
  Parsed out{parse_yaml(text, "f.yaml", diagnostics, first_line), {}};
  out.mistakes = diagnosed(diagnostics);
  return out;
}

/// The mistakes of reading `text` with `use(MapReader&)`.
template <typename Use>
std::vector<std::string> read(const std::string& text, Use use) {
  Diagnostics diagnostics;
  const Yaml node = parse_yaml(text, "f.yaml", diagnostics);
  MapReader map(node, diagnostics);
  use(map);
  map.finish();
  return diagnosed(diagnostics);
}

TEST(Yaml, KeepsOrderPlacesAndTextsAsWritten) {
  const auto [node, mistakes] = parse("b: \"098\"\na: [x, 1.50]\nempty:\n");
  EXPECT_THAT(mistakes, IsEmpty());
  ASSERT_EQ(node.members.size(), 3U);
  EXPECT_EQ(node.members[0].first, "b");
  EXPECT_EQ(node.find("b")->scalar, "098");
  EXPECT_EQ(node.find("a")->items[1].scalar, "1.50");
  EXPECT_EQ(to_string(node.find("a")->items[1].where), "f.yaml:2:8");
  EXPECT_EQ(to_string(node.find("a")->key_where), "f.yaml:2:1");
  EXPECT_EQ(node.find("empty")->type, Yaml::Type::kNull);
  EXPECT_EQ(to_string(node.find("empty")->where), "f.yaml:3:1");
  EXPECT_EQ(node.find("c"), nullptr);
}

TEST(Yaml, CountsFromTheGivenLine) {
  EXPECT_EQ(to_string(parse("a: 1\nb: 2\n", 40).node.find("b")->where), "f.yaml:41:4");
}

TEST(Yaml, ReportsSyntaxAndTwiceGivenKeys) {
  EXPECT_THAT(parse("a: 1\nb: [1, 2\nc: 3\n").mistakes, ElementsAre("f.yaml:3:2 yaml.syntax"));
  EXPECT_THAT(parse("a: 1\n  b: 2\n").mistakes, ElementsAre("f.yaml:2:4 yaml.syntax"));
  EXPECT_THAT(parse("a: 1\nb: {x: 1, x: 2}\na: 3\n").mistakes,
              ElementsAre("f.yaml:2:11 yaml.duplicate-key", "f.yaml:3:1 yaml.duplicate-key"));
  EXPECT_THAT(parse("[a]: 1\n").mistakes, ElementsAre("f.yaml:1:1 yaml.not-scalar"));
}

TEST(Yaml, IsBoundedInDepthAndSize) {
  const std::string deep = std::string(70, '[') + std::string(70, ']');
  EXPECT_THAT(parse(deep).mistakes, ElementsAre("f.yaml:1:66 yaml.too-deep"));
  EXPECT_THAT(parse(std::string(64, '[') + std::string(64, ']')).mistakes, IsEmpty());
  EXPECT_EQ(parse(std::string(100000, '[')).mistakes.size(), 1U);
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) laughs += ", " + before;
    laughs += "]\n";
  }
  EXPECT_THAT(parse(laughs).mistakes, ElementsAre(testing::EndsWith("yaml.too-large")));
}

TEST(MapReader, ReadsEachKind) {
  const auto mistakes = read("t: x\ni: -3\nb: true\nl: [p, q]\none: r\nn:\n", [](MapReader& map) {
    EXPECT_EQ(map.text("t"), "x");
    EXPECT_EQ(map.text_or("none", "other"), "other");
    EXPECT_EQ(map.text_or("n", "other"), "other");
    EXPECT_EQ(map.integer_or("i", 0), -3);
    EXPECT_EQ(map.integer_or("none", 4), 4);
    EXPECT_TRUE(map.boolean_or("b", false));
    EXPECT_THAT(map.texts("l"), ElementsAre("p", "q"));
    EXPECT_THAT(map.texts("one"), ElementsAre("r"));
    EXPECT_THAT(map.texts("none"), IsEmpty());
  });
  EXPECT_THAT(mistakes, IsEmpty());
}

TEST(MapReader, ReportsTheKeyThatNobodyAskedFor) {
  const auto mistakes = read("zh: a\nenn:\n  deep: 1\nx: 1\n", [](MapReader& map) { map.text("zh"); });
  EXPECT_THAT(mistakes, ElementsAre("f.yaml:2:1 yaml.unknown-key", "f.yaml:4:1 yaml.unknown-key"));
}

TEST(MapReader, ReportsMissingAndWrongTypes) {
  EXPECT_THAT(read("a: 1\n", [](MapReader& map) { map.text("a"), map.text("zh"); }),
              ElementsAre("f.yaml:1:1 yaml.missing-key"));
  EXPECT_THAT(read("a: 1\nzh:\n", [](MapReader& map) { map.text("a"), map.text("zh"); }),
              ElementsAre("f.yaml:2:1 yaml.missing-key"));
  EXPECT_THAT(read("", [](MapReader& map) { map.text("zh"); }), ElementsAre("f.yaml:1 yaml.missing-key"));
  EXPECT_THAT(read("zh: [a]\n", [](MapReader& map) { map.text("zh"); }),
              ElementsAre("f.yaml:1:5 yaml.not-scalar"));
  EXPECT_THAT(read("i: 1.5\n", [](MapReader& map) { map.integer_or("i", 0); }),
              ElementsAre("f.yaml:1:4 yaml.not-integer"));
  EXPECT_THAT(read("b: yes\n", [](MapReader& map) { map.boolean_or("b", false); }),
              ElementsAre("f.yaml:1:4 yaml.not-boolean"));
  EXPECT_THAT(read("l: [a, [b]]\n", [](MapReader& map) { map.texts("l"); }),
              ElementsAre("f.yaml:1:8 yaml.not-scalar"));
  EXPECT_THAT(read("l: {a: b}\n", [](MapReader& map) { map.texts("l"); }),
              ElementsAre("f.yaml:1:4 yaml.not-scalar"));
  EXPECT_THAT(read("- a\n", [](MapReader&) {}), ElementsAre("f.yaml:1:1 yaml.not-a-map"));
}

TEST(MapReader, WhatIsMissingIsReportedOnce) {
  Diagnostics diagnostics;
  const Yaml node = parse_yaml("a: 1\n", "f.yaml", diagnostics);
  MapReader outer(node, diagnostics);
  MapReader inner(outer.required("title"), diagnostics);
  inner.text("zh");
  EXPECT_THAT(diagnosed(diagnostics), ElementsAre("f.yaml:1:1 yaml.missing-key"));
}

}  // namespace
}  // namespace zhiheng::catalog
