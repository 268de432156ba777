// The journal proved, its heads printed, its lines shown.
#include "journal/verify.h"

#include <fmt/core.h>

#include <deque>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/moment.h"
#include "cli/command.h"
#include "cli/record_options.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "journal/line.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kNoJournal{"journal.none", "{} 里没有日志；用 --workspace 指明工作区",
                               "there is no journal in {}: say the workspace with --workspace"};
constexpr ErrorCode kBadDay{"cli.bad-day", "{} 不是日期（应如 2023-12-31）", "{} is no date (as 2023-12-31)"};

struct JournalArguments {
  std::string workspace, head, day, stream = "intake";
  std::size_t last = 20;
};

std::string journal_of(const JournalArguments& arguments) {
  const std::string folder = views::workspace_folder(arguments.workspace) + "/journal";
  if (!std::filesystem::is_directory(folder)) throw Error(kNoJournal, {folder}, {folder});
  return folder;
}

Json to_json(const journal::Head& head) {
  return {{"stream", head.stream},
          {"lines", head.lines},
          {"hash", head.hash},
          {"algorithm", journal::name_of(head.algorithm)}};
}

Json to_json(const journal::Verification& result) {
  Json streams = Json::array(), problems = Json::array();
  for (const auto& stream : result.streams) {
    Json json = to_json(stream.head);
    json.update({{"at", stream.at},
                 {"files", stream.files},
                 {"bytes", stream.bytes},
                 {"torn", stream.torn},
                 {"breaks", stream.breaks}});
    streams.push_back(std::move(json));
  }
  for (const auto& problem : result.problems)
    problems.push_back({{"code", problem.code},
                        {"file", problem.where.file},
                        {"line", problem.where.line},
                        {"zh", problem.zh},
                        {"en", problem.en}});
  return {{"ok", result.ok()},
          {"head", result.now.hash},
          {"anchored", result.anchored},
          {"streams", streams},
          {"problems", problems}};
}

void print_text(const journal::Verification& result) {
  for (const auto& stream : result.streams) {
    fmt::print("{} {} 行 lines，{} 处断裂 breaks，{}\n", stream.head.stream, stream.head.lines, stream.breaks,
               stream.at);
    if (stream.torn != 0)
      fmt::print(
          "  末尾 {} 字节未写完，从未确认 the last {} bytes are unfinished and were never acknowledged\n",
          stream.torn, stream.torn);
  }
  print_diagnostics(result.problems, false);
  if (!result.anchored.empty() && result.ok())
    fmt::print("所给摘要在日志里 the head given is in the journal: {}\n", result.anchored);
  fmt::print("{}：{}\n",
             result.ok() ? "日志完好 the journal is intact" : "日志被改动 the journal was changed",
             result.now.hash);
}

int run_verify(const Settings& settings, const JournalArguments& arguments) {
  journal::Anchor anchor;
  if (std::filesystem::is_regular_file(arguments.head))
    anchor = journal::read_anchor(read_file(arguments.head, arguments.head));
  else if (!arguments.head.empty())
    anchor = journal::read_anchor(arguments.head);
  const auto result = journal::verify(journal_of(arguments), anchor);
  if (settings.json())
    fmt::print("{}\n", to_json(result).dump(2));
  else
    print_text(result);
  return result.ok() ? 0 : 1;
}

int run_head(const Settings& settings, const JournalArguments& arguments) {
  if (!arguments.day.empty() && !Date::parse(arguments.day)) throw Error(kBadDay, {}, {arguments.day});
  const auto result = journal::verify(journal_of(arguments));
  if (!result.ok()) throw Error(result.problems);
  const auto head = journal::daily_head(result.streams, arguments.day);
  if (settings.json()) {
    Json streams = Json::array();
    for (const auto& stream : head.heads) streams.push_back(to_json(stream));
    fmt::print(
        "{}\n",
        Json({{"day", head.day}, {"head", head.hash}, {"short", head.short_form()}, {"streams", streams}})
            .dump(2));
    return 0;
  }
  fmt::print("质衡日志摘要 head of the journal{}{}\n", head.day.empty() ? "" : " ", head.day);
  for (const auto& stream : head.heads) fmt::print("{} {} {}\n", stream.stream, stream.lines, stream.hash);
  fmt::print("摘要 head {}\n短式 short {}\n", head.hash, head.short_form());
  return 0;
}

