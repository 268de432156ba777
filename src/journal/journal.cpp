#include "journal/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "journal/line.h"
#include "journal/mapped_file.h"

namespace zhiheng::journal {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kBusy{"journal.busy", "另一个进程正在写日志 {}；等它结束再试，或在正在运行的服务里操作",
                          "another process writes the journal {}: try again when it is done, or do it in the "
                          "server that is running"};
constexpr ErrorCode kBadEntry{"journal.bad-entry", "日志条目应为一行内的 JSON 对象，不超过 1 MiB",
                              "an entry must be an object of JSON on one line, of 1 MiB at most"};
constexpr std::size_t kLineFrame = 128;  // what a line has more than its entry

std::string month_of(Moment at) { return to_string(at).substr(0, 7); }

Error unwritable(const std::string& path, int why) {
  return Error(kUnwritable, {path}, {std::strerror(why)}, kSurroundings);
}

}  // namespace

Journal::Journal(const Options& options) : options_(options) {
  lock();
  try {
    recover();
  } catch (...) {
    close_files();
    throw;
  }
  writer_ = std::jthread([this] { run(); });
}

Journal::~Journal() {
  {
    const std::scoped_lock guard(mutex_);
    closing_ = true;
  }
  arrived_.notify_one();
  writer_.join();
  close_files();
}

void Journal::close_files() {
  if (file_ >= 0) options_.disk->close(file_);
  if (lock_ >= 0) ::close(lock_);
}

void Journal::lock() {
  std::error_code error;
  fs::create_directories(options_.folder, error);
  const std::string path = options_.folder + "/." + options_.stream + ".lock";
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) throw unwritable(path, errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(lock_);
  throw Error(kBusy, {options_.folder}, {options_.stream}, kSurroundings);
}

void Journal::recover() {
  const auto files = stream_files(options_.folder, options_.stream);
  const StreamReport report = check_stream(files);
  if (!report.problems.empty()) throw Error(report.problems);
  head_ = report.head;
  head_.stream = options_.stream;
  if (files.empty()) return;
  const StreamFile& last = files.back();
  file_ = options_.disk->open(last.path);
  if (file_ < 0) throw unwritable(last.path, errno);
  month_ = last.month;
  cut_torn(last, report);
  // Whole lines may be there that no sync has confirmed: from now on they count.
  if (options_.disk->sync(file_) != 0) throw unwritable(last.path, errno);
  digest_.emplace(end_ == 0 ? options_.algorithm : head_.algorithm);
}

void Journal::cut_torn(const StreamFile& file, const StreamReport& report) {
  const MappedFile mapped(file.path);
  end_ = static_cast<off_t>(mapped.bytes().size() - report.torn);
  if (report.torn == 0) return;
  if (report.unwritten)
    replace_file(file.path + ".torn-" + std::to_string(end_),
                 mapped.bytes().substr(static_cast<std::size_t>(end_)));
  if (options_.disk->truncate(file_, end_) != 0) throw unwritable(file.path, errno);
}

std::future<Receipt> Journal::append(Moment at, std::string entry) {
  if (!is_entry(entry)) throw Error(kBadEntry, {});
  Waiting waiting{at, std::move(entry), {}};
  auto future = waiting.promise.get_future();
  {
    const std::scoped_lock guard(mutex_);
    if (!broken_.empty())
      waiting.promise.set_exception(
          std::make_exception_ptr(Error(kUnwritable, {options_.folder}, {broken_}, kSurroundings)));
    else
      waiting_.push_back(std::move(waiting));
  }
  arrived_.notify_one();
  return future;
}

Head Journal::head() const {
  const std::scoped_lock guard(mutex_);
  return head_;
}

void Journal::run() {
  for (Batch batch = gather(); !batch.empty(); batch = gather()) write(batch);
}

/// What waits and belongs into one file, up to the size of a batch; empty when the journal is closed.
Journal::Batch Journal::gather() {
  std::unique_lock guard(mutex_);
  arrived_.wait(guard, [this] { return closing_ || !waiting_.empty(); });
  Batch batch;
  std::size_t bytes = 0;
  while (!waiting_.empty() && bytes < kBatchBytes) {
    Waiting& next = waiting_.front();
    if (!batch.empty() && std::max(month_, month_of(next.at)) != std::max(month_, month_of(batch[0].at)))
      break;
    const std::size_t size = next.entry.size() + kLineFrame;
    if (!batch.empty() && bytes + size > kBatchBytes) break;
    bytes += size;
    batch.push_back(std::move(next));
    waiting_.pop_front();
  }
  return batch;
}

void Journal::write(Batch& batch) {
  const std::string month = std::max(month_, month_of(batch[0].at));
  if ((file_ < 0 || month != month_) && !open_file(month)) return fail(batch, errno);
  std::string bytes;
  std::vector<Receipt> receipts;
  Receipt last{head_.lines, head_.hash};
  const auto add = [&](const std::string& line) {
    ++last.number;
    last.hash = view(digest_->of(line));
    bytes.append(line).push_back('\n');
  };
  if (end_ == 0) add(first_line(last.hash, options_.stream, digest_->algorithm()));
  for (const Waiting& waiting : batch) {
    add(entry_line(last.hash, waiting.at, waiting.entry));
    receipts.push_back(last);
  }
  if (!put(bytes)) return fail(batch, errno);
  acknowledge(batch, receipts);
}

bool Journal::open_file(const std::string& month) {
  if (file_ >= 0) options_.disk->close(file_);
  month_ = month;
  end_ = 0;
  digest_.emplace(options_.algorithm);
  file_ = options_.disk->open(options_.folder + "/" + options_.stream + "." + month + ".ndjson");
  return file_ >= 0 && options_.disk->sync_folder(options_.folder) == 0;
}

bool Journal::put(std::string_view bytes) {
  const auto size = static_cast<off_t>(bytes.size());
  while (!bytes.empty()) {
    const ssize_t done = options_.disk->write(file_, bytes);
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  if (options_.disk->sync(file_) != 0) return false;
  end_ += size;
  return true;
}

void Journal::acknowledge(Batch& batch, const std::vector<Receipt>& receipts) {
  {
    const std::scoped_lock guard(mutex_);
    head_ = {options_.stream, receipts.back().number, receipts.back().hash, digest_->algorithm()};
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].promise.set_value(receipts[i]);
}

/// What reached the file of a batch that failed is cut off, so that nothing comes back after a restart of
/// which somebody was told that it failed. If the disk refuses even that, whole lines may come back.
void Journal::fail(Batch& batch, int why) {
  if (broken_.empty() && file_ >= 0) options_.disk->truncate(file_, end_);
  {
    const std::scoped_lock guard(mutex_);
    if (broken_.empty()) broken_ = std::strerror(why);
    std::ranges::move(waiting_, std::back_inserter(batch));
    waiting_.clear();
  }
  const auto error = std::make_exception_ptr(Error(kUnwritable, {options_.folder}, {broken_}, kSurroundings));
  for (Waiting& waiting : batch) waiting.promise.set_exception(error);
}

}  // namespace zhiheng::journal
