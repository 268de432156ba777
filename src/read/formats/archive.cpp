#include "read/formats/archive.h"

#include <unzip.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace zhiheng::read {
namespace {

constexpr ErrorCode kTooLarge{"read.too-large", "文件超过 {} MB，未读取",
                              "the file is over {} MB and was not read"};
constexpr ErrorCode kTooManyParts{"read.hostile", "压缩包内超过 1000 个部件，拒绝读取",
                                  "the archive has more than 1,000 parts; refused"};
constexpr ErrorCode kBomb{"read.hostile", "压缩包展开后过大（部件 {}），疑为压缩炸弹，拒绝读取",
                          "the archive expands too far (part {}): a zip bomb? Refused"};
constexpr ErrorCode kDamaged{"read.damaged", "压缩包已损坏或不完整", "the archive is damaged or cut off"};
constexpr ErrorCode kMissing{"read.damaged", "缺少部件 {} 或其内容已损坏", "part {} is missing or damaged"};
constexpr ErrorCode kEncrypted{"read.encrypted", "文件已加密，需要口令",
                               "the file is encrypted: it needs a password"};

constexpr size_t kMaxParts = 1000;
constexpr size_t kFreeSize = 100'000;  // below it any ratio is harmless

}  // namespace

/// minizip's file functions over the bytes in memory.
struct MemoryFile {
  static Archive& of(voidpf file) { return *static_cast<Archive*>(file); }

  static voidpf open(voidpf archive, const void*, int) { return archive; }
  static uLong read(voidpf, voidpf file, void* buffer, uLong size) {
    Archive& archive = of(file);
    const size_t count = std::min<size_t>(size, archive.bytes_.size() - archive.at_);
    std::memcpy(buffer, archive.bytes_.data() + archive.at_, count);
    archive.at_ += count;
    return static_cast<uLong>(count);
  }
  static uLong write(voidpf, voidpf, const void*, uLong) { return 0; }
  static ZPOS64_T tell(voidpf, voidpf file) { return of(file).at_; }
  static long seek(voidpf, voidpf file, ZPOS64_T offset, int origin) {
    Archive& archive = of(file);
    const size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? archive.at_
                        : origin == ZLIB_FILEFUNC_SEEK_END ? archive.bytes_.size()
                                                           : 0;
    const auto to = static_cast<size_t>(base + offset);
    if (to > archive.bytes_.size()) return -1;
    archive.at_ = to;
    return 0;
  }
  static int close(voidpf, voidpf) { return 0; }
  static int error(voidpf, voidpf) { return 0; }
};

bool is_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Archive::Archive(std::string_view bytes, std::string shown, const ArchiveLimits& limits)
    : bytes_(bytes), shown_(std::move(shown)), limits_(limits) {
  if (bytes.size() > limits.file) throw Error(kTooLarge, {shown_}, {std::to_string(limits.file / 1'000'000)});
  zlib_filefunc64_def functions{MemoryFile::open, MemoryFile::read,  MemoryFile::write, MemoryFile::tell,
                                MemoryFile::seek, MemoryFile::close, MemoryFile::error, this};
  zip_ = unzOpen2_64("", &functions);
  if (zip_ == nullptr) throw Error(kDamaged, {shown_});
  try {
    list_parts();
  } catch (...) {
    unzClose(zip_);
    throw;
  }
}

Archive::~Archive() { unzClose(zip_); }

void Archive::list_parts() {
  unz_global_info64 info{};
  if (unzGetGlobalInfo64(zip_, &info) != UNZ_OK) throw Error(kDamaged, {shown_});
  if (info.number_entry > kMaxParts) throw Error(kTooManyParts, {shown_});
  size_t expanded = 0;
  int status = unzGoToFirstFile(zip_);
  for (; status == UNZ_OK; status = unzGoToNextFile(zip_)) {
    unz_file_info64 file{};
    std::array<char, 512> name{};
    if (unzGetCurrentFileInfo64(zip_, &file, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) !=
        UNZ_OK) {
      throw Error(kDamaged, {shown_});
    }
    if ((file.flag & 1) != 0) throw Error(kEncrypted, {shown_});
    const bool too_dense =
        file.uncompressed_size > kFreeSize && file.uncompressed_size / limits_.ratio > file.compressed_size;
    expanded += std::min<size_t>(file.uncompressed_size, limits_.expanded + 1);
    if (too_dense || expanded > limits_.expanded) throw Error(kBomb, {shown_}, {name.data()});
    unz64_file_pos position{};
    unzGetFilePos64(zip_, &position);
    parts_[name.data()] = {static_cast<unsigned long>(position.pos_in_zip_directory),
                           static_cast<unsigned long>(position.num_of_file),
                           static_cast<size_t>(file.uncompressed_size)};
  }
  if (status != UNZ_END_OF_LIST_OF_FILE) throw Error(kDamaged, {shown_});
}

size_t Archive::size(const std::string& path) const {
  const auto found = parts_.find(path);
  return found == parts_.end() ? 0 : found->second.size;
}

void Archive::go_to(const std::string& path) {
  const auto found = parts_.find(path);
  if (found == parts_.end()) throw Error(kMissing, {shown_}, {path});
  unz64_file_pos position{found->second.position, found->second.number};
  if (unzGoToFilePos64(zip_, &position) != UNZ_OK || unzOpenCurrentFile(zip_) != UNZ_OK) {
    throw Error(kMissing, {shown_}, {path});
  }
}

void Archive::open(const std::string& path) {
  unzCloseCurrentFile(zip_);
  go_to(path);
  opened_ = path;
}

size_t Archive::read_some(std::span<char> to) {
  constexpr size_t kMost = size_t{1} << 30;
  const int got = unzReadCurrentFile(zip_, to.data(), static_cast<unsigned>(std::min(to.size(), kMost)));
  // Closing at the end tells a wrong check sum.
  if (got < 0 || (got == 0 && !to.empty() && unzCloseCurrentFile(zip_) != UNZ_OK)) {
    throw Error(kMissing, {shown_}, {opened_});
  }
  return static_cast<size_t>(got);
}

std::string Archive::read(const std::string& path) {
  go_to(path);
  const Error missing(kMissing, {shown_}, {path});
  // The directory may lie about the size: no more is taken than it says.
  std::string out(size(path), '\0');
  size_t done = 0;
  int got = 1;
  while (done < out.size() && got > 0) {
    constexpr size_t kStep = 1 << 20;
    got = unzReadCurrentFile(zip_, out.data() + done,
                             static_cast<unsigned>(std::min(kStep, out.size() - done)));
    if (got > 0) done += static_cast<size_t>(got);
  }
  char more = 0;
  const bool longer = got >= 0 && unzReadCurrentFile(zip_, &more, 1) != 0;
  // Tells a wrong check sum.
  if (unzCloseCurrentFile(zip_) != UNZ_OK || got < 0 || done != out.size() || longer) throw missing;
  return out;
}

}  // namespace zhiheng::read
