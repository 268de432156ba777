#include "intake/workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file.h"
#include "intake/replaced.h"
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
constexpr ErrorCode kUnwritable{"file.unwritable", "写不了文件：{}", "the file can't be written: {}"};

void make_folders(const std::string& folder) {
  for (const char* name : {"batches", "segments", "journal"}) {
    std::error_code error;
    fs::create_directories(folder + "/" + name, error);
    if (error) throw Error(kUnwritable, {folder + "/" + name}, {error.message()}, 3);
    fs::permissions(folder + "/" + name, fs::perms::owner_all, error);
  }
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
    if (fs::exists(folder) && !fs::is_empty(folder)) throw Error(kNotOne, {folder}, {folder});
    make_folders(folder);
    write_file(about, Json({{"district", district}, {"form", 1}}).dump(2) + "\n");
  }
  const Json json = Json::parse(read_file(about, about), nullptr, false);
  if (json.is_discarded() || !json.contains("district")) throw Error(kNotOne, {about}, {folder});
  if (json["district"] != district)
    throw Error(kOther, {about}, {json["district"].get<std::string>(), district});
  if (writes) {
    workspace->lock_ = ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (workspace->lock_ < 0) throw Error(kUnwritable, {folder}, {std::strerror(errno)}, 3);
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
    throw Error(kUnwritable, {path}, {std::strerror(errno)}, 3);
}

void Workspace::append(const std::string& line) {
  const std::string path = journal_path(folder_);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string text = line + "\n";
  const bool written = file >= 0 &&
                       ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(file) == 0;
  const int why = errno;
  if (file >= 0) ::close(file);
  if (!written) throw Error(kUnwritable, {path}, {std::strerror(why)}, 3);
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
  if (count != 0)
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
    if (!kept_) ::unlink(path_.c_str());
  }

  void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out) override {
    rows_.put(block, lines, left_out);
  }

  void received(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t done = ::write(file_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) fail();
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
  }

  std::uint64_t complete(const std::string& sha256) override {
    rows_.finish(sha256);
    const std::uint64_t replaced = workspace_.write_replaced(dataset_, workspace_.next_number());
    if (::fsync(file_) != 0 || ::rename(path_.c_str(), workspace_.received_path(sha256).c_str()) != 0) fail();
    kept_ = true;
    return replaced;
  }

  std::uint64_t commit(Batch batch, const std::map<std::string, std::string>& heads) override {
    workspace_.append(workspace_.import_line(std::move(batch), heads));
    return workspace_.batches().back().number;
  }

 private:
  [[noreturn]] void fail() const { throw Error(kUnwritable, {path_}, {std::strerror(errno)}, 3); }

  Workspace& workspace_;
  const catalog::Dataset& dataset_;
  std::string segment_, path_;
  SegmentRows rows_;
  int file_;
  bool kept_ = false;
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
