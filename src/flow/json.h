#pragma once
// Cases and definitions as pages get them; docs/flows.md says what is in them.
#include "flow/definitions.h"
#include "flow/model.h"

namespace zhiheng::flow {

/// Lists leave the history out.
Json json_of(const Case& one, bool with_history = true);

Json json_of(const Definition& definition);

}  // namespace zhiheng::flow
