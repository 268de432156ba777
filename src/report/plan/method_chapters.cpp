// 方法说明 and the annex of definitions.
#include "report/build/plain_table.h"
#include "report/plan/tables.h"

namespace zhiheng::report {
namespace {

std::string percent(const Decimal& share) {
  Decimal number = share * Decimal(100);
  int places = number.scale();
  while (places > 0 && number.rounded(places - 1) == number) --places;
  return number.rounded(places).to_string() + "%";
}

std::string rule_of(plan::Status status, const catalog::PlanRules& rules) {
  const std::string on_track = percent(rules.on_track), at_risk = percent(rules.at_risk),
                    about = percent(rules.about);
  switch (status) {
    case plan::Status::kReached:
      return "到期年的值满足要求；或在到期前已经满足。逐年要求的，各年都满足且已到期。";
    case plan::Status::kOnTrack:
      return "尚未到期：最近一个到期的节点目标已达到；没有节点目标的，从起点走过的路程不少于按时间应走路程的"
             " " +
             on_track + "。逐年要求的，至今各年都满足。累计不得超过的，用得不比时间快。";
    case plan::Status::kAtRisk:
      return "尚未到期：节点目标只差目标值的 " + about + " 以内；走过的路程为应走路程的 " + at_risk + " 至 " +
             on_track + "；没有起点的，离目标在目标值的 " + about +
             " 以内。逐年要求的，曾有年份未满足而最近一年满足。累计不得超过的，用得比时间快。";
    case plan::Status::kBehind:
      return "尚未到期：走过的路程不到应走路程的 " + at_risk + "；节点目标或没有起点的目标差得超过目标值的 " +
             about + "。逐年要求的，最近一年也未满足。";
    case plan::Status::kMissed:
      return "到期年的值不满足要求；要求为零而已经发生；累计不得超过的已经超过；逐年要求的到期时有年份未满足"
             "。";
    case plan::Status::kNoData:
      return "规划期内没有值；到期年没有值；目标值由他处确定而未录入；缺少年份以致不能断定。";
  }
  return {};
}

}  // namespace

void add_methods(PlanPages& pages) {
  pages.heading(1, "methods", "方法说明", "Method");
  Sentence sentence;
  sentence.say("每个目标只有一个状态，由下列规则依次判定（").refer("status-rules");
  sentence.say("）；规则和界限对所有目标相同，事先公布，不由人改动。");
  pages.paragraph(sentence);
  Table table = plain_table("status-rules", "状态的判定规则", {{"状态", 7}, {"English", 6}, {"何时", 34}});
  for (const plan::Status status : plan::kStatuses) {
    add_row(table, {status_words(status), plan::title_of(status).en,
                    rule_of(status, pages.input.catalog.plan_rules)});
  }
  pages.add(std::move(table));
  List list;
  const auto item = [&](const std::string& words) { list.items.push_back({text_run(words)}); };
  item("一年的数据在年终之后才计入；评估日之前最后一个完整的年度是 " + std::to_string(pages.input.year) +
       " 年。");
  item("比较按指标的小数位四舍五入后进行，与印出的数一致。");
  item("“左右”“约”和“基本同步”容许与目标值相差 " + percent(pages.input.catalog.plan_rules.about) +
       "，或更好。");
  item("起点取规划自己写明的基期值；没有写明的，取规划期之前最后一个已知的年度值。");
  item("没有数据的目标不作任何推断，不计入已达到，也不计入滞后。");
  pages.add(std::move(list));
}

void add_definitions(PlanPages& pages) {
  pages.heading(1, "annex-definitions", "附录　指标口径与目标出处", "Definitions and places in the plan",
                false);
  Sentence sentence;
  sentence.say("各指标数什么、以什么为准，以及目标写在规划的哪里，见").refer("definitions").say("。");
  pages.paragraph(sentence);
  pages.add(definitions_table(pages));
}

}  // namespace zhiheng::report
