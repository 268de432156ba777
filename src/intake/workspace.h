#pragma once
// A workspace: the files as received, their accepted rows, and a journal of what was taken in and withdrawn.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/dataset.h"
#include "segment/segment.h"

namespace zhiheng::intake {

/// One imported file.
struct Batch {
  std::uint64_t number = 0;  // from 1, in the order of the journal
  std::string dataset;
  std::string sha256;                                                // of the file as received
  std::string file;                                                  // its name then
  std::string at, by;                                                // moment (UTC) and account
  std::string definition;                                            // sha256 of the dataset's definition
  std::uint64_t rows = 0, rejected = 0, warnings = 0, replaced = 0;  // `replaced`: rows of earlier batches
  bool simulated = false;
  bool withdrawn = false;
  std::string withdrawn_at, withdrawn_by, reason;

  /// "food_sample-12"
  std::string id() const { return dataset + "-" + std::to_string(number); }
};

/// A batch's accepted rows and which of them later batches have replaced.
struct LiveBatch {
  const Batch* batch = nullptr;
  std::shared_ptr<const segment::Segment> segment;
  std::vector<std::uint64_t> dead;  // one bit a row; empty: all are live
  std::uint64_t live_rows = 0;
};

/// A folder:
///   workspace.json           what it is: district, version of the form
///   batches/SHA256           files as received, never changed
///   segments/BATCH.seg       accepted rows; BATCH.replaced: rows of earlier batches with the same keys
///   journal/intake.ndjson    one line an import or withdrawal, each with the SHA-256 of the line before
/// What is in segments/ follows from batches/ and the journal. A line in the journal is what makes a batch
/// exist: whatever lies elsewhere without one is left over from an interruption and swept away by the next
/// writer.
class Workspace {
 public:
  /// Opens the folder; makes it where there is none. Takes a lock when `writes`, so that only one process
  /// writes. Throws Error: "workspace.not-one" (a folder that holds something else),
  /// "workspace.other-district", "workspace.busy", "workspace.journal-broken" (with the line),
  /// "file.unwritable".
  static std::unique_ptr<Workspace> open(const std::string& folder, const std::string& district, bool writes);
  ~Workspace();

  const std::string& folder() const { return folder_; }
  const std::vector<Batch>& batches() const { return batches_; }
  /// The batch by id or number; nullptr.
  const Batch* batch(std::string_view name) const;
  /// A live batch of that dataset made from that file.
  const Batch* live_batch(std::string_view dataset, std::string_view sha256) const;
  /// All live batches of a dataset with their rows, in the order of their import.
  std::vector<LiveBatch> live(const std::string& dataset) const;
  /// Heads that somebody has said to be columns: head → column.
  std::map<std::string, std::string> known_heads(const std::string& dataset) const;

  /// Where a new batch's rows and file go before it is committed.
  std::string new_segment(const std::string& dataset) const;
  std::string received_path(const std::string& sha256) const;
  std::uint64_t next_number() const { return batches_.size() + 1; }

  /// The one step that makes a batch exist. Its segment and file must be in place.
  void commit(Batch batch, const std::map<std::string, std::string>& heads);
  /// Takes a batch out: its rows no longer count, those that it had replaced do again. Throws Error
  /// ("workspace.no-batch", "workspace.withdrawn-already").
  void withdraw(std::string_view name, const std::string& by, const std::string& reason);

  /// Writes which rows of the live batches have the keys of this new one; gives their number.
  std::uint64_t write_replaced(const catalog::Dataset& dataset, const std::string& segment_path) const;

 private:
  Workspace() = default;
  void replay();
  void apply(const std::string& line, std::size_t number);
  void append(const std::string& line);
  void sweep() const;

  std::string folder_;
  int lock_ = -1;
  std::vector<Batch> batches_;
  std::map<std::string, std::map<std::string, std::string>> heads_;
  std::string last_hash_;
};

}  // namespace zhiheng::intake
