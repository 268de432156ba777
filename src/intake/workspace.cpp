#include "intake/workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file.h"
#include "intake/replaced.h"
#include "intake/segment_checks.h"
#include "intake/segment_rows.h"

namespace zhiheng::intake {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr ErrorCode kNotOne{"workspace.not-one", "{} 不是工作区，又不是空文件夹",
                            "{} is no workspace, and not an empty folder"};
constexpr ErrorCode kOther{"workspace.other-district", "这个工作区属于 {}，不是 {}",
                           "this workspace is that of {}, not of {}"};
constexpr ErrorCode kBusy{"workspace.busy", "另一个进程正在写这个工作区；等它结束再试",
                          "another process writes this workspace: try again when it is done"};
constexpr ErrorCode kLost{"workspace.segment-lost", "文件 {} 不见了；请由收到的原始文件重建：zhiheng rebuild",
                          "the file {} is gone; rebuild it from the file as received: zhiheng rebuild"};

void make_folders(const std::string& folder) {
  for (const char* name : {"batches", "segments", "journal"}) {
    std::error_code error;
    fs::create_directories(folder + "/" + name, error);
    if (error) throw Error(kFileUnwritable, {folder + "/" + name}, {error.message()}, 3);
    fs::permissions(folder + "/" + name, fs::perms::owner_all, error);
  }
}

/// False with errno where the system refuses.
bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

/// Whether a folder holds nothing but what an interruption leaves while a workspace is made.
bool only_begun(const std::string& folder) {
  return std::ranges::all_of(fs::directory_iterator(folder), [](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    const bool ours = name == "batches" || name == "segments" || name == "journal";
    return name.starts_with("workspace.json.new-") || (ours && entry.is_directory() && fs::is_empty(entry));
  });
}

std::string journal_path(const std::string& folder) { return folder + "/journal/intake.ndjson"; }

}  // namespace

std::unique_ptr<Workspace> Workspace::open(const std::string& folder, const catalog::Catalog& catalog,
                                           bool writes) {
  const std::string& district = catalog.district.id;
  std::unique_ptr<Workspace> workspace(new Workspace(catalog));
  workspace->folder_ = folder;
  const std::string about = folder + "/workspace.json";
  if (!fs::exists(about)) {
    if (fs::exists(folder) && !only_begun(folder)) throw Error(kNotOne, {folder}, {folder});
    make_folders(folder);
    replace_file(about, Json({{"district", district}, {"form", 1}}).dump(2) + "\n");
  }
  const Json json = Json::parse(read_file(about, about), nullptr, false);
  if (json.is_discarded() || !json.contains("district")) throw Error(kNotOne, {about}, {folder});
  if (json["district"] != district)
    throw Error(kOther, {about}, {json["district"].get<std::string>(), district});
  if (writes) {
    workspace->lock_ = ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (workspace->lock_ < 0) throw Error(kFileUnwritable, {folder}, {std::strerror(errno)}, 3);
    if (::flock(workspace->lock_, LOCK_EX | LOCK_NB) != 0) throw Error(kBusy, {folder}, {}, 3);
    make_folders(folder);
  }
  workspace->replay();
  if (writes) workspace->sweep();
  return workspace;
}

Workspace::~Workspace() {
  if (lock_ >= 0) ::close(lock_);
}

/// A last line without its end is a write that was interrupted: it never was acknowledged.
void Workspace::replay() {
  const std::string path = journal_path(folder_);
  if (!fs::exists(path)) return;
  const std::string text = read_file(path, path);
  std::size_t begin = 0, number = 0;
  for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    RecordStore::replay(text.substr(begin, end - begin), {path, static_cast<int>(++number)});
  if (begin != text.size() && lock_ >= 0 && ::truncate(path.c_str(), static_cast<off_t>(begin)) != 0)
    throw Error(kFileUnwritable, {path}, {std::strerror(errno)}, 3);
}

