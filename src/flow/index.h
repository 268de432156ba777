#pragma once
// Cases in rows that are quick to look through. Not thread-safe.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "flow/definitions.h"
#include "flow/model.h"

namespace zhiheng::flow {

/// Which cases; what is empty asks nothing.
struct Query {
  std::string flow = {}, state = {}, by = {}, subject = {};
  bool subject_begins = false;  // `subject` is how it begins
  people::Unit unit = {};
  bool open_only = false;
  std::string text = {};  // stands in the id, the subject or a text of the fields; small letters or large
  /// Whether the asker may see such cases: asked once for all that are alike in flow and its version, unit,
  /// area, domain and who opened them. Must not call the Flows that it is asked by.
  std::function<bool(const Case&)> visible = {};
  std::size_t offset = 0, count = 50;
};

/// The one that was changed last comes first.
struct Page {
  std::vector<CasePtr> items;
  std::size_t total = 0;  // of all pages
};

class CaseIndex {
 public:
  /// A case that is new, or in the place of its former version.
  void put(CasePtr one);
  Page list(const Query& query, const Definitions& definitions) const;

 private:
  struct Row {
    CasePtr now;
    std::uint64_t changed = 0;           // counts up with every change
    std::uint32_t place = 0, stage = 0;  // in places_, stages_
  };
  // Flow and version, unit, area, domain and who opened it: what never changes. Flow, version and state: what
  // does.
  using Place = std::tuple<std::string, int, std::string, std::string, std::string, std::string, std::string>;
  using Stage = std::tuple<std::string, int, std::string>;
  class Search;

  std::vector<Row> rows_;
  std::unordered_map<std::string, std::uint32_t> row_of_;
  std::vector<std::string> texts_;     // of each row: all that is looked for
  std::vector<std::uint32_t> places_;  // a row of each
  std::vector<Stage> stages_;
  std::map<Place, std::uint32_t> place_of_;
  std::map<Stage, std::uint32_t> stage_of_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> of_subject_;
  std::uint64_t changes_ = 0;
};

}  // namespace zhiheng::flow
