#pragma once
#include <string>
#include <vector>

#include "report/document.h"
#include "report/web/html_words.h"

namespace zhiheng::report::web {

/// The paper's blocks in order, chapters as sections.
std::string html_blocks(const std::vector<Block>& blocks, HtmlWords& words);

/// The contents: headings of the first three levels as nested lists, then tables, figures and cases.
std::string html_contents(const Document& document);

}  // namespace zhiheng::report::web
