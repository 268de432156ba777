#pragma once
#include "base/error.h"

namespace zhiheng::report {

/// Adds what an Error says to `diagnostics`, so that one mistake does not hide the next.
inline void keep(const Error& error, Diagnostics& diagnostics) {
  for (const auto& d : error.diagnostics()) {
    diagnostics.add({d.code.c_str(), d.zh.c_str(), d.en.c_str()}, d.where);
  }
}

}  // namespace zhiheng::report
