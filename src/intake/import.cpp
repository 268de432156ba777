#include "intake/import.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "intake/file_rows.h"
#include "intake/key_set.h"
#include "intake/reason.h"
#include "intake/rebuild.h"
#include "intake/sieve.h"
#include "intake/tally.h"

namespace zhiheng::intake {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr ErrorCode kNoSuchColumn{"intake.no-such-column", "--head 里的“{}”不是数据集 {} 的列",
                                  "\"{}\" in --head is no column of the dataset {}"};

constexpr ErrorCode kOtherFile{"rebuild.file-changed",
                               "批次 {} 保存的原始文件 {} 与日志里的校验值不符，可能已损坏；请由备份恢复",
                               "the file kept of the batch {}, {}, is not the one of the journal: it may be "
                               "damaged; restore a backup"};

std::string hash_of(const std::string& path) {
  const SourceFile file(path);
  FileHash hash;
  std::string part(std::size_t{1} << 20, '\0');
  for (std::uint64_t at = 0; at < file.size(); at += part.size()) {
    part.resize(std::min<std::uint64_t>(part.size(), file.size() - at));
    hash.add(std::string_view(part).substr(0, file.read(at, part)));
  }
  return hash.hex();
}

/// One import on its way.
class Import {
 public:
  Import(const RecordStore& store, const catalog::Catalog& catalog, const catalog::Dataset& dataset,
         const WorkingCalendar& calendar, const std::string& path, const ImportOptions& options)
      : store_(store),
        catalog_(catalog),
        dataset_(dataset),
        path_(path),
        options_(options),
        file_(catalog, dataset, calendar, path),
        stored_(stored_columns(dataset)),
        tally_(dataset),
        seen_(key_is_number()) {}

  ImportResult run(RecordStore& store) {
    read_head();
    batch_ = store.begin(dataset_);
    rows_ = batch_.get();
    read_all();
    if (options_.end_returned) options_.end_returned();
    result_.refused = options_.all_or_nothing && result_.rejected != 0;
    const Batch* same = store_.live_batch(dataset_.id, result_.sha256);
    result_.known = same != nullptr;
    if (same != nullptr) result_.batch = same->id();
    if (!result_.known && !result_.refused && result_.accepted != 0) finish();
    describe_remarks();
    for (const auto& [period, _] : tally_.figures().periods) result_.periods.push_back(period);
    report_progress(true);
    return std::move(result_);
  }

  /// Only the rows, to `rows`.
  ImportResult remake(RowSink& rows) {
    read_head();
    rows_ = &rows;
    read_all();
    return std::move(result_);
  }

 private:
  /// Everything is there; what remains is to look at it as a whole, and to say that it counts.
  void finish() {
    result_.replaced = batch_->complete(result_.sha256);
    find_lost_references();
    compare();
    if (result_.refused || options_.dry_run) return;
    Batch batch = described();
    batch.number = batch_->commit(batch, options_.heads);
    result_.batch = batch.id();
  }

  void find_lost_references() {
    for (std::size_t i = 0; i < dataset_.columns.size(); ++i) {
      const auto& column = dataset_.columns[i];
      if (column.ref.empty() || !file_.heads().from[i]) continue;
      if (column.ref != dataset_.id && store_.live_batches(column.ref).empty()) {
        result_.notes.push_back("“" + catalog_.dataset(column.ref)->title.zh + "”（" + column.ref +
                                "）还没有数据，未核对 there are no records yet to look up: " + column.id);
        continue;
      }
      Remark remark{{Fault::Kind::kReference, 0, static_cast<std::uint16_t>(i)}, 0, 0, {}};
      std::string example;
      batch_->find_lost_references(i, [&](const LostReference& lost) {
        if (remark.rows++ == 0) {
          remark.first_line = static_cast<std::uint64_t>(lost.line);
          example = lost.value;
        }
        tally_.warn(lost.line, lost.day);
      });
      if (remark.rows == 0) continue;
      result_.remarks.push_back(remark);
      examples_.push_back(example);
    }
  }

