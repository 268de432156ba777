#pragma once
// Files of records that departments hand in: checked, approved by another person, taken in.
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "flow/flows.h"
#include "intake/record_store.h"
#include "serve/files.h"
#include "serve/jobs.h"
#include "views/records.h"

namespace zhiheng::serve {

inline constexpr ErrorCode kLocked{"intake.locked", "{} 的期间 {} 已锁定（{}）",
                                   "the period {} of {} is locked ({})"};

/// What somebody sends.
struct Sending {
  std::string dataset, by, replaces;
  people::Unit unit;
  nlohmann::ordered_json file;  // as FileStore gives it
  std::map<std::string, std::string> heads;
  bool simulated = false;
};

/// For several threads.
class Intake {
 public:
  /// What it is given must outlive it. `folder`: of the rows that were rejected, made anew where they are
  /// missing. `changed` is called when records have changed.
  Intake(views::Records& records, flow::Flows& flows, const FileStore& files, std::string folder,
         std::function<void()> changed);

  /// Checks the file as an import would, then opens the case of a submission and gives it; where nothing in
  /// it can be taken in, it begins as handed back. Throws Error: what import_file throws, "dataset.unknown".
  nlohmann::ordered_json check(JobRun& run, const Sending& sending);

  /// Throws Error (kLocked) where the submission has rows in a locked period.
  void refuse_locked(const flow::Case& submission) const;

  /// Takes an approved submission in: {batch, rows, submission}. Where that fails, the case goes back to
  /// where it was, and the error is thrown on.
  nlohmann::ordered_json take_in(JobRun& run, const std::string& submission, const std::string& by);

  /// Approved submissions that have not been taken in, because the server stopped in between.
  std::vector<std::string> interrupted() const;

  /// Rejected rows: {heads, items: [{line, cells, reasons: [{code, zh, en, cell}]}], total} from `offset` on.
  nlohmann::ordered_json rejected(const flow::Case& submission, std::size_t offset, std::size_t count);
  /// All of them as a file to correct, of the form that `path` ends in (.csv, .xlsx).
  void write_rejected(const flow::Case& submission, const std::string& path);

  /// As they are now.
  std::shared_ptr<const std::vector<intake::Batch>> batches() const;
  /// Takes a batch out. Throws Error as RecordStore::withdraw.
  void withdraw(const std::string& batch, const std::string& by, const std::string& reason);

 private:
  std::string rows_path(const flow::Case& submission);
  void remember_batches();

  views::Records& records_;
  flow::Flows& flows_;
  const FileStore& files_;
  std::string folder_;
  std::function<void()> changed_;
  std::mutex store_;  // one at a time works with the store
  mutable std::mutex batches_mutex_;
  std::shared_ptr<const std::vector<intake::Batch>> batches_;
};

}  // namespace zhiheng::serve
