// W1: the 40 tables of a whole city from 17 million records. `./run bench w1 DATADIR [REPEATS]` reads the
// generator's files through bench/records (datasets and cubes like any other), keeps them as segments in
// DATADIR/zhiheng on first use, and prints one line of JSON whose digest is that of the other programs.
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <numeric>
#include <thread>
#include <unordered_map>

#include "catalog/load.h"
#include "intake/import.h"
#include "intake/workspace.h"
#include "measure/dataset_cubes.h"
#include "w1_batch.h"

namespace {

using namespace zhiheng;
using bench::Loaded;
using measure::CubeTable;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string key_text(const CubeTable& table, std::size_t axis, std::size_t cell) {
  const measure::AxisValues& values = *table.axes[axis];
  const std::uint32_t place = table.places[axis][cell];
  if (values.type != formula::Type::kText) return std::to_string(values.numbers[place]);
  std::string text = values.texts[place];
  for (char& c : text) c = static_cast<char>(std::toupper(c));
  return text;
}

/// The lines of one table: name|keys|measures|what is made of them.
class Lines {
 public:
  explicit Lines(std::vector<std::string>& lines) : lines_(lines) {}

  void add(const CubeTable& table, bool rate, bool growth, std::size_t top) {
    table_ = &table;
    texts_.assign(table.axes.size(), {});
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) fill_texts(axis);
    std::vector<std::uint32_t> cells(table.cells());
    std::iota(cells.begin(), cells.end(), 0);
    if (top != 0) keep_top(cells, top);
    if (growth) find_years_before();
    for (const std::uint32_t cell : cells) add_line(cell, rate, growth);
  }

 private:
  void fill_texts(std::size_t axis) {
    if (table_->axes[axis]->size() > 5000) return;  // few of those are printed
    for (std::uint32_t place = 0; place < table_->axes[axis]->size(); ++place) {
      const auto& values = *table_->axes[axis];
      std::string text =
          values.type == formula::Type::kText ? values.texts[place] : std::to_string(values.numbers[place]);
      for (char& c : text) c = static_cast<char>(std::toupper(c));
      texts_[axis].push_back(std::move(text));
    }
  }

  void keep_top(std::vector<std::uint32_t>& cells, std::size_t top) const {
    const auto& by = table_->measures[1].numbers;
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
      return by[a] != by[b] ? by[a] > by[b] : a < b;
    };
    top = std::min(top, cells.size());
    std::partial_sort(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(top), cells.end(), before);
    cells.resize(top);
  }

  /// Cells are sorted by year first, so the same other keys a year earlier are found by walking both years
  /// side by side.
  void find_years_before() {
    const std::size_t count = table_->cells(), axes = table_->axes.size();
    before_.assign(count, -1);
    const auto year = [&](std::size_t c) { return table_->axes[0]->numbers[table_->places[0][c]]; };
    const auto compare = [&](std::size_t a, std::size_t b) {
      for (std::size_t axis = 1; axis < axes; ++axis) {
        const auto x = table_->places[axis][a], y = table_->places[axis][b];
        if (x != y) return x < y ? -1 : 1;
      }
      return 0;
    };
    std::size_t other = 0;
    for (std::size_t cell = 0; cell < count; ++cell) {
      while (other < cell &&
             (year(other) < year(cell) - 1 || (year(other) == year(cell) - 1 && compare(other, cell) < 0)))
        ++other;
      if (other < cell && year(other) == year(cell) - 1 && compare(other, cell) == 0)
        before_[cell] = static_cast<std::int64_t>(other);
    }
  }

  void put(std::int64_t number) {
    *at_++ = '|';
    at_ = std::to_chars(at_, buffer_ + sizeof buffer_, number).ptr;
  }

  void add_line(std::uint32_t cell, bool rate, bool growth) {
    at_ = buffer_;
    const auto put_text = [&](const std::string& text) { at_ = std::copy(text.begin(), text.end(), at_); };
    put_text(table_->cube->id);
    for (std::size_t axis = 0; axis < table_->axes.size(); ++axis) {
      *at_++ = '|';
      put_text(texts_[axis].empty() ? key_text(*table_, axis, cell)
                                    : texts_[axis][table_->places[axis][cell]]);
    }
    for (const auto& measure : table_->measures) put(measure.numbers[cell]);
    const std::int64_t n = table_->measures[0].numbers[cell];
    if (rate) put(10000 * (n - table_->measures[1].numbers[cell]) / n);
    if (growth)
      put(before_[cell] < 0
              ? -1
              : 10000 * n / table_->measures[0].numbers[static_cast<std::size_t>(before_[cell])]);
    lines_.emplace_back(buffer_, at_);
  }

  std::vector<std::string>& lines_;
  const CubeTable* table_ = nullptr;
  std::vector<std::vector<std::string>> texts_;
  std::vector<std::int64_t> before_;
  char buffer_[256];
  char* at_ = buffer_;
};

