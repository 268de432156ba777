#pragma once
// Internal to this module: the functions of the language.
#include <string>
#include <vector>

#include "formula/tree/node.h"

namespace zhiheng::formula {

/// `name` in small letters; `written` as in the formula. Throws Mistake where there is no such function or it
/// doesn't take these arguments.
NodePtr make_call(const std::string& name, const std::string& written, std::vector<NodePtr> arguments,
                  size_t offset);

}  // namespace zhiheng::formula
