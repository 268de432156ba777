#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/book.h"
#include "audit/cause.h"
#include "audit/finding.h"
#include "audit/wording.h"

namespace zhiheng::audit {

/// What an explanation adds where two numbers differ by a power of ten.
inline constexpr std::string_view kTenfold = "；相差整十倍，像是单位（万、亿）写错";

/// The place of a number in a sentence: the number marked, some words around it quoted.
Spot spot_of(const Book& book, const Statement& statement);
/// The place of a cell, its row quoted.
Spot spot_of(const Book& book, const TableModel& table, const Value& value);
Manner manner_of(const Book& book, const Statement& statement);

/// What a test found out: `stated` against `due`. Fills everything of a Finding but its places and
/// explanation.
Finding compared(Kind kind, bool certain, const Quantity& stated, const stats::Interval& due,
                 const Manner& manner, std::string formula, std::span<const Alternative> others = {});

/// The same, doubting `doubted`, with the places of `others` after it.
Finding compared(Kind kind, bool certain, const Book& book, const Statement& doubted,
                 const stats::Interval& due, std::string formula, std::span<const Statement* const> others,
                 std::span<const Alternative> alternatives = {});

Held held(Kind kind, const Book& book, std::span<const Statement* const> statements, std::string formula);

/// A number as it stands in the text, spaces dropped.
std::string words_of(const Book& book, const Statement& statement);

/// Whether `a` could be a slip of the pen for `b`: one digit, two neighbours swapped, or the last digits cut,
/// of at least three digits.
bool is_slip(const Quantity& a, const stats::Interval& b);

}  // namespace zhiheng::audit
