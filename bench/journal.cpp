// The journal: entries a second on the disk from 1, 8 and 64 threads, and the time that proving a million
// takes.
#include "journal/journal.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "journal/verify.h"

namespace zhiheng::journal {
namespace {

using Seconds = std::chrono::duration<double>;
using Now = std::chrono::steady_clock;

std::string entry_of(int n) {
  return fmt::format(
      R"({{"by":"inspector-{}","does":"inspection.record","case":"A-{:08}","result":"passed","note":"{}"}})",
      n % 97, n, std::string(120, 'n'));
}

/// From each of `threads` one entry after the other, each waiting for the disk.
void append_and_wait(const std::string& folder, int threads) {
  constexpr auto kTime = std::chrono::seconds(5);
  const Moment at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(threads));
  const auto begin = Now::now();
  {
    Journal journal({.folder = folder, .stream = "bench"});
    std::vector<std::jthread> workers;
    for (auto& own : waits)
      workers.emplace_back([&] {
        for (int n = 0; Now::now() - begin < kTime; ++n) {
          const auto start = Now::now();
          journal.append(at, entry_of(n)).get();
          own.push_back(Seconds(Now::now() - start).count() * 1e3);
        }
      });
  }
  const double took = Seconds(Now::now() - begin).count();
  std::vector<double> all;
  for (const auto& own : waits) all.insert(all.end(), own.begin(), own.end());
  std::ranges::sort(all);
  fmt::print(R"({{"threads":{},"per_second":{:.0f},"p50_ms":{:.2f},"p99_ms":{:.2f}}})"
             "\n",
             threads, static_cast<double>(all.size()) / took, all[all.size() / 2],
             all[all.size() * 99 / 100]);
}

int prove_a_million(const std::string& folder, Algorithm algorithm) {
  constexpr int kEntries = 1'000'000;
  const Moment at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto begin = Now::now();
  {
    Journal journal({.folder = folder, .stream = "million", .algorithm = algorithm});
    for (int n = 0; n < kEntries; ++n) journal.append(at, entry_of(n));
  }
  const double wrote = Seconds(Now::now() - begin).count();
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const auto start = Now::now();
    const Verification result = verify(folder);
    times.push_back(Seconds(Now::now() - start).count());
    if (!result.ok() || result.streams[0].head.lines != kEntries + 1) return 1;
  }
  std::ranges::sort(times);
  const auto start = Now::now();
  std::uint64_t bytes = 0;
  read_stream(folder, "million", [&](const Line& line) { bytes += line.text.size(); });
  fmt::print(
      R"({{"algorithm":"{}","lines":{},"bytes":{},"write_s":{:.2f},"verify_s":{:.3f},"read_s":{:.3f}}})"
      "\n",
      name_of(algorithm), kEntries, bytes, wrote, times[2], Seconds(Now::now() - start).count());
  return 0;
}

int run(const std::string& folder) {
  for (const int threads : {1, 8, 64}) append_and_wait(folder + "/" + std::to_string(threads), threads);
  int failed = 0;
  for (const Algorithm algorithm : {Algorithm::kSha256, Algorithm::kSm3})
    failed += prove_a_million(folder + "/" + std::string(name_of(algorithm)), algorithm);
  return failed;
}

}  // namespace
}  // namespace zhiheng::journal

int main(int argc, char** argv) {
  if (argc != 2) return fmt::print(stderr, "用法 usage: bench_journal FOLDER\n"), 2;
  std::filesystem::create_directories(argv[1]);
  return zhiheng::journal::run(argv[1]);
}
