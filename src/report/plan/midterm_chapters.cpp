// 目标值的疑点, 预测, 建议复核的目标: what only the mid-term paper has.
#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "plan/demand.h"
#include "report/build/plain_table.h"
#include "report/plan/tables.h"

namespace zhiheng::report {
namespace {

using plan::Status;

constexpr double kEven = 0.5;  // below it a target is more likely missed than met

std::string title_of(const plan::Progress& p) { return plan::title_of(*p.target, *p.indicator).zh; }

const plan::Progress* progress_of(const PlanPages& pages, const catalog::Target* target) {
  const auto found = std::ranges::find(pages.all, target, &plan::Progress::target);
  return found == pages.all.end() ? nullptr : *found;
}

Cell title_cell(const plan::Progress& p) {
  Cell cell = text_cell(title_of(p));
  cell.kind = Cell::Kind::kLabel;
  return cell;
}

/// Oddities of one kind whose words are all the same, say it once.
bool all_alike(const std::vector<const plan::Oddity*>& oddities) {
  constexpr size_t kMany = 3;
  return oddities.size() >= kMany && std::ranges::all_of(oddities, [&](const plan::Oddity* each) {
           return each->words.zh == oddities.front()->words.zh;
         });
}

void add_oddity_rows(PlanPages& pages, const std::vector<const plan::Oddity*>& oddities, Table& table) {
  for (const auto* oddity : oddities) {
    const auto* p = progress_of(pages, oddity->target);
    if (p == nullptr) continue;
    add_row(table, {title_cell(*p), demand_cell(pages.input.catalog, *p->target), text_cell(oddity->words.zh),
                    text_cell(oddity->target->source)});
  }
}

/// What is said of many targets alike, as a sentence of their names.
void add_alike(PlanPages& pages, const std::string& kind, const std::vector<const plan::Oddity*>& oddities) {
  std::vector<std::string> titles;
  for (const auto* oddity : oddities) {
    if (const auto* p = progress_of(pages, oddity->target)) titles.push_back(title_of(*p));
  }
  Sentence sentence;
  Run strong = text_run(oddity_title(kind) + "。");
  strong.strong = true;
  sentence.say(std::move(strong)).say(oddities.front()->words.zh + "，共 ");
  sentence.say(pages.numbers.run(
      pages.numbers.count("oddity." + kind, oddity_title(kind), "有此疑点的目标数", titles.size())));
  sentence.say("：" + join(titles, "、") + "。");
  pages.paragraph(sentence);
}

Table forecast_table(PlanPages& pages) {
  Table table = plain_table("forecasts", "到期能否达到：按已有数据的预测",
                            {{"指标", 14},
                             {"目标（年）", 9},
                             {"现值（年）", 8},
                             {"到期预测值", 7},
                             {"预测区间", 9},
                             {"达成概率", 6},
                             {"已有进度（每年）", 7},
                             {"所需进度（每年）", 7},
                             {"方法", 14}});
  table.landscape = true;
  pages.numbers.enter(table.id);
  return table;
}

Cell optional_cell(PlanPages& pages, const std::optional<measure::Value>& value, bool sign = false) {
  if (!value) return pages.numbers.cell_or_missing(std::nullopt);
  return runs_cell({pages.numbers.run(*value, sign)});
}

Cell interval_cell(PlanPages& pages, const plan::Progress& p, const plan::Forecast& forecast) {
  if (!forecast.low || !forecast.high) return pages.numbers.cell_or_missing(std::nullopt);
  Sentence sentence;
  sentence.say(pages.numbers.run(pages.numbers.forecast(p, forecast, "low", *forecast.low))).say(" ～ ");
  sentence.say(pages.numbers.run(pages.numbers.forecast(p, forecast, "high", *forecast.high)));
  return runs_cell(sentence.take());
}

/// Never 0 % or 100 %: a trend makes nothing certain.
Cell probability_cell(PlanPages& pages, const plan::Progress& p, const plan::Forecast& forecast) {
  constexpr double kSmall = 0.01;
  if (!forecast.probability) return pages.numbers.cell_or_missing(std::nullopt);
  if (*forecast.probability < kSmall) return text_cell("不到 1%");
  if (*forecast.probability > 1 - kSmall) return text_cell("99% 以上");
  return optional_cell(pages, pages.numbers.probability(p, forecast));
}

void add_forecast_row(PlanPages& pages, const plan::Progress& p, const plan::Forecast& forecast,
                      Table& table) {
  std::vector<Cell> cells{title_cell(p), demand_cell(pages.input.catalog, *p.target),
                          dated_cell(pages.numbers, pages.numbers.now(p), p.now_year)};
  cells.push_back(optional_cell(pages, forecast.expected ? std::optional(pages.numbers.forecast(
                                                               p, forecast, "expected", *forecast.expected))
                                                         : std::nullopt));
  cells.push_back(interval_cell(pages, p, forecast));
  cells.push_back(probability_cell(pages, p, forecast));
  cells.push_back(optional_cell(pages, pages.numbers.pace(p), true));
  cells.push_back(optional_cell(pages, pages.numbers.needed_pace(p), true));
  cells.push_back(text_cell(forecast.method.zh));
  add_row(table, std::move(cells));
}

/// Why so many are not forecast: a line a reason.
void add_refusals(PlanPages& pages) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> titles;
  for (const auto* p : pages.all) {
    const auto* forecast = pages.forecast_of(*p);
    if (forecast == nullptr || !forecast->refused) continue;
    auto& list = titles[forecast->refused->zh];
    if (list.empty()) order.push_back(forecast->refused->zh);
    list.push_back(title_of(*p));
  }
  if (order.empty()) return;
  pages.paragraph("下列目标不作预测：");
  List list;
  for (size_t i = 0; i < order.size(); ++i) {
    const auto& names = titles[order[i]];
    Sentence sentence;
    sentence.say(order[i] + "（");
    sentence.say(pages.numbers.run(
        pages.numbers.count("refused." + std::to_string(i + 1), order[i], "不作预测的目标数", names.size())));
    list.items.push_back(sentence.say("）：" + join(names, "、") + "。").take());
  }
  pages.add(std::move(list));
}

/// What to do first about a target; the earlier comes before.
enum class Advice { kExplain, kHasten, kWatch, kActEarly, kSettle, kRaise, kDefine };

const char* words_of(Advice advice) {
  switch (advice) {
    case Advice::kExplain:
      return "说明原因，商定补救还是调整";
    case Advice::kHasten:
      return "查清慢在哪里，补措施或补资源";
    case Advice::kWatch:
      return "盯紧下一年的数据，备好补救措施";
    case Advice::kActEarly:
      return "趋势不足以达成，尽早采取措施";
    case Advice::kSettle:
      return "核对两处规定，商定以哪处为准";
    case Advice::kRaise:
      return "核实口径；口径无误则考虑提高目标";
    case Advice::kDefine:
      return "先写明口径，再收集数据";
  }
  return "";
}

/// Why a target should be looked at again; no advice where nothing speaks for it.
struct Proposal {
  std::vector<std::string> reasons;
  std::optional<Advice> advice;

