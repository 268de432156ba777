#include "read/sandbox.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "base/diagnosed_test.h"
#include "read/formats/shown_test.h"
#include "read/formats/writer.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;

Document saying(const std::string& text) {
  Document document;
  DocumentWriter(document).block(BlockKind::kParagraph, text, 0, 1, 0);
  return document;
}

std::vector<std::string> refused(const std::function<Document()>& parse, const SandboxLimits& limits = {}) {
  return thrown_by([&] { parse_in_sandbox(parse, "f", 0, limits); });
}

TEST(Sandbox, ReturnsTheDocument) {
  const std::string large(3'000'000, 'x');
  EXPECT_EQ(parse_in_sandbox([&] { return saying(large); }, "f", 0).text, large + "\n");
}

TEST(Sandbox, PassesErrorsOn) {
  constexpr ErrorCode kMistake{"test.mistake", "第 {} 处", "place {}"};
  try {
    parse_in_sandbox([&]() -> Document { throw Error(kMistake, {"f", 3}, {"7"}); }, "f", 0);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(diagnosed(error.diagnostics()), ElementsAre("f:3 test.mistake"));
    EXPECT_EQ(error.diagnostics()[0].zh, "第 7 处");
    EXPECT_EQ(error.exit_code(), 2);
  }
  EXPECT_THAT(refused([]() -> Document { throw std::logic_error("odd"); }), ElementsAre("f read.damaged"));
}

TEST(Sandbox, HasNeitherFilesNorNetworkNorProcesses) {
  const std::string fresh = testing::TempDir() + "zhiheng-sandbox";
  const Document document = parse_in_sandbox(
      [&fresh] {
        std::string said;
        said += ::open("/etc/passwd", O_RDONLY) < 0 ? "no file " : "file ";
        said += ::open(fresh.c_str(), O_WRONLY | O_CREAT, 0600) < 0 ? "no new file " : "new file ";
        said += ::socket(AF_INET, SOCK_STREAM, 0) < 0 ? "no socket " : "socket ";
        said += ::kill(::getppid(), 0) != 0 ? "no signal" : "signal";
        return saying(said);
      },
      "f", 0);
  EXPECT_THAT(shown(document), ElementsAre("P no file no new file no socket no signal"));
}

TEST(Sandbox, TellsCrashes) {
  EXPECT_THAT(refused([]() -> Document { std::abort(); }), ElementsAre("f read.damaged"));
  EXPECT_THAT(refused([]() -> Document { ::_exit(9); }), ElementsAre("f read.damaged"));
}

TEST(Sandbox, EndsWhatTakesTooLong) {
  SandboxLimits limits;
  limits.cpu_seconds = 1;
  EXPECT_THAT(refused(
                  []() -> Document {
                    while (::getpid() > 0) {
                    }
                    return {};
                  },
                  limits),
              ElementsAre("f read.hostile"));
  limits.cpu_seconds = 30;
  limits.wall_seconds = 1;
  EXPECT_THAT(refused(
                  []() -> Document {
                    ::raise(SIGSTOP);
                    return {};
                  },
                  limits),
              testing::SizeIs(1));
}

#if !defined(__SANITIZE_ADDRESS__)
TEST(Sandbox, EndsWhatTakesTooMuchMemory) {
  SandboxLimits limits;
  limits.memory = size_t{64} << 20;
  EXPECT_THAT(refused([] { return saying(std::string(size_t{128} << 20, 'x')); }, limits),
              ElementsAre("f read.too-large"));
}
#endif

TEST(Sandbox, ReadsAPdfsText) {
  // A page of "Hello 12.5", offsets left out: readers mend the table.
  const std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
      "1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 "
      "R>>>>>>endobj\n"
      "4 0 obj<</Length 42>>stream\nBT /F1 12 Tf 20 100 Td (Hello 12.5) Tj ET \nendstream endobj\n"
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
  EXPECT_THAT(text_of_pdf(pdf, "f"), testing::HasSubstr("Hello 12.5"));
  EXPECT_THAT(thrown_by([] { text_of_pdf("%PDF-1.4\nnothing", "f"); }), ElementsAre("f read.damaged"));
}

}  // namespace
}  // namespace zhiheng::read
