#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// How large an archive may be; the ratio is that of a part above 100 KB.
struct ArchiveLimits {
  size_t file = 20'000'000;
  size_t expanded = 200'000'000;
  size_t ratio = 100;
};

/// The parts of an XLSX or DOCX file: a ZIP archive in memory, not trusted. Bounded: 1,000 parts and the
/// limits, known from the directory before anything is expanded and held to while expanding.
class Archive {
 public:
  /// Throws Error: "read.too-large", "read.hostile", "read.damaged", "read.encrypted". `bytes` must outlive
  /// it.
  Archive(std::string_view bytes, std::string shown, const ArchiveLimits& limits = {});
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool has(const std::string& path) const { return parts_.contains(path); }
  /// The part, expanded. Throws Error ("read.damaged") where it is missing or its check sum is wrong.
  std::string read(const std::string& path);
  /// The part's expanded size as the directory has it; 0 where there is no such part.
  size_t size(const std::string& path) const;

  /// Begins to expand a part bit by bit; what was begun before is given up. Throws as `read`.
  void open(const std::string& path);
  /// The next bytes of the part begun; 0 at its end. Throws Error ("read.damaged").
  size_t read_some(std::span<char> to);

  const std::string& shown() const { return shown_; }

 private:
  struct Part {
    unsigned long position = 0;  // as minizip tells it
    unsigned long number = 0;
    size_t size = 0;
  };
  void list_parts();
  void go_to(const std::string& path);

  std::string_view bytes_;
  std::string shown_;
  ArchiveLimits limits_;
  std::string opened_;  // the part begun
  size_t at_ = 0;
  void* zip_ = nullptr;  // unzFile
  std::map<std::string, Part> parts_;

  friend struct MemoryFile;
};

/// Whether `bytes` begin like a ZIP archive.
bool is_zip(std::string_view bytes);

}  // namespace zhiheng::read
