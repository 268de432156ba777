#pragma once
#include <string>
#include <string_view>

#include "audit/table.h"

namespace zhiheng::audit {

/// A label without spaces and line breaks, with half-width brackets and colons: what is compared.
std::string compact(std::string_view text);

/// Numbering before a row's label: 0 none, 1 一、 2 （一） 3 1. 4 (1) 5 ①. `length` is what it takes up.
struct Numbering {
  int kind = 0;
  size_t length = 0;
};
Numbering read_numbering(std::string_view label);

/// Whether a label (compact) says that its numbers are a total.
Total total_of(std::string_view label);

/// Whether a label (compact) only names a division: 按产业分, 按登记注册类型分组.
bool is_grouping(std::string_view label);

/// The unit in brackets or behind a comma at the end of a label, "产值（亿元）" → "亿元", and where the label
/// without it ends. Empty unit if there is none.
struct LabelUnit {
  std::string_view unit;
  size_t end = 0;
};
LabelUnit read_label_unit(std::string_view label);

/// Whether the whole label is a unit: "亿元", "%".
bool is_unit(std::string_view label);

/// What a label (compact) and its unit measure.
Measure measure_of_label(std::string_view label, std::string_view unit);

/// Fills `line.period`, `relative` from its label, and its subject without them. `part` is one part of the
/// path.
void read_label_period(std::string_view part, Line& line, std::string& subject);

/// Whether a text is the number of a table and nothing else: "表 5", "附表".
bool is_caption_number(std::string_view text);

/// The unit that "单位：万元" in a text gives, or empty; of several the only one that is no per cent.
std::string_view unit_after_word(std::string_view text);

/// A bare year "2019" or "2019年", or 0.
int plain_year(std::string_view text);

}  // namespace zhiheng::audit
