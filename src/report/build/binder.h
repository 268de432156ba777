#pragma once
#include <optional>
#include <string>

#include "measure/evaluator.h"
#include "measure/expression.h"
#include "report/build/inline.h"
#include "report/build/references.h"
#include "report/build/registry.h"
#include "report/certainty.h"
#include "stats/proportion.h"

namespace zhiheng::report {

/// What the parts of the builder share while one document is made.
struct BuildContext {
  measure::Evaluator& evaluator;
  Document& document;
  Registry registry;
  Diagnostics& diagnostics;
  int year;
  ReferencePlaces places = {};

  std::optional<stats::SmallNumbers> small = std::nullopt;  // read on first use

  const catalog::Catalog& catalog() const { return evaluator.catalog(); }
  /// What is too few to form a rate of (catalog/norms/small_numbers.csv).
  const stats::SmallNumbers& small_numbers();
  int year_of(const measure::Expression& expression) const {
    return expression.year ? *expression.year : year + expression.year_offset.value_or(0);
  }
  /// The cube and measure of `cube.measure`; the measure is nullptr if there is none.
  std::pair<const catalog::Cube*, const catalog::Measure*> cube_measure(const std::string& ref) const;
};

/// Turns bindings into runs: looks the value up, formats it, records number and lineage.
class Binder {
 public:
  explicit Binder(BuildContext& context) : context_(context) {}

  /// The runs of a sentence. Mistakes go to the context's diagnostics with their place, and the sentence goes
  /// on.
  Runs bind(const std::vector<Inline>& parts);
  /// The same for a text that stands in YAML.
  Runs bind_text(const std::string& text, const Location& where);
  /// Plain text with only {{ year }}, {{ year - 1 }}, {{ district }} in it: titles, heads, labels.
  std::string plain(const std::string& text, const Location& where);

  /// The value of an expression; throws Error when there is none.
  measure::Value value(const measure::Expression& expression, const Location& where);
  /// The same, nullopt when the data are missing; Error only for what can't exist.
  std::optional<measure::Value> find_value(const measure::Expression& expression, const Location& where);
  std::optional<measure::Change> find_change(const measure::Expression& expression, const Location& where);

  /// The value printed with the scale and decimals that the expression asks for. What is recorded stays the
  /// value itself: one lineage serves it in any scale.
  static Printed print(const measure::Expression& expression, measure::Value value, const Location& where);
  static void round_change(const measure::Expression& expression, measure::Change& change,
                           const Location& where);
  /// What the expression asks to know of the value (certainties.h); nullopt where it asks nothing.
  std::optional<Certainty> certainty(const measure::Value& value, const measure::Expression& expression,
                                     bool with_sign, const Location& where);
  /// The same of a change between two years; throws Error where it is to be judged and a year is not known.
  std::optional<Certainty> change_certainty(const std::optional<measure::Value>& before,
                                            const std::optional<measure::Value>& now, int decimals,
                                            const measure::Expression& expression, const Location& where);
  /// The same, of the change of an expression that names its value.
  std::optional<Certainty> change_certainty(const measure::Change& change,
                                            const measure::Expression& expression, const Location& where);
  /// Throws Error for a filter that there is not.
  static void check_filters(const measure::Expression& expression, const Location& where);

  /// A kNumber run (and words before it) of a printed value; its index in Document::numbers, -1 for none.
  template <typename ValueOrChange>
  int add_printed(const Printed& printed, const ValueOrChange& value, bool strong, Runs& runs);

 private:
  void bind_one(const Inline& part, Runs& runs);
  void bind_expression(const Inline& part, Runs& runs);
  void bind_change(const measure::Expression& expression, const Inline& part, Runs& runs);
  void bind_value(const measure::Expression& expression, const Inline& part, Runs& runs);
  void add_text(const std::string& text, bool strong, Runs& runs);
  bool bind_builtin(const std::string& text, std::string& out) const;
  bool bind_names(const measure::Expression& expression, const Location& where, bool strong, Runs& runs);
  [[noreturn]] void unknown(const std::string& ref, const Location& where) const;

  BuildContext& context_;
};

}  // namespace zhiheng::report
