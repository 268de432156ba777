#pragma once
// How tasks of a plan are shown on a terminal. Nothing is computed here.
#include <string>
#include <vector>

#include "views/task_json.h"

namespace zhiheng::cli {

/// For people, at most `width` columns wide.
std::string tasks_text(const catalog::Catalog& catalog, const plan::TaskBook& book,
                       const views::TaskChoice& choice, int width, bool colours);
/// One task in all its years: what is to be done, what was reported with which evidence, what is countable.
std::string task_text(const catalog::Catalog& catalog, const plan::TaskBook& book, const catalog::Task& task,
                      int width, bool colours);
std::string reminders_text(const catalog::Catalog& catalog, const plan::TaskBook& book,
                           const std::vector<plan::Reminder>& reminders, int within, int width, bool colours);
std::string roll_up_text(const catalog::Catalog& catalog, const plan::TaskBook& book, int width,
                         bool colours);
std::string entry_text(const plan::PreparedReport& prepared, bool written, const std::string& undo);

}  // namespace zhiheng::cli
