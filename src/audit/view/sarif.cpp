#include <fmt/format.h>

#include <cctype>
#include <cstring>
#include <nlohmann/json.hpp>

#include "audit/view/excerpt.h"
#include "audit/views.h"
#include "base/version.h"

namespace zhiheng::audit {
namespace {

using Json = nlohmann::ordered_json;

/// A name as a URI reference: relative paths stay relative to where the audit ran, absolute ones become
/// file URIs.
std::string uri_of(std::string_view name) {
  std::string out = name.starts_with('/') ? "file://" : "";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte < 0x80 && std::isalnum(byte) != 0) || (c != '\0' && std::strchr("-._~/", c));
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

Json text_json(const std::string& zh, const std::string& en) {
  return {{"text", en.empty() ? zh : zh + " (" + en + ")"}};
}
Json text_json(const Words& words) { return text_json(words.zh, words.en); }

/// "text-table" → "TextTable", as rule names are written.
std::string rule_name(std::string_view kind) {
  std::string out;
  bool upper = true;
  for (const char c : kind) {
    if (c != '-') out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '-';
  }
  return out;
}

Json rules_json() {
  Json rules = Json::array();
  for (int i = 0; i < kKindCount; ++i) {
    const auto kind = static_cast<Kind>(i);
    const Words title = kind_words(kind), about = kind_about(kind);
    rules.push_back({{"id", kind_name(kind)},
                     {"name", rule_name(kind_name(kind))},
                     {"shortDescription", text_json(title)},
                     {"fullDescription", text_json(about)},
                     {"defaultConfiguration", {{"level", "error"}}},
                     {"properties", {{"zh", title.zh}, {"en", title.en}}}});
  }
  return rules;
}

Json location_json(const Report& report, const Spot& spot) {
  const read::Document& document = report.documents[spot.document];
  const read::Place place = document.place(spot.mark.begin);
  const view::Excerpt parts = view::excerpt(document, spot);
  Json physical{{"artifactLocation", {{"uri", uri_of(document.name)}, {"index", spot.document}}}};
  const Json snippet{{"text", parts.before + parts.mark + parts.after}};
  if (place.line > 0) physical["region"] = {{"startLine", place.line}, {"snippet", snippet}};
  Json location{{"physicalLocation", std::move(physical)}};
  if (!place.cell.empty())
    location["logicalLocations"] = Json::array({{{"fullyQualifiedName", place.cell}, {"kind", "cell"}}});
  if (!parts.mark.empty()) location["message"] = {{"text", parts.mark}};
  if (place.page > 0) location["properties"] = {{"page", place.page}};
  return location;
}

Json result_json(const Report& report, const Finding& finding) {
  Json result{{"ruleId", kind_name(finding.kind)},
              {"ruleIndex", static_cast<int>(finding.kind)},
              {"level", weight_name(finding.weight)},
              {"message", text_json(finding.explanation)},
              {"locations", Json::array()}};
  for (size_t i = 0; i < finding.spots.size(); ++i) {
    Json location = location_json(report, finding.spots[i]);
    if (i > 0) location["id"] = i;
    result[i == 0 ? "locations" : "relatedLocations"].push_back(std::move(location));
  }
  result["partialFingerprints"] = {{"zhihengFinding/v1", finding.id}};
  Json& properties = result["properties"] = {{"certain", finding.certain}, {"stated", finding.stated}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) properties[name] = text;
  };
  add("recomputed", finding.recomputed);
  add("formula", finding.formula);
  add("interval", finding.interval);
  add("difference", finding.difference);
  if (finding.cause) properties["cause"] = {{"zh", finding.cause->zh}, {"en", finding.cause->en}};
  return result;
}

Json suppressed_json(const Report& report, const Waived& waived) {
  Json result = result_json(report, waived.finding);
  const Waiver& waiver = waived.waiver;
  result["suppressions"] = Json::array({{{"kind", "external"},
                                         {"status", "accepted"},
                                         {"justification", waiver.reason},
                                         {"properties", {{"who", waiver.who}, {"when", waiver.when}}}}});
  return result;
}

/// Files and parts that were not read.
Json notifications_json(const Report& report) {
  Json list = Json::array();
  for (const Diagnostic& each : report.refused) {
    Json item{
        {"level", "error"}, {"descriptor", {{"id", each.code}}}, {"message", text_json(each.zh, each.en)}};
    if (!each.where.file.empty()) {
      const Json physical{{"artifactLocation", {{"uri", uri_of(each.where.file)}}}};
      item["locations"] = Json::array({{{"physicalLocation", physical}}});
    }
    list.push_back(std::move(item));
  }
  for (size_t i = 0; i < report.documents.size(); ++i) {
    for (const read::Unread& each : report.documents[i].unread) {
      Json physical{{"artifactLocation", {{"uri", uri_of(report.documents[i].name)}, {"index", i}}}};
      if (each.place.line > 0) physical["region"] = {{"startLine", each.place.line}};
      list.push_back({{"level", "warning"},
                      {"message", text_json(each.zh, each.en)},
                      {"locations", Json::array({{{"physicalLocation", std::move(physical)}}})}});
    }
  }
  return list;
}

Json artifacts_json(const Report& report) {
  Json list = Json::array();
  for (const read::Document& document : report.documents) {
    list.push_back(
        {{"location", {{"uri", uri_of(document.name)}}}, {"hashes", {{"sha-256", document.sha256}}}});
  }
  return list;
}

}  // namespace

std::string render_sarif(const Report& report) {
  Json results = Json::array();
  for (const Finding& finding : report.results.findings) results.push_back(result_json(report, finding));
  for (const Waived& waived : report.waived) results.push_back(suppressed_json(report, waived));
  Json run;
  run["tool"]["driver"] = {{"name", "zhiheng audit"},
                           {"version", kVersion},
                           {"semanticVersion", kVersion},
                           {"language", "zh-CN"},
                           {"rules", rules_json()}};
  run["language"] = "zh-CN";
  run["columnKind"] = "unicodeCodePoints";
  run["artifacts"] = artifacts_json(report);
  run["invocations"] = Json::array({{{"executionSuccessful", report.refused.empty()},
                                     {"toolExecutionNotifications", notifications_json(report)}}});
  run["results"] = std::move(results);
  run["properties"] = {{"held", report.results.held.size()}};
  Json json;
  json["$schema"] =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  json["version"] = "2.1.0";
  json["runs"] = Json::array({std::move(run)});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace zhiheng::audit
