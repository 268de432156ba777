#include "intake/import.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.h"
#include "cli/command.h"
#include "cli/record_options.h"
#include "cli/terminal.h"
#include "report/returned_rows.h"
#include "views/day.h"
#include "views/import_json.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;
using intake::ImportResult;

constexpr ErrorCode kBadHead{"import.bad-head", "--head 应写作 文件列=列名，实为 {}",
                             "--head is FILE_COLUMN=COLUMN, not {}"};

struct ImportArguments : views::RecordArguments {
  std::string dataset;
  std::vector<std::string> files, heads;
  std::string rejects, by;
  bool dry_run = false, all_or_nothing = false, accept_valid = false, simulated = false;
};

std::map<std::string, std::string> heads_of(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> heads;
  for (const auto& text : texts) {
    const auto equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
      throw Error(kBadHead, {}, {text});
    heads[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return heads;
}

/// One line that says how far it is, on a terminal only.
class Bar {
 public:
  explicit Bar(bool wanted) : shown_(wanted && isatty(STDERR_FILENO) != 0) {}
  ~Bar() {
    if (drawn_) fmt::print(stderr, "\r\033[K");
  }
  void draw(const intake::ImportProgress& p) {
    if (!shown_) return;
    const double share = p.of_bytes == 0 ? 1 : static_cast<double>(p.bytes) / static_cast<double>(p.of_bytes);
    const double left = share > 0 ? p.seconds * (1 - share) / share : 0;
    const auto filled = static_cast<std::size_t>(share * 30);
    fmt::print(stderr,
               "\r\033[K{}{} {:3.0f}%  {} 行 rows  {:.0f} 行/秒  退回 rejected {}  剩余 left {:.0f} s",
               std::string(filled, '#'), std::string(30 - filled, '.'), share * 100, p.rows,
               p.seconds > 0 ? static_cast<double>(p.rows) / p.seconds : 0, p.rejected, left);
    drawn_ = true;
  }

 private:
  bool shown_, drawn_ = false;
};

std::string returned_path(const ImportArguments& arguments, const std::string& file) {
  if (!arguments.rejects.empty()) return arguments.rejects;
  const std::filesystem::path path(file);
  std::string extension = path.extension().string();
  if (extension == ".xlsm" || extension == ".XLSM") extension = ".xlsx";  // what goes back has no macros
  return (path.parent_path() / (path.stem().string() + ".rejects" + extension)).string();
}

std::string outcome_text(const ImportResult& r, const ImportArguments& arguments) {
  if (r.known)
    return fmt::format("同一文件已导入为 {}，没有变化 the same file is already {}: nothing changed", r.batch,
                       r.batch);
  if (r.too_different)
    return "与上期相比变动过大，按数据集的规定全部未收 the numbers are too far from the last: nothing was "
           "taken in";
  if (r.refused)
    return "有退回的行，按 --all-or-nothing 全部未收 rows were rejected, so nothing was taken in";
  if (arguments.dry_run) return "试运行，没有写入 dry run: nothing was written";
  if (r.batch.empty()) return "没有可收的行 there was no row to take in";
  return fmt::format("已收为批次 {} taken in as batch {}", r.batch, r.batch);
}

void print_warnings(const std::vector<Diagnostic>& warnings) {
  constexpr std::size_t kMost = 20;
  for (std::size_t i = 0; i < std::min(warnings.size(), kMost); ++i)
    fmt::print("  {} {}\n", warnings[i].severity == Severity::kError ? "拒收" : "提醒",
               to_string(warnings[i]));
  if (warnings.size() > kMost)
    fmt::print("  提醒 另有 {} 条，见 --format json ({} more: --format json)\n", warnings.size() - kMost,
               warnings.size() - kMost);
}

void print_text(const ImportResult& r, const std::string& file, const ImportArguments& arguments,
                const catalog::Dataset& dataset, const std::string& returned) {
  fmt::print("{}  {}\n", file, r.format);
  fmt::print("  {}\n", outcome_text(r, arguments));
  fmt::print(
      "  行数 rows {}  收下 accepted {}  退回 rejected {}  替换旧行 replaced {}  {:.1f} s，{:.0f} 行/秒 "
      "rows/s\n",
      r.rows, r.accepted, r.rejected, r.replaced, r.seconds,
      r.seconds > 0 ? static_cast<double>(r.rows) / r.seconds : 0);
  for (const auto& [fault, rows] : r.faults) {
    const Diagnostic said = intake::describe(fault, dataset);
    fmt::print("  退回 {:>8}  {} ({}) [{}]\n", rows, said.zh, said.en, said.code);
  }
  print_warnings(r.warnings);
  if (!r.unknown_heads.empty())
    fmt::print(
        "  未用的列 heads not used: {}（对应时用 --head 文件列=列名 say --head where one is a column）\n",
        join(r.unknown_heads, "、"));
  for (const auto& note : r.notes) fmt::print("  注意 {}\n", note);
  if (r.rejected != 0) fmt::print("  退回的行和原因 rejected rows with reasons: {}\n", returned);
}

int run_import(const Settings& settings, const ImportArguments& arguments) {
  const auto heads = heads_of(arguments.heads);
  const auto records = views::open_records(settings.home, arguments, true);
  const catalog::Dataset& dataset = records->dataset(arguments.dataset);
  Json all = Json::array();
  bool rejected = false;
  for (const auto& file : arguments.files) {
    const std::string returned = returned_path(arguments, file);
    std::optional<Bar> bar(!settings.json());
    report::ReturnedRows rows(returned);
    intake::ImportOptions options;
    options.dry_run = arguments.dry_run;
    options.all_or_nothing = arguments.all_or_nothing;
    options.simulated = arguments.simulated;
    options.heads = heads;
    options.by = arguments.by;
    options.today = views::day_or_today("");
    options.progress = [&](const intake::ImportProgress& progress) { bar->draw(progress); };
    options.begin_returned = [&](const std::vector<std::string>& names) { rows.begin(names); };
    options.returned = [&](const intake::Returned& row) { rows.add(row.line, row.cells, row.reasons); };
    options.end_returned = [&] { rows.finish(); };
    const ImportResult result =
        intake::import_file(*records->store, records->catalog, dataset, records->calendar, file, options);
    bar.reset();
    rejected = rejected || result.rejected != 0 || result.too_different;
    if (settings.json())
      all.push_back(views::import_json(result, file, dataset));
    else
      print_text(result, file, arguments, dataset, returned);
  }
  if (settings.json()) fmt::print("{}\n", all.dump(2));
  return rejected ? 1 : 0;
}

}  // namespace

void add_import(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("import", "导入一份或几份明细文件 take in files of records");
  auto arguments = std::make_shared<ImportArguments>();
  command->add_option("DATASET", arguments->dataset, "数据集 dataset (zhiheng list datasets)")->required();
  command->add_option("FILE", arguments->files, "CSV、XLSX 或 NDJSON 文件 files")->required();
  add_record_options(*command, *arguments);
  command->add_flag("--dry-run", arguments->dry_run, "只检查，不写入 check only, write nothing");
  auto* all = command->add_flag("--all-or-nothing", arguments->all_or_nothing,
                                "有一行退回就全部不收 one rejected row refuses the file");
  command
      ->add_flag("--accept-valid", arguments->accept_valid,
                 "收下合格的行（默认） take the valid rows (default)")
      ->excludes(all);
  command->add_option("--head", arguments->heads, "文件列=列名，记住供下次用 FILE_COLUMN=COLUMN, remembered");
  command->add_option("--rejects", arguments->rejects,
                      "退回的行写到这里 where rejected rows go (FILE.rejects.EXT)");
  command->add_option("--by", arguments->by, "经手人账号 account of who does it");
  command->add_flag("--simulated", arguments->simulated, "是模拟数据 the records are simulated");
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng import food_sample samples.xlsx --district minhang\n"
      "  zhiheng import complaint 12345.csv --dry-run --head 受理编号=complaint_no\n"
      "退出码 exit codes: 0 全部收下 all taken, 1 有退回的行或整批拒收 rows or the whole "
      "file rejected, 2 文件不能用 the file can't "
      "be used, 3 环境问题 surroundings");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return run_import(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
