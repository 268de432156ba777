#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "audit/checks/structure_checks.h"
#include "audit/checks/title_relation.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMinEntries = 3;
constexpr size_t kMinPages = 5;
constexpr size_t kMaxSearched = 100;  // captions whose exchange is looked for

using Key = std::array<std::int16_t, 4>;

std::string name_of(Exhibit exhibit, const Number& number) {
  return exhibit_words(exhibit).zh + " " + number.text();
}
std::string english_of(Exhibit exhibit, const Number& number) {
  return exhibit_words(exhibit).en + " " + number.text();
}

/// One kind of captions against the contents lists.
class CaptionComparison {
 public:
  CaptionComparison(const StructureTest& test, Exhibit exhibit) : test_(test), exhibit_(exhibit) {
    for (const ContentsEntry& entry : test.structure.contents) {
      if (entry.is_caption && entry.exhibit == exhibit) listed_.try_emplace(entry.number.parts, &entry);
    }
    if (listed_.empty()) return;
    for (const Caption& caption : test.structure.captions) {
      if (caption.exhibit != exhibit || caption.continued || caption.listed) continue;
      const auto [place, is_new] = body_.try_emplace(caption.number.parts, &caption);
      if (is_new) continue;
      // Of two with one number the one with the listed title is meant; the other may be another entry's.
      const auto entry = listed_.find(caption.number.parts);
      const bool fits = entry != listed_.end() && title(caption.title) == title(entry->second->title);
      spare_.push_back(fits ? place->second : &caption);
      if (fits) place->second = &caption;
    }
    for (const Mention& mention : test.structure.mentions) {
      if (mention.exhibit == exhibit && mention.at_start) started_.insert(mention.number.parts);
    }
  }

  void compare() {
    if (listed_.empty() || body_.empty()) return;
    size_t same = 0;
    for (const auto& [key, entry] : listed_) {
      const auto found = body_.find(key);
      if (found == body_.end()) continue;
      ++matched_;
      if (swapped_.contains(key)) continue;
      same += compare_titles(*entry, *found->second) ? 1 : 0;
    }
    for (const auto& [key, caption] : body_) {
      if (!listed_.contains(key)) spare_.push_back(caption);
    }
    check_missing();
    check_unlisted();
    if (same > 0) {
      report_held(
          test_, Kind::kCaption, {listed_.begin()->second->mark, listed_.rbegin()->second->mark},
          fmt::format("{} {}–{}: {}", exhibit_words(exhibit_).zh, listed_.begin()->second->number.text(),
                      listed_.rbegin()->second->number.text(), same));
    }
  }

 private:
  std::u32string title(read::Span span) const { return comparable_title(test_.view(span)); }

  /// True when the titles agree.
  bool compare_titles(const ContentsEntry& entry, const Caption& caption) {
    const auto listed = title(entry.title);
    const auto own = title(caption.title);
    if (own.empty() || listed.empty()) return false;
    const TitleRelation relation = relate_titles(listed, own);
    if (relation == TitleRelation::kSame) return true;
    if (report_swap(entry, caption)) return false;
    const bool slight = relation == TitleRelation::kSlight;
    const std::string name = name_of(exhibit_, entry.number);
    const std::string zh_title = shown_title(test_, entry.title);
    const std::string zh_own = shown_title(test_, caption.title);
    const char* what = relation == TitleRelation::kYear ? "题名中的数字不同" : "题名不同";
    report(test_,
           {Kind::kCaption,
            slight ? Weight::kNote : Weight::kWarning,
            !slight,
            {shown_caption(caption), entry.line},
            zh_own,
            zh_title,
            {fmt::format("“{}”在目录与正文中{}：目录作“{}”，正文作“{}”。", name, what, zh_title, zh_own),
             fmt::format("The title of {} in the contents differs from the caption.",
                         english_of(exhibit_, entry.number))}});
    return false;
  }

  /// Two captions that have one another's titles: one finding for both.
  bool report_swap(const ContentsEntry& entry, const Caption& caption) {
    if (++searched_ > kMaxSearched) return false;
    const auto own = title(caption.title);
    for (const auto& [key, other] : listed_) {
      const auto there = body_.find(key);
      if (other == &entry || there == body_.end() || title(other->title) != own) continue;
      if (title(there->second->title) != title(entry.title)) continue;
      swapped_.insert(key);
      const std::string a = name_of(exhibit_, entry.number);
      const std::string b = name_of(exhibit_, other->number);
      report(test_, {Kind::kCaption,
                     Weight::kError,
                     true,
                     {shown_caption(caption), entry.line, shown_caption(*there->second), other->line},
                     shown_title(test_, caption.title),
                     shown_title(test_, entry.title),
                     {fmt::format("“{}”与“{}”的题名在目录与正文中互换。", a, b),
                      fmt::format("The titles of {} and {} are exchanged between contents and text.",
                                  english_of(exhibit_, entry.number), english_of(exhibit_, other->number))}});
      return true;
    }
    return false;
  }

