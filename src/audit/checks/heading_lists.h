#pragma once
#include <vector>

#include "audit/checks/structure_checks.h"

namespace zhiheng::audit {

/// A run of numbers of one system under one parent.
struct HeadingList {
  System system = System::kHan;
  std::vector<size_t> items;  // indices of headings
  int first = 0;
  int last = 0;
  int strange = 0;       // items that did not fit
  bool resumed = false;  // went on behind the end of a parent
};

enum class HeadingFault : std::uint8_t {
  kGap,      // 1 2 4
  kDoubled,  // 1 2 2
  kWrong,    // 1 2 4 4 5: one item has its neighbour's number
  kFirst,    // 2 2 3: the first item has the second one's
  kOrder,    // 1 2 4 3 5
  kSystem,   // （一）（二）三、
};

/// A heading that no open list expected.
struct HeadingAnomaly {
  HeadingFault fault = HeadingFault::kGap;
  size_t heading = 0;  // doubted
  size_t other = 0;    // the one before it, or its double
  size_t list = 0;     // index of its list
  int missing = 0;     // the first number that is missing
};

struct HeadingLists {
  std::vector<HeadingList> lists;
  std::vector<HeadingAnomaly> anomalies;
};

/// Sorts the headings into lists that may be open within one another, and notes what fits nowhere. Silent
/// where any open list explains a number. Whether an anomaly is worth telling depends on its list
/// (headings.cpp). O(headings).
HeadingLists sort_headings(const StructureTest& test);

}  // namespace zhiheng::audit
