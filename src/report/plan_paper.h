#pragma once
#include <string>
#include <vector>

#include "base/theme.h"
#include "catalog/model.h"
#include "plan/forecast.h"
#include "plan/oddities.h"
#include "plan/progress.h"
#include "report/document.h"

namespace zhiheng::report {

/// 年度监测报告: what the state is at the end of the year. 中期评估报告: the same, then what is odd about the
/// targets, what may be expected of them and which of them should be looked at again.
enum class PlanPaperKind { kMonitoring, kMidterm };

/// What the paper is made of. Everything referred to must outlive the call.
struct PlanPaperInput {
  PlanPaperKind kind = PlanPaperKind::kMonitoring;
  const catalog::Catalog& catalog;
  const catalog::Plan& plan;
  const plan::SeriesBook& book;                  // the values that were judged
  const std::vector<plan::Progress>& progress;   // of each target, in the plan's order
  const std::vector<plan::Forecast>& forecasts;  // the same; may be empty for kMonitoring
  const std::vector<plan::Oddity>& oddities;     // used by kMidterm
  const Theme& theme;
  int year = 0;                   // the last complete year
  std::string as_of;              // ISO date: the day of judgement
  bool simulated = false;         // some values are made up: every page says 模拟数据
  LineageInput plan_file;         // see plan_file()
  std::vector<Block> tasks = {};  // the chapter on tasks, as of task_blocks(); left out where empty
};

/// The plan's file as an input of the paper. Throws Error when it can't be read.
LineageInput plan_file(const catalog::Catalog& catalog, const catalog::Plan& plan);

/// The paper, in the order: 总体情况, 分组进展, 需要关注的目标, (kMidterm: 目标值的疑点, 预测,) 数据缺口,
/// 任务, 方法说明, annex. Document::report is "plan-monitoring" or "plan-midterm"; its one sheet 总表 has all
/// targets with all columns. Figures have no svg yet (FigureDrawing). Every number is recorded with how it
/// came about. Where most targets have no data the paper says so before anything else. Throws Error for a
/// fault of the paper itself (a table that nothing mentions, an id that stands twice).
Document plan_paper(const PlanPaperInput& input);

}  // namespace zhiheng::report
