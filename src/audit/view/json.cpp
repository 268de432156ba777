#include <nlohmann/json.hpp>

#include "audit/view/excerpt.h"
#include "audit/views.h"
#include "base/version.h"

namespace zhiheng::audit {
namespace {

using Json = nlohmann::ordered_json;

size_t count_blocks(const read::Document& document, read::BlockKind kind) {
  size_t count = 0;
  for (const read::Block& block : document.blocks) count += block.kind == kind ? 1 : 0;
  return count;
}

Json document_json(const read::Document& document) {
  return {{"name", document.name},
          {"format", document.format},
          {"sha256", document.sha256},
          {"bytes", document.text.size()},
          {"headings", count_blocks(document, read::BlockKind::kHeading)},
          {"paragraphs", count_blocks(document, read::BlockKind::kParagraph)},
          {"tables", count_blocks(document, read::BlockKind::kTable)},
          {"notes", count_blocks(document, read::BlockKind::kNote)},
          {"cells", document.cells.size()}};
}

Json place_json(const std::string& file, const read::Place& place) {
  Json json{{"file", file}, {"line", place.line}};
  if (place.page > 0) json["page"] = place.page;
  if (!place.cell.empty()) json["cell"] = place.cell;
  return json;
}

Json places_json(const Report& report, const std::vector<Spot>& spots) {
  Json places = Json::array();
  for (const Spot& spot : spots) {
    const read::Document& document = report.documents[spot.document];
    const view::Excerpt parts = view::excerpt(document, spot);
    Json place = place_json(document.name, document.place(spot.mark.begin));
    place["document"] = spot.document;
    place["mark"] = parts.mark;
    place["quote"] = parts.before + parts.mark + parts.after;
    places.push_back(std::move(place));
  }
  return places;
}

Json words_json(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

Json finding_json(const Report& report, const Finding& finding) {
  Json json{{"id", finding.id},
            {"kind", kind_name(finding.kind)},
            {"severity", weight_name(finding.weight)},
            {"certain", finding.certain},
            {"places", places_json(report, finding.spots)},
            {"stated", finding.stated}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
  };
  add("recomputed", finding.recomputed);
  add("formula", finding.formula);
  add("interval", finding.interval);
  add("difference", finding.difference);
  if (finding.cause) json["cause"] = words_json(*finding.cause);
  json["explanation"] = words_json(finding.explanation);
  return json;
}

Json waiver_json(const Waiver& waiver) {
  return {{"id", waiver.id},     {"reason", waiver.reason},   {"who", waiver.who},
          {"when", waiver.when}, {"file", waiver.where.file}, {"line", waiver.where.line}};
}

Json unread_json(const Report& report) {
  Json list = Json::array();
  for (const Diagnostic& each : report.refused) {
    list.push_back({{"file", each.where.file},
                    {"line", each.where.line},
                    {"whole", true},
                    {"code", each.code},
                    {"reason", words_json({each.zh, each.en})}});
  }
  for (const read::Document& document : report.documents) {
    for (const read::Unread& each : document.unread) {
      Json json = place_json(document.name, each.place);
      json["whole"] = false;
      json["reason"] = words_json({each.zh, each.en});
      list.push_back(std::move(json));
    }
  }
  return list;
}

Json summary_json(const Report& report) {
  std::array<size_t, 3> weights{};
  size_t certain = 0;
  for (const Finding& finding : report.results.findings) {
    ++weights[static_cast<size_t>(finding.weight)];
    certain += finding.certain ? 1 : 0;
  }
  Json kinds = Json::object();
  const auto counts = count_kinds(report);
  for (int i = 0; i < kKindCount; ++i) {
    const KindCount& count = counts[static_cast<size_t>(i)];
    const Kind kind = static_cast<Kind>(i);
    kinds[kind_name(kind)] = {{"title", words_json(kind_words(kind))},
                              {"findings", count.findings},
                              {"waived", count.waived},
                              {"held", count.held}};
  }
  return {{"findings", report.results.findings.size()},
          {"certain", certain},
          {"errors", weights[2]},
          {"warnings", weights[1]},
          {"notes", weights[0]},
          {"waived", report.waived.size()},
          {"held", report.results.held.size()},
          {"kinds", std::move(kinds)}};
}

}  // namespace

std::string render_json(const Report& report) {
  Json json{{"engine", std::string("zhiheng ") + kVersion}};
  json["summary"] = summary_json(report);
  for (const char* name : {"documents", "findings", "held", "waived", "unmatched_waivers"})
    json[name] = Json::array();
  for (const read::Document& document : report.documents)
    json["documents"].push_back(document_json(document));
  for (const Finding& finding : report.results.findings)
    json["findings"].push_back(finding_json(report, finding));
  for (const Held& held : report.results.held) {
    json["held"].push_back({{"kind", kind_name(held.kind)},
                            {"places", places_json(report, held.spots)},
                            {"formula", held.formula}});
  }
  for (const Waived& each : report.waived) {
    Json item = finding_json(report, each.finding);
    item["waiver"] = waiver_json(each.waiver);
    json["waived"].push_back(std::move(item));
  }
  for (const Waiver& each : report.unmatched) json["unmatched_waivers"].push_back(waiver_json(each));
  json["unread"] = unread_json(report);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace zhiheng::audit