  void say(const std::string& reason, Advice what) {
    reasons.push_back(reason);
    advice = advice ? std::min(*advice, what) : what;
  }
};

Proposal proposal_for(const PlanPages& pages, const plan::Progress& p) {
  Proposal out;
  const std::string state = plan::title_of(p.status).zh + "：" + p.reason.words.zh;
  if (p.status == Status::kMissed) out.say(state, Advice::kExplain);
  if (p.status == Status::kBehind) out.say(state, Advice::kHasten);
  if (p.status == Status::kAtRisk) out.say(state, Advice::kWatch);
  const auto* forecast = pages.forecast_of(p);
  const bool unlikely = forecast != nullptr && forecast->probability && *forecast->probability < kEven;
  if (unlikely) out.say("照目前趋势，到期达成的可能不到一半", Advice::kActEarly);
  for (const auto& oddity : pages.input.oddities) {
    if (oddity.target != p.target) continue;
    if (oddity.kind == "easier") out.say(oddity_title(oddity.kind), Advice::kRaise);
    if (oddity.kind == "contradiction" || oddity.kind == "weaker")
      out.say(oddity_title(oddity.kind), Advice::kSettle);
    if (oddity.kind == "undefined" && p.status == Status::kNoData)
      out.say("没有数据，口径也没有写明", Advice::kDefine);
  }
  return out;
}

/// The targets to look at again, by what to do first about them.
Table proposals_table(PlanPages& pages) {
  Table table = plain_table("proposals-table", "建议复核的目标",
                            {{"指标", 14}, {"目标（年）", 9}, {"为什么", 24}, {"责任部门", 10}});
  std::map<Advice, std::vector<std::pair<const plan::Progress*, Proposal>>> by_advice;
  for (const auto* p : pages.all) {
    Proposal proposal = proposal_for(pages, *p);
    if (proposal.advice) by_advice[*proposal.advice].emplace_back(p, std::move(proposal));
  }
  for (const auto& [advice, proposals] : by_advice) {
    add_group(table, std::string(words_of(advice)) + "（" + std::to_string(proposals.size()) + " 项）");
    for (const auto& [p, proposal] : proposals) {
      add_row(table, {title_cell(*p), demand_cell(pages.input.catalog, *p->target),
                      text_cell(join(proposal.reasons, "；")),
                      text_cell(join(owner_titles(pages.input.catalog, *p), "、"))});
    }
  }
  return table;
}

}  // namespace

