#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "audit/views.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/interruption.h"
#include "cli/paper_files.h"
#include "cli/terminal.h"
#include "report/audit_paper.h"
#include "report/build.h"
#include "report/write.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

namespace fs = std::filesystem;

struct ReportArguments {
  std::string workspace, store;
  std::string report, district;
  int year = 0;
  std::string out;
  std::vector<std::string> formats{"html", "pdf", "docx", "xlsx", "json"};
  bool fail_on_findings = false;
  bool dry_run = false;
};

/// Counts for the summary.
struct Totals {
  size_t chapters = 0, tables = 0, figures = 0, cases = 0, sources = 0;
};

void count(const std::vector<report::Block>& blocks, Totals& totals) {
  for (const auto& block : blocks) {
    if (const auto* heading = std::get_if<report::Heading>(&block))
      totals.chapters += heading->level == 1 ? 1 : 0;
    totals.tables += std::holds_alternative<report::Table>(block) ? 1 : 0;
    totals.figures += std::holds_alternative<report::Figure>(block) ? 1 : 0;
    if (const auto* box = std::get_if<report::Case>(&block)) {
      ++totals.cases;
      count(box->blocks, totals);
    }
  }
}

Totals totals_of(const report::Document& document) {
  Totals totals;
  count(document.blocks, totals);
  std::vector<std::string> owners;
  for (const auto& lineage : document.lineages) owners.push_back(lineage.owner);
  std::sort(owners.begin(), owners.end());
  totals.sources = static_cast<size_t>(std::unique(owners.begin(), owners.end()) - owners.begin());
  return totals;
}

size_t count_certain(const audit::Report& trial) {
  return static_cast<size_t>(
      std::ranges::count_if(trial.results.findings, [](const auto& each) { return each.certain; }));
}

void print_audit(const audit::Report& trial) {
  fmt::print(
      "\n全文审读 audit of the paper: 发现 findings {}（确定 certain {}）· 豁免 waived {} · 成立 held {}\n",
      trial.results.findings.size(), count_certain(trial), trial.waived.size(), trial.results.held.size());
  for (const auto& each : trial.results.findings)
    fmt::print("  {} {}：{}\n", each.id, audit::kind_title(each.kind), each.explanation.zh);
  for (const auto& each : trial.unmatched)
    fmt::print("  {}:{}: 豁免 {} 已没有对应的发现 no finding is left for this waiver\n", each.where.file,
               each.where.line, each.id);
}

void print_text(const report::Document& document, const audit::Report& trial,
                const std::vector<report::Stage>& stages, const std::string& out, double seconds) {
  const Totals totals = totals_of(document);
  fmt::print("\n{}\n", document.title);
  fmt::print(
      "  章 chapters {} · 表 tables {} · 图 figures {} · 案例 cases {} · 绑定数字 numbers {} · 来源部门 "
      "sources {} · 输入文件 inputs {}\n",
      totals.chapters, totals.tables, totals.figures, totals.cases, document.numbers.size(), totals.sources,
      document.generated_from.size());
  for (const auto& omitted : document.omitted) fmt::print("  略去 left out: {}\n", omitted);
  fmt::print("\n核对发现 findings: {}\n", document.findings.size());
  for (const auto& f : document.findings) {
    fmt::print("  {:<4} {}（{}）公布 published {}，计算 computed {}，差 difference {}{}\n", f.id, f.title,
               f.where, f.published, f.computed, f.difference,
               f.within_rounding ? "（取整可解释 rounding）" : "");
  }
  print_audit(trial);
  fmt::print("\n用时 seconds:");
  for (const auto& stage : stages) fmt::print(" {} {:.2f} ·", stage.name, stage.seconds);
  fmt::print(" 共 total {:.2f}\n文件 files:\n", seconds);
  for (const auto& entry : list_files(out, ""))
    fmt::print("  {} ({:.1f} MB)\n", entry, static_cast<double>(fs::file_size(entry)) / 1e6);
}

void print_json(const report::Document& document, const audit::Report& trial,
                const std::vector<report::Stage>& stages, const std::string& out, double seconds) {
  const Totals totals = totals_of(document);
  nlohmann::ordered_json json;
  json["title"] = document.title;
  json["district"] = document.district;
  json["year"] = document.year;
  json["chapters"] = totals.chapters;
  json["tables"] = totals.tables;
  json["figures"] = totals.figures;
  json["cases"] = totals.cases;
  json["numbers"] = document.numbers.size();
  json["sources"] = totals.sources;
  json["findings"] = document.findings.size();
  json["audit"] = {{"findings", trial.results.findings.size()},
                   {"certain", count_certain(trial)},
                   {"waived", trial.waived.size()},
                   {"unmatched_waivers", trial.unmatched.size()},
                   {"held", trial.results.held.size()}};
  json["omitted"] = document.omitted;
  for (const auto& stage : stages) json["seconds"][stage.name] = stage.seconds;
  json["seconds"]["total"] = seconds;
  json["files"] = list_files(out, "");
  fmt::print("{}\n", json.dump(2));
}

