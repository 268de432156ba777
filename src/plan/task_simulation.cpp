#include "plan/task_simulation.h"

#include <algorithm>

namespace zhiheng::plan {
namespace {

/// Numbers that depend on nothing but the seed and what they are drawn for: the library's distributions
/// differ from one to the next.
class Draw {
 public:
  Draw(std::uint64_t seed, const std::string& task, int year) : state_(seed) {
    for (const char c : task) mix(static_cast<unsigned char>(c));
    mix(static_cast<std::uint64_t>(year));
  }

  /// 0 … below - 1.
  int below(int limit) { return static_cast<int>(next() % static_cast<std::uint64_t>(limit)); }

 private:
  void mix(std::uint64_t value) {
    state_ ^= value;
    next();
  }

  std::uint64_t next() {  // splitmix64
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return state_ = z ^ (z >> 31);
  }

  std::uint64_t state_;
};

class Simulation {
 public:
  Simulation(const catalog::Plan& plan, Date day, std::uint64_t seed) : plan_(plan), day_(day), seed_(seed) {}

  TaskReports run() {
    reports_.file = "模拟数据 simulated";
    reports_.simulated = true;
    for (const catalog::Task& task : plan_.tasks) {
      for (const int year : years_of(plan_, task)) tell(task, year);
    }
    return std::move(reports_);
  }

 private:
  /// How one task goes in one year: begun in spring, then done, dropped or left in hand.
  void tell(const catalog::Task& task, int year) {
    Draw draw(seed_, task.id, year);
    const int first = year != 0 ? year : plan_.period.from;
    const int last = year != 0 ? year : plan_.period.to;
    const auto start = Date::of(first, 1, 15);
    const auto end = Date::of(last, 12, 31);
    if (!start || !end) return;
    const int fate = draw.below(100);
    constexpr int kSilent = 4, kCancelled = 8, kNeverDone = 18, kLate = 30;
    if (fate < kSilent) return;
    report(task, year, TaskState::kInHand, *start + draw.below(120), "模拟数据：已启动");
    if (fate < kCancelled)
      report(task, year, TaskState::kCancelled, *start + 150 + draw.below(100),
             "模拟数据：上级政策调整，不再实施");
    else if (fate >= kLate)
      report(task, year, TaskState::kDone, *end - draw.below(75), "模拟数据：已完成");
    else if (fate >= kNeverDone)
      report(task, year, TaskState::kDone, *end + 5 + draw.below(120), "模拟数据：延后完成");
  }

  void report(const catalog::Task& task, int year, TaskState state, Date on, const std::string& note) {
    if (on > day_) return;
    TaskReport row;
    row.task = task.id;
    row.year = year;
    row.state = state;
    row.reported_on = on;
    row.by = task.owners.empty() ? "" : task.owners.front();
    row.note = note;
    row.simulated = true;
    reports_.rows.push_back(std::move(row));
  }

  const catalog::Plan& plan_;
  Date day_;
  std::uint64_t seed_;
  TaskReports reports_;
};

}  // namespace

TaskReports simulate_task_reports(const catalog::Plan& plan, Date day, std::uint64_t seed) {
  return Simulation(plan, day, seed).run();
}

}  // namespace zhiheng::plan
