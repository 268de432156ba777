#pragma once
// Cases as they are. A State follows from the entries of the journal and from nothing else (change.h).
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/moment.h"
#include "people/model.h"

namespace zhiheng::flow {

using Json = nlohmann::ordered_json;

/// A step that somebody has taken, or how the case began (step "begin", from "").
struct Taken {
  std::string step, by;
  Moment at{};
  std::string from, to;
  Json fields = Json::object();  // what was given with it; null: taken away
  bool aside = false;            // which then stands here only

  bool operator==(const Taken&) const = default;
};

/// Never changes: a step makes another one in its place, which shares the history.
struct Case {
  std::string id;  // "submission-12": the flow and a number that counts up
  std::string flow;
  int flow_version = 0;
  std::uint64_t version = 0;  // 1 as it begins, one more with each step
  std::string state, subject;
  people::Unit unit;
  std::string area, domain;
  std::string by;  // who opened it
  Moment at{};
  std::string changed_by;
  Moment changed_at{};
  Json fields = Json::object();
  std::vector<std::shared_ptr<const Taken>> history;  // one for each version
};

bool operator==(const Case& a, const Case& b);  // the histories by what is in them

using CasePtr = std::shared_ptr<const Case>;

/// The case as it was at one of its versions.
Case as_of(const Case& current, std::uint64_t version);

/// What a change did that had a key: case and version.
struct Outcome {
  std::string id;
  std::uint64_t version = 0;
  Moment at{};

  bool operator==(const Outcome&) const = default;
};

/// How long a key is remembered.
inline constexpr std::chrono::hours kKeyMemory{24};

struct State {
  using Pair = std::pair<std::string, std::string>;

  std::map<std::string, CasePtr, std::less<>> cases;          // by id
  std::map<std::string, std::uint64_t, std::less<>> numbers;  // of the last case of each flow
  std::map<Pair, std::vector<std::string>> of_subject;        // flow and subject → ids
  std::map<Pair, Outcome> outcomes;                           // person and key → what came of it
  std::deque<Pair> keys;                                      // of `outcomes`, as they came

  /// nullptr where there is none.
  CasePtr find(std::string_view id) const;
};

bool operator==(const State& a, const State& b);

/// As pages get it (docs/flows.md); lists leave the history out.
Json json_of(const Case& one, bool with_history = true);

}  // namespace zhiheng::flow
