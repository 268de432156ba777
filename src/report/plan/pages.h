#pragma once
// The chapters of a plan's paper. Each adds its blocks to the document, in reading order.
#include <string>
#include <utility>
#include <vector>

#include "report/plan/numbers.h"
#include "report/plan/words.h"

namespace zhiheng::report {

/// What the chapters share while one paper is made.
struct PlanPages {
  const PlanPaperInput& input;
  Document& document;
  PlanNumbers numbers;
  std::vector<const plan::Progress*> all;  // the plan's targets, in its order
  std::vector<GoalGroup> goals;

  explicit PlanPages(const PlanPaperInput& made_of, Document& made);

  void add(Block block) { document.blocks.push_back(std::move(block)); }
  void paragraph(Sentence& sentence) { add(Paragraph{sentence.take()}); }
  void paragraph(std::string words);
  /// The heading; numbers that follow stand in it.
  void heading(int level, const std::string& id, const std::string& zh, const std::string& en,
               bool numbered = true);
  /// The forecast of a target; nullptr where the paper has none.
  const plan::Forecast* forecast_of(const plan::Progress& progress) const;
  size_t count(plan::Status status) const { return count_of(all, status); }
  bool midterm() const { return input.kind == PlanPaperKind::kMidterm; }
};

void add_overview(PlanPages& pages);
void add_goals(PlanPages& pages);
void add_attention(PlanPages& pages);
void add_oddities(PlanPages& pages);   // mid-term
void add_forecasts(PlanPages& pages);  // mid-term
void add_proposals(PlanPages& pages);  // mid-term
void add_gaps(PlanPages& pages);
void add_methods(PlanPages& pages);
void add_definitions(PlanPages& pages);

}  // namespace zhiheng::report
