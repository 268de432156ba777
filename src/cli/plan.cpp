#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/text.h"
#include "catalog/calendar.h"
#include "cli/command.h"
#include "cli/paper_files.h"
#include "cli/plan_view.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "plan/tasks.h"
#include "report/plan_paper.h"
#include "report/task_pages.h"
#include "views/day.h"
#include "views/load.h"
#include "views/task_json.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknownOther{"plan.unknown-other", "没有可对比的规划 {}；地区有：{}",
                                  "there is no plan {} to compare with; districts: {}"};
constexpr ErrorCode kUnknownTarget{"plan.unknown-target", "规划 {} 没有目标 {}{}",
                                   "the plan {} has no target {}{}"};

struct PlanArguments {
  std::string district, plan, target, as_of;
  std::vector<std::string> others;
  bool simulated = false;
  int seed = 1;
  std::string out;
  std::vector<std::string> formats{"html", "pdf", "docx", "xlsx"};
};

std::unique_ptr<views::LoadedDistrict> loaded(const Settings& settings, const std::string& name) {
  auto district = views::load_district(settings.home, name);
  district->diagnostics.throw_if_errors();
  return district;
}

views::JudgedPlan judged_plan(views::LoadedDistrict& district, const PlanArguments& arguments,
                              bool with_forecast) {
  const Date day = views::day_or_today(arguments.as_of);
  const catalog::Plan& plan = views::plan_of(district.catalog, arguments.plan);
  return views::judge(district.catalog, plan,
                      plan::collect_series(*district.evaluator, plan::indicators_of(plan), "",
                                           plan::first_year_of(plan), views::complete_year(day)),
                      {day, arguments.simulated, static_cast<std::uint64_t>(arguments.seed), with_forecast});
}

int list_plans(const Settings& settings, const PlanArguments& arguments) {
  Diagnostics diagnostics;
  const auto catalog = catalog::load_catalog(settings.home, arguments.district, diagnostics);
  diagnostics.throw_if_errors();
  if (settings.json()) {
    fmt::print("{}\n", views::plans_json(catalog).dump(2));
    return 0;
  }
  std::vector<std::vector<TableCell>> rows;
  for (const auto& [id, plan] : catalog.plans)
    rows.push_back({{id, ""},
                    {plan.title.zh, ""},
                    {fmt::format("{}—{}", plan.period.from, plan.period.to), ""},
                    {plan.draft ? "征求意见稿 draft" : "印发 adopted", ""},
                    {std::to_string(plan.targets.size()), ""},
                    {std::to_string(plan.tasks.size()), ""}});
  fmt::print("{}", fitted_table({{"id", false, false},
                                 {"规划 plan", false, true},
                                 {"期间 period", false, false},
                                 {"状态 status", false, false},
                                 {"目标 targets", true, false},
                                 {"任务 tasks", true, false}},
                                rows, terminal_width(), wants_colours()));
  return 0;
}

std::vector<report::Block> task_pages(const Settings& settings, const PlanArguments& arguments,
                                      const views::JudgedPlan& judged, Diagnostics& diagnostics,
                                      const Theme& theme) {
  if (judged.plan->tasks.empty()) return {};
  const Date day = *Date::parse(judged.as_of);
  const WorkingCalendar calendar = catalog::load_calendar(settings.home, diagnostics);
  const auto reports =
      views::task_reports_of(*judged.catalog, *judged.plan,
                             {day, arguments.simulated, static_cast<std::uint64_t>(arguments.seed), false});
  diagnostics.throw_if_errors();
  const auto book = plan::task_book(*judged.plan, reports, judged.progress, day, calendar);
  return report::task_blocks(*judged.catalog, book, theme);
}

/// The monitoring paper, or with forecasts the mid-term one, into the folder that was asked for.
std::vector<std::string> write_plan_paper(const Settings& settings, const PlanArguments& arguments,
                                          views::LoadedDistrict& district, const views::JudgedPlan& judged) {
  const Theme theme = catalog::load_theme(settings.home, district.diagnostics);
  const report::PlanPaperInput input{
      judged.forecasts.empty() ? report::PlanPaperKind::kMonitoring : report::PlanPaperKind::kMidterm,
      *judged.catalog,
      *judged.plan,
      judged.book,
      judged.progress,
      judged.forecasts,
      judged.oddities,
      theme,
      judged.year,
      judged.as_of,
      judged.simulated,
      report::plan_file(*judged.catalog, *judged.plan),
      task_pages(settings, arguments, judged, district.diagnostics, theme)};
  report::Document document = report::plan_paper(input);
  return write_paper(settings, document, arguments.formats, arguments.out);
}

