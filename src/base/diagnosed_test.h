#pragma once
// For tests only: diagnostics as short texts.
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng {

/// Each as "file:line:column code", in order.
inline std::vector<std::string> diagnosed(const std::vector<Diagnostic>& items) {
  std::vector<std::string> out;
  for (const Diagnostic& d : items) out.push_back(to_string(d.where) + " " + d.code);
  return out;
}
inline std::vector<std::string> diagnosed(const Diagnostics& diagnostics) {
  return diagnosed(diagnostics.items());
}

/// The same of the error that `action` throws; "no error" where it throws none.
template <typename Action>
std::vector<std::string> thrown_by(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return diagnosed(error.diagnostics());
  }
  return {"no error"};
}

}  // namespace zhiheng
