#include "plan/assessment.h"

#include <algorithm>

#include "plan/assessment_rules.h"

namespace zhiheng::plan {
namespace {

using catalog::Rule;
using catalog::SheetItem;

std::optional<Decimal> number_of(const catalog::Catalog& catalog, const SheetItem& item,
                                 const AssessmentValue* value) {
  const auto read = value == nullptr ? std::nullopt : read_value(item, value->text);
  if (!read) return std::nullopt;
  return compared(catalog, item, read->number);
}

/// The values that `subject` is compared with: its peers', or everybody's where these are too few.
RankField field_of(const catalog::Catalog& catalog, const AssessmentInputs& inputs, const SheetItem& item,
                   const AssessedSubject& subject) {
  RankField field;
  if (item.rule != Rule::kRank) return field;
  const auto peers = std::ranges::count(inputs.subjects, subject.peers, &AssessedSubject::peers);
  field.widened = peers < item.smallest;
  for (const AssessedSubject& other : inputs.subjects) {
    if (other.code != subject.code && (field.widened || other.peers == subject.peers))
      field.others.push_back(number_of(catalog, item, inputs.value(other.code, item.id)));
  }
  return field;
}

void add_up(const catalog::Sheet& sheet, Card& card) {
  Decimal low, high;
  for (const ItemScore& score : card.items) {
    low = low + score.lowest;
    high = high + score.highest;
    card.simulated = card.simulated || (score.value && score.value->simulated);
    if (score.item->rule == Rule::kVeto) {
      card.vetoed = card.vetoed || score.event;
      card.veto_open = card.veto_open || !score.points;
    }
    if (!score.points) continue;
    if (score.item->rule == Rule::kDeduct) card.deducted = card.deducted - *score.points;
    if (score.item->rule == Rule::kBonus) card.bonus = card.bonus + *score.points;
    if (!score.item->scored()) continue;
    card.known_points = card.known_points + *score.points;
    card.known_maximum = card.known_maximum + score.item->points;
  }
  card.low = std::max(Decimal(0), low);
  card.high = std::max(Decimal(0), high);
  // Items are rounded already: this changes no value, it gives all of them the same decimals.
  for (Decimal* each : {&card.known_points, &card.known_maximum, &card.low, &card.high})
    *each = each->rounded(sheet.decimals);
}

void grade(const catalog::Sheet& sheet, Card& card) {
  const std::string& last = sheet.bands.back().grade;
  card.best_grade = card.vetoed ? last : sheet.grade_of(card.high);
  card.worst_grade = card.vetoed || card.veto_open ? last : sheet.grade_of(card.low);
}

}  // namespace

const AssessmentValue* AssessmentInputs::value(const std::string& subject, const std::string& item) const {
  const auto found = values.find({subject, item});
  return found == values.end() ? nullptr : &found->second;
}

bool AssessmentInputs::simulated() const {
  return std::ranges::any_of(values, [](const auto& each) { return each.second.simulated; });
}

Decimal ItemScore::lost() const {
  if (!points) return 0;
  if (item->rule == Rule::kDeduct) return Decimal(0) - *points;
  return item->scored() ? item->points - *points : Decimal(0);
}

bool Card::complete() const {
  return std::ranges::all_of(items, [](const ItemScore& score) { return score.points.has_value(); });
}

const ItemScore* Card::item(std::string_view id) const {
  const auto found =
      std::ranges::find_if(items, [&](const ItemScore& score) { return score.item->id == id; });
  return found == items.end() ? nullptr : &*found;
}

std::vector<Card> assess(const catalog::Catalog& catalog, const catalog::Sheet& sheet,
                         const AssessmentInputs& inputs, const WorkingCalendar& calendar) {
  const RuleSurroundings around{&catalog, &sheet, &calendar, inputs.year};
  std::vector<Card> cards;
  for (const AssessedSubject& subject : inputs.subjects) {
    Card card;
    card.subject = subject;
    for (const SheetItem& item : sheet.items)
      card.items.push_back(score_item(around, item, inputs.value(subject.code, item.id),
                                      field_of(catalog, inputs, item, subject)));
    add_up(sheet, card);
    grade(sheet, card);
    cards.push_back(std::move(card));
  }
  rank_cards(cards);
  return cards;
}

AssessmentInputs suppose(AssessmentInputs inputs, const std::string& subject, const std::string& item,
                         const std::string& value) {
  const auto found = inputs.values.find({subject, item});
  const bool simulated = found != inputs.values.end() && found->second.simulated;
  inputs.values[{subject, item}] = {value, "what-if", "", "", false, simulated};
  return inputs;
}

std::vector<CardDifference> differences(const std::vector<Card>& before, const std::vector<Card>& after) {
  std::vector<CardDifference> out;
  for (size_t i = 0; i < before.size() && i < after.size(); ++i) {
    const Card &old = before[i], &now = after[i];
    CardDifference difference{&old, &now, {}};
    for (size_t k = 0; k < old.items.size(); ++k) {
      if (old.items[k].shown != now.items[k].shown || old.items[k].points != now.items[k].points)
        difference.items.emplace_back(&old.items[k], &now.items[k]);
    }
    const bool moved = old.among_all.best != now.among_all.best || old.among_all.worst != now.among_all.worst;
    if (!difference.items.empty() || moved) out.push_back(std::move(difference));
  }
  return out;
}

}  // namespace zhiheng::plan
