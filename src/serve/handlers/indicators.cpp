// Indicators: the list, one with all that is known of it, its values as a table.
#include <algorithm>

#include "base/text.h"
#include "plan/demand.h"
#include "report/format.h"
#include "serve/handlers.h"
#include "serve/indicator_list.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/state.h"
#include "stats/proportion.h"
#include "views/definition_json.h"
#include "views/plan_json.h"

namespace zhiheng::serve {
namespace {

using Values = std::vector<views::IndicatorValue>;

const Values& values_of(const District& district, const std::string& id) {
  static const Values kNone;
  const auto found = district.values.find(id);
  return found == district.values.end() ? kNone : found->second;
}

Json targets_json(const District& district, const std::string& id) {
  Json out = Json::array();
  for (const auto& [name, plan] : district.catalog.plans) {
    for (const auto& target : plan.targets) {
      if (target.indicator != id) continue;
      const Json whole = views::target_json(district.catalog, plan, target);
      out.push_back({{"plan", name},
                     {"target", target.id},
                     {"year", target.by},
                     {"op", whole["demand"]},
                     {"measures", whole["measures"]},
                     {"value", whole["value"]},
                     {"unit", whole["unit"]},
                     {"text", whole["words"]}});
    }
  }
  return out;
}

/// The interval of a share whose parts are known, in the indicator's percent; null where it is none.
Json interval_json(const measure::Value& value) {
  const bool whole =
      value.kind == catalog::Kind::kRate && value.unit == "%" && value.numerator && value.denominator;
  if (!whole) return {};
  const stats::Share share{static_cast<std::int64_t>(value.numerator->rounded(0).mantissa()),
                           static_cast<std::int64_t>(value.denominator->rounded(0).mantissa())};
  if (share.hits < 0 || share.hits > share.of || share.of == 0) return {};
  const auto interval = stats::wilson(share);
  const auto percent = [&](double part) {
    constexpr double kPercent = 100;
    return Decimal::from_double(part * kPercent).rounded(value.decimals).to_string();
  };
  return {{"low", percent(interval.low)}, {"high", percent(interval.high)}};
}

/// The towns in the last year that any of them has a value of.
Json areas_json(const District& district, const Values& values) {
  Json out = Json::array();
  int last = 0;
  for (const auto& each : values) {
    if (!each.area.empty()) last = std::max(last, each.year);
  }
  for (const auto& each : values) {
    if (each.area.empty() || each.year != last) continue;
    Json item{{"area", each.area}, {"title", district.catalog.area_title(each.area)}, {"year", each.year}};
    item.update(value_json(&each.value, district.catalog.district.simulated));
    const Json interval = interval_json(each.value);
    item["low"] = interval.is_null() ? Json() : interval["low"];
    item["high"] = interval.is_null() ? Json() : interval["high"];
    out.push_back(std::move(item));
  }
  return out;
}

report::PlainTable table_of(const District& district, const catalog::Indicator& indicator) {
  report::PlainTable table;
  table.title = indicator.title.zh;
  table.simulated = district.catalog.district.simulated;
  table.columns = {
      {"indicator", "指标"},       {"area", "地区代码"},          {"area_title", "地区"},
      {"year", "年份", true},      {"value", "数值", true},       {"unit", "单位"},
      {"numerator", "分子", true}, {"denominator", "分母", true}, {"published", "原公布值", true},
      {"source", "出处"},          {"simulated", "模拟数据"}};
  const auto part = [](const std::optional<Decimal>& number) {
    return number ? std::optional(number->to_string()) : std::nullopt;
  };
  for (const auto& each : values_of(district, indicator.id)) {
    const auto& value = each.value;
    const bool has_published = !value.published.empty();
    table.rows.push_back({indicator.title.zh, each.area, district.catalog.area_title(each.area),
                          std::to_string(each.year), report::format_value(value).value.to_string(),
                          value.unit, part(value.numerator), part(value.denominator),
                          has_published ? std::optional(value.published) : std::nullopt,
                          join(value.origin->sources, "；"), table.simulated ? "是 yes" : ""});
  }
  return table;
}

}  // namespace

std::vector<Json> indicator_items(const District& district) {
  std::vector<Json> items;
  for (const auto& [id, indicator] : district.catalog.indicators) {
    const Values& values = values_of(district, id);
    const auto* latest = district.latest(id);
    Json last;
    if (latest != nullptr) {
      const auto printed = report::format_value(latest->value);
      last = {{"year", latest->year},
              {"value", printed.value.to_string()},
              {"text", printed.text + printed.unit}};
    }
    const auto of_areas = std::ranges::count_if(values, [](const auto& each) { return !each.area.empty(); });
    items.push_back({{"id", id},
                     {"title", views::title_json(indicator.title)},
                     {"unit", indicator.unit},
                     {"kind", catalog::to_string(indicator.kind)},
                     {"decimals", indicator.decimals},
                     {"better", indicator.better},
                     {"domain", indicator.domain},
                     {"owner", indicator.owner},
                     {"years", values.size() - static_cast<std::size_t>(of_areas)},
                     {"areas", of_areas != 0},
                     {"latest", std::move(last)}});
  }
  return items;
}

Answer list_indicators(const Call& call) {
  return list_answer(call, *call.district().indicator_items, {"owner", "domain"});
}

Answer get_indicator(const Call& call) {
  const District& district = call.district();
  const catalog::Indicator& indicator = district.indicator(call.text("indicator"));
  const Values& values = values_of(district, indicator.id);
  Json json = views::definition_json(indicator);
  json["simulated"] = district.catalog.district.simulated;
  json["values"] = views::values_json(district.catalog, values);
  json["targets"] = targets_json(district, indicator.id);
  json["areas"] = areas_json(district, values);
  return json_answer(json);
}

Answer get_indicator_values(const Call& call) {
  const District& district = call.district();
  const catalog::Indicator& indicator = district.indicator(call.text("indicator"));
  const std::string& file = call.text("file");
  if (!file.starts_with("values.")) throw Error(kNotFound, {});
  return table_answer(table_of(district, indicator), indicator.id + file.substr(std::string("values").size()),
                      call.state.options.jobs.folder);
}

}  // namespace zhiheng::serve
