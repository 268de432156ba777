#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "catalog/calendar.h"
#include "catalog/did_you_mean.h"
#include "cli/assess_view.h"
#include "cli/command.h"
#include "cli/paper_files.h"
#include "cli/table.h"
#include "plan/assessment_inputs.h"
#include "plan/assessment_value.h"
#include "plan/simulation.h"
#include "plan/task_simulation.h"
#include "report/assessment_paper.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknownSheet{"assessment.unknown", "{} 没有考核表 {}；可用：{}",
                                  "{} has no assessment sheet {}; it has: {}"};
constexpr ErrorCode kUnknownSubject{"assessment.unknown-subject", "考核表不考核 {}{}",
                                    "the sheet does not assess {}{}"};
constexpr ErrorCode kNobody{"assessment.nobody", "{} 年没有可考核的对象：没有规划在这一年有责任部门",
                            "nobody to assess in {}: no plan of that year names a department"};
constexpr ErrorCode kUnknownItem{"assessment.unknown-item", "考核表没有考核项 {}{}",
                                 "the sheet has no item {}{}"};
constexpr ErrorCode kBadSupposition{"assessment.bad-supposition", "--what-if 应写作 考核项=数值，实为 {}",
                                    "--what-if is written ITEM=VALUE, not {}"};
constexpr ErrorCode kBadValue{"assessment.bad-value", "{} 的值应为{}，实为 {}",
                              "the value of {} must be {}, not {}"};
constexpr ErrorCode kWhoSupposes{"assessment.what-if-whom", "--what-if 需要 --subject",
                                 "--what-if needs --subject"};
constexpr ErrorCode kNoSuppositionOut{"assessment.what-if-out",
                                      "假设的结果不写成文件；请去掉 --out 或 --what-if",
                                      "suppositions are not written to files; leave out --out or --what-if"};

struct AssessArguments {
  std::string district, sheet, subject, answer;
  int year = 0;
  std::vector<std::string> suppositions;
  bool simulated = false;
  int seed = 1;
  std::string out;
  std::vector<std::string> formats{"html", "pdf", "docx", "xlsx"};
};

const catalog::Sheet& sheet_of(const catalog::Catalog& catalog, const std::string& id) {
  const auto found = catalog.sheets.find(id);
  if (found != catalog.sheets.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, sheet] : catalog.sheets) names.push_back(name);
  throw Error(kUnknownSheet, {}, {catalog.district.id, id, join(names, ", ")});
}

