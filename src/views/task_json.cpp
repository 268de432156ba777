#include "views/task_json.h"

#include <nlohmann/json.hpp>

#include "plan/demand.h"
#include "plan/simulation.h"
#include "plan/task_simulation.h"
#include "views/day.h"

namespace zhiheng::views {
namespace {

using Json = nlohmann::ordered_json;
using plan::TaskYear;

Json number(const std::optional<Decimal>& value) {
  if (!value) return {};
  if (value->scale() == 0) return static_cast<std::int64_t>(value->mantissa());
  return value->to_double();
}

Json limit_json(const std::optional<catalog::Limit>& limit) {
  if (!limit) return {};
  return limit->high ? Json::array({number(limit->low), number(*limit->high)}) : number(limit->low);
}

Json head(const catalog::Catalog& catalog, const plan::TaskBook& book) {
  auto warnings = Json::array();
  for (const auto& warning : book.warnings)
    warnings.push_back({{"code", warning.code}, {"zh", warning.zh}, {"en", warning.en}});
  return {{"district", catalog.district.id}, {"plan", book.plan->id},
          {"as_of", book.day.to_string()},   {"simulated", book.simulated || catalog.district.simulated},
          {"reported", book.reported()},     {"file", book.simulated ? "" : book.file},
          {"sha256", book.sha256},           {"warnings", warnings}};
}

Json report_json(const plan::TaskReport& report) {
  return {{"state", plan::to_string(report.state)},
          {"reported_on", report.reported_on.to_string()},
          {"by", report.by},
          {"note", report.note},
          {"evidence", report.evidence},
          {"sha256", report.sha256},
          {"simulated", report.simulated},
          {"line", report.where.line}};
}

Json deliverable_json(const plan::Deliverable& deliverable) {
  const plan::Progress& progress = *deliverable.progress;
  Json json{{"target", progress.target->id}, {"indicator", progress.target->indicator}};
  if (progress.indicator != nullptr) json["title"] = plan::title_of(*progress.target, *progress.indicator).zh;
  json["limit"] = limit_json(deliverable.limit);
  json["unit"] = progress.unit;
  json["value"] = number(deliverable.value);
  json["met"] = deliverable.met ? Json(*deliverable.met) : Json();
  json["status"] = plan::to_string(progress.status);
  json["simulated"] = progress.simulated;
  return json;
}

/// What is told of every entry, in lists and in reminders.
Json entry_head(const TaskYear& item) {
  return {{"task", item.task->id},
          {"title", item.task->title.zh},
          {"title_en", item.task->title.en},
          {"year", item.year == 0 ? Json() : Json(item.year)},
          {"state", plan::to_string(item.state)},
          {"state_words", plan::title_of(item).zh},
          {"promised", item.promised.to_string()},
          {"due", item.due.to_string()},
          {"working_days", item.days ? Json(*item.days) : Json()},
          {"missing_calendar_year", item.missing_year == 0 ? Json() : Json(item.missing_year)}};
}

Json item_json(const TaskYear& item) {
  Json json = entry_head(item);
  json["goal"] = item.task->goal;
  json["owners"] = item.task->owners;
  auto items = Json::array();
  if (const auto found = item.task->years.find(item.year); found != item.task->years.end()) {
    for (const auto& each : found->second) items.push_back(each.zh);
  }
  json["items"] = items;
  json["deliverables"] = Json::array();
  for (const auto& each : item.deliverables) json["deliverables"].push_back(deliverable_json(each));
  json["reports"] = Json::array();
  for (const auto& each : item.reports) json["reports"].push_back(report_json(each));
  return json;
}

Json counts_json(const plan::StateCounts& counts) {
  Json json;
  for (const auto state : plan::kTaskStates) json[plan::to_string(state)] = counts.of(state);
  json["total"] = counts.total();
  return json;
}

}  // namespace

plan::TaskReports task_reports_of(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                  const JudgeOptions& options) {
  if (options.simulated) return plan::simulate_task_reports(plan, options.day, options.seed);
  Diagnostics diagnostics;
  auto reports = plan::read_task_reports(catalog, plan, diagnostics);
  diagnostics.throw_if_errors();
  return reports;
}

plan::TaskBook task_book_of(const catalog::Catalog& catalog, const catalog::Plan& plan,
                            plan::SeriesBook known, const WorkingCalendar& calendar,
                            const JudgeOptions& options) {
  const int year = complete_year(options.day);
  if (options.simulated) plan::simulate(catalog, plan, year, options.seed, known);
  return plan::task_book(plan, task_reports_of(catalog, plan, options),
                         plan::judge_plan(catalog, plan, known, year), options.day, calendar);
}

Json tasks_json(const catalog::Catalog& catalog, const plan::TaskBook& book, const TaskChoice& choice) {
  Json json = head(catalog, book);
  json["tasks"] = Json::array();
  for (const TaskYear* item : choice) json["tasks"].push_back(item_json(*item));
  return json;
}

Json reminders_json(const catalog::Catalog& catalog, const plan::TaskBook& book,
                    const std::vector<plan::Reminder>& reminders, int within) {
  Json json = head(catalog, book);
  json["within"] = within;
  json["reminders"] = Json::array();
  for (const auto& reminder : reminders) {
    Json each{{"department", reminder.department},
              {"department_title", catalog.code_title("department", reminder.department)}};
    each.update(entry_head(*reminder.item));
    json["reminders"].push_back(std::move(each));
  }
  return json;
}

Json roll_up_json(const catalog::Catalog& catalog, const plan::TaskBook& book) {
  const plan::RollUp sums = plan::roll_up(book, catalog.code_list("department"));
  Json json = head(catalog, book);
  json["all"] = counts_json(sums.all);
  json["by_department"] = Json::array();
  for (const auto& [code, counts] : sums.by_department)
    json["by_department"].push_back(
        {{"code", code}, {"title", catalog.code_title("department", code)}, {"counts", counts_json(counts)}});
  json["by_goal"] = Json::array();
  for (const auto& [id, counts] : sums.by_goal) {
    const catalog::Goal* goal = book.plan->goal(id);
    json["by_goal"].push_back(
        {{"id", id}, {"title", goal == nullptr ? "" : goal->title.zh}, {"counts", counts_json(counts)}});
  }
  json["by_year"] = Json::array();
  for (const auto& [year, counts] : sums.by_year)
    json["by_year"].push_back({{"year", year == 0 ? Json() : Json(year)}, {"counts", counts_json(counts)}});
  return json;
}

Json entry_json(const plan::PreparedReport& prepared, bool written, const std::string& undo) {
  return {{"written", written},
          {"file", prepared.shown},
          {"row", prepared.row},
          {"evidence", prepared.report.evidence},
          {"owner", prepared.is_owner},
          {"before", prepared.before ? report_json(*prepared.before) : Json()},
          {"undo", undo}};
}

}  // namespace zhiheng::views
