#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "base/decimal.h"
#include "base/text.h"
#include "catalog/norms.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "stats/proportion.h"
#include "views/day.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kBadReading{"stats.bad-reading", "{} 应写作 污染物=浓度，如 PM2.5=35",
                                "{} must be POLLUTANT=CONCENTRATION, as PM2.5=35"};
constexpr ErrorCode kBadDecimal{"stats.bad-decimal", "{} 不是数", "{} is no number"};
constexpr ErrorCode kNoEdition{"stats.no-edition", "{} 这一天没有适用的版本（{}）",
                               "no edition is in force on {} ({})"};
constexpr int kLimits = 4;  // 0 to 3 are shown where none is asked for
constexpr double kConsumersRisk = 0.10;

struct StatsArguments {
  std::int64_t hits = 0, of = 0, later_hits = 0, later_of = 0;
  double level = 95;
  std::string method = "wilson";
  std::int64_t lot = 0;
  std::string inspection_level = "II", aql, inspection = "normal";
  std::string declared;
  std::optional<int> limit;
  std::optional<std::int64_t> population;
  std::vector<std::string> readings;
  std::string date, edition;
  bool hourly = false;
};

/// An answer in both forms: lines for people, JSON for programs.
struct Answer {
  std::vector<std::string> lines;
  Json json;
};

int print(const Answer& answer, const Settings& settings) {
  if (settings.json())
    fmt::print("{}\n", answer.json.dump(2));
  else
    fmt::print("{}\n", join(answer.lines, "\n"));
  return 0;
}

std::string percent(double share) { return fmt::format("{:.2f}%", 100 * share); }
std::string percents(const stats::Interval& interval) {
  return fmt::format("{} … {}", percent(interval.low), percent(interval.high));
}
Json json_of(const stats::Interval& interval) { return Json::array({interval.low, interval.high}); }

