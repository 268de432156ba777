#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "audit/checks/structure_checks.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMinRun = 3;
constexpr int kMaxGap = 2;

using Key = std::array<std::int16_t, 4>;

/// The captions of one kind that count on from 1, in the order of the text.
using Run = std::vector<const Caption*>;

std::string name_of(const Caption& caption, const Number& number) {
  return exhibit_words(caption.exhibit).zh + " " + number.text();
}
std::string english_of(const Caption& caption, const Number& number) {
  return exhibit_words(caption.exhibit).en + " " + number.text();
}

class RunTest {
 public:
  RunTest(const StructureTest& test, Exhibit exhibit) : test_(test), exhibit_(exhibit) {
    for (const Mention& mention : test.structure.mentions) {
      if (mention.exhibit != exhibit) continue;
      // Named elsewhere: a caption that was not recognised, or a reference, which is tested by itself.
      if (mention.at_start || mention.is_reference) named_.insert(mention.number.parts);
    }
    for (const ContentsEntry& entry : test.structure.contents) {
      if (entry.is_caption && entry.exhibit == exhibit) named_.insert(entry.number.parts);
    }
    for (const Caption& caption : test.structure.captions) {
      if (caption.exhibit == exhibit) present_.insert(caption.number.parts);
    }
  }

  void check(const Run& run) {
    const size_t findings = test_.results.findings.size();
    std::vector<Verdict> verdicts;
    for (size_t i = 1; i < run.size(); ++i) judge(run, i, verdicts);
    const bool regular = run.size() >= kMinRun && verdicts.size() <= std::max<size_t>(1, run.size() / 6);
    if (regular) {
      for (Verdict& verdict : verdicts) report(test_, std::move(verdict));
    }
    if (regular && test_.results.findings.size() == findings && verdicts.empty() && is_whole(run)) {
      report_held(test_, Kind::kNumbering, {run.front()->mark, run.back()->mark},
                  fmt::format("{} … {}", name_of(*run.front(), run.front()->number),
                              name_of(*run.back(), run.back()->number)));
    }
  }

 private:
  static bool is_whole(const Run& run) {
    return run.front()->number.last() == 1 && static_cast<size_t>(run.back()->number.last()) == run.size();
  }

  void judge(const Run& run, size_t i, std::vector<Verdict>& verdicts) const {
    const Caption& before = *run[i - 1];
    const Caption& here = *run[i];
    const int n = here.number.last();
    const int last = before.number.last();
    const int next = i + 1 < run.size() ? run[i + 1]->number.last() : n + 1;
    const bool explained = i >= 2 && n == last && last == run[i - 2]->number.last() + 2;  // by `wrong` before
    if (n == last) return explained ? void() : doubled(before, here, verdicts);
    if (n == last + 2 && next == n && i + 1 < run.size()) return wrong(before, here, *run[i + 1], verdicts);
    if (n > last + 1 && n <= last + 1 + kMaxGap) return gap(before, here, verdicts);
    // 4 3 between 2 and 5.
    if (n == last - 1 && next > last && (i < 2 || run[i - 2]->number.last() == n - 1)) {
      verdicts.push_back({Kind::kNumbering,
                          Weight::kWarning,
                          false,
                          {before.mark, here.mark},
                          name_of(before, before.number),
                          name_of(here, here.number),
                          {fmt::format("“{}”排在“{}”之前，次序颠倒。", name_of(before, before.number),
                                       name_of(here, here.number)),
                           fmt::format("{} stands before {}: out of order.",
                                       english_of(before, before.number), english_of(here, here.number))}});
    }
  }

  void doubled(const Caption& before, const Caption& here, std::vector<Verdict>& verdicts) const {
    const auto title = comparable_title(test_.view(here.title));
    const auto other = comparable_title(test_.view(before.title));
    if (title.empty() || other.empty() || title == other || title.starts_with(other) ||
        other.starts_with(title))
      return;
    const Number due = here.number.with_last(here.number.last() + 1);
    verdicts.push_back(
        {Kind::kNumbering,
         Weight::kError,
         true,
         {here.mark, before.mark},
         name_of(here, here.number),
         present_.contains(due.parts) ? "" : name_of(here, due),
         {fmt::format("“{}”用了两次，题名不同：“{}”与“{}”。", name_of(here, here.number),
                      shown_title(test_, before.title), shown_title(test_, here.title)),
          fmt::format("{} is used twice, with different titles.", english_of(here, here.number))}});
  }

