#pragma once
#include <string>
#include <vector>

#include "base/text.h"

namespace zhiheng::catalog {

/// The end of a message about an unknown `word`: the nearest of `names`, or nothing.
inline std::string did_you_mean(const std::string& word, const std::vector<std::string>& names) {
  const std::string near = nearest(word, names);
  return near.empty() ? "" : "（是否为 " + near + "？ did you mean " + near + "?）";
}

template <typename Map>
std::string did_you_mean(const std::string& word, const Map& map) {
  std::vector<std::string> names;
  for (const auto& entry : map) names.push_back(entry.first);
  return did_you_mean(word, names);
}

inline std::string did_you_mean_code(const std::string& word, const auto& codes) {
  std::vector<std::string> names;
  for (const auto& code : codes) names.push_back(code.code);
  return did_you_mean(word, names);
}

}  // namespace zhiheng::catalog
