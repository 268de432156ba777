#include "serve/indicator_list.h"

#include <nlohmann/json.hpp>

namespace zhiheng::serve {

const std::vector<nlohmann::ordered_json>& IndicatorLists::of(const District& district) const {
  const std::lock_guard lock(mutex_);
  auto& list = lists_[&district];
  if (list == nullptr)
    list = std::make_shared<const std::vector<nlohmann::ordered_json>>(indicator_items(district));
  return *list;
}

}  // namespace zhiheng::serve
