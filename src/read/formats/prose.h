#pragma once
#include <string>
#include <string_view>

#include "read/formats/writer.h"

namespace zhiheng::read {

/// Writes a text that stands by itself, of a format that doesn't say what it is: a heading where its number
/// and length make it one, a note, else a paragraph. It may hold line breaks.
void write_prose(std::string_view text, int line, int page, DocumentWriter& writer);

/// Whether a text begins as notes do: 注：…, [3] …, 数据来源：….
bool starts_like_note(std::string_view text);

/// "¹²" for 12.
std::string superscript(int number);

/// The text with its digits raised where it consists of digits only (a note's mark, an exponent); otherwise
/// as it is.
std::string raised(std::string_view text);

/// Runs of spaces, tabs and line breaks as one space, none at the ends.
std::string single_spaced(std::string_view text);

}  // namespace zhiheng::read
