#include "intake/import.h"

#include <openssl/evp.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/text.h"
#include "intake/heads.h"
#include "intake/key_set.h"
#include "intake/reason.h"
#include "intake/rebuild.h"
#include "intake/sieve.h"
#include "intake/source_file.h"
#include "read/workers.h"

namespace zhiheng::intake {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr ErrorCode kMissing{"intake.heads-missing",
                             "缺少必需的列：{}；文件的表头是：{}。列名不同时用 --head 文件列=列名",
                             "required columns are missing: {}; the file's heads are: {}. Where names "
                             "differ: --head FILE_COLUMN=COLUMN"};
constexpr ErrorCode kNoSuchColumn{"intake.no-such-column", "--head 里的“{}”不是数据集 {} 的列",
                                  "\"{}\" in --head is no column of the dataset {}"};
constexpr ErrorCode kRowTooLong{"intake.row-too-long", "有一行超过 {} 字节", "a row is longer than {} bytes"};

constexpr ErrorCode kOtherFile{"rebuild.file-changed",
                               "批次 {} 保存的原始文件 {} 与日志里的校验值不符，可能已损坏；请由备份恢复",
                               "the file kept of the batch {}, {}, is not the one of the journal: it may be "
                               "damaged; restore a backup"};

constexpr std::size_t kChunk = std::size_t{4} << 20;
constexpr std::size_t kInput = std::size_t{20} << 20;  // room for a row of 16 MiB
constexpr std::size_t kOutput = std::size_t{96} << 20;
constexpr std::size_t kHead = std::size_t{1} << 20;
constexpr std::size_t kSheetRows = 32768;

/// SHA-256 of what is read.
class Hash {
 public:
  Hash() : hash_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(hash_, EVP_sha256(), nullptr); }
  ~Hash() { EVP_MD_CTX_free(hash_); }
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;

  void add(std::string_view bytes) { EVP_DigestUpdate(hash_, bytes.data(), bytes.size()); }
  std::string hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(hash_, digest, &size);
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += {kDigits[digest[i] >> 4], kDigits[digest[i] & 15]};
    return hex;
  }

 private:
  EVP_MD_CTX* hash_;
};

std::string hash_of(const std::string& path) {
  const SourceFile file(path);
  Hash hash;
  std::string part(kChunk, '\0');
  for (std::uint64_t at = 0; at < file.size(); at += part.size())
    hash.add(std::string_view(part).substr(0, file.read(at, part)));
  return hash.hex();
}

std::string format_name(const read::RecordFormat& format) {
  using Kind = read::RecordFormat::Kind;
  using Encoding = read::RecordFormat::Encoding;
  if (format.kind == Kind::kXlsx) return "XLSX";
  const char* encoding = format.encoding == Encoding::kUtf8      ? "UTF-8"
                         : format.encoding == Encoding::kGb18030 ? "GB18030"
                                                                 : "UTF-16";
  if (format.kind == Kind::kNdjson) return std::string("NDJSON ") + encoding;
  const std::string separator = format.separator == '\t' ? "tab" : std::string(1, format.separator);
  return std::string("CSV ") + encoding + " " + separator;
}

/// One import on its way.
class Import {
 public:
  Import(const RecordStore& store, const catalog::Catalog& catalog, const catalog::Dataset& dataset,
         const WorkingCalendar& calendar, const std::string& path, const ImportOptions& options)
      : store_(store),
        catalog_(catalog),
        dataset_(dataset),
        calendar_(calendar),
        path_(path),
        options_(options),
        source_(path),
        stored_(stored_columns(dataset)),
        seen_(key_is_number()) {}

