#include "serve/papers.h"

#include <algorithm>
#include <filesystem>

namespace zhiheng::serve {

namespace fs = std::filesystem;

std::vector<int> paper_years(const std::string& folder, const std::string& district) {
  std::vector<int> years;
  std::error_code none;
  for (fs::directory_iterator at(folder, none), end; !none && at != end; at.increment(none)) {
    const std::string name = at->path().filename().string();
    constexpr std::size_t kYear = 4;
    if (name.size() != district.size() + 1 + kYear || !name.starts_with(district + "-")) continue;
    const std::string year = name.substr(district.size() + 1);
    if (year.find_first_not_of("0123456789") == std::string::npos &&
        fs::exists(at->path() / "white-paper.json"))
      years.push_back(std::stoi(year));
  }
  std::ranges::sort(years);
  return years;
}

}  // namespace zhiheng::serve
