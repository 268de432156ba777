#pragma once
#include <map>
#include <string>

#include "measure/evaluator.h"
#include "report/document.h"
#include "report/format.h"

namespace zhiheng::report {

/// Gives numbers and lineages of a document their ids. One lineage serves all numbers that come about in the
/// same way.
class Registry {
 public:
  Registry(Document& document, const catalog::Catalog& catalog) : document_(document), catalog_(catalog) {}

  /// Where the numbers that follow stand: id of a heading, table or figure.
  void enter(std::string place) { place_ = std::move(place); }

  /// Records a printed number; its index in Document::numbers.
  int add_number(const Printed& printed, const measure::Value& value);
  int add_number(const Printed& printed, const measure::Change& change);

  /// Says of a recorded number how certain it is. `printed` is what stands in its place, where not the
  /// number.
  void certify(int number, Certainty certainty, const std::string& printed = "");

  /// The lineage of a value, made on first use.
  std::string lineage(const measure::Value& value);

  /// What was published for the value if it is not what the value gives at the published decimals.
  static std::string differing_publication(const measure::Value& value);

 private:
  std::string add_lineage(const measure::Origin& origin, Lineage partial);
  int add(const Printed& printed, std::string lineage);

  Document& document_;
  const catalog::Catalog& catalog_;
  std::string place_;
  std::map<std::string, std::string> known_;
};

}  // namespace zhiheng::report
