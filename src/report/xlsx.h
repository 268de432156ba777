#pragma once
#include <string>

#include "base/theme.h"
#include "report/document.h"

namespace zhiheng::report {

/// Writes the figures of the paper as a workbook for people who calculate on.
///
/// Sheets: 目录 (list with links, sections left out); those of Document::sheets under their titles; 表1 … one
/// a table, those inside cases included (title, unit, head with its merges, rows, notes, sources); 图1 … the
/// data behind each figure; 数值 (every number of the paper); 来源 (how each came about, every field);
/// 核对发现 (findings); 输入文件 (files with their SHA-256). The same document gives the same bytes.
///
/// Numbers are stored as printed, not as computed: 98.62% is the number 98.62, shown by a format that adds
/// the sign (0.00"%"). So a column headed 合格率（%）, a cell with its own sign and sheet 数值 all hold the
/// same scale, sums and differences come out in the unit that is shown, and what is read by another program
/// equals the paper. (Excel's own percent format would store 0.9862 in some cells and 98.62 in others.)
/// Unrounded values are in 来源. A spreadsheet keeps 15 digits. A value that was published differently
/// carries that as a comment. Text is always stored as text, also where it begins with = + - @.
///
/// `path` is written directly, not renamed into place: give a name beside the final one and rename it
/// afterwards. After a failure it may be there half-written.
///
/// Throws Error: xlsx.write_failed (3: disk, rights), xlsx.bad_sheet (70: a table that a sheet cannot hold).
void write_xlsx(const Document& document, const Theme& theme, const std::string& path);

}  // namespace zhiheng::report
