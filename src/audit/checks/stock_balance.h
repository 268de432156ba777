#pragma once
#include "audit/book.h"
#include "audit/finding.h"

namespace zhiheng::audit {

/// Stocks against the flows beside them, as stock-flow: what came in a month larger than all of the months
/// that hold it; the surplus of one period written as what has piled up; tables whose lines all lead from an
/// opening to a closing column, but one. Appends to `results`. O(length).
void check_stock_balance(const Book& book, Results& results);

}  // namespace zhiheng::audit
