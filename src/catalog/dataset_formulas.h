#pragma once
#include <string>
#include <vector>

#include "catalog/model.h"
#include "catalog/yaml.h"

namespace zhiheng::catalog {

/// Reads the formulas of one dataset: each parsed, typed, and its text literals compared with the code lists
/// of the columns that they stand beside. What is wrong is reported where the formula stands.
class FormulaReader {
 public:
  FormulaReader(const Catalog& catalog, const Dataset& dataset, Diagnostics& diagnostics);

  /// Of any type.
  std::optional<formula::Formula> read(const Yaml& node);
  /// True or false of a row.
  std::optional<formula::Formula> read_condition(const Yaml& node);
  /// What can be summed: a number, or a truth value that counts 1 or 0.
  std::optional<formula::Formula> read_quantity(const Yaml& node);

  /// The column that the formula is, or nullptr.
  const DatasetColumn* single_column(const formula::Formula& formula) const;
  /// The column that the formula reads where it reads one only, as year(sampled_on) does; or nullptr.
  const DatasetColumn* only_column(const formula::Formula& formula) const;

 private:
  void check_literals(const formula::Formula& formula, const Location& where);

  const Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::vector<formula::Name> names_;
  std::vector<const DatasetColumn*> columns_;
};

/// A text literal of a formula beside the name it is compared with; an empty name where it is what a `case`
/// gives.
struct FormulaLiteral {
  std::string name;
  std::string text;
};

/// The text literals of a formula that are compared with a name (=, <>, !=, in, not in) or given by then and
/// else.
std::vector<FormulaLiteral> formula_literals(const std::string& formula);

/// Whether a cube computed from records has the dimensions and measures of the one in the catalog with its
/// id.
void check_shared_cube(const Catalog& catalog, const Dataset& dataset, const RecordCube& cube,
                       const Cube& shared, Diagnostics& diagnostics);

/// The cubes of a dataset out of `cubes` of its file.
std::vector<RecordCube> read_record_cubes(const Catalog& catalog, const Dataset& dataset, const Yaml& node,
                                          Diagnostics& diagnostics);

}  // namespace zhiheng::catalog