int status(const Settings& settings, const PlanArguments& arguments, bool with_forecast) {
  check_formats(arguments.formats);
  const auto district = loaded(settings, arguments.district);
  const views::JudgedPlan judged = judged_plan(*district, arguments, with_forecast);
  std::vector<std::string> files;
  if (!arguments.out.empty()) files = write_plan_paper(settings, arguments, *district, judged);
  if (settings.json()) {
    auto json = views::judged_json(judged);
    if (!files.empty()) json["files"] = files;
    fmt::print("{}\n", json.dump(2));
    return 0;
  }
  const auto text = with_forecast ? forecast_text : status_text;
  fmt::print("{}", text(judged, terminal_width(), wants_colours()));
  if (!files.empty()) fmt::print("\n文件 files:\n");
  for (const auto& file : files) fmt::print("  {}\n", file);
  return 0;
}

int show(const Settings& settings, const PlanArguments& arguments) {
  const auto district = loaded(settings, arguments.district);
  const views::JudgedPlan judged = judged_plan(*district, arguments, true);
  if (arguments.target.empty()) {
    if (settings.json())
      fmt::print("{}\n", views::judged_json(judged).dump(2));
    else
      fmt::print("{}", targets_text(district->catalog, *judged.plan, terminal_width(), wants_colours()));
    return 0;
  }
  const auto matches = [&](const plan::Progress& p) {
    return p.target->id == arguments.target || p.target->indicator == arguments.target;
  };
  if (std::ranges::none_of(judged.progress, matches)) {
    std::vector<std::string> ids;
    for (const auto& target : judged.plan->targets) ids.push_back(target.id);
    const std::string near = nearest(arguments.target, ids);
    throw Error(kUnknownTarget, {},
                {judged.plan->id, arguments.target, near.empty() ? "" : "（" + near + "？）"});
  }
  auto json = views::judged_json(judged);
  for (size_t i = judged.progress.size(); i-- > 0;) {
    if (!matches(judged.progress[i])) json["targets"].erase(i);
  }
  if (settings.json()) {
    fmt::print("{}\n", json.dump(2));
    return 0;
  }
  for (const auto& p : judged.progress) {
    if (matches(p)) fmt::print("{}\n", target_text(judged, p, terminal_width(), wants_colours()));
  }
  return 0;
}

/// Plans to compare with: `DISTRICT/PLAN`, all plans of `DISTRICT`, or all other plans that there are.
std::vector<plan::PlanOf> other_plans(const std::vector<std::unique_ptr<catalog::Catalog>>& catalogs,
                                      const PlanArguments& arguments, const catalog::Plan& own) {
  std::vector<plan::PlanOf> out;
  const auto wanted = [&](const catalog::Catalog& catalog, const std::string& plan) {
    if (arguments.others.empty()) return true;
    return std::ranges::any_of(arguments.others, [&](const std::string& other) {
      return other == catalog.district.id || other == catalog.district.id + "/" + plan ||
             (catalog.district.id == arguments.district && other == plan);
    });
  };
  for (const auto& catalog : catalogs) {
    for (const auto& [id, plan] : catalog->plans) {
      if (&plan != &own && wanted(*catalog, id)) out.push_back({catalog.get(), &plan});
    }
  }
  return out;
}

int compare(const Settings& settings, const PlanArguments& arguments) {
  std::vector<std::unique_ptr<catalog::Catalog>> catalogs;
  const auto add = [&](const std::string& name) {
    Diagnostics diagnostics;
    catalogs.push_back(
        std::make_unique<catalog::Catalog>(catalog::load_catalog(settings.home, name, diagnostics)));
    diagnostics.throw_if_errors();
  };
  add(arguments.district);
  for (const auto& name : catalog::list_districts(settings.home)) {
    if (name != catalogs.front()->district.id) add(name);
  }
  const plan::PlanOf first{catalogs.front().get(), &views::plan_of(*catalogs.front(), arguments.plan)};
  const auto others = other_plans(catalogs, arguments, *first.plan);
  if (others.empty() && !arguments.others.empty())
    throw Error(kUnknownOther, {},
                {join(arguments.others, ", "), join(catalog::list_districts(settings.home), ", ")});
  const auto shared = plan::compare_plans(first, others);
  const auto near = plan::near_pairs(first, others);
  if (settings.json())
    fmt::print("{}\n", views::comparison_json(first, shared, near).dump(2));
  else
    fmt::print("{}", comparison_text(first, shared, near, terminal_width(), wants_colours()));
  return 0;
}

