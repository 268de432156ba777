#include "flow/change.h"

#include <algorithm>

#include "base/text.h"
#include "flow/values.h"

namespace zhiheng::flow {
namespace {

constexpr ErrorCode kNobody{"flow.nobody", "须先登录", "somebody has to be signed in"};
constexpr ErrorCode kBadKey{"flow.bad-key", "Idempotency-Key 应为 1 至 64 个可见的 ASCII 字符",
                            "an Idempotency-Key is 1 to 64 visible characters of ASCII"};
constexpr ErrorCode kKeyReused{"flow.key-reused", "这个 Idempotency-Key 已用于另一操作（{}）",
                               "this Idempotency-Key was used for something else ({})"};
constexpr ErrorCode kUnknownFlow{"flow.unknown-flow", "没有流程 {}", "there is no flow {}"};
constexpr ErrorCode kUnknownStep{"flow.unknown-step", "流程 {} 没有步骤 {}", "the flow {} has no step {}"};
constexpr ErrorCode kNotFromHere{"flow.not-from-here", "事项 {} 处于“{}”，不能“{}”",
                                 "{} is in the state “{}”, where “{}” can't be done"};
constexpr ErrorCode kBadSubject{"flow.bad-subject", "对象应写作 {}", "the subject must be of the form {}"};
constexpr ErrorCode kBadPlace{"flow.bad-place", "单位、区域或领域写得不对",
                              "unit, area or domain are not what they should be"};
constexpr ErrorCode kNotObject{"flow.bad-fields", "fields 应为对象", "fields must be an object"};
constexpr ErrorCode kNeeded{"flow.field-needed", "请填写{}", "{} is needed"};
constexpr ErrorCode kNotTaken{"flow.field-not-taken", "“{}”时不填写 {}", "“{}” doesn't take {}"};
constexpr std::size_t kMostKey = 64, kMostSubject = 300, kMostUnit = 64;

using Refusal = std::optional<Diagnostic>;

/// A refusal that names things by their titles, in each language.
Diagnostic refuse(const ErrorCode& code, const std::vector<std::string>& zh,
                  const std::vector<std::string>& en, Location where = {}) {
  Diagnostic out = diagnose(code, std::move(where), zh);
  out.en = diagnose(code, {}, en).en;
  return out;
}

const Json& fields_in(const Change& change) {
  return std::visit([](const auto& what) -> const Json& { return what.fields; }, change.what);
}

Refusal check_sender(const Change& change) {
  if (!is_plain(change.by, kMostUnit) || change.by.empty()) return diagnose(kNobody, {});
  const bool visible = std::ranges::all_of(change.key, [](char c) { return c > ' ' && c < '\x7f'; });
  if (!visible || change.key.size() > kMostKey) return diagnose(kBadKey, {});
  return {};
}

Refusal check_fields(const Definition& definition, const StepRule& rule, const Json& fields) {
  if (!fields.is_object()) return diagnose(kNotObject, {});
  for (const auto& [name, value] : fields.items()) {
    const Field* field = rule.accepts(name) ? definition.field(name) : nullptr;
    if (field == nullptr)  // the name is a stranger's
      return refuse(kNotTaken, {rule.title.zh, is_plain(name, kMostUnit) ? name : "?"},
                    {rule.title.en, is_plain(name, kMostUnit) ? name : "?"}, {"fields"});
    if (value.is_null()) continue;
    if (auto refusal = check_value(*field, value)) return refusal;
  }
  for (const std::string& name : rule.needs) {
    const auto found = fields.find(name);
    const Field* field = definition.field(name);
    if (field != nullptr && (found == fields.end() || is_blank(*found)))
      return refuse(kNeeded, {field->title.zh}, {field->title.en}, {"fields." + name});
  }
  return {};
}

bool is_place(const Open& open) {
  const auto is_code = [](const std::string& code) { return code.empty() || is_identifier(code); };
  return is_code(open.area) && is_code(open.domain) && is_code(open.unit.kind) &&
         is_plain(open.unit.code, kMostUnit) && open.unit.kind.empty() == open.unit.code.empty();
}

/// Whether there is another case of the flow with this subject that stands in the way.
Refusal check_alone(const State& state, const Definitions& definitions, const Definition& definition,
                    const std::string& subject, const std::string& own = {}) {
  if (definition.cases == Cases::kMany) return {};
  const auto ids = state.of_subject.find({definition.id, subject});
  if (ids == state.of_subject.end()) return {};
  for (const std::string& id : ids->second) {
    if (id == own) continue;
    const Case& other = *state.cases.find(id)->second;
    const Definition* others = definitions.find(other.flow, other.flow_version);
    const Stage* stage = others == nullptr ? nullptr : others->state(other.state);
    if (definition.cases == Cases::kOne || stage == nullptr || !stage->closed)
      return diagnose(kOneOnly, {}, {subject, id});
  }
  return {};
}

Refusal check_open(const State& state, const Definitions& definitions, const Change& change,
                   const Open& open) {
  const Definition* definition = definitions.newest(open.flow);
  if (definition == nullptr)
    return diagnose(kUnknownFlow, {}, {is_plain(open.flow, kMostUnit) ? open.flow : "?"});
  const StepRule& begin = definition->begin;
  const auto platform_only = [&] { return refuse(kPlatformOnly, {begin.title.zh}, {begin.title.en}); };
  if (!change.by_platform && (!definition->direct || !open.to.empty())) return platform_only();
  if (!open.to.empty() && std::ranges::find(begin.to, open.to) == begin.to.end()) return platform_only();
  if (!definition->is_subject(open.subject) || !is_plain(open.subject, kMostSubject))
    return diagnose(kBadSubject, {}, {definition->subject});
  if (!is_place(open)) return diagnose(kBadPlace, {});
  if (auto refusal = check_alone(state, definitions, *definition, open.subject)) return refusal;
  return check_fields(*definition, begin, open.fields);
}

Refusal check_rule(const Change& change, const Definition& definition, const StepRule& rule,
                   const Case& one) {
  const auto titled = [&](const ErrorCode& code) { return refuse(code, {rule.title.zh}, {rule.title.en}); };
  if (!rule.starts_from(one.state)) {
    const Stage* stage = definition.state(one.state);
    const catalog::Title state = stage == nullptr ? catalog::Title{one.state, one.state} : stage->title;
    return refuse(kNotFromHere, {one.id, state.zh, rule.title.zh}, {one.id, state.en, rule.title.en});
  }
  if (!change.by_platform && (rule.automatic || !definition.direct)) return titled(kPlatformOnly);
  if (rule.other_person && had_a_hand_in(one, definition, change.by)) return titled(kOtherPerson);
  return {};
}

Refusal check_step(const State& state, const Definitions& definitions, const Change& change,
                   const Step& step) {
  const CasePtr one = state.find(step.id);
  if (one == nullptr) return diagnose(kUnknownCase, {}, {is_plain(step.id, kMostUnit) ? step.id : "?"});
  const Definition* definition = definitions.find(one->flow, one->flow_version);
  if (definition == nullptr)
    return diagnose(kUnknownFlow, {}, {one->flow + "." + std::to_string(one->flow_version)});
  const StepRule* rule = definition->step(step.step);
  if (rule == nullptr)
    return diagnose(kUnknownStep, {}, {one->flow, is_plain(step.step, kMostUnit) ? step.step : "?"});
  if (step.seen != one->version)
    return diagnose(kChangedMeanwhile, {},
                    {one->id, std::to_string(one->version), std::to_string(step.seen)});
  if (auto refusal = check_rule(change, *definition, *rule, *one)) return refusal;
  const Stage* to = definition->state(rule->to[0]);
  const Stage* from = definition->state(one->state);
  const bool opens_again = from != nullptr && from->closed && to != nullptr && !to->closed;
  if (opens_again)
    if (auto refusal = check_alone(state, definitions, *definition, one->subject, one->id)) return refusal;
  return check_fields(*definition, *rule, step.fields);
}

/// What was given into the fields of a case; null takes away.
void merge(Json& fields, const Json& given) {
  for (const auto& [name, value] : given.items()) {
    if (value.is_null())
      fields.erase(name);
    else
      fields[name] = value;
  }
}

/// Adds a step to a case.
void add(Case& one, std::shared_ptr<const Taken> taken) {
  ++one.version;
  one.state = taken->to;
  one.changed_by = taken->by, one.changed_at = taken->at;
  if (!taken->aside) merge(one.fields, taken->fields);
  one.history.push_back(std::move(taken));
}

CasePtr apply_open(State& state, const Change& change, const Open& open) {
  if (open.id.empty() || state.cases.contains(open.id)) return nullptr;
  auto made = std::make_shared<Case>();
  made->id = open.id, made->flow = open.flow, made->flow_version = open.flow_version;
  made->subject = open.subject, made->unit = open.unit, made->area = open.area, made->domain = open.domain;
  made->by = change.by, made->at = change.at;
  add(*made, std::make_shared<Taken>(Taken{"begin", change.by, change.at, "", open.to, open.fields}));
  ++state.numbers[open.flow];
  state.of_subject[{open.flow, open.subject}].push_back(open.id);
  return state.cases[open.id] = std::move(made);
}

CasePtr apply_step(State& state, const Change& change, const Step& step) {
  const auto found = state.cases.find(step.id);
  if (found == state.cases.end()) return nullptr;
  auto next = std::make_shared<Case>(*found->second);
  add(*next, std::make_shared<Taken>(
                 Taken{step.step, change.by, change.at, next->state, step.to, step.fields, step.aside}));
  return found->second = std::move(next);
}

void remember(State& state, const Change& change, const Case& one) {
  while (!state.keys.empty() && state.outcomes.at(state.keys.front()).at + kKeyMemory <= change.at) {
    state.outcomes.erase(state.keys.front());
    state.keys.pop_front();
  }
  if (change.key.empty()) return;
  const auto [outcome, is_new] =
      state.outcomes.insert_or_assign({change.by, change.key}, Outcome{one.id, one.version, change.at});
  if (is_new) state.keys.push_back(outcome->first);
}

}  // namespace

Refusal may(const State& state, const Definitions& definitions, const Change& change) {
  if (auto refusal = check_sender(change)) return refusal;
  if (const auto* open = std::get_if<Open>(&change.what))
    return check_open(state, definitions, change, *open);
  return check_step(state, definitions, change, std::get<Step>(change.what));
}

void settle(const State& state, const Definitions& definitions, Change& change) {
  if (auto* open = std::get_if<Open>(&change.what)) {
    const Definition& definition = *definitions.newest(open->flow);
    const auto last = state.numbers.find(open->flow);
    open->id = open->flow + "-" + std::to_string(last == state.numbers.end() ? 1 : last->second + 1);
    open->flow_version = definition.version;
    if (open->to.empty()) open->to = definition.begin.to[0];
    return;
  }
  auto& step = std::get<Step>(change.what);
  const CasePtr one = state.find(step.id);
  const StepRule& rule = *definitions.find(one->flow, one->flow_version)->step(step.step);
  step.to = rule.to[0], step.aside = rule.aside;
}

CasePtr apply(State& state, const Change& change) {
  const auto* open = std::get_if<Open>(&change.what);
  CasePtr one = open != nullptr ? apply_open(state, change, *open)
                                : apply_step(state, change, std::get<Step>(change.what));
  if (one != nullptr) remember(state, change, *one);
  return one;
}

bool had_a_hand_in(const Case& one, const Definition& definition, std::string_view person) {
  if (one.by == person) return true;
  for (auto taken = one.history.rbegin(); taken != one.history.rend(); ++taken) {
    const StepRule* rule = definition.step((*taken)->step);
    if ((*taken)->by == person && (rule == nullptr || !rule->automatic)) return true;
    if ((*taken)->from != one.state) return false;
  }
  return false;
}

std::optional<Outcome> outcome_of(const State& state, const Change& change) {
  if (change.key.empty()) return {};
  const auto found = state.outcomes.find({change.by, change.key});
  if (found == state.outcomes.end() || found->second.at + kKeyMemory <= change.at) return {};
  const Outcome& outcome = found->second;
  const Case& one = *state.find(outcome.id);
  const Taken& taken = *one.history.at(outcome.version - 1);
  const auto* open = std::get_if<Open>(&change.what);
  const auto* step = std::get_if<Step>(&change.what);
  const bool same = open != nullptr
                        ? taken.step == "begin" && one.flow == open->flow && one.subject == open->subject
                        : taken.step == step->step && one.id == step->id;
  if (!same || taken.fields != fields_in(change)) throw Error(kKeyReused, {}, {one.id});
  return outcome;
}

Case as_of(const Case& current, std::uint64_t version) {
  Case out = current;
  out.version = 0, out.fields = Json::object();
  out.history.clear();
  for (std::uint64_t i = 0; i < version && i < current.history.size(); ++i) add(out, current.history[i]);
  return out;
}

}  // namespace zhiheng::flow
