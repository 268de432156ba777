#pragma once
#include <vector>

#include "audit/book.h"
#include "audit/checks/claims.h"
#include "audit/finding.h"
#include "audit/lookup.h"

namespace zhiheng::audit {

// One function a family of tests. Each appends findings and what held; ids and order are set by `audit`.

/// Parts and wholes, shares that make 100 %, structures like 0.1 : 35.6 : 64.3, in sentences.
void check_text_sums(const Book& book, Results& results);
/// Parts in sentences that are larger than what the words say they are of.
void check_text_parts(const Book& book, Results& results);
/// Rates and shares in sentences against their counts; shares that no count gives.
void check_text_ratios(const Book& book, const Lookup& lookup, Results& results);
/// What falls to one (人均, 每千人, 案均, 户均) against the whole and the number.
void check_text_averages(const Book& book, Results& results);
/// Accounts that must balance: opening + in − out = closing; births − deaths = natural growth; runs of like
/// counts with a running total behind them.
void check_text_balances(const Book& book, Results& results);
/// A plain mean of rates or scores where the whole is due.
void check_text_means(const Book& book, Results& results);
/// Growth, differences and multiples in sentences against their two periods.
void check_text_growth(const Book& book, const Lookup& lookup, Results& results);
/// % for percentage points and the reverse, impossible rates and counts. After check_text_growth: what that
/// has judged is not judged again.
void check_text_units(const Book& book, Results& results);

/// The same thing said twice: in one document (kTextText) or in two about the same place (kDocument).
void check_repeats(const std::vector<Book>& books, const Lookup& lookup, Results& results);
/// Sentences against the tables of the same document and of others about the same place.
void check_text_tables(const std::vector<Book>& books, Results& results);
/// Sentences against cells of which they name the row and the column, where their other words differ.
void check_text_table_cells(const std::vector<Book>& books, Results& results);
/// Which row of a table is said to be the highest, or higher than another, and by how much.
void check_text_table_ranks(const std::vector<Book>& books, Results& results);
/// Goals against what is reached, against each other and from year to year; of two documents kDocument. After
/// check_repeats: findings about the same two numbers are taken back.
void check_targets(const std::vector<Book>& books, const Claims& claims, Results& results);
/// One number or one goal under two definitions (日均/年均, 户籍/常住).
void check_definitions(const std::vector<Book>& books, const Claims& claims, Results& results);
/// One number both as what is new and as all there is.
void check_stock_flow(const std::vector<Book>& books, const Claims& claims, Results& results);
// The tests inside tables are declared in checks/table_checks.h.

/// Numbering, captions, contents, references and dates.
void check_structure(const read::Document& document, std::uint32_t index, Results& results);

}  // namespace zhiheng::audit