catalog::Norms norms_of(const Settings& settings) {
  Diagnostics diagnostics;
  catalog::Norms norms = catalog::load_norms(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  return norms;
}

const catalog::NormEdition& in_force(const catalog::Norms& norms, const std::string& kind, Date day) {
  const auto* edition = norms.in_force(kind, day);
  if (edition == nullptr) throw Error(kNoEdition, {}, {day.to_string(), kind});
  return *edition;
}

/// What every verdict by a norm carries: the edition, whether its numbers were checked, what the verdict
/// says.
void add_norm(Answer& answer, const catalog::NormEdition& edition, bool verified) {
  answer.lines.push_back(
      fmt::format("依据 By: {}《{}》{}", edition.name, edition.title.zh, edition.title.en));
  answer.lines.push_back(verified ? "所用数值 Numbers used: 已核对 verified"
                                  : "所用数值 Numbers used: 未逐格核对 not verified — " + edition.source);
  answer.lines.push_back("说明 Note: " + edition.licence.zh + " " + edition.licence.en);
  answer.json["norm"] = {{"edition", edition.name},
                         {"title", edition.title.zh},
                         {"title_en", edition.title.en},
                         {"valid_from", edition.from.to_string()},
                         {"valid_to", edition.to ? Json(edition.to->to_string()) : Json()},
                         {"source", edition.source},
                         {"verified", verified}};
  answer.json["licence"] = {{"zh", edition.licence.zh}, {"en", edition.licence.en}};
}

Answer interval(const StatsArguments& arguments) {
  const stats::Share share{arguments.hits, arguments.of};
  const double level = arguments.level / 100;
  const bool exact = arguments.method == "exact";
  const stats::Interval found = exact ? stats::clopper_pearson(share, level) : stats::wilson(share, level);
  Answer answer;
  answer.lines = {fmt::format("{} / {} = {}", share.hits, share.of, percent(share.value())),
                  fmt::format("{:g}% 置信区间 confidence interval: {}（{}）", arguments.level,
                              percents(found), exact ? "Clopper-Pearson" : "Wilson")};
  const auto showing = stats::showing(share);
  if (showing == stats::Showing::kNoRate)
    answer.lines.emplace_back("分母过小，公开时不算比率 the base is too small: publish no rate");
  if (showing == stats::Showing::kSuppressed)
    answer.lines.emplace_back(
        "件数过少，公开时隐去 so few that somebody could be recognised: do not publish");
  answer.json = {{"hits", share.hits},
                 {"of", share.of},
                 {"share", share.value()},
                 {"level", level},
                 {"method", arguments.method},
                 {"interval", json_of(found)},
                 {"may_show", showing == stats::Showing::kWhole    ? "whole"
                              : showing == stats::Showing::kNoRate ? "no-rate"
                                                                   : "suppressed"}};
  return answer;
}

struct ChangeWords {
  const char* name;
  const char* text;
};
constexpr ChangeWords kChanges[] = {
    {"too-few", "件数太少，不作判断 too few to judge"},
    {"not-shown",
     "未见真实变化（不等于没有变化） no real change is shown (which does not prove that there is none)"},
    {"rose", "上升 it rose"},
    {"fell", "下降 it fell"}};

Answer compare(const StatsArguments& arguments) {
  const stats::Share earlier{arguments.hits, arguments.of}, later{arguments.later_hits, arguments.later_of};
  const auto found = stats::compare(earlier, later, arguments.level / 100);
  const ChangeWords& words = kChanges[static_cast<int>(found.change)];
  Answer answer;
  answer.lines = {
      fmt::format("{} / {} = {} → {} / {} = {}", earlier.hits, earlier.of, percent(earlier.value()),
                  later.hits, later.of, percent(later.value())),
      fmt::format("变化 Change: {:+.2f} 个百分点 points, {:g}% {:.2f} … {:.2f}", 100 * found.difference,
                  arguments.level, 100 * found.interval.low, 100 * found.interval.high),
      fmt::format("p = {:.4f}（{}）", found.p, found.exact ? "Fisher" : "z"),
      fmt::format("结论 Verdict: {}", words.text)};
  answer.json = {{"earlier", {{"hits", earlier.hits}, {"of", earlier.of}, {"share", earlier.value()}}},
                 {"later", {{"hits", later.hits}, {"of", later.of}, {"share", later.value()}}},
                 {"difference", found.difference},
                 {"interval", json_of(found.interval)},
                 {"level", arguments.level / 100},
                 {"p", found.p},
                 {"test", found.exact ? "fisher" : "z"},
                 {"verdict", words.name}};
  return answer;
}

Decimal decimal_of(const std::string& text) {
  if (const auto value = Decimal::parse(text)) return *value;
  throw Error(kBadDecimal, {}, {text});
}

Answer lot_plan(const StatsArguments& arguments, const Settings& settings) {
  const catalog::Norms norms = norms_of(settings);
  const auto& edition = in_force(norms, "lots", views::day_or_today(arguments.date));
  const Decimal aql = decimal_of(arguments.aql);
  const auto inspection = stats::parse_inspection(arguments.inspection).value_or(stats::Inspection::kNormal);
  const auto plan = stats::lot_plan(norms.plans.at(edition.name), arguments.lot, arguments.inspection_level,
                                    aql, inspection);
  // AQLs above 10 are nonconformities per 100 units: a Poisson count, not a share.
  const bool share = aql <= Decimal(10);
  const double at_aql = share ? stats::accept_share(plan.size, plan.accept, aql.to_double() / 100)
                              : stats::accept_per_hundred(plan.size, plan.accept, aql.to_double());
  Answer answer;
  answer.lines = {
      fmt::format("字码 Code letter: {}{}", plan.letter,
                  plan.used_letter == plan.letter ? "" : " → " + plan.used_letter),
      fmt::format("样本量 Sample size: {}{}", plan.size, plan.whole_lot ? "（全检 the whole lot）" : ""),
      fmt::format("接收数 Ac {}，拒收数 Re {}", plan.accept, plan.refuse)};
  answer.json = {{"lot", arguments.lot},   {"level", arguments.inspection_level},
                 {"aql", aql.to_double()}, {"inspection", arguments.inspection},
                 {"letter", plan.letter},  {"used_letter", plan.used_letter},
                 {"size", plan.size},      {"whole_lot", plan.whole_lot},
                 {"accept", plan.accept},  {"refuse", plan.refuse}};
  if (!plan.whole_lot) {
    answer.lines.push_back(
        fmt::format("质量为 AQL 时的接收概率 accepted at the AQL: {}，生产方风险 producer's risk {}",
                    percent(at_aql), percent(1 - at_aql)));
    answer.json["accepted_at_aql"] = at_aql;
    answer.json["producers_risk"] = 1 - at_aql;
    if (share) {
      const double poor = stats::share_accepted_with(plan.size, plan.accept, kConsumersRisk);
      answer.lines.push_back(fmt::format(
          "不合格品率达 {} 的批仍有 10% 被接收 lots of that quality are still accepted in 10 of 100",
          percent(poor)));
      answer.json["consumers_risk_quality"] = poor;
    }
  }
  add_norm(answer, edition, plan.verified);
  return answer;
}

void add_supervision(Answer& answer, const stats::SupervisionPlan& plan) {
  answer.lines.push_back(
      fmt::format("限定数 L {}：抽 n = {}，不合格品多于 {} 则否定；误判风险 wrongly refuted {}；不合格品率达 "
                  "{}（LQR {:.1f}）时仍有 {} 不被否定 "
                  "pass",
                  plan.limit, plan.size, plan.limit, percent(plan.wrongly_refuted), percent(plan.limiting),
                  plan.limiting_ratio, percent(plan.missed)));
  Json json{{"limit", plan.limit},
            {"size", plan.size},
            {"declared", plan.declared},
            {"wrongly_refuted", plan.wrongly_refuted},
            {"limiting_quality", plan.limiting},
            {"limiting_ratio", plan.limiting_ratio},
            {"missed", plan.missed}};
  if (plan.population) {
    json["population"] = *plan.population;
    json["declared_count"] = *plan.declared_count;
    json["limiting_count"] = *plan.limiting_count;
  }
  answer.json["plans"].push_back(std::move(json));
}

Answer supervise(const StatsArguments& arguments, const Settings& settings) {
  const catalog::Norms norms = norms_of(settings);
  const auto& edition = in_force(norms, arguments.population ? "small-population" : "supervision",
                                 views::day_or_today(arguments.date));
  const auto& rules = norms.supervision.at(edition.name);
  const double declared = decimal_of(arguments.declared).to_double() / 100;
  const auto plan = [&](int limit) {
    return arguments.population
               ? stats::supervision_of_population(declared, limit, *arguments.population, rules)
               : stats::supervision(declared, limit, rules);
  };
  Answer answer;
  answer.lines = {fmt::format("声称质量水平 Declared quality level: {}", percent(declared))};
  answer.json = {{"declared", declared}, {"plans", Json::array()}};
  for (int limit = arguments.limit.value_or(0); limit < (arguments.limit ? *arguments.limit + 1 : kLimits);
       ++limit) {
    try {
      add_supervision(answer, plan(limit));
    } catch (const Error&) {
      // Of the four usual limits those without a plan are left out; the one that was asked for is not.
      if (arguments.limit || (limit + 1 == kLimits && answer.json["plans"].empty())) throw;
    }
  }
  add_norm(answer, edition, edition.verified);
  return answer;
}

std::vector<stats::Concentration> readings_of(const StatsArguments& arguments) {
  std::vector<stats::Concentration> readings;
  for (const auto& text : arguments.readings) {
    const size_t equals = text.find('=');
    const auto value = equals == std::string::npos ? std::nullopt : Decimal::parse(text.substr(equals + 1));
    if (!value) throw Error(kBadReading, {}, {text});
    readings.push_back({text.substr(0, equals), *value});
  }
  return readings;
}

const stats::AqiEdition& aqi_edition(const catalog::Norms& norms, const StatsArguments& arguments, Date day) {
  const auto* edition = arguments.edition.empty() ? stats::edition_on(norms.aqi, day)
                                                  : stats::edition_named(norms.aqi, arguments.edition);
  if (edition != nullptr) return *edition;
  throw Error(kNoEdition, {}, {day.to_string(), arguments.edition.empty() ? "aqi" : arguments.edition});
}

Answer air(const StatsArguments& arguments, const Settings& settings) {
  const catalog::Norms norms = norms_of(settings);
  const Date day = views::day_or_today(arguments.date);
  const auto& edition = aqi_edition(norms, arguments, day);
  const auto readings = readings_of(arguments);
  const auto found =
      stats::aqi(edition, readings, arguments.hourly ? stats::AqiUse::kHourly : stats::AqiUse::kDaily);
  Answer answer;
  answer.json = {{"date", day.to_string()},
                 {"aqi", found.value ? Json(*found.value) : Json()},
                 {"at_least", !found.missing.empty()},
                 {"parts", Json::array()},
                 {"primary", found.primary},
                 {"missing", found.missing}};
  answer.lines.push_back(fmt::format("AQI {}{}", found.missing.empty() ? "" : "≥ ", found.value.value_or(0)));
  if (found.air_class != nullptr) {
    answer.lines.back() +=
        fmt::format("，{}级 {} {}", found.air_class->number, found.air_class->zh, found.air_class->en);
    answer.json["class"] = {{"number", found.air_class->number},
                            {"zh", found.air_class->zh},
                            {"en", found.air_class->en},
                            {"colour", found.air_class->colour}};
  }
  for (const auto& part : found.parts) {
    answer.lines.push_back(fmt::format("  {} {}: {}{}", part.pollutant, part.average, part.value,
                                       part.beyond ? "（超出表列浓度 above the table）" : ""));
    answer.json["parts"].push_back({{"pollutant", part.pollutant},
                                    {"average", part.average},
                                    {"iaqi", part.value},
                                    {"beyond", part.beyond},
                                    {"verified", part.verified}});
  }
  if (!found.primary.empty()) answer.lines.push_back("首要污染物 Primary: " + join(found.primary, ", "));
  if (!found.missing.empty()) answer.lines.push_back("缺测 Not measured: " + join(found.missing, ", "));
  add_norm(answer, *norms.edition(edition.name), found.verified);
  return answer;
}

using Ask = Answer (*)(const StatsArguments&, const Settings&);

CLI::App* part(CLI::App& stats, const char* name, const char* words, Settings& settings, Run& run,
               const std::shared_ptr<StatsArguments>& arguments, Ask ask, bool needs_home) {
  auto* command = stats.add_subcommand(name, words);
  add_format(*command, settings);
  command->callback([&settings, &run, arguments, ask, needs_home] {
    settings.needs_home = needs_home;
    run = [&settings, arguments, ask] { return print(ask(*arguments, settings), settings); };
  });
  return command;
}

void add_level(CLI::App& command, StatsArguments& arguments) {
  command.add_option("--level", arguments.level, "置信水平（%） confidence level in percent")
      ->capture_default_str();
}

void add_date(CLI::App& command, StatsArguments& arguments) {
  command.add_option("--date", arguments.date,
                     "按哪天有效的版本 by the edition in force on this day (today)");
}

}  // namespace

