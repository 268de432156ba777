#include "simulate/published.h"

#include "base/text.h"

namespace zhiheng::simulate {

PublishedCube read_published(const catalog::Cube& cube, int year, store::Session& session) {
  PublishedCube published;
  published.cube = &cube;
  std::vector<std::string> columns{"\"_line\""};
  for (const auto& dimension : cube.dimensions) columns.push_back(sql_quoted(dimension.id, '"'));
  for (const auto& measure : cube.measures) {
    if (measure.form != catalog::Measure::Form::kStored) continue;
    published.measures.push_back(&measure);
    columns.push_back(sql_quoted(measure.id, '"'));
  }
  const auto frame = session.query("SELECT " + join(columns, ", ") + " FROM " + sql_quoted(cube.id, '"') +
                                   " WHERE \"year\" = " + std::to_string(year) + " ORDER BY \"_line\"");
  const std::size_t dimensions = cube.dimensions.size();
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    PublishedCell cell;
    cell.line = std::stoi(frame.text(row, 0).value_or("0"));
    for (std::size_t d = 0; d < dimensions; ++d) cell.codes.push_back(frame.text(row, 1 + d).value_or(""));
    for (std::size_t m = 0; m < published.measures.size(); ++m)
      cell.values.push_back(frame.decimal(row, 1 + dimensions + m));
    published.cells.push_back(std::move(cell));
  }
  return published;
}

}  // namespace zhiheng::simulate
