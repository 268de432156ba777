#include "audit/checks/heading_lists.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace zhiheng::audit {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);
constexpr size_t kMaxPath = 40;  // lists that are open within one another
constexpr int kMaxGap = 3;
constexpr size_t kMinHeadTitle = 3;  // code points that make two titles the same by more than chance
constexpr std::uint32_t kMaxHeadLine = 150;

/// Levels that order all others beneath them; the rest nest as they come.
int rank_of(System system) {
  switch (system) {
    case System::kPart:
      return 0;
    case System::kChapter:
      return 1;
    case System::kSection:
      return 2;
    case System::kArticle:
      return 3;
    default:
      return 9;
  }
}

/// Whether one could be written for the other by mistake: 三、 for （三）.
bool interchangeable(System a, System b) {
  const auto han = [](System s) { return s == System::kHan || s == System::kHanBracket; };
  const auto arabic = [](System s) {
    return s == System::kArabic || s == System::kArabicBracket || s == System::kHalfBracket;
  };
  return a != b && ((han(a) && han(b)) || (arabic(a) && arabic(b)));
}

/// Sorts the headings into lists that may be open within one another, and notes what fits nowhere. Silent
/// where any open list explains a number.
class ListBuilder {
 public:
  explicit ListBuilder(const StructureTest& test) : test_(test), headings_(test.structure.headings) {
    closed_.fill(kNone);
    next_.resize(headings_.size(), kNone);
    std::array<size_t, kSystemCount> next;
    next.fill(kNone);
    for (size_t i = headings_.size(); i-- > 0;) {
      size_t& slot = next[static_cast<size_t>(headings_[i].system)];
      next_[i] = slot;
      slot = i;
    }
  }

  void build() {
    const auto& captions = test_.structure.captions;
    size_t caption = 0;
    for (size_t i = 0; i < headings_.size(); ++i) {
      for (; caption < captions.size() && captions[caption].line.begin <= headings_[i].line.begin;
           ++caption) {
        // An annex numbers its parts anew.
        if (captions[caption].exhibit == Exhibit::kAnnex && !captions[caption].listed) close_from(0);
      }
      if (headings_[i].system != System::kDotted) place(i);
    }
  }

  std::vector<HeadingList> lists;
  std::vector<HeadingAnomaly> anomalies;

 private:
  int number(size_t heading) const { return headings_[heading].number.last(); }
  HeadingList& open(size_t depth) { return lists[path_[depth]]; }

  void place(size_t i) {
    const System system = headings_[i].system;
    const int n = number(i);
    if (const int rank = rank_of(system); rank < 9) leave_below(rank);
    if (continue_open(i)) return;
    if (is_running_head(i)) return;
    if (n == 1) return start(i);
    const size_t closed = resumable(system);
    if (closed != kNone && lists[closed].last + 1 == n && !change_due(i)) {
      path_.push_back(closed);  // numbering that goes on across the parents
      lists[closed].resumed = true;
      return append(closed, i);
    }
    if (find_change(i) || find_first_change(i) || find_anomaly(i)) return;
    if (closed != kNone && lists[closed].resumed && n > lists[closed].last &&
        n <= lists[closed].last + kMaxGap) {
      path_.push_back(closed);
      return add_anomaly(HeadingFault::kGap, i, closed);
    }
    start(i);
  }

  /// The list of that system that was closed last, unless a newer one is open.
  size_t resumable(System system) {
    const size_t closed = closed_[static_cast<size_t>(system)];
    for (size_t k = path_.size(); closed != kNone && k-- > 0;) {
      if (open(k).system == system) return path_[k] > closed ? kNone : closed;
    }
    return closed;
  }

  /// Closes the lists beneath a chapter or section that begins.
  void leave_below(int rank) {
    size_t keep = 0;
    while (keep < path_.size() && rank_of(open(keep).system) <= rank) ++keep;
    close_from(keep);
  }

  void close_from(size_t depth) {
    for (size_t k = depth; k < path_.size(); ++k) closed_[static_cast<size_t>(open(k).system)] = path_[k];
    path_.resize(std::min(path_.size(), depth));
  }

  void append(size_t list, size_t i) {
    lists[list].items.push_back(i);
    lists[list].last = number(i);
  }

