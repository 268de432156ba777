#include <gtest/gtest.h>

#pragma GCC diagnostic push  // g++ 12 suspects <regex> itself under the sanitizers
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <regex>
#pragma GCC diagnostic pop
#include <set>

#include "audit/sample_audit_test.h"
#include "audit/view/excerpt.h"
#include "audit/view/table_grid.h"
#include "audit/views.h"
#include "base/markup.h"

namespace zhiheng::audit {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

class Html : public testing::Test {
 protected:
  const Report report_ = sample::report();
  const std::string page_ = render_html(report_);
  const std::string body_ =
      page_.substr(page_.find("<body>"), page_.rfind("<script>") - page_.find("<body>"));
};

TEST(HtmlLine, LeavesNothingThatActs) {
  EXPECT_EQ(view::html_line("<a href=\"x\" title='y'>&\x01</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\ufffd&lt;/a&gt;");
  EXPECT_EQ(view::html_line("\xff质\xe8"), "\ufffd质\ufffd");
}

TEST_F(Html, NoWordOfADocumentActs) {
  EXPECT_FALSE(has(body_, "<script>"));
  EXPECT_FALSE(has(body_, "<img"));
  EXPECT_FALSE(has(body_, "<b>.html"));
  EXPECT_FALSE(has(body_, "\xe2\x80\xae"));
  const std::string bare = std::regex_replace(body_, std::regex("\"[^\"]*\""), "");  // tags without values
  EXPECT_FALSE(std::regex_search(bare, std::regex("<[^>]* on[a-z]+=")));
  EXPECT_GE(count(body_, "onerror=alert(2)&gt;"), 4u);  // text, card, label, waiver
}

TEST_F(Html, PolicyAllowsItsOwnScriptAndNothingFromOutside) {
  const size_t at = page_.rfind("<script>") + 8;
  EXPECT_TRUE(has(page_, csp_hash(page_.substr(at, page_.rfind("</script>") - at))));
  EXPECT_TRUE(has(page_, "default-src 'none'"));
  EXPECT_FALSE(std::regex_search(page_, std::regex("(src|href)=\"?(https?:)?//")));
  EXPECT_FALSE(has(page_, "url(") || has(page_, "@import"));
}

TEST_F(Html, EveryMarkLeadsToItsCardsAndBack) {
  std::set<std::string> ids;
  const std::regex id_pattern(" id=\"([^\"]+)\""), link_pattern(" href=\"#([^\"]+)\"");
  for (std::sregex_iterator it(body_.begin(), body_.end(), id_pattern), end; it != end; ++it)
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  for (std::sregex_iterator it(body_.begin(), body_.end(), link_pattern), end; it != end; ++it)
    EXPECT_TRUE(ids.contains((*it)[1])) << (*it)[1];
  EXPECT_EQ(count(body_, "<li class=\"card "), 7u);
  EXPECT_TRUE(has(body_, "3105</a>") && has(body_, "data-f=\"2.1 3.0\" data-n=\"2,3\""));
  EXPECT_TRUE(has(body_, "class=\"m waived\""));
  EXPECT_TRUE(has(body_, "class=\"m other h\"") || has(body_, "class=\"m other\""));
  EXPECT_TRUE(has(body_, "aria-label=\"95.3%：错误，比率与分子分母，第 2 项\" data-en=\"95.3%: error,"));
}

TEST_F(Html, HeldTestsAreMarkedWhereNoFindingIs) {
  EXPECT_EQ(count(body_, "<span class=\"h\" data-h="), 3u);
  EXPECT_TRUE(has(body_, "[\"合计与分项\",\"Totals and parts\",\"1502 + 1036 + 720 = 3258\"]"));
}

TEST_F(Html, TablesKeepTheirSpans) {
  EXPECT_TRUE(has(body_,
                  "<tr><th rowspan=\"2\">环节</th><th colspan=\"2\">抽检情况</th><th "
                  "rowspan=\"2\">合格率（%）</th></tr>\n"
                  "<tr><th>批次</th><th>合格</th></tr>"));
  EXPECT_TRUE(has(body_, "<td class=\"r\">985</td>"));
}

TEST_F(Html, TellsWhatWasNotReadAndWhichWaiversAreDead) {
  EXPECT_TRUE(has(body_, "文件已加密"));
  EXPECT_TRUE(has(body_, "第 2 页的图片没有文字层"));
  EXPECT_TRUE(has(body_, "<code>gone</code>"));
}

TEST_F(Html, OneDocumentHasNoTabs) {
  Report one = sample::report();
  one.documents.pop_back();
  std::erase_if(one.results.findings, [](const Finding& f) { return f.id == "target-4000"; });
  EXPECT_TRUE(has(body_, "role=\"tablist\""));
  EXPECT_FALSE(has(render_html(one).substr(page_.find("<body>")), "role=\"tablist\""));
}

TEST_F(Html, SameReportSameBytes) { EXPECT_EQ(page_, render_html(report_)); }

TEST(HtmlMarks, OverlapIsOneMarkAndCrossingABlockHasOneId) {
  Report report;
  sample::Writing writing("a.txt", "text");
  writing.paragraph("共 123.4 万件");
  writing.paragraph("其中 5 件");
  report.documents = {writing.document()};
  const auto at = [&](std::string_view mark) { return sample::spot(report.documents, 0, "", mark); };
  const auto add = [&](const char* id, std::string_view mark) {
    report.results.findings.push_back(
        sample::finding(id, Kind::kUnit, Weight::kNote, false, {at(mark)}, {"甲", "a"}));
  };
  add("a", "123.4 万");
  add("b", "123.4");
  add("c", "万件\n其中");
  const std::string page = render_html(report);
  EXPECT_EQ(count(page, "data-n=\"1,2,3\""), 2u);
  for (const char* id : {" id=\"m-1-0\"", " id=\"m-2-0\"", " id=\"m-3-0\""})
    EXPECT_EQ(count(page, id), 1u) << id;
  EXPECT_TRUE(has(page, "123.4 万件</a></p>"));
  EXPECT_TRUE(has(page, ">其中</a> 5 件</p>"));
}

read::Document table(std::vector<read::Cell> cells, int rows, int columns) {
  read::Document document;
  document.text = "x";
  read::Block block{};
  block.kind = read::BlockKind::kTable;
  block.rows = rows;
  block.columns = columns;
  block.cell_count = static_cast<std::uint32_t>(cells.size());
  document.cells = std::move(cells);
  document.blocks.push_back(block);
  return document;
}

TEST(TableGrid, HostileSpansStayWithinBounds) {
  constexpr int kHuge = 2'000'000'000;
  const auto document = table({{{0, 1}, 0, 0, kHuge, kHuge, 1},
                               {{0, 1}, 1, 1, -5, 0, 2},
                               {{0, 1}, 3, 999, 1, 9, 3},
                               {{0, 1}, 1'000'000, 3, kHuge, 1, 4},
                               {{0, 1}, kHuge, kHuge, 1, 1, 5}},
                              kHuge, kHuge);
  const auto rows = view::grid_rows(document, document.blocks[0]);
  EXPECT_LT(rows.size(), 3000u);
  for (const auto& row : rows) {
    EXPECT_LE(row.cells.size(), 3u);
    for (const auto& cell : row.cells) {
      EXPECT_TRUE(cell.row_span >= 1 && cell.row_span <= 1000 && cell.column_span >= 1 &&
                  cell.column_span <= 1000);
    }
  }
}

TEST(TableGrid, GapsAreFilled) {
  const auto document =
      table({{{0, 1}, 0, 0, 1, 1, 1}, {{0, 1}, 0, 3, 1, 1, 1}, {{0, 1}, 2, 1, 1, 1, 3}}, 3, 4);
  const auto rows = view::grid_rows(document, document.blocks[0]);
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_EQ(rows[0].cells.size(), 3u);
  EXPECT_EQ(rows[0].cells[1].cell, nullptr);
  EXPECT_EQ(rows[0].cells[1].column_span, 2);
  EXPECT_EQ(rows[1].cells[0].cell, nullptr);
}

TEST(TableGrid, KnowsNumbers) {
  for (const char* text : {"1,234.5", "-3", "98.6%", "１２３", "12 件", "+0.4"})
    EXPECT_TRUE(view::looks_numeric(text)) << text;
  for (const char* text : {"", "—", "2020 年末数", "批次", "第 3 类产品"})
    EXPECT_FALSE(view::looks_numeric(text)) << text;
}

}  // namespace
}  // namespace zhiheng::audit
