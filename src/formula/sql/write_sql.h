#pragma once
// Internal to this module: tree → SQL.
#include <functional>
#include <string>

#include "formula/tree/node.h"

namespace zhiheng::formula {

/// What `Formula::sql` promises.
std::string write_sql(const Parsed& parsed,
                      const std::function<std::string(const std::string& name)>& column);

}  // namespace zhiheng::formula
