#include "intake/source_file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kUnreadable{"file.unreadable", "读不了文件：{}", "the file can't be read: {}"};
constexpr ErrorCode kChanged{
    "intake.changed", "文件在读取时被改动，没有收下任何内容；请等它写完再导入",
    "the file changed while it was read, and nothing was taken in: import it again when it is finished"};

}  // namespace

SourceFile::SourceFile(const std::string& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0 || ::fstat(file_, &status_) != 0) fail();
  if (!S_ISREG(status_.st_mode)) throw Error(kUnreadable, {path}, {"不是普通文件 not a regular file"}, 3);
}

SourceFile::~SourceFile() {
  if (file_ >= 0) ::close(file_);
}

std::size_t SourceFile::read(std::uint64_t at, std::span<char> to) const {
  std::size_t done = 0;
  while (done < to.size()) {
    const ssize_t got = ::pread(file_, to.data() + done, to.size() - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail();
    if (got == 0 && at + done < size()) throw Error(kChanged, {path_});  // it has become shorter
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

void SourceFile::check_unchanged() const {
  struct stat after {};
  if (::fstat(file_, &after) != 0) fail();
  if (after.st_size != status_.st_size || after.st_mtim.tv_sec != status_.st_mtim.tv_sec ||
      after.st_mtim.tv_nsec != status_.st_mtim.tv_nsec)
    throw Error(kChanged, {path_});
}

void SourceFile::fail() const { throw Error(kUnreadable, {path_}, {std::strerror(errno)}, 3); }

FileHash::FileHash() : hash_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(hash_, EVP_sha256(), nullptr); }

FileHash::~FileHash() { EVP_MD_CTX_free(hash_); }

void FileHash::add(std::string_view bytes) { EVP_DigestUpdate(hash_, bytes.data(), bytes.size()); }

std::string FileHash::hex() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(hash_, digest, &size);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += {kDigits[digest[i] >> 4], kDigits[digest[i] & 15]};
  return hex;
}

}  // namespace zhiheng::intake
