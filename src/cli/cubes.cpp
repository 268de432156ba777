// Cubes computed from records, and how.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/records.h"
#include "cli/table.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;
using measure::CubeTable;

constexpr ErrorCode kNoCube{"cube.unknown", "没有由明细计算的汇总表或数据集 {}",
                            "there is no cube computed from records, and no dataset, named {}"};
constexpr ErrorCode kNoRecords{"cube.no-records", "数据集 {} 还没有明细",
                               "the dataset {} has no records yet"};

struct CubeArguments : RecordArguments {
  std::vector<std::string> names;
  std::string dataset, what;
  bool csv = false;
};

/// The datasets and cubes that the names mean: a dataset is all its cubes; nothing is everything there is.
std::vector<std::pair<const catalog::Dataset*, std::string>> wanted(const Records& records,
                                                                    const std::vector<std::string>& names) {
  std::vector<std::pair<const catalog::Dataset*, std::string>> all;
  for (const auto& [id, dataset] : records.catalog.datasets)
    if (names.empty() && !records.store->live_batches(id).empty()) all.emplace_back(&dataset, "");
  for (const auto& name : names) {
    const std::size_t before = all.size();
    for (const auto& [id, dataset] : records.catalog.datasets) {
      if (id == name) all.emplace_back(&dataset, "");
      if (id != name && dataset.cube(name) != nullptr) all.emplace_back(&dataset, name);
    }
    if (all.size() == before) throw Error(kNoCube, {}, {name});
  }
  return all;
}

/// A dimension's value as a person reads it, by the code list of its column.
std::string shown(const Records& records, const catalog::Dataset& dataset,
                  const catalog::RecordDimension& dimension, const std::string& text) {
  if (text.empty()) return "—";
  const auto column = dimension.value.single_column();
  if (!column || *column >= dataset.columns.size() || dataset.columns[*column].codes.empty()) return text;
  return records.catalog.code_title(dataset.columns[*column].codes, text);
}

Json to_json(const CubeTable& table, bool simulated) {
  Json cells = Json::array();
  for (std::size_t cell = 0; cell < table.cells(); ++cell) {
    Json row;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
      const std::string text = measure::axis_text(*table.axes[axis], table.places[axis][cell]);
      row[table.cube->by[axis].id] = text.empty() ? Json(nullptr) : Json(text);
    }
    row["_rows"] = table.rows[cell];
    for (std::size_t m = 0; m < table.measures.size(); ++m) {
      const std::string text = measure::measure_text(table.measures[m], cell);
      row[table.cube->measures[m].id] = text.empty() ? Json(nullptr) : Json(text);
    }
    cells.push_back(std::move(row));
  }
  return {{"cube", table.cube->id},
          {"title", {{"zh", table.cube->title.zh}, {"en", table.cube->title.en}}},
          {"simulated", simulated},
          {"cells", cells}};
}

void print_table(const Records& records, const catalog::Dataset& dataset, const CubeTable& table,
                 bool simulated) {
  fmt::print("{} {} [{}]{}\n", table.cube->title.zh, table.cube->title.en, table.cube->id,
             simulated ? "  模拟数据 SIMULATED" : "");
  std::vector<TableColumn> columns;
  for (const auto& dimension : table.cube->by)
    columns.push_back({dimension.title.zh.empty() ? dimension.id : dimension.title.zh, false, true});
  for (const auto& m : table.cube->measures)
    columns.push_back({m.title.zh.empty() ? m.id : m.title.zh, true, true});
  std::vector<std::vector<TableCell>> rows;
  for (std::size_t cell = 0; cell < table.cells(); ++cell) {
    std::vector<TableCell> row;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis)
      row.push_back({shown(records, dataset, table.cube->by[axis],
                           measure::axis_text(*table.axes[axis], table.places[axis][cell])),
                     ""});
    for (const auto& m : table.measures) row.push_back({measure::measure_text(m, cell), ""});
    rows.push_back(std::move(row));
  }
  fmt::print("{}\n", fitted_table(columns, rows, terminal_width(), wants_colours()));
}

int show_cubes(const Settings& settings, const CubeArguments& arguments) {
  const auto records = open_records(settings, arguments, false);
  Json all = Json::array();
  for (const auto& [dataset, cube] : wanted(*records, arguments.names)) {
    bool simulated = false;
    for (const auto* batch : records->store->live_batches(dataset->id))
      simulated = simulated || batch->simulated;
    for (const auto& table : record_cubes(*records, *dataset, cube)) {
      if (settings.json())
        all.push_back(to_json(table, simulated));
      else
        print_table(*records, *dataset, table, simulated);
    }
  }
  if (settings.json()) fmt::print("{}\n", all.dump(2));
  return 0;
}

