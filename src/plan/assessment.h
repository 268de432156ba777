#pragma once
// Scores an assessment sheet 考核表. Pure: sheet, values and calendar are arguments; the same values give the
// same cards. docs/assessment.md publishes the rules.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"
#include "plan/progress.h"

namespace zhiheng::plan {

/// A value handed to a sheet, as written: see assessment_value.h for the forms.
struct AssessmentValue {
  std::string text;
  std::string origin;  // entered | indicator | targets | tasks | simulated | what-if
  std::string source;  // place in the published source, a report, a query in words
  std::string note;
  bool inferred = false;
  bool simulated = false;

  friend bool operator==(const AssessmentValue&, const AssessmentValue&) = default;
};

struct AssessedSubject {
  std::string code;
  catalog::Title title;
  std::string peers;  // id of its peer group

  friend bool operator==(const AssessedSubject& a, const AssessedSubject& b) {
    return a.code == b.code && a.peers == b.peers;
  }
};

/// Everything that a sheet is scored from, by subject and item. What is missing is not there.
struct AssessmentInputs {
  int year = 0;
  std::vector<AssessedSubject> subjects;  // in the order of the code list
  std::map<std::pair<std::string, std::string>, AssessmentValue> values;

  const AssessmentValue* value(const std::string& subject, const std::string& item) const;
  bool simulated() const;
};

/// One item of one subject. Points are rounded half-up at the sheet's decimals; a deduction is negative.
struct ItemScore {
  const catalog::SheetItem* item = nullptr;
  std::optional<AssessmentValue> value;  // nullopt: nothing is known
  std::string shown;                     // the value as printed: "96.20%", "18/20（90.0%）"
  std::optional<Decimal> points;         // nullopt: no data
  Decimal lowest, highest;               // what it can be: both the points where they are known
  bool event = false;                    // veto: there was one
  Reason reason;                         // the rule that decided, with its numbers

  /// What it has cost: of its points, or deducted. 0 where nothing is known.
  Decimal lost() const;
};

/// The place in a ranking, 1 the first; equal totals share the better place (1, 2, 2, 4). `best` and `worst`
/// differ where something is still unknown, of this subject or of others.
struct Place {
  int best = 0;
  int worst = 0;
  int of = 0;
  std::vector<std::string> ties;  // the others at exactly this place, where it is settled

  bool settled() const { return best == worst; }
};

/// The sheet of one subject.
struct Card {
  AssessedSubject subject;
  std::vector<ItemScore> items;  // in the order of the sheet
  Decimal known_points;          // of the scored items with a value
  Decimal known_maximum;         // the most these could bring
  Decimal deducted, bonus;       // known ones; both 0 or more
  Decimal low, high;             // the total it can still have; equal where nothing is missing; never below 0
  bool vetoed = false;           // an event is known
  bool veto_open = false;        // for a veto item it is not known whether there was one
  std::string best_grade, worst_grade;  // equal: the grade is settled
  Place among_peers, among_all;
  bool simulated = false;

  /// Whether every item is known. Then `low` is the total and `best_grade` the grade.
  bool complete() const;
  const ItemScore* item(std::string_view id) const;
};

/// Scores every subject of `inputs`, in their order. Values must have been read (read_value()); one that does
/// not suit its item counts as missing. A vetoed subject has the last grade and stands below all others.
std::vector<Card> assess(const catalog::Catalog& catalog, const catalog::Sheet& sheet,
                         const AssessmentInputs& inputs, const WorkingCalendar& calendar);

/// `inputs` with another value, marked as a supposition.
AssessmentInputs suppose(AssessmentInputs inputs, const std::string& subject, const std::string& item,
                         const std::string& value);

/// What differs between two scorings of one sheet, for the subjects that differ.
struct CardDifference {
  const Card* before = nullptr;
  const Card* after = nullptr;
  std::vector<std::pair<const ItemScore*, const ItemScore*>> items;  // before, after: value or points differ
};
std::vector<CardDifference> differences(const std::vector<Card>& before, const std::vector<Card>& after);

/// Sets `among_peers` and `among_all` of the cards.
void rank_cards(std::vector<Card>& cards);

}  // namespace zhiheng::plan
