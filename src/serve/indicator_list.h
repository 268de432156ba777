#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "serve/district.h"

namespace zhiheng::serve {

/// The items of the list of indicators: {id, title, unit, kind, decimals, better, domain, owner, years,
/// areas, latest}.
std::vector<nlohmann::ordered_json> indicator_items(const District& district);

/// These items, made once a district: searching and sorting them is then cheap. For several threads.
class IndicatorLists {
 public:
  const std::vector<nlohmann::ordered_json>& of(const District& district) const;

 private:
  mutable std::mutex mutex_;
  mutable std::map<const District*, std::shared_ptr<const std::vector<nlohmann::ordered_json>>> lists_;
};

}  // namespace zhiheng::serve
