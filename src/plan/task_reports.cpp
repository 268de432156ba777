#include "plan/task_reports.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "read/csv.h"

namespace zhiheng::plan {
namespace {

namespace fs = std::filesystem;
using Row = std::vector<read::CsvCell>;

constexpr ErrorCode kBadHeader{"task.bad-header", "进展文件的表头应为 {}，此处为 {}",
                               "the header of a progress file is {}; here is {}"};
constexpr ErrorCode kUnknownTask{"task.unknown-task", "规划 {} 没有任务 {}{}",
                                 "the plan {} has no task {}{}"};
constexpr ErrorCode kUnknownYear{"task.unknown-year", "任务 {} 没有 {} 年的内容；可用：{}",
                                 "task {} has nothing for the year {}; there are: {}"};
constexpr ErrorCode kUnknownState{"task.unknown-state", "状态应为 {} 之一，实为“{}”",
                                  "the state must be one of {}, not “{}”"};
constexpr ErrorCode kBadDay{"task.bad-day", "报告日期应写作 2018-06-30，实为“{}”",
                            "the day of a report is written 2018-06-30, not “{}”"};
constexpr ErrorCode kEarlier{"task.earlier", "报告日期 {} 早于同一任务前一行的 {}；新的报告应追加在后",
                             "the day {} is earlier than {}, that of the row before on the same task; newer "
                             "reports come after older ones"};
constexpr ErrorCode kUnknownDepartment{"task.unknown-department",
                                       "未知的部门“{}”；填部门代码，不填人名；见 codes/department.csv",
                                       "unknown department “{}”: a department's code, never a person; see "
                                       "codes/department.csv"};
constexpr ErrorCode kNoReason{"task.no-reason", "取消的任务须在 note 写明理由",
                              "a cancelled task needs its reason in note"};
constexpr ErrorCode kBadPath{"task.bad-evidence", "佐证应为 progress/evidence/ 之下的文件，实为“{}”",
                             "evidence is a file below progress/evidence/, not “{}”"};
constexpr ErrorCode kNoEvidence{"task.no-evidence", "找不到佐证 {}", "the evidence {} is not there"};
constexpr ErrorCode kChanged{"task.evidence-changed", "佐证 {} 的 SHA-256 是 {}，与登记的不符",
                             "the SHA-256 of the evidence {} is {}, not the one that was written down"};
constexpr ErrorCode kNoDigest{"task.no-digest", "有佐证就应写明其 SHA-256（64 位小写十六进制）",
                              "evidence comes with its SHA-256: 64 lower-case hex digits"};
constexpr ErrorCode kLoneDigest{"task.lone-digest", "写了 SHA-256 而没有写佐证",
                                "there is a SHA-256 but no evidence"};
constexpr ErrorCode kNoPlan{"task.no-plan", "没有规划 {}，此进展文件不属于任何规划",
                            "there is no plan {}: this progress file belongs to none"};

struct Reported {
  TaskState state;
  const char* name;
};
constexpr Reported kReported[] = {{TaskState::kNotStarted, "not_started"},
                                  {TaskState::kInHand, "in_hand"},
                                  {TaskState::kDone, "done"},
                                  {TaskState::kCancelled, "cancelled"}};

std::string file_of(const catalog::Plan& plan) { return "progress/" + plan.id + ".csv"; }

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Whether `path` names something below the folder that it is looked for in, whatever links are there.
bool stays_below(const fs::path& folder, const std::string& path) {
  const fs::path relative(path);
  if (path.empty() || relative.is_absolute()) return false;
  for (const auto& part : relative) {
    if (part == ".." || part == "." || part.empty()) return false;
  }
  std::error_code error;
  const fs::path real_folder = fs::weakly_canonical(folder, error);
  const fs::path real = fs::weakly_canonical(folder / relative, error);
  return !error && std::mismatch(real_folder.begin(), real_folder.end(), real.begin(), real.end()).first ==
                       real_folder.end();
}

std::string years_text(const std::vector<int>& years) {
  std::vector<std::string> out;
  for (const int year : years) out.push_back(std::to_string(year));
  return join(out, ", ");
}

std::string guess(const catalog::Plan& plan, const std::string& task) {
  std::vector<std::string> ids;
  for (const auto& each : plan.tasks) ids.push_back(each.id);
  const std::string near = nearest(task, ids);
  return near.empty() ? "" : " (" + near + "?)";
}

/// Reads the rows of one file; a row with a mistake is left out.
class ReportReader {
 public:
  ReportReader(const catalog::Catalog& catalog, const catalog::Plan& plan, TaskReports& reports,
               Diagnostics& diagnostics)
      : catalog_(catalog), plan_(plan), reports_(reports), diagnostics_(diagnostics) {}