  void compare() {
    AgainstLast found = compare_with_last(*batch_, dataset_, tally_.periods(), options_.today);
    for (auto& note : notes_of(found)) result_.notes.push_back(std::move(note));
    for (const Comparison& c : found.comparisons)
      result_.too_different = result_.too_different || (c.exceeded && c.check->rejects);
    result_.refused = result_.too_different;
    result_.comparisons = std::move(found.comparisons);
  }

  void read_all() {
    const auto bytes = [&](std::string_view part) {
      if (batch_ && !options_.dry_run) batch_->received(part);
    };
    file_.read(options_.workers, bytes,
               [&](Parcel& parcel, std::uint64_t lines_before) { take(parcel, lines_before); });
    result_.sha256 = file_.sha256();
    result_.bytes = file_.size();
  }

  bool key_is_number() const {
    return dataset_.key.size() == 1 &&
           stored_[*dataset_.column_index(dataset_.key[0])].storage == segment::Storage::kNumber;
  }

  void read_head() {
    auto said = store_.known_heads(dataset_.id);
    for (const auto& [head, column] : options_.heads) {
      if (!dataset_.column_index(column)) throw Error(kNoSuchColumn, {path_}, {column, dataset_.id});
      said[head] = column;
    }
    file_.read_head(said);
    result_.unknown_heads = file_.heads().unknown;
    result_.notes = file_.head().notes;
    result_.format = file_.format();
    if (options_.begin_returned) options_.begin_returned(file_.head().names);
  }

  /// Takes one chunk's rows.
  void take(Parcel& parcel, std::uint64_t lines_before) {
    lines_before_ = lines_before;
    result_.rows += parcel.rows;
    auto rejected = parcel.rejected.begin();
    for (ParcelBlock& block : parcel.blocks) take_block(block, parcel, rejected);
    for (; rejected != parcel.rejected.end(); ++rejected) give_back(*rejected);
    for (const Remark& remark : parcel.remarks) add_remark(remark);
    report_progress(false);
  }

  void take_block(ParcelBlock& block, const Parcel& parcel, std::vector<RejectedRow>::iterator& rejected) {
    std::vector<std::int64_t> lines(block.rows), keys;
    std::vector<std::uint8_t> present;
    segment::unpack(block.lines, 0, block.rows, lines.data(), present);
    if (block.keys.empty()) {
      keys.resize(block.rows);
      segment::unpack(block.columns[*dataset_.column_index(dataset_.key[0])].packed, 0, block.rows,
                      keys.data(), present);
    }
    std::vector<std::uint32_t> twice;
    for (std::uint32_t row = 0; row < block.rows; ++row) {
      while (rejected != parcel.rejected.end() && rejected->line < static_cast<std::uint64_t>(lines[row]))
        give_back(*rejected++);
      const RowKey key = keys.empty() ? block.keys[row] : RowKey{static_cast<std::uint64_t>(keys[row]), 0};
      if (seen_.insert(key)) continue;
      twice.push_back(row);
      give_back_twice(block, row, static_cast<std::uint64_t>(lines[row]));
    }
    for (std::size_t i = twice.size(); i-- > 0;) lines.erase(lines.begin() + twice[i]);
    for (std::int64_t& line : lines) line += static_cast<std::int64_t>(lines_before_);
    if (!lines.empty()) rows_->put(block, lines, twice);
    if (!lines.empty()) tally_.add(block, lines, twice);
    result_.accepted += block.rows - twice.size();
  }

  void count(const Fault& fault) {
    const auto found = std::ranges::find(result_.faults, fault, &std::pair<Fault, std::uint64_t>::first);
    if (found != result_.faults.end())
      ++found->second;
    else
      result_.faults.emplace_back(fault, 1);
  }

