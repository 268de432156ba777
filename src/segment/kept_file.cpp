#include "segment/kept_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace zhiheng::segment {
namespace {

constexpr std::uint64_t kMagic = 0x0031'5054'504B'485A;  // "ZHKPTP1\0"

/// Before the content, which begins at a multiple of 8 bytes for whoever reads it in words.
struct Head {
  std::uint64_t magic = kMagic;
  std::uint64_t size = 0;  // of the content
  std::uint64_t key_low = 0, key_high = 0;
  std::uint64_t checksum = 0;
};

Head head_of(std::string_view key, std::string_view content) {
  const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
  return {kMagic, content.size(), hash.low64, hash.high64, XXH3_64bits(content.data(), content.size())};
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

bool read_all(int file, char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(file, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

}  // namespace

std::optional<std::string> read_kept(const std::string& path, std::string_view key) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status {};
  Head head;
  if (file.fd < 0 || ::fstat(file.fd, &status) != 0 ||
      !read_all(file.fd, reinterpret_cast<char*>(&head), sizeof head))
    return std::nullopt;
  // Before anything is allocated: the size is the file's own.
  if (head.magic != kMagic || head.size != static_cast<std::uint64_t>(status.st_size) - sizeof head)
    return std::nullopt;
  const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
  if (hash.low64 != head.key_low || hash.high64 != head.key_high) return std::nullopt;
  std::string content(head.size, '\0');
  if (!read_all(file.fd, content.data(), content.size())) return std::nullopt;
  if (XXH3_64bits(content.data(), content.size()) != head.checksum) return std::nullopt;
  return content;
}

void write_kept(const std::string& path, std::string_view key, std::string_view content) {
  std::string beside = path + ".new-XXXXXX";
  const Descriptor file{::mkostemp(beside.data(), O_CLOEXEC)};
  if (file.fd < 0) return;
  const Head head = head_of(key, content);
  const bool written = write_all(file.fd, {reinterpret_cast<const char*>(&head), sizeof head}) &&
                       write_all(file.fd, content) && ::rename(beside.c_str(), path.c_str()) == 0;
  if (!written) ::unlink(beside.c_str());
}

}  // namespace zhiheng::segment
