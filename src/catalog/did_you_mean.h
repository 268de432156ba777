#pragma once
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace zhiheng::catalog {

/// References that several readers follow; the second `{}` is what did_you_mean() says.
inline constexpr ErrorCode kUnknownIndicator{"catalog.unknown-indicator", "没有指标 {}{}",
                                             "there is no indicator {}{}"};
inline constexpr ErrorCode kUnknownOwner{"catalog.unknown-owner",
                                         "未知的责任部门 {}{}；见 codes/department.csv",
                                         "unknown department {}{}; see codes/department.csv"};
inline constexpr ErrorCode kUnknownDomain{"catalog.unknown-domain", "未知的领域 {}{}；见 codes/domain.csv",
                                          "unknown domain {}{}; see codes/domain.csv"};
inline constexpr ErrorCode kUnknownCodes{"catalog.unknown-code-list", "没有代码表 {}{}",
                                         "there is no code list {}{}"};

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
