#include "simulate/row_checks.h"

#include <algorithm>

namespace zhiheng::simulate {
namespace {

std::vector<std::uint32_t> places_of(const std::vector<std::uint8_t>& marks) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (marks[i] != 0) out.push_back(static_cast<std::uint32_t>(i));
  return out;
}

}  // namespace

RowChecks::RowChecks(const World& world, const catalog::Dataset& dataset)
    : world_(world), dataset_(dataset), looked_at_(dataset.columns.size(), 0) {
  for (const catalog::RowCheck& check : dataset.checks) {
    const auto& columns = check.when.columns();
    if (!columns.empty() && columns.back() >= dataset.columns.size()) continue;  // asks a register
    checks_.push_back(&check);
    for (const std::size_t column : columns) looked_at_[column] = 1;
  }
}

formula::Vector RowChecks::evaluate(const formula::Formula& formula, const Batch& batch) const {
  std::vector<const formula::Vector*> columns;
  for (const auto& column : batch.columns) columns.push_back(&column);
  if (!formula.columns().empty())
    columns.resize(std::max(columns.size(), formula.columns().back() + 1), nullptr);
  return formula.evaluate(columns, batch.rows(), world_.calendar);
}

void RowChecks::mark(const catalog::RowCheck& check, const Batch& batch,
                     std::vector<std::uint8_t>& marks) const {
  const auto values = evaluate(check.when, batch);
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (values.has(i) && values.values[i] != 0) marks[i] = 1;
}

std::vector<std::uint32_t> RowChecks::faulty(const Batch& batch) const {
  std::vector<std::uint8_t> marks(batch.rows(), 0);
  for (const auto* check : checks_) mark(*check, batch, marks);
  return places_of(marks);
}

std::vector<std::uint32_t> RowChecks::rejected(const Batch& batch, std::string* first) const {
  std::vector<std::uint8_t> marks(batch.rows(), 0);
  for (const auto* check : checks_) {
    if (!check->rejects) continue;
    mark(*check, batch, marks);
    if (first != nullptr && first->empty() && std::find(marks.begin(), marks.end(), 1) != marks.end())
      *first = check->id;
  }
  return places_of(marks);
}

}  // namespace zhiheng::simulate
