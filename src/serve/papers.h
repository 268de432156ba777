#pragma once
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::serve {

inline constexpr ErrorCode kNoPaper{
    "paper.none", "还没有 {} {} 年的白皮书；请先编制（白皮书页面，或 zhiheng report white-paper）",
    "there is no white paper of {} {} yet: make it, on its page or by zhiheng report white-paper"};

/// The years of which there is a paper of the district in `folder`, ascending.
std::vector<int> paper_years(const std::string& folder, const std::string& district);

}  // namespace zhiheng::serve
