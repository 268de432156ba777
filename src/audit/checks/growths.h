#pragma once
#include "audit/checks/named_cells.h"
#include "audit/checks/sentence_check.h"
#include "audit/lookup.h"

namespace zhiheng::audit {

/// Whether a number of these words grows at constant prices unless said otherwise: 生产总值, 增加值.
bool grows_in_real_terms(std::string_view core);

/// 立案、办结、罚没款分别增长 14.1%、15.3% 和 17.6%（上年同期 …）: each change by its place in the list.
void check_listed_changes(const Book& book, Results& results);

/// 旅游收入 41.83 亿元，增长 17.3%, where a table has the number and that of the year before. `level` agrees
/// with the cell.
void check_change_of_cell(const Book& book, const Statement& level, const NamedCell& cell, Results& results);

}  // namespace zhiheng::audit
