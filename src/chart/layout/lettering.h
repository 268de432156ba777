#pragma once
// How wide words are and where lines may break. One table for the layout here and for ECharts' own measuring,
// so that both agree without a font being opened.
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::chart {

/// The width in px of one line of UTF-8 text in the heading face (黑体 class) at `font_size` px. Bytes that
/// are not UTF-8 count as one em each.
double text_width(std::string_view text, double font_size);

/// The widest line of a text whose lines are separated by '\n'.
double block_width(std::string_view text, double font_size);
int line_count(std::string_view text);

/// `text` with a space between Chinese characters and Latin letters or digits, as the paper's layout sets it;
/// none before
/// "%". Text that has its spaces already stays as it is.
std::string spaced(std::string_view text);

/// `text` in as few lines of at most `max_width` px as possible, of even length, joined by '\n'. Breaks
/// between Chinese characters, never inside a number or a Latin word nor between a number and
/// its unit, never before closing or after opening
/// punctuation. A word wider than `max_width` stays whole: check the result with block_width().
std::string wrap(std::string_view text, double max_width, double font_size);

}  // namespace zhiheng::chart