  void start(size_t i) {
    if (path_.size() >= kMaxPath) path_.erase(path_.begin() + 1, path_.begin() + 9);
    path_.push_back(lists.size());
    lists.push_back({headings_[i].system, {}, number(i), 0, 0, false});
    append(path_.back(), i);
  }

  /// The innermost open list that expects this number.
  bool continue_open(size_t i) {
    int passed = -1;  // the last number of a list of the same system that is left for an outer one
    for (size_t k = path_.size(); k-- > 0;) {
      const HeadingList& list = open(k);
      if (list.system != headings_[i].system) continue;
      if (list.last + 1 == number(i)) {
        if (passed >= 0 && resumes(i, passed)) return false;
        close_from(k + 1);
        append(path_[k], i);
        return true;
      }
      if (passed < 0) passed = list.last;
    }
    return false;
  }

  /// Whether the list whose last number is `last` goes on behind heading `i`, so that `i` does not end it.
  bool resumes(size_t i, int last) const {
    const size_t next = next_[i];
    return next != kNone && number(next) == last + 1 && number(next) != number(i) + 1;
  }

  /// The same number and title again: a head repeated on each page or in each row of a plan.
  bool is_running_head(size_t i) {
    const auto title = comparable_title(test_.view(headings_[i].title));
    for (size_t k = path_.size(); k-- > 0;) {
      const HeadingList& list = open(k);
      if (list.system != headings_[i].system || list.last != number(i)) continue;
      const auto before = comparable_title(test_.view(headings_[list.items.back()].title));
      const size_t shorter = std::min(title.size(), before.size());
      const bool bare = shorter == 0 && rank_of(list.system) < 9;
      if (bare || (shorter >= kMinHeadTitle && title.substr(0, shorter) == before.substr(0, shorter))) {
        close_from(k + 1);
        return true;
      }
    }
    return false;
  }

  /// The open list of another system that expects this number, if it is nearer than any of its own.
  std::optional<size_t> change_due(size_t i) {
    for (size_t k = path_.size(); k-- > 0;) {
      const HeadingList& list = open(k);
      if (list.system == headings_[i].system) return std::nullopt;
      if (!interchangeable(list.system, headings_[i].system)) continue;
      if (list.last + 1 == number(i) && list.first == 1) return k;
    }
    return std::nullopt;
  }

  /// （一）（二）三、 where （三） is due: certain only if either system goes on as if it were.
  bool find_change(size_t i) {
    const auto k = change_due(i);
    if (!k) return false;
    const HeadingList& list = open(*k);
    size_t own = kNone;
    for (size_t d = *k; d-- > 0 && own == kNone;) {
      if (open(d).system == headings_[i].system) own = d;
    }
    size_t next_there = next_[list.items.back()];
    while (next_there != kNone && next_there < i) next_there = next_[next_there];
    const bool goes_on = next_there != kNone && number(next_there) == number(i) + 1;
    const bool own_goes_on = own != kNone && resumes(i, open(own).last);
    if (!goes_on && !own_goes_on) return false;
    anomalies.push_back({HeadingFault::kSystem, i, list.items.back(), path_[*k], number(i)});
    ++lists[path_[*k]].strange;
    close_from(*k + 1);
    append(path_[*k], i);
    return true;
  }

  /// 一、（二）（三） where 一、 should be （一）: the list around it goes on as if it weren't there.
  bool find_first_change(size_t i) {
    if (number(i) != 2 || path_.size() < 2) return false;
    const size_t top = path_.size() - 1;
    const HeadingList& list = open(top);
    const size_t first = list.items.back();
    if (list.items.size() != 1 || list.last != 1 || !interchangeable(list.system, headings_[i].system))
      return false;
    size_t around = top;
    while (around-- > 0 && open(around).system != list.system) {
    }
    if (around >= top || next_[first] == kNone || number(next_[first]) != open(around).last + 1) return false;
    if (number(next_[first]) == 2) return false;
    anomalies.push_back({HeadingFault::kSystem, first, i, path_[top], 1});
    ++lists[path_[top]].strange;
    path_.pop_back();
    start(i);
    lists.back().first = 1;
    return true;
  }

