#pragma once
// A store of records and the district it belongs to.
#include <memory>
#include <optional>
#include <string>

#include "catalog/calendar.h"
#include "catalog/load.h"
#include "intake/postgres_store.h"
#include "intake/workspace.h"
#include "journal/digest.h"
#include "measure/record_query.h"
#include "measure/segment_registers.h"

namespace zhiheng::views {

/// Where the records are.
struct RecordArguments {
  std::string workspace = {};  // --workspace, $ZHIHENG_WORKSPACE, or workspace/ here
  std::string district = {};   // --district; the store's own where it has one
  std::string store = {};      // --store postgresql://…, $ZHIHENG_STORE; --workspace goes before that
};

/// The folder that is `named`; where none is, $ZHIHENG_WORKSPACE or workspace/ here.
std::string workspace_folder(const std::string& named);

/// Whether the folder is a workspace.
bool is_workspace(const std::string& folder);

/// The district of the workspace; empty where there is none.
std::string workspace_district(const std::string& folder);

/// The algorithm of the journal's chain: of workspace.json, "hash": "sm3"; SHA-256 where it says nothing.
/// Throws Error ("workspace.none").
journal::Algorithm journal_algorithm(const std::string& folder);

/// A store of records and everything that computing with them needs.
struct Records {
  catalog::Catalog catalog;
  WorkingCalendar calendar;
  std::unique_ptr<intake::RecordStore> store;
  const intake::PostgresStore* database = nullptr;  // the store, where it is that

  /// The store as a folder. Throws Error ("store.not-a-folder").
  intake::Workspace& workspace() const;

  /// Throws Error ("dataset.unknown") that names the nearest ones.
  const catalog::Dataset& dataset(const std::string& id) const;
};

/// Throws Error: mistakes of the catalog, what Workspace::open throws, "workspace.no-district" (a new
/// workspace without --district), "workspace.none" (reading where there is no workspace), "store.no-district"
/// (a database with records of no district or several), what connecting to a database throws.
std::unique_ptr<Records> open_records(const catalog::Home& home, const RecordArguments& arguments,
                                      bool writes);

/// The records of a dataset where the database has them.
measure::RecordQuery record_query(const Records& records, const catalog::Dataset& dataset);

/// The records of a dataset, and of the registers that it refers to, where SQL finds them: in the database,
/// or in a folder's segments.
class RecordTables {
 public:
  RecordTables(const Records& records, const catalog::Dataset& dataset);
  const measure::RecordQuery& query() const { return *query_; }

 private:
  std::unique_ptr<store::Database> segments_;  // of a folder
  std::unique_ptr<store::Session> session_;
  std::optional<measure::RecordQuery> query_;
};

/// The registers that a dataset refers to, out of their live batches in a folder.
class RecordRegisters {
 public:
  RecordRegisters(const Records& records, const catalog::Dataset& dataset);
  const measure::Registers& registers() const { return registers_; }

 private:
  std::vector<std::vector<intake::LiveBatch>> batches_;  // what the registers point into
  measure::SegmentRegisters registers_;
};

/// The cubes of a dataset, or one of them, over its live batches; empty where there are none.
std::vector<measure::CubeTable> record_cubes(const Records& records, const catalog::Dataset& dataset,
                                             const std::string& only = "");

}  // namespace zhiheng::views