void add_oddities(PlanPages& pages) {
  pages.heading(1, "oddities", "目标值的疑点", "Questions about the targets");
  if (pages.input.oddities.empty()) {
    pages.paragraph("没有发现目标值本身的疑点。");
    return;
  }
  std::map<std::string, std::vector<const plan::Oddity*>> kinds;
  for (const auto& oddity : pages.input.oddities) kinds[oddity.kind].push_back(&oddity);
  Table table = plain_table("oddities-table", "目标值的疑点",
                            {{"指标", 14}, {"目标（年）", 10}, {"疑点", 24}, {"规划出处", 10}});
  std::vector<std::string> alike;
  for (const char* kind : {"contradiction", "weaker", "easier", "undefined", "beyond", "unowned"}) {
    const auto found = kinds.find(kind);
    if (found == kinds.end()) continue;
    if (all_alike(found->second)) {
      alike.emplace_back(kind);
      continue;
    }
    add_group(table, oddity_title(kind) + "（" + std::to_string(found->second.size()) + " 项）");
    add_oddity_rows(pages, found->second, table);
  }
  Sentence sentence;
  sentence.say(
      "这里只问目标值本身，不评进展：是否与起点相称，是否与别处的规定一致，是否说清了口径、部门和期限");
  if (!table.body.empty()) sentence.say("（").refer(table.id).say("）");
  sentence.say("。是疑点，不是结论，由制定规划的单位核实。");
  pages.paragraph(sentence);
  for (const auto& kind : alike) add_alike(pages, kind, kinds[kind]);
  if (!table.body.empty()) pages.add(std::move(table));
}

void add_forecasts(PlanPages& pages) {
  pages.heading(1, "forecast", "预测", "Forecast");
  Table table = forecast_table(pages);
  double coverage = 0;
  for (const auto* p : pages.all) {
    const auto* forecast = pages.forecast_of(*p);
    if (forecast == nullptr || forecast->refused) continue;
    coverage = forecast->coverage;
    add_forecast_row(pages, *p, *forecast, table);
  }
  pages.numbers.enter("forecast");
  if (table.body.empty()) {
    pages.paragraph("没有一个目标有足够的数据可作预测。");
  } else {
    Sentence sentence;
    const std::string percent = std::to_string(static_cast<int>(coverage * 100 + 0.5)) + "%";
    sentence.say("预测只延续已有的数据，不知道将要采取的措施（").refer(table.id);
    sentence.say("）。预测区间以 " + percent +
                 " 的把握包含到期年的值；数据越少，区间越宽。达成概率是到期年满足要求的可能。");
    pages.paragraph(sentence);
    table.notes.emplace_back("区间、概率由所列方法算出；已到期、数据少于三年的目标不作预测，理由见正文。");
  }
  add_refusals(pages);
  if (!table.body.empty()) pages.add(std::move(table));
}

void add_proposals(PlanPages& pages) {
  Table table = proposals_table(pages);
  pages.heading(1, "proposals", "建议复核的目标", "Targets to look at again");
  if (table.body.empty()) {
    pages.paragraph("按现有的数据和疑点，没有需要特别复核的目标。");
    return;
  }
  Sentence sentence;
  sentence.say("由状态、预测和疑点得出的复核名单（").refer(table.id);
  sentence.say("）。名单只说从哪里看起；是否调整目标或措施，由制定规划的单位决定。");
  pages.paragraph(sentence);
  pages.add(std::move(table));
}

}  // namespace zhiheng::report
