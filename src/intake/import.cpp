#include "intake/import.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>

#include "base/text.h"
#include "intake/heads.h"
#include "intake/key_set.h"
#include "intake/reason.h"
#include "intake/rebuild.h"
#include "intake/sieve.h"
#include "read/workers.h"

namespace zhiheng::intake {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr ErrorCode kUnreadable{"file.unreadable", "读不了文件：{}", "the file can't be read: {}"};
constexpr ErrorCode kUnwritable{"file.unwritable", "写不了文件：{}", "the file can't be written: {}"};
constexpr ErrorCode kChanged{
    "intake.changed", "文件在读取时被改动，没有收下任何内容；请等它写完再导入",
    "the file changed while it was read, and nothing was taken in: import it again when it is finished"};
constexpr ErrorCode kMissing{"intake.heads-missing",
                             "缺少必需的列：{}；文件的表头是：{}。列名不同时用 --head 文件列=列名",
                             "required columns are missing: {}; the file's heads are: {}. Where names "
                             "differ: --head FILE_COLUMN=COLUMN"};
constexpr ErrorCode kNoSuchColumn{"intake.no-such-column", "--head 里的“{}”不是数据集 {} 的列",
                                  "\"{}\" in --head is no column of the dataset {}"};
constexpr ErrorCode kRowTooLong{"intake.row-too-long", "有一行超过 {} 字节", "a row is longer than {} bytes"};

constexpr std::size_t kChunk = std::size_t{4} << 20;
constexpr std::size_t kInput = std::size_t{20} << 20;  // room for a row of 16 MiB
constexpr std::size_t kOutput = std::size_t{96} << 20;
constexpr std::size_t kHead = std::size_t{1} << 20;
constexpr std::size_t kSheetRows = 32768;

/// A file that is read once, from its beginning to its end.
class Source {
 public:
  Source(const std::string& path) : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0 || ::fstat(file_, &status_) != 0) fail();
    if (!S_ISREG(status_.st_mode)) throw Error(kUnreadable, {path}, {"不是普通文件 not a regular file"}, 3);
  }
  ~Source() {
    if (file_ >= 0) ::close(file_);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  std::uint64_t size() const { return static_cast<std::uint64_t>(status_.st_size); }
  std::size_t read(std::uint64_t at, std::span<char> to) const {
    std::size_t done = 0;
    while (done < to.size()) {
      const ssize_t got = ::pread(file_, to.data() + done, to.size() - done, static_cast<off_t>(at + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail();
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }
  /// Throws where the file is not the one that was opened any more.
  void check_unchanged() const {
    struct stat after {};
    if (::fstat(file_, &after) != 0) fail();
    if (after.st_size != status_.st_size || after.st_mtim.tv_sec != status_.st_mtim.tv_sec ||
        after.st_mtim.tv_nsec != status_.st_mtim.tv_nsec)
      throw Error(kChanged, {path_});
  }

 private:
  [[noreturn]] void fail() const { throw Error(kUnreadable, {path_}, {std::strerror(errno)}, 3); }

  std::string path_;
  int file_;
  struct stat status_ {};
};

/// Keeps a copy of what is read and its SHA-256.
class Received {
 public:
  explicit Received(std::string path) : path_(std::move(path)), hash_(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(hash_, EVP_sha256(), nullptr);
    if (path_.empty()) return;
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ < 0) fail();
  }
  ~Received() {
    EVP_MD_CTX_free(hash_);
    if (file_ >= 0) ::close(file_);
    if (!path_.empty() && !kept_) ::unlink(path_.c_str());
  }
  Received(const Received&) = delete;
  Received& operator=(const Received&) = delete;

  void add(std::string_view bytes) {
    EVP_DigestUpdate(hash_, bytes.data(), bytes.size());
    while (file_ >= 0 && !bytes.empty()) {
      const ssize_t done = ::write(file_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) fail();
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
  }
  std::string sha256() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(hash_, digest, &size);
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += {kDigits[digest[i] >> 4], kDigits[digest[i] & 15]};
    return hex;
  }
  void keep_as(const std::string& path) {
    if (::fsync(file_) != 0 || ::rename(path_.c_str(), path.c_str()) != 0) fail();
    kept_ = true;
  }

 private:
  [[noreturn]] void fail() const { throw Error(kUnwritable, {path_}, {std::strerror(errno)}, 3); }

  std::string path_;
  EVP_MD_CTX* hash_;
  int file_ = -1;
  bool kept_ = false;
};

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
  Import(const Workspace& workspace, const catalog::Catalog& catalog, const catalog::Dataset& dataset,
         const WorkingCalendar& calendar, const std::string& path, const ImportOptions& options)
      : workspace_(workspace),
        catalog_(catalog),
        dataset_(dataset),
        calendar_(calendar),
        path_(path),
        options_(options),
        source_(path),
        stored_(stored_columns(dataset)),
        seen_(key_is_number()) {}

  /// `commit` makes the batch exist; without it nothing is stored.
  ImportResult run(const std::function<void(const Batch&)>& commit) {
    const std::string segment_path = workspace_.new_segment(dataset_.id);
    Received received(
        options_.dry_run ? "" : workspace_.folder() + "/batches/unfinished-" + std::to_string(::getpid()));
    read_all(segment_path, received);
    result_.refused = options_.all_or_nothing && result_.rejected != 0;
    const Batch* same = workspace_.live_batch(dataset_.id, result_.sha256);
    result_.known = same != nullptr;
    if (same != nullptr) result_.batch = same->id();
    if (!result_.known && !result_.refused && !options_.dry_run && result_.accepted != 0) {
      const Batch batch = store(segment_path, received);
      commit(batch);
      result_.batch = workspace_.batches().back().id();
    }
    report_progress(true);
    return std::move(result_);
  }

  /// Only the segment of a batch that is there; gives its rows.
  std::uint64_t remake(const Batch& batch) {
    Received received("");
    const std::string segment_path = workspace_.folder() + "/segments/" + batch.id() + ".seg";
    read_all(segment_path, received);
    writer_->finish(result_.sha256);
    return result_.accepted;
  }

 private:
  void read_all(const std::string& segment_path, Received& received) {
    read_head();
    writer_.emplace(segment_path, with_line(stored_));
    register_lists();
    head_.format.kind == read::RecordFormat::Kind::kXlsx ? read_sheet(received) : read_chunks(received);
    source_.check_unchanged();
    result_.sha256 = received.sha256();
    result_.bytes = source_.size();
    describe_remarks();
  }

  bool key_is_number() const {
    return dataset_.key.size() == 1 &&
           stored_[*dataset_.column_index(dataset_.key[0])].storage == segment::Storage::kNumber;
  }

  /// The line of the file from which a row came is one more column.
  static std::vector<segment::Column> with_line(std::vector<segment::Column> columns) {
    columns.push_back(
        {"_line", segment::Storage::kNumber, static_cast<std::uint8_t>(formula::Type::kNumber), 0});
    return columns;
  }

  /// Dictionaries of code lists are the lists, in their order.
  void register_lists() {
    for (std::size_t i = 0; i < dataset_.columns.size(); ++i)
      if (!dataset_.columns[i].codes.empty())
        for (const auto& code : catalog_.code_list(dataset_.columns[i].codes)->codes)
          writer_->code(i, code.code);
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
    auto known = workspace_.known_heads(dataset_.id);
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

  void read_chunks(Received& received) {
    Sieve sieve(dataset_, catalog_, calendar_, heads_.from, head_.names.size());
    const auto work = [&](std::string_view input, std::span<char> output) {
      const auto reader = read::read_rows(input, head_, 1);
      ParcelWriter writer(output);
      writer.write(sieve.run(*reader, std::size_t{1} << 40));
      return writer.size();
    };
    read::Workers pool(workers() + 1, {.input = kInput, .output = kOutput}, work, path_);
    received.add(std::string_view(begin_).substr(0, head_.begin));
    std::uint64_t at = head_.begin;
    lines_before_ = head_.line - 1;
    bool more = at < source_.size();
    while (more || pool.busy() != 0) {
      if (more && pool.idle())
        more = submit_chunk(pool, at, received);
      else
        take(pool.next());
    }
  }

  /// Hands the next whole rows to a child; false where there are no more.
  bool submit_chunk(read::Workers& pool, std::uint64_t& at, Received& received) {
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
    received.add({input.data(), rows});
    at += rows;
    done_bytes_ = at;
    pool.submit(rows);
    return at < source_.size();
  }

  void read_sheet(Received& received) {
    received.add(begin_);
    Sieve sieve(dataset_, catalog_, calendar_, heads_.from, head_.names.size());
    std::unique_ptr<read::RecordReader> reader;
    const auto work = [&](std::string_view, std::span<char> output) {
      if (!reader) reader = read::read_sheet_rows(begin_, head_);
      ParcelWriter writer(output);
      writer.write(sieve.run(*reader, kSheetRows));
      return writer.size();
    };
    read::Workers pool(1, {.input = 4096, .output = kOutput}, work, path_);
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
    if (twice.size() < block.rows) write_block(block, lines, twice);
    result_.accepted += block.rows - twice.size();
  }

  void write_block(const ParcelBlock& block, std::vector<std::int64_t>& lines,
                   const std::vector<std::uint32_t>& twice) {
    writer_->begin_block(block.rows - twice.size());
    std::vector<std::byte> kept, recoded;
    for (std::size_t i = 0; i < block.columns.size(); ++i) {
      const ParcelColumn& column = block.columns[i];
      if (column.storage == segment::Storage::kPlain) {
        write_plain(column.plain, block.rows, twice);
        continue;
      }
      segment::Packed packed =
          twice.empty() ? column.packed : without_rows(column.packed, block.rows, twice, kept);
      if (!column.dictionary.empty())
        packed = with_own_codes(packed, block.rows - twice.size(), i, column, recoded);
      writer_->put(packed);
    }
    for (std::size_t i = twice.size(); i-- > 0;) lines.erase(lines.begin() + twice[i]);
    for (std::int64_t& line : lines) line += static_cast<std::int64_t>(lines_before_);
    writer_->put(segment::pack(lines, {}, kept));
  }

  /// The chunk's own dictionary codes → those of the segment.
  segment::Packed with_own_codes(const segment::Packed& packed, std::size_t rows, std::size_t at,
                                 const ParcelColumn& column, std::vector<std::byte>& out) {
    std::vector<std::int64_t> values(rows), codes;
    std::vector<std::uint8_t> present;
    for (const std::string_view text : column.dictionary) codes.push_back(writer_->code(at, text));
    segment::unpack(packed, 0, rows, values.data(), present);
    for (std::size_t i = 0; i < rows; ++i)
      if (present.empty() || present[i]) values[i] = codes.at(static_cast<std::size_t>(values[i]));
    return segment::pack(values, present, out);
  }

  void write_plain(const segment::Plain& plain, std::size_t rows, const std::vector<std::uint32_t>& twice) {
    if (twice.empty()) return writer_->put(plain);
    std::vector<std::uint32_t> offsets{0};
    std::string texts;
    for (std::uint32_t row = 0; row < rows; ++row) {
      if (std::ranges::binary_search(twice, row)) continue;
      texts += plain.bytes.substr(plain.offsets[row], plain.offsets[row + 1] - plain.offsets[row]);
      offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
    writer_->put(segment::Plain{offsets, texts});
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

  Batch store(const std::string& segment_path, Received& received) {
    writer_->finish(result_.sha256);
    result_.replaced = workspace_.write_replaced(dataset_, segment_path);
    received.keep_as(workspace_.received_path(result_.sha256));
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

  const Workspace& workspace_;
  const catalog::Catalog& catalog_;
  const catalog::Dataset& dataset_;
  const WorkingCalendar& calendar_;
  std::string path_;
  const ImportOptions options_;
  Source source_;
  std::vector<segment::Column> stored_;
  KeySet seen_;
  std::string begin_;
  read::RecordHead head_;
  Heads heads_;
  std::optional<segment::Writer> writer_;
  ImportResult result_;
  std::vector<std::string> examples_;
  std::uint64_t lines_before_ = 0, done_bytes_ = 0;
  Clock::time_point started_ = Clock::now();
  double reported_ = 0;
};

}  // namespace

Rebuilt rebuild(const Workspace& workspace, const catalog::Catalog& catalog,
                const WorkingCalendar& calendar) {
  Rebuilt result;
  for (const Batch& batch : workspace.batches()) {
    const catalog::Dataset* dataset = catalog.dataset(batch.dataset);
    if (batch.withdrawn || dataset == nullptr) continue;
    const std::uint64_t rows =
        Import(workspace, catalog, *dataset, calendar, workspace.received_path(batch.sha256), {})
            .remake(batch);
    ++result.batches;
    result.rows += rows;
    if (rows != batch.rows) result.different.push_back(batch.id());
  }
  return result;
}

ImportResult import_file(Workspace& workspace, const catalog::Catalog& catalog,
                         const catalog::Dataset& dataset, const WorkingCalendar& calendar,
                         const std::string& path, const ImportOptions& options) {
  return Import(workspace, catalog, dataset, calendar, path, options).run([&](const Batch& batch) {
    workspace.commit(batch, options.heads);
  });
}

}  // namespace zhiheng::intake