  void give_back(RejectedRow& row) {
    if (row.has_key && !seen_.insert(row.key)) row.faults.push_back({Fault::Kind::kKey, 0, 0});
    ++result_.rejected;
    tally_.reject(row.day);
    for (const Fault& fault : row.faults) count(fault);
    if (!options_.returned) return;
    Returned returned{row.line + lines_before_, {row.cells.begin(), row.cells.end()}, {}};
    const Location where{path_, static_cast<int>(returned.line)};
    for (const Fault& fault : row.faults) {
      if (fault.kind != Fault::Kind::kCell) {
        returned.reasons.push_back(describe(fault, dataset_));
        continue;
      }
      const auto from = file_.heads().from[fault.at];
      const std::string_view raw = from && *from < row.cells.size() ? row.cells[*from] : std::string_view{};
      Location cell = where;
      if (from) cell.column = static_cast<int>(*from) + 1;
      returned.reasons.push_back(
          explain(static_cast<Reason>(fault.reason), dataset_.columns.at(fault.at), catalog_, raw, cell));
    }
    options_.returned(returned);
  }

  /// A row whose key an earlier one has goes back as it was understood.
  void give_back_twice(const ParcelBlock& block, std::uint32_t row, std::uint64_t line) {
    const Fault fault{Fault::Kind::kKey, 0, 0};
    ++result_.rejected;
    tally_.reject(block, row);
    count(fault);
    if (!options_.returned) return;
    Returned returned{line + lines_before_,
                      std::vector<std::string>(file_.head().names.size()),
                      {describe(fault, dataset_)}};
    for (std::size_t i = 0; i < block.columns.size(); ++i)
      if (file_.heads().from[i]) returned.cells[*file_.heads().from[i]] = cell_text(block.columns[i], i, row);
    options_.returned(returned);
  }

  std::string cell_text(const ParcelColumn& column, std::size_t at, std::uint32_t row) const {
    if (column.storage == segment::Storage::kPlain)
      return std::string(column.plain.bytes.substr(
          column.plain.offsets[row], column.plain.offsets[row + 1] - column.plain.offsets[row]));
    std::int64_t value = 0;
    std::vector<std::uint8_t> present;
    segment::unpack(column.packed, row, 1, &value, present);
    if (!present.empty() && present[0] == 0) return "";
    if (column.storage == segment::Storage::kNumber) return written(dataset_.columns[at], value);
    const auto place = static_cast<std::size_t>(value);
    if (!column.dictionary.empty()) return std::string(column.dictionary.at(place));
    return catalog_.code_list(dataset_.columns[at].codes)->codes.at(place).title.zh;
  }

  void add_remark(const Remark& remark) {
    const auto found = std::ranges::find(result_.remarks, remark.fault, &Remark::fault);
    if (found != result_.remarks.end()) {
      found->rows += remark.rows;
      return;
    }
    result_.remarks.push_back({remark.fault, remark.rows, remark.first_line + lines_before_, {}});
    examples_.push_back(std::string(remark.example));
  }

  void describe_remarks() {
    for (std::size_t i = 0; i < result_.remarks.size(); ++i) {
      const Remark& remark = result_.remarks[i];
      Diagnostic warning = in_words(remark, examples_[i]);
      warning.severity = Severity::kWarning;
      warning.zh += "（共 " + std::to_string(remark.rows) + " 行）";
      warning.en += " (" + std::to_string(remark.rows) + " rows)";
      result_.warnings.push_back(std::move(warning));
    }
    for (const Comparison& c : result_.comparisons) {
      if (!c.exceeded) continue;
      result_.warnings.push_back(describe(c, dataset_));
      result_.warnings.back().where = {path_};
    }
  }

