#pragma once
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/moment.h"
#include "journal/digest.h"
#include "journal/disk.h"
#include "journal/stream.h"

namespace zhiheng::journal {

/// The disk has refused an entry. What was acknowledged before stays; nothing more is taken until the stream
/// is opened anew, because after a failed sync nobody knows what the disk holds.
inline constexpr ErrorCode kUnwritable{
    "journal.unwritable", "日志写不进磁盘：{}。未确认的操作没有生效；处理后请重新启动",
    "the journal can't be written to the disk: {}. What was not acknowledged has "
    "not happened; see to the disk, then start again"};

/// Where an entry stands, for ever.
struct Receipt {
  std::uint64_t number = 0;  // line of the stream, from 1
  std::string hash;          // of that line: stands for it and all before
};

/// One stream, open for appending. Many threads append; one writes what has gathered, waits once for the disk
/// and acknowledges all of it (group commit): while the disk is busy the next batch gathers, so a lone entry
/// never waits for company. One process has a stream open at a time.
class Journal {
 public:
  struct Options {
    std::string folder;                        // the workspace's journal/; made where it is not there
    std::string stream;                        // an identifier
    Algorithm algorithm = Algorithm::kSha256;  // of files that are begun; the files before keep theirs
    Disk* disk = &system_disk();
  };

  /// Checks the chain and cuts off what was never acknowledged (see whole_lines()); where that has whole
  /// lines in it, it is kept beside as FILE.torn-OFFSET. Throws Error: "journal.broken" with file and line,
  /// "journal.busy" (another process has it), "journal.unwritable", "journal.unreadable".
  explicit Journal(const Options& options);
  /// Writes what is still waiting.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Adds an entry: an object of JSON on one line. `at` is put before its members and decides the file, one a
  /// month, never an earlier one than the last. Entries stand in the order of the calls. The future is ready
  /// when the entry is on the disk, or holds Error ("journal.unwritable"). Throws Error
  /// ("journal.bad-entry") for what is no entry.
  std::future<Receipt> append(Moment at, std::string entry);

  /// After the last entry that was acknowledged.
  Head head() const;
  const std::string& folder() const { return options_.folder; }
  const std::string& stream() const { return options_.stream; }

 private:
  struct Waiting {
    Moment at;
    std::string entry;
    std::promise<Receipt> promise;
  };
  using Batch = std::vector<Waiting>;

  void lock();
  void recover();
  void cut_torn(const StreamFile& file, const StreamReport& report);
  void close_files();
  void run();
  Batch gather();
  void write(Batch& batch);
  bool open_file(const std::string& month);
  bool put(std::string_view bytes);
  void acknowledge(Batch& batch, const std::vector<Receipt>& receipts);
  void fail(Batch& batch, int why);

  Options options_;
  int lock_ = -1;
  // Of the writing thread alone, after the constructor:
  int file_ = -1;
  off_t end_ = 0;                 // of the file, behind the last line that is on the disk
  std::string month_;             // of the file
  std::optional<Digest> digest_;  // of the file

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Waiting> waiting_;
  Head head_;
  std::string broken_;  // why nothing more is taken
  bool closing_ = false;
  std::jthread writer_;
};

}  // namespace zhiheng::journal
