// W1b: 10 million rows of CSV read, checked against 8 rules and stored. `./run bench w1b DATADIR` imports
// samples_dirty.csv with the dataset of bench/records into a new workspace in DATADIR, removes it, and prints
// one line of JSON. `seconds` is everything: reading, the copy of the file as received and its SHA-256,
// checking, the segment on the disk, the journal.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>

#include "catalog/load.h"
#include "intake/import.h"
#include "intake/reason.h"
#include "intake/workspace.h"
#include "segment/segment.h"

namespace {

using namespace zhiheng;
using intake::Fault;

/// The rules by which the other programs count.
int rule_of(const Fault& fault, const catalog::Dataset& dataset) {
  if (fault.kind == Fault::Kind::kKey) return 1;
  if (fault.kind == Fault::Kind::kCheck) return 3;
  if (fault.kind == Fault::Kind::kRow) return -1;
  const std::string& id = dataset.columns.at(fault.at).id;
  if (id == "sample_id") return 0;
  if (id == "sample_date") return 2;
  if (id == "report_date") return 3;
  if (id == "town") return 4;
  if (id == "category") return 5;
  if (id == "stage" || id == "result") return 6;
  return id == "value" ? 7 : -1;
}

std::int64_t sum_of(const segment::Segment& segment, const std::string& id) {
  const std::size_t column = *segment.column(id);
  std::int64_t sum = 0;
  for (std::size_t block = 0; block < segment.blocks(); ++block) {
    std::vector<std::int64_t> values(segment.block_rows(block));
    std::vector<std::uint8_t> present;
    segment::unpack(segment.packed(column, block), 0, values.size(), values.data(), present);
    for (const std::int64_t value : values) sum += value;
  }
  return sum;
}

int run(const std::string& folder) {
  Diagnostics diagnostics;
  const std::string home = (std::filesystem::path(__FILE__).parent_path() / "records").string();
  const catalog::Catalog catalog = catalog::load_catalog({home}, "bench", diagnostics);
  diagnostics.throw_if_errors();
  const catalog::Dataset& dataset = *catalog.dataset("samples");
  const std::string place = folder + "/zhiheng-w1b";
  std::filesystem::remove_all(place);
  const auto start = std::chrono::steady_clock::now();
  const auto workspace = intake::Workspace::open(place, catalog, true);
  intake::ImportOptions options;
  options.simulated = true;
  options.dry_run = true;
  const std::string file = folder + "/samples_dirty.csv";
  intake::import_file(*workspace, catalog, dataset, WorkingCalendar(), file, options);
  const auto then = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(then - start).count();
  options.dry_run = false;
  const auto result = intake::import_file(*workspace, catalog, dataset, WorkingCalendar(), file, options);
  const double durable = std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
  rusage own{}, children{};
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  std::array<std::uint64_t, 8> rules{};
  for (const auto& [fault, rows] : result.faults)
    if (const int rule = rule_of(fault, dataset); rule >= 0) rules[static_cast<std::size_t>(rule)] += rows;
  const std::int64_t sum = sum_of(segment::Segment(place + "/segments/samples-1.seg"), "ent_id");
  fmt::print(
      R"({{"workload":"W1b","peer":"zhiheng","n":{},"seconds":{:.6f},"peak_mib":{:.1f},"result_digest":"{}:{}:{}","durable_s":{:.3f},"peak_mib_of_a_child":{:.1f}}})"
      "\n",
      result.rows, seconds, static_cast<double>(own.ru_maxrss) / 1024, fmt::join(rules, ","), result.accepted,
      sum, durable, static_cast<double>(children.ru_maxrss) / 1024);
  std::filesystem::remove_all(place);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: ./run bench w1b DATADIR\n");
    return 2;
  }
  try {
    return run(argv[1]);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return error.exit_code();
  }
}
