#include "intake/workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/file.h"
#include "base/text.h"
#include "intake/replaced.h"

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
constexpr ErrorCode kBroken{"workspace.journal-broken", "日志从这一行起与前文不符，可能被改过；请由备份恢复",
                            "from this line on the journal doesn't follow from what is before: it may have "
                            "been changed; restore a backup"};
constexpr ErrorCode kUnwritable{"file.unwritable", "写不了文件：{}", "the file can't be written: {}"};
constexpr ErrorCode kNoBatch{"workspace.no-batch", "没有批次 {}；用 zhiheng batches 查看",
                             "there is no batch {}: see zhiheng batches"};
constexpr ErrorCode kGone{"workspace.withdrawn-already", "批次 {} 已于 {} 撤回",
                          "the batch {} was withdrawn at {}"};

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

void make_folders(const std::string& folder) {
  for (const char* name : {"batches", "segments", "journal"}) {
    std::error_code error;
    fs::create_directories(folder + "/" + name, error);
    if (error) throw Error(kUnwritable, {folder + "/" + name}, {error.message()}, 3);
    fs::permissions(folder + "/" + name, fs::perms::owner_all, error);
  }
}

std::string journal_path(const std::string& folder) { return folder + "/journal/intake.ndjson"; }

Json to_json(const Batch& b) {
  return {{"number", b.number},
          {"dataset", b.dataset},
          {"sha256", b.sha256},
          {"file", b.file},
          {"at", b.at},
          {"by", b.by},
          {"definition", b.definition},
          {"rows", b.rows},
          {"rejected", b.rejected},
          {"warnings", b.warnings},
          {"replaced", b.replaced},
          {"simulated", b.simulated}};
}

Batch batch_of(const Json& json) {
  Batch b;
  b.number = json.at("number");
  b.dataset = json.at("dataset");
  b.sha256 = json.at("sha256");
  b.file = json.at("file");
  b.at = json.at("at");
  b.by = json.at("by");
  b.definition = json.at("definition");
  b.rows = json.at("rows");
  b.rejected = json.at("rejected");
  b.warnings = json.at("warnings");
  b.replaced = json.at("replaced");
  b.simulated = json.at("simulated");
  return b;
}

}  // namespace

std::unique_ptr<Workspace> Workspace::open(const std::string& folder, const std::string& district,
                                           bool writes) {
  std::unique_ptr<Workspace> workspace(new Workspace);
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
    apply(text.substr(begin, end - begin), ++number);
  if (begin != text.size() && lock_ >= 0 && ::truncate(path.c_str(), static_cast<off_t>(begin)) != 0)
    throw Error(kUnwritable, {path}, {std::strerror(errno)}, 3);
}

void Workspace::apply(const std::string& line, std::size_t number) {
  const Location where{journal_path(folder_), static_cast<int>(number)};
  const Json json = Json::parse(line, nullptr, false);
  try {
    if (json.is_discarded() || json.at("before") != last_hash_) throw Error(kBroken, where);
    const std::string does = json.at("does");
    if (does == "import") {
      batches_.push_back(batch_of(json.at("batch")));
      for (const auto& [head, column] : json.at("heads").items())
        heads_[batches_.back().dataset][head] = column;
    } else if (does == "withdraw") {
      Batch& batch = batches_.at(json.at("number").get<std::uint64_t>() - 1);
      batch.withdrawn = true;
      batch.withdrawn_at = json.at("at");
      batch.withdrawn_by = json.at("by");
      batch.reason = json.at("reason");
    } else {
      throw Error(kBroken, where);
    }
  } catch (const nlohmann::json::exception&) {
    throw Error(kBroken, where);
  } catch (const std::out_of_range&) {
    throw Error(kBroken, where);
  }
  last_hash_ = sha256_hex(line);
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
  apply(line, batches_.size());
}

void Workspace::sweep() const {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_ + "/segments", ignored))
    if (batch(entry.path().stem().string()) == nullptr) fs::remove(entry.path(), ignored);
  for (const auto& entry : fs::directory_iterator(folder_ + "/batches", ignored))
    if (std::ranges::none_of(batches_, [&](const Batch& b) { return b.sha256 == entry.path().filename(); }))
      fs::remove(entry.path(), ignored);
}

const Batch* Workspace::batch(std::string_view name) const {
  for (const Batch& batch : batches_)
    if (batch.id() == name || std::to_string(batch.number) == name) return &batch;
  return nullptr;
}

const Batch* Workspace::live_batch(std::string_view dataset, std::string_view sha256) const {
  for (const Batch& batch : batches_)
    if (!batch.withdrawn && batch.dataset == dataset && batch.sha256 == sha256) return &batch;
  return nullptr;
}

std::map<std::string, std::string> Workspace::known_heads(const std::string& dataset) const {
  const auto found = heads_.find(dataset);
  return found == heads_.end() ? std::map<std::string, std::string>{} : found->second;
}

std::string Workspace::new_segment(const std::string& dataset) const {
  return folder_ + "/segments/" + dataset + "-" + std::to_string(next_number()) + ".seg";
}

std::string Workspace::received_path(const std::string& sha256) const {
  return folder_ + "/batches/" + sha256;
}

std::vector<LiveBatch> Workspace::live(const std::string& dataset) const {
  std::vector<LiveBatch> live;
  for (const Batch& batch : batches_) {
    if (batch.withdrawn || batch.dataset != dataset) continue;
    const std::string path = folder_ + "/segments/" + batch.id();
    for (const auto& [number, rows] : read_replaced(path + ".replaced"))
      for (LiveBatch& earlier : live)
        if (earlier.batch->number == number) mark_dead(earlier, rows);
    live.push_back({&batch, std::make_shared<const segment::Segment>(path + ".seg"), {}, 0});
    live.back().live_rows = live.back().segment->rows();
  }
  return live;
}

std::uint64_t Workspace::write_replaced(const catalog::Dataset& dataset,
                                        const std::string& segment_path) const {
  const segment::Segment segment(segment_path);
  const Replaced replaced = find_replaced(dataset, segment, live(dataset.id));
  std::uint64_t count = 0;
  for (const auto& [_, rows] : replaced) count += rows.size();
  const std::string path = segment_path.substr(0, segment_path.size() - 4) + ".replaced";
  if (count != 0) write_replaced_file(path, replaced);
  return count;
}

void Workspace::commit(Batch batch, const std::map<std::string, std::string>& heads) {
  batch.number = next_number();
  batch.at = now();
  append(
      Json({{"before", last_hash_}, {"does", "import"}, {"batch", to_json(batch)}, {"heads", heads}}).dump());
}

void Workspace::withdraw(std::string_view name, const std::string& by, const std::string& reason) {
  const Batch* found = batch(name);
  if (found == nullptr) throw Error(kNoBatch, {}, {std::string(name)});
  if (found->withdrawn) throw Error(kGone, {}, {found->id(), found->withdrawn_at});
  append(Json({{"before", last_hash_},
               {"does", "withdraw"},
               {"number", found->number},
               {"at", now()},
               {"by", by},
               {"reason", reason}})
             .dump());
}

}  // namespace zhiheng::intake
