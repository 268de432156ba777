#pragma once
#include <string_view>
#include <vector>

#include "audit/book.h"

namespace zhiheng::audit {

/// Tells what a document promises from what it reports. Refers to the book, which must outlive it.
class Goals {
 public:
  explicit Goals(const Book& book);

  /// Whether the number is to be reached: behind 力争, 确保, or behind `到 2025 年` in a sentence or
  /// paragraph of a plan.
  bool is_goal(const Statement& statement) const;
  /// Whether a column of a table holds goals: 2025年目标, or a coming year in a table of a plan's measures.
  bool is_goal(const TableModel& table, std::int32_t column) const;
  /// Whether a table is one of a plan's measures.
  static bool is_goal_table(const TableModel& table);

  /// When the goals of a column that names no year are due: at the end of the table's or the plan's years.
  Period end(const TableModel& table) const;

  /// Whether the document is a plan, by its title or a heading that names goals.
  bool plan() const { return plan_; }
  /// The years that the title gives the plan; not named if it gives none.
  const Period& years() const { return years_; }

 private:
  const Book& book_;
  bool plan_ = false;
  Period years_;
};

/// Whether `mark` says until when: `到 2025 年`, not 截至 2025 年.
bool is_until(std::string_view text, const TimeMark& mark);

/// Which way a measure is wanted to go: 1, -1, or 0 if a plan may want either (人口, 耕地, 投资). `sure`
/// tells whether the words leave no doubt.
struct Direction {
  int sign = 0;
  bool sure = false;
};
Direction direction_of(std::string_view key);

}  // namespace zhiheng::audit
