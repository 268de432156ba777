#pragma once
// What handlers answer from.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "serve/district.h"
#include "serve/events.h"
#include "serve/indicator_list.h"
#include "serve/jobs.h"
#include "serve/metrics.h"
#include "serve/ready.h"
#include "serve/site.h"

namespace zhiheng::serve {

struct StateOptions {
  catalog::Home home;
  std::vector<std::string> districts;  // empty: all that there are
  std::string workspace;  // records in the place of published figures, of its district; may be empty
  std::string web;        // folder of the web app
  std::string papers;     // folder with DISTRICT-YEAR/white-paper.*
  std::size_t most_cached = std::size_t{256} << 20;  // bytes of ready answers
  JobOptions jobs;
  bool is_secure = false;  // served over TLS
};

class State {
 public:
  /// Reads all districts, on as many threads as there are. Throws Error for mistakes in a pack.
  explicit State(const StateOptions& options);

  /// Throws Error ("district.unknown") that names those there are.
  const District& district(const std::string& id) const;
  /// That of the call's parameter `district`, else the first.
  const District& district(const Call& call) const;

  StateOptions options;
  std::vector<std::unique_ptr<const District>> districts;  // sorted by id
  Site site;
  IndicatorLists indicator_lists;
  AnswerCache cache;
  mutable Events events;
  mutable Jobs jobs;
  mutable Metrics metrics;
  std::atomic<bool> stopping{false};
};

}  // namespace zhiheng::serve
