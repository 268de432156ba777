#pragma once
#include <string>

#include "report/document.h"
#include "report/print/typst_words.h"

namespace zhiheng::report::print {

/// The code of one table, to be followed by a newline. `width` is what the page offers, in pt.
std::string typst_table(const Table& table, Words& words, double width);

}  // namespace zhiheng::report::print