WorkingCalendar calendar_of(const Settings& settings) {
  Diagnostics diagnostics;
  WorkingCalendar calendar = catalog::load_calendar(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  return calendar;
}

/// What departments have reached of the year's plans, and which of their tasks they did in time.
void add_plans(views::LoadedDistrict& district, const catalog::Sheet& sheet, const AssessArguments& arguments,
               const WorkingCalendar& calendar, plan::AssessmentInputs& inputs) {
  const auto seed = static_cast<std::uint64_t>(arguments.seed);
  const Date day = *Date::of(inputs.year, 12, 31);
  std::vector<plan::Progress> all;
  std::vector<plan::TaskBook> books;
  for (const catalog::Plan* plan : plan::plans_in(district.catalog, inputs.year)) {
    auto series = plan::collect_series(*district.evaluator, plan::indicators_of(*plan), "",
                                       plan::first_year_of(*plan), inputs.year);
    if (arguments.simulated) plan::simulate(district.catalog, *plan, inputs.year, seed, series);
    const auto progress = plan::judge_plan(district.catalog, *plan, series, inputs.year);
    all.insert(all.end(), progress.begin(), progress.end());
    plan::TaskReports reports = plan::read_task_reports(district.catalog, *plan, district.diagnostics);
    if (arguments.simulated && reports.rows.empty()) reports = plan::simulate_task_reports(*plan, day, seed);
    books.push_back(plan::task_book(*plan, reports, progress, day, calendar));
  }
  plan::add_targets(sheet, all, inputs);
  plan::add_tasks(sheet, books, inputs);
}

plan::AssessmentInputs gather_inputs(views::LoadedDistrict& district, const catalog::Sheet& sheet,
                                     const AssessArguments& arguments, const WorkingCalendar& calendar) {
  plan::AssessmentInputs inputs;
  inputs.year = arguments.year;
  inputs.subjects = plan::subjects_of(district.catalog, sheet, arguments.year);
  if (inputs.subjects.empty()) throw Error(kNobody, {}, {std::to_string(arguments.year)});
  plan::read_entered(district.catalog, sheet, inputs, district.diagnostics);
  plan::add_indicators(*district.evaluator, sheet, inputs);
  const bool counts = std::ranges::any_of(sheet.items, [](const catalog::SheetItem& item) {
    return item.from == catalog::ValueFrom::kTargets || item.from == catalog::ValueFrom::kTasks;
  });
  if (counts) add_plans(district, sheet, arguments, calendar, inputs);
  district.diagnostics.throw_if_errors();
  if (arguments.simulated)
    plan::simulate_missing(district.catalog, sheet, static_cast<std::uint64_t>(arguments.seed), inputs);
  return inputs;
}

void check_subject(const Assessment& assessment, const std::string& subject) {
  if (subject.empty()) return;
  const auto& subjects = assessment.inputs.subjects;
  if (std::ranges::find(subjects, subject, &plan::AssessedSubject::code) == subjects.end())
    throw Error(kUnknownSubject, {}, {subject, catalog::did_you_mean_code(subject, subjects)});
}

/// `inputs` after every `ITEM=VALUE`.
plan::AssessmentInputs supposed(const Assessment& assessment, const AssessArguments& arguments) {
  if (arguments.subject.empty()) throw Error(kWhoSupposes, {});
  plan::AssessmentInputs inputs = assessment.inputs;
  for (const std::string& text : arguments.suppositions) {
    const size_t sign = text.find('=');
    if (sign == std::string::npos) throw Error(kBadSupposition, {}, {text});
    const std::string id = text.substr(0, sign), value = text.substr(sign + 1);
    const catalog::SheetItem* item = assessment.sheet->item(id);
    if (item == nullptr) {
      std::vector<std::string> names;
      for (const auto& each : assessment.sheet->items) names.push_back(each.id);
      throw Error(kUnknownItem, {}, {id, catalog::did_you_mean(id, names)});
    }
    const catalog::Title form = plan::value_form(item->rule);
    if (!plan::read_value(*item, value))
      throw Error(kBadValue, {}, {id, form.zh + " (" + form.en + ")", value});
    inputs = plan::suppose(std::move(inputs), arguments.subject, id, value);
  }
  return inputs;
}

report::LineageInput file_input(const std::string& path, const std::string& shown) {
  return {shown, sha256_hex(read_file(path, shown)), ""};
}

/// The sheet's own file, then what the values were read from.
std::vector<report::LineageInput> files_of(views::LoadedDistrict& district, const Assessment& assessment) {
  std::vector<report::LineageInput> files{{assessment.sheet->where.file, assessment.sheet->sha256, ""}};
  const std::string shown = plan::entered_file(district.catalog, *assessment.sheet, assessment.inputs.year);
  const std::string path =
      district.catalog.district.folder + shown.substr(district.catalog.district.shown.size());
  if (std::filesystem::exists(path)) files.push_back(file_input(path, shown));
  return files;
}

void print_files(const Settings& settings, const std::vector<std::string>& files) {
  if (settings.json()) {
    fmt::print("{}\n", nlohmann::ordered_json{{"files", files}}.dump(2));
    return;
  }
  fmt::print("文件 files:\n");
  for (const auto& file : files) fmt::print("  {}\n", file);
}

int write_out(const Settings& settings, views::LoadedDistrict& district, const Assessment& assessment,
              const AssessArguments& arguments) {
  if (!arguments.suppositions.empty()) throw Error(kNoSuppositionOut, {});
  report::Document document =
      report::assessment_paper({district.catalog, *assessment.sheet, assessment.cards, assessment.inputs.year,
                                arguments.subject, files_of(district, assessment)});
  print_files(settings, write_paper(settings, document, arguments.formats, arguments.out));
  return 0;
}

int run_sheet(const Settings& settings, const AssessArguments& arguments) {
  const auto district = views::load_district(settings.home, arguments.district);
  district->diagnostics.throw_if_errors();
  check_formats(arguments.formats);
  const WorkingCalendar calendar = calendar_of(settings);
  Assessment now;
  now.catalog = &district->catalog;
  now.sheet = &sheet_of(district->catalog, arguments.sheet);
  now.inputs = gather_inputs(*district, *now.sheet, arguments, calendar);
  check_subject(now, arguments.subject);
  now.cards = plan::assess(*now.catalog, *now.sheet, now.inputs, calendar);
  if (!arguments.out.empty()) return write_out(settings, *district, now, arguments);
  Assessment after = now;
  if (!arguments.suppositions.empty()) {
    after.inputs = supposed(now, arguments);
    after.cards = plan::assess(*after.catalog, *after.sheet, after.inputs, calendar);
  }
  const auto changed = plan::differences(now.cards, after.cards);
  if (settings.json()) {
    auto json = assessment_json(now, arguments.subject);
    if (!arguments.suppositions.empty()) json["what_if"] = differences_json(changed);
    fmt::print("{}\n", json.dump(2));
    return 0;
  }
  const int width = terminal_width();
  const auto card = std::ranges::find_if(
      now.cards, [&](const plan::Card& each) { return each.subject.code == arguments.subject; });
  fmt::print("{}", arguments.subject.empty() ? ranking_text(now, width, wants_colours())
                                             : sheet_text(now, *card, width, wants_colours()));
  if (!arguments.suppositions.empty()) fmt::print("\n{}", differences_text(changed, width, wants_colours()));
  return 0;
}

/// Scores an answer again from its own inputs: 0 the same, 1 not.
int verify(const Settings& settings, const AssessArguments& arguments) {
  Diagnostics diagnostics;
  const auto catalog = catalog::load_catalog(settings.home, arguments.district, diagnostics);
  diagnostics.throw_if_errors();
  const auto answer =
      nlohmann::ordered_json::parse(read_file(arguments.answer, arguments.answer), nullptr, false);
  const auto text = [&](const char* key) {
    return answer.is_object() && answer.contains("sheet") ? answer["sheet"].value(key, std::string()) : "";
  };
  Assessment again;
  again.catalog = &catalog;
  again.inputs = inputs_of(answer);
  again.sheet = &sheet_of(catalog, text("id"));
  again.cards = plan::assess(catalog, *again.sheet, again.inputs, calendar_of(settings));
  const bool same_sheet = again.sheet->sha256 == text("sha256");
  const auto recomputed = assessment_json(again);
  const bool same = std::ranges::all_of(answer.at("cards"), [&](const auto& card) {
    return std::ranges::find(recomputed["cards"], card) != recomputed["cards"].end();
  });
  if (settings.json()) {
    fmt::print("{}\n", nlohmann::ordered_json{{"same", same}, {"same_sheet", same_sheet}}.dump(2));
  } else {
    fmt::print("{}\n", same ? "重算结果相同 recomputed: the same" : "重算结果不同 recomputed: it differs");
    if (!same_sheet) fmt::print("考核表后来改过 the sheet has changed since\n");
  }
  return same ? 0 : 1;
}

int list_sheets(const Settings& settings, const AssessArguments& arguments) {
  Diagnostics diagnostics;
  const auto catalog = catalog::load_catalog(settings.home, arguments.district, diagnostics);
  diagnostics.throw_if_errors();
  auto json = nlohmann::ordered_json::array();
  std::vector<std::vector<TableCell>> rows;
  for (const auto& [id, sheet] : catalog.sheets) {
    json.push_back({{"id", id},
                    {"title", sheet.title.zh},
                    {"title_en", sheet.title.en},
                    {"assessed", sheet.departments ? "departments" : "areas"},
                    {"total", sheet.total.to_string()},
                    {"items", sheet.items.size()}});
    rows.push_back({{id, ""},
                    {sheet.title.zh, ""},
                    {sheet.title.en, ""},
                    {sheet.departments ? "部门 departments" : "街镇 areas", ""},
                    {std::to_string(sheet.items.size()), ""},
                    {sheet.total.to_string(), ""}});
  }
  if (settings.json()) {
    fmt::print("{}\n", nlohmann::ordered_json{{"district", catalog.district.id}, {"sheets", json}}.dump(2));
    return 0;
  }
  fmt::print("{}", fitted_table({{"id", false, false},
                                 {"考核表", false, true},
                                 {"sheet", false, true},
                                 {"对象 assessed", false, false},
                                 {"项 items", true, false},
                                 {"满分 total", true, false}},
                                rows, terminal_width(), wants_colours()));
  return 0;
}

void add_run_options(CLI::App& command, const std::shared_ptr<AssessArguments>& arguments) {
  command.add_option("SHEET", arguments->sheet, "考核表 sheet, see `zhiheng assess list DISTRICT`")
      ->required();
  command.add_option("YEAR", arguments->year, "年份 year")->required();
  command.add_option("--subject", arguments->subject, "只看一个街镇或部门 one town or department in full");
  command.add_option("--what-if", arguments->suppositions,
                     "假设考核项取某值 suppose another value: ITEM=VALUE, several allowed");
  command.add_flag("--simulated", arguments->simulated,
                   "以生成的模拟数据补空，处处标明 fill gaps with made-up values, marked everywhere");
  command.add_option("--seed", arguments->seed, "模拟数据的种子 seed of the made-up values")
      ->capture_default_str();
  command.add_option("--out", arguments->out,
                     "把考核表写成文件 folder for the printable sheets; replaced in one step");
  command.add_option("--formats", arguments->formats, "文件格式 files to make: html,pdf,docx,xlsx,json")
      ->delimiter(',');
}

}  // namespace