  ImportResult run(RecordStore& store) {
    read_head();
    if (!options_.dry_run) batch_ = store.begin(dataset_);
    rows_ = batch_.get();
    read_all();
    result_.refused = options_.all_or_nothing && result_.rejected != 0;
    const Batch* same = store_.live_batch(dataset_.id, result_.sha256);
    result_.known = same != nullptr;
    if (same != nullptr) result_.batch = same->id();
    if (!result_.known && !result_.refused && !options_.dry_run && result_.accepted != 0) {
      result_.replaced = batch_->complete(result_.sha256);
      Batch batch = described();
      batch.number = batch_->commit(batch, options_.heads);
      result_.batch = batch.id();
    }
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
  void read_all() {
    head_.format.kind == read::RecordFormat::Kind::kXlsx ? read_sheet() : read_chunks();
    source_.check_unchanged();
    result_.sha256 = hash_.hex();
    result_.bytes = source_.size();
    describe_remarks();
  }

  void receive(std::string_view bytes) {
    hash_.add(bytes);
    if (batch_) batch_->received(bytes);
  }

  bool key_is_number() const {
    return dataset_.key.size() == 1 &&
           stored_[*dataset_.column_index(dataset_.key[0])].storage == segment::Storage::kNumber;
  }

  void read_head() {
    begin_.resize(std::min<std::uint64_t>(kHead, source_.size()));
    begin_.resize(source_.read(0, begin_));
    const bool whole = begin_.size() == source_.size();
    if (begin_.starts_with("PK")) {
      begin_.resize(source_.size());
      begin_.resize(source_.read(0, begin_));
    }
    head_ = read::read_record_head(begin_, whole || begin_.size() == source_.size(), path_);
    auto known = store_.known_heads(dataset_.id);
    for (const auto& [head, column] : options_.heads) {
      if (!dataset_.column_index(column)) throw Error(kNoSuchColumn, {path_}, {column, dataset_.id});
      known[head] = column;
    }
    heads_ = match_heads(head_.names, dataset_, known, path_);
    if (!heads_.missing.empty())
      throw Error(kMissing, {path_, static_cast<int>(head_.line)},
                  {join(heads_.missing, "、"), join(head_.names, "、")});
    result_.unknown_heads = heads_.unknown;
    result_.notes = head_.notes;
    result_.format = format_name(head_.format);
    if (options_.begin_returned) options_.begin_returned(head_.names);
  }

  unsigned workers() const {
    const unsigned wanted =
        options_.workers != 0 ? options_.workers : std::max(1u, std::thread::hardware_concurrency());
    return static_cast<unsigned>(std::clamp<std::uint64_t>(source_.size() / kChunk + 1, 1, wanted));
  }

  void read_chunks() {
    Sieve sieve(dataset_, catalog_, calendar_, heads_.from, head_.names.size());
    const auto work = [&](std::string_view input, std::span<char> output) {
      const auto reader = read::read_rows(input, head_, 1);
      ParcelWriter writer(output);
      writer.write(sieve.run(*reader, std::size_t{1} << 40));
      return writer.size();
    };
    read::Workers pool(workers() + 1, {.input = kInput, .output = kOutput}, work, path_);
    receive(std::string_view(begin_).substr(0, head_.begin));
    std::uint64_t at = head_.begin;
    lines_before_ = head_.line - 1;
    bool more = at < source_.size();
    while (more || pool.busy() != 0) {
      if (more && pool.idle())
        more = submit_chunk(pool, at);
      else
        take(pool.next());
    }
  }

  /// Hands the next whole rows to a child; false where there are no more.
  bool submit_chunk(read::Workers& pool, std::uint64_t& at) {
    const std::span<char> input = pool.input();
    std::size_t size = source_.read(at, input.subspan(0, std::min(kChunk, input.size())));
    bool last = at + size >= source_.size();
    std::size_t rows = last ? size : read::whole_rows({input.data(), size}, head_.format);
    while (rows == 0 && !last) {
      if (size == input.size()) throw Error(kRowTooLong, {path_}, {std::to_string(input.size())});
      size += source_.read(at + size, input.subspan(size, std::min(kChunk, input.size() - size)));
      last = at + size >= source_.size();
      rows = last ? size : read::whole_rows({input.data(), size}, head_.format);
    }
    if (rows == 0) return false;
    receive({input.data(), rows});
    at += rows;
    done_bytes_ = at;
    pool.submit(rows);
    return at < source_.size();
  }

  void read_sheet() {
    Sieve sieve(dataset_, catalog_, calendar_, heads_.from, head_.names.size());
    std::unique_ptr<read::RecordReader> reader;
    const auto work = [&](std::string_view, std::span<char> output) {
      if (!reader) reader = read::read_sheet_rows(begin_, head_);
      ParcelWriter writer(output);
      writer.write(sieve.run(*reader, kSheetRows));
      return writer.size();
    };
    read::Workers pool(1, {.input = 4096, .output = kOutput}, work, path_);
    receive(begin_);
    for (bool more = true; more;) {
      pool.submit(0);
      more = take(pool.next()) != 0;
    }
    done_bytes_ = source_.size();
  }

  /// Takes one chunk's rows; gives their number.
  std::uint64_t take(std::string_view bytes) {
    Parcel parcel = read_parcel(bytes, dataset_.columns.size());
    result_.rows += parcel.rows;
    auto rejected = parcel.rejected.begin();
    for (ParcelBlock& block : parcel.blocks) take_block(block, parcel, rejected);
    for (; rejected != parcel.rejected.end(); ++rejected) give_back(*rejected);
    for (const Remark& remark : parcel.remarks) add_remark(remark);
    if (head_.format.kind != read::RecordFormat::Kind::kXlsx) lines_before_ += parcel.lines;
    report_progress(false);
    return parcel.rows;
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
    if (!lines.empty() && rows_ != nullptr) rows_->put(block, lines, twice);
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
    for (const Fault& fault : row.faults) count(fault);
    if (!options_.returned) return;
    Returned returned{row.line + lines_before_, {row.cells.begin(), row.cells.end()}, {}};
    const Location where{path_, static_cast<int>(returned.line)};
    for (const Fault& fault : row.faults) {
      if (fault.kind != Fault::Kind::kCell) {
        returned.reasons.push_back(describe(fault, dataset_));
        continue;
      }
      const auto from = heads_.from[fault.at];
      const std::string_view raw = from && *from < row.cells.size() ? row.cells[*from] : std::string_view{};
      returned.reasons.push_back(
          explain(static_cast<Reason>(fault.reason), dataset_.columns.at(fault.at), catalog_, raw, where));
    }
    options_.returned(returned);
  }

  /// A row whose key an earlier one has goes back as it was understood.
  void give_back_twice(const ParcelBlock& block, std::uint32_t row, std::uint64_t line) {
    const Fault fault{Fault::Kind::kKey, 0, 0};
    ++result_.rejected;
    count(fault);
    if (!options_.returned) return;
    Returned returned{
        line + lines_before_, std::vector<std::string>(head_.names.size()), {describe(fault, dataset_)}};
    for (std::size_t i = 0; i < block.columns.size(); ++i)
      if (heads_.from[i]) returned.cells[*heads_.from[i]] = cell_text(block.columns[i], i, row);
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
      const Location where{path_, static_cast<int>(remark.first_line)};
      Diagnostic warning = remark.fault.kind == Fault::Kind::kCell
                               ? explain(static_cast<Reason>(remark.fault.reason),
                                         dataset_.columns.at(remark.fault.at), catalog_, examples_[i], where)
                               : describe(remark.fault, dataset_);
      warning.where = where;
      warning.severity = Severity::kWarning;
      warning.zh += "（共 " + std::to_string(remark.rows) + " 行）";
      warning.en += " (" + std::to_string(remark.rows) + " rows)";
      result_.warnings.push_back(std::move(warning));
    }
  }

