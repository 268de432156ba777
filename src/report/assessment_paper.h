#pragma once
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/assessment.h"
#include "report/document.h"

namespace zhiheng::report {

/// What the pages of an assessment are made of. Everything referred to must outlive the call.
struct AssessmentPaperInput {
  const catalog::Catalog& catalog;
  const catalog::Sheet& sheet;
  const std::vector<plan::Card>& cards;  // of everybody assessed
  int year = 0;
  std::string subject;              // only this subject's sheet; empty: the ranking and every sheet
  std::vector<LineageInput> files;  // the sheet's own file first, then every file that a value came from
};

/// The ranking, then a chapter (a page of its own) for each subject: its total, grade and place, and a table
/// with every item's value, points, loss and the rule that decided; last the sheet's rules.
/// Document::report is "assessment-SHEET". Where one value is made up every page says so. Every number is
/// recorded with how it came about.
Document assessment_paper(const AssessmentPaperInput& input);

}  // namespace zhiheng::report
