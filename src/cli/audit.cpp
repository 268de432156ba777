#include "audit/audit.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "audit/views.h"
#include "audit/waivers.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/gather.h"
#include "cli/interruption.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "read/read_document.h"
#include "report/write.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknownKind{"audit.unknown-kind", "未知的种类 {}；可用：{}",
                                 "unknown kind {}; allowed: {}"};
constexpr ErrorCode kOneFormat{"audit.one-format", "多种形式须用 --out 指明文件夹",
                               "several formats need a folder, --out DIR"};
constexpr ErrorCode kUnknownId{"audit.unknown-id", "没有编号为 {} 的发现；未豁免任何一项",
                               "there is no finding with the id {}; nothing was waived"};
constexpr ErrorCode kWaivedAlready{"audit.waived-already", "{} 已豁免；未豁免任何一项",
                                   "{} is waived already; nothing was waived"};
constexpr ErrorCode kWaiverWords{"audit.waiver-words", "豁免须同时给出 --reason 和 --who",
                                 "a waiver needs both --reason and --who"};
constexpr ErrorCode kPaperThere{
    "out.not-ours", "这是编制报告的文件夹，未改动；请换一个文件夹",
    "this folder holds a report that was made; it is untouched, choose another one"};
constexpr const char* kMarker = "audit.json";  // always written, so that the folder is known as ours
constexpr int kFindings = 1;
constexpr int kUnreadable = 2;
constexpr int kPlainWidth = 120;  // where the output is not a terminal

struct AuditArguments {
  std::vector<std::string> files;
  std::vector<std::string> formats;
  std::string out;
  std::vector<std::string> only;
  std::string least = "note";
  bool certain = false;
  bool no_color = false;
  std::vector<std::string> waive;
  std::string reason, who;
  bool dry_run = false;
};

struct Format {
  const char* name;
  const char* file;
};
constexpr Format kFormats[] = {
    {"text", "audit.txt"}, {"json", kMarker}, {"html", "audit.html"}, {"sarif", "audit.sarif"}};

std::string render(const audit::Report& report, const std::string& format, bool colours, int width) {
  if (format == "json") return audit::render_json(report);
  if (format == "html") return audit::render_html(report);
  if (format == "sarif") return audit::render_sarif(report);
  return audit::render_text(report, colours, width);
}

std::string kind_names() {
  std::vector<std::string> names;
  for (int i = 0; i < audit::kKindCount; ++i)
    names.emplace_back(audit::kind_name(static_cast<audit::Kind>(i)));
  return join(names, ", ");
}

audit::Filter filter_of(const AuditArguments& arguments) {
  audit::Filter filter;
  filter.least = audit::parse_weight(arguments.least).value_or(audit::Weight::kNote);
  filter.certain_only = arguments.certain;
  for (const std::string& name : arguments.only) {
    const auto kind = audit::parse_kind(name);
    if (!kind) throw Error(kUnknownKind, {}, {name, kind_names()});
    filter.kinds.push_back(*kind);
  }
  return filter;
}

void check(const AuditArguments& arguments) {
  if (arguments.out.empty() && arguments.formats.size() > 1) throw Error(kOneFormat, {});
  if (!arguments.waive.empty() && (arguments.reason.empty() || arguments.who.empty()))
    throw Error(kWaiverWords, {});
}

/// Reads what can be read; what can't is told in `report.refused`.
void read_all(const AuditArguments& arguments, const Progress& progress, audit::Report& report) {
  const auto refuse = [&](const Error& error) {
    report.refused.insert(report.refused.end(), error.diagnostics().begin(), error.diagnostics().end());
  };
  Diagnostics missing;
  const auto files = gather_documents(arguments.files, missing);
  report.refused = missing.items();
  for (size_t i = 0; i < files.size(); ++i) {
    progress.stage(fmt::format("读取 reading {}/{}", i + 1, files.size()));
    try {
      report.documents.push_back(read::read_document(files[i], files[i]));
    } catch (const Error& error) {
      if (error.exit_code() != kUnreadable) throw;
      refuse(error);
    }
  }
}

/// Applies the waiver files beside the documents. Mistakes in them are refused like unreadable documents.
void apply_waiver_files(audit::Report& report) {
  Diagnostics mistakes;
  for (size_t i = 0; i < report.documents.size(); ++i) {
    const std::string path = audit::waiver_path(report.documents[i].name);
    audit::apply_waivers(audit::read_waivers(path, path, mistakes), i, report);
  }
  report.refused.insert(report.refused.end(), mistakes.items().begin(), mistakes.items().end());
}

audit::Report make(const AuditArguments& arguments) {
  const Progress progress(true);
  audit::Report report;
  read_all(arguments, progress, report);
  progress.stage("核算 auditing");
  report.results = audit::audit(report.documents);
  apply_waiver_files(report);
  progress.done();
  return report;
}

void write_folder(const AuditArguments& arguments, const audit::Report& report) {
  // A made report has an audit.json too: it would be taken for one of our folders and be lost.
  if (report::holds_report(arguments.out)) throw Error(kPaperThere, {arguments.out});
  StagedFolder folder(arguments.out);
  Interruption interruption(folder.path());
  for (const Format& format : kFormats) {
    const bool chosen = arguments.formats.empty() || format.file == kMarker ||
                        std::ranges::find(arguments.formats, format.name) != arguments.formats.end();
    if (chosen)
      write_file(folder.path() + "/" + format.file, render(report, format.name, false, kPlainWidth));
  }
  {
    const auto lock = interruption.held_back();
    folder.commit(kMarker);
  }
  fmt::print("发现 findings {} · 豁免 waived {} · 成立 held {} · 未能读取 not read {}\n",
             report.results.findings.size(), report.waived.size(), report.results.held.size(),
             report.refused.size());
  for (const std::string& file : list_files(arguments.out, "")) fmt::print("  {}\n", file);
}