  void check_missing() {
    if (listed_.size() < kMinEntries || matched_ * 10 < listed_.size() * 8) return;
    for (const auto& [key, entry] : listed_) {
      if (body_.contains(key) || started_.contains(key)) continue;
      const auto own = title(entry->title);
      const auto moved = std::find_if(spare_.begin(), spare_.end(),
                                      [&](const Caption* caption) { return title(caption->title) == own; });
      if (moved != spare_.end()) {
        report_moved(*entry, **moved);
        continue;
      }
      const std::string name = name_of(exhibit_, entry->number);
      report(test_, {Kind::kCaption,
                     Weight::kWarning,
                     false,
                     {entry->line},
                     name,
                     "",
                     {fmt::format("目录列有“{}”，正文中没有。", name),
                      fmt::format("The contents list {}, which the text does not have.",
                                  english_of(exhibit_, entry->number))}});
    }
  }

  void report_moved(const ContentsEntry& entry, const Caption& caption) {
    moved_.insert(caption.number.parts);
    const std::string listed = name_of(exhibit_, entry.number);
    const std::string own = name_of(exhibit_, caption.number);
    report(test_, {Kind::kCaption,
                   Weight::kWarning,
                   true,
                   {shown_caption(caption), entry.line},
                   own,
                   listed,
                   {fmt::format("同一题名，目录编为“{}”，正文编为“{}”。", listed, own),
                    fmt::format("The same title is {} in the contents and {} in the text.",
                                english_of(exhibit_, entry.number), english_of(exhibit_, caption.number))}});
  }

  void check_unlisted() {
    if (listed_.size() < kMinEntries || matched_ * 10 < body_.size() * 8) return;
    for (const auto& [key, caption] : body_) {
      if (listed_.contains(key) || moved_.contains(key)) continue;
      const std::string name = name_of(exhibit_, caption->number);
      report(test_, {Kind::kCaption,
                     Weight::kWarning,
                     false,
                     {shown_caption(*caption), listed_.rbegin()->second->line},
                     name,
                     "",
                     {fmt::format("正文有“{}”，目录中没有列出。", name),
                      fmt::format("{} is not in the contents.", english_of(exhibit_, caption->number))}});
    }
  }

  const StructureTest& test_;
  Exhibit exhibit_;
  std::map<Key, const ContentsEntry*> listed_;
  std::map<Key, const Caption*> body_;
  std::vector<const Caption*> spare_;  // captions that no entry has the number of
  std::set<Key> started_;
  std::set<Key> swapped_;
  std::set<Key> moved_;
  size_t matched_ = 0;
  size_t searched_ = 0;
};

/// The pages of entries of one kind must not go backwards.
void check_pages(const StructureTest& test, const std::vector<const ContentsEntry*>& entries) {
  if (entries.size() < kMinPages) return;
  std::vector<size_t> back;
  for (size_t i = 1; i < entries.size(); ++i) {
    if (entries[i]->page < entries[i - 1]->page) back.push_back(i);
  }
  if (back.size() > std::max<size_t>(1, entries.size() / 10)) return;
  for (const size_t i : back) {
    // The one that neither of its neighbours bears out.
    const bool former = i + 1 < entries.size() && entries[i - 1]->page > entries[i + 1]->page;
    const ContentsEntry& doubted = *entries[former ? i - 1 : i];
    const ContentsEntry& other = *entries[former ? i : i - 1];
    report(test, {Kind::kCaption,
                  Weight::kWarning,
                  true,
                  {doubted.line, other.line},
                  fmt::format("第 {} 页", doubted.page),
                  "",
                  {fmt::format("目录页码倒退：前一条在第 {} 页，后一条在第 {} 页。", entries[i - 1]->page,
                               entries[i]->page),
                   fmt::format("Page numbers of the contents go backwards: {}, then {}.",
                               entries[i - 1]->page, entries[i]->page)}});
  }
}

void check_all_pages(const StructureTest& test) {
  // Headings, and each kind of captions, of each list.
  std::map<std::pair<std::uint32_t, int>, std::vector<const ContentsEntry*>> groups;
  for (const ContentsEntry& entry : test.structure.contents) {
    if (entry.page == 0) continue;
    const int group = entry.is_caption ? 1 + static_cast<int>(entry.exhibit) : 0;
    groups[{entry.list, group}].push_back(&entry);
  }
  for (const auto& [group, entries] : groups) check_pages(test, entries);
}

}  // namespace

void check_contents(const StructureTest& test) {
  for (int i = 0; i < kExhibitCount; ++i) CaptionComparison(test, static_cast<Exhibit>(i)).compare();
  check_contents_headings(test);
  check_all_pages(test);
}

}  // namespace zhiheng::audit
