#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace zhiheng::report::office {

enum class Packing { kDeflate, kStore };

/// Writes a zip archive whose bytes depend on the entries only: every entry is dated 1980-01-01, the first
/// day of the format.
class ZipWriter {
 public:
  /// Creates `path`. Throws Error(`failure`, exit code 3) with the path here and whenever a write fails.
  ZipWriter(const std::string& path, const ErrorCode& failure);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  /// Adds one entry; `name` is ASCII with forward slashes. Store what is compressed already.
  void add(const std::string& name, std::string_view bytes, Packing packing = Packing::kDeflate);
  /// Writes the directory and closes the file. Without it the archive is unreadable.
  void close();

 private:
  void check(bool good) const;

  std::string path_;
  const ErrorCode& failure_;
  void* zip_ = nullptr;
};

}  // namespace zhiheng::report::office
