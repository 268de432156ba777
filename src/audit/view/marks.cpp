#include "audit/view/marks.h"

#include <algorithm>

namespace zhiheng::audit::view {
namespace {

bool starts_before(const Mark& a, const Mark& b) {
  return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
}

/// Joins marks that overlap or are the same; `marks` becomes sorted and disjoint.
void join_overlapping(std::vector<Mark>& marks) {
  std::ranges::stable_sort(marks, starts_before);
  std::vector<Mark> joined;
  for (Mark& mark : marks) {
    if (joined.empty() || (mark.span.begin >= joined.back().span.end && mark.span != joined.back().span)) {
      joined.push_back(std::move(mark));
      continue;
    }
    Mark& last = joined.back();
    last.span.end = std::max(last.span.end, mark.span.end);
    last.references.insert(last.references.end(), mark.references.begin(), mark.references.end());
    last.held.insert(last.held.end(), mark.held.begin(), mark.held.end());
  }
  marks = std::move(joined);
}

std::vector<Mark> held_marks(const Report& report, std::uint32_t document) {
  std::vector<Mark> marks;
  const auto& held = report.results.held;
  for (std::uint32_t i = 0; i < held.size(); ++i) {
    for (const Spot& spot : held[i].spots) {
      if (spot.document == document && !spot.mark.empty()) marks.push_back({spot.mark, {}, {i}});
    }
  }
  join_overlapping(marks);
  return marks;
}

}  // namespace

std::vector<Entry> entries_of(const Report& report) {
  std::vector<Entry> entries;
  for (const Finding& finding : report.results.findings) entries.push_back({&finding, nullptr});
  for (const Waived& waived : report.waived) entries.push_back({&waived.finding, &waived.waiver});
  return entries;
}

std::vector<Mark> marks_of(const Report& report, const std::vector<Entry>& entries, std::uint32_t document) {
  std::vector<Mark> marks;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const auto& spots = entries[i].finding->spots;
    for (std::uint32_t k = 0; k < spots.size(); ++k) {
      if (spots[k].document == document) marks.push_back({spots[k].mark, {{i, k}}, {}});
    }
  }
  join_overlapping(marks);
  const size_t found = marks.size();
  size_t at = 0;
  for (Mark& held : held_marks(report, document)) {
    while (at < found && marks[at].span.end <= held.span.begin) ++at;
    if (at < found && marks[at].span.begin < held.span.end) {
      marks[at].held.insert(marks[at].held.end(), held.held.begin(), held.held.end());
    } else {
      marks.push_back(std::move(held));
    }
  }
  std::ranges::sort(marks, starts_before);
  return marks;
}

}  // namespace zhiheng::audit::view
