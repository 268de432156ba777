#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/ratios.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

constexpr size_t kReach = 12;  // statements before the first share among which their whole is looked for
constexpr size_t kMostShares = 40;

/// A share and the number that it is the share of the whole of.
struct Pair {
  const Statement* share = nullptr;
  const Statement* part = nullptr;
};

/// A 519 人，占 45.2%；B 433 人，占 36.1%；…: shares in one row are of one whole, which the others show even
/// where the words do not say it.
class SiblingShareCheck : RatioCheck {
 public:
  SiblingShareCheck(const Book& book, Results& results) : RatioCheck(book, results) {}

  void run() {
    std::vector<Pair> row;
    for (size_t i = 1; i < all().size(); ++i) {
      if (!is_pair(i)) continue;
      const Pair pair{&at(i), &at(i - 1)};
      if (!row.empty() && !goes_on(row.back(), pair)) close(row);
      row.push_back(pair);
    }
    close(row);
  }

 private:
  bool is_pair(size_t i) const {
    const Statement &st = at(i), &part = at(i - 1);
    return st.role == Role::kShare && q(st).dimension == Dimension::kPercent && q(st).exact() &&
           q(st).value > 0 && !st.list && st.own.empty() && countable(part) && !part.list &&
           part.sentence == st.sentence && part.depth == st.depth && q(part).interval.low > 0;
  }

  /// Whether the second pair is of the row: in the sentence of the first or one joined to it, of the same
  /// kind, with no other whole.
  bool goes_on(const Pair& a, const Pair& b) const {
    const bool joined = b.part->sentence == a.share->sentence || sentence_of(*a.share).continued;
    if (!joined) return false;
    const bool same = b.share->whole.empty() || b.share->whole == a.share->whole;
    return block(*a.share) == block(*b.share) && same && alike(*a.part, *b.part) && !b.part->part_begin &&
           b.part->period == a.part->period && b.part->depth == a.part->depth &&
           index_of(*b.part) - index_of(*a.share) <= 3;
  }

  void close(std::vector<Pair>& row) {
    if (row.size() >= 3 && row.size() <= kMostShares) judge(row);
    row.clear();
  }

  void judge(const std::vector<Pair>& row) {
    const Statement* whole = nullptr;
    size_t most = 0;
    const size_t first = index_of(*row[0].part);
    for (size_t j = first; j-- > 0 && first - j <= kReach;) {
      const Statement& c = at(j);
      if (block(c) + 3 < block(*row[0].part)) break;
      if (!countable(c) || !alike(c, *row[0].part) || c.period != row[0].part->period) continue;
      const size_t agreeing = agreement(row, c);
      if (agreeing > most) most = agreeing, whole = &c;
    }
    if (!whole || most + 1 != row.size() || most < 2) return;
    for (const Pair& pair : row) {
      if (!agrees(pair, *whole)) tell_of(row, pair, *whole, most);
    }
  }

  bool agrees(const Pair& pair, const Statement& whole) const {
    return percent_of(*pair.part, whole).overlaps(q(*pair.share).interval);
  }

  size_t agreement(const std::vector<Pair>& row, const Statement& whole) const {
    if (q(whole).interval.low <= 0) return 0;
    return static_cast<size_t>(std::ranges::count_if(row, [&](const Pair& p) { return agrees(p, whole); }));
  }

  /// Whether the parts make the whole: then every share is of it.
  bool make_whole(const std::vector<Pair>& row, const Statement& whole) const {
    Interval sum{0, 0};
    for (const Pair& pair : row) sum = sum + q(*pair.part).interval;
    return sum.overlaps(q(whole).interval);
  }

  void tell_of(const std::vector<Pair>& row, const Pair& pair, const Statement& whole, size_t agreeing) {
    const bool complete = make_whole(row, whole);
    if (percent_of(*pair.part, whole).low > 100) return;  // of something else
    // Another pair that fits may be meant, unless the row speaks clearly.
    if (!complete && agreeing < 3 && other_pair_fits(*pair.share)) return;
    judge_share(*pair.share, {.part = pair.part,
                              .base = &whole,
                              .due = percent_of(*pair.part, whole),
                              .certain = complete || agreeing > 2,
                              .named = true});
  }
};

}  // namespace

void check_sibling_shares(const Book& book, Results& results) { SiblingShareCheck(book, results).run(); }

}  // namespace zhiheng::audit
