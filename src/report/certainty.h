#pragma once
#include <optional>
#include <string>

#include "base/decimal.h"

namespace zhiheng::report {

/// How far a printed number can be relied on: its interval, whether a change is more than chance, where a
/// unit stands among its like. Made once by the builder, with all its words; a renderer prints them and
/// decides nothing.
struct Certainty {
  enum class Kind { kInterval, kChange, kBase, kShrunk, kRanks, kFunnel };
  Kind kind = Kind::kInterval;
  std::string
      method;     // wilson | clopper-pearson | z | fisher | poisson | beta-binomial | funnel; empty: kBase
  Decimal level;  // in percent: 95
  std::optional<Decimal> low, high;   // of the rate, of the change, of the ranks: rounded as the number is
  std::optional<Decimal> hits, base;  // of `base` things `hits`; of a count only hits
  std::optional<Decimal> hits_before, base_before;  // kChange
  std::optional<double> p;                          // kChange
  std::string verdict;      // kChange: not-shown | rose | fell | too-few; kFunnel: inside | high | low |
                            // very-high | very-low
  bool small_base = false;  // a base is below what the norm asks for a rate

  std::string alone;   // what stands for it in a place of its own: "98.31–98.88", "无明显变化"
  std::string beside;  // what follows the number: "（98.31–98.88）", "*"; may be empty
  std::string words;   // a sentence for whoever points at the number
  std::string title;   // 置信区间
  std::string rule;    // how it is made, for the note under a table and the annex of methods
};

/// "interval", "change", "base", "shrunk", "ranks", "funnel".
const char* to_string(Certainty::Kind kind);

}  // namespace zhiheng::report