void add_assess(CLI::App& app, Settings& settings, Run& run) {
  auto* group = app.add_subcommand(
      "assess", "考核 assessment sheets: zhiheng assess run minhang town-quality-work 2020");
  group->require_subcommand(1);
  auto arguments = std::make_shared<AssessArguments>();
  const auto add = [&](const char* name, const char* words, auto action) {
    auto* command = group->add_subcommand(name, words);
    command->add_option("DISTRICT", arguments->district, "地区 district, or a path to a pack (with a /)")
        ->required();
    add_format(*command, settings);
    command->callback([&settings, &run, arguments, action] {
      run = [&settings, arguments, action] { return action(settings, *arguments); };
    });
    return command;
  };
  add("list", "列出考核表 the sheets of a district", list_sheets);
  add_run_options(*add("run", "计分、排名、出表 score, rank, print", run_sheet), arguments);
  add("verify", "按结果所带的数据重算一遍 score a JSON answer again from its own inputs", verify)
      ->add_option("FILE", arguments->answer, "`assess run --format json` 的结果 its answer")
      ->required();
  group->footer(
      "例 Examples:\n  zhiheng assess list minhang\n  zhiheng assess run minhang town-quality-work 2020\n"
      "  zhiheng assess run minhang town-quality-work 2020 --simulated --subject qibao\n"
      "  zhiheng assess run minhang town-quality-work 2020 --simulated --subject qibao --what-if training=4\n"
      "  zhiheng assess run minhang department-quality-work 2021 --simulated --out out/departments\n"
      "  zhiheng assess run minhang town-quality-work 2020 --format json > a.json; zhiheng assess verify "
      "minhang a.json");
}

}  // namespace zhiheng::cli
