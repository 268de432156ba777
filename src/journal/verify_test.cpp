#include "journal/verify.h"

#include <algorithm>
#include <cstdlib>
#include <random>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "journal/sample_test.h"

namespace zhiheng::journal {
namespace {

using Codes = std::vector<std::string>;

std::string code_of(const Verification& verification) {
  return verification.ok() ? "" : verification.problems[0].code;
}

class Verify : public testing::Test {
 protected:
  Verify() {
    write_sample(folder_.path(), 40, 3);
    write_sample(folder_.path(), 5, 1, Algorithm::kSm3, "flow");
  }
  const TemporaryFolder folder_;
};

TEST_F(Verify, ReportsStreamsByName) {
  const auto result = verify(folder_.path());
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result.streams.size(), 2u);
  EXPECT_EQ(result.streams[0].head.stream, "flow");
  EXPECT_EQ(result.streams[0].head.lines, 6u);
  EXPECT_EQ(result.streams[1].files, 3u);
  EXPECT_EQ(result.streams[1].head.lines, 43u);
  EXPECT_EQ(result.streams[1].at, "2027-01-24T04:00:00.000Z");
  EXPECT_EQ(result.streams[1].days.size(), 3u);
}

TEST_F(Verify, HasAHeadOfEachDay) {
  const auto result = verify(folder_.path());
  const auto days = daily_heads(result.streams);
  ASSERT_EQ(days.size(), 3u);
  EXPECT_EQ(days[0].day, "2026-11-23");
  EXPECT_EQ(days[2].hash, result.now.hash);
  EXPECT_EQ(daily_head(result.streams, "2026-12-01").hash, days[0].hash);
  EXPECT_TRUE(daily_head(result.streams, "2026-11-22").heads.empty());
  EXPECT_EQ(days[0].heads[1].lines, 15u);
  EXPECT_EQ(days[0].short_form().size(), 29u);
  const std::string text = "flow 6 " + days[0].heads[0].hash + "\npeople 15 " + days[0].heads[1].hash + "\n";
  EXPECT_EQ(days[0].hash, sha256_hex(text));
}

TEST_F(Verify, FindsWhatWasKept) {
  const auto result = verify(folder_.path());
  const auto days = daily_heads(result.streams);
  EXPECT_EQ(verify(folder_.path(), read_anchor(days[1].short_form())).anchored, "2026-12-24");
  EXPECT_EQ(verify(folder_.path(), read_anchor(days[0].heads[1].hash + "\n")).anchored, "people 15");
  const std::string printed =
      "日志\nflow 6 " + days[0].heads[0].hash + "\npeople 15 " + days[0].heads[1].hash + "\n";
  EXPECT_TRUE(verify(folder_.path(), read_anchor(printed)).ok());
  const std::string wrong = "people 14 " + days[0].heads[1].hash + "\n";
  EXPECT_EQ(code_of(verify(folder_.path(), read_anchor(wrong))), "journal.head-missing");
  EXPECT_EQ(thrown_by([] { read_anchor("3fa9-12bc"); }), Codes{" journal.bad-anchor"});
}

TEST_F(Verify, OnlyAnAnchorShowsThatTheEndIsGone) {
  const auto anchor = read_anchor(verify(folder_.path()).now.hash);
  const std::string path = folder_ / "people.2027-01.ndjson";
  std::string text = content_of(path);
  text.resize(text.rfind('\n', text.size() - 2) + 1);
  write_file(path, text);
  EXPECT_TRUE(verify(folder_.path()).ok());
  EXPECT_EQ(code_of(verify(folder_.path(), anchor)), "journal.head-missing");
  std::filesystem::remove(path);
  EXPECT_TRUE(verify(folder_.path()).ok());
  EXPECT_EQ(code_of(verify(folder_.path(), anchor)), "journal.head-missing");
}

TEST_F(Verify, FilesOfOneStreamAreNotThoseOfAnother) {
  std::filesystem::rename(folder_ / "flow.2026-11.ndjson", folder_ / "watch.2026-11.ndjson");
  EXPECT_EQ(code_of(verify(folder_.path())), "journal.bad-first-line");
}

TEST_F(Verify, ATornEndBelongsIntoTheLastFileOnly) {
  std::ofstream(folder_ / "people.2027-01.ndjson", std::ios::app) << "{\"before\":\"12";
  auto result = verify(folder_.path());
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.streams[1].torn, 13u);
  std::ofstream(folder_ / "people.2026-12.ndjson", std::ios::app) << "{";
  EXPECT_EQ(code_of(verify(folder_.path())), "journal.torn-inside");
}

