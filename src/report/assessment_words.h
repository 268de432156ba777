#pragma once
#include <string>

#include "plan/assessment.h"

namespace zhiheng::report {

/// What is settled as it is, what is open as its two ends: "85.5", "4.0—103.0".
std::string total_words(const plan::Card& card);
/// "B", "A—D".
std::string grade_words(const plan::Card& card);
/// "3", "2—5".
std::string place_words(const plan::Place& place);
/// The points of an item: "12.5"; empty where there is no data.
std::string points_words(const plan::ItemScore& score);

}  // namespace zhiheng::report
