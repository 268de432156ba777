#pragma once
#include <string>
#include <string_view>

namespace zhiheng::journal {

/// A file as it was when it was opened, in memory for reading.
class MappedFile {
 public:
  /// Throws Error ("journal.unreadable", exit code 3).
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace zhiheng::journal
