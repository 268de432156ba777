#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "cli/plan_view.h"
#include "cli/table.h"
#include "plan/demand.h"

namespace zhiheng::cli {
namespace {

using plan::Status;

/// The ANSI colour and the sign of a status: never the colour alone.
struct Look {
  const char* colour;
  const char* sign;
};

Look look_of(Status status) {
  switch (status) {
    case Status::kReached:
      return {"32", "✓"};
    case Status::kOnTrack:
      return {"36", "→"};
    case Status::kAtRisk:
      return {"33", "!"};
    case Status::kBehind:
      return {"31", "↓"};
    case Status::kMissed:
      return {"1;31", "✗"};
    case Status::kNoData:
      return {"90", "?"};
  }
  return {"", ""};
}

TableCell status_cell(Status status) {
  const Look look = look_of(status);
  return {std::string(look.sign) + " " + plan::title_of(status).zh, look.colour};
}

std::string with_unit(const std::optional<Decimal>& value, const std::string& unit) {
  if (!value) return "—";
  return value->to_string() + (unit == "%" ? "%" : unit.empty() ? "" : " " + unit);
}

std::string with_year(const std::optional<Decimal>& value, int year, const std::string& unit) {
  return value ? with_unit(value, unit) + "（" + std::to_string(year) + "）" : "—";
}

std::string owner_names(const catalog::Catalog& catalog, const std::vector<std::string>& owners) {
  std::vector<std::string> names;
  for (const auto& owner : owners) names.push_back(catalog.code_title("department", owner));
  return join(names, "、");
}

std::string title_words(const plan::Progress& p) {
  const auto& title = plan::title_of(*p.target, *p.indicator);
  return title.zh + (p.target->hopes ? "（力争）" : "");
}

std::string summary_line(const views::JudgedPlan& judged, bool colours) {
  std::map<Status, int> counts;
  for (const auto& p : judged.progress) ++counts[p.status];
  std::vector<std::string> parts;
  for (const Status status : plan::kStatuses) {
    const Look look = look_of(status);
    const std::string text = fmt::format("{} {} {} {}", look.sign, plan::title_of(status).zh,
                                         plan::title_of(status).en, counts[status]);
    parts.push_back(colours && counts[status] > 0 ? fmt::format("\033[{}m{}\033[0m", look.colour, text)
                                                  : text);
  }
  return join(parts, " · ");
}

std::string heading(const views::JudgedPlan& judged, bool colours) {
  const catalog::Plan& plan = *judged.plan;
  std::string out =
      fmt::format("{}{}{}（{}）{}\n", colours ? "\033[1m" : "", plan.title.zh, colours ? "\033[0m" : "",
                  judged.catalog->district.title.zh, plan.draft ? " 征求意见稿 draft" : "");
  if (judged.simulated)
    out += "【模拟数据 SIMULATED】以下数值为演示而生成，不是实际情况 made up for demonstration\n";
  out += fmt::format("评估日 as of {}，数据截至 {} 年 values up to {}；目标 targets {}\n", judged.as_of,
                     judged.year, judged.year, judged.progress.size());
  return out + summary_line(judged, colours) + "\n";
}

/// The targets of each goal in turn, those without one last.
template <typename Use>
void by_goal(const views::JudgedPlan& judged, Use use) {
  const auto of = [&](const std::string& id) {
    std::vector<size_t> found;
    for (size_t i = 0; i < judged.progress.size(); ++i) {
      if (judged.progress[i].target->goal == id) found.push_back(i);
    }
    return found;
  };
  for (const auto& goal : judged.plan->goals) {
    if (const auto found = of(goal.id); !found.empty()) use(goal.title, found);
  }
  if (const auto found = of(""); !found.empty()) use({"其他", "Others"}, found);
}

std::string chase_list(const views::JudgedPlan& judged, int width) {
  std::map<std::string, std::vector<std::string>> by_owner;
  for (const auto& p : judged.progress) {
    if (p.status != Status::kNoData || p.indicator == nullptr) continue;
    for (const auto& owner : plan::owners_of(*p.target, *p.indicator)) {
      auto& titles = by_owner[judged.catalog->code_title("department", owner)];
      const std::string title = plan::title_of(*p.target, *p.indicator).zh;
      if (std::ranges::find(titles, title) == titles.end()) titles.push_back(title);
    }
  }
  if (by_owner.empty()) return "";
  std::vector<std::vector<TableCell>> rows;
  for (const auto& [owner, titles] : by_owner)
    rows.push_back({{owner, ""}, {std::to_string(titles.size()), ""}, {join(titles, "；"), ""}});
  return "\n待补数据 data to be chased, by department\n" +
         fitted_table({{"部门", false, false}, {"项", true, false}, {"指标", false, true}}, rows, width,
                      false);
}

std::string oddity_list(const views::JudgedPlan& judged, int width) {
  std::vector<std::vector<TableCell>> rows;
  std::map<std::string, int> silent;
  for (const auto& o : judged.oddities) {
    if (o.kind == "unowned" || o.kind == "undefined") {
      ++silent[o.kind];
      continue;
    }
    const auto& indicator = *judged.catalog->indicator(o.target->indicator);
    rows.push_back({{plan::title_of(*o.target, indicator).zh, ""}, {o.words.zh, ""}, {o.target->source, ""}});
  }
  std::string out;
  if (!rows.empty())
    out = "\n目标值的疑点 odd targets\n" +
          fitted_table({{"指标", false, true}, {"疑点", false, true}, {"出处", false, true}}, rows, width,
                       false);
  if (!silent.empty())
    out += fmt::format(
        "另有 {} 项未写明口径 without a stated definition，{} 项未写明责任部门 without a named department\n",
        silent["undefined"], silent["unowned"]);
  return out;
}

std::string percent(const std::optional<double>& share) {
  if (!share) return "—";
  if (*share > 0.995) return ">99%";
  if (*share < 0.005) return "<1%";
  return fmt::format("{:.0f}%", *share * 100);
}

}  // namespace

std::string status_text(const views::JudgedPlan& judged, int width, bool colours) {
  std::string out = heading(judged, colours);
  by_goal(judged, [&](const catalog::Title& goal, const std::vector<size_t>& found) {
    std::vector<std::vector<TableCell>> rows;
    for (const size_t i : found) {
      const auto& p = judged.progress[i];
      rows.push_back(
          {status_cell(p.status),
           {title_words(p), ""},
           {plan::demand_words(*judged.catalog, *p.target).zh, ""},
           {std::to_string(p.target->by), ""},
           {with_year(p.now, p.now_year, p.unit), ""},
           {with_year(p.start, p.start_year, p.unit), ""},
           {p.distance && *p.distance > Decimal(0) ? with_unit(p.distance, p.distance_unit) : "—", ""},
           {p.reason.words.zh + (p.break_in_series ? "；口径有变" : ""), ""}});
    }
    out += fmt::format("\n{} {}\n", goal.zh, goal.en);
    out += fitted_table({{"状态", false, false},
                         {"指标", false, true},
                         {"目标", false, true},
                         {"期限", true, false},
                         {"现值", true, true},
                         {"起点", true, true},
                         {"差距", true, true},
                         {"依据", false, true}},
                        rows, width, colours);
  });
  return out + chase_list(judged, width) + oddity_list(judged, width);
}

std::string forecast_text(const views::JudgedPlan& judged, int width, bool colours) {
  std::string out = heading(judged, colours);
  std::vector<std::vector<TableCell>> rows;
  std::map<std::string, int> refused;
  for (size_t i = 0; i < judged.progress.size(); ++i) {
    const auto& p = judged.progress[i];
    const auto& f = judged.forecasts[i];
    if (f.refused) {
      ++refused[f.refused->zh + " " + f.refused->en];
      continue;
    }
    const std::string range = f.low ? f.low->to_string() + " … " + with_unit(f.high, p.unit) : "—";
    rows.push_back({status_cell(p.status),
                    {title_words(p), ""},
                    {plan::demand_words(*judged.catalog, *p.target).zh, ""},
                    {std::to_string(p.target->by), ""},
                    {with_year(p.now, p.now_year, p.unit), ""},
                    {with_unit(f.expected, p.unit), ""},
                    {range, ""},
                    {percent(f.probability), ""},
                    {f.method.zh, ""}});
  }
  out += "\n" + fitted_table({{"状态", false, false},
                              {"指标", false, true},
                              {"目标", false, true},
                              {"期限", true, false},
                              {"现值", true, true},
                              {"预计", true, true},
                              {"80% 区间", true, true},
                              {"达到概率", true, false},
                              {"方法", false, true}},
                             rows, width, colours);
  if (!refused.empty()) out += "\n未作预测 not forecast\n";
  for (const auto& [reason, count] : refused) out += fmt::format("  {} 项 targets：{}\n", count, reason);
  return out;
}

std::string targets_text(const catalog::Catalog& catalog, const catalog::Plan& plan, int width,
                         bool colours) {
  std::string out =
      fmt::format("{} {}\n{}{}，{}—{} 年，{} 印发 issued\n", plan.title.zh, plan.title.en, plan.document,
                  plan.draft ? "（征求意见稿 draft）" : "", plan.period.from, plan.period.to, plan.issued);
  std::vector<std::vector<TableCell>> rows;
  for (const auto& target : plan.targets) {
    const auto& indicator = *catalog.indicator(target.indicator);
    rows.push_back({{target.id, ""},
                    {plan::title_of(target, indicator).zh, ""},
                    {plan::demand_words(catalog, target).zh, ""},
                    {std::to_string(target.by), ""},
                    {owner_names(catalog, plan::owners_of(target, indicator)), ""},
                    {target.source, ""}});
  }
  return out + "\n" +
         fitted_table({{"标识", false, true},
                       {"指标", false, true},
                       {"目标", false, true},
                       {"期限", true, false},
                       {"责任部门", false, true},
                       {"出处", false, true}},
                      rows, width, colours);
}

std::string target_text(const views::JudgedPlan& judged, const plan::Progress& p, int width, bool colours) {
  const catalog::Catalog& catalog = *judged.catalog;
  const auto& target = *p.target;
  const auto& title = plan::title_of(target, *p.indicator);
  std::vector<std::vector<TableCell>> rows;
  const auto add = [&](const std::string& key, const std::string& value) {
    if (!value.empty()) rows.push_back({{key, ""}, {value, ""}});
  };
  add("指标 indicator", target.indicator);
  add("口径 scope", p.indicator->scope.zh);
  add("依据 norm", p.indicator->norm);
  add("目标 target", plan::demand_words(catalog, target).zh + " / " + plan::demand_words(catalog, target).en);
  add("期限 due", std::to_string(target.by));
  add("性质 nature", catalog::to_string(target.nature));
  add("责任部门 owners", owner_names(catalog, plan::owners_of(target, *p.indicator)) +
                             (target.owners.empty() ? "（规划未写明 not named by the plan）" : ""));
  add("出处 source", target.source);
  add("备注 note", target.note.zh);
  rows.push_back({{"状态 status", ""}, status_cell(p.status)});
  add("判断规则 rule", p.reason.words.zh + " / " + p.reason.words.en);
  add("现值 now", with_year(p.now, p.now_year, p.unit));
  add("起点 start", with_year(p.start, p.start_year, p.unit));
  add("差距 distance", with_unit(p.distance, p.distance_unit));
  add("每年需要 needed a year", p.needed_pace ? with_unit(p.needed_pace, p.distance_unit) : "");
  add("目前每年 pace a year", p.pace ? with_unit(p.pace, p.distance_unit) : "");
  for (const auto& m : p.milestones)
    add(std::to_string(m.year) + " 年节点 milestone",
        m.limit.low.to_string() + (m.limit.high ? "—" + m.limit.high->to_string() : "") + "：" +
            (m.met ? (*m.met ? "达到 met，" : "未达到 not met，") + with_unit(m.value, p.unit)
                   : "无数据 no data"));
  if (const auto series = judged.book.find(target.indicator); series != judged.book.end()) {
    for (const auto& point : series->second.points) {
      const auto version = p.indicator->since.find(point.year);
      if (version != p.indicator->since.end() && version != p.indicator->since.begin())
        add("── 口径变更 break", version->second.zh + " " + version->second.en);
      const std::string from =
          point.origin && !point.origin->sources.empty() ? "　" + join(point.origin->sources, "；") : "";
      add(std::to_string(point.year) + " 年值 value",
          with_unit(point.value.rounded(p.indicator->decimals), p.indicator->unit) +
              (point.simulated ? "（模拟 simulated）" : "") + from);
    }
  }
  return fmt::format("{} {}\n{}", title.zh, title.en, judged.simulated ? "【模拟数据 SIMULATED】\n" : "") +
         fitted_table({{"", false, false}, {"", false, true}}, rows, width, colours);
}

std::string comparison_text(const plan::PlanOf& first, const std::vector<plan::Shared>& shared,
                            const std::vector<plan::NearPair>& near, int width, bool colours) {
  std::string out = fmt::format("{}（{}）与其他规划共有的指标 {} 个 indicators shared with other plans\n\n",
                                first.plan->title.zh, first.catalog->district.title.zh, shared.size());
  std::vector<std::vector<TableCell>> rows;
  for (const auto& each : shared) {
    bool begun = false;
    for (const auto& entry : each.entries) {
      rows.push_back({{begun ? "" : each.indicator->title.zh, "1"},
                      {entry.catalog->district.title.zh, ""},
                      {entry.plan->title.zh, ""},
                      {plan::demand_words(*entry.catalog, *entry.target).zh, ""},
                      {std::to_string(entry.target->by), ""},
                      {entry.target->source, ""}});
      begun = true;
    }
    for (const auto& difference : each.differences)
      rows.push_back({{"", ""}, {"", ""}, {"注意 note", ""}, {difference.zh, "33"}, {"", ""}, {"", ""}});
  }
  out += fitted_table({{"指标", false, true},
                       {"地区", false, false},
                       {"规划", false, true},
                       {"目标", false, true},
                       {"期限", true, false},
                       {"出处", false, true}},
                      rows, width, colours);
  if (!near.empty()) out += "\n名称相近而口径不同，不作比较 near in name but not the same, so not compared\n";
  for (const auto& pair : near)
    out += fmt::format("  {} ／ {}（{}）\n", pair.mine->title.zh, pair.theirs->title.zh,
                       pair.other.catalog->district.title.zh);
  return out;
}

}  // namespace zhiheng::cli
