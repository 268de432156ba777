#include "report/pdf.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#pragma GCC diagnostic push  // g++ 12 suspects <regex> itself under the sanitizers
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <regex>
#pragma GCC diagnostic pop

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
  std::string out;
  std::array<char, 4096> buffer;
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return out;
  for (size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), got);
  pclose(pipe);
  return out;
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A real typesetter and a folder for papers; skips where there is none.
class Pdf : public testing::Test {
 protected:
  void SetUp() override {
    const char* deps = std::getenv("ZHIHENG_DEPS");
    tools_.modules =
        (deps != nullptr ? std::string(deps) : std::string(ZHIHENG_SOURCE_DIR) + "/.deps") + "/node_modules";
    folder_ = fs::temp_directory_path() / ("zhiheng-pdf-test-" + std::to_string(getpid()));
    fs::create_directories(folder_ / "temp");
    tools_.temp = folder_ / "temp";
    ASSERT_TRUE(fs::exists(tools_.modules + "/@myriaddreamin/typst-ts-node-compiler")) << "run tools/fetch";
    ASSERT_FALSE(output_of("node --version").empty()) << "no node: run tools/setup test";
    ASSERT_FALSE(output_of("command -v pdfinfo").empty()) << "no poppler-utils: run tools/setup test";
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string print(const Document& document, const std::string& name = "paper.pdf") {
    const std::string path = folder_ / name;
    print_pdf(render_typst(document, sample::theme()), figure_svgs(document), tools_, path);
    return path;
  }
  /// What the Error says; empty if there is none.
  std::string refusal(const std::string& source, int exit_code) {
    try {
      print_pdf(source, {}, tools_, folder_ / "refused.pdf");
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), exit_code) << error.what();
      EXPECT_FALSE(fs::exists(folder_ / "refused.pdf"));
      EXPECT_TRUE(fs::is_empty(tools_.temp));
      return error.what();
    }
    return "";
  }

  PdfTools tools_;
  fs::path folder_;
};

TEST_F(Pdf, PagesFontsOutlineAndTitle) {
  const std::string path = print(sample::document()), info = output_of("pdfinfo " + path);
  EXPECT_TRUE(has(info, "2020年度闵行区质量状况分析白皮书")) << info;
  EXPECT_TRUE(std::regex_search(info, std::regex("Pages: +1[0-9]\n"))) << info;
  EXPECT_TRUE(has(info, "(A4)"));
  EXPECT_FALSE(has(info, "CreationDate"));
  const std::string fonts = output_of("pdffonts " + path);
  for (const char* font : {"NotoSerifCJKsc-Regular", "NotoSansCJKsc-Bold"})
    EXPECT_TRUE(has(fonts, font)) << fonts;
  const auto lines = std::count(fonts.begin(), fonts.end(), '\n');
  const std::regex embedded("[^\n]* yes yes yes [^\n]*\n");
  EXPECT_EQ(std::distance(std::sregex_iterator(fonts.begin(), fonts.end(), embedded), std::sregex_iterator()),
            lines - 2)
      << fonts;
  const std::string outline = output_of("pdftohtml -xml -i -stdout " + path);
  EXPECT_TRUE(
      std::regex_search(outline, std::regex("<outline>[^]*第一章[^]*质量安全[^]*食品[^]*</outline>")));
  EXPECT_TRUE(fs::is_empty(tools_.temp));
}

TEST_F(Pdf, WordsContentsFootnotesAndContinuedTables) {
  const std::string path = print(sample::document());
  const std::string text = replace_all(output_of("pdftotext -layout " + path + " -"), "\u2060", "");
  const std::string plain = std::regex_replace(text, std::regex("\\s+"), "");
  for (const char* words :
       {"#import\"x\"", "续表3", "案例1", "数据来源：区市场监管局", "7263件", "表99", "—3—"}) {
    EXPECT_TRUE(has(plain, words)) << words;
  }
  EXPECT_TRUE(std::regex_search(text, std::regex("第一章[^\n]*质量安全[ .]+3\n"))) << text.substr(0, 1500);
  EXPECT_FALSE(has(text, "模拟数据"));
}

TEST_F(Pdf, EveryPageSaysWhenFiguresAreMadeUp) {
  Document document = sample::document();
  document.simulated = true;
  std::string text = output_of("pdftotext " + print(document) + " -");
  for (size_t page = 0, end = 0; (end = text.find('\f')) != std::string::npos; text.erase(0, end + 1)) {
    EXPECT_TRUE(has(text.substr(0, end), "模拟数据")) << "page " << ++page;
  }
}

TEST_F(Pdf, TheSamePaperGivesTheSameBytes) {
  const Document document = sample::document();
  EXPECT_EQ(read_file(print(document, "a.pdf"), "a"), read_file(print(document, "b.pdf"), "b"));
}

TEST_F(Pdf, ALongPaperIsQuick) {
  const auto start = std::chrono::steady_clock::now();
  const std::string path = print(sample::large_document(45, 20, 7));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_TRUE(std::regex_search(output_of("pdfinfo " + path), std::regex("Pages: +1[01][0-9]\n")));
  EXPECT_LT(took.count(), 20);  // 1 to 2 s where nothing else runs
}

TEST_F(Pdf, SaysWhatIsWrongWithASource) {
  const std::string words = refusal("#let x = nothing-there\n", 70);
  EXPECT_TRUE(has(words, "unknown variable: nothing-there")) << words;
}

TEST_F(Pdf, ReadsNoFilesButItsOwn) {
  EXPECT_NE(refusal("#read(\"/etc/hostname\")", 70), "");
  EXPECT_NE(refusal("#read(\"../../../../../../etc/hostname\")", 70), "");
}

TEST_F(Pdf, MissingFontsAreNotReplacedSilently) {
  EXPECT_TRUE(has(refusal("#set text(font: \"No Such Face\")\nwords", 3), "pdf.font"));
}

TEST_F(Pdf, MissingModuleAndProgramAreNamed) {
  PdfTools whole = tools_;
  tools_.modules = folder_ / "nowhere";
  EXPECT_TRUE(has(refusal("words", 3), "pdf.module"));
  tools_ = whole;
  tools_.node = "no-such-node";
  EXPECT_TRUE(has(refusal("words", 3), "pdf.node"));
}

TEST_F(Pdf, ATypesetterThatHangsIsEnded) {
  tools_.script = folder_ / "hang.mjs";
  write_file(tools_.script, "setInterval(() => {}, 1000);");
  tools_.timeout_seconds = 1;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(has(refusal("words", 3), "pdf.timeout"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(Pdf, ATypesetterThatTakesTooMuchMemoryIsEnded) {
  tools_.script = folder_ / "greedy.mjs";
  write_file(tools_.script, "const all = []; for (;;) all.push(new Array(1e6).fill(all.length));");
  tools_.memory_mb = 512;
  EXPECT_TRUE(has(refusal("words", 3), "pdf.limit"));
}

TEST_F(Pdf, AFormerPaperStaysWhenTypesettingFails) {
  const std::string path = folder_ / "kept.pdf";
  write_file(path, "former");
  EXPECT_THROW(print_pdf("#panic()", {}, tools_, path), Error);
  EXPECT_EQ(read_file(path, "kept.pdf"), "former");
}

}  // namespace
}  // namespace zhiheng::report
