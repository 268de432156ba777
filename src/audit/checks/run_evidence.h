#pragma once
#include "audit/structure.h"

namespace zhiheng::audit {

/// Whether the number of a heading or item stands somewhere in [begin, end) of the text, in any of its usual
/// ways ("三、", "（三）", "三."), so that it is not missing but only not at the beginning of a line. Linear.
bool written_between(const read::Document& document, System system, const Number& number, std::uint32_t begin,
                     std::uint32_t end);

}  // namespace zhiheng::audit
