#include "journal/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "journal/digest.h"
#include "journal/line.h"
#include "journal/mapped_file.h"
#include "journal/verify.h"

namespace zhiheng::journal {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kNotOne{"backup.not-a-workspace", "{} 不是工作区，也不是工作区的备份",
                            "{} is neither a workspace nor a copy of one"};
constexpr ErrorCode kDiverges{
    "backup.diverges",
    "已有备份与现在的日志对不上：两者之一被改过；未复制任何文件，请先查清（zhiheng verify）",
    "the earlier copy is not the beginning of the journal that is there now: one of the two "
    "was changed; nothing was copied, find out first (zhiheng verify)"};
constexpr ErrorCode kDamaged{"backup.damaged", "文件内容与其名称（SHA-256）不符",
                             "the file is not what its name (SHA-256) says"};
constexpr ErrorCode kNotEmpty{"restore.not-empty", "{} 不是空文件夹；恢复只写入新文件夹",
                              "{} is not an empty folder; a copy is restored into a new one only"};
constexpr std::size_t kHashDigits = 64;

class Copy {
 public:
  Copy(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {
    if (!fs::exists(from_ + "/workspace.json")) throw Error(kNotOne, {from_}, {from_});
  }

  Copied run() {
    for (const char* folder : {"journal", "batches", "files", "keys"}) make_folder(to_ + "/" + folder);
    const auto streams = stream_files(from_ + "/journal");
    for (const StreamFile& file : streams) check_beginning(file.path);
    // The journal first: what its lines speak of lies in the other folders already.
    for (const StreamFile& file : streams) copy_lines(file.path);
    copy_folder("batches");
    copy_folder("files");
    copy_folder("keys");
    copy_bytes(from_ + "/workspace.json", MappedFile(from_ + "/workspace.json").bytes());
    check();
    return std::move(done_);
  }

 private:
  static void make_folder(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) throw Error(kFileUnwritable, {path}, {error.message()}, 3);
    fs::permissions(path, fs::perms::owner_all, error);
  }

  std::string target(const std::string& path) const { return to_ + path.substr(from_.size()); }

  void check_beginning(const std::string& path) const {
    if (!fs::exists(target(path))) return;
    const MappedFile before(target(path)), now(path);
    if (!now.bytes().starts_with(before.bytes())) throw Error(kDiverges, {target(path)});
  }

  void copy_lines(const std::string& path) {
    const MappedFile mapped(path);
    copy_bytes(path, mapped.bytes().substr(0, whole_lines(mapped.bytes())));
  }

  void copy_folder(const std::string& folder) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(from_ + "/" + folder, none)) {
      const std::string name = entry.path().filename();
      if (!entry.is_regular_file() || name.starts_with("unfinished-")) continue;
      const MappedFile mapped(entry.path());
      if (folder != "keys" && fs::exists(target(entry.path())) &&
          fs::file_size(target(entry.path())) == mapped.bytes().size())
        ++done_.kept;
      else
        copy_bytes(entry.path(), mapped.bytes());
    }
  }

  /// As `replace_file`, for the owner's eyes only.
  void copy_bytes(const std::string& path, std::string_view bytes) {
    const std::string name = target(path), beside = name + ".new";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = file >= 0;
    for (std::string_view rest = bytes; written && !rest.empty();) {
      const ssize_t put = ::write(file, rest.data(), rest.size());
      if (put < 0 && errno == EINTR) continue;
      written = put >= 0;
      if (written) rest.remove_prefix(static_cast<std::size_t>(put));
    }
    written = written && ::fsync(file) == 0 && ::rename(beside.c_str(), name.c_str()) == 0;
    const int why = errno;
    if (file >= 0) ::close(file);
    if (!written) throw Error(kFileUnwritable, {name}, {std::strerror(why)}, 3);
    ++done_.files;
    done_.bytes += bytes.size();
  }

  void check() {
    const Verification result = verify(to_ + "/journal");
    if (!result.ok()) throw Error(result.problems);
    done_.head = result.now.hash;
    Digest digest(Algorithm::kSha256);
    for (const char* folder : {"/batches", "/files"}) {
      for (const auto& entry : fs::directory_iterator(to_ + folder)) {
        const std::string name = entry.path().filename();
        if (name.size() == kHashDigits && view(digest.of(MappedFile(entry.path()).bytes())) != name)
          throw Error(kDamaged, {entry.path()});
      }
    }
  }

  std::string from_, to_;
  Copied done_;
};

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

Copied backup(const std::string& from, const std::string& to) {
  return Copy(without_slash(from), without_slash(to)).run();
}

Copied restore(const std::string& from, const std::string& to) {
  std::error_code none;
  if (fs::exists(to, none) && !(fs::is_directory(to, none) && fs::is_empty(to, none)))
    throw Error(kNotEmpty, {to}, {to});
  return backup(from, to);
}

}  // namespace zhiheng::journal
