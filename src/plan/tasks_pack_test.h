#pragma once
// For tests only: a district with a plan of four tasks in a temporary folder.
#include <gtest/gtest.h>

#include "base/date.h"
#include "catalog/calendar.h"
#include "catalog/pack_test.h"
#include "plan/tasks.h"

namespace zhiheng::plan {

/// Plan `p` of 2018–2020. Task 1 is divided by years and has countable deliverables, 2 is due in the middle
/// of 2018, 3 is for the whole period, 4 has neither years nor owners.
class TasksPack {
 public:
  TasksPack() {
    pack_.write(
        "catalog/indicators/i.yaml",
        "food.rate: {title: {zh: 率, en: Rate}, unit: \"%\", kind: rate, owner: market, better: more}\n"
        "farm.new: {title: {zh: 新增, en: New}, unit: 个, kind: count, owner: farm, better: more}\n");
    pack_.write(
        "districts/test/plans/p.yaml",
        "title: {zh: 行动计划, en: Plan}\ndocument: 行动计划\nissued: 2018-06\nperiod: {from: 2018, to: "
        "2020}\n"
        "goals:\n  food: {zh: 食品, en: Food}\n  farm: {zh: 农业, en: Farm}\n  none: {zh: 空, en: None}\n"
        "targets:\n"
        "  - {indicator: food.rate, at_least: 90, by: 2020, milestones: {2018: 80}, goal: food, task: 1, "
        "source: 表1}\n"
        "  - {indicator: farm.new, at_least: 5, by: 2020, goal: farm, task: 3, source: 表1}\n"
        "tasks:\n"
        "  1:\n    title: {zh: 抽检, en: Sampling}\n    goal: food\n    owners: [market, farm]\n"
        "    source: 任务1\n    years:\n      2018: [甲, 乙]\n      2019: [丙]\n"
        "  2:\n    title: {zh: 评估, en: Review}\n    goal: food\n    owners: [market]\n"
        "    source: 任务2\n    years: {2018: [丁]}\n    due: {2018: 2018-06-30}\n"
        "  3:\n    title: {zh: 名录, en: List}\n    goal: farm\n    owners: [farm]\n"
        "    source: 任务3\n    items: [戊]\n"
        "  4:\n    title: {zh: 其他, en: Others}\n    source: 任务4\n");
    catalog_ = pack_.load(diagnostics_);
    EXPECT_EQ(diagnosed(diagnostics_), std::vector<std::string>{});
  }

  const catalog::Catalog& catalog() const { return catalog_; }
  const catalog::Plan& plan() const { return *catalog_.plan("p"); }
  const catalog::CodeList* departments() const { return catalog_.code_list("department"); }
  std::string path(const std::string& name) const { return pack_.path() + "/districts/test/" + name; }

  /// Writes a file of the district.
  void write(const std::string& name, const std::string& content) {
    pack_.write("districts/test/" + name, content);
  }
  /// Writes the rows of the progress file, with its header.
  void report(const std::string& rows) {
    write("progress/p.csv", "task,year,state,reported_on,by,note,evidence,sha256\n" + rows);
  }
  TaskReports reports() const {
    Diagnostics diagnostics;
    auto reports = read_task_reports(catalog_, plan(), diagnostics);
    EXPECT_EQ(diagnosed(diagnostics), std::vector<std::string>{});
    return reports;
  }
  std::vector<std::string> mistakes() const {
    Diagnostics diagnostics;
    read_task_reports(catalog_, plan(), diagnostics);
    return diagnosed(diagnostics);
  }

 private:
  catalog::PackFolder pack_;
  Diagnostics diagnostics_;
  catalog::Catalog catalog_;
};

/// The calendar that the program comes with.
inline const WorkingCalendar& shipped_calendar() {
  static const WorkingCalendar kCalendar = [] {
    Diagnostics diagnostics;
    auto calendar = catalog::load_calendar({ZHIHENG_SOURCE_DIR}, diagnostics);
    EXPECT_EQ(diagnosed(diagnostics), std::vector<std::string>{});
    return calendar;
  }();
  return kCalendar;
}

inline Date day(const char* text) { return Date::parse(text).value(); }

}  // namespace zhiheng::plan
