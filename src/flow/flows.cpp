#include "flow/flows.h"

#include "journal/line.h"

namespace zhiheng::flow {
namespace {

constexpr ErrorCode kTooLarge{"flow.too-large", "内容过大：一次提交不超过 1 MiB",
                              "this is too large: 1 MiB at most in one go"};

}  // namespace

Flows::Flows(Options options)
    : options_(std::move(options)),
      journal_({.folder = options_.workspace + "/journal",
                .stream = "cases",
                .algorithm = options_.algorithm,
                .disk = options_.disk}) {
  replay();
}

void Flows::replay() {
  State state;
  CaseIndex index;
  journal::read_stream(journal_.folder(), journal_.stream(), [&](const journal::Line& line) {
    if (CasePtr one = apply(state, change_of(line.text, line.where))) index.put(std::move(one));
  });
  state_ = std::move(state);
  index_ = std::move(index);
}

std::shared_lock<std::shared_mutex> Flows::reading() const {
  const std::scoped_lock turn(turn_);
  return std::shared_lock(mutex_);
}

std::unique_lock<std::shared_mutex> Flows::writing() {
  const std::scoped_lock turn(turn_);
  return std::unique_lock(mutex_);
}

CasePtr Flows::change(Change change) {
  Begun begun = begin(std::move(change));
  try {
    if (begun.written.valid()) begun.written.get();  // nothing to wait for just after a start
  } catch (const Error& error) {
    take_back(error);
    throw;
  }
  if (begun.is_new && options_.listener) options_.listener(*begun.one);
  return std::move(begun.one);
}

/// The order of the changes here is their order in the journal.
Flows::Begun Flows::begin(Change change) {
  const auto guard = writing();
  if (broken_) throw Error(*broken_);
  change.at = options_.clock();
  if (const auto outcome = outcome_of(state_, change))
    return {std::make_shared<Case>(as_of(*state_.find(outcome->id), outcome->version)), last_, false};
  if (auto refusal = may(state_, options_.definitions, change)) throw Error(std::move(*refusal));
  settle(state_, options_.definitions, change);
  std::string entry = entry_of(change);
  if (!journal::is_entry(entry)) throw Error(kTooLarge, {});
  last_ = journal_.append(change.at, std::move(entry)).share();
  CasePtr one = apply(state_, change);
  index_.put(one);
  return {std::move(one), last_, true};
}

/// The disk has refused: what is there now is what it holds.
void Flows::take_back(const Error& why) {
  const auto guard = writing();
  if (broken_) return;
  broken_ = why;
  try {
    replay();
  } catch (const Error&) {
    // Not even readable: nothing is shown rather than what may not have happened.
    state_ = {};
    index_ = {};
  }
}

CasePtr Flows::find(std::string_view id) const {
  const auto guard = reading();
  return state_.find(id);
}

Page Flows::list(const Query& query) const {
  const auto guard = reading();
  return index_.list(query, options_.definitions);
}

const Definition* Flows::definition_of(const Case& one) const {
  return options_.definitions.find(one.flow, one.flow_version);
}

std::vector<const StepRule*> Flows::steps_now(const Case& one, std::string_view person) const {
  const Definition* definition = definition_of(one);
  std::vector<const StepRule*> out;
  if (definition == nullptr) return out;
  for (const StepRule* rule : definition->steps_from(one.state))
    if (!rule->automatic && !(rule->other_person && had_a_hand_in(one, *definition, person)))
      out.push_back(rule);
  return out;
}

State Flows::state() const {
  const auto guard = reading();
  return state_;
}

}  // namespace zhiheng::flow
