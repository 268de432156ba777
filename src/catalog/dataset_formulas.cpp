#include "catalog/dataset_formulas.h"

#include <algorithm>

#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kNotAFormula{"dataset.not-a-formula", "此处应为公式", "a formula is expected here"};
constexpr ErrorCode kNotACondition{"dataset.not-a-condition", "条件应为真假值，{} 不是",
                                   "a condition must be true or false; {} is not"};
constexpr ErrorCode kNotANumber{"dataset.not-a-number", "此处应为数字或真假值，{} 不是",
                                "a number or a truth value is wanted; {} is neither"};
constexpr ErrorCode kNoSuchCode{"dataset.no-such-code", "公式中的 {} 不在代码表 {} 中{}",
                                "{}, in the formula, is no code of {}{}"};
constexpr ErrorCode kBadChange{"dataset.bad-change", "change 应为正的百分数（如 50%），实为 {}",
                               "change must be a percentage above 0, such as 50%, not {}"};
constexpr ErrorCode kCheckTwice{"dataset.check-twice", "checks 与 against_last 都有 {}",
                                "{} stands in checks and in against_last"};
constexpr ErrorCode kOtherColumns{"dataset.not-of-the-row", "核对只能用本数据集的列（名册的内容会变）：{}",
                                  "a check may only use the dataset's own columns (what a register says "
                                  "changes): {}"};
constexpr ErrorCode kNoWorkdays{"dataset.no-workdays", "与上期比较的 sum 不能用 workdays()：{}",
                                "a sum that is compared with the last period can't use workdays(): {}"};
constexpr ErrorCode kNoPeriod{"dataset.no-period", "与上期比较需要 frequency",
                              "comparing with the last period needs a frequency"};

/// `50%` → 50.
std::optional<Decimal> read_percentage(const std::string& text) {
  if (text.empty() || text.back() != '%') return std::nullopt;
  const auto number = Decimal::parse(std::string_view(text).substr(0, text.size() - 1));
  if (!number || *number <= Decimal(0)) return std::nullopt;
  return number;
}

/// Reads the checks of one dataset; what it meets that is wrong is reported and left out.
class ChecksReader {
 public:
  ChecksReader(FormulaReader& formulas, Dataset& dataset, Diagnostics& diagnostics)
      : formulas_(formulas), dataset_(dataset), diagnostics_(diagnostics) {}

  void read_row_check(const std::string& id, const Yaml& node) {
    check_id(id, node.key_where, diagnostics_);
    MapReader map(node, diagnostics_);
    const Title title{map.text("zh"), map.text_or("en", "")};
    const Title remedy = read_title(map.optional("remedy"), diagnostics_);
    const bool rejects = map.word("level", {"error", "warning"}) == "error";
    const Yaml& when = map.required("when");
    map.finish();
    if (when.where.file.empty()) return;  // reported as missing
    auto condition = formulas_.read_condition(when);
    if (condition && is_of_row(*condition, when))
      dataset_.checks.push_back({id, title, remedy, rejects, *condition, node.key_where});
  }

  void read_batch_check(const std::string& id, const Yaml& node) {
    check_id(id, node.key_where, diagnostics_);
    const bool taken = std::any_of(dataset_.checks.begin(), dataset_.checks.end(),
                                   [&](const RowCheck& check) { return check.id == id; });
    if (taken) diagnostics_.add(kCheckTwice, node.key_where, {id});
    MapReader map(node, diagnostics_);
    BatchCheck check;
    check.id = id;
    check.where = node.key_where;
    check.title = {map.text("zh"), map.text_or("en", "")};
    check.rejects = map.word("level", {"warning", "error"}) == "error";
    if (const Yaml* sum = map.optional("sum")) read_sum(*sum, check);
    const Yaml& change = map.required("change");
    map.finish();
    const auto percentage = read_percentage(change.scalar);
    if (percentage)
      check.change = *percentage;
    else if (!change.where.file.empty())
      diagnostics_.add(kBadChange, change.where, {change.scalar});
    dataset_.batch_checks.push_back(std::move(check));
  }

