#pragma once
// A workspace: the files as received, their accepted rows, and a journal of what was taken in and withdrawn.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "intake/record_store.h"
#include "segment/segment.h"

namespace zhiheng::intake {

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
class Workspace final : public RecordStore {
 public:
  /// Opens the folder; makes it where there is none. Takes a lock when `writes`, so that only one process
  /// writes. The catalog, which says the district, must outlive it. Throws Error: "workspace.not-one" (a
  /// folder that holds something else), "workspace.other-district", "workspace.busy",
  /// "workspace.journal-broken" (with the line), "file.unwritable".
  static std::unique_ptr<Workspace> open(const std::string& folder, const catalog::Catalog& catalog,
                                         bool writes);
  ~Workspace() override;

  const std::string& folder() const { return folder_; }
  /// All live batches of a dataset with their rows, in the order of their import.
  std::vector<LiveBatch> live(const std::string& dataset) const;
  std::string segment_path(const Batch& batch) const;
  std::string received_path(const std::string& sha256) const;

  std::unique_ptr<NewBatch> begin(const catalog::Dataset& dataset) override;
  std::unique_ptr<Remaking> remake() override;
  void withdraw(std::string_view name, const std::string& by, const std::string& reason) override;

 private:
  class Arriving;
  class Renewing;
  explicit Workspace(const catalog::Catalog& catalog) : catalog_(catalog) {}
  void replay();
  void append(const std::string& line);
  void sweep() const;
  /// Live batches before that number.
  std::vector<LiveBatch> live(const std::string& dataset, std::uint64_t before) const;
  /// Writes which rows of the live batches before it have the keys of this batch; gives their number.
  std::uint64_t write_replaced(const catalog::Dataset& dataset, std::uint64_t number) const;

  const catalog::Catalog& catalog_;
  std::string folder_;
  int lock_ = -1;
};

}  // namespace zhiheng::intake
