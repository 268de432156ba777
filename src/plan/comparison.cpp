#include "plan/comparison.h"

#include <algorithm>
#include <set>

#include "plan/demand.h"
#include "plan/quantity.h"

namespace zhiheng::plan {
namespace {

using catalog::Indicator;
using catalog::Title;

void tell_differences(Shared& shared) {
  std::set<std::string> told;
  const auto tell = [&](const Title& words) {
    if (told.insert(words.zh).second) shared.differences.push_back(words);
  };
  const auto& first = shared.entries.front();
  for (const auto& entry : shared.entries) {
    const Indicator* other = entry.catalog->indicator(entry.target->indicator);
    if (other->scope.zh != shared.indicator->scope.zh)
      tell({"口径不同：" + shared.indicator->scope.zh + " / " + other->scope.zh,
            "other scope: " + shared.indicator->scope.en + " / " + other->scope.en});
    if (entry.target->quantity != first.target->quantity)
      tell({"衡量方式不同（当年值、累计新增或变化）", "measured in another way: value, added or change"});
    if (unit_of(*entry.target, *other) != unit_of(*first.target, *shared.indicator))
      tell({"单位不同：" + unit_of(*first.target, *shared.indicator) + " / " + unit_of(*entry.target, *other),
            "other unit: " + unit_of(*first.target, *shared.indicator) + " / " +
                unit_of(*entry.target, *other)});
    if (entry.target->by != first.target->by) tell({"到期年份不同", "due in another year"});
  }
}

/// The characters of a title, without what only says how it is averaged or bracketed.
std::set<std::string> letters(const std::string& title) {
  std::set<std::string> out;
  for (size_t i = 0; i < title.size();) {
    const auto lead = static_cast<unsigned char>(title[i]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    out.insert(title.substr(i, size));
    i += size;
  }
  return out;
}

/// Two titles that share at least three fifths of their characters.
bool near(const Indicator& a, const Indicator& b) {
  const auto mine = letters(a.title.zh), theirs = letters(b.title.zh);
  size_t common = 0;
  for (const auto& letter : mine) common += theirs.contains(letter) ? 1 : 0;
  const size_t all = mine.size() + theirs.size() - common;
  return all > 0 && 5 * common >= 3 * all;
}

}  // namespace

std::vector<Shared> compare_plans(const PlanOf& first, const std::vector<PlanOf>& others) {
  std::vector<Shared> out;
  std::set<std::string> done;
  for (const auto& target : first.plan->targets) {
    if (!done.insert(target.indicator).second) continue;
    Shared shared;
    shared.indicator = first.catalog->indicator(target.indicator);
    if (shared.indicator == nullptr) continue;
    const auto add = [&](const PlanOf& of) {
      for (const auto& each : of.plan->targets) {
        if (each.indicator == target.indicator) shared.entries.push_back({of.catalog, of.plan, &each});
      }
    };
    add(first);
    const size_t own = shared.entries.size();
    for (const auto& other : others) add(other);
    if (shared.entries.size() == own) continue;
    tell_differences(shared);
    out.push_back(std::move(shared));
  }
  return out;
}

std::vector<NearPair> near_pairs(const PlanOf& first, const std::vector<PlanOf>& others) {
  std::vector<NearPair> out;
  std::set<std::pair<std::string, std::string>> done;
  for (const auto& mine : first.plan->targets) {
    const Indicator* a = first.catalog->indicator(mine.indicator);
    for (const auto& other : others) {
      for (const auto& theirs : other.plan->targets) {
        const Indicator* b = other.catalog->indicator(theirs.indicator);
        if (a == nullptr || b == nullptr || a->id == b->id || !near(*a, *b)) continue;
        if (done.insert({a->id, b->id}).second) out.push_back({a, b, other});
      }
    }
  }
  return out;
}

}  // namespace zhiheng::plan
