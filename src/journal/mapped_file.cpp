#include "journal/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace zhiheng::journal {
namespace {

constexpr ErrorCode kUnreadable{"journal.unreadable", "读不了日志文件：{}",
                                "the file of the journal can't be read: {}"};

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  void* memory = nullptr;
  const bool known = file >= 0 && ::fstat(file, &about) == 0;
  const auto size = known ? static_cast<std::size_t>(about.st_size) : 0;
  if (size != 0) memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  const int why = errno;
  if (file >= 0) ::close(file);
  if (!known || memory == MAP_FAILED) throw Error(kUnreadable, {path}, {std::strerror(why)}, 3);
  if (size == 0) return;
  ::madvise(memory, size, MADV_SEQUENTIAL);
  bytes_ = {static_cast<const char*>(memory), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace zhiheng::journal