void add_cross(const std::map<std::string, CubeTable>& tables, std::vector<std::string>& lines) {
  std::map<std::string, std::array<std::int64_t, 4>> cross;
  const auto add = [&](const std::string& cube, std::size_t measure, std::size_t to) {
    const CubeTable& table = tables.at(cube);
    for (std::size_t cell = 0; cell < table.cells(); ++cell) {
      std::string key;
      for (std::size_t axis = 0; axis < 3; ++axis) key += "|" + key_text(table, axis, cell);
      cross[key][to] += table.measures[measure].numbers[cell];
    }
  };
  add("s07", 0, 0);
  add("s07", 1, 1);
  add("c07", 0, 2);
  add("a06", 0, 3);
  for (const auto& [key, n] : cross)
    lines.push_back(fmt::format("x01{}|{}|{}|{}|{}", key, n[0], n[1], n[2], n[3]));
}

/// The generator's files as batches of a workspace: imported the first time.
std::unique_ptr<intake::Workspace> load(const std::string& folder, const catalog::Catalog& catalog,
                                        std::vector<Loaded>& loaded) {
  auto workspace = intake::Workspace::open(folder + "/zhiheng-w1", catalog, true);
  for (const char* id : {"samples", "complaints", "warnings"}) {
    const catalog::Dataset& dataset = *catalog.dataset(id);
    if (workspace->live(id).empty()) {
      intake::ImportOptions options;
      options.simulated = true;
      intake::import_file(*workspace, catalog, dataset, WorkingCalendar(), folder + "/" + id + ".csv",
                          options);
    }
    loaded.push_back({&dataset, workspace->live(id).at(0)});
  }
  return workspace;
}

/// What the tables print beside the sums is not the cubes' affair: shares and growth are ratios of them.
std::vector<std::string> all_tables(const catalog::Catalog& catalog, const std::vector<Loaded>& loaded) {
  std::map<std::string, CubeTable> tables;
  for (const Loaded& one : loaded) {
    const measure::CubeContext context{catalog, *one.dataset};
    const measure::LiveSegment live{one.batch.segment.get(), {}};
    for (auto& table : measure::cubes_of(context, {&live, 1}))
      tables.emplace(table.cube->id, std::move(table));
  }
  static const std::map<std::string, const char*> kPost{
      {"s11", "rate"}, {"s15", "rate"}, {"s17", ""},     {"s18", "yoy"}, {"s19", "top"},
      {"s20", ""},     {"s21", ""},     {"s23", "rate"}, {"c10", "top"}, {"c11", ""}};
  std::vector<std::string> lines;
  for (const auto& [id, table] : tables) {
    if (id == "a06") continue;  // part of the cross table
    const auto found = kPost.find(id);
    const std::string post = found != kPost.end() ? found->second : id[0] == 's' ? "rate,yoy" : "yoy";
    Lines(lines).add(table, post.starts_with("rate"), post.ends_with("yoy"), post == "top" ? 50 : 0);
  }
  add_cross(tables, lines);
  return lines;
}

std::string digest(std::vector<std::string> lines) {
  std::ranges::sort(lines);
  std::string all;
  for (const auto& line : lines) all += (all.empty() ? "" : "\n") + line;
  unsigned char md5[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(all.data(), all.size(), md5, &size, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < 8; ++i) hex += fmt::format("{:02x}", md5[i]);
  return hex;
}

int run(const std::string& folder, int repeats) {
  const auto began = Clock::now();
  Diagnostics diagnostics;
  const std::string home = (std::filesystem::path(__FILE__).parent_path() / "records").string();
  const catalog::Catalog catalog = catalog::load_catalog({home}, "bench", diagnostics);
  diagnostics.throw_if_errors();
  const double defined = since(began);
  std::vector<Loaded> loaded;
  const auto start_of_load = Clock::now();
  const auto workspace = load(folder, catalog, loaded);
  const double loading = since(start_of_load);
  std::vector<double> times;
  std::vector<std::string> lines;
  for (int i = 0; i < repeats; ++i) {
    const auto start = Clock::now();
    lines = all_tables(catalog, loaded);
    times.push_back(since(start));
  }
  const double first = times[0];
  std::ranges::sort(times);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const bench::BatchTimes more =
      repeats > 1 ? bench::measure_batch(folder, catalog, loaded) : bench::BatchTimes();
  fmt::print(
      R"({{"workload":"W1","peer":"zhiheng","n":{},"seconds":{:.6f},"peak_mib":{:.1f},"result_digest":"{}","first":{:.4f},"batch_s":{:.4f},"kept_s":{:.4f},"batch_import_s":{:.4f},"sql_rows_per_s":{:.0f},"definitions_s":{:.4f},"load_csv_s":{:.3f},"rows":{}}})"
      "\n",
      loaded[0].batch.segment->rows(), times[times.size() / 2], static_cast<double>(usage.ru_maxrss) / 1024,
      digest(lines), first, more.tables, more.kept, more.import, more.sql_rows, defined, loading,
      lines.size());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: ./run bench w1 DATADIR [REPEATS]\n");
    return 2;
  }
  try {
    return run(argv[1], argc > 2 ? std::atoi(argv[2]) : 1);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return error.exit_code();
  } catch (const std::logic_error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