void add_stats(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand(
      "stats", "比例、抽样方案、空气质量指数的计算 intervals, sampling plans, air quality");
  command->require_subcommand(1);
  auto arguments = std::make_shared<StatsArguments>();
  StatsArguments& all = *arguments;
  const auto add = [&](const char* name, const char* words, Ask ask, bool needs_home) {
    return part(*command, name, words, settings, run, arguments, ask, needs_home);
  };
  auto* one = add(
      "interval", "比例的置信区间 interval of a share",
      [](const StatsArguments& given, const Settings&) { return interval(given); }, false);
  one->add_option("K", all.hits, "件数 how many")->required();
  one->add_option("N", all.of, "总数 of how many")->required();
  one->add_option("--method", all.method, "方法 method")
      ->check(CLI::IsMember({"wilson", "exact"}))
      ->capture_default_str();
  add_level(*one, all);
  auto* two = add(
      "compare", "两期比例是否有真实变化 whether a share changed",
      [](const StatsArguments& given, const Settings&) { return compare(given); }, false);
  two->add_option("K1", all.hits, "前期件数 earlier")->required();
  two->add_option("N1", all.of, "前期总数 of")->required();
  two->add_option("K2", all.later_hits, "后期件数 later")->required();
  two->add_option("N2", all.later_of, "后期总数 of")->required();
  add_level(*two, all);
  auto* lots = add("plan", "逐批检验抽样方案 sampling plan for a lot (GB/T 2828.1)", lot_plan, true);
  lots->add_option("--lot", all.lot, "批量 lot size")->required();
  lots->add_option("--level", all.inspection_level, "检验水平 S-1 … S-4, I, II, III")->capture_default_str();
  lots->add_option("--aql", all.aql, "接收质量限 AQL")->required();
  lots->add_option("--inspection", all.inspection, "严格度 severity")
      ->check(CLI::IsMember({"normal", "tightened", "reduced"}))
      ->capture_default_str();
  add_date(*lots, all);
  auto* check =
      add("supervise", "声称质量水平的监督抽样方案 plan to check a declared level (GB/T 2828.4, .11)",
          supervise, true);
  check->add_option("--dql", all.declared, "声称质量水平（不合格品百分数） declared percent nonconforming")
      ->required();
  check->add_option("--limit", all.limit, "不合格品限定数 L (0 … 3, all four)");
  check->add_option("--population", all.population, "小总体的总体量 size of a small population");
  add_date(*check, all);
  auto* aqi = add("aqi", "空气质量指数 air quality index (HJ 633)", air, true);
  aqi->add_option("READING", all.readings, "污染物=浓度 PM2.5=35 PM10=… SO2 NO2 CO(mg/m³) O3")->required();
  aqi->add_option("--edition", all.edition, "指定版本，用于趋势 this edition, for a trend");
  aqi->add_flag("--hourly", all.hourly, "小时值 hourly values");
  add_date(*aqi, all);
  command->footer(
      "例 Examples:\n  zhiheng stats interval 7 80\n  zhiheng stats compare 48 80 56 70\n"
      "  zhiheng stats plan --lot 1000 --level II --aql 1.0\n  zhiheng stats supervise --dql 1 --limit 2\n"
      "  zhiheng stats aqi PM2.5=75 PM10=120 --date 2026-03-01");
}

}  // namespace zhiheng::cli
