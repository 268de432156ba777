#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "catalog/load.h"
#include "catalog/title.h"
#include "stats/acceptance.h"
#include "stats/aqi.h"
#include "stats/proportion.h"
#include "stats/supervision.h"

namespace zhiheng::catalog {

/// One edition of a norm: which it is, when it holds, where its numbers come from and what a verdict by it
/// means.
struct NormEdition {
  std::string name;  // "GB/T 2828.1-2012"
  std::string kind;  // aqi | lots | supervision | small-population
  Title title;
  Date from;
  std::optional<Date> to;  // the last day; none where it is in force
  std::string source;
  bool verified = false;  // two independent sources agree on all of it
  Title licence;          // what a verdict by it does and does not say
};

/// The norms of catalog/norms: dated tables, read into what the kernels of stats take. docs/statistics.md
/// describes the files.
struct Norms {
  std::vector<NormEdition> editions;
  std::vector<stats::AqiEdition> aqi;
  std::map<std::string, stats::PlanTables> plans;              // by edition
  std::map<std::string, stats::SwitchingRules> switching;      // by edition
  std::map<std::string, stats::SupervisionRules> supervision;  // by edition
  std::optional<stats::SmallNumbers> small_numbers;

  /// The edition of that name, or nullptr.
  const NormEdition* edition(const std::string& name) const;
  /// The edition of a kind in force on `day`, or nullptr.
  const NormEdition* in_force(const std::string& kind, Date day) const;
};

/// Reads the files of catalog/norms. Every mistake (an unknown edition, a table that doesn't rise, a number
/// that is none, two editions of a kind on one day) is added to `diagnostics` with its place. Throws Error
/// where a file can't be read.
Norms load_norms(const Home& home, Diagnostics& diagnostics);

/// Only what is too small to publish, from the one file that says it.
stats::SmallNumbers load_small_numbers(const Home& home, Diagnostics& diagnostics);

}  // namespace zhiheng::catalog
