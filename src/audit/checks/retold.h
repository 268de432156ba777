#pragma once
#include <vector>

#include "audit/book.h"
#include "audit/finding.h"

namespace zhiheng::audit {

/// What one passage says of another's numbers without repeating them: last year's value beside this year's, a
/// change since then, the part of an equal whole, half a year beside the year.
void check_retold(const std::vector<Book>& books, Results& results);

}  // namespace zhiheng::audit
