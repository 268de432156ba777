#include "plan/assessment_inputs.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "catalog/did_you_mean.h"
#include "measure/evaluator.h"
#include "plan/assessment_value.h"
#include "plan/demand.h"
#include "read/csv.h"

namespace zhiheng::plan {
namespace {

using catalog::SheetItem;
using catalog::ValueFrom;

constexpr ErrorCode kBadSheetHeader{"assessment.bad-header", "表头应为 {}，此处有 {}",
                                    "the header is {}; here is {}"};
constexpr ErrorCode kUnknownSubject{"assessment.unknown-subject", "考核表不考核 {}{}",
                                    "the sheet does not assess {}{}"};
constexpr ErrorCode kUnknownItem{"assessment.unknown-item", "考核表没有考核项 {}{}",
                                 "the sheet has no item {}{}"};
constexpr ErrorCode kComputed{"assessment.computed", "{} 的值由数据算出，不能填写",
                              "the value of {} is computed and can't be entered"};
constexpr ErrorCode kBadValue{"assessment.bad-value", "{} 的值应为{}，实为 {}",
                              "the value of {} must be {}, not {}"};
constexpr ErrorCode kTwice{"assessment.value-twice", "{} 的 {} 已经填过", "{} already has a value for {}"};
constexpr ErrorCode kBadStatus{"assessment.bad-status", "status 只能为空或 inferred，实为 {}",
                               "status must be empty or inferred, not {}"};

const std::vector<std::string> kColumns{"subject", "item", "value", "source", "status", "note"};

class EnteredReader {
 public:
  EnteredReader(const catalog::Sheet& sheet, const read::CsvFile& file, AssessmentInputs& inputs,
                Diagnostics& diagnostics)
      : sheet_(sheet), file_(file), inputs_(inputs), diagnostics_(diagnostics) {}

  void read() {
    if (file_.header.empty()) return;  // reported by the reader
    std::vector<std::string> header;
    for (const auto& cell : file_.header) header.push_back(cell.text);
    if (header != kColumns) {
      diagnostics_.add(kBadSheetHeader, {file_.path, 1, 1}, {join(kColumns, ","), join(header, ",")});
      return;
    }
    for (const auto& row : file_.rows) add(row);
  }

 private:
  Location place(const read::CsvCell& cell) const { return {file_.path, cell.line, cell.column}; }

  const SheetItem* checked_item(const read::CsvCell& cell) {
    const SheetItem* item = sheet_.item(cell.text);
    if (item == nullptr) {
      std::vector<std::string> names;
      for (const SheetItem& each : sheet_.items) names.push_back(each.id);
      diagnostics_.add(kUnknownItem, place(cell), {cell.text, catalog::did_you_mean(cell.text, names)});
      return nullptr;
    }
    if (item->from == ValueFrom::kEntered) return item;
    diagnostics_.add(kComputed, place(cell), {cell.text});
    return nullptr;
  }

  bool is_subject(const read::CsvCell& cell) {
    if (std::ranges::find(inputs_.subjects, cell.text, &AssessedSubject::code) != inputs_.subjects.end())
      return true;
    diagnostics_.add(kUnknownSubject, place(cell),
                     {cell.text, catalog::did_you_mean_code(cell.text, inputs_.subjects)});
    return false;
  }

  void add(const std::vector<read::CsvCell>& row) {
    const bool known = is_subject(row[0]);
    const SheetItem* item = checked_item(row[1]);
    if (!known || item == nullptr) return;
    const std::string& text = row[2].text;
    if (!read_value(*item, text)) {
      const catalog::Title form = value_form(item->rule);
      diagnostics_.add(kBadValue, place(row[2]), {item->id, form.zh + " (" + form.en + ")", text});
      return;
    }
    const std::string& status = row[4].text;
    if (!status.empty() && status != "inferred") {
      diagnostics_.add(kBadStatus, place(row[4]), {status});
      return;
    }
    const AssessmentValue value{text, "entered", row[3].text, row[5].text, status == "inferred", false};
    if (!inputs_.values.emplace(std::pair{row[0].text, item->id}, value).second)
      diagnostics_.add(kTwice, place(row[0]), {row[0].text, item->id});
  }

