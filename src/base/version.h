#pragma once

namespace zhiheng {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace zhiheng
