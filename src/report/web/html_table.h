#pragma once
#include <string>
#include <vector>

#include "report/document.h"
#include "report/web/html_words.h"

namespace zhiheng::report::web {

/// A numbered table with caption, unit, frame, notes and sources.
std::string html_table(const Table& table, HtmlWords& words);

/// The frame and the grid alone: for the data behind a figure. `label` names it for those who can't see it.
std::string html_grid(const Table& table, const std::string& label, HtmlWords& words);

/// 注 and 数据来源; empty if there are none.
std::string html_notes(const std::vector<std::string>& notes, const std::vector<std::string>& sources);

}  // namespace zhiheng::report::web