  Diagnostic in_words(const Remark& remark, const std::string& example) const {
    const Location where{path_, static_cast<int>(remark.first_line)};
    if (remark.fault.kind == Fault::Kind::kCell)
      return explain(static_cast<Reason>(remark.fault.reason), dataset_.columns.at(remark.fault.at), catalog_,
                     example, where);
    if (remark.fault.kind == Fault::Kind::kReference)
      return explain_lost_reference(dataset_.columns.at(remark.fault.at), catalog_, example, where);
    Diagnostic said = describe(remark.fault, dataset_);
    said.where = where;
    return said;
  }

  /// The tally, and the warnings by kind and place.
  Figures figures() const {
    Figures figures = tally_.figures();
    for (const Remark& remark : result_.remarks) {
      const std::string code = describe(remark.fault, dataset_).code;
      const bool of_check = remark.fault.kind == Fault::Kind::kCheck;
      figures.warnings[code + (of_check ? "" : " " + dataset_.columns.at(remark.fault.at).id)] += remark.rows;
    }
    for (const Comparison& c : result_.comparisons) {
      PeriodFigures& period = figures.periods[c.period ? c.period->to_string() : ""];
      ++period.compared;
      period.exceeded += c.exceeded;
      if (c.exceeded) ++figures.warnings["batch.against-last " + c.check->id];
    }
    return figures;
  }

  Batch described() const {
    Batch batch;
    batch.dataset = dataset_.id;
    batch.sha256 = result_.sha256;
    batch.file = options_.called.empty() ? fs::path(path_).filename().string() : options_.called;
    batch.by = options_.by;
    batch.definition = dataset_.sha256;
    batch.rows = result_.accepted;
    batch.rejected = result_.rejected;
    batch.figures = figures();
    for (const auto& [_, rows] : batch.figures->warnings) batch.warnings += rows;
    batch.replaced = result_.replaced;
    batch.simulated = options_.simulated;
    return batch;
  }

  void report_progress(bool last) {
    result_.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    if (!options_.progress || (!last && result_.seconds - reported_ < 0.1)) return;
    reported_ = result_.seconds;
    options_.progress({file_.done(), file_.size(), result_.rows, result_.rejected, result_.seconds});
  }

  const RecordStore& store_;
  const catalog::Catalog& catalog_;
  const catalog::Dataset& dataset_;
  std::string path_;
  const ImportOptions options_;
  FileRows file_;
  std::vector<segment::Column> stored_;
  Tally tally_;
  KeySet seen_;
  std::unique_ptr<NewBatch> batch_;
  RowSink* rows_ = nullptr;
  ImportResult result_;
  std::vector<std::string> examples_;
  std::uint64_t lines_before_ = 0;
  Clock::time_point started_ = Clock::now();
  double reported_ = 0;
};

}  // namespace

Rebuilt rebuild(RecordStore& store, const catalog::Catalog& catalog, const WorkingCalendar& calendar) {
  Rebuilt rebuilt;
  const auto remaking = store.remake();
  for (const Batch& batch : store.batches()) {
    const catalog::Dataset* dataset = catalog.dataset(batch.dataset);
    if (batch.withdrawn || dataset == nullptr) continue;
    RowSink& rows = remaking->begin(batch, *dataset);
    const std::string file = remaking->file(batch);
    if (hash_of(file) != batch.sha256) throw Error(kOtherFile, {batch.file}, {batch.id(), batch.file});
    const ImportResult result = Import(store, catalog, *dataset, calendar, file, {}).remake(rows);
    remaking->end();
    ++rebuilt.batches;
    rebuilt.rows += result.accepted;
    if (result.accepted != batch.rows) rebuilt.different.push_back(batch.id());
  }
  remaking->commit();
  return rebuilt;
}

ImportResult import_file(RecordStore& store, const catalog::Catalog& catalog, const catalog::Dataset& dataset,
                         const WorkingCalendar& calendar, const std::string& path,
                         const ImportOptions& options) {
  return Import(store, catalog, dataset, calendar, path, options).run(store);
}

}  // namespace zhiheng::intake
