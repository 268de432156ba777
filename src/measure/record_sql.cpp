#include "measure/record_sql.h"

#include "base/text.h"
#include "measure/dataset_cubes.h"

namespace zhiheng::measure {
namespace {

using catalog::RecordMeasure;
using formula::Formula;
using formula::Type;

std::string quoted(const std::string& name) { return sql_quoted(name, '"'); }

std::string sql_of(const Formula& formula) { return formula.sql(quoted); }

std::string summed(const Formula& formula) {
  const std::string sql = sql_of(formula);
  return formula.type() == Type::kBoolean ? "CASE WHEN " + sql + " THEN 1 ELSE 0 END" : sql;
}

std::string aggregate(const RecordMeasure& measure) {
  const std::string value = sql_of(measure.value);
  switch (measure.form) {
    case RecordMeasure::Form::kSum:
      return "sum(" + summed(measure.value) + ")";
    case RecordMeasure::Form::kDistinct:
      return "count(DISTINCT " + value + ")";
    case RecordMeasure::Form::kMin:
      return "min(" + value + ")";
    case RecordMeasure::Form::kMax:
      return "max(" + value + ")";
    case RecordMeasure::Form::kQuantile:
      return "percentile_disc(" + measure.at.to_string() + ") WITHIN GROUP (ORDER BY " + value + ")";
    case RecordMeasure::Form::kTop:
      break;
  }
  return "";
}

std::string column(const RecordMeasure& measure) {
  const std::string name = " AS " + quoted(measure.id);
  if (measure.form == RecordMeasure::Form::kTop) return "NULL" + name;
  std::string sql = aggregate(measure);
  if (measure.where) sql += " FILTER (WHERE " + sql_of(*measure.where) + ")";
  return (measure.form == RecordMeasure::Form::kSum ? "coalesce(" + sql + ", 0)" : sql) + name;
}

}  // namespace

std::string cube_sql(const catalog::RecordCube& cube, const std::string& from) {
  std::vector<std::string> columns, groups, order;
  for (std::size_t i = 0; i < cube.by.size(); ++i) {
    columns.push_back(sql_of(cube.by[i].value) + " AS " + quoted(cube.by[i].id));
    groups.push_back(std::to_string(i + 1));
    const bool text = cube.by[i].value.type() == Type::kText;
    order.push_back(text ? quoted(cube.by[i].id) + " COLLATE \"C\" NULLS LAST"
                         : std::to_string(i + 1) + " NULLS LAST");
  }
  columns.push_back("count(*) AS \"_rows\"");
  for (const RecordMeasure& measure : cube.measures) columns.push_back(column(measure));
  std::string sql = "SELECT " + join(columns, ", ") + " FROM " + from;
  if (cube.where) sql += " WHERE " + sql_of(*cube.where);
  if (groups.empty()) return sql + " HAVING count(*) > 0";
  return sql + " GROUP BY " + join(groups, ", ") + " ORDER BY " + join(order, ", ");
}

store::Frame cube_frame(const CubeTable& table) {
  store::Frame frame;
  const auto is_number = [](Type type) { return type == Type::kNumber || type == Type::kBoolean; };
  for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
    const AxisValues& values = *table.axes[axis];
    const bool number = is_number(values.type);
    auto& to = frame.add_column(table.cube->by[axis].id,
                                number ? store::Frame::Type::kDecimal : store::Frame::Type::kText);
    for (const std::uint32_t place : table.places[axis]) {
      const bool there = values.missing != place;
      if (number)
        to.decimals.push_back(there ? std::optional(Decimal(Int128{values.numbers[place]}, values.decimals))
                                    : std::nullopt);
      else
        to.texts.push_back(there ? std::optional(axis_text(values, place)) : std::nullopt);
    }
  }
  auto& rows = frame.add_column("_rows", store::Frame::Type::kDecimal);
  for (const std::int64_t n : table.rows) rows.decimals.push_back(Decimal(n));
  for (std::size_t m = 0; m < table.measures.size(); ++m) {
    const CubeTable::Measure& measure = table.measures[m];
    const bool number = measure.texts.empty() && is_number(measure.type);
    auto& to = frame.add_column(table.cube->measures[m].id,
                                number ? store::Frame::Type::kDecimal : store::Frame::Type::kText);
    for (std::size_t cell = 0; cell < table.cells(); ++cell) {
      const bool there = measure.present.empty() || measure.present[cell] != 0;
      if (number)
        to.decimals.push_back(there ? std::optional(Decimal(Int128{measure.numbers[cell]}, measure.decimals))
                                    : std::nullopt);
      else
        to.texts.push_back(there ? std::optional(measure_text(measure, cell)) : std::nullopt);
    }
  }
  return frame;
}

}  // namespace zhiheng::measure
