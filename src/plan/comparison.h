#pragma once
#include <string>
#include <vector>

#include "catalog/model.h"

namespace zhiheng::plan {

/// The targets of several plans that speak of one indicator.
struct Shared {
  struct Entry {
    const catalog::Catalog* catalog = nullptr;
    const catalog::Plan* plan = nullptr;
    const catalog::Target* target = nullptr;
  };
  const catalog::Indicator* indicator = nullptr;  // of the first plan's catalog
  std::vector<Entry> entries;                     // those of the first plan first
  std::vector<catalog::Title> differences;        // in definition, unit, quantity or year, told
};

struct PlanOf {
  const catalog::Catalog* catalog = nullptr;
  const catalog::Plan* plan = nullptr;
};

/// Indicators of `first` that `others` plan too, in the order of `first`.
std::vector<Shared> compare_plans(const PlanOf& first, const std::vector<PlanOf>& others);

/// Pairs of different indicators whose titles are near (高新技术企业, 新增高新技术企业): not compared, but
/// told.
struct NearPair {
  const catalog::Indicator* mine = nullptr;
  const catalog::Indicator* theirs = nullptr;
  PlanOf other;
};
std::vector<NearPair> near_pairs(const PlanOf& first, const std::vector<PlanOf>& others);

}  // namespace zhiheng::plan
