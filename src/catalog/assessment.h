#pragma once
// A scoring sheet 考核表, after reading: plain data. docs/assessment.md describes the files.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "catalog/title.h"

namespace zhiheng::catalog {

/// How an item's points follow from its value. The set is closed: a sheet chooses and gives numbers, it
/// computes nothing of its own. The last three stand beside the 100 points.
enum class Rule {
  kLinear,    // none at `floor`, all at `full`, in proportion between
  kSteps,     // a table: at least (at most) this, so many points
  kMet,       // all or none, against a limit or a plan's target
  kRank,      // by the place within the peer group
  kShare,     // "18/20": the share, linear; each missing one where the denominator is small
  kLate,      // working days late, so many points a day
  kEvidence,  // yes or no, judged by people
  kDeduct,    // so many points an event, up to a cap
  kBonus,     // so many points each, up to a cap
  kVeto       // any event: grade of the lowest band
};
const char* to_string(Rule rule);  // as in the files: "linear"

/// Where an item's value comes from.
enum class ValueFrom {
  kEntered,    // data/assessment/SHEET-YEAR.csv
  kIndicator,  // the indicator's value in the area, or of the district
  kTargets,    // the department's targets: reached or on their way, of those that can be judged
  kTasks       // the department's tasks: done in time, of those that were due
};

/// One line of a table of steps.
struct Step {
  Decimal limit;
  Decimal points;
};

struct SheetItem {
  std::string id;  // unique in the sheet
  Title title;
  std::string group;
  Decimal points;  // the most it can bring; 0 for deduct, bonus and veto
  Rule rule = Rule::kEvidence;
  ValueFrom from = ValueFrom::kEntered;
  std::string indicator;        // kIndicator
  std::string unit;             // of the value; the indicator's where it has one
  std::optional<int> decimals;  // values are compared after rounding to them; as written where not set
  std::string owner;            // department that gives or judges the value
  Title note;                   // what counts, what proves it

  Decimal floor, full;   // linear, share (in %)
  bool at_most = false;  // steps, met: limits are ceilings
  std::vector<Step> steps;
  std::optional<Decimal> limit;  // met
  std::string plan, target;      // met against a plan's target
  bool less = false;             // rank: the least is the best
  Decimal last;                  // rank: points of the last place
  int smallest = 0;              // rank: fewest to compare; share: smallest denominator of a rate
  Decimal each;                  // share: points a missing one; late: a day; deduct, bonus: an event
  Decimal cap;                   // deduct, bonus
  Location where;

  /// Whether it is one of those that share the total.
  bool scored() const { return rule != Rule::kDeduct && rule != Rule::kBonus && rule != Rule::kVeto; }
};

/// Those who are compared with each other.
struct Peers {
  std::string id;
  Title title;
  std::vector<std::string> members;  // codes; empty: everybody assessed
  Location where;
};

/// A grade and the least total that gives it; the best first, the last one from 0.
struct Band {
  std::string grade;
  Decimal from;
};

struct ItemGroup {
  std::string id;
  Title title;
};

struct Sheet {
  std::string id;      // the file's name
  std::string sha256;  // of the file as read
  Title title;
  Title note;
  bool departments = false;  // who is assessed: areas of the district, or departments that own plan targets
  Decimal total;
  int decimals = 1;  // of every item's points, rounded half-up
  std::vector<Band> bands;
  std::vector<Peers> peers;  // at least one
  std::vector<ItemGroup> groups;
  std::vector<SheetItem> items;  // in the order of the file
  Location where;

  const SheetItem* item(std::string_view id) const;
  const ItemGroup* group(std::string_view id) const;
  /// The grade of a total.
  const std::string& grade_of(const Decimal& total) const;
};

}  // namespace zhiheng::catalog
