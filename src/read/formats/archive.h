#pragma once
#include <map>
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// The parts of an XLSX or DOCX file: a ZIP archive in memory, not trusted. Bounded: 20 MB, 1,000 parts, 200
/// MB expanded in all, 100:1 in a part above 100 KB, known from the directory before anything is expanded and
/// held to while expanding.
class Archive {
 public:
  /// Throws Error: "read.too-large", "read.hostile", "read.damaged", "read.encrypted". `bytes` must outlive
  /// it.
  Archive(std::string_view bytes, std::string shown);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool has(const std::string& path) const { return parts_.contains(path); }
  /// The part, expanded. Throws Error ("read.damaged") where it is missing or its check sum is wrong.
  std::string read(const std::string& path);
  const std::string& shown() const { return shown_; }

 private:
  struct Part {
    unsigned long position = 0;  // as minizip tells it
    unsigned long number = 0;
    size_t size = 0;
  };
  void list_parts();

  std::string_view bytes_;
  std::string shown_;
  size_t at_ = 0;
  void* zip_ = nullptr;  // unzFile
  std::map<std::string, Part> parts_;

  friend struct MemoryFile;
};

/// Whether `bytes` begin like a ZIP archive.
bool is_zip(std::string_view bytes);

}  // namespace zhiheng::read
