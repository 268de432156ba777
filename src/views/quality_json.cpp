#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "stats/proportion.h"
#include "views/quality.h"

namespace zhiheng::views {

using Json = nlohmann::ordered_json;
using measure::Aspect;
using measure::PeriodQuality;
using measure::Quality;
using measure::QualityShare;

measure::Quality total_of(const std::vector<QualityReport::Part>& parts) {
  Quality total;
  for (const auto& part : parts) total += part.quality.total;
  return total;
}

measure::Quality total_of(const QualityReport& report) {
  Quality total;
  for (const auto& [_, parts] : report.departments) total += total_of(parts);
  return total;
}

namespace {

stats::Share share_of(const QualityShare& share) {
  return {static_cast<std::int64_t>(share.hits), static_cast<std::int64_t>(share.of)};
}

Json json_of(const Quality& quality) {
  Json json;
  for (std::size_t i = 0; i < measure::kAspects; ++i) {
    const QualityShare& share = quality.shares[i];
    Json& item = json[measure::aspect_name(static_cast<Aspect>(i))];
    item = {{"numerator", share.hits},
            {"denominator", share.of},
            {"rate", nullptr},
            {"low", nullptr},
            {"high", nullptr}};
    if (!share.judged()) continue;
    const stats::Interval interval = stats::wilson(share_of(share));
    item["rate"] = share_of(share).value();
    item["low"] = interval.low;
    item["high"] = interval.high;
  }
  return json;
}

Json json_of(const std::optional<Date>& day) { return day ? Json(day->to_string()) : Json(nullptr); }
Json json_of(const catalog::Title& title) { return {{"zh", title.zh}, {"en", title.en}}; }

Json json_of(const QualityReport::Part& part) {
  Json periods = Json::array();
  for (const PeriodQuality& p : part.quality.periods)
    periods.push_back({{"period", p.period.to_string()},
                       {"due", json_of(p.due)},
                       {"came", json_of(p.came)},
                       {"late", p.due ? Json(p.late) : Json(nullptr)},
                       {"quality", json_of(p.quality)}});
  return {{"dataset", part.dataset->id},
          {"title", json_of(part.dataset->title)},
          {"simulated", part.simulated},
          {"batches_unknown", part.quality.unknown},
          {"calendar_lacks", part.quality.uncalendared},
          {"of_all_batches", {{"rows", part.rows}, {"filled", part.filled}, {"warnings", part.warnings}}},
          {"quality", json_of(part.quality.total)},
          {"periods", periods}};
}

std::string rows_of(const std::string& head, const Quality& quality, const std::string& tail) {
  std::string rows;
  for (std::size_t i = 0; i < measure::kAspects; ++i) {
    const QualityShare& share = quality.shares[i];
    if (!share.judged()) continue;
    const stats::Interval interval = stats::wilson(share_of(share));
    rows += fmt::format("{},{},{},{},{:.6f},{:.6f},{:.6f}{}\r\n", head,
                        measure::aspect_name(static_cast<Aspect>(i)), share.hits, share.of,
                        share_of(share).value(), interval.low, interval.high, tail);
  }
  return rows;
}

}  // namespace

std::string quality_json(const QualityReport& report, const catalog::Catalog& catalog) {
  const catalog::CodeList* list = catalog.code_list("department");
  Json departments = Json::array(), never = Json::array();
  for (const auto& [id, parts] : report.departments) {
    const catalog::Code* code = list == nullptr ? nullptr : list->find(id);
    Json datasets = Json::array();
    for (const auto& part : parts) datasets.push_back(json_of(part));
    departments.push_back({{"department", id},
                           {"title", json_of(code == nullptr ? catalog::Title{id, id} : code->title)},
                           {"quality", json_of(total_of(parts))},
                           {"datasets", datasets}});
  }
  for (const auto* dataset : report.never) never.push_back(dataset->id);
  return Json({{"as_of", report.today.to_string()},
               {"period", report.within ? Json(report.within->to_string()) : Json(nullptr)},
               {"quality", json_of(total_of(report))},
               {"departments", departments},
               {"never_reported", never}})
      .dump(2);
}

std::string quality_csv(const QualityReport& report) {
  std::string csv =
      "\xEF\xBB\xBF"
      "department,dataset,period,aspect,numerator,denominator,rate,low,high,due,came,late\r\n";
  csv += rows_of("*,*,*", total_of(report), ",,,");
  const auto text = [](const std::optional<Date>& day) { return day ? day->to_string() : ""; };
  for (const auto& [department, parts] : report.departments) {
    csv += rows_of(department + ",*,*", total_of(parts), ",,,");
    for (const auto& part : parts) {
      const std::string head = department + "," + part.dataset->id + ",";
      csv += rows_of(head + "*", part.quality.total, ",,,");
      for (const PeriodQuality& p : part.quality.periods)
        csv +=
            rows_of(head + p.period.to_string(), p.quality,
                    fmt::format(",{},{},{}", text(p.due), text(p.came), p.due ? std::to_string(p.late) : ""));
    }
  }
  return csv;
}

}  // namespace zhiheng::views
