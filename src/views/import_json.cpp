#include "views/import_json.h"

#include <nlohmann/json.hpp>

namespace zhiheng::views {

using Json = nlohmann::ordered_json;
using intake::ImportResult;

namespace {

Json to_json(const intake::Comparison& c) {
  const auto change = c.change();
  const auto name = [](const Period& period) { return Json(period.to_string()); };
  return {{"check", c.check->id},
          {"period", c.period ? name(*c.period) : Json(nullptr)},
          {"last_period", c.period ? name(c.period->previous()) : Json(nullptr)},
          {"value", c.value.to_string()},
          {"last_value", c.before.to_string()},
          {"change", change ? Json(change->to_string()) : Json(nullptr)},
          {"limit", c.check->change.to_string()},
          {"exceeded", c.exceeded},
          {"refuses", c.check->rejects}};
}

}  // namespace

Json import_json(const ImportResult& r, const std::string& file, const catalog::Dataset& dataset) {
  Json faults = Json::array(), warnings = Json::array();
  for (const auto& [fault, rows] : r.faults) {
    const Diagnostic said = intake::describe(fault, dataset);
    Json item{{"code", said.code}, {"rows", rows}, {"zh", said.zh}, {"en", said.en}};
    if (fault.kind == intake::Fault::Kind::kCell) item["column"] = dataset.columns.at(fault.at).id;
    faults.push_back(std::move(item));
  }
  for (const auto& warning : r.warnings)
    warnings.push_back(
        {{"code", warning.code}, {"line", warning.where.line}, {"zh", warning.zh}, {"en", warning.en}});
  Json comparisons = Json::array();
  for (const auto& comparison : r.comparisons) comparisons.push_back(to_json(comparison));
  const char* outcome = r.known           ? "known"
                        : r.refused       ? "refused"
                        : r.accepted == 0 ? "nothing"
                        : r.batch.empty() ? "dry-run"
                                          : "taken";
  return {{"file", file},
          {"dataset", dataset.id},
          {"outcome", outcome},
          {"batch", r.batch},
          {"format", r.format},
          {"sha256", r.sha256},
          {"rows", r.rows},
          {"accepted", r.accepted},
          {"rejected", r.rejected},
          {"replaced", r.replaced},
          {"unknown_heads", r.unknown_heads},
          {"notes", r.notes},
          {"faults", faults},
          {"warnings", warnings},
          {"against_last", comparisons}};
}

Json batch_json(const intake::Batch& b) {
  Json json{{"batch", b.id()},
            {"dataset", b.dataset},
            {"file", b.file},
            {"sha256", b.sha256},
            {"at", b.at},
            {"by", b.by},
            {"rows", b.rows},
            {"rejected", b.rejected},
            {"warnings", b.warnings},
            {"replaced", b.replaced},
            {"simulated", b.simulated},
            {"withdrawn", b.withdrawn}};
  if (b.withdrawn)
    json["withdrawal"] = {{"at", b.withdrawn_at}, {"by", b.withdrawn_by}, {"reason", b.reason}};
  return json;
}

}  // namespace zhiheng::views
