#pragma once
// Where an assessment's values come from: the entered file, the indicators, the plans' targets and tasks.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plan/assessment.h"
#include "plan/tasks.h"

namespace zhiheng::plan {

/// Those a sheet assesses, in the order of the code list: the members of its peer groups; for a sheet of
/// departments without members those that own a target of a plan whose period has `year`.
std::vector<AssessedSubject> subjects_of(const catalog::Catalog& catalog, const catalog::Sheet& sheet,
                                         int year);

/// The plans whose period has `year`.
std::vector<const catalog::Plan*> plans_in(const catalog::Catalog& catalog, int year);

/// Reads what people entered, districts/NAME/data/assessment/SHEET-YEAR.csv (columns
/// subject,item,value,source,status,note), into `inputs`; nothing where there is no file. Every mistake goes
/// to `diagnostics` with file:line:column and its row is left out: other columns, an unknown subject or item,
/// an item whose value is computed, a value of the wrong form, the same twice, an unknown status. Throws
/// Error where the file is there and can't be read.
void read_entered(const catalog::Catalog& catalog, const catalog::Sheet& sheet, AssessmentInputs& inputs,
                  Diagnostics& diagnostics);

/// The same for the text of a file that is shown as `shown`.
void parse_entered(const catalog::Sheet& sheet, std::string_view text, const std::string& shown,
                   AssessmentInputs& inputs, Diagnostics& diagnostics);

/// The path of the entered values as shown in messages: districts/NAME/data/assessment/SHEET-YEAR.csv.
std::string entered_file(const catalog::Catalog& catalog, const catalog::Sheet& sheet, int year);

/// Puts in the values of the indicators that items name, in `year`: those of the areas, or of the district
/// for departments. Throws what the evaluator throws.
void add_indicators(measure::Evaluator& evaluator, const catalog::Sheet& sheet, AssessmentInputs& inputs);

/// Puts in how many of each department's targets are reached or on their way, of those that can be judged.
/// `progress` are the judged targets of the plans of the year.
void add_targets(const catalog::Sheet& sheet, const std::vector<Progress>& progress,
                 AssessmentInputs& inputs);

/// Puts in how many of each department's tasks that were due in the inputs' year were done by the day due;
/// cancelled ones are left out. Where nothing was due that is "0/0". No value where something was due in a
/// plan on which nothing was ever reported.
void add_tasks(const catalog::Sheet& sheet, const std::vector<TaskBook>& books, AssessmentInputs& inputs);

/// Puts in a made-up value for everything that is missing, marked simulated. The same sheet, year and seed
/// give the same values. Only for showing the evaluation at work.
void simulate_missing(const catalog::Catalog& catalog, const catalog::Sheet& sheet, std::uint64_t seed,
                      AssessmentInputs& inputs);

}  // namespace zhiheng::plan