  const catalog::Sheet& sheet_;
  const read::CsvFile& file_;
  AssessmentInputs& inputs_;
  Diagnostics& diagnostics_;
};

std::string file_name(const catalog::Sheet& sheet, int year) {
  return "/data/assessment/" + sheet.id + "-" + std::to_string(year) + ".csv";
}

/// Departments that own a target of the year's plans.
std::set<std::string> target_owners(const catalog::Catalog& catalog, int year) {
  std::set<std::string> owners;
  for (const catalog::Plan* plan : plans_in(catalog, year)) {
    for (const catalog::Target& target : plan->targets) {
      const catalog::Indicator* indicator = catalog.indicator(target.indicator);
      if (indicator == nullptr) continue;
      for (const std::string& owner : owners_of(target, *indicator)) owners.insert(owner);
    }
  }
  return owners;
}

/// Counts of one department.
struct Tally {
  int done = 0;
  int of = 0;
  int left_out = 0;
  bool simulated = false;
  bool unreported = false;  // something was due in a plan on which nothing was ever reported
};

void put(const catalog::Sheet& sheet, ValueFrom from, const char* origin, const char* left_out,
         const std::map<std::string, Tally>& tallies, AssessmentInputs& inputs) {
  for (const SheetItem& item : sheet.items) {
    if (item.from != from) continue;
    for (const AssessedSubject& subject : inputs.subjects) {
      const auto found = tallies.find(subject.code);
      if (found == tallies.end()) continue;
      const Tally& tally = found->second;
      AssessmentValue value{
          fmt::format("{}/{}", tally.done, tally.of), origin, "", "", false, tally.simulated};
      if (tally.left_out > 0) value.note = fmt::format("{} {}", left_out, tally.left_out);
      inputs.values[{subject.code, item.id}] = std::move(value);
    }
  }
}

bool done_in_time(const TaskYear& task) {
  return task.state == TaskState::kDone && task.report() != nullptr && task.report()->reported_on <= task.due;
}

/// Counts a task that was due.
void count(const TaskBook& book, const TaskYear& task, Tally& tally) {
  tally.simulated = tally.simulated || book.simulated;
  if (!book.reported()) {
    tally.unreported = true;
  } else if (task.state == TaskState::kCancelled) {
    ++tally.left_out;
  } else {
    ++tally.of;
    tally.done += done_in_time(task) ? 1 : 0;
  }
}

}  // namespace

std::vector<const catalog::Plan*> plans_in(const catalog::Catalog& catalog, int year) {
  std::vector<const catalog::Plan*> out;
  for (const auto& [id, plan] : catalog.plans) {
    if (plan.period.from <= year && year <= plan.period.to) out.push_back(&plan);
  }
  return out;
}

std::vector<AssessedSubject> subjects_of(const catalog::Catalog& catalog, const catalog::Sheet& sheet,
                                         int year) {
  const catalog::CodeList* list =
      catalog.code_list(sheet.departments ? "department" : std::string_view(catalog.district.areas));
  if (list == nullptr) return {};
  const std::set<std::string> owners =
      sheet.departments ? target_owners(catalog, year) : std::set<std::string>{};
  std::vector<AssessedSubject> out;
  for (const catalog::Code& code : list->codes) {
    for (const catalog::Peers& peers : sheet.peers) {
      const bool everybody = peers.members.empty() && (!sheet.departments || owners.contains(code.code));
      if (everybody || std::ranges::find(peers.members, code.code) != peers.members.end())
        out.push_back({code.code, code.title, peers.id});
    }
  }
  return out;
}

std::string entered_file(const catalog::Catalog& catalog, const catalog::Sheet& sheet, int year) {
  return catalog.district.shown + file_name(sheet, year);
}

void read_entered(const catalog::Catalog& catalog, const catalog::Sheet& sheet, AssessmentInputs& inputs,
                  Diagnostics& diagnostics) {
  const std::string path = catalog.district.folder + file_name(sheet, inputs.year);
  if (!std::filesystem::exists(path)) return;
  const std::string shown = entered_file(catalog, sheet, inputs.year);
  parse_entered(sheet, read_file(path, shown), shown, inputs, diagnostics);
}

void parse_entered(const catalog::Sheet& sheet, std::string_view text, const std::string& shown,
                   AssessmentInputs& inputs, Diagnostics& diagnostics) {
  const read::CsvFile file = read::parse_csv(text, shown, diagnostics);
  EnteredReader(sheet, file, inputs, diagnostics).read();
}

void add_indicators(measure::Evaluator& evaluator, const catalog::Sheet& sheet, AssessmentInputs& inputs) {
  for (const SheetItem& item : sheet.items) {
    const catalog::Indicator* indicator = evaluator.catalog().indicator(item.indicator);
    if (indicator == nullptr) continue;
    for (const AssessedSubject& subject : inputs.subjects) {
      const std::string area = sheet.departments ? "" : subject.code;
      const auto value = evaluator.indicator(*indicator, area, inputs.year);
      if (!value) continue;
      // As printed: what is compared is what everybody sees.
      AssessmentValue entry{value->exact.rounded(indicator->decimals).to_string(),
                            "indicator",
                            indicator->id,
                            "",
                            false,
                            evaluator.catalog().district.simulated};
      if (value->origin) {
        entry.inferred = value->origin->inferred;
        if (!value->origin->sources.empty()) entry.source += " " + join(value->origin->sources, "、");
      }
      inputs.values[{subject.code, item.id}] = std::move(entry);
    }
  }
}

void add_targets(const catalog::Sheet& sheet, const std::vector<Progress>& progress,
                 AssessmentInputs& inputs) {
  std::map<std::string, Tally> tallies;
  for (const Progress& each : progress) {
    for (const std::string& owner : owners_of(*each.target, *each.indicator)) {
      Tally& tally = tallies[owner];
      if (each.status == Status::kNoData) {
        ++tally.left_out;
        continue;
      }
      ++tally.of;
      if (each.status == Status::kReached || each.status == Status::kOnTrack) ++tally.done;
      tally.simulated = tally.simulated || each.simulated;
    }
  }
  // All targets without data: nothing is known, which is not the same as nothing owed.
  std::erase_if(tallies, [](const auto& each) { return each.second.of == 0; });
  put(sheet, ValueFrom::kTargets, "targets", "没有数据而未计入的目标 targets without data left out:", tallies,
      inputs);
}

void add_tasks(const catalog::Sheet& sheet, const std::vector<TaskBook>& books, AssessmentInputs& inputs) {
  std::map<std::string, Tally> tallies;
  // Nothing due is known from the plan alone: 0/0.
  for (const AssessedSubject& subject : inputs.subjects) tallies[subject.code];
  for (const TaskBook& book : books) {
    for (const TaskYear& task : book.items) {
      if (task.promised.year() != inputs.year) continue;
      for (const std::string& owner : task.task->owners) count(book, task, tallies[owner]);
    }
  }
  std::erase_if(tallies, [](const auto& each) { return each.second.unreported; });
  put(sheet, ValueFrom::kTasks, "tasks", "已取消而未计入的任务 cancelled tasks left out:", tallies, inputs);
}

}  // namespace zhiheng::plan
