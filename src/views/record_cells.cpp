#include "views/record_cells.h"

#include <map>
#include <set>

#include "base/text.h"

namespace zhiheng::views {
namespace {

using measure::CubeTable;
using store::Frame;

/// Lines below zero are no lines of the published file.
class Replacement {
 public:
  Replacement(const catalog::Cube& cube, const CubeTable& table, std::string source, store::Session& session)
      : cube_(cube), table_(table), source_(std::move(source)), session_(session) {
    for (std::size_t axis = 0; axis < table.cube->by.size(); ++axis) axis_of_[table.cube->by[axis].id] = axis;
    for (std::size_t m = 0; m < table.cube->measures.size(); ++m) measure_of_[table.cube->measures[m].id] = m;
  }

  void run() {
    const std::size_t year_axis = axis_of_.at("year");
    Frame cells = columns_of_cube(), rows = columns_of_rows();
    std::set<std::string> years;
    int line = 0;
    for (std::size_t cell = 0; cell < table_.cells(); ++cell) {
      const std::string year = text(year_axis, cell);
      if (year.empty()) continue;
      years.insert(year);
      add_cell(cells, cell, year, --line);
      add_row(rows, year, line);
    }
    for (const auto& year : years) add_zeros(cells, rows, year, line);
    for (const auto& year : years)
      session_.execute("DELETE FROM " + sql_quoted(cube_.id, '"') + " WHERE \"year\" = " + year);
    session_.append(cube_.id, cells);
    session_.append("_row", rows);
  }

 private:
  std::string text(std::size_t axis, std::size_t cell) const {
    return measure::axis_text(*table_.axes[axis], table_.places[axis][cell]);
  }

  Frame columns_of_cube() const {
    Frame frame;
    frame.add_column("year", Frame::Type::kDecimal);
    for (const auto& dimension : cube_.dimensions) frame.add_column(dimension.id, Frame::Type::kText);
    for (const auto& m : cube_.measures)
      if (m.form == catalog::Measure::Form::kStored) frame.add_column(m.id, Frame::Type::kDecimal);
    frame.add_column("_line", Frame::Type::kDecimal);
    return frame;
  }

  static Frame columns_of_rows() {
    Frame frame;
    for (const char* name : {"cube", "line", "source", "status", "note", "year"})
      frame.add_column(name, Frame::Type::kText);
    return frame;
  }

  void add_row(Frame& rows, const std::string& year, int line) const {
    const std::optional<std::string> texts[] = {cube_.id, std::to_string(line), source_, "", "", year};
    for (std::size_t i = 0; i < rows.columns(); ++i) rows.column(i).texts.push_back(texts[i]);
  }

  /// What the published cell leaves open (it does not apply there) and no record counts in is open, not zero.
  static void leave_open(Frame& cells, std::size_t cell, const Frame& published, std::size_t row) {
    for (std::size_t i = 1; i + 1 < cells.columns(); ++i) {
      if (cells.column(i).type == Frame::Type::kText || published.decimal(row, i)) continue;
      auto& value = cells.column(i).decimals[cell];
      if (value && value->is_zero()) value.reset();
    }
  }

  /// Records are all there was: a cell that the published figures have and no record falls into is zero, and
  /// not missing. A measure that they leave open there stays open.
  void add_zeros(Frame& cells, Frame& rows, const std::string& year, int& line) const {
    const Frame published = session_.query("SELECT * FROM " + sql_quoted(cube_.id, '"') +
                                           " WHERE \"year\" = " + year + " ORDER BY \"_line\"");
    const auto key = [&](const Frame& frame, std::size_t row) {
      std::string text = frame.text(row, 0).value_or("");
      for (std::size_t i = 1; i <= cube_.dimensions.size(); ++i)
        text += "|" + frame.text(row, i).value_or("");
      return text;
    };
    std::map<std::string, std::size_t> known;
    for (std::size_t row = 0; row < cells.rows(); ++row) known.emplace(key(cells, row), row);
    for (std::size_t row = 0; row < published.rows(); ++row) {
      const auto [at, is_new] = known.emplace(key(published, row), cells.rows());
      if (!is_new) {
        leave_open(cells, at->second, published, row);
        continue;
      }
      add_row(rows, year, --line);
      for (std::size_t i = 0; i + 1 < cells.columns(); ++i) {
        if (cells.column(i).type == Frame::Type::kText) {
          cells.column(i).texts.push_back(published.text(row, i));
          continue;
        }
        const auto value = published.decimal(row, i);
        cells.column(i).decimals.push_back(i == 0 || !value ? value : std::optional(Decimal(0)));
      }
      cells.column(cells.columns() - 1).decimals.push_back(Decimal(line));
    }
  }

  void add_cell(Frame& frame, std::size_t cell, const std::string& year, int line) const {
    std::size_t at = 0;
    frame.column(at++).decimals.push_back(Decimal::parse(year));
    for (const auto& dimension : cube_.dimensions)
      frame.column(at++).texts.push_back(text(axis_of_.at(dimension.id), cell));
    for (const auto& m : cube_.measures) {
      if (m.form != catalog::Measure::Form::kStored) continue;
      const auto& values = table_.measures[measure_of_.at(m.id)];
      frame.column(at++).decimals.push_back(Decimal::parse(measure::measure_text(values, cell)));
    }
    frame.column(at).decimals.push_back(Decimal(line));
  }

  const catalog::Cube& cube_;
  const CubeTable& table_;
  std::string source_;
  store::Session& session_;
  std::map<std::string, std::size_t> axis_of_, measure_of_;
};

}  // namespace

void use_records(const Records& records, catalog::Catalog& catalog, store::Session& session) {
  for (const auto& [id, dataset] : records.catalog.datasets) {
    const auto live = records.store->live_batches(id);
    if (live.empty()) continue;
    std::vector<std::string> batches;
    for (const auto* batch : live) {
      batches.push_back(batch->id());
      catalog.district.simulated = catalog.district.simulated || batch->simulated;
    }
    const std::string source = "明细 " + join(batches, "、");
    for (const CubeTable& table : record_cubes(records, dataset))
      if (const catalog::Cube* cube = catalog.cube(table.cube->id))
        Replacement(*cube, table, source, session).run();
  }
}

}  // namespace zhiheng::views
