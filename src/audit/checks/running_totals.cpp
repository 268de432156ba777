#include "audit/checks/running_totals.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "audit/checks/draft.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// The label without the word that says what the column runs over; nullopt if it has none of them.
std::optional<std::string> without_any(const std::string& label,
                                       std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    const size_t at = label.find(word);
    if (at == label.npos) continue;
    std::string rest = label;
    rest.erase(at, word.size());
    return rest;
  }
  return std::nullopt;
}

/// One row of the two columns that could be tested.
struct Step {
  const Value* above;
  const Value* own;
  const Value* total;
  Interval due;
  bool holds;
};

class RunningTotals {
 public:
  RunningTotals(const TableView& view, Results& results) : view_(view), results_(results) {}

  void run() {
    for (int a = 0; a < view_.cross_count(); ++a) {
      const auto own =
          without_any(view_.cross(a).label, {"当月", "本月", "当季", "本季", "当期", "本期", "当日"});
      for (int b = 0; own && b < view_.cross_count(); ++b) {
        const auto total = without_any(view_.cross(b).label, {"累计"});
        if (total && *total == *own) test(a, b);
      }
    }
  }

 private:
  void test(int own, int total) {
    std::vector<Step> steps;
    for (int i = 1; i < view_.line_count(); ++i) {
      const Value *above = view_.at(i - 1, total), *o = view_.at(i, own), *t = view_.at(i, total);
      const bool counted = above && o && t && same_unit(o->quantity, t->quantity) &&
                           is_additive(view_.measure(*o)) && view_.line(i).total == Total::kNo;
      if (!counted) continue;
      const Interval due = above->quantity.interval + o->quantity.interval;
      steps.push_back({above, o, t, due, due.overlaps(t->quantity.interval)});
    }
    const auto held = std::ranges::count_if(steps, &Step::holds);
    const auto failed = static_cast<std::ptrdiff_t>(steps.size()) - held;
    // The rows above show what the columns mean; of several that fail the meaning is another.
    if (held < 2 || failed > 1) return;
    for (const Step& step : steps) {
      if (!step.holds) tell(step);
    }
  }

  void tell(const Step& step) {
    const std::string formula =
        fmt::format("{} + {} = {}", view_.show_number(*step.above), view_.show_number(*step.own),
                    show_computed(step.due, view_.manner(*step.total)));
    Finding finding =
        compared(Kind::kSum, true, step.total->quantity, step.due, view_.manner(*step.total), formula);
    finding.spots = {view_.spot(*step.total), view_.spot(*step.above), view_.spot(*step.own)};
    finding.explanation = {
        fmt::format("累计数与上一行累计加本行不符：{}，不是{}", formula, finding.stated),
        fmt::format("the running total does not follow: {}, not {}", formula, finding.stated)};
    results_.findings.push_back(std::move(finding));
  }

  const TableView& view_;
  Results& results_;
};

}  // namespace

void check_running_totals(const TableView& rows, Results& results) { RunningTotals(rows, results).run(); }

}  // namespace zhiheng::audit
