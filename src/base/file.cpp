#include "base/file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace zhiheng {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kUnreadable{"file.unreadable", "文件无法读取：{}", "the file can't be read: {}"};
constexpr ErrorCode kTooLarge{"file.too-large", "文件超过 64 MiB，未读取",
                              "the file is over 64 MiB and was not read"};
constexpr ErrorCode kUnwritable{"file.unwritable", "无法写入：{}。原有输出未改动",
                                "can't be written: {}. The former output is untouched"};
constexpr ErrorCode kNotOurs{"out.not-ours",
                             "该文件夹不是本程序的输出（缺少 {}），未覆盖；请换一个文件夹或自行清空",
                             "this folder is not an output of ours (it has no {}) and was left alone; choose "
                             "another or empty it yourself"};
constexpr size_t kMaxBytes = size_t{64} << 20;

/// Whether `target` is a folder that is empty or holds `marker`; not where that can't be seen.
bool may_replace(const fs::path& target, const std::string& marker) {
  std::error_code unseen;
  return fs::is_directory(target, unseen) &&
         (fs::is_empty(target, unseen) || fs::exists(target / marker, unseen));
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

/// False with errno where the system refuses.
bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t put = ::write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    content.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

}  // namespace

std::string read_file(const std::string& path, const std::string& shown) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat info {};
  if (file.fd < 0 || ::fstat(file.fd, &info) != 0) throw Error(kUnreadable, {shown}, {std::strerror(errno)});
  if (!S_ISREG(info.st_mode)) throw Error(kUnreadable, {shown}, {std::strerror(EISDIR)});
  if (static_cast<size_t>(info.st_size) > kMaxBytes) throw Error(kTooLarge, {shown});
  std::string content(static_cast<size_t>(info.st_size), '\0');
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t got = ::read(file.fd, content.data() + done, content.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(kUnreadable, {shown}, {std::strerror(errno)});
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  content.resize(done);
  return content;
}

void write_file(const std::string& path, std::string_view content) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  if (file.fd < 0 || !write_all(file.fd, content))
    throw Error(kUnwritable, {path}, {std::strerror(errno)}, kSurroundings);
}

void replace_file(const std::string& path, std::string_view content) {
  std::string beside = path + ".new-XXXXXX";
  const Descriptor file{::mkostemp(beside.data(), O_CLOEXEC)};
  const bool written = file.fd >= 0 && write_all(file.fd, content) && ::fchmod(file.fd, 0644) == 0 &&
                       ::fsync(file.fd) == 0 && ::rename(beside.c_str(), path.c_str()) == 0;
  if (written) return;
  const std::string reason = std::strerror(errno);
  if (file.fd >= 0) ::unlink(beside.c_str());
  throw Error(kUnwritable, {path}, {reason}, kSurroundings);
}

std::vector<std::string> list_files(const std::string& folder, std::string_view suffix) {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(suffix))
      out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

StagedFolder::StagedFolder(const std::string& target) : target_(target) {
  while (target_.size() > 1 && target_.back() == '/') target_.pop_back();
  const fs::path parent = fs::absolute(target_).parent_path();
  std::error_code error;
  fs::create_directories(parent, error);
  path_ = (parent / ("." + fs::path(target_).filename().string() + ".new-XXXXXX")).string();
  if (error || ::mkdtemp(path_.data()) == nullptr) {
    const std::string reason = error ? error.message() : std::strerror(errno);
    path_.clear();
    throw Error(kUnwritable, {target_}, {reason}, kSurroundings);
  }
  ::chmod(path_.c_str(), 0755);
}

StagedFolder::~StagedFolder() {
  std::error_code none;
  if (!path_.empty()) fs::remove_all(path_, none);
}

void StagedFolder::commit(const std::string& marker) {
  std::error_code error;
  const bool exists = fs::exists(target_, error);
  if (exists && !may_replace(target_, marker)) throw Error(kNotOurs, {target_}, {marker});
  const std::string old = path_ + ".old";
  if (exists) fs::rename(target_, old, error);
  if (!error) fs::rename(path_, target_, error);
  if (error) {
    std::error_code none;
    if (exists && !fs::exists(target_)) fs::rename(old, target_, none);
    throw Error(kUnwritable, {target_}, {error.message()}, kSurroundings);
  }
  path_.clear();
  fs::remove_all(old, error);
}

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr);
  std::string out;
  for (unsigned int i = 0; i < length; ++i) {
    constexpr char kHex[] = "0123456789abcdef";
    out += kHex[digest[i] >> 4];
    out += kHex[digest[i] & 15];
  }
  return out;
}

}  // namespace zhiheng
