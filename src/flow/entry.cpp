// Changes as entries of the journal, and back.
#include "flow/change.h"

namespace zhiheng::flow {
namespace {

constexpr ErrorCode kBadEntry{
    "flow.bad-entry", "这条日志读不懂；它可能是更新的版本写的",
    "this entry of the journal makes no sense; a later version may have written it"};

// An entry says what it leads to, so that a replay needs no definitions and a changed one changes no past.
struct Writer {
  Json& json;

  void operator()(const Open& w) const {
    json["does"] = "case.open";
    json["case"] = w.id;
    json["flow"] = w.flow;
    json["flow_version"] = w.flow_version;
    json["to"] = w.to;
    json["subject"] = w.subject;
    if (!w.unit.empty()) json["unit"] = {{"kind", w.unit.kind}, {"code", w.unit.code}};
    if (!w.area.empty()) json["area"] = w.area;
    if (!w.domain.empty()) json["domain"] = w.domain;
    json["fields"] = w.fields;
  }
  void operator()(const Step& w) const {
    json["does"] = "case.step";
    json["case"] = w.id;
    json["step"] = w.step;
    json["seen"] = w.seen;
    json["to"] = w.to;
    if (w.aside) json["aside"] = true;
    json["fields"] = w.fields;
  }
};

Moment moment_of(const Json& json) {
  if (const auto moment = parse_moment(json.get<std::string>())) return *moment;
  throw std::invalid_argument("no moment");
}

Json object_of(Json& json) {
  if (!json.is_object()) throw std::invalid_argument("no object");
  return std::move(json);
}

std::variant<Open, Step> what_of(const std::string& does, Json& j) {
  if (does == "case.open") {
    Open open{.flow = j.at("flow"), .subject = j.at("subject"), .fields = object_of(j.at("fields"))};
    open.id = j.at("case"), open.flow_version = j.at("flow_version"), open.to = j.at("to");
    if (j.contains("unit")) open.unit = {j["unit"].at("kind"), j["unit"].at("code")};
    open.area = j.value("area", ""), open.domain = j.value("domain", "");
    return open;
  }
  if (does != "case.step") throw std::invalid_argument("unknown");
  Step step{j.at("case"), j.at("step"), j.at("seen"), object_of(j.at("fields"))};
  step.to = j.at("to"), step.aside = j.value("aside", false);
  return step;
}

}  // namespace

std::string entry_of(const Change& change) {
  Json json{{"by", change.by}};
  if (!change.key.empty()) json["key"] = change.key;
  std::visit(Writer{json}, change.what);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Change change_of(std::string_view line, const Location& where) {
  Json json = Json::parse(line, nullptr, false);
  try {
    return {.at = moment_of(json.at("at")),
            .by = json.at("by"),
            .key = json.value("key", ""),
            .what = what_of(json.at("does"), json)};
  } catch (const nlohmann::json::exception&) {
    throw Error(kBadEntry, where);
  } catch (const std::invalid_argument&) {
    throw Error(kBadEntry, where);
  }
}

}  // namespace zhiheng::flow
