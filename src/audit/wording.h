#pragma once
#include <string>
#include <string_view>

#include "audit/quantity.h"
#include "stats/interval.h"

namespace zhiheng::audit {

/// `value` with that many decimals (0 to 12), without thousands separators and without "-0".
std::string show(double value, int decimals);

/// How a number was printed, so that a computed one can be printed alike.
struct Manner {
  double scale = 1;  // what 1 of the written number is worth in the base
  int decimals = 0;
  std::string unit;  // as written: "万元", "%"; may be empty
};

/// Of a quantity of `text`. `unit_elsewhere` is the unit that the head or caption gives, for a number written
/// without one.
Manner manner_of(std::string_view text, const Quantity& quantity, std::string_view unit_elsewhere = {});

/// A value in the base, printed in that manner: "63.2%", "2046.87亿元".
std::string show(double value, const Manner& manner);

/// With as many decimals more as are needed to tell its ends apart, at least one: "[63.20%, 63.21%]".
std::string show(const stats::Interval& interval, const Manner& manner);

/// The difference of two such values with its sign; of per cents in percentage points: "-0.8 个百分点".
std::string show_difference(double difference, const Manner& manner);

/// `interval` rounded to `manner`'s decimals when that leaves a single number, else with more decimals.
std::string show_computed(const stats::Interval& interval, const Manner& manner);

/// The name of a file without its folders.
std::string base_name(const std::string& path);

}  // namespace zhiheng::audit
