#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "audit/checks/structure_checks.h"
#include "audit/checks/title_relation.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);
constexpr size_t kMinEntries = 3;
constexpr size_t kReach = 60;  // headings to look through between two that are known

/// A heading of the contents or of the text.
struct Head {
  System system = System::kHan;
  Number number;
  read::Span line;
  read::Span title;
  std::u32string words;
};

/// Aligns one contents list with the headings behind it: titles that are unique on both sides first, the
/// others in order between them.
class HeadingComparison {
 public:
  /// The headings are those in [from, to) of the text.
  HeadingComparison(const StructureTest& test, std::uint32_t list, std::uint32_t from, std::uint32_t to)
      : test_(test) {
    for (const ContentsEntry& entry : test.structure.contents) {
      if (entry.list != list || entry.is_caption) continue;
      listed_.push_back(
          {entry.system, entry.number, entry.line, entry.title, comparable_title(test.view(entry.title))});
      used_[static_cast<size_t>(entry.system)] = true;
    }
    const auto& headings = test.structure.headings;
    auto heading_at = std::partition_point(headings.begin(), headings.end(),
                                           [&](const Heading& h) { return h.mark.begin < from; });
    for (; heading_at != headings.end() && heading_at->mark.begin < to; ++heading_at) {
      const Heading& heading = *heading_at;
      if (!used_[static_cast<size_t>(heading.system)]) continue;
      body_.push_back({heading.system, heading.number, heading.line, heading.title,
                       comparable_title(test.view(heading.title))});
    }
  }

  void compare() {
    if (listed_.size() < kMinEntries || body_.empty()) return;
    found_.assign(listed_.size(), kNone);
    anchor();
    fill();
    const auto matched =
        static_cast<size_t>(std::count_if(found_.begin(), found_.end(), [](size_t f) { return f != kNone; }));
    if (matched * 3 < listed_.size() * 2 || matched < 2) return;
    check_numbers();
    for (size_t i = 0; i < listed_.size(); ++i) {
      if (found_[i] == kNone) check_unmatched(i);
    }
    report_held(test_, Kind::kCaption, {listed_.front().line, listed_.back().line},
                fmt::format("目录 {} / {}", matched, listed_.size()));
  }

 private:
  void anchor() {
    std::map<std::pair<System, std::u32string>, std::pair<size_t, size_t>> places;  // in contents, in text
    constexpr size_t kTwice = kNone - 1;
    for (size_t i = 0; i < listed_.size(); ++i) {
      const auto [at, is_new] = places.try_emplace({listed_[i].system, listed_[i].words}, i, kNone);
      if (!is_new) at->second.first = kTwice;
    }
    for (size_t i = 0; i < body_.size(); ++i) {
      const auto at = places.find({body_[i].system, body_[i].words});
      if (at != places.end()) at->second.second = at->second.second == kNone ? i : kTwice;
    }
    for (const auto& [words, place] : places) {
      const auto [entry, head] = place;
      if (entry != kTwice && head != kTwice && head != kNone) found_[entry] = head;
    }
    // What would cross another anchor is none.
    size_t last = kNone;
    for (size_t i = 0; i < found_.size(); ++i) {
      if (found_[i] == kNone) continue;
      if (last != kNone && found_[i] <= last) {
        found_[i] = kNone;
      } else {
        last = found_[i];
      }
    }
  }

  void fill() {
    std::vector<size_t> limit(listed_.size() + 1, body_.size());  // the heading of the next anchor
    for (size_t i = listed_.size(); i-- > 0;) limit[i] = found_[i] != kNone ? found_[i] : limit[i + 1];
    size_t next = 0;
    for (size_t i = 0; i < listed_.size(); ++i) {
      const size_t end = found_[i] == kNone ? std::min(limit[i], next + kReach) : 0;
      for (size_t k = next; k < end && found_[i] == kNone; ++k) {
        if (body_[k].system == listed_[i].system && body_[k].words == listed_[i].words) found_[i] = k;
      }
      if (found_[i] != kNone) next = found_[i] + 1;
    }
  }

  std::string shown(const Head& head) const { return system_number(head.system, head.number); }

  void check_numbers() {
    int shift = 0;  // a number that is wrong once moves those behind it
    for (size_t i = 0; i < listed_.size(); ++i) {
      if (found_[i] == kNone) continue;
      const Head& own = body_[found_[i]];
      const int before = std::exchange(shift, own.number.last() - listed_[i].number.last());
      if (own.number == listed_[i].number || (shift != 0 && shift == before)) continue;
      report(test_, {Kind::kCaption,
                     Weight::kWarning,
                     true,
                     {own.line, listed_[i].line},
                     shown(own),
                     shown(listed_[i]),
                     {fmt::format("标题“{}”在目录中编为“{}”，在正文中编为“{}”。",
                                  shown_title(test_, own.title), shown(listed_[i]), shown(own)),
                      fmt::format("The heading is {} in the contents and {} in the text.", shown(listed_[i]),
                                  shown(own))}});
    }
  }

  /// An entry whose title stands nowhere: the heading with its number between the neighbours has another one.
  void check_unmatched(size_t i) {
    const bool between =
        (i == 0 || found_[i - 1] != kNone) && (i + 1 == found_.size() || found_[i + 1] != kNone);
    if (!between) return;
    const size_t begin = i == 0 ? 0 : found_[i - 1] + 1;
    const size_t limit = i + 1 == found_.size() ? body_.size() : found_[i + 1];
    const Head* candidate = nullptr;
    for (size_t k = begin; k < std::min(limit, begin + kReach); ++k) {
      if (body_[k].system != listed_[i].system || !(body_[k].number == listed_[i].number)) continue;
      if (candidate != nullptr) return;
      candidate = &body_[k];
    }
    if (candidate == nullptr || candidate->words.empty()) return;
    const TitleRelation relation = relate_titles(candidate->words, listed_[i].words);
    if (relation == TitleRelation::kSame) return;
    const bool slight = relation == TitleRelation::kSlight;
    const std::string listed = shown_title(test_, listed_[i].title);
    const std::string own = shown_title(test_, candidate->title);
    report(test_,
           {Kind::kCaption,
            slight ? Weight::kNote : Weight::kWarning,
            !slight,
            {candidate->line, listed_[i].line},
            own,
            listed,
            {fmt::format("“{}”的标题，目录作“{}”，正文作“{}”。", shown(listed_[i]), listed, own),
             fmt::format("The title of {} in the contents differs from the heading.", shown(listed_[i]))}});
  }

  const StructureTest& test_;
  std::vector<Head> listed_;
  std::vector<Head> body_;
  std::vector<size_t> found_;  // by entry: the heading
  std::array<bool, kSystemCount> used_{};
};

}  // namespace

void check_contents_headings(const StructureTest& test) {
  const auto& lists = test.structure.contents_lists;
  std::vector<size_t> heads(lists.size(), 0);
  for (const ContentsEntry& entry : test.structure.contents) heads[entry.list] += entry.is_caption ? 0 : 1;
  // A list of headings speaks for the text up to the next one of its sort.
  std::uint32_t to = static_cast<std::uint32_t>(test.document.text.size());
  for (size_t list = lists.size(); list-- > 0;) {
    if (heads[list] < kMinEntries) continue;
    HeadingComparison(test, static_cast<std::uint32_t>(list), lists[list].end, to).compare();
    to = lists[list].begin;
  }
}

}  // namespace zhiheng::audit
