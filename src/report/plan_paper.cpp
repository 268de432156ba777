#include "report/plan_paper.h"

#include <set>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/version.h"
#include "report/build/numbering.h"
#include "report/build/plain_table.h"
#include "report/build/references.h"
#include "report/plan/pages.h"
#include "report/plan/tables.h"

namespace zhiheng::report {
namespace {

void fill_front(const PlanPaperInput& input, Document& document) {
  const bool midterm = input.kind == PlanPaperKind::kMidterm;
  const auto& district = input.catalog.district;
  document.report = midterm ? "plan-midterm" : "plan-monitoring";
  document.title =
      std::to_string(input.year) + " 年度" + input.plan.title.zh + (midterm ? "中期评估报告" : "监测报告");
  document.district = district.title.zh;
  document.district_full = district.full.zh;
  document.district_code = district.code;
  document.year = input.year;
  document.issued = input.as_of;
  document.edition = input.plan.draft ? "依据规划的征求意见稿" : "";
  document.simulated = input.simulated;
  document.brief = true;
  document.engine = std::string("zhiheng ") + kVersion;
}

/// The plan, then every file that a number comes from, each once.
void fill_files(const PlanPaperInput& input, Document& document) {
  std::set<std::string> known{input.plan_file.path};
  document.generated_from.push_back({input.plan_file.path, input.plan_file.sha256, ""});
  for (const auto& lineage : document.lineages) {
    for (const auto& file : lineage.inputs) {
      if (known.insert(file.path).second) document.generated_from.push_back({file.path, file.sha256, ""});
    }
  }
}

void add_tasks(PlanPages& pages) {
  if (pages.input.tasks.empty()) return;
  pages.heading(1, "tasks", "任务", "Tasks");
  for (const Block& block : pages.input.tasks) pages.add(block);
}

}  // namespace

PlanPages::PlanPages(const PlanPaperInput& made_of, Document& made)
    : input(made_of), document(made), numbers(made_of, made) {
  for (const auto& p : input.progress) all.push_back(&p);
  goals = group_by_goal(input.plan, input.progress);
}

void PlanPages::paragraph(std::string words) { add(Paragraph{{text_run(std::move(words))}}); }

void PlanPages::heading(int level, const std::string& id, const std::string& zh, const std::string& en,
                        bool numbered) {
  add(titled(level, id, zh, en, numbered));
  numbers.enter(id);
}

const plan::Forecast* PlanPages::forecast_of(const plan::Progress& progress) const {
  const auto at = static_cast<size_t>(&progress - input.progress.data());
  return at < input.forecasts.size() ? &input.forecasts[at] : nullptr;
}

LineageInput plan_file(const catalog::Catalog& catalog, const catalog::Plan& plan) {
  const std::string path = catalog.district.folder + "/plans/" + plan.id + ".yaml";
  return {plan.where.file, sha256_hex(read_file(path, plan.where.file)), ""};
}

Document plan_paper(const PlanPaperInput& input) {
  Document document;
  fill_front(input, document);
  PlanPages pages(input, document);
  add_overview(pages);
  add_goals(pages);
  add_attention(pages);
  if (pages.midterm()) {
    add_oddities(pages);
    add_forecasts(pages);
    add_proposals(pages);
  }
  add_gaps(pages);
  add_tasks(pages);
  add_methods(pages);
  add_definitions(pages);
  document.sheets.push_back(all_targets(pages));
  number_headings(document);
  Diagnostics diagnostics;
  settle_references(document, {}, diagnostics);
  diagnostics.throw_if_errors();
  fill_files(input, document);
  return document;
}

}  // namespace zhiheng::report
