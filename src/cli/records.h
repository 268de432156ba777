#pragma once
// What the commands on records share: a workspace, the district it belongs to, and their options.
#include <memory>
#include <string>

#include "catalog/calendar.h"
#include "cli/command.h"
#include "intake/workspace.h"
#include "measure/segment_registers.h"

namespace zhiheng::cli {

struct RecordArguments {
  std::string workspace;  // --workspace, $ZHIHENG_WORKSPACE, or workspace/ here
  std::string district;   // --district; the workspace's own where there is one
};

/// --workspace and --district.
void add_record_options(CLI::App& command, RecordArguments& arguments);

/// A workspace and everything that computing with its records needs.
struct Records {
  catalog::Catalog catalog;
  WorkingCalendar calendar;
  std::unique_ptr<intake::Workspace> workspace;

  /// Throws Error ("dataset.unknown") that names the nearest ones.
  const catalog::Dataset& dataset(const std::string& id) const;
};

/// Throws Error: mistakes of the catalog, what Workspace::open throws, "workspace.no-district" (a new
/// workspace without
/// --district), "workspace.none" (reading where there is no workspace).
std::unique_ptr<Records> open_records(const Settings& settings, const RecordArguments& arguments,
                                      bool writes);

/// The registers that a dataset refers to, out of their live batches.
class RecordRegisters {
 public:
  RecordRegisters(const Records& records, const catalog::Dataset& dataset);
  const measure::Registers& registers() const { return registers_; }

 private:
  std::vector<std::vector<intake::LiveBatch>> batches_;  // what the registers point into
  measure::SegmentRegisters registers_;
};

/// The cubes of a dataset over its live batches; empty where there are none.
std::vector<measure::CubeTable> record_cubes(const Records& records, const catalog::Dataset& dataset);

}  // namespace zhiheng::cli
