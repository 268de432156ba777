#pragma once
#include "base/error.h"
#include "catalog/model.h"
#include "store/database.h"

namespace zhiheng::intake {

/// Reads the figures of the catalog's district (`data/*.csv`, `data/reported/*.csv`), checks every cell
/// against the definitions and stores them. Every mistake goes to `diagnostics` with file:line:column, what
/// is wrong and what is allowed; rows with a mistake are not stored. Tables in `session` afterwards:
/// * one a cube or name list, named by its id: year, its dimensions or columns, its stored measures and
///   `_line` (line in the file);
/// * _file(path, sha256, cube): every file read; `cube` is empty for reported values;
/// * _row(cube, line, source, status, note, year): where each row comes from; `year` is empty for a row of
///   totals;
/// * _published(cube, year, members, measure, value, total, line, source, note): figures that are compared,
///   not used; `members` are the codes of the dimensions joined by `|`, `*` for a total; `value` keeps its
///   decimals;
/// * _reported(path, line, indicator, area, year, value, growth, source, status, note).
void load_pack(const catalog::Catalog& catalog, store::Session& session, Diagnostics& diagnostics);

}  // namespace zhiheng::intake
