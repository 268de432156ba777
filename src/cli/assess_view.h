#pragma once
// How assessments are answered: for machines and for a terminal. Nothing is computed here.
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "plan/assessment.h"

namespace zhiheng::cli {

/// A sheet scored.
struct Assessment {
  const catalog::Catalog* catalog = nullptr;
  const catalog::Sheet* sheet = nullptr;
  plan::AssessmentInputs inputs;
  std::vector<plan::Card> cards;

  bool simulated() const { return catalog->district.simulated || inputs.simulated(); }
};

/// {district, sheet: {id, sha256 …}, year, simulated, cards: […], inputs: {subjects, values}}: all that the
/// cards follow from is in it. With `subject` only that one's card; the inputs are always those of all,
/// because places depend on them.
nlohmann::ordered_json assessment_json(const Assessment& assessment, const std::string& subject = "");

/// The inputs of such an answer. Throws Error ("assessment.not-an-answer") where it is none.
plan::AssessmentInputs inputs_of(const nlohmann::ordered_json& answer);

/// [{subject, total: {before, after}, grade, place, items: [{item, before, after}]}].
nlohmann::ordered_json differences_json(const std::vector<plan::CardDifference>& differences);

/// The same for people, at most `width` columns wide.
std::string ranking_text(const Assessment& assessment, int width, bool colours);
std::string sheet_text(const Assessment& assessment, const plan::Card& card, int width, bool colours);
std::string differences_text(const std::vector<plan::CardDifference>& differences, int width, bool colours);

}  // namespace zhiheng::cli
