#include "report/build/references.h"

#include <gtest/gtest.h>

namespace zhiheng::report {
namespace {

Run reference(const std::string& id) {
  Run run;
  run.kind = Run::Kind::kReference;
  run.target = id;
  return run;
}

Run run_of(const std::string& text) {
  Run run;
  run.text = text;
  return run;
}

Block table(const std::string& id, std::vector<std::string> sources = {}) {
  Table out;
  out.id = id;
  out.sources = std::move(sources);
  return out;
}

Block figure(const std::string& id) {
  Figure out;
  out.id = id;
  return out;
}

struct Settled {
  Document document;
  std::vector<std::string> mistakes;
};

Settled settle(std::vector<Block> blocks, const ReferencePlaces& places = {},
               std::vector<Runs> footnotes = {}) {
  Settled out;
  out.document.blocks = std::move(blocks);
  out.document.footnotes = std::move(footnotes);
  Diagnostics diagnostics;
  settle_references(out.document, places, diagnostics);
  for (const auto& d : diagnostics.items()) out.mistakes.push_back(to_string(d.where) + " " + d.code);
  return out;
}

const Runs& runs(const Document& document, size_t block) {
  return std::get<Paragraph>(document.blocks[block]).runs;
}

TEST(References, TablesFiguresAndCasesAreCountedInOrder) {
  Case box;
  box.id = "c";
  box.blocks = {table("t2"), figure("f1")};
  const auto settled =
      settle({Paragraph{{reference("t1"), reference("t2"), reference("t3"), reference("f1"), reference("c")}},
              table("t1"), box, table("t3")});
  EXPECT_TRUE(settled.mistakes.empty());
  EXPECT_EQ(plain_text(runs(settled.document, 0)), "表1表2表3图1案例1");
  EXPECT_EQ(std::get<Table>(settled.document.blocks[3]).number, 3);
}

TEST(References, HeadingIsNamedByNumberAndTitle) {
  const auto settled = settle({Heading{2, "a", "一、", {run_of("甲")}}, Heading{1, "b", "", {run_of("序")}},
                               Paragraph{{reference("a"), reference("b")}}});
  EXPECT_EQ(plain_text(runs(settled.document, 2)), "一、甲“序”");
}

TEST(References, FirstMentionCarriesTheSource) {
  const auto settled = settle({Paragraph{{reference("t"), run_of("，"), reference("t")}},
                               Paragraph{{reference("t")}}, table("t", {"甲局", "乙局"})});
  ASSERT_EQ(settled.document.footnotes.size(), 1u);
  EXPECT_EQ(plain_text(settled.document.footnotes[0]), "数据来源：甲局、乙局。");
  ASSERT_EQ(runs(settled.document, 0).size(), 4u);
  EXPECT_EQ(runs(settled.document, 0)[1].kind, Run::Kind::kFootnote);
  EXPECT_EQ(runs(settled.document, 1).size(), 1u);
}

TEST(References, OneSourceNoteAParagraph) {
  const auto settled =
      settle({Paragraph{{reference("t"), reference("u")}}, table("t", {"甲局"}), table("u", {"甲局"})});
  EXPECT_EQ(settled.document.footnotes.size(), 1u);
}

TEST(References, FootnotesAreNumberedInTheOrderOfReading) {
  report::Run note;
  note.kind = Run::Kind::kFootnote;
  note.index = 0;
  const auto settled =
      settle({Paragraph{{reference("t")}}, Paragraph{{run_of("甲"), note}}, table("t", {"甲局"})}, {},
             {{run_of("后写的")}});
  ASSERT_EQ(settled.document.footnotes.size(), 2u);
  EXPECT_EQ(plain_text(settled.document.footnotes[1]), "后写的");
  EXPECT_EQ(runs(settled.document, 1)[1].index, 1);
}

TEST(References, TextOfACellFollowsItsRuns) {
  Table t;
  t.id = "t";
  TableRow row;
  row.cells.resize(1);
  row.cells[0].kind = Cell::Kind::kText;
  row.cells[0].runs = {run_of("见"), reference("t")};
  t.body = {row};
  const auto settled = settle({t});
  EXPECT_EQ(std::get<Table>(settled.document.blocks[0]).body[0].cells[0].text, "见表1");
}

TEST(References, MistakesHaveTheirPlaces) {
  ReferencePlaces places;
  places.defined["t"] = {{"a.md", 3, 1}, {"b.md", 9, 1}};
  places.defined["u"] = {{"a.md", 5, 1}};
  places.referred["gone"] = {{"a.md", 1, 7}, {"a.md", 2, 4}};
  const auto settled = settle({Paragraph{{reference("gone"), reference("t")}}, Paragraph{{reference("gone")}},
                               table("t"), table("t"), table("u")},
                              places);
  EXPECT_EQ(settled.mistakes,
            (std::vector<std::string>{"b.md:9:1 reference.duplicate-id", "a.md:1:7 reference.unknown",
                                      "a.md:2:4 reference.unknown", "a.md:5:1 reference.never-mentioned"}));
}

TEST(References, TargetWithAMistakeOfItsOwnIsNotReportedAgain) {
  ReferencePlaces places;
  places.defined["t"] = {{"a.md", 3, 1}};
  EXPECT_TRUE(settle({Paragraph{{reference("t")}}}, places).mistakes.empty());
}

}  // namespace
}  // namespace zhiheng::report
