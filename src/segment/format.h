#pragma once
// What a segment's bytes are. Little-endian, every part aligned to 64 bytes.
//
//   head       8 bytes kMagic, 8 bytes 0
//   parts      the blocks' columns one after another: packed codes, or offsets and bytes of plain texts
//   directory  written by `Bytes`: rows, columns, blocks, for each column and block a Part, dictionaries,
//   note tail       Tail
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "segment/segment.h"

namespace zhiheng::segment {

static_assert(std::endian::native == std::endian::little,
              "segments are little-endian and mapped as they are");

constexpr std::uint64_t kMagic = 0x0031'4745'5348'5A00;  // "\0ZHSEG1\0"
constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kAlign = 64;

struct Tail {
  std::uint64_t directory = 0;  // offset
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;  // XXH3 of the directory
  std::uint64_t version = kVersion;
  std::uint64_t magic = kMagic;
};

/// One column of one block in the file.
struct Part {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;      // bytes of the codes; of the offsets and the texts of a plain column
  std::uint64_t checksum = 0;  // XXH3 of them
  std::int64_t base = 0;
  std::int64_t greatest = 0;
  std::uint32_t width = 0;
  std::uint32_t missing = 0;
};

/// The directory on its way out.
class Bytes {
 public:
  void number(std::uint64_t value) { raw(&value, sizeof value); }
  void text(std::string_view value) {
    number(value.size());
    raw(value.data(), value.size());
  }
  template <typename T>
  void all(const std::vector<T>& values) {
    number(values.size());
    raw(values.data(), values.size() * sizeof(T));
  }
  const std::string& content() const { return content_; }

 private:
  void raw(const void* data, std::size_t size) { content_.append(static_cast<const char*>(data), size); }
  std::string content_;
};

/// The directory on its way in. Reading past its end makes it `broken` and gives zeros.
class Directory {
 public:
  explicit Directory(std::string_view bytes) : left_(bytes) {}
  bool broken() const { return broken_; }
  bool done() const { return !broken_ && left_.empty(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    take(&value, sizeof value);
    return value;
  }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > left_.size()) broken_ = true;
    if (broken_) return {};
    const std::string_view value = left_.substr(0, size);
    left_.remove_prefix(size);
    return value;
  }
  template <typename T>
  std::vector<T> all() {
    const std::uint64_t count = number();
    if (count > left_.size() / sizeof(T)) broken_ = true;
    if (broken_) return {};
    std::vector<T> values(count);
    take(values.data(), count * sizeof(T));
    return values;
  }

 private:
  void take(void* to, std::size_t size) {
    if (size > left_.size()) broken_ = true;
    if (broken_ || size == 0) return;
    std::memcpy(to, left_.data(), size);
    left_.remove_prefix(size);
  }
  std::string_view left_;
  bool broken_ = false;
};

}  // namespace zhiheng::segment
