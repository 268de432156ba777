#pragma once
#include <array>
#include <string>
#include <vector>

#include "audit/finding.h"
#include "base/error.h"
#include "read/document.h"

namespace zhiheng::audit {

/// An editor's decision that a finding may stand, and why. All four are never empty; `when` is a date,
/// "2024-05-31".
struct Waiver {
  std::string id;
  std::string reason;
  std::string who;
  std::string when;
  Location where;  // its line in the waiver file
};

struct Waived {
  Finding finding;
  Waiver waiver;
};

/// All that people and programs see of an audit. The spans of findings and tests are into
/// `documents[…].text`.
struct Report {
  std::vector<read::Document> documents;
  Results results;  // what stands: without what was waived
  std::vector<Waived> waived;
  std::vector<Diagnostic> refused;  // files that could not be read, and why
  std::vector<Waiver> unmatched;    // waivers of which no finding is left: mended, or other numbers
};

/// Which findings a reader wants to see.
struct Filter {
  std::vector<Kind> kinds;  // empty: all
  Weight least = Weight::kNote;
  bool certain_only = false;
};

/// Leaves what `filter` lets through: of findings and waived ones by kind, weight and certainty, of held
/// tests by kind.
void keep(const Filter& filter, Report& report);

/// How often a kind was found, waived, and held.
struct KindCount {
  size_t findings = 0;
  size_t waived = 0;
  size_t held = 0;
};
std::array<KindCount, kKindCount> count_kinds(const Report& report);

}  // namespace zhiheng::audit
