#pragma once
#include <functional>
#include <map>
#include <string>

#include "base/theme.h"
#include "measure/evaluator.h"
#include "report/document.h"

namespace zhiheng::report {

/// Makes the document of one report for one district and year: reads the templates of `catalog/reports/NAME`
/// and the district's own, binds every number, numbers chapters, tables, figures, cases and footnotes,
/// compares what was published, writes the annexes. The figures' svg is left empty (drawing.h draws them;
/// `figure_made` is called with each as soon as its option is known). Mistakes in templates go to
/// `diagnostics` with file:line:column; the caller decides after that. Throws Error for an unknown report or
/// a year that the district does not list. `own_texts`: by name ("towns.md"), in the place of the district's
/// own files.
Document build_document(
    measure::Evaluator& evaluator, const std::string& report, int year, const Theme& theme,
    Diagnostics& diagnostics, const std::function<void(const Figure&)>& figure_made = [](const Figure&) {},
    const std::map<std::string, std::string>& own_texts = {});

/// Where a district keeps its own parts of a report, as it is shown in messages:
/// "districts/minhang/reports/…".
std::string own_parts(const catalog::Catalog& catalog, const std::string& report);

/// Names of the reports in a catalog folder, sorted.
std::vector<std::string> list_reports(const std::string& catalog_folder);

}  // namespace zhiheng::report
