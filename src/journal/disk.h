#pragma once
#include <sys/types.h>

#include <string>
#include <string_view>

namespace zhiheng::journal {

/// The system calls by which the journal reaches the disk: one place for tests to let them fail. Each gives
/// what the call gives: -1 with errno when it failed. Used by one thread at a time.
class Disk {
 public:
  virtual ~Disk() = default;
  /// Opens a file for appending and makes it where it is not there.
  virtual int open(const std::string& path) = 0;
  virtual ssize_t write(int file, std::string_view bytes) = 0;
  /// Comes back when bytes and length of the file are on the disk.
  virtual int sync(int file) = 0;
  /// Comes back when the names in a folder are on the disk.
  virtual int sync_folder(const std::string& folder) = 0;
  virtual int truncate(int file, off_t size) = 0;
  virtual void close(int file) = 0;
};

/// The real one. Lives as long as the program.
Disk& system_disk();

}  // namespace zhiheng::journal
