#pragma once
// What can happen to cases, as data: asked of `may`, written to the journal, folded by `apply`. All pure.
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"
#include "flow/definitions.h"
#include "flow/model.h"

namespace zhiheng::flow {

// Refusals that a caller answers in a way of their own.
inline constexpr ErrorCode kUnknownCase{"flow.unknown-case", "没有事项 {}", "there is no case {}"};
inline constexpr ErrorCode kChangedMeanwhile{
    "flow.changed-meanwhile", "事项 {} 已被他人更新（现为第 {} 版，您看到的是第 {} 版），请核对后再提交",
    "{} was changed meanwhile: it is at version {}, you saw {}; look again, then send"};
inline constexpr ErrorCode kOtherPerson{"flow.other-person", "“{}”须由另一人办理，经手人不能自己办",
                                        "“{}” is for another person than those who had a hand in it"};
inline constexpr ErrorCode kOneOnly{"flow.one-only", "{} 已有事项 {}，不能再开一个",
                                    "{} has the case {} already; there can't be another one"};
inline constexpr ErrorCode kPlatformOnly{
    "flow.platform-only", "“{}”由平台在相应操作中办理，不能单独提交",
    "“{}” is done by the platform with what it belongs to, not by itself"};

/// A case begins. `to`: another state than the first that the definition names; only for the platform.
struct Open {
  std::string flow, subject;
  people::Unit unit = {};
  std::string area = {}, domain = {};
  Json fields = Json::object();
  std::string to = {};
  std::string id = {};   // what `settle` fills in
  int flow_version = 0;  // ″
};
/// A step is taken, of the case as it was at the version `seen`.
struct Step {
  std::string id, step;
  std::uint64_t seen = 0;
  Json fields = Json::object();
  std::string to = {};  // what `settle` fills in
  bool aside = false;   // ″
};

struct Change {
  Moment at{};
  std::string by = {};       // account
  std::string key = {};      // of who sends it: the same one again is the same change; empty: none
  bool by_platform = false;  // its own code does it for `by`, as part of something larger
  std::variant<Open, Step> what;
};

/// Why a change may not happen; nullopt where it may. Rights are asked elsewhere. A mistake in a field has
/// "fields.NAME" as its place.
std::optional<Diagnostic> may(const State& state, const Definitions& definitions, const Change& change);

/// Four eyes: whether a person opened the case or took a step since it came into its present state. What the
/// platform did for somebody is nobody's hand.
bool had_a_hand_in(const Case& one, const Definition& definition, std::string_view person);

/// Fills in what follows from a change that may happen: id, version of the flow, state that it leads to.
void settle(const State& state, const Definitions& definitions, Change& change);

/// Does a settled change and gives the case as it then is. Total: what can't be applied (a case that isn't
/// there) changes nothing and gives nullptr.
CasePtr apply(State& state, const Change& change);

/// What came of a change with this person and key before; nullopt where there was none in the last 24 hours.
/// Throws Error ("flow.key-reused") where that was about something else.
std::optional<Outcome> outcome_of(const State& state, const Change& change);

/// The entry of a settled change, without its moment, which the journal puts there.
std::string entry_of(const Change& change);
/// The change of a line of the journal. Throws Error ("flow.bad-entry") at `where`.
Change change_of(std::string_view line, const Location& where);

}  // namespace zhiheng::flow
