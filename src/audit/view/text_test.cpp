#include "base/text.h"

#include <gtest/gtest.h>

#include "audit/sample_audit_test.h"
#include "audit/view/excerpt.h"
#include "audit/views.h"
#include "base/golden_test.h"

namespace zhiheng::audit {
namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(TextView, Golden) {
  expect_golden(render_text(sample::report(), false, 100), "src/audit/testdata/audit.txt");
}

TEST(TextView, UnderlinesTheDoubtedNumberInColumns) {
  const auto lines = split(render_text(sample::report(), false, 120), '\n');
  // Every wide character before the number takes two columns.
  const std::string before = "全年共抽检食品样品 ";
  EXPECT_EQ(lines[2], "      3 │ " + before + "3238 批次，其中合格 3105 批次，合格率为 95.3%，");
  EXPECT_EQ(lines[3], "        │ " + std::string(static_cast<size_t>(display_width(before)), ' ') + "^~~~");
}

TEST(TextView, ColoursOnlyWhereWanted) {
  const std::string plain = render_text(sample::report(), false, 100),
                    colours = render_text(sample::report(), true, 100);
  EXPECT_FALSE(says(plain, "\033"));
  EXPECT_TRUE(says(colours, "\033[1;31m3238\033[0m"));
}

TEST(TextView, NothingOfADocumentActsOnTheTerminal) {
  for (const bool colours : {false, true}) {
    const std::string text = render_text(sample::report(), colours, 1000);
    EXPECT_TRUE(says(text, "<img src=x onerror=alert(2)>"));
    EXPECT_FALSE(says(text, "\xe2\x80\xae"));  // turns the writing direction
    EXPECT_FALSE(says(text, "-- \033[31m"));
  }
}

TEST(TextView, CutsLongQuotesAroundTheNumber) {
  Report report;
  sample::Writing writing("a.txt", "text");
  std::string sentence;
  for (int i = 0; i < 100; ++i) sentence += "前文";
  writing.paragraph(sentence + " 77.7% " + sentence);
  report.documents = {writing.document()};
  report.results.findings.push_back(sample::finding("x", Kind::kRatio, Weight::kError, true,
                                                    {sample::spot(report.documents, 0, "", "77.7%")},
                                                    {"不符", "no"}));
  for (const int width : {1, 40, 80, 200}) {
    const auto lines = split(render_text(report, false, width), '\n');
    EXPECT_TRUE(says(lines[2], "…") && says(lines[2], "文 77.7% 前")) << lines[2];
    EXPECT_LE(display_width(lines[2]), std::max(width, 40) + 1);
    const std::string under = lines[3].substr(0, lines[3].find('^'));
    EXPECT_EQ(display_width(under), display_width(lines[2].substr(0, lines[2].find("77.7%"))));
  }
}

TEST(TextView, NoFindingsSaySo) {
  Report report;
  report.documents = sample::documents();
  report.documents[0].unread.clear();
  const std::string text = render_text(report, false, 80);
  EXPECT_FALSE(says(text, "error"));
  EXPECT_TRUE(says(text, "合计 total"));
  EXPECT_TRUE(says(text, "文件 documents 2 · 确定 certain 0 · 可能 likely 0"));
}

TEST(Excerpt, IsOneHarmlessLine) {
  EXPECT_EQ(view::one_line("质\n量 a\n b\t\tc\x1b[1m\xe2\x80\xae\xff"), "质量 a b c\ufffd[1m\ufffd\ufffd");
}

TEST(Excerpt, TakesWordsAroundAMarkWithoutAQuote) {
  auto documents = sample::documents();
  Spot spot = sample::spot(documents, 0, "充电桩达", "4200 个");
  spot.quote = {};
  const auto parts = view::excerpt(documents[0], spot);
  EXPECT_EQ(parts.before, "到 2020 年末，公共充电桩达 ");
  EXPECT_EQ(parts.mark, "4200 个");
  EXPECT_TRUE(parts.after.starts_with("，满意度"));
}

TEST(Excerpt, SpansOutsideTheTextOrInACharacterAreHarmless) {
  auto documents = sample::documents();
  const Spot outside{0, {4'000'000'000u, 4'100'000'000u}, {}};
  EXPECT_EQ(view::excerpt(documents[0], outside).mark, "");
  const Spot inside{0, {1, 2}, {}};  // in the first character
  EXPECT_EQ(view::excerpt(documents[0], inside).mark, "云");
}

TEST(Passages, QuoteSharedWordsOnce) {
  const Report report = sample::report();
  const auto passages = view::passages(report.documents, report.results.findings[0].spots);
  ASSERT_EQ(passages.size(), 2u);
  EXPECT_EQ(passages[0].spots, std::vector<size_t>{0});
  EXPECT_EQ(passages[1].spots, (std::vector<size_t>{1, 2, 3}));
  std::string marks;
  for (const auto& piece : passages[1].pieces) marks += piece.spot < 0 ? "" : piece.text + " ";
  EXPECT_EQ(marks, "1502 1036 720 ");
}

}  // namespace
}  // namespace zhiheng::audit