/// Throws the mistakes of the district's waivers.
audit::Report audit_own(const report::Document& document, views::LoadedDistrict& district) {
  const catalog::District& own = district.catalog.district;
  audit::Report trial =
      report::audit_paper(document, report::paper_waivers(own.folder, document.report),
                          report::paper_waivers(own.shown, document.report), district.diagnostics);
  district.diagnostics.throw_if_errors();
  return trial;
}

int make_report(const Settings& settings, const ReportArguments& arguments) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto elapsed = [&](Clock::time_point since) {
    return std::chrono::duration<double>(Clock::now() - since).count();
  };
  report::FigureDrawing drawing;  // first: its engines load while the data are read
  report::WriteOptions options;
  options.formats = {arguments.formats.begin(), arguments.formats.end()};
  check_formats(arguments.formats);
  options.pdf.modules = views::tool_folder(settings.home);
  const Progress progress(!settings.json());
  std::vector<report::Stage> stages;
  progress.stage("data");
  auto district = views::load_district(settings.home, arguments.district,
                                       arguments.store.empty() ? arguments.workspace : arguments.store);
  const Theme theme = catalog::load_theme(settings.home, district->diagnostics);
  district->diagnostics.throw_if_errors();
  stages.push_back({"data", elapsed(start)});
  const auto build_start = Clock::now();
  progress.stage("document");
  report::Document document = report::build_document(
      *district->evaluator, arguments.report, arguments.year, theme, district->diagnostics,
      [&](const report::Figure& figure) { drawing.begin(figure); });
  district->diagnostics.throw_if_errors();
  stages.push_back({"document", elapsed(build_start)});
  progress.stage("audit");
  const auto audit_start = Clock::now();
  const audit::Report trial = audit_own(document, *district);
  stages.push_back({"audit", elapsed(audit_start)});
  const bool found = !document.findings.empty() || !trial.results.findings.empty();
  const int exit_code = arguments.fail_on_findings && found ? 1 : 0;
  if (arguments.dry_run) {
    settings.json() ? print_json(document, trial, stages, "", elapsed(start))
                    : print_text(document, trial, stages, "", elapsed(start));
    return exit_code;
  }
  const std::string out = arguments.out.empty()
                              ? "out/" + district->catalog.district.id + "-" + std::to_string(arguments.year)
                              : arguments.out;
  StagedFolder folder(out);
  Interruption interruption(folder.path());
  for (auto& stage : report::write_report(document, theme, options, drawing, folder.path(),
                                          [&](const std::string& name) { progress.stage(name); })) {
    stages.push_back(std::move(stage));
  }
  write_file(folder.path() + "/audit.json", audit::render_json(trial));
  {
    const auto lock = interruption.held_back();
    folder.commit(report::output_marker(document));
  }
  progress.done();
  settings.json() ? print_json(document, trial, stages, out, elapsed(start))
                  : print_text(document, trial, stages, out, elapsed(start));
  return exit_code;
}

}  // namespace

void add_report(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("report", "编制报告 make a report: zhiheng report white-paper minhang 2020");
  auto arguments = std::make_shared<ReportArguments>();
  command->add_option("REPORT", arguments->report, "报告名 report, see `zhiheng list reports`")->required();
  command->add_option("DISTRICT", arguments->district, "地区 district, or a path to a pack (with a /)")
      ->required();
  command->add_option("YEAR", arguments->year, "年份 year")->required();
  command->add_option("--out", arguments->out,
                      "输出文件夹 output folder (out/DISTRICT-YEAR); replaced in one step when all is done");
  command
      ->add_option("--formats", arguments->formats,
                   "文件格式 files to make: html,pdf,docx,xlsx,json (json is always made)")
      ->delimiter(',');
  command->add_option(
      "--workspace", arguments->workspace,
      "用工作区里的明细代替已公布的数 figures that follow from a workspace's records take the place of "
      "published ones");
  command->add_option(
      "--store", arguments->store,
      "同上，明细在 PostgreSQL 数据库里 the same, with records in a database: postgresql://…");
  command->add_flag("--dry-run", arguments->dry_run,
                    "只计算和检查，不写文件 compute and check only, write nothing");
  command->add_flag(
      "--fail-on-findings", arguments->fail_on_findings,
      "有核对发现或审读发现时返回 1 exit with 1 when there are findings, of the data or the paper");
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng report white-paper minhang 2020\n  zhiheng report white-paper minhang 2020 "
      "--formats html,docx --out /tmp/paper\n"
      "  zhiheng report white-paper ./my-district 2023 --dry-run --format json");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return make_report(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
