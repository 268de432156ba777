// Cases: changes a second that are on the disk, from 1, 8 and 64 threads; then lists out of 100,000 cases,
// and the time that a start takes with them.
#include "flow/flows.h"

#include <fmt/core.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

namespace zhiheng::flow {
namespace {

using Seconds = std::chrono::duration<double>;
using Now = std::chrono::steady_clock;

constexpr std::size_t kCases = 100'000;

double ms_since(Now::time_point start) { return Seconds(Now::now() - start).count() * 1e3; }

Moment now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

Flows::Options options(const std::string& folder) {
  Diagnostics diagnostics;
  Flows::Options out{.workspace = folder,
                     .definitions = load_flows("catalog/flows", "catalog/flows", diagnostics),
                     .clock = now};
  diagnostics.throw_if_errors();
  return out;
}

/// Case number `n`: some 400 bytes, spread over towns, departments and people.
Change opening(std::size_t n) {
  Open open{.flow = "comment", .subject = fmt::format("paper:{}:p{}", 2000 + n % 25, n % 4'000)};
  open.unit = {n % 3 == 0 ? "town" : "department", fmt::format("unit-{}", n % 30)};
  open.area = fmt::format("town-{}", n % 13), open.domain = fmt::format("domain-{}", n % 7);
  open.fields = {{"quote", fmt::format("2020年全区共受理质量投诉{}件，同比下降3.1%。", n)},
                 {"text", fmt::format("第{}条意见：这里的数与附表不一致，请核对来源与口径后再定稿。", n)}};
  return {.by = fmt::format("person-{}", n % 97), .what = std::move(open)};
}

/// From each of `threads` a case, then two steps of it, and so on; each waits for the disk. The number of
/// changes that were reported as done.
std::size_t change_and_wait(Flows& flows, std::size_t threads) {
  constexpr auto kTime = std::chrono::seconds(5);
  std::vector<std::vector<double>> waits(threads);
  std::atomic<std::size_t> next = 0;
  const auto begin = Now::now();
  {
    std::vector<std::jthread> workers;
    for (auto& own : waits)
      workers.emplace_back([&] {
        const auto timed = [&](Change change) {
          const auto start = Now::now();
          CasePtr one = flows.change(std::move(change));
          own.push_back(ms_since(start));
          return one;
        };
        while (Now::now() - begin < kTime) {
          const CasePtr one = timed(opening(next++));
          timed({.by = "answerer",
                 .what = Step{one->id, "answer", 1, {{"text", "已核对，口径不同，附表另加说明。"}}}});
          timed({.by = "answerer", .what = Step{one->id, "resolve", 2}});
        }
      });
  }
  const double took = Seconds(Now::now() - begin).count();
  std::vector<double> all;
  for (const auto& own : waits) all.insert(all.end(), own.begin(), own.end());
  std::ranges::sort(all);
  fmt::print(R"({{"threads":{},"changes_per_second":{:.0f},"p50_ms":{:.2f},"p99_ms":{:.2f}}})"
             "\n",
             threads, static_cast<double>(all.size()) / took, all[all.size() / 2],
             all[all.size() * 99 / 100]);
  return all.size();
}

/// The time that a change takes while others look through all texts without a pause.
void change_beside_lists(Flows& flows) {
  std::atomic<bool> done = false;
  std::atomic<std::size_t> lists = 0;
  std::vector<double> waits;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      for (; !done; ++lists) flows.list({.text = "没有这句话"});
    });
  const auto begin = Now::now();
  while (Now::now() - begin < std::chrono::seconds(3)) {
    const auto start = Now::now();
    flows.change(opening(waits.size()));
    waits.push_back(ms_since(start));
  }
  done = true;
  const double took = Seconds(Now::now() - begin).count();
  std::ranges::sort(waits);
  fmt::print(R"({{"beside_lists_per_second":{:.0f},"changes":{},"p50_ms":{:.2f},"most_ms":{:.2f}}})"
             "\n",
             static_cast<double>(lists) / took, waits.size(), waits[waits.size() / 2], waits.back());
}

/// What was reported as done is what a start finds.
bool finds_all(const std::string& folder, std::size_t changes) {
  const Flows flows(options(folder));
  std::size_t found = 0;
  for (const auto& [_, one] : flows.state().cases) found += one->version;
  return found == changes;
}

void fill(Flows& flows) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> workers;
  for (int i = 0; i < 256; ++i)
    workers.emplace_back([&] {
      for (std::size_t n = next++; n < kCases; n = next++) {
        const CasePtr one = flows.change(opening(n));
        if (n % 4 == 0) flows.change({.by = "answerer", .what = Step{one->id, "resolve", 1}});
      }
    });
}

std::size_t count(bool (*fits)(std::size_t)) {
  std::size_t out = 0;
  for (std::size_t n = 0; n < kCases; ++n) out += fits(n) ? 1 : 0;
  return out;
}

/// Median and most of 25 runs; whether the total is right each time.
bool list(const Flows& flows, const char* name, const Query& query, std::size_t expected) {
  std::vector<double> times;
  for (int i = 0; i < 25; ++i) {
    const auto start = Now::now();
    const Page page = flows.list(query);
    times.push_back(ms_since(start));
    if (page.total != expected || page.items.size() != std::min<std::size_t>(50, expected - query.offset))
      return fmt::print(stderr, "{}: {} not {}\n", name, page.total, expected), false;
  }
  std::ranges::sort(times);
  fmt::print(R"({{"list":"{}","total":{},"median_ms":{:.2f},"most_ms":{:.2f}}})"
             "\n",
             name, expected, times[12], times.back());
  return true;
}

bool lists(const Flows& flows) {
  bool ok = list(flows, "all", {}, kCases);
  ok &= list(flows, "last page", {.offset = kCases - 50}, kCases);
  ok &= list(flows, "open", {.flow = "comment", .open_only = true},
             count([](std::size_t n) { return n % 4 != 0; }));
  ok &= list(flows, "state", {.state = "resolved"}, count([](std::size_t n) { return n % 4 == 0; }));
  ok &= list(flows, "unit", {.unit = {"town", "unit-6"}}, count([](std::size_t n) { return n % 30 == 6; }));
  ok &= list(flows, "by", {.by = "person-5"}, count([](std::size_t n) { return n % 97 == 5; }));
  ok &= list(flows, "subject", {.subject = "paper:2003:p78"},
             count([](std::size_t n) { return n % 25 == 3 && n % 4'000 == 78; }));
  ok &= list(flows, "subjects that begin", {.subject = "paper:2003:", .subject_begins = true},
             count([](std::size_t n) { return n % 25 == 3; }));
  ok &= list(flows, "visible", {.visible = [](const Case& one) { return one.area == "town-3"; }},
             count([](std::size_t n) { return n % 13 == 3; }));
  return ok && list(flows, "text", {.text = "投诉9999"}, 11);
}

double memory_mib() { return static_cast<double>(::mallinfo2().uordblks) / (1 << 20); }

int run(const std::string& folder) {
  for (const std::size_t threads : {1, 8, 64}) {
    const std::string own = folder + "/" + std::to_string(threads);
    std::size_t changes = 0;
    {
      Flows flows(options(own));
      changes = change_and_wait(flows, threads);
    }
    if (!finds_all(own, changes)) return fmt::print(stderr, "changes are lost\n"), 1;
  }
  {
    Flows flows(options(folder + "/lists"));
    fill(flows);
  }
  const double before = memory_mib();
  const auto start = Now::now();
  Flows flows(options(folder + "/lists"));
  fmt::print(R"({{"cases":{},"start_s":{:.2f},"mib":{:.0f}}})"
             "\n",
             kCases, ms_since(start) / 1e3, memory_mib() - before);
  if (!lists(flows)) return 1;
  change_beside_lists(flows);
  return 0;
}

}  // namespace
}  // namespace zhiheng::flow

int main(int argc, char** argv) {
  if (argc != 2) return fmt::print(stderr, "用法 usage: bench_flows FOLDER\n"), 2;
  std::filesystem::create_directories(argv[1]);
  return zhiheng::flow::run(argv[1]);
}
