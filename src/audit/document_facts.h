#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "audit/statement.h"

namespace zhiheng::audit {

// What a document says about itself as a whole.

/// The year that most periods name, those of the title and the opening above all; of a plan for several years
/// the year before it. 0 if it names none. `scan` is of the whole text.
std::int16_t document_year(std::string_view text, const Scan& scan);

/// The name of a district, county or city that the text names most; empty if none stands out.
std::string document_region(std::string_view text);

/// Whether the title announces a plan or budget of its year: 2023 年国民经济计划（草案）; not a report on
/// one.
bool is_plan_of_a_year(std::string_view text);

/// Whose numbers stand behind `before`: 全国, 全省, 全市, 本级, the last one counts; kOwn where it is the
/// document's own area or not said.
Scope scope_of(std::string_view before, std::string_view region);

}  // namespace zhiheng::audit
