#pragma once
#include "flow/definitions.h"
#include "flow/model.h"

namespace zhiheng::flow {

/// A definition as pages get it, as GET /flows has it.
Json json_of(const Definition& definition);

}  // namespace zhiheng::flow