/// A line that can't be written whole is taken away again: the next one must not be glued to its beginning.
void Workspace::append(const std::string& line) {
  const std::string path = journal_path(folder_);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  struct stat before {};
  bool written = file >= 0 && ::fstat(file, &before) == 0;
  if (written && (!write_all(file, line + "\n") || ::fsync(file) != 0)) {
    const int why = errno;
    written = false;
    [[maybe_unused]] const int ignored = ::ftruncate(file, before.st_size);
    errno = why;
  }
  const int why = errno;
  if (file >= 0) ::close(file);
  if (!written) throw Error(kFileUnwritable, {path}, {std::strerror(why)}, 3);
  RecordStore::replay(line, {path, static_cast<int>(batches().size())});
}

void Workspace::sweep() const {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_ + "/segments", ignored))
    if (batch(entry.path().stem().string()) == nullptr) fs::remove(entry.path(), ignored);
  for (const auto& entry : fs::directory_iterator(folder_ + "/batches", ignored))
    if (std::ranges::none_of(batches(), [&](const Batch& b) { return b.sha256 == entry.path().filename(); }))
      fs::remove(entry.path(), ignored);
}

std::string Workspace::segment_path(const Batch& batch) const {
  return folder_ + "/segments/" + batch.id() + ".seg";
}

std::string Workspace::received_path(const std::string& sha256) const {
  return folder_ + "/batches/" + sha256;
}

std::vector<LiveBatch> Workspace::live(const std::string& dataset) const {
  return live(dataset, next_number());
}

std::vector<LiveBatch> Workspace::live(const std::string& dataset, std::uint64_t before) const {
  std::vector<LiveBatch> live;
  for (const Batch* batch : live_batches(dataset)) {
    if (batch->number >= before) break;
    const std::string path = folder_ + "/segments/" + batch->id();
    const bool replaces = batch->replaced != 0;
    for (const std::string& needed : {path + ".seg", replaces ? path + ".replaced" : path + ".seg"})
      if (!fs::exists(needed)) throw Error(kLost, {needed}, {fs::path(needed).filename().string()}, 3);
    for (const auto& [number, rows] : read_replaced(path + ".replaced"))
      for (LiveBatch& earlier : live)
        if (earlier.batch->number == number) mark_dead(earlier, rows);
    live.push_back({batch, std::make_shared<const segment::Segment>(path + ".seg"), {}, 0});
    live.back().live_rows = live.back().segment->rows();
  }
  return live;
}

std::uint64_t Workspace::write_replaced(const catalog::Dataset& dataset, std::uint64_t number) const {
  const std::string path = folder_ + "/segments/" + dataset.id + "-" + std::to_string(number);
  const Replaced replaced = find_replaced(dataset, segment::Segment(path + ".seg"), live(dataset.id, number));
  std::uint64_t count = 0;
  for (const auto& [_, rows] : replaced) count += rows.size();
  std::error_code ignored;
  const bool said = number <= batches().size() && batches()[number - 1].replaced != 0;
  if (count != 0 || said)  // the journal's word that there is one makes a missing file a loss
    write_replaced_file(path + ".replaced", replaced);
  else
    fs::remove(path + ".replaced", ignored);
  return count;
}

