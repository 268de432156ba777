#pragma once
#include <cstdint>
#include <vector>

#include "audit/report.h"

namespace zhiheng::audit::view {

/// What a card shows: a finding, and its waiver if it was waived. Numbered from 1 in this order: what stands,
/// then what was waived.
struct Entry {
  const Finding* finding = nullptr;
  const Waiver* waiver = nullptr;
};
std::vector<Entry> entries_of(const Report& report);

/// The place of an entry: which entry, and which of its spots.
struct Reference {
  std::uint32_t entry = 0;
  std::uint32_t spot = 0;
};

/// A stretch of text that leads to cards, or to held tests (indices into results.held), or to both.
struct Mark {
  read::Span span;
  std::vector<Reference> references;
  std::vector<std::uint32_t> held;
};

/// The marks of one document, disjoint and in order: spots that overlap share one. A held test that overlaps
/// no finding has its own. O(n log n).
std::vector<Mark> marks_of(const Report& report, const std::vector<Entry>& entries, std::uint32_t document);

}  // namespace zhiheng::audit::view
