#pragma once
#include <optional>
#include <vector>

#include "measure/evaluator.h"
#include "measure/expression.h"
#include "report/certainty.h"
#include "stats/proportion.h"

namespace zhiheng::report {

/// What the filters of an expression want to know of its number:
/// `| interval [exact] [LEVEL] [alone]`, `| judged [LEVEL] [alone]`, `| flagged`, and of the rows of a
/// dimension `| shrunk`, `| ranks [LEVEL]`, `| funnel`.
struct CertaintyAsk {
  Certainty::Kind kind = Certainty::Kind::kInterval;
  bool exact = false;
  bool alone = false;  // in place of the number; ranks and places in the funnel always are
  Decimal level = Decimal(95);

  /// One unit is seen among all of its column.
  bool of_column() const {
    return kind == Certainty::Kind::kShrunk || kind == Certainty::Kind::kRanks ||
           kind == Certainty::Kind::kFunnel;
  }
};

/// nullopt where nothing is asked. Throws Error ("certainty.bad-filter") for arguments that there are not and
/// for two wishes at once.
std::optional<CertaintyAsk> certainty_ask(const measure::Expression& expression, const Location& where);

bool is_certainty_filter(const measure::Filter& filter);
/// Throws Error ("certainty.not-here"): what the expression wants is not to be had where it stands.
[[noreturn]] void refuse_certainty(const measure::Expression& expression, const Location& where);

/// A number to be judged: the value, and whether its unit is printed with it.
struct Judged {
  const measure::Value& value;
  bool with_sign = false;
};

/// The interval of a rate, or only the mark of a small base. Throws Error ("certainty.no-base",
/// "certainty.no-share") where the value is no share of whole things whose numerator and denominator are
/// known.
Certainty certainty_of(const Judged& judged, const CertaintyAsk& ask, const stats::SmallNumbers& rule,
                       const Location& where);

/// Whether a rate or a count changed between two years by more than chance. `decimals` are those of the
/// printed change. Throws Error as above, for a count that is not whole too.
Certainty change_certainty(const measure::Value& before, const measure::Value& now, int decimals,
                           const CertaintyAsk& ask, const stats::SmallNumbers& rule, const Location& where);

/// A unit among all of its column, with what is printed for it.
struct Placed {
  std::optional<measure::Value> value;  // nullopt where the unit has none
  Certainty certainty;
};
/// Shrunk rates, ranges of ranks or places in the funnel, one for each of `values`. The value of kShrunk is
/// the shrunk rate with an origin of its own. Throws Error as above, and ("certainty.no-ranking") where there
/// are too few units.
std::vector<Placed> place_units(const std::vector<std::optional<measure::Value>>& values,
                                const CertaintyAsk& ask, const stats::SmallNumbers& rule,
                                const Location& where);

}  // namespace zhiheng::report
