#include "report/assessment_words.h"

namespace zhiheng::report {
namespace {

std::string ends(const std::string& low, const std::string& high) {
  return low == high ? low : low + "—" + high;
}

}  // namespace

std::string total_words(const plan::Card& card) { return ends(card.low.to_string(), card.high.to_string()); }

std::string grade_words(const plan::Card& card) { return ends(card.best_grade, card.worst_grade); }

std::string place_words(const plan::Place& place) {
  return ends(std::to_string(place.best), std::to_string(place.worst));
}

std::string points_words(const plan::ItemScore& score) {
  return score.points ? score.points->to_string() : std::string();
}

}  // namespace zhiheng::report