  /// 1 2 4 4 5: the first 4 should be 3.
  void wrong(const Caption& before, const Caption& here, const Caption& next,
             std::vector<Verdict>& verdicts) const {
    if (test_.view(here.title) == test_.view(next.title)) return;
    const Number due = here.number.with_last(here.number.last() - 1);
    verdicts.push_back({Kind::kNumbering,
                        Weight::kError,
                        true,
                        {here.mark, next.mark, before.mark},
                        name_of(here, here.number),
                        name_of(here, due),
                        {fmt::format("“{}”应为“{}”：前后编号不连续，且与下一个重复。",
                                     name_of(here, here.number), name_of(here, due)),
                         fmt::format("{} should be {}: the next one has this number too.",
                                     english_of(here, here.number), english_of(here, due))}});
  }

  void gap(const Caption& before, const Caption& here, std::vector<Verdict>& verdicts) const {
    const int first = before.number.last() + 1;
    const int until = here.number.last() - 1;
    for (int n = first; n <= until; ++n) {
      const Key key = here.number.with_last(n).parts;
      if (named_.contains(key) || present_.contains(key)) return;
    }
    const Number missing = here.number.with_last(first);
    std::string range = name_of(here, missing);
    std::string english = english_of(here, missing);
    if (until > first) {
      range += "—" + here.number.with_last(until).text();
      english += "-" + here.number.with_last(until).text();
    }
    // The caption of a picture may be in the picture.
    const bool picture = exhibit_ == Exhibit::kFigure || exhibit_ == Exhibit::kAnnexFigure;
    verdicts.push_back({Kind::kNumbering,
                        Weight::kWarning,
                        !picture,
                        {here.mark, before.mark},
                        name_of(here, here.number),
                        name_of(here, missing),
                        {fmt::format("“{}”之后是“{}”，缺“{}”。", name_of(before, before.number),
                                     name_of(here, here.number), range),
                         fmt::format("{} follows {}; {} is missing.", english_of(here, here.number),
                                     english_of(before, before.number), english)}});
  }

  const StructureTest& test_;
  Exhibit exhibit_;
  std::set<Key> named_;
  std::set<Key> present_;
};

/// 图6-2 without 图6-1 in a document that has its sixth chapter.
void check_first_of_chapter(const StructureTest& test, const Run& run, const std::set<Key>& named) {
  const Caption& first = *run.front();
  if (first.number.count != 2 || first.number.last() != 2) return;
  if (named.contains(first.number.with_last(1).parts)) return;
  const auto& headings = test.structure.headings;
  const auto chapter = std::find_if(headings.begin(), headings.end(), [&](const Heading& heading) {
    const bool top = heading.system == System::kChapter || heading.system == System::kPart;
    return top && heading.number.last() == first.number.parts[0] && heading.mark.begin < first.mark.begin;
  });
  if (chapter == headings.end()) return;
  const Number due = first.number.with_last(1);
  report(test, {Kind::kNumbering,
                Weight::kWarning,
                false,
                {first.mark, chapter->mark},
                name_of(first, first.number),
                name_of(first, due),
                {fmt::format("本章首个{}编号为“{}”，缺“{}”。", exhibit_words(first.exhibit).zh,
                             name_of(first, first.number), name_of(first, due)),
                 fmt::format("The chapter's numbering begins with {}; {} is missing.",
                             english_of(first, first.number), english_of(first, due))}});
}

void check_exhibit(const StructureTest& test, Exhibit exhibit) {
  // Runs by the parts before the last: 3-1, 3-2 of chapter 3.
  std::map<Key, std::vector<Run>> runs;
  for (const Caption& caption : test.structure.captions) {
    if (caption.exhibit != exhibit || caption.continued || caption.listed) continue;
    auto& own = runs[caption.number.with_last(0).parts];
    if (own.empty() || (caption.number.last() == 1 && own.back().back()->number.last() != 1))
      own.emplace_back();
    own.back().push_back(&caption);
  }
  if (runs.empty()) return;
  std::set<Key> named;
  for (const Mention& mention : test.structure.mentions) {
    if (mention.exhibit == exhibit) named.insert(mention.number.parts);
  }
  RunTest run_test(test, exhibit);
  for (const auto& [parent, own] : runs) {
    check_first_of_chapter(test, own.front(), named);
    for (const Run& run : own) run_test.check(run);
  }
}

}  // namespace

void check_caption_numbers(const StructureTest& test) {
  for (int i = 0; i < kExhibitCount; ++i) {
    const auto exhibit = static_cast<Exhibit>(i);
    if (exhibit != Exhibit::kAnnex) check_exhibit(test, exhibit);
  }
}

}  // namespace zhiheng::audit
