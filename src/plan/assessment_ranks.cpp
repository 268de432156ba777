#include <compare>

#include "plan/assessment.h"

namespace zhiheng::plan {
namespace {

/// What a ranking goes by: who is vetoed stands below all others, whatever the total.
struct Standing {
  bool clean = true;
  Decimal total;

  friend std::strong_ordering operator<=>(const Standing& a, const Standing& b) {
    if (a.clean != b.clean) return a.clean <=> b.clean;
    return a.total <=> b.total;
  }
  friend bool operator==(const Standing& a, const Standing& b) {
    return (a <=> b) == std::strong_ordering::equal;
  }
};

Standing best_of(const Card& card) { return {!card.vetoed, card.high}; }
Standing worst_of(const Card& card) { return {!card.vetoed && !card.veto_open, card.low}; }

/// Bounds of the place among those that `among` accepts: the best is where this subject gets all that is open
/// and the others nothing, the worst the other way round.
template <typename Among>
Place place_of(const Card& card, const std::vector<Card>& cards, Among among) {
  Place place{1, 1, 1, {}};
  for (const Card& other : cards) {
    if (&other == &card || !among(other)) continue;
    ++place.of;
    if (worst_of(other) > best_of(card)) ++place.best;
    if (best_of(other) > worst_of(card)) ++place.worst;
    const bool both_known = best_of(card) == worst_of(card) && best_of(other) == worst_of(other);
    if (both_known && best_of(other) == best_of(card)) place.ties.push_back(other.subject.code);
  }
  return place;
}

}  // namespace

void rank_cards(std::vector<Card>& cards) {
  for (Card& card : cards) {
    card.among_all = place_of(card, cards, [](const Card&) { return true; });
    card.among_peers =
        place_of(card, cards, [&](const Card& other) { return other.subject.peers == card.subject.peers; });
  }
}

}  // namespace zhiheng::plan