struct ShownLine {
  std::uint64_t number;
  Json json;
};

/// Without the hash, which says nothing to a reader.
std::vector<TableCell> row_of(const ShownLine& line) {
  Json rest = line.json;
  for (const char* key : {"before", "at", "by", "does"}) rest.erase(key);
  return {{std::to_string(line.number), ""},
          {line.json.value("at", ""), ""},
          {line.json.value("by", ""), ""},
          {line.json.value("does", ""), ""},
          {rest.dump(-1, ' ', false, Json::error_handler_t::replace), ""}};
}

int run_show(const Settings& settings, const JournalArguments& arguments) {
  std::deque<ShownLine> lines;
  journal::read_stream(journal_of(arguments), arguments.stream, [&](const journal::Line& line) {
    if (!arguments.day.empty()) {
      const auto at = parse_moment(journal::at_of(line.text));
      if (!at || day_in_china(*at).to_string() != arguments.day) return;
    }
    lines.push_back({line.number, Json::parse(line.text, nullptr, false)});
    if (lines.size() > arguments.last) lines.pop_front();
  });
  Json all = Json::array();
  std::vector<std::vector<TableCell>> rows;
  for (const ShownLine& line : lines) {
    all.push_back({{"line", line.number}, {"entry", line.json}});
    if (line.json.is_object()) rows.push_back(row_of(line));
  }
  if (settings.json())
    fmt::print("{}\n", all.dump(2));
  else
    fmt::print(
        "{}",
        fitted_table({{"行 Line", true}, {"时间 At"}, {"账号 By"}, {"事项 Does"}, {"内容 What", false, true}},
                     rows, terminal_width(), wants_colours()));
  return 0;
}

void add_workspace(CLI::App& command, JournalArguments& arguments) {
  command.add_option("--workspace", arguments.workspace,
                     "工作区文件夹 folder of the workspace; also $ZHIHENG_WORKSPACE (workspace)");
}

}  // namespace

void add_verify(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("verify", "核验日志未被改动 prove that the journal is as it was written");
  auto arguments = std::make_shared<JournalArguments>();
  add_workspace(*command, *arguments);
  command->add_option("--head", arguments->head,
                      "此前留存的摘要，或 journal head 打印的文件；截去末尾只有这样才看得出 a head kept "
                      "outside, or the file that "
                      "journal head printed: the only way to see that the end was cut off");
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng verify\n  zhiheng verify --head 3fa9-12bc-77aa-0d15-9e2c-51b8\n  zhiheng "
      "verify --head 2026-11-22.txt");
  command->callback([&settings, &run, arguments] {
    settings.needs_home = false;
    run = [&settings, arguments] { return run_verify(settings, *arguments); };
  });
}

void add_journal(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("journal", "日志的摘要与内容 heads and lines of the journal");
  command->require_subcommand(1);
  auto arguments = std::make_shared<JournalArguments>();
  auto* head = command->add_subcommand("head", "打印摘要，留存于日志之外 print the head, to be kept outside");
  head->add_option("--day", arguments->day,
                   "某日（北京时间）结束时的摘要 as it was at the end of that day in China");
  auto* show = command->add_subcommand("show", "看最近的条目 show the last lines");
  show->add_option("--stream", arguments->stream, "流：intake、people … stream")->capture_default_str();
  show->add_option("--last", arguments->last, "最多几行 at most so many lines")->capture_default_str();
  show->add_option("--day", arguments->day, "只看某日（北京时间） of that day in China only");
  command->footer(
      "例 Examples:\n  zhiheng journal head --day 2026-11-22 > 2026-11-22.txt\n  zhiheng journal show "
      "--stream people --last 50");
  for (auto* part : {head, show}) {
    add_workspace(*part, *arguments);
    add_format(*part, settings);
  }
  command->callback([&settings, &run, arguments, head] {
    settings.needs_home = false;
    const bool heads = head->parsed();
    run = [&settings, arguments, heads] {
      return heads ? run_head(settings, *arguments) : run_show(settings, *arguments);
    };
  });
}

}  // namespace zhiheng::cli
