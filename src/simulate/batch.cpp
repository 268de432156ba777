#include "simulate/batch.h"

namespace zhiheng::simulate {

formula::Type formula_type(const catalog::DatasetColumn& column) {
  using Type = catalog::DatasetColumn::Type;
  switch (column.type) {
    case Type::kText:
      return formula::Type::kText;
    case Type::kDate:
      return formula::Type::kDate;
    case Type::kTime:
      return formula::Type::kTime;
    case Type::kBoolean:
      return formula::Type::kBoolean;
    case Type::kInteger:
    case Type::kDecimal:
      break;
  }
  return formula::Type::kNumber;
}

void lay_out(const catalog::Dataset& dataset, std::size_t rows, Batch& batch) {
  batch.numbers.resize(rows);
  batch.columns.resize(dataset.columns.size());
  batch.days.assign(dataset.columns.size(), {});
  batch.members.assign(dataset.columns.size(), {});
  for (std::size_t c = 0; c < dataset.columns.size(); ++c) {
    formula::Vector& vector = batch.columns[c];
    vector.type = formula_type(dataset.columns[c]);
    vector.decimals = dataset.columns[c].decimals;
    vector.present.assign(rows, 0);
    if (vector.type == formula::Type::kText)
      vector.texts.assign(rows, {});
    else
      vector.values.assign(rows, 0);
  }
}

}  // namespace zhiheng::simulate
