// 总体情况, 分组进展, 需要关注的目标, 数据缺口: what both papers have.
#include <algorithm>

#include "base/text.h"
#include "plan/demand.h"
#include "report/build/plain_table.h"
#include "report/cover_title.h"
#include "report/plan/figures.h"
#include "report/plan/tables.h"

namespace zhiheng::report {
namespace {

using plan::Status;

/// The last year with a value that is not made up; 0 where there is none.
int last_data_year(const PlanPages& pages) {
  int last = 0;
  for (const auto& [id, series] : pages.input.book) {
    for (const auto& point : series.points) {
      if (!point.simulated && point.year <= pages.input.year) last = std::max(last, point.year);
    }
  }
  return last;
}

Run counted(PlanPages& pages, Status status) {
  return pages.numbers.run(pages.numbers.count(plan::to_string(status), plan::title_of(status).zh,
                                               "判定为该状态的目标数", pages.count(status)));
}

KeyNumbers key_numbers(PlanPages& pages) {
  KeyNumbers out;
  for (const Status status : plan::kStatuses) {
    KeyNumbers::Item item;
    item.label = status_words(status) + " " + plan::title_of(status).en;
    item.value = {counted(pages, status)};
    const std::string id = std::string(plan::to_string(status)) + ".share";
    const auto share =
        pages.numbers.share(id, plan::title_of(status).zh, pages.count(status), pages.all.size());
    item.detail = {text_run("占 "), pages.numbers.run(share)};
    out.items.push_back(std::move(item));
  }
  return out;
}

void say_what_is_judged(PlanPages& pages) {
  const auto& plan = pages.input.plan;
  Sentence sentence;
  sentence.say("本报告以" + issued_words(pages.document) + "为评估日，用截至 " +
               std::to_string(pages.input.year) + " 年底的数据，逐项判断《" + plan.document + "》" +
               (plan.draft ? "（征求意见稿）" : "") + "的 ");
  sentence.say(pages.numbers.run(
      pages.numbers.count("targets", "规划的目标", "规划文件所列目标的个数", pages.all.size())));
  sentence.say("目标。规划期为 " + std::to_string(plan.period.from) + "—" + std::to_string(plan.period.to) +
               " 年。各组的状态见");
  sentence.refer("status-by-goal").say("，判断所用的规则见“方法说明”。");
  pages.paragraph(sentence);
}

/// What stands before everything else where it is so: that nothing can be said of most targets.
void say_how_little_is_known(PlanPages& pages) {
  const size_t blind = pages.count(Status::kNoData);
  if (2 * blind < pages.all.size()) return;
  Sentence sentence;
  Run strong = text_run("多数目标没有规划期内的数据，对规划的总体进展不能下结论。");
  strong.strong = true;
  sentence.say(std::move(strong));
  const int last = last_data_year(pages);
  sentence.say(last == 0 ? std::string("目前没有任何一年的实际数据。")
                         : "现有的实际数据最晚到 " + std::to_string(last) + " 年。");
  sentence.say(
      "“没有数据”不等于“没有进展”，也不等于“进展正常”；能做的是看清起点，把缺少的数据按部门收齐（见");
  sentence.refer("gaps-by-department").say("）。");
  pages.paragraph(sentence);
}

void say_what_is_known(PlanPages& pages) {
  const size_t known = pages.all.size() - pages.count(Status::kNoData);
  if (known == 0) return;
  const size_t good = pages.count(Status::kReached) + pages.count(Status::kOnTrack);
  const auto number = [&](const char* id, const char* title, size_t count) {
    return pages.numbers.run(pages.numbers.count(id, title, title, count));
  };
  Sentence sentence;
  sentence.say("能够判断的有 ")
      .say(number("judged", "有数据可以判断的目标", known))
      .say("：已达到或进度正常的 ");
  sentence.say(number("good", "已达到或进度正常的目标", good)).say("，有风险、滞后或未达到的 ");
  sentence.say(number("attention", "有风险、滞后或未达到的目标", known - good)).say("。");
  pages.paragraph(sentence);
}

void say_states(PlanPages& pages, const GoalGroup& group) {
  Sentence sentence;
  const auto count = [&](const std::string& id, const std::string& title, size_t n) {
    return pages.numbers.run(
        pages.numbers.count(group.id() + "." + id, group.zh() + "：" + title, "判定为该状态的目标数", n));
  };
  sentence.say("共 ").say(count("targets", "目标", group.targets.size())).say("目标：");
  bool first = true;
  for (const Status status : plan::kStatuses) {
    const size_t n = count_of(group.targets, status);
    if (n == 0) continue;
    sentence.say((first ? "" : "，") + plan::title_of(status).zh + " ");
    sentence.say(count(plan::to_string(status), plan::title_of(status).zh, n));
    first = false;
  }
  sentence.say("（").refer("targets-" + group.id()).say("）。");
  pages.paragraph(sentence);
}

void say_pace(PlanPages& pages, const plan::Progress& p, Sentence& sentence) {
  const auto start = pages.numbers.start(p), pace = pages.numbers.pace(p),
             needed = pages.numbers.needed_pace(p);
  if (start) {
    sentence.say("；起点 ").say(pages.numbers.run(*start));
    sentence.say("（" + std::to_string(p.start_year) + " 年）");
  }
  if (pace) sentence.say("，已有进度每年 ").say(pages.numbers.run(*pace, true));
  if (needed) sentence.say("，所需进度每年 ").say(pages.numbers.run(*needed, true));
}

Runs attention_item(PlanPages& pages, const plan::Progress& p) {
  Sentence sentence;
  Run title = text_run(plan::title_of(*p.target, *p.indicator).zh);
  title.strong = true;
  sentence.say(std::move(title));
  sentence.say("：要求 " + demand_with_year(pages.input.catalog, *p.target));
  if (const auto now = pages.numbers.now(p)) {
    sentence.say("，现值 ").say(pages.numbers.run(*now)).say("（" + std::to_string(p.now_year) + " 年）");
  }
  if (p.distance && *p.distance > Decimal(0))
    sentence.say("，还差 ").say(pages.numbers.run(*pages.numbers.distance(p)));
  sentence.say("。" + p.reason.words.zh);
  if (p.target->by > p.now_year) say_pace(pages, p, sentence);
  return sentence.say("。责任部门：" + join(owner_titles(pages.input.catalog, p), "、") + "。").take();
}

}  // namespace

void add_overview(PlanPages& pages) {
  pages.heading(1, "overview", "总体情况", "Overview");
  say_how_little_is_known(pages);
  pages.add(key_numbers(pages));
  say_what_is_judged(pages);
  say_what_is_known(pages);
  pages.add(status_figure(pages));
}

void add_goals(PlanPages& pages) {
  pages.heading(1, "by-goal", "分组进展", "Progress by goal");
  for (const auto& group : pages.goals) {
    pages.heading(2, group.id(), group.zh(), group.en());
    say_states(pages, group);
    pages.add(goal_table(pages, group));
  }
}

void add_attention(PlanPages& pages) {
  pages.heading(1, "attention", "需要关注的目标", "Targets to watch");
  bool any = false;
  for (const Status status : {Status::kMissed, Status::kBehind, Status::kAtRisk}) {
    if (pages.count(status) == 0) continue;
    any = true;
    const std::string id = std::string("attention-") + plan::to_string(status);
    pages.heading(2, replace_all(id, "_", "-"), status_words(status), plan::title_of(status).en);
    List list;
    for (const auto* p : pages.all) {
      if (p->status == status) list.items.push_back(attention_item(pages, *p));
    }
    pages.add(std::move(list));
  }
  if (any) return;
  const size_t blind = pages.count(Status::kNoData);
  if (blind == 0) {
    pages.paragraph("没有有风险、滞后或未达到的目标。");
  } else if (blind == pages.all.size()) {
    pages.paragraph("没有一个目标能够判断，需要关注哪些要等数据收齐才知道。");
  } else {
    pages.paragraph(
        "有数据的目标中，没有有风险、滞后或未达到的；没有数据的是否需要关注，要等数据收齐才知道。");
  }
}

void add_gaps(PlanPages& pages) {
  pages.heading(1, "gaps", "数据缺口", "Missing data");
  Table table = gap_table(pages);
  if (table.body.empty()) {
    pages.paragraph("规划期内各年的数据齐全，没有缺口。");
    return;
  }
  Sentence sentence;
  sentence.say("下列目标缺少规划期内（截至 " + std::to_string(pages.input.year) +
               " 年）某些年份的数据，须向责任部门收取（");
  sentence.refer(table.id).say("）。“最近的数据”是规划期前后最后一个已知的年度值，以指标自己的单位表示。");
  pages.paragraph(sentence);
  pages.add(std::move(table));
}

}  // namespace zhiheng::report
