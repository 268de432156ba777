#pragma once
#include <optional>
#include <string>

#include "measure/evaluator.h"
#include "measure/expression.h"
#include "report/build/inline.h"
#include "report/build/references.h"
#include "report/build/registry.h"

namespace zhiheng::report {

/// What the parts of the builder share while one document is made.
struct BuildContext {
  measure::Evaluator& evaluator;
  Document& document;
  Registry registry;
  Diagnostics& diagnostics;
  int year;
  ReferencePlaces places = {};

  const catalog::Catalog& catalog() const { return evaluator.catalog(); }
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
  /// Throws Error for a filter that there is not.
  static void check_filters(const measure::Expression& expression, const Location& where);

  /// A kNumber run (and words before it) of a printed value.
  template <typename ValueOrChange>
  void add_printed(const Printed& printed, const ValueOrChange& value, bool strong, Runs& runs);

 private:
  void bind_one(const Inline& part, Runs& runs);
  void bind_expression(const Inline& part, Runs& runs);
  bool bind_builtin(const std::string& text, std::string& out) const;
  bool bind_names(const measure::Expression& expression, const Location& where, bool strong, Runs& runs);
  [[noreturn]] void unknown(const std::string& ref, const Location& where) const;

  BuildContext& context_;
};

}  // namespace zhiheng::report
