#pragma once
// Made-up records for a whole district, so that everything that works on records can be tried before there
// are any.
#include <cstdint>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "catalog/load.h"
#include "simulate/row_plan.h"
#include "simulate/row_text.h"
#include "store/database.h"

namespace zhiheng::simulate {

struct Order {
  int year = 0;
  std::uint64_t scale = 1;  // rows and cells are so many times those published
  std::uint64_t seed = 1;
  double dirty = 0;  // faulty rows for one clean row
  Format format = Format::kCsv;
  std::vector<std::string> datasets;  // none: all that can be made
  std::string out;                    // folder; replaced in one step
};

struct WrittenFile {
  std::string dataset;
  std::string name;
  std::string sha256;
  std::uint64_t clean = 0, dirty = 0, bytes = 0;
  std::vector<std::string> cubes;  // published cubes that its rows give
};

struct Simulation {
  std::vector<WrittenFile> files;
  std::vector<Outcome> outcomes;  // one a published value, by cube and line
};

/// Writes one file of records for each dataset that declares a published cube with figures of the year, for
/// the registers they point to and for what hangs on them; DATASET.dirty.csv where faulty rows are wanted;
/// simulation.json. The same order gives the same bytes. `session` holds the pack (intake::load_pack). Throws
/// Error: "simulation.no-figures" (of the year), "simulation.no-dataset" (nothing to be made for it),
/// "simulation.too-long" (more rows than a sheet has), what rules and files throw; the former folder then
/// stays.
Simulation simulate(const catalog::Home& home, const catalog::Catalog& catalog,
                    const WorkingCalendar& calendar, store::Session& session, const Order& order);

}  // namespace zhiheng::simulate