/// Rows go to a segment, bytes to a file of another name until all of it is there.
class Workspace::Arriving final : public NewBatch {
 public:
  Arriving(Workspace& workspace, const catalog::Dataset& dataset)
      : workspace_(workspace),
        dataset_(dataset),
        segment_(workspace.folder_ + "/segments/" + dataset.id + "-" +
                 std::to_string(workspace.next_number()) + ".seg"),
        path_(workspace.folder_ + "/batches/unfinished-" + std::to_string(::getpid())),
        rows_(dataset, workspace.catalog_, segment_),
        file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
    if (file_ < 0) fail();
  }
  ~Arriving() override {
    ::close(file_);
    if (committed_) return;
    ::unlink(path_.c_str());
    ::unlink(segment_.c_str());
    ::unlink((stem() + ".replaced").c_str());
    const bool needed =
        std::ranges::any_of(workspace_.batches(), [&](const Batch& b) { return b.sha256 == received_; });
    if (!received_.empty() && !needed) ::unlink(workspace_.received_path(received_).c_str());
  }

  void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out) override {
    rows_.put(block, lines, left_out);
  }

  void received(std::string_view bytes) override {
    if (!write_all(file_, bytes)) fail();
  }

  std::uint64_t complete(const std::string& sha256) override {
    rows_.finish(sha256);
    return workspace_.write_replaced(dataset_, workspace_.next_number());
  }

  std::map<Date, Total> totals(const std::optional<Days>& days, bool with_this) override {
    auto live = workspace_.live(dataset_.id);
    if (with_this) {
      for (const auto& [number, rows] : read_replaced(stem() + ".replaced"))
        for (LiveBatch& earlier : live)
          if (earlier.batch->number == number) mark_dead(earlier, rows);
      live.push_back(fresh());
    }
    std::map<Date, Total> totals;
    for (const LiveBatch& batch : live) add_totals(dataset_, batch, days, totals);
    return totals;
  }

  void find_lost_references(std::size_t column,
                            const std::function<void(const LostReference&)>& take) override {
    const catalog::Dataset& of = *workspace_.catalog_.dataset(dataset_.columns[column].ref);
    auto live = workspace_.live(of.id);
    const LiveBatch own = fresh();
    if (&of == &dataset_) live.push_back(own);
    intake::find_lost_references(dataset_, column, *own.segment, of, live, take);
  }

  std::uint64_t commit(Batch batch, const std::map<std::string, std::string>& heads) override {
    const std::string received = workspace_.received_path(batch.sha256);
    if (::fsync(file_) != 0 || ::rename(path_.c_str(), received.c_str()) != 0) fail();
    received_ = batch.sha256;
    workspace_.append(workspace_.import_line(std::move(batch), heads));
    committed_ = true;
    return workspace_.batches().back().number;
  }

 private:
  [[noreturn]] void fail() const { throw Error(kFileUnwritable, {path_}, {std::strerror(errno)}, 3); }
  std::string stem() const { return segment_.substr(0, segment_.size() - 4); }
  LiveBatch fresh() const { return {nullptr, std::make_shared<const segment::Segment>(segment_), {}, 0}; }

  Workspace& workspace_;
  const catalog::Dataset& dataset_;
  std::string segment_, path_;
  SegmentRows rows_;
  int file_;
  std::string received_;  // once the file is in its place
  bool committed_ = false;
};

std::unique_ptr<NewBatch> Workspace::begin(const catalog::Dataset& dataset) {
  return std::make_unique<Arriving>(*this, dataset);
}

/// A segment after the other: each has its name only when it is whole.
class Workspace::Renewing final : public Remaking {
 public:
  explicit Renewing(const Workspace& workspace) : workspace_(workspace) {}

  std::string file(const Batch& batch) override { return workspace_.received_path(batch.sha256); }

  RowSink& begin(const Batch& batch, const catalog::Dataset& dataset) override {
    batch_ = &batch;
    dataset_ = &dataset;
    return rows_.emplace(dataset, workspace_.catalog_, workspace_.segment_path(batch));
  }

  void end() override {
    rows_->finish(batch_->sha256);
    rows_.reset();
    workspace_.write_replaced(*dataset_, batch_->number);
  }

  void commit() override {}

 private:
  const Workspace& workspace_;
  const Batch* batch_ = nullptr;
  const catalog::Dataset* dataset_ = nullptr;
  std::optional<SegmentRows> rows_;
};

std::unique_ptr<Remaking> Workspace::remake() { return std::make_unique<Renewing>(*this); }

void Workspace::withdraw(std::string_view name, const std::string& by, const std::string& reason) {
  append(withdraw_line(to_withdraw(name), by, reason));
}

}  // namespace zhiheng::intake
