#include "intake/file_rows.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/text.h"
#include "intake/sieve.h"
#include "read/workers.h"

namespace zhiheng::intake {
namespace {

using read::RecordFormat;
using read::RecordHead;

constexpr ErrorCode kMissing{"intake.heads-missing",
                             "缺少必需的列：{}；文件的表头是：{}。列名不同时用 --head 文件列=列名",
                             "required columns are missing: {}; the file's heads are: {}. Where names "
                             "differ: --head FILE_COLUMN=COLUMN"};
constexpr ErrorCode kRowTooLong{"intake.row-too-long", "有一行超过 {} 字节", "a row is longer than {} bytes"};
constexpr ErrorCode kDamaged{"intake.damaged", "读取进程交回的表头不可用",
                             "the head that the reading process has handed back is of no use"};

constexpr std::size_t kChunk = std::size_t{4} << 20;
constexpr std::size_t kInput = std::size_t{20} << 20;  // room for a row of 16 MiB
constexpr std::size_t kOutput = std::size_t{96} << 20;
constexpr std::size_t kHead = std::size_t{1} << 20;
constexpr std::size_t kHeadOutput = std::size_t{8} << 20;
constexpr std::size_t kMostWorkbook = 512'000'001;  // the reader refuses more
constexpr std::size_t kMostColumns = 2000;
constexpr std::size_t kSheetRows = 32768;

std::string written(const RecordHead& head) {
  const nlohmann::json json{{"kind", static_cast<int>(head.format.kind)},
                            {"encoding", static_cast<int>(head.format.encoding)},
                            {"separator", std::string(1, head.format.separator)},
                            {"names", head.names},
                            {"begin", head.begin},
                            {"line", head.line},
                            {"sheet", head.sheet},
                            {"notes", head.notes}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The child has looked at a stranger's bytes: nothing it says is taken for granted.
RecordHead read_back(std::string_view text, const std::string& path) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  try {
    RecordHead head;
    const int kind = json.at("kind"), encoding = json.at("encoding");
    const std::string separator = json.at("separator");
    head.names = json.at("names");
    head.begin = json.at("begin");
    head.line = json.at("line");
    head.sheet = json.at("sheet");
    head.notes = json.at("notes");
    if (kind < 0 || kind > 2 || encoding < 0 || encoding > 3 || separator.size() != 1 || head.names.empty() ||
        head.names.size() > kMostColumns)
      throw Error(kDamaged, {path}, {}, 70);
    head.format = {static_cast<RecordFormat::Kind>(kind), static_cast<RecordFormat::Encoding>(encoding),
                   separator[0]};
    return head;
  } catch (const nlohmann::json::exception&) {
    throw Error(kDamaged, {path}, {}, 70);
  }
}

}  // namespace

FileRows::FileRows(const catalog::Catalog& catalog, const catalog::Dataset& dataset,
                   const WorkingCalendar& calendar, const std::string& path)
    : catalog_(catalog), dataset_(dataset), calendar_(calendar), path_(path), source_(path) {}

std::string FileRows::format() const {
  using Kind = RecordFormat::Kind;
  using Encoding = RecordFormat::Encoding;
  const RecordFormat& format = head_.format;
  if (format.kind == Kind::kXlsx) return "XLSX";
  const char* encoding = format.encoding == Encoding::kUtf8      ? "UTF-8"
                         : format.encoding == Encoding::kGb18030 ? "GB18030"
                                                                 : "UTF-16";
  if (format.kind == Kind::kNdjson) return std::string("NDJSON ") + encoding;
  const std::string separator = format.separator == '\t' ? "tab" : std::string(1, format.separator);
  return std::string("CSV ") + encoding + " " + separator;
}

void FileRows::read_head(const std::map<std::string, std::string>& said) {
  begin_.resize(std::min<std::uint64_t>(kHead, source_.size()));
  begin_.resize(source_.read(0, begin_));
  if (begin_.starts_with("PK")) {
    begin_.resize(std::min<std::uint64_t>(kMostWorkbook, source_.size()));
    begin_.resize(source_.read(0, begin_));
  }
  head_ = head_of_child(begin_.size() == source_.size());
  heads_ = match_heads(head_.names, dataset_, said, path_);
  if (!heads_.missing.empty())
    throw HeadsMissing(kMissing, {path_, static_cast<int>(head_.line)},
                       {join(heads_.missing, "、"), join(head_.names, "、")}, heads_.unknown);
}

RecordHead FileRows::head_of_child(bool whole) const {
  const auto work = [&](std::string_view, std::span<char> output) {
    const std::string head = written(read::read_record_head(begin_, whole, path_));
    if (head.size() > output.size()) throw Error(kDamaged, {path_});
    std::memcpy(output.data(), head.data(), head.size());
    return head.size();
  };
  read::Workers pool(1, {.input = 4096, .output = kHeadOutput}, work, path_);
  pool.submit(0);
  return read_back(pool.next(), path_);
}

void FileRows::read(unsigned workers, const std::function<void(std::string_view)>& bytes,
                    const std::function<void(Parcel&, std::uint64_t lines_before)>& rows) {
  bytes_ = bytes;
  rows_ = rows;
  head_.format.kind == RecordFormat::Kind::kXlsx ? read_sheet() : read_chunks(workers);
  source_.check_unchanged();
  sha256_ = hash_.hex();
}

void FileRows::receive(std::string_view bytes) {
  hash_.add(bytes);
  bytes_(bytes);
}

void FileRows::read_chunks(unsigned workers) {
  const unsigned wanted = workers != 0 ? workers : std::max(1u, std::thread::hardware_concurrency());
  const auto children =
      static_cast<unsigned>(std::clamp<std::uint64_t>(source_.size() / kChunk + 1, 1, wanted));
  Sieve sieve(dataset_, catalog_, calendar_, heads_.from, head_.names.size());
  const auto work = [&](std::string_view input, std::span<char> output) {
    const auto reader = read::read_rows(input, head_, 1);
    ParcelWriter writer(output);
    writer.write(sieve.run(*reader, std::size_t{1} << 40));
    return writer.size();
  };
  read::Workers pool(children + 1, {.input = kInput, .output = kOutput}, work, path_);
  receive(std::string_view(begin_).substr(0, head_.begin));
  std::uint64_t at = std::min<std::uint64_t>(head_.begin, begin_.size());
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
bool FileRows::submit_chunk(read::Workers& pool, std::uint64_t& at) {
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
  done_ = at;
  pool.submit(rows);
  return at < source_.size();
}

void FileRows::read_sheet() {
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
  done_ = source_.size();
}

/// Hands on one chunk; gives the number of its rows.
std::uint64_t FileRows::take(std::string_view bytes) {
  Parcel parcel = read_parcel(bytes, dataset_.columns.size());
  rows_(parcel, lines_before_);
  if (head_.format.kind != RecordFormat::Kind::kXlsx) lines_before_ += parcel.lines;
  return parcel.rows;
}

}  // namespace zhiheng::intake
