#include "plan/task_entry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"

namespace zhiheng::plan {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kTaskNotFound{"task.unknown-task", "规划 {} 没有任务 {}{}",
                                  "the plan {} has no task {}{}"};
constexpr ErrorCode kWhichYear{"task.which-year", "任务 {} 分年度，请写明年份：{}",
                               "task {} is divided by years; say which: {}"};
constexpr ErrorCode kNoteNeeded{"task.note-needed", "任务 {} 已报“{}”，改为“{}”须在说明中写明原因",
                                "task {} was reported {}; to make it {} say why in the note"};
constexpr ErrorCode kNothingNew{"task.nothing-new", "与上次报告（{}）相同，未重复登记",
                                "the last report, of {}, says the same; nothing to write"};
constexpr ErrorCode kChangedMeanwhile{"task.changed-meanwhile", "文件刚被他人改动，未写入；请重新运行",
                                      "the file has just been changed by somebody else; nothing was "
                                      "written, run it again"};
constexpr ErrorCode kUnlockable{"task.unlockable", "文件夹不能锁定：{}", "the folder can't be locked: {}"};

/// Holds the folder for one writer at a time; released at the end.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder)
      : fd_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (fd_ >= 0 && ::flock(fd_, LOCK_EX) == 0) return;
    const std::string reason = std::strerror(errno);
    if (fd_ >= 0) ::close(fd_);
    throw Error(kUnlockable, {folder}, {reason}, kSurroundings);
  }
  ~FolderLock() { ::close(fd_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_;
};

std::string csv_cell(const std::string& text) {
  const bool plain = text.find_first_of(",\"\r\n") == std::string::npos;
  return plain ? text : "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

std::string content_of(const std::string& path, const std::string& shown) {
  std::error_code unseen;
  return fs::exists(path, unseen) ? read_file(path, shown) : "";
}

int year_of(const catalog::Plan& plan, const catalog::Task& task, const TaskEntry& entry) {
  if (entry.year) return *entry.year;  // checked with the row
  const auto years = years_of(plan, task);
  if (years.size() == 1) return years.front();
  std::vector<std::string> names;
  for (const int year : years) names.push_back(std::to_string(year));
  throw Error(kWhichYear, {}, {task.id, join(names, ", ")});
}

/// The name under which evidence is kept: its own, after the head of its digest, so that two files of one
/// name don't meet.
std::string kept_name(const std::string& plan, const std::string& path, const std::string& digest) {
  std::string name = fs::path(path).filename().string();
  if (find_invalid_utf8(name) != std::string::npos) name = "file" + fs::path(path).extension().string();
  if (find_invalid_utf8(name) != std::string::npos) name = "file";
  std::erase_if(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  constexpr size_t kHead = 12, kMost = 180;
  if (name.size() > kMost) name = "file" + fs::path(name).extension().string();
  if (name.size() > kMost) name = "file";
  return plan + "/" + digest.substr(0, kHead) + "-" + name;
}

std::string row_of(const TaskReport& report) {
  std::vector<std::string> cells{report.task, report.year == 0 ? "" : std::to_string(report.year),
                                 to_string(report.state), report.reported_on.to_string()};
  for (const std::string& text : {report.by, report.note, report.evidence, report.sha256})
    cells.push_back(text);
  for (std::string& cell : cells) cell = csv_cell(cell);
  return join(cells, ",");
}

std::optional<TaskReport> last_of(const TaskReports& reports, const TaskReport& report) {
  for (auto row = reports.rows.rbegin(); row != reports.rows.rend(); ++row) {
    if (row->task == report.task && row->year == report.year) return *row;
  }
  return std::nullopt;
}

void check_change(const TaskReport& before, const TaskReport& report) {
  const bool settled = before.state == TaskState::kDone || before.state == TaskState::kCancelled;
  if (settled && report.state != before.state && trim(report.note).empty())
    throw Error(kNoteNeeded, {}, {report.task, to_string(before.state), to_string(report.state)});
  if (report.state == before.state && report.note == before.note && report.by == before.by &&
      report.evidence == before.evidence)
    throw Error(kNothingNew, {}, {before.reported_on.to_string()});
}

/// The file as it is without its mistakes; Error with their places where it has some.
TaskReports reports_before(const catalog::Catalog& catalog, const catalog::Plan& plan,
                           const std::string& former) {
  if (former.empty()) return {};
  Diagnostics diagnostics;
  TaskReports reports = parse_task_reports(catalog, plan, former, diagnostics);
  diagnostics.throw_if_errors();
  return reports;
}

std::string with_row(const std::string& former, const std::string& row) {
  std::string content = former.empty() ? join(task_report_columns(), ",") + "\n" : former;
  if (!content.ends_with('\n')) content += '\n';
  return content + row + "\n";
}

/// Throws what the reader says of the new row; without place, for it stands in no file yet. The evidence is
/// left out: it is not copied yet.
void check_row(const catalog::Catalog& catalog, const catalog::Plan& plan, const PreparedReport& prepared) {
  TaskReport bare = prepared.report;
  bare.evidence = bare.sha256 = "";
  Diagnostics diagnostics;
  parse_task_reports(catalog, plan, with_row(prepared.former, row_of(bare)), diagnostics);
  if (!diagnostics.has_errors()) return;
  auto mistakes = diagnostics.items();
  for (Diagnostic& mistake : mistakes) mistake.where = {};
  throw Error(mistakes);
}

void add_evidence(const catalog::Catalog& catalog, const catalog::Plan& plan, const std::string& from,
                  PreparedReport& prepared) {
  if (from.empty()) return;
  prepared.report.sha256 = sha256_hex(read_file(from, from));
  prepared.report.evidence = kept_name(plan.id, from, prepared.report.sha256);
  prepared.evidence_from = from;
  prepared.evidence_to = progress_folder(catalog) + "/evidence/" + prepared.report.evidence;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error(kUnlockable, {folder.string()}, {error.message()}, kSurroundings);
}

}  // namespace

PreparedReport prepare_report(const catalog::Catalog& catalog, const catalog::Plan& plan,
                              const TaskEntry& entry) {
  const catalog::Task* task = plan.task(entry.task);
  if (task == nullptr) throw Error(kTaskNotFound, {}, {plan.id, entry.task, ""});
  PreparedReport prepared;
  prepared.path = progress_folder(catalog) + "/" + plan.id + ".csv";
  prepared.shown = catalog.district.shown + "/progress/" + plan.id + ".csv";
  prepared.former = content_of(prepared.path, prepared.shown);
  const TaskReports reports = reports_before(catalog, plan, prepared.former);
  TaskReport& report = prepared.report;
  report.task = task->id;
  report.year = year_of(plan, *task, entry);
  report.state = entry.state;
  report.reported_on = entry.day;
  report.by = entry.by;
  report.note = entry.note;
  prepared.is_owner = std::ranges::find(task->owners, entry.by) != task->owners.end();
  check_row(catalog, plan, prepared);
  add_evidence(catalog, plan, entry.evidence, prepared);
  prepared.before = last_of(reports, report);
  if (prepared.before) check_change(*prepared.before, report);
  prepared.row = row_of(report);
  prepared.content = with_row(prepared.former, prepared.row);
  return prepared;
}

void write_report_row(const PreparedReport& prepared) {
  const fs::path folder = fs::path(prepared.path).parent_path();
  make_folder(folder);
  const FolderLock lock(folder.string());
  if (content_of(prepared.path, prepared.shown) != prepared.former)
    throw Error(kChangedMeanwhile, {prepared.shown});
  if (!prepared.evidence_from.empty()) {
    const std::string bytes = read_file(prepared.evidence_from, prepared.evidence_from);
    if (sha256_hex(bytes) != prepared.report.sha256) throw Error(kChangedMeanwhile, {prepared.evidence_from});
    make_folder(fs::path(prepared.evidence_to).parent_path());
    // First the evidence: a row never names a file that is not there.
    replace_file(prepared.evidence_to, bytes);
  }
  replace_file(prepared.path, prepared.content);
}

}  // namespace zhiheng::plan
