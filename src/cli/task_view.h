#pragma once
// How tasks of a plan are answered: for machines and for a terminal. Nothing is computed here.
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/task_entry.h"
#include "plan/tasks.h"

namespace zhiheng::cli {

/// Some entries of a book, in its order.
using TaskChoice = std::vector<const plan::TaskYear*>;

/// {district, plan, as_of, simulated, reported, file, sha256, warnings, tasks: [one a task and year]}.
nlohmann::ordered_json tasks_json(const catalog::Catalog& catalog, const plan::TaskBook& book,
                                  const TaskChoice& choice);
/// The same head, with `within` and `reminders`, one a department, task and year.
nlohmann::ordered_json reminders_json(const catalog::Catalog& catalog, const plan::TaskBook& book,
                                      const std::vector<plan::Reminder>& reminders, int within);
/// The same head, with counts by state: `all`, `by_department`, `by_goal`, `by_year`.
nlohmann::ordered_json roll_up_json(const catalog::Catalog& catalog, const plan::TaskBook& book);
/// {written, file, row, evidence, before, undo}.
nlohmann::ordered_json entry_json(const plan::PreparedReport& prepared, bool written,
                                  const std::string& undo);

/// The same for people, at most `width` columns wide.
std::string tasks_text(const catalog::Catalog& catalog, const plan::TaskBook& book, const TaskChoice& choice,
                       int width, bool colours);
/// One task in all its years: what is to be done, what was reported with which evidence, what is countable.
std::string task_text(const catalog::Catalog& catalog, const plan::TaskBook& book, const catalog::Task& task,
                      int width, bool colours);
std::string reminders_text(const catalog::Catalog& catalog, const plan::TaskBook& book,
                           const std::vector<plan::Reminder>& reminders, int within, int width, bool colours);
std::string roll_up_text(const catalog::Catalog& catalog, const plan::TaskBook& book, int width,
                         bool colours);
std::string entry_text(const plan::PreparedReport& prepared, bool written, const std::string& undo);

}  // namespace zhiheng::cli
