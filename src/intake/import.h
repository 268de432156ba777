#pragma once
// A file of records into a store: read in child processes, checked row by row, and either all there or
// not at all.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"
#include "intake/against_last.h"
#include "intake/parcel.h"
#include "intake/record_store.h"

namespace zhiheng::intake {

/// How far an import is.
struct ImportProgress {
  std::uint64_t bytes = 0, of_bytes = 0;
  std::uint64_t rows = 0, rejected = 0;
  double seconds = 0;
};

/// A rejected row as it goes back to the sender.
struct Returned {
  std::uint64_t line = 0;  // of the file; row of the sheet
  std::vector<std::string>
      cells;  // as they came, by column of the file; a row that couldn't be read: its raw text
  std::vector<Diagnostic> reasons;  // what is wrong and what would be right; of one cell: with its column in
                                    // the file, from 1
};

struct ImportOptions {
  bool dry_run = false;         // all but the last step
  bool all_or_nothing = false;  // a rejected row stops it
  bool simulated = false;
  std::map<std::string, std::string> heads;  // head → column, said by the user; remembered
  std::string by;                            // account
  std::string called;                        // the file's name for people; empty: as it lies there
  Date today;                                // a period that is not over is not told to be too small
  unsigned workers = 0;                      // 0: as the machine has processors
  std::function<void(const ImportProgress&)> progress;
  std::function<void(const std::vector<std::string>& heads)> begin_returned;
  std::function<void(const Returned&)> returned;
  std::function<void()> end_returned;  // after the last one, before the batch exists
};

struct ImportResult {
  std::string batch;           // its id; empty after a dry run or where nothing was taken in
  bool known = false;          // the same file is there already: nothing was done
  bool refused = false;        // nothing was taken in: all_or_nothing and rows were rejected, or
  bool too_different = false;  // a check of the whole batch refuses it
  std::uint64_t rows = 0, accepted = 0, rejected = 0, replaced = 0, bytes = 0;
  double seconds = 0;
  std::string format;  // "CSV utf-8 ,"
  std::string sha256;
  std::vector<std::string> unknown_heads;
  std::vector<std::string> notes;
  std::vector<std::pair<Fault, std::uint64_t>> faults;  // how many rejected rows had each
  std::vector<Remark> remarks;                          // `example` empty
  std::vector<Comparison> comparisons;                  // with the period before
  std::vector<Diagnostic> warnings;                     // in words: remarks, and checks of the whole batch
  std::vector<std::string> periods;                     // that have rows: "2020-06"; of a register ""
};

/// Imports one file. Throws Error and leaves the store as it was: what the readers throw,
/// "intake.heads-missing" (required columns that no head names, with the heads there are), "intake.changed"
/// (the file changed while it was read), "file.unreadable", "file.unwritable".
ImportResult import_file(RecordStore& store, const catalog::Catalog& catalog, const catalog::Dataset& dataset,
                         const WorkingCalendar& calendar, const std::string& path,
                         const ImportOptions& options);

/// What a fault says: "列“town”不在代码表中". Used for counts by rule; a single cell is explained by
/// `explain`.
Diagnostic describe(const Fault& fault, const catalog::Dataset& dataset);

}  // namespace zhiheng::intake
