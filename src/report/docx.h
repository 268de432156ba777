#pragma once
#include <string>
#include <vector>

#include "base/theme.h"
#include "report/document.h"

namespace zhiheng::report {

/// Writes the paper as an Office Open XML text document that people go on editing in Word, WPS or
/// LibreOffice.
///
/// Result: cover, contents (chapters, tables, figures, cases), body, real footnotes. Headings are styles,
/// captions are SEQ fields, references are links to bookmarks, merged cells are merged, landscape tables have
/// their own section. The same document and pictures give the same bytes.
///
/// The contents are filled in, so that they read right at once. The page numbers in them are fields whose
/// stored values are an estimate (within a page or two), because only the program that opens the file lays it
/// out. They are neither marked dirty nor is updating on opening asked for: both make Word put a question to
/// the reader. Ctrl+A, F9 renews them.
///
/// `figure_pngs`: one PNG a figure at two to three times the print size, in the order in which the figures
/// stand in the paper, those inside cases included.
///
/// `path` is written directly, not renamed into place: give a name beside the final one and rename it
/// afterwards. After a failure it may be there half-written.
///
/// Throws Error: docx.figure_count (70: not one picture a figure), docx.write_failed (3: disk, rights). A
/// reference to a place that the paper does not have prints as plain words.
void write_docx(const Document& document, const Theme& theme, const std::vector<std::string>& figure_pngs,
                const std::string& path);

}  // namespace zhiheng::report