  void read(const read::CsvFile& file) {
    if (file.header.empty()) return;  // reported by the reader
    std::vector<std::string> header;
    for (const auto& cell : file.header) header.push_back(cell.text);
    if (header != task_report_columns()) {
      diagnostics_.add(kBadHeader, {reports_.file, 1, 1},
                       {join(task_report_columns(), ","), join(header, ",")});
      return;
    }
    for (const Row& row : file.rows) add(row);
  }

 private:
  enum Place { kTask, kYear, kState, kDay, kBy, kNote, kEvidence, kSha };

  void wrong(const ErrorCode& code, const read::CsvCell& cell, const std::vector<std::string>& args = {}) {
    diagnostics_.add(code, {reports_.file, cell.line, cell.column}, args);
    ok_ = false;
  }

  void add(const Row& row) {
    ok_ = true;
    TaskReport report;
    report.where = {reports_.file, row[kTask].line, row[kTask].column};
    report.note = row[kNote].text;
    read_task(row, report);
    read_state(row, report);
    read_day(row, report);
    read_department(row, report);
    read_evidence(row, report);
    if (!ok_) return;
    last_days_[{report.task, report.year}] = report.reported_on;
    reports_.rows.push_back(std::move(report));
  }

  void read_task(const Row& row, TaskReport& report) {
    report.task = row[kTask].text;
    const catalog::Task* task = plan_.task(report.task);
    if (task == nullptr)
      return wrong(kUnknownTask, row[kTask], {plan_.id, report.task, guess(plan_, report.task)});
    const auto years = years_of(plan_, *task);
    const std::string& text = row[kYear].text;
    const auto named = [&](int year) { return text == std::to_string(year) || (year == 0 && text.empty()); };
    const auto found = std::ranges::find_if(years, named);
    if (found == years.end()) return wrong(kUnknownYear, row[kYear], {task->id, text, years_text(years)});
    report.year = *found;
  }

  void read_state(const Row& row, TaskReport& report) {
    const auto state = reported_state(row[kState].text);
    if (!state) return wrong(kUnknownState, row[kState], {reported_state_names(), row[kState].text});
    report.state = *state;
    if (*state == TaskState::kCancelled && trim(report.note).empty()) wrong(kNoReason, row[kNote]);
  }

  void read_day(const Row& row, TaskReport& report) {
    const auto day = Date::parse(row[kDay].text);
    if (!day) return wrong(kBadDay, row[kDay], {row[kDay].text});
    report.reported_on = *day;
    const auto last = last_days_.find({report.task, report.year});
    if (last != last_days_.end() && *day < last->second)
      wrong(kEarlier, row[kDay], {day->to_string(), last->second.to_string()});
  }

  void read_department(const Row& row, TaskReport& report) {
    report.by = row[kBy].text;
    const catalog::CodeList* departments = catalog_.code_list("department");
    if (departments == nullptr || departments->find(report.by) == nullptr)
      wrong(kUnknownDepartment, row[kBy], {report.by});
  }

