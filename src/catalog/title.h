#pragma once
#include <string>

namespace zhiheng::catalog {

/// Words in Chinese and, where there are some, in English.
struct Title {
  std::string zh;
  std::string en;
};

}  // namespace zhiheng::catalog
