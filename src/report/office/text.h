#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace zhiheng::report::office {

/// Width of one line of text in ems: a Chinese character or full-width sign is 1, a letter or digit about
/// half. Of several lines the widest counts.
double width_in_em(std::string_view text);

/// What a cell prints: its runs or its text, with the unit behind a no-break space; "—" for a missing value.
std::string cell_text(const Cell& cell);

/// "7263" and "件" → "7263 件" with a no-break space; "98.62%" and "" → "98.62%". The space is as wide as the
/// quarter-em that programs put between Chinese and digits, and unlike U+2060 every office font has it.
std::string with_unit(const std::string& digits, const std::string& unit);

/// The notes under a table or figure, one a line: "注：…" or "注：1. …", "2. …"; then "数据来源：甲、乙".
std::vector<std::string> note_lines(const std::vector<std::string>& notes,
                                    const std::vector<std::string>& sources);

/// Document::issued: "2021-10" → year 2021, month 10. Where it does not read so: January of the year after
/// the paper's.
struct Issued {
  int year = 0;
  int month = 1;
};
Issued issued(const Document& document);

inline constexpr const char* kSimulated = "模拟数据";
inline constexpr const char* kSimulatedLong = "模拟数据：本文的数字都是编造的，只供演示";

}  // namespace zhiheng::report::office