int exit_code(const audit::Report& report) {
  if (!report.refused.empty()) return kUnreadable;
  return report.results.findings.empty() ? 0 : kFindings;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[sizeof "2024-05-31"];
  std::strftime(text, sizeof text, "%Y-%m-%d", &local);
  return text;
}

/// The index of the document beside which a waiver of finding `id` belongs: that of the doubted number.
size_t document_of(const audit::Report& report, const std::string& id) {
  for (const auto& finding : report.results.findings) {
    if (finding.id == id && !finding.spots.empty()) return finding.spots[0].document;
  }
  const bool waived =
      std::ranges::any_of(report.waived, [&](const auto& each) { return each.finding.id == id; });
  throw Error(waived ? kWaivedAlready : kUnknownId, {}, {id});
}

int waive(const AuditArguments& arguments, const audit::Report& report) {
  print_diagnostics(report.refused, false);
  std::vector<std::vector<audit::Waiver>> added(report.documents.size());
  for (const std::string& id : arguments.waive)
    added[document_of(report, id)].push_back({id, arguments.reason, arguments.who, today(), {}});
  for (size_t i = 0; i < added.size(); ++i) {
    if (added[i].empty()) continue;
    const std::string path = audit::waiver_path(report.documents[i].name);
    if (!arguments.dry_run) audit::add_waivers(path, added[i]);
    for (const auto& waiver : added[i])
      fmt::print("{}: {} {}\n", path, arguments.dry_run ? "将豁免 would waive" : "已豁免 waived", waiver.id);
  }
  return report.refused.empty() ? 0 : kUnreadable;
}

/// To stdout; what could not be read goes to stderr and, in formats for programs, into the answer too.
void print(const AuditArguments& arguments, audit::Report& report) {
  const std::string format = arguments.formats.empty() ? "text" : arguments.formats[0];
  const bool json = format == "json" && !report.refused.empty();
  const auto refused = format == "text" ? std::exchange(report.refused, {}) : report.refused;
  if (format != "text" || !report.documents.empty())
    fmt::print("{}", render(report, format, !arguments.no_color && wants_colours(), terminal_width()));
  std::fflush(stdout);
  print_diagnostics(refused, json);
}

int run_audit(const AuditArguments& arguments) {
  check(arguments);
  const audit::Filter filter = filter_of(arguments);
  audit::Report report = make(arguments);
  if (!arguments.waive.empty()) return waive(arguments, report);
  audit::keep(filter, report);
  const int code = exit_code(report);
  if (arguments.out.empty()) {
    print(arguments, report);
  } else {
    write_folder(arguments, report);
    print_diagnostics(report.refused, false);
  }
  return code;
}

std::string footer() {
  std::string text = "种类 Kinds:\n";
  for (int i = 0; i < audit::kKindCount; ++i) {
    const auto kind = static_cast<audit::Kind>(i);
    const auto words = audit::kind_words(kind);
    text += fmt::format("  {:<12} {} {}\n", audit::kind_name(kind), words.zh, words.en);
  }
  return text +
         "返回 Exit codes:\n  0 没有发现 no findings · 1 有发现 findings · 2 有文件不能读取或用法有误 a file "
         "that "
         "can't be read, or wrong usage\n"
         "例 Examples:\n  zhiheng audit 公报.docx                               在终端查看 look at it here\n"
         "  zhiheng audit 公报.pdf 规划.docx --out 审校            写成网页等文件 write HTML and the others\n"
         "  zhiheng audit reports/ --certain --format sarif        供代码托管平台 for a code host\n"
         "  zhiheng audit 公报.docx --waive ID --reason 口径不同 --who 李明   豁免一项 waive a finding";
}

}  // namespace

void add_audit(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("audit",
                         "核对文件中的每个数字 put every number of documents on trial: text, Markdown, "
                         "HTML, CSV, XLSX, DOCX, PDF");
  auto arguments = std::make_shared<AuditArguments>();
  command->add_option("FILE", arguments->files, "文件或文件夹 files or folders")->required();
  command
      ->add_option("--format", arguments->formats,
                   "输出形式 how to answer: text, json, html, sarif (text; with --out all four)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"text", "json", "html", "sarif"}));
  command->add_option("--out", arguments->out,
                      "输出文件夹 output folder, replaced in one step; audit.json is always in it");
  command->add_option("--only", arguments->only, "只看这些种类 only these kinds, see below")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--min-severity", arguments->least, "最低严重程度 the least severity to show")
      ->check(CLI::IsMember({"note", "warning", "error"}))
      ->capture_default_str();
  command->add_flag("--certain", arguments->certain, "只看确定的 only findings that are certain");
  command->add_flag("--no-color", arguments->no_color, "不用颜色 no colours (also NO_COLOR)");
  command->add_option("--waive", arguments->waive, "豁免这些编号 waive the findings with these ids")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--reason", arguments->reason, "豁免理由 why it is waived");
  command->add_option("--who", arguments->who, "经办人 who decided it");
  command->add_flag("--dry-run", arguments->dry_run,
                    "只说明将豁免什么 say what would be waived, write nothing");
  command->footer(footer());
  command->callback([&settings, &run, arguments] {
    settings.needs_home = false;
    if (arguments->formats == std::vector<std::string>{"json"}) settings.format = "json";
    run = [arguments] { return run_audit(*arguments); };
  });
}

}  // namespace zhiheng::cli
