#pragma once
// Internal to this module: `like`, `in` and `length` of texts.
#include <string_view>

#include "formula/evaluate/view.h"
#include "formula/tree/node.h"

namespace zhiheng::formula {

/// Whether the whole text fits a pattern in which % stands for any characters and _ for one.
bool fits(std::string_view text, std::string_view pattern);

void match_texts(const LikePattern& pattern, const View& a, size_t rows, std::int64_t* out);
void find_texts(const Choices& choices, const View& a, size_t rows, std::int64_t* out);
void find_numbers(const Choices& choices, const View& a, size_t rows, std::int64_t* out);

/// Characters, that is code points, of each text.
void count_characters(const View& a, size_t rows, std::int64_t* out);

}  // namespace zhiheng::formula
