#include "w1_batch.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "base/file.h"
#include "intake/import.h"
#include "intake/live_table.h"
#include "measure/dataset_cubes.h"
#include "measure/record_query.h"

namespace zhiheng::bench {
namespace {

using measure::CubeTable;
using measure::LiveSegment;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr std::size_t kRows = 10000;
constexpr int kRepeats = 9;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

/// The last rows again as those of a month later, a hundred of them by enterprises that there weren't: a new
/// year, so that nearly every table gets new cells.
void write_segment(const std::string& path, const segment::Segment& samples) {
  const std::size_t block = samples.blocks() - 1, rows = std::min(kRows, samples.block_rows(block));
  segment::Writer writer(path, samples.columns());
  writer.begin_block(rows);
  for (std::size_t c = 0; c < samples.columns().size(); ++c) {
    std::vector<std::int64_t> values(rows);
    std::vector<std::uint8_t> present;
    std::vector<std::byte> codes;
    segment::unpack(samples.packed(c, block), samples.block_rows(block) - rows, rows, values.data(), present);
    const std::string& id = samples.columns()[c].id;
    for (std::size_t i = 0; i < rows; ++i) {
      if (samples.columns()[c].storage == segment::Storage::kDictionary)
        values[i] = writer.code(c, samples.dictionary(c)[static_cast<std::size_t>(values[i])]);
      if (id == "sample_id") values[i] += 20'000'000;
      if (id == "sample_date" || id == "report_date") values[i] += 31;
      if (id == "ent_id" && i % (kRows / 100) == 0) values[i] += 1'000'000;
    }
    writer.put(segment::pack(values, present, codes));
  }
  writer.finish("");
}

std::vector<std::string> lines(const CubeTable& table) {
  std::vector<std::string> lines;
  for (std::size_t cell = 0; cell < table.cells(); ++cell) {
    std::string line;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis)
      line += measure::axis_text(*table.axes[axis], table.places[axis][cell]) + "|";
    line += std::to_string(table.rows[cell]);
    for (const auto& one : table.measures) line += "|" + measure::measure_text(one, cell);
    lines.push_back(std::move(line));
  }
  return lines;
}

void demand_equal(const CubeTable& a, const CubeTable& b, const char* what) {
  if (lines(a) != lines(b)) throw std::logic_error(a.cube->id + " differs: " + what);
}

double add_batch(const measure::CubeContext& context, const std::string& path, const LiveSegment& samples) {
  std::vector<double> times;
  for (int i = 0; i < kRepeats; ++i) {
    measure::LiveCubes cubes(context);
    cubes.update({&samples, 1});
    cubes.tables();
    cubes.expect_more();
    const auto start = Clock::now();
    const segment::Segment more(path);
    const LiveSegment both[] = {samples, {&more, {}}};
    cubes.update(both);
    const auto& tables = cubes.tables();
    times.push_back(since(start));
    if (i != 0) continue;
    const auto scratch = measure::cubes_of(context, both);
    for (std::size_t t = 0; t < tables.size(); ++t)
      demand_equal(tables[t], scratch[t], "added and from scratch");
  }
  return median(times);
}

double read_kept(const catalog::Catalog& catalog, const std::vector<Loaded>& loaded) {
  std::vector<double> times;
  for (int i = 0; i < kRepeats; ++i) {
    const auto start = Clock::now();
    for (const Loaded& one : loaded) {
      const LiveSegment live{one.batch.segment.get(), {}};
      measure::cubes_of({catalog, *one.dataset}, {&live, 1}, measure::Keep::kBesideSegment);
    }
    times.push_back(since(start));
  }
  return median(times);
}

/// The last lines of the samples with other numbers, into a workspace that has the same segments.
double import_batch(const std::string& folder, const catalog::Catalog& catalog,
                    const catalog::Dataset& dataset) {
  const std::string file = folder + "/more.csv", from = folder + "/zhiheng-w1",
                    to = folder + "/zhiheng-w1-more";
  std::ifstream in(folder + "/samples.csv", std::ios::binary);
  std::string text, line;
  std::getline(in, text);
  text += '\n';
  in.seekg(-static_cast<std::streamoff>(kRows) * 70, std::ios::end);
  std::getline(in, line);
  for (std::size_t i = 0; i < kRows && std::getline(in, line); ++i)
    text += std::to_string(20'000'000 + i) + line.substr(line.find(',')) + "\n";
  write_file(file, text);
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::create_hard_links);
  fs::remove(to + "/lock");
  fs::remove_all(to + "/journal");
  fs::copy(from + "/journal", to + "/journal", fs::copy_options::recursive);
  const auto start = Clock::now();
  const auto workspace = intake::Workspace::open(to, catalog, true);
  intake::ImportOptions options;
  options.simulated = true;
  intake::import_file(*workspace, catalog, dataset, WorkingCalendar(), file, options);
  const double seconds = since(start);
  if (workspace->live(dataset.id).size() != 2) throw std::logic_error("the file was not taken in");
  fs::remove_all(to);
  fs::remove(file);
  return seconds;
}

/// Rows a second of SQL; and every third cube by SQL is what the pass gives.
double ask_sql(const catalog::Catalog& catalog, const Loaded& samples) {
  const auto database = store::open_segment_database({intake::live_table(*samples.dataset, {samples.batch})});
  const auto session = database->session();
  const LiveSegment live{samples.batch.segment.get(), {}};
  const auto tables = measure::cubes_of({catalog, *samples.dataset}, {&live, 1});
  for (std::size_t i = 0; i < tables.size(); i += 3)
    demand_equal(
        tables[i],
        measure::query_cube({catalog, *samples.dataset, *session, [](const std::string& id) { return id; }},
                            *tables[i].cube),
        "one pass and SQL");
  std::vector<double> times;
  for (int i = 0; i < 3; ++i) {
    const auto start = Clock::now();
    session->query(
        "SELECT town, count(*), sum(result), max(sample_date), sum(value) FROM samples GROUP BY town");
    times.push_back(since(start));
  }
  return static_cast<double>(samples.batch.segment->rows()) / median(times);
}

}  // namespace

BatchTimes measure_batch(const std::string& folder, const catalog::Catalog& catalog,
                         const std::vector<Loaded>& loaded) {
  const Loaded& samples = loaded.at(0);
  const std::string path = folder + "/zhiheng-w1/more.seg";
  write_segment(path, *samples.batch.segment);
  BatchTimes times;
  times.tables = add_batch({catalog, *samples.dataset}, path, {samples.batch.segment.get(), {}});
  fs::remove(path);
  times.kept = read_kept(catalog, loaded);
  times.import = import_batch(folder, catalog, *samples.dataset);
  times.sql_rows = ask_sql(catalog, samples);
  return times;
}

}  // namespace zhiheng::bench
