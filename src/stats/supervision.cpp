#include "stats/supervision.h"

#include <cmath>
#include <string>

#include "stats/acceptance.h"
#include "stats/argument.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kBadDeclared{"stats.bad-declared", "声称质量水平应在 0 与 1（100%）之间，实为 {}",
                                 "a declared quality level lies between 0 and 1 (100 %), not {}"};
constexpr ErrorCode kBadLimit{"stats.bad-limit", "不合格品限定数应为 0 至 1000，实为 {}",
                              "the limit is 0 to 1000 nonconforming items, not {}"};
constexpr ErrorCode kBadPopulation{"stats.bad-population", "总体量应为 2 至 {}，实为 {}",
                                   "a population has 2 to {} things, not {}"};
constexpr ErrorCode kNoSupervision{
    "stats.no-supervision", "声称质量水平 {} 与限定数 {} 没有满足风险要求的方案；请改用别的限定数",
    "no plan keeps the risk for the declared level {} and the limit {}; choose another limit"};
constexpr int kMostLimit = 1000;
// Above it the binomial plan differs by nothing that matters.
constexpr std::int64_t kMostPopulation = 10000000;
// Rounding must not decide where a risk is exactly the allowed one (5 of 100 drawn once), or where a share
// times a whole number is whole (0.07 × 100).
constexpr double kSlack = 1e-9;

void require(double declared, int limit, const SupervisionRules& rules) {
  if (!(declared > 0 && declared < 1)) throw Error(kBadDeclared, {}, {std::to_string(declared)});
  if (limit < 0 || limit > kMostLimit) throw Error(kBadLimit, {}, {std::to_string(limit)});
  require_level(rules.wrongly_refuted);
  require_level(rules.missed);
}

/// The greatest of low … high for which `holds`; it holds for `low` and, once not, never again.
template <typename Holds>
std::int64_t greatest(std::int64_t low, std::int64_t high, Holds holds) {
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (holds(middle))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

[[noreturn]] void refuse(double declared, int limit) {
  throw Error(kNoSupervision, {}, {std::to_string(declared), std::to_string(limit)});
}

}  // namespace

SupervisionPlan supervision(double declared, int limit, const SupervisionRules& rules) {
  require(declared, limit, rules);
  const auto risk = [&](std::int64_t size) { return 1 - accept_share(size, limit, declared); };
  const auto allowed = [&](std::int64_t size) { return risk(size) <= rules.wrongly_refuted * (1 + kSlack); };
  std::int64_t low = limit + 1;
  if (!allowed(low)) refuse(declared, limit);
  std::int64_t high = low * 2;
  while (allowed(high)) {
    low = high;
    high *= 2;
  }
  SupervisionPlan plan;
  plan.limit = limit;
  plan.declared = declared;
  plan.size = greatest(low, high, allowed);
  plan.wrongly_refuted = risk(plan.size);
  plan.limiting = share_accepted_with(plan.size, limit, rules.missed);
  plan.missed = rules.missed;
  plan.limiting_ratio = plan.limiting / declared;
  return plan;
}

SupervisionPlan supervision_of_population(double declared, int limit, std::int64_t population,
                                          const SupervisionRules& rules) {
  require(declared, limit, rules);
  if (population < 2 || population > kMostPopulation)
    throw Error(kBadPopulation, {}, {std::to_string(kMostPopulation), std::to_string(population)});
  const auto count =
      static_cast<std::int64_t>(std::floor(declared * static_cast<double>(population) * (1 + kSlack)));
  const auto risk = [&](std::int64_t size) { return 1 - accept_lot(size, limit, population, count); };
  const auto allowed = [&](std::int64_t size) { return risk(size) <= rules.wrongly_refuted * (1 + kSlack); };
  if (count <= limit || limit + 1 > population || !allowed(limit + 1)) refuse(declared, limit);
  SupervisionPlan plan;
  plan.limit = limit;
  plan.population = population;
  plan.declared_count = count;
  plan.declared = static_cast<double>(count) / static_cast<double>(population);
  plan.size = greatest(limit + 1, population, allowed);
  plan.wrongly_refuted = risk(plan.size);
  const auto passes = [&](std::int64_t marked) { return accept_lot(plan.size, limit, population, marked); };
  const std::int64_t limiting =
      greatest(count, population,
               [&](std::int64_t marked) { return passes(marked) > rules.missed * (1 + kSlack); }) +
      1;
  plan.limiting_count = limiting;
  plan.limiting = static_cast<double>(limiting) / static_cast<double>(population);
  plan.missed = passes(limiting);
  plan.limiting_ratio = plan.limiting / plan.declared;
  return plan;
}

}  // namespace zhiheng::stats
