#pragma once
#include <cstdint>
#include <vector>

#include "audit/finding.h"
#include "audit/table.h"

namespace zhiheng::audit {

/// The checks of a document's tables. Each appends what contradicts itself and what held; `index` is the
/// document's among the audited ones. What the displayed decimals explain is never reported, nor is a table
/// whose structure leaves another reading that holds. Cost grows with the number of cells.

/// Totals, sub-totals, 其中 and shares that make 100 %, down the columns and along the rows.
void check_table_sums(const read::Document& document, std::uint32_t index,
                      const std::vector<TableModel>& tables, Results& results);

/// Rates, shares and averages against their numerator and denominator; total rates that are plain means.
void check_table_ratios(const read::Document& document, std::uint32_t index,
                        const std::vector<TableModel>& tables, Results& results);

/// Growth and differences against the two periods of the same table.
void check_table_growth(const read::Document& document, std::uint32_t index,
                        const std::vector<TableModel>& tables, Results& results);

/// Rates above 100, parts above the whole, negative or broken counts, rates that no count gives.
void check_table_limits(const read::Document& document, std::uint32_t index,
                        const std::vector<TableModel>& tables, Results& results);

}  // namespace zhiheng::audit