CLI::App* add_one(CLI::App& group, const char* name, const char* words,
                  const std::shared_ptr<PlanArguments>& arguments, Settings& settings, bool judges) {
  auto* command = group.add_subcommand(name, words);
  command->add_option("DISTRICT", arguments->district, "地区 district, or a path to a pack (with a /)")
      ->required();
  if (std::string(name) != "list")
    command->add_option("PLAN", arguments->plan, "规划 plan, see `zhiheng plan list DISTRICT`")->required();
  if (judges) {
    command->add_option("--as-of", arguments->as_of,
                        "评估日 the day to judge on, 2023-12-31 (today): a year counts when it is over");
    command->add_flag("--simulated", arguments->simulated,
                      "以生成的模拟数据补空，处处标明 fill gaps with made-up values, marked everywhere");
    command->add_option("--seed", arguments->seed, "模拟数据的种子 seed of the made-up values")
        ->capture_default_str();
  }
  add_format(*command, settings);
  return command;
}

void add_paper(CLI::App& command, PlanArguments& arguments, const char* words) {
  command.add_option("--out", arguments.out, words);
  command
      .add_option("--formats", arguments.formats,
                  "文件格式 files to make: html,pdf,docx,xlsx (json is always made)")
      ->delimiter(',');
}

}  // namespace

void add_plan(CLI::App& app, Settings& settings, Run& run) {
  auto* group = app.add_subcommand(
      "plan",
      "规划目标与评估 targets of plans and where they stand: zhiheng plan status minhang quality-2021-2025");
  group->require_subcommand(1);
  auto arguments = std::make_shared<PlanArguments>();
  const auto bind = [&](CLI::App* command, auto action) {
    command->callback([&settings, &run, arguments, action] {
      run = [&settings, arguments, action] { return action(settings, *arguments); };
    });
  };
  bind(add_one(*group, "list", "列出规划 the plans of a district", arguments, settings, false), list_plans);
  auto* judged = add_one(*group, "status", "逐项评估目标 every target judged", arguments, settings, true);
  add_paper(*judged, *arguments,
            "另写年度监测报告到此文件夹 write the yearly monitoring paper into this folder too");
  bind(judged, [](const Settings& s, const PlanArguments& a) { return status(s, a, false); });
  auto* shown = add_one(*group, "show", "目标的内容，或一个目标的详情 what the plan says; one target in full",
                        arguments, settings, true);
  shown->add_option("TARGET", arguments->target, "目标标识或指标 a target's id or an indicator");
  bind(shown, show);
  auto* forecast = add_one(*group, "forecast", "预测到期能否达到 the chance to reach each target", arguments,
                           settings, true);
  add_paper(*forecast, *arguments,
            "另写中期评估报告到此文件夹 write the mid-term paper into this folder too");
  bind(forecast, [](const Settings& s, const PlanArguments& a) { return status(s, a, true); });
  auto* compared = add_one(*group, "compare", "与其他规划对比相同指标 the same indicators in other plans",
                           arguments, settings, false);
  compared->add_option("OTHER", arguments->others, "地区、地区/规划 district or district/plan (all others)");
  bind(compared, compare);
  group->footer(
      "例 Examples:\n  zhiheng plan list minhang\n  zhiheng plan status minhang quality-2021-2025\n"
      "  zhiheng plan status putuo quality-2018-2020 --as-of 2019-12-31 --simulated\n"
      "  zhiheng plan status minhang quality-2021-2025 --out out/plan --formats xlsx,pdf\n"
      "  zhiheng plan show minhang quality-2021-2025 ecology.aqi_rate\n"
      "  zhiheng plan forecast minhang outline-2021-2025 --format json\n"
      "  zhiheng plan compare minhang quality-2021-2025 putuo");
}

}  // namespace zhiheng::cli
