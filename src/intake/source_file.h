#pragma once
// A file of records that is being taken in.
#include <sys/stat.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace zhiheng::intake {

/// An open file that must stay as it is. Throws Error ("file.unreadable", exit code 3).
class SourceFile {
 public:
  explicit SourceFile(const std::string& path);
  ~SourceFile();
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  std::uint64_t size() const { return static_cast<std::uint64_t>(status_.st_size); }
  /// Fills `to` from there on; gives how many bytes there were. Throws Error ("intake.changed") where the
  /// file has become shorter.
  std::size_t read(std::uint64_t at, std::span<char> to) const;
  /// Throws Error ("intake.changed") where the file is not the one that was opened any more.
  void check_unchanged() const;

 private:
  [[noreturn]] void fail() const;

  std::string path_;
  int file_;
  struct stat status_ {};
};

/// SHA-256 of what is read.
class FileHash {
 public:
  FileHash();
  ~FileHash();
  FileHash(const FileHash&) = delete;
  FileHash& operator=(const FileHash&) = delete;

  void add(std::string_view bytes);
  /// Once, at the end.
  std::string hex();

 private:
  evp_md_ctx_st* hash_;
};

}  // namespace zhiheng::intake
