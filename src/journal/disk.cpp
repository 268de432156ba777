#include "journal/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace zhiheng::journal {
namespace {

class SystemDisk final : public Disk {
 public:
  int open(const std::string& path) override {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  }
  ssize_t write(int file, std::string_view bytes) override {
    ssize_t put = 0;
    do put = ::write(file, bytes.data(), bytes.size());
    while (put < 0 && errno == EINTR);
    return put;
  }
  int sync(int file) override { return ::fdatasync(file); }
  int sync_folder(const std::string& folder) override {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return -1;
    const int result = ::fsync(file), why = errno;
    ::close(file);
    errno = why;
    return result;
  }
  int truncate(int file, off_t size) override { return ::ftruncate(file, size); }
  void close(int file) override { ::close(file); }
};

}  // namespace

Disk& system_disk() {
  static SystemDisk disk;
  return disk;
}

}  // namespace zhiheng::journal
