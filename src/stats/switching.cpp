#include <algorithm>

#include "base/error.h"
#include "stats/acceptance.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kStopped{
    "stats.inspection-stopped", "检验已暂停；生产方改进有效后从加严检验恢复",
    "inspection is stopped; it goes on under tightened inspection once the producer has improved"};

// Ac from which the score asks for the next tighter AQL (GB/T 2828.1, 9.3.3.2).
constexpr int kMany = 2;

Switching begin(Inspection inspection) {
  Switching state;
  state.inspection = inspection;
  return state;
}

int scored(int score, const LotOutcome& lot, const SwitchingRules& rules) {
  if (lot.accept >= kMany) return lot.accepted && lot.tighter_accepted ? score + rules.score_many : 0;
  return lot.accepted ? score + rules.score_few : 0;
}

Switching after_normal(Switching state, const LotOutcome& lot, const SwitchingRules& rules) {
  state.recent_refused.push_back(!lot.accepted);
  if (std::ssize(state.recent_refused) > rules.within_lots)
    state.recent_refused.erase(state.recent_refused.begin());
  if (std::ranges::count(state.recent_refused, true) >= rules.refused_to_tighten)
    return begin(Inspection::kTightened);
  state.score = scored(state.score, lot, rules);
  if (state.score >= rules.score_to_reduce && lot.steady && lot.reduced_desirable)
    return begin(Inspection::kReduced);
  return state;
}

Switching after_tightened(Switching state, const LotOutcome& lot, const SwitchingRules& rules) {
  state.accepted_in_row = lot.accepted ? state.accepted_in_row + 1 : 0;
  if (!lot.accepted) ++state.refused_in_all;
  if (state.refused_in_all >= rules.refused_to_stop) state.stopped = true;
  if (state.accepted_in_row >= rules.accepted_to_normal) return begin(Inspection::kNormal);
  return state;
}

}  // namespace

Switching after(const Switching& before, const LotOutcome& lot, const SwitchingRules& rules) {
  if (before.stopped) throw Error(kStopped, {});
  if (before.inspection == Inspection::kNormal) return after_normal(before, lot, rules);
  if (before.inspection == Inspection::kTightened) return after_tightened(before, lot, rules);
  return lot.accepted && lot.steady ? before : begin(Inspection::kNormal);
}

Switching resumed() { return begin(Inspection::kTightened); }

}  // namespace zhiheng::stats
