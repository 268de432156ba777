#pragma once
#include <string>

#include "base/theme.h"
#include "catalog/model.h"

namespace zhiheng::report {

/// Writes the workbook in which a department fills in records of a dataset, and which intake reads back.
///
/// The first sheet is the form: one head row (Chinese titles; comments say type, unit, limits, example), and
/// 5,000 rows below that offer the members of code lists and refuse what intake would refuse: days and
/// numbers beyond the limits, texts too long. Texts are kept as text, so a long number keeps its digits.
/// Nothing stands in the rows: an example would be taken for a record. Sheet 填写说明 says the same in a
/// table, with the checks; sheet 代码 lists every code.
///
/// The file is written beside `path` and renamed into place. Throws Error: xlsx.write_failed (3),
/// xlsx.bad_sheet (70).
void write_record_form(const catalog::Dataset& dataset, const catalog::Catalog& catalog, const Theme& theme,
                       const std::string& path);

/// What may stand in a column, in words: "不小于 0 at least 0", "至多 200 字 at most 200 characters"; empty
/// where anything may.
catalog::Title limits_in_words(const catalog::DatasetColumn& column);

/// The class of personal data, 联系方式 contact; empty where there is none.
catalog::Title personal_in_words(const catalog::DatasetColumn& column);

/// How often records come and when they are due: "每月，期末后 10 个工作日内".
catalog::Title frequency_in_words(const catalog::Dataset& dataset);

}  // namespace zhiheng::report