  /// Doubled, a small gap, or two neighbours that changed places, in the innermost list of its system.
  bool find_anomaly(size_t i) {
    for (size_t k = path_.size(); k-- > 0;) {
      const HeadingList& list = open(k);
      if (list.system != headings_[i].system) continue;
      const int n = number(i);
      const size_t id = path_[k];
      const size_t last = list.items.back();
      const bool after_gap = !anomalies.empty() && anomalies.back().heading == last &&
                             anomalies.back().fault == HeadingFault::kGap;
      const bool doubled = n == list.last && looks_alike(last, i);
      if (n > list.last + 1 && n <= list.last + kMaxGap) {
        add_anomaly(HeadingFault::kGap, i, id);
      } else if (doubled && after_gap && anomalies.back().missing == n - 1) {
        anomalies.back().fault = HeadingFault::kWrong;
        append(id, i);
      } else if (doubled && list.items.size() >= 2) {
        add_anomaly(HeadingFault::kDoubled, i, id);
      } else if (doubled && n == 2) {
        add_anomaly(HeadingFault::kFirst, i, id);
        std::swap(anomalies.back().heading, anomalies.back().other);
      } else if (n < list.last && after_gap && anomalies.back().missing == n) {
        anomalies.back() = {HeadingFault::kOrder, last, i, id, n};
      } else {
        return false;
      }
      close_from(k + 1);
      return true;
    }
    return false;
  }

  void add_anomaly(HeadingFault fault, size_t i, size_t id) {
    HeadingList& list = lists[id];
    ++list.strange;
    anomalies.push_back(
        {fault, i, list.items.back(), id, fault == HeadingFault::kGap ? list.last + 1 : number(i)});
    append(id, i);
  }

  /// Written in the same manner: 3. and 3、 may be of two lists.
  bool looks_alike(size_t a, size_t b) const {
    const Heading& first = headings_[a];
    const Heading& second = headings_[b];
    if (test_.document.blocks[first.block].kind != test_.document.blocks[second.block].kind) return false;
    if (rank_of(first.system) < 9 && second.line.end - second.line.begin > kMaxHeadLine) return false;
    return last_byte(first) == last_byte(second);
  }
  char last_byte(const Heading& heading) const { return test_.view(heading.mark).back(); }

  const StructureTest& test_;
  const std::vector<Heading>& headings_;
  std::vector<size_t> path_;
  std::array<size_t, kSystemCount> closed_;
  std::vector<size_t> next_;  // the next heading of the same system
};

/// 3.1 3.2 3.4: one list a parent, no nesting to guess.
void add_dotted(const StructureTest& test, ListBuilder& builder) {
  std::map<std::array<std::int16_t, 4>, size_t> open;
  const auto& headings = test.structure.headings;
  for (size_t i = 0; i < headings.size(); ++i) {
    if (headings[i].system != System::kDotted) continue;
    const int n = headings[i].number.last();
    auto& slot = open.try_emplace(headings[i].number.with_last(0).parts, kNone).first->second;
    const bool fits = slot != kNone && builder.lists[slot].last + 1 == n;
    const bool near =
        slot != kNone && n >= builder.lists[slot].last && n <= builder.lists[slot].last + kMaxGap;
    if (slot == kNone || n == 1 || !near) {
      slot = builder.lists.size();
      builder.lists.push_back({System::kDotted, {}, n, 0, 0, false});
    } else if (!fits) {
      HeadingList& list = builder.lists[slot];
      const bool gap = n > list.last;
      if (!gap && comparable_title(test.view(headings[list.items.back()].title)) ==
                      comparable_title(test.view(headings[i].title))) {
        continue;
      }
      ++list.strange;
      builder.anomalies.push_back({gap ? HeadingFault::kGap : HeadingFault::kDoubled, i, list.items.back(),
                                   slot, list.last + (gap ? 1 : 0)});
    }
    builder.lists[slot].items.push_back(i);
    builder.lists[slot].last = n;
  }
}

}  // namespace

HeadingLists sort_headings(const StructureTest& test) {
  ListBuilder builder(test);
  builder.build();
  add_dotted(test, builder);
  return {std::move(builder.lists), std::move(builder.anomalies)};
}

}  // namespace zhiheng::audit
