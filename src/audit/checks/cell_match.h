#pragma once
#include <string>
#include <string_view>

#include "audit/book.h"

namespace zhiheng::audit {

// What the tests of sentences against tables have in common. A statement is of `book`, a table of `other`,
// which may be the same.

/// Whether the words of a head name no thing of their own: 数量, 合计.
bool is_generic(std::string_view words);

/// Whether the two speak of one area, as far as they say.
bool same_region(const Book& a, const Book& b);

/// Whether a cell's number `v` may be that of a sentence: of one unit, or written without one.
bool matches_unit(const Quantity& q, const Quantity& v);

/// Whether the cell is of the period that the statement is of.
bool same_period(const Book& book, const Statement& st, const Book& other, const TableModel& table,
                 const Value& value);

/// A cell's number in the unit of the sentence, where the cell has none.
stats::Interval value_in(const Value& value, const Quantity& q);

/// The number of a sentence with the sign that the words give it: 下降 2.6% is -2.6 in a column of growth.
Quantity signed_of(const Book& book, const Statement& st);

/// Whether `q` is the number of another cell of the same row or column: the next line was read.
bool is_neighbour(const TableModel& table, const Value& value, const Quantity& q);

/// Whether at most `blocks` lie between the sentence and the table of its own document.
bool is_within(long blocks, const Book& book, const Statement& st, const Book& other,
               const TableModel& table);

/// Whether the sentence's block refers to the table, stands beside it or has most words of its title.
bool speaks_of(const Book& book, const Statement& st, const Book& other, const TableModel& table);

/// The number of a cell with the unit that holds for it.
std::string cell_words(const Book& book, const TableModel& table, const Value& value);

}  // namespace zhiheng::audit
