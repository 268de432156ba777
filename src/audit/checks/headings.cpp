#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/heading_lists.h"
#include "audit/checks/run_evidence.h"
#include "audit/checks/structure_checks.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMinRun = 3;       // items that make a run regular
constexpr size_t kMostStrange = 6;  // of so many items one may be strange

/// Tells which anomalies stand in a run that is regular otherwise.
class Reporter {
 public:
  Reporter(const StructureTest& test, const HeadingLists& found)
      : test_(test), headings_(test.structure.headings), found_(found) {}

  void report_all() {
    for (const HeadingAnomaly& anomaly : found_.anomalies) {
      if (is_regular(anomaly)) report_one(anomaly);
    }
    for (const HeadingList& list : found_.lists) {
      if (list.strange > 0 || list.first != 1 || list.items.size() < kMinRun) continue;
      const Heading& first = headings_[list.items.front()];
      const Heading& last = headings_[list.items.back()];
      report_held(test_, Kind::kNumbering, {first.mark, last.mark},
                  fmt::format("{} … {}", system_number(first.system, first.number),
                              system_number(last.system, last.number)));
    }
  }

 private:
  std::string shown(size_t heading) const {
    return system_number(headings_[heading].system, headings_[heading].number);
  }
  std::string shown_with(const HeadingAnomaly& a, int n) const {
    const Heading& heading = headings_[a.fault == HeadingFault::kSystem ? a.other : a.heading];
    return system_number(heading.system, heading.number.with_last(n));
  }

  bool is_regular(const HeadingAnomaly& a) const {
    const HeadingList& list = found_.lists[a.list];
    if (a.fault == HeadingFault::kSystem) return true;
    if (a.fault == HeadingFault::kFirst) return list.strange == 1 && !titles_equal(a) && !is_written(a, 1, 2);
    if (list.items.size() < kMinRun && !is_short_gap(a)) return false;
    if (list.first != 1 ||
        static_cast<size_t>(list.strange) > std::max<size_t>(1, list.items.size() / kMostStrange)) {
      return false;
    }
    if (a.fault == HeadingFault::kDoubled) return !titles_equal(a);
    if (a.fault == HeadingFault::kOrder) return true;
    return !is_written(a, a.missing, headings_[a.heading].number.last());
  }

  /// 1 3 and nothing else, both headings in lines of their own.
  bool is_short_gap(const HeadingAnomaly& a) const {
    const auto is_heading = [&](size_t i) {
      return test_.document.blocks[headings_[i].block].kind == read::BlockKind::kHeading;
    };
    return a.fault == HeadingFault::kGap && found_.lists[a.list].items.size() == 2 && a.missing == 2 &&
           headings_[a.heading].number.last() == 3 && is_heading(a.heading) && is_heading(a.other);
  }

  /// Whether a number from `from` to before `to` stands in the text before the heading, but at no line's
  /// beginning.
  bool is_written(const HeadingAnomaly& a, int from, int to) const {
    const Heading& heading = headings_[a.heading];
    std::uint32_t begin = 0;
    if (a.fault != HeadingFault::kFirst) {
      begin = headings_[a.other].mark.end;
    } else if (a.heading > 0) {
      begin = headings_[a.heading - 1].mark.end;
    }
    for (int n = from; n < to; ++n) {
      if (written_between(test_.document, heading.system, heading.number.with_last(n), begin,
                          heading.mark.begin)) {
        return true;
      }
    }
    return false;
  }

  bool titles_equal(const HeadingAnomaly& a) const {
    return comparable_title(test_.view(headings_[a.heading].title)) ==
           comparable_title(test_.view(headings_[a.other].title));
  }

  /// One sentence on what is wrong, with what would be right.
  void report_one(const HeadingAnomaly& a) {
    const std::string here = shown(a.heading);
    const std::string there = shown(a.other);
    Verdict verdict;
    verdict.marks = {headings_[a.heading].mark, headings_[a.other].mark};
    verdict.stated = here;
    verdict.certain = a.fault != HeadingFault::kFirst && !is_short_gap(a);
    switch (a.fault) {
      case HeadingFault::kGap: {
        verdict.due = shown_with(a, a.missing);
        const int until = headings_[a.heading].number.last() - 1;
        const std::string range = until > a.missing ? verdict.due + "—" + shown_with(a, until) : verdict.due;
        verdict.words = {fmt::format("“{}”之后是“{}”，缺“{}”。", there, here, range),
                         fmt::format("{} follows {}; {} is missing.", here, there, range)};
        break;
      }
      case HeadingFault::kDoubled:
        verdict.due = shown_with(a, headings_[a.heading].number.last() + 1);
        verdict.words = {
            fmt::format("编号“{}”连用两次，后一处应为“{}”（其后编号顺延）。", here, verdict.due),
            fmt::format("{} is used twice in a row; the second one should be {}.", here, verdict.due)};
        break;
      case HeadingFault::kWrong:
      case HeadingFault::kFirst:
        verdict.due = shown_with(a, a.fault == HeadingFault::kFirst ? 1 : a.missing);
        verdict.words = {
            fmt::format("“{}”应为“{}”：前后编号不连续，且与相邻一项重复。", here, verdict.due),
            fmt::format("{} should be {}: it repeats its neighbour's number.", here, verdict.due)};
        break;
      case HeadingFault::kOrder:
        verdict.due = there;
        verdict.words = {fmt::format("“{}”排在“{}”之前，次序颠倒。", here, there),
                         fmt::format("{} stands before {}: out of order.", here, there)};
        break;
      case HeadingFault::kSystem:
        verdict.due = shown_with(a, a.missing);
        verdict.words = {
            fmt::format("与“{}”同属一列，此处应为“{}”，却写作“{}”。", there, verdict.due, here),
            fmt::format("In one run with {}, {} is due here, not {}.", there, verdict.due, here)};
    }
    report(test_, std::move(verdict));
  }

  const StructureTest& test_;
  const std::vector<Heading>& headings_;
  const HeadingLists& found_;
};

}  // namespace

void check_headings(const StructureTest& test) { Reporter(test, sort_headings(test)).report_all(); }

}  // namespace zhiheng::audit
