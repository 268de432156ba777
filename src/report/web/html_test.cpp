#include "report/html.h"

#include <gtest/gtest.h>

#pragma GCC diagnostic push  // g++ 12 suspects <regex> itself under the sanitizers
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <regex>
#pragma GCC diagnostic pop
#include <set>

#include "base/markup.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

size_t occurrences(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}
bool page_has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The page without our two scripts, whose text is not the document's.
std::string without_scripts(std::string page) {
  for (size_t at = page.find("<script>"); at != std::string::npos; at = page.find("<script>")) {
    page.erase(at, page.find("</script>", at) - at + 9);
  }
  return page;
}

class Html : public testing::Test {
 protected:
  const Document document_ = sample::document();
  const std::string page_ = render_html(document_, sample::theme());
  const std::string body_ = without_scripts(page_);
};

TEST_F(Html, EveryWordOfTheDocumentIsEscaped) {
  EXPECT_FALSE(page_has(body_, "<a-b>"));
  EXPECT_FALSE(page_has(body_, "<!-- $x$"));
  EXPECT_GE(occurrences(body_, html(sample::kNasty)), 3u);
  EXPECT_FALSE(page_has(body_, "巡查次数 <b>"));
}

TEST_F(Html, PolicyAllowsExactlyItsOwnScripts) {
  std::set<std::string> hashes;
  for (size_t at = page_.find("<script>"); at != std::string::npos; at = page_.find("<script>", at + 1)) {
    hashes.insert(csp_hash(page_.substr(at + 8, page_.find("</script>", at) - at - 8)));
  }
  ASSERT_EQ(hashes.size(), 2u);
  for (const std::string& hash : hashes) EXPECT_TRUE(page_has(page_, hash)) << hash;
  EXPECT_TRUE(page_has(page_, "default-src 'none'"));
  EXPECT_FALSE(std::regex_search(body_, std::regex("<[^>]* on[a-z]+=")));
  EXPECT_FALSE(std::regex_search(body_, std::regex("(src|href)=\"(https?:)?//")));
}

TEST_F(Html, IdsAreUniqueAndLinksLeadSomewhere) {
  std::set<std::string> ids;
  const std::regex id_pattern(" id=\"([^\"]+)\""), link_pattern(" href=\"#([^\"]+)\"");
  for (std::sregex_iterator it(body_.begin(), body_.end(), id_pattern), end; it != end; ++it) {
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  }
  size_t links = 0;
  for (std::sregex_iterator it(body_.begin(), body_.end(), link_pattern), end; it != end; ++it, ++links) {
    EXPECT_TRUE(ids.contains((*it)[1])) << (*it)[1];
  }
  EXPECT_GT(links, 20u);
  EXPECT_FALSE(page_has(body_, "#nowhere"));
  EXPECT_TRUE(page_has(body_, "表99"));
}

TEST_F(Html, EveryBoundNumberOpensItsLineage) {
  EXPECT_EQ(occurrences(body_, " data-n=\""), document_.numbers.size());
  EXPECT_TRUE(page_has(body_, "<span class=\"n\" data-n=\"5\">7263<span class=\"u\">件</span></span>") ||
              page_has(body_, ">7263<span class=\"u\">件</span></span>"));
  EXPECT_TRUE(page_has(body_, "<script type=\"application/json\" id=\"lineage\">{\"s\":[\"\","));
}

TEST_F(Html, NumbersWithAFindingAreMarked) {
  const auto marked = occurrences(body_, "<span class=\"n f\"");
  EXPECT_GE(marked, 3u);  // a finding, another published value, a cell published differently
  EXPECT_LT(marked, document_.numbers.size() / 2);
  EXPECT_TRUE(page_has(body_, " data-p=\"98.5\">"));
}

TEST_F(Html, TablesKeepTheirMergedHeadsUnitsNotesAndSources) {
  EXPECT_TRUE(page_has(body_, "<th scope=\"colgroup\" colspan=\"2\" class=\"c\">完成件数</th>"));
  EXPECT_TRUE(page_has(body_, "rowspan=\"2\" class=\"s\">抽检环节</th>"));
  EXPECT_TRUE(page_has(body_, "单位：件"));
  EXPECT_TRUE(page_has(body_, "<p>注2：“—”表示没有数据。</p>"));
  EXPECT_TRUE(page_has(body_, "数据来源：区市场监管局、区农委"));
  EXPECT_TRUE(page_has(body_, "<tr class=\"total\">"));
  EXPECT_TRUE(page_has(body_, "data-z=\"0\""));  // 97.5 under 98.62
}

TEST_F(Html, FootnotesGoThereAndBack) {
  for (const char* part : {"id=\"fnref-1\" href=\"#fn-1\"", "<li id=\"fn-1\">", "href=\"#fnref-1\""})
    EXPECT_TRUE(page_has(body_, part)) << part;
}

TEST_F(Html, FiguresHaveDrawingOptionsDataAndWords) {
  EXPECT_TRUE(page_has(body_, "<div class=\"still\"><svg"));
  EXPECT_TRUE(page_has(body_, "class=\"option-dark\">{\"xAxis\""));
  EXPECT_TRUE(page_has(body_, "查看数据"));
  EXPECT_TRUE(page_has(body_, "aria-label=\"柱形图。"));
}

TEST_F(Html, AnOptionThatIsNotJsonIsLeftOut) {
  Document document = sample::document();
  for (Block& block : document.blocks) {
    if (auto* figure = std::get_if<Figure>(&block)) figure->option = "</script><b>";
  }
  const std::string page = render_html(document, sample::theme());
  EXPECT_FALSE(page_has(page, "</script><b>"));
  EXPECT_FALSE(page_has(page, "class=\"option-light\""));
  EXPECT_TRUE(page_has(page, "class=\"option-dark\""));
}

TEST_F(Html, SaysWhenFiguresAreMadeUp) {
  EXPECT_FALSE(page_has(body_, "模拟数据"));
  Document document = sample::document();
  document.simulated = true;
  EXPECT_TRUE(page_has(render_html(document, sample::theme()), "<b>模拟数据</b>"));
}

TEST(HtmlLarge, StaysUnderThreeMegabytesAndIsReproducible) {
  const Document document = sample::large_document(45, 20, 7);
  const std::string page = render_html(document, sample::theme());
  EXPECT_LT(page.size(), 3u * 1024 * 1024);
  EXPECT_EQ(page, render_html(document, sample::theme()));
}

}  // namespace
}  // namespace zhiheng::report