Json to_json(const measure::CubePlan& plan) {
  Json grids = Json::array();
  for (const auto& grid : plan.grids)
    grids.push_back({{"kind", grid.kind},
                     {"axes", grid.axes},
                     {"sums", grid.sums},
                     {"where", grid.where},
                     {"cells", grid.cells},
                     {"cubes", grid.cubes}});
  return {{"rows", plan.rows},
          {"updates", plan.updates},
          {"updates_apart", plan.updates_apart},
          {"bytes_read", plan.bytes_read},
          {"bytes_of_counters", plan.bytes_of_counters},
          {"grids", grids}};
}

/// The queries of each cube, and how the database would answer them.
int explain_queries(const Settings& settings, const Records& records, const catalog::Dataset& dataset) {
  const auto query = record_query(records, dataset);
  if (query.live_rows(dataset.id).empty()) throw Error(kNoRecords, {}, {dataset.id});
  Json all = Json::array();
  for (const auto& cube : dataset.cubes) {
    Json queries = Json::array();
    for (const auto& sql : measure::cube_sql(query, cube)) {
      Json plan = Json::array();
      const store::Frame lines = query.session.query("EXPLAIN " + sql);
      for (std::size_t i = 0; i < lines.rows(); ++i) plan.push_back(*lines.text(i, 0));
      queries.push_back({{"sql", sql}, {"plan", plan}});
    }
    all.push_back({{"cube", cube.id}, {"queries", queries}});
  }
  if (settings.json()) {
    fmt::print("{}\n", all.dump(2));
    return 0;
  }
  for (const auto& cube : all) {
    fmt::print("{}\n", cube["cube"].get<std::string>());
    for (const auto& one : cube["queries"]) {
      fmt::print("  {}\n", one["sql"].get<std::string>());
      for (const auto& line : one["plan"]) fmt::print("    {}\n", line.get<std::string>());
    }
  }
  return 0;
}

int explain(const Settings& settings, const CubeArguments& arguments) {
  const auto records = open_records(settings, arguments, false);
  const catalog::Dataset& dataset = records->dataset(arguments.dataset);
  if (records->database != nullptr) return explain_queries(settings, *records, dataset);
  const auto live = records->workspace().live(dataset.id);
  if (live.empty()) throw Error(kNoRecords, {}, {dataset.id});
  const RecordRegisters registers(*records, dataset);
  const auto plan = measure::explain_cubes(
      {records->catalog, dataset, &registers.registers(), &records->calendar}, *live.back().segment);
  if (settings.json()) {
    fmt::print("{}\n", to_json(plan).dump(2));
    return 0;
  }
  fmt::print("{} {}：批次 batch {}，{} 行 rows，一遍扫描填 {} 组计数器 one pass fills {} grids\n",
             dataset.title.zh, dataset.id, live.back().batch->id(), plan.rows, plan.grids.size(),
             plan.grids.size());
  fmt::print(
      "  计数 updates {}（逐表分别算要 table by table {}）  读 bytes read {:.1f} MiB  计数器 counters {:.1f} "
      "MiB\n",
      plan.updates, plan.updates_apart, static_cast<double>(plan.bytes_read) / 1048576,
      static_cast<double>(plan.bytes_of_counters) / 1048576);
  std::vector<std::vector<TableCell>> rows;
  for (const auto& grid : plan.grids)
    rows.push_back({{grid.kind, ""},
                    {std::to_string(grid.cells), ""},
                    {join(grid.axes, " × "), ""},
                    {join(grid.sums, ", "), ""},
                    {grid.where, ""},
                    {join(grid.cubes, " "), ""}});
  fmt::print("{}", fitted_table({{"形式 Kind"},
                                 {"单元 Cells", true},
                                 {"维度 Axes", false, true},
                                 {"合计 Sums", false, true},
                                 {"条件 Where", false, true},
                                 {"汇总表 Cubes", false, true}},
                                rows, terminal_width(), wants_colours()));
  return 0;
}

}  // namespace

void add_cubes(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("cubes", "由明细计算汇总表 compute cubes from records");
  auto arguments = std::make_shared<CubeArguments>();
  command->add_option("NAME", arguments->names,
                      "汇总表或数据集；不写就是全部 cubes or datasets; all where none is said");
  add_record_options(*command, *arguments);
  add_format(*command, settings);
  command->footer("例 Examples:\n  zhiheng cubes food_sampling\n  zhiheng cubes food_sample --format json");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return show_cubes(settings, *arguments); };
  });
}

void add_explain(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("explain", "说明怎样计算 say how something is computed");
  auto arguments = std::make_shared<CubeArguments>();
  auto* cubes = command->add_subcommand("cubes",
                                        "数据集的汇总表怎样一遍算出，在数据库中用哪些查询 how the cubes of a "
                                        "dataset are computed in one pass, or by which "
                                        "queries in a database");
  command->require_subcommand(1);
  cubes->add_option("DATASET", arguments->dataset, "数据集 dataset")->required();
  add_record_options(*cubes, *arguments);
  add_format(*cubes, settings);
  cubes->footer("例 Example:\n  zhiheng explain cubes food_sample");
  cubes->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return explain(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
