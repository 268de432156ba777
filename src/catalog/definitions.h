#pragma once
#include "base/theme.h"
#include "catalog/model.h"
#include "catalog/yaml.h"

namespace zhiheng::catalog {

/// One definition out of its parsed YAML. Pure: no files. Mistakes go to `diagnostics`.
Cube read_cube(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
Cube read_list(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
Indicator read_indicator(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
Check read_check(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
District read_district(const Yaml& node, Diagnostics& diagnostics);
Plan read_plan(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
PlanRules read_plan_rules(const Yaml& node, Diagnostics& diagnostics);
/// An assessment sheet. Mistakes: no rule or two, points that don't add up to the total, bands or steps out
/// of order, a floor that is the full value …
Sheet read_sheet(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
/// A dataset as far as it can be read alone: everything but its checks and cubes, whose formulas may name
/// columns of other datasets.
Dataset read_dataset(const Yaml& node, const std::string& id, Diagnostics& diagnostics);
Theme read_theme(const Yaml& node, Diagnostics& diagnostics);

/// Whether all that a catalog refers to exists: code lists, departments, cubes, measures, indicators.
void check_references(Catalog& catalog, Diagnostics& diagnostics);

/// The same for its plans: indicators, departments, units, goals and tasks; and whether each demand suits its
/// indicator.
void check_plans(const Catalog& catalog, Diagnostics& diagnostics);

/// The same for its sheets: areas, departments, indicators, plans and targets, groups; and whether each
/// subject stands in one peer group only.
void check_sheets(const Catalog& catalog, Diagnostics& diagnostics);

/// Whether what the datasets refer to exists (departments, domains, code lists, datasets) and each example
/// fits its column.
void check_datasets(const Catalog& catalog, Diagnostics& diagnostics);

/// Then the rest of a dataset of `catalog`, out of the YAML it was read from: checks, checks of the batch,
/// cubes.
void read_dataset_formulas(Catalog& catalog, const std::string& id, const Yaml& node,
                           Diagnostics& diagnostics);

/// A cube belongs to one dataset only.
void check_dataset_cubes(const Catalog& catalog, Diagnostics& diagnostics);

/// A lower-case word without hyphens, as ids of definitions are; anything else is reported.
void check_id(const std::string& id, const Location& where, Diagnostics& diagnostics);

/// A title: a scalar, or a map of zh and en. Empty for nullptr.
Title read_title(const Yaml* node, Diagnostics& diagnostics);

/// A year of four digits, or nullopt.
std::optional<int> read_year(const std::string& text);

}  // namespace zhiheng::catalog
