#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/assess_view.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kNotAnAnswer{"assessment.not-an-answer", "不是考核结果的 JSON：{}",
                                 "no answer of an assessment: {}"};

// Points go as text: a decimal that is read back is the same decimal.
Json place_json(const plan::Place& place) {
  return {{"best", place.best}, {"worst", place.worst}, {"of", place.of}, {"ties", place.ties}};
}

Json value_json(const plan::AssessmentValue& value) {
  return {{"value", value.text}, {"origin", value.origin},     {"source", value.source},
          {"note", value.note},  {"inferred", value.inferred}, {"simulated", value.simulated}};
}

Json item_json(const plan::ItemScore& score) {
  Json json{{"id", score.item->id},
            {"title", score.item->title.zh},
            {"title_en", score.item->title.en},
            {"group", score.item->group},
            {"rule", catalog::to_string(score.item->rule)},
            {"maximum", score.item->points.to_string()},
            {"status", score.points ? "known" : "no_data"}};
  json["points"] = score.points ? Json(score.points->to_string()) : Json();
  json["lost"] = score.lost().to_string();
  json["lowest"] = score.lowest.to_string();
  json["highest"] = score.highest.to_string();
  json["shown"] = score.shown;
  json["reason"] = {
      {"code", score.reason.code}, {"zh", score.reason.words.zh}, {"en", score.reason.words.en}};
  if (score.value) json["value"] = value_json(*score.value);
  return json;
}

Json card_json(const plan::Card& card) {
  Json json{{"subject", card.subject.code},
            {"title", card.subject.title.zh},
            {"title_en", card.subject.title.en},
            {"peers", card.subject.peers},
            {"complete", card.complete()},
            {"simulated", card.simulated},
            {"known_points", card.known_points.to_string()},
            {"known_maximum", card.known_maximum.to_string()},
            {"deducted", card.deducted.to_string()},
            {"bonus", card.bonus.to_string()},
            {"low", card.low.to_string()},
            {"high", card.high.to_string()},
            {"vetoed", card.vetoed},
            {"veto_open", card.veto_open},
            {"best_grade", card.best_grade},
            {"worst_grade", card.worst_grade}};
  json["place_among_peers"] = place_json(card.among_peers);
  json["place_among_all"] = place_json(card.among_all);
  json["items"] = Json::array();
  for (const auto& score : card.items) json["items"].push_back(item_json(score));
  return json;
}

Json inputs_json(const plan::AssessmentInputs& inputs) {
  Json subjects = Json::array(), values = Json::array();
  for (const auto& subject : inputs.subjects)
    subjects.push_back({{"code", subject.code},
                        {"title", subject.title.zh},
                        {"title_en", subject.title.en},
                        {"peers", subject.peers}});
  for (const auto& [key, value] : inputs.values) {
    Json json{{"subject", key.first}, {"item", key.second}};
    json.update(value_json(value));
    values.push_back(std::move(json));
  }
  return {{"subjects", subjects}, {"values", values}};
}

Json sheet_json(const catalog::Sheet& sheet) {
  Json bands = Json::object();
  for (const auto& band : sheet.bands) bands[band.grade] = band.from.to_string();
  return {{"id", sheet.id},
          {"sha256", sheet.sha256},
          {"title", sheet.title.zh},
          {"title_en", sheet.title.en},
          {"total", sheet.total.to_string()},
          {"decimals", sheet.decimals},
          {"bands", bands}};
}

}  // namespace

Json assessment_json(const Assessment& assessment, const std::string& subject) {
  Json json{{"district", assessment.catalog->district.id}};
  json["sheet"] = sheet_json(*assessment.sheet);
  json["year"] = assessment.inputs.year;
  json["simulated"] = assessment.simulated();
  json["cards"] = Json::array();
  for (const auto& card : assessment.cards) {
    if (subject.empty() || card.subject.code == subject) json["cards"].push_back(card_json(card));
  }
  json["inputs"] = inputs_json(assessment.inputs);
  return json;
}

plan::AssessmentInputs inputs_of(const Json& answer) {
  plan::AssessmentInputs inputs;
  try {
    inputs.year = answer.at("year").get<int>();
    for (const auto& each : answer.at("inputs").at("subjects"))
      inputs.subjects.push_back(
          {each.at("code").get<std::string>(),
           {each.at("title").get<std::string>(), each.at("title_en").get<std::string>()},
           each.at("peers").get<std::string>()});
    for (const auto& each : answer.at("inputs").at("values")) {
      const auto text = [&](const char* key) { return each.at(key).get<std::string>(); };
      inputs.values[{text("subject"), text("item")}] = {text("value"),
                                                        text("origin"),
                                                        text("source"),
                                                        text("note"),
                                                        each.at("inferred").get<bool>(),
                                                        each.at("simulated").get<bool>()};
    }
  } catch (const nlohmann::json::exception& error) {
    throw Error(kNotAnAnswer, {}, {error.what()});
  }
  return inputs;
}

Json differences_json(const std::vector<plan::CardDifference>& differences) {
  Json json = Json::array();
  for (const auto& each : differences) {
    const auto ends = [](const plan::Card& card) {
      return Json{{"low", card.low.to_string()},
                  {"high", card.high.to_string()},
                  {"best_grade", card.best_grade},
                  {"worst_grade", card.worst_grade},
                  {"place_among_all", place_json(card.among_all)}};
    };
    Json items = Json::array();
    for (const auto& [before, after] : each.items)
      items.push_back(
          {{"item", before->item->id}, {"before", item_json(*before)}, {"after", item_json(*after)}});
    json.push_back({{"subject", each.before->subject.code},
                    {"before", ends(*each.before)},
                    {"after", ends(*each.after)},
                    {"items", items}});
  }
  return json;
}

}  // namespace zhiheng::cli