 private:
  bool is_of_row(const formula::Formula& formula, const Yaml& node) {
    const bool own = formula.columns().empty() || formula.columns().back() < dataset_.columns.size();
    if (!own) diagnostics_.add(kOtherColumns, node.where, {node.scalar});
    return own;
  }

  void read_sum(const Yaml& node, BatchCheck& check) {
    check.sum = formulas_.read_quantity(node);
    if (!check.sum || !is_of_row(*check.sum, node)) return;
    try {
      check.sum->sql([](const std::string& name) { return name; });
    } catch (const Error&) {
      diagnostics_.add(kNoWorkdays, node.where, {node.scalar});
    }
  }

  FormulaReader& formulas_;
  Dataset& dataset_;
  Diagnostics& diagnostics_;
};

}  // namespace

FormulaReader::FormulaReader(const Catalog& catalog, const Dataset& dataset, Diagnostics& diagnostics)
    : catalog_(catalog),
      diagnostics_(diagnostics),
      names_(formula_names(dataset, catalog)),
      columns_(formula_columns(dataset, catalog)) {}

std::optional<formula::Formula> FormulaReader::read(const Yaml& node) {
  if (node.type != Yaml::Type::kScalar || node.scalar.empty()) {
    diagnostics_.add(kNotAFormula, node.where);
    return std::nullopt;
  }
  auto parsed = formula::Formula::parse(node.scalar, names_, node.where, diagnostics_);
  if (parsed) check_literals(*parsed, node.where);
  return parsed;
}

std::optional<formula::Formula> FormulaReader::read_condition(const Yaml& node) {
  auto parsed = read(node);
  if (!parsed || parsed->type() == formula::Type::kBoolean) return parsed;
  diagnostics_.add(kNotACondition, node.where, {node.scalar});
  return std::nullopt;
}

std::optional<formula::Formula> FormulaReader::read_quantity(const Yaml& node) {
  auto parsed = read(node);
  if (!parsed || parsed->type() == formula::Type::kBoolean || parsed->type() == formula::Type::kNumber)
    return parsed;
  diagnostics_.add(kNotANumber, node.where, {node.scalar});
  return std::nullopt;
}

const DatasetColumn* FormulaReader::single_column(const formula::Formula& formula) const {
  const auto index = formula.single_column();
  return index ? columns_[*index] : nullptr;
}

const DatasetColumn* FormulaReader::only_column(const formula::Formula& formula) const {
  return formula.columns().size() == 1 ? columns_[formula.columns()[0]] : nullptr;
}

void FormulaReader::check_literals(const formula::Formula& formula, const Location& where) {
  for (const auto& [name, text] : formula_literals(formula.text())) {
    const auto found =
        std::find_if(names_.begin(), names_.end(), [&](const auto& n) { return n.id == name; });
    if (found == names_.end()) continue;
    const std::string& list = columns_[static_cast<size_t>(found - names_.begin())]->codes;
    const CodeList* codes = list.empty() ? nullptr : catalog_.code_list(list);
    if (codes != nullptr && codes->find(text) == nullptr)
      diagnostics_.add(kNoSuchCode, where,
                       {"'" + text + "'", codes->id, did_you_mean_code(text, codes->codes)});
  }
}

void read_dataset_formulas(Catalog& catalog, const std::string& id, const Yaml& node,
                           Diagnostics& diagnostics) {
  const auto found = catalog.datasets.find(id);
  if (found == catalog.datasets.end()) return;
  Dataset& dataset = found->second;
  FormulaReader formulas(catalog, dataset, diagnostics);
  ChecksReader checks(formulas, dataset, diagnostics);
  if (const Yaml* members = node.find("checks")) {
    for (const auto& [name, check] : members_of(*members, diagnostics)) checks.read_row_check(name, check);
  }
  if (const Yaml* members = node.find("against_last")) {
    if (dataset.frequency.empty()) diagnostics.add(kNoPeriod, members->key_where);
    for (const auto& [name, check] : members_of(*members, diagnostics)) checks.read_batch_check(name, check);
  }
  if (const Yaml* cubes = node.find("cubes"))
    dataset.cubes = read_record_cubes(catalog, dataset, *cubes, diagnostics);
}

}  // namespace zhiheng::catalog