TEST_F(Verify, ZeroBytesAreNoWayToHideLines) {
  const std::string path = folder_ / "people.2027-01.ndjson";
  std::string text = content_of(path);
  text[text.size() / 2] = '\0';
  write_file(path, text);
  EXPECT_EQ(code_of(verify(folder_.path())), "journal.unwritten");
}

TEST(VerifyLarge, FindsTheSameWithSeveralProcessors) {
  const TemporaryFolder folder;
  write_sample(folder.path(), 12'000, 2);  // files of more than a mebibyte are cut up
  const auto whole = verify(folder.path());
  ASSERT_TRUE(whole.ok());
  const std::string path = folder / "people.2026-11.ndjson";
  const std::string text = content_of(path);
  ASSERT_GT(text.size(), std::size_t{1} << 20 >> 1);
  for (int n = 1; n < 6000; n += 601) {
    std::string changed = text;
    const std::string entry = "\"n\":" + std::to_string(n) + ",";
    changed[changed.find(entry) + entry.size() - 2] ^= 1;
    write_file(path, changed);
    const auto result = verify(folder.path());
    ASSERT_EQ(result.problems.size(), 1u);
    EXPECT_EQ(result.problems[0].where.line, n + 3);
  }
}

/// One way to tamper with a stream of two files, drawn at random; never one that changes nothing.
class Tamperer {
 public:
  Tamperer(std::mt19937& dice, std::vector<std::string> files) : dice_(dice), files_(std::move(files)) {}

  std::vector<std::string> tampered() {
    auto out = files_;
    while (out == files_) tamper(out);
    return out;
  }

 private:
  std::size_t below(std::size_t n) { return dice_() % n; }

  static std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
      lines.push_back(text.substr(begin, end + 1 - begin));
    return lines;
  }

  void tamper(std::vector<std::string>& files) {
    std::string& text = files[below(files.size())];
    switch (below(8)) {
      case 0:
        text[below(text.size())] = static_cast<char>(dice_());
        return;
      case 1:
        text.erase(below(text.size()), 1 + below(200));
        return;
      case 2:
        text.insert(below(text.size() + 1), 1, static_cast<char>(dice_()));
        return;
      case 3:
        text.resize(below(text.size()));
        return;
      case 4:
        std::swap(files[0], files[1]);
        return;
      default:
        tamper_lines(text);
        return;
    }
  }

  void tamper_lines(std::string& text) {
    auto lines = lines_of(text);
    const auto at = static_cast<std::ptrdiff_t>(below(lines.size()));
    const std::string other = lines[below(lines.size())];
    switch (below(4)) {
      case 0:
        lines.erase(lines.begin() + at,
                    lines.begin() + at +
                        static_cast<std::ptrdiff_t>(1 + below(lines.size() - static_cast<std::size_t>(at))));
        break;
      case 1:
        lines.insert(lines.begin() + at, other);
        break;
      case 2:
        std::swap(lines[static_cast<std::size_t>(at)], lines[below(lines.size())]);
        break;
      default:
        lines[static_cast<std::size_t>(at)] = other;
        break;
    }
    text.clear();
    for (const std::string& line : lines) text += line;
  }

  std::mt19937& dice_;
  std::vector<std::string> files_;
};

TEST(Tampering, IsAlwaysSeen) {
  const char* wanted = std::getenv("ZHIHENG_TAMPERINGS");
  const int count = wanted == nullptr ? 5000 : std::atoi(wanted);
  const TemporaryFolder folder;
  write_sample(folder.path(), 12, 2);
  const std::string paths[] = {folder / "people.2026-11.ndjson", folder / "people.2026-12.ndjson"};
  const auto whole = verify(folder.path());
  const auto anchor = read_anchor(whole.now.hash);
  const auto seed = std::random_device()();
  std::mt19937 dice(seed);
  Tamperer tamperer(dice, {content_of(paths[0]), content_of(paths[1])});
  for (int i = 0; i < count; ++i) {
    const auto files = tamperer.tampered();
    for (std::size_t f = 0; f < files.size(); ++f) write_file(paths[f], files[f]);
    const auto result = verify(folder.path(), anchor);
    // Bytes behind the last whole line were never acknowledged; every line is as it was then.
    const bool only_torn = result.ok() && result.streams[0].torn != 0 && result.now.hash == whole.now.hash;
    ASSERT_TRUE(!result.ok() || only_torn) << "seed " << seed << ", " << i;
  }
}

}  // namespace
}  // namespace zhiheng::journal