  void read_evidence(const Row& row, TaskReport& report) {
    report.evidence = row[kEvidence].text;
    report.sha256 = row[kSha].text;
    if (report.evidence.empty()) {
      if (!report.sha256.empty()) wrong(kLoneDigest, row[kSha]);
      return;
    }
    const std::string folder = progress_folder(catalog_) + "/evidence";
    const std::string path = folder + "/" + report.evidence;
    if (!stays_below(folder, report.evidence)) return wrong(kBadPath, row[kEvidence], {report.evidence});
    if (!is_digest(report.sha256)) return wrong(kNoDigest, row[kSha]);
    std::error_code unseen;
    if (!fs::is_regular_file(path, unseen)) return wrong(kNoEvidence, row[kEvidence], {report.evidence});
    const std::string digest = sha256_hex(read_file(path, report.evidence));
    if (digest != report.sha256) wrong(kChanged, row[kEvidence], {report.evidence, digest});
  }

  const catalog::Catalog& catalog_;
  const catalog::Plan& plan_;
  TaskReports& reports_;
  Diagnostics& diagnostics_;
  std::map<std::pair<std::string, int>, Date> last_days_;
  bool ok_ = true;
};

TaskReports named_reports(const catalog::Catalog& catalog, const catalog::Plan& plan) {
  TaskReports reports;
  reports.file = catalog.district.shown + "/" + file_of(plan);
  return reports;
}

}  // namespace

const char* to_string(TaskState state) {
  static const char* const kNames[] = {"not_started", "in_hand", "done", "overdue", "cancelled"};
  return kNames[static_cast<size_t>(state)];
}

const catalog::Title& title_of(TaskState state) {
  static const catalog::Title kTitles[] = {{"未开始", "Not started"},
                                           {"在办", "In hand"},
                                           {"完成", "Done"},
                                           {"逾期", "Overdue"},
                                           {"取消", "Cancelled"}};
  return kTitles[static_cast<size_t>(state)];
}

std::optional<TaskState> reported_state(std::string_view name) {
  for (const Reported& each : kReported) {
    if (name == each.name) return each.state;
  }
  return std::nullopt;
}

std::string reported_state_names() {
  std::vector<std::string> names;
  for (const Reported& each : kReported) names.emplace_back(each.name);
  return join(names, ", ");
}

const std::vector<std::string>& task_report_columns() {
  static const std::vector<std::string> kColumns{"task", "year", "state",    "reported_on",
                                                 "by",   "note", "evidence", "sha256"};
  return kColumns;
}

std::vector<int> years_of(const catalog::Plan& plan, const catalog::Task& task) {
  std::set<int> years;
  for (const auto& [year, items] : task.years) years.insert(year);
  if (years.empty() || (years.size() == 1 && years.contains(0))) return {0};
  for (const auto& target : plan.targets) {
    if (target.task != task.id) continue;
    years.insert(target.by);
    for (const auto& [year, limit] : target.milestones) years.insert(year);
  }
  return {years.begin(), years.end()};
}

std::string progress_folder(const catalog::Catalog& catalog) { return catalog.district.folder + "/progress"; }

TaskReports parse_task_reports(const catalog::Catalog& catalog, const catalog::Plan& plan,
                               std::string_view text, Diagnostics& diagnostics) {
  TaskReports reports = named_reports(catalog, plan);
  const read::CsvFile file = read::parse_csv(text, reports.file, diagnostics);
  reports.sha256 = file.sha256;
  ReportReader(catalog, plan, reports, diagnostics).read(file);
  return reports;
}

TaskReports read_task_reports(const catalog::Catalog& catalog, const catalog::Plan& plan,
                              Diagnostics& diagnostics) {
  const TaskReports none = named_reports(catalog, plan);
  const std::string path = catalog.district.folder + "/" + file_of(plan);
  std::error_code unseen;
  if (fs::symlink_status(path, unseen).type() == fs::file_type::not_found) return none;
  return parse_task_reports(catalog, plan, read_file(path, none.file), diagnostics);
}

void check_task_reports(const catalog::Catalog& catalog, Diagnostics& diagnostics) {
  for (const std::string& path : list_files(progress_folder(catalog), ".csv")) {
    const std::string id = fs::path(path).stem().string();
    if (const catalog::Plan* plan = catalog.plan(id))
      read_task_reports(catalog, *plan, diagnostics);
    else
      diagnostics.add(kNoPlan, {catalog.district.shown + "/progress/" + id + ".csv"}, {id});
  }
}

}  // namespace zhiheng::plan