  Batch described() const {
    Batch batch;
    batch.dataset = dataset_.id;
    batch.sha256 = result_.sha256;
    batch.file = fs::path(path_).filename().string();
    batch.by = options_.by;
    batch.definition = dataset_.sha256;
    batch.rows = result_.accepted;
    batch.rejected = result_.rejected;
    for (const Remark& remark : result_.remarks) batch.warnings += remark.rows;
    batch.replaced = result_.replaced;
    batch.simulated = options_.simulated;
    return batch;
  }

  void report_progress(bool last) {
    result_.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    if (!options_.progress || (!last && result_.seconds - reported_ < 0.1)) return;
    reported_ = result_.seconds;
    options_.progress({done_bytes_, source_.size(), result_.rows, result_.rejected, result_.seconds});
  }

  const RecordStore& store_;
  const catalog::Catalog& catalog_;
  const catalog::Dataset& dataset_;
  const WorkingCalendar& calendar_;
  std::string path_;
  const ImportOptions options_;
  SourceFile source_;
  std::vector<segment::Column> stored_;
  KeySet seen_;
  std::string begin_;
  read::RecordHead head_;
  Heads heads_;
  std::unique_ptr<NewBatch> batch_;
  RowSink* rows_ = nullptr;
  Hash hash_;
  ImportResult result_;
  std::vector<std::string> examples_;
  std::uint64_t lines_before_ = 0, done_bytes_ = 0;
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
