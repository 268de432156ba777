#include "audit/corpus_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace zhiheng::audit {
namespace {

const std::string kCorpus = ZHIHENG_SOURCE_DIR "/tests/audit/";

Score operator+(Score a, const Score& b) {
  a.found += b.found;
  a.missed += b.missed;
  a.wrong += b.wrong;
  a.certain += b.certain;
  a.wrong_certain += b.wrong_certain;
  return a;
}

double recall(const Score& s) { return s.found + s.missed ? 1.0 * s.found / (s.found + s.missed) : 1; }
double precision(const Score& s) { return s.found + s.wrong ? 1.0 * s.found / (s.found + s.wrong) : 1; }
double certain_precision(const Score& s) {
  return s.certain ? 1.0 * (s.certain - s.wrong_certain) / s.certain : 1;
}

/// The score of every case in a folder of the corpus, by kind; what was missed or wrong is added to `notes`.
std::vector<Score> score_of(const std::string& folder, std::string& notes, int& cases) {
  std::vector<Score> scores(kKindCount);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus + folder))
    files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    for (const CorpusCase& c : read_corpus(file.string())) {
      ++cases;
      for (const std::string& note : judge(c, scores)) notes += note + "\n";
    }
  }
  return scores;
}

std::string line(std::string_view name, const Score& s) {
  return fmt::format("{:<11} {:>5} {:>6} {:>5}   {:>6.2f} {:>9.2f} {:>7.2f}\n", name, s.found, s.missed,
                     s.wrong, recall(s), precision(s), certain_precision(s));
}

std::string table(const std::string& title, const std::vector<Score>& scores) {
  std::string out = fmt::format("{}\n{:<11} {:>5} {:>6} {:>5}   {:>6} {:>9} {:>7}\n", title, "kind", "found",
                                "missed", "wrong", "recall", "precision", "certain");
  Score all;
  for (int k = 0; k < kKindCount; ++k) {
    out += line(kind_name(static_cast<Kind>(k)), scores[static_cast<size_t>(k)]);
    all = all + scores[static_cast<size_t>(k)];
  }
  return out + line("all", all);
}

Score sum_of(const std::vector<Score>& scores, std::initializer_list<Kind> kinds) {
  Score sum;
  for (const Kind kind : kinds) sum = sum + scores[static_cast<size_t>(kind)];
  return sum;
}

/// Prints the score, and leaves it in the file that $ZHIHENG_AUDIT_SCORE names, for a reader of the whole
/// run.
void show(const std::string& text) {
  fmt::print("{}", text);
  if (const char* path = std::getenv("ZHIHENG_AUDIT_SCORE"))
    std::ofstream(path, std::ios::app) << text << "\n";
}

/// What share of the planted mistakes must be found.
struct Floors {
  double arithmetic = 0.80;
  double compared = 0.55;
  double certain = 0.97;    // of the certain findings, those that are right
  double precision = 0.93;  // of all findings
};

void expect_good(const std::string& folder, const Floors& floors = {}) {
  std::string notes;
  int cases = 0;
  const auto scores = score_of(folder, notes, cases);
  show(table(fmt::format("tests/audit/{}: {} cases", folder, cases), scores));
  Score all;
  for (const Score& score : scores) all = all + score;
  const Score arithmetic =
      sum_of(scores, {Kind::kSum, Kind::kRatio, Kind::kGrowth, Kind::kUnit, Kind::kImpossible});
  const Score compared = sum_of(scores, {Kind::kTextTable, Kind::kTextText, Kind::kDocument});
  EXPECT_GE(certain_precision(all), floors.certain) << notes;
  EXPECT_GE(precision(all), floors.precision) << notes;
  EXPECT_GE(recall(arithmetic), floors.arithmetic) << notes;
  EXPECT_GE(recall(compared), floors.compared) << notes;
}

TEST(Corpus, Development) { expect_good("development", {.arithmetic = 0.94, .compared = 0.78}); }
TEST(Corpus, Judged) { expect_good("judged", {.arithmetic = 0.85, .compared = 0.82}); }
// Written last. Its misses have been read and worked on since, so that it no longer tells what a text of a
// new hand meets.
TEST(Corpus, Fresh) { expect_good("fresh", {.arithmetic = 0.90, .compared = 0.85}); }
// What a text of a new hand meets: counted at first sight, its misses not worked on. Far from the goals
// (recall 0.9 and 0.7, precision 0.95 certain and 0.85), and kept to say so.
TEST(Corpus, Held) {
  expect_good("held", {.arithmetic = 0.58, .compared = 0.30, .certain = 0.90, .precision = 0.74});
}

}  // namespace
}  // namespace zhiheng::audit
