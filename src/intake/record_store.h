#pragma once
// Where records are kept: a folder (workspace.h) or a PostgreSQL database (postgres_store.h).
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "catalog/dataset.h"
#include "intake/figures.h"
#include "intake/parcel.h"

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
  std::optional<Figures> figures;  // older journals have none
  bool withdrawn = false;
  std::string withdrawn_at, withdrawn_by, reason;

  /// "food_sample-12"
  std::string id() const { return dataset + "-" + std::to_string(number); }
};

/// Takes accepted rows.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// Adds a block without the rows of `left_out` (ascending, not all of them); `lines`: where the rows stood
  /// in the file, those left out not among them.
  virtual void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
                   std::span<const std::uint32_t> left_out) = 0;
};

/// What rows of a dataset come to.
struct Total {
  std::int64_t rows = 0;
  std::vector<Decimal> sums;  // by batch check of the dataset; 0 of one that counts rows
};

/// Both included.
struct Days {
  Date first, last;
};

/// A row whose reference leads nowhere.
struct LostReference {
  std::int64_t line = 0;
  std::int64_t day = RejectedRow::kNoDay;  // of the dataset's `time`
  std::string value;
};

/// A batch on its way in. Nobody sees any of it before `commit`; destroyed without, it leaves nothing.
class NewBatch : public RowSink {
 public:
  /// The file's bytes, in order, each once.
  virtual void received(std::string_view bytes) = 0;
  /// Ends rows and file; gives how many rows of live batches have the keys of this one: it replaces them.
  virtual std::uint64_t complete(const std::string& sha256) = 0;
  /// After `complete`: what the dataset's rows come to, with this batch in or without; by day of its `time`
  /// within `days`, those of a register all together at Date(). Days without rows are left out.
  virtual std::map<Date, Total> totals(const std::optional<Days>& days, bool with_this) = 0;
  /// After `complete`: the rows of this batch whose value in the column is no key of a row that counts in the
  /// column's register, in the order of the file.
  virtual void find_lost_references(std::size_t column,
                                    const std::function<void(const LostReference&)>& take) = 0;
  /// The one step that makes the batch exist; gives its number. `heads`: head → column, to be remembered.
  virtual std::uint64_t commit(Batch batch, const std::map<std::string, std::string>& heads) = 0;
};

/// Rows of live batches that are made anew from the files as received.
class Remaking {
 public:
  virtual ~Remaking() = default;
  /// Where the batch's file lies as long as this batch is made.
  virtual std::string file(const Batch& batch) = 0;
  /// Takes the batch's rows. Batches come in the order of their import.
  virtual RowSink& begin(const Batch& batch, const catalog::Dataset& dataset) = 0;
  /// All its rows are there: they replace earlier ones with the same keys.
  virtual void end() = 0;
  virtual void commit() = 0;
};

/// What was taken in and withdrawn. Each store keeps the same journal: one line of JSON an import or
/// withdrawal, each with the SHA-256 of the line before.
class RecordStore {
 public:
  virtual ~RecordStore() = default;

  const std::vector<Batch>& batches() const { return batches_; }
  /// The batch by id or number; nullptr.
  const Batch* batch(std::string_view name) const;
  /// A live batch of that dataset made from that file; nullptr.
  const Batch* live_batch(std::string_view dataset, std::string_view sha256) const;
  /// In the order of their import.
  std::vector<const Batch*> live_batches(std::string_view dataset) const;
  /// Heads that somebody has said to be columns: head → column.
  std::map<std::string, std::string> known_heads(const std::string& dataset) const;

  virtual std::unique_ptr<NewBatch> begin(const catalog::Dataset& dataset) = 0;
  virtual std::unique_ptr<Remaking> remake() = 0;
  /// Takes a batch out: its rows no longer count, those that it had replaced do again. Throws Error
  /// ("workspace.no-batch", "workspace.withdrawn-already").
  virtual void withdraw(std::string_view name, const std::string& by, const std::string& reason) = 0;

 protected:
  std::uint64_t next_number() const { return batches_.size() + 1; }
  /// Takes a line of the journal. Throws Error ("workspace.journal-broken") at `where`.
  void replay(const std::string& line, const Location& where);
  void forget();
  /// The journal's next line; of an import, with the next number and the time of now.
  std::string import_line(Batch batch, const std::map<std::string, std::string>& heads) const;
  std::string withdraw_line(const Batch& batch, const std::string& by, const std::string& reason) const;
  /// The batch that `withdraw` means.
  const Batch& to_withdraw(std::string_view name) const;

 private:
  std::vector<Batch> batches_;
  std::map<std::string, std::map<std::string, std::string>> heads_;
  std::string last_hash_;
};

}  // namespace zhiheng::intake
