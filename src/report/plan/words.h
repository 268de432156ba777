#pragma once
#include <string>
#include <utility>
#include <vector>

#include "plan/oddities.h"
#include "plan/progress.h"
#include "report/document.h"

namespace zhiheng::report {

/// Runs put together piece by piece.
class Sentence {
 public:
  Sentence& say(std::string words);
  Sentence& say(Run run);
  Sentence& start_line();
  /// “表 9”.
  Sentence& refer(std::string target);
  Runs take() { return std::move(runs_); }

 private:
  Runs runs_;
};

/// 状态 as printed: a sign and the word, so that colour is never needed: “▲ 有风险”.
std::string status_words(plan::Status status);

/// What an oddity is about: “目标低于起点”. The kind itself where it is none that is known here.
std::string oddity_title(const std::string& kind);

/// A heading: Chinese, and English beside it where there is some. Numbered unless said otherwise.
Heading titled(int level, std::string id, const std::string& zh, const std::string& en, bool numbered = true);

/// “≥ 96%（2025 年）”.
std::string demand_with_year(const catalog::Catalog& catalog, const catalog::Target& target);

/// The same as a cell of a table, the year on a line of its own.
Cell demand_cell(const catalog::Catalog& catalog, const catalog::Target& target);

/// Titles of the departments that answer for the target: “区市场监管局、区农委”; 未定 where nobody does.
std::vector<std::string> owner_titles(const catalog::Catalog& catalog, const plan::Progress& progress);

/// How many of `progress` stand in `status`.
size_t count_of(const std::vector<const plan::Progress*>& progress, plan::Status status);

/// The targets of one goal, in the plan's order; the last group, without a goal, may be there.
struct GoalGroup {
  const catalog::Goal* goal = nullptr;
  std::vector<const plan::Progress*> targets;

  std::string zh() const;
  std::string en() const;
  std::string id() const;
};
std::vector<GoalGroup> group_by_goal(const catalog::Plan& plan, const std::vector<plan::Progress>& progress);

}  // namespace zhiheng::report
