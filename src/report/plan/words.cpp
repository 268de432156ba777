#include "report/plan/words.h"

#include <algorithm>
#include <utility>

#include "plan/demand.h"
#include "report/build/plain_table.h"

namespace zhiheng::report {

Sentence& Sentence::say(std::string words) { return say(text_run(std::move(words))); }

Sentence& Sentence::say(Run run) {
  runs_.push_back(std::move(run));
  return *this;
}

Sentence& Sentence::start_line() {
  Run line;
  line.kind = Run::Kind::kBreak;
  return say(std::move(line));
}

Sentence& Sentence::refer(std::string target) { return say(reference_run(std::move(target))); }

std::string status_words(plan::Status status) {
  static constexpr const char* kSigns[] = {"√", "→", "▲", "▼", "×", "○"};
  return std::string(kSigns[static_cast<size_t>(status)]) + " " + plan::title_of(status).zh;
}

std::string oddity_title(const std::string& kind) {
  static constexpr std::pair<const char*, const char*> kTitles[] = {
      {"easier", "目标低于起点"},    {"contradiction", "两处规定不一"}, {"weaker", "后来的要求更低"},
      {"undefined", "口径没有写明"}, {"unowned", "没有写明责任部门"},   {"beyond", "期限晚于规划期"}};
  for (const auto& [name, title] : kTitles) {
    if (kind == name) return title;
  }
  return kind;
}

Heading titled(int level, std::string id, const std::string& zh, const std::string& en, bool numbered) {
  Heading heading;
  heading.level = level;
  heading.id = std::move(id);
  heading.number = numbered ? "·" : "";
  heading.title = {text_run(en.empty() ? zh : zh + "　" + en)};
  return heading;
}

std::string demand_with_year(const catalog::Catalog& catalog, const catalog::Target& target) {
  return plan::demand_words(catalog, target).zh + "（" + std::to_string(target.by) + " 年）";
}

Cell demand_cell(const catalog::Catalog& catalog, const catalog::Target& target) {
  Sentence sentence;
  sentence.say(plan::demand_words(catalog, target).zh).start_line();
  return runs_cell(sentence.say("（" + std::to_string(target.by) + "）").take());
}

std::vector<std::string> owner_titles(const catalog::Catalog& catalog, const plan::Progress& progress) {
  std::vector<std::string> titles;
  for (const auto& owner : plan::owners_of(*progress.target, *progress.indicator)) {
    if (!owner.empty()) titles.push_back(catalog.code_title("department", owner));
  }
  if (titles.empty()) titles.emplace_back("未定");
  return titles;
}

size_t count_of(const std::vector<const plan::Progress*>& progress, plan::Status status) {
  return static_cast<size_t>(
      std::ranges::count_if(progress, [&](const plan::Progress* p) { return p->status == status; }));
}

std::string GoalGroup::zh() const { return goal == nullptr ? "其他目标" : goal->title.zh; }
std::string GoalGroup::en() const { return goal == nullptr ? "Other targets" : goal->title.en; }
std::string GoalGroup::id() const { return goal == nullptr ? "goal-other" : "goal-" + goal->id; }

std::vector<GoalGroup> group_by_goal(const catalog::Plan& plan, const std::vector<plan::Progress>& progress) {
  std::vector<GoalGroup> groups;
  for (const auto& goal : plan.goals) groups.push_back({&goal, {}});
  groups.push_back({});
  for (const auto& p : progress) {
    const catalog::Goal* goal = plan.goal(p.target->goal);
    const auto found = std::ranges::find(groups, goal, &GoalGroup::goal);
    found->targets.push_back(&p);
  }
  std::erase_if(groups, [](const GoalGroup& group) { return group.targets.empty(); });
  return groups;
}

}  // namespace zhiheng::report
