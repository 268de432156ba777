#include "segment/segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/simd.h"
#include "segment/format.h"

namespace zhiheng::segment {
namespace {

constexpr ErrorCode kUnreadable{"file.unreadable", "读不了文件：{}", "the file can't be read: {}"};
constexpr ErrorCode kDamaged{
    "segment.damaged", "明细段文件已损坏（{}）；请由收到的原始文件重建：zhiheng rebuild",
    "the segment is damaged ({}); rebuild it from the file as received: zhiheng rebuild"};
constexpr ErrorCode kOther{"segment.version",
                           "明细段文件的版本是 {}，本程序只读 {}；请用 zhiheng rebuild 重建",
                           "the segment has version {}, this program reads {}: run zhiheng rebuild"};

template <typename Code>
ZHIHENG_EACH_PROCESSOR std::uint64_t greatest_code(const Code* codes, std::size_t count) {
  Code greatest = 0;
  for (std::size_t i = 0; i < count; ++i) greatest = codes[i] > greatest ? codes[i] : greatest;
  return greatest;
}

std::uint64_t greatest_code(const std::byte* codes, std::size_t rows, std::uint32_t width) {
  switch (width) {
    case 1:
      return greatest_code(reinterpret_cast<const std::uint8_t*>(codes), rows);
    case 2:
      return greatest_code(reinterpret_cast<const std::uint16_t*>(codes), rows);
    case 4:
      return greatest_code(reinterpret_cast<const std::uint32_t*>(codes), rows);
    case 8:
      return greatest_code(reinterpret_cast<const std::uint64_t*>(codes), rows);
    default:
      return 0;
  }
}

bool is_width(std::uint32_t width) { return width <= 2 || width == 4 || width == 8; }

}  // namespace

struct Segment::State {
  std::string path, note;
  const char* bytes = nullptr;
  std::size_t size = 0;
  std::uint64_t rows = 0, checksum = 0;
  std::vector<Column> columns;
  std::vector<std::uint64_t> block_rows, block_first;
  std::vector<Part> parts;
  std::vector<std::vector<std::string_view>> dictionaries;
  std::unique_ptr<std::atomic<bool>[]> checked;  // one a part

  ~State() {
    if (bytes != nullptr) ::munmap(const_cast<char*>(bytes), size);
  }

  [[noreturn]] void damaged(const std::string& what) const { throw Error(kDamaged, {path}, {what}, 3); }
  const Part& part(std::size_t column, std::size_t block) const {
    return parts[block * columns.size() + column];
  }

  void map() {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0) {
      const std::string why = std::strerror(errno);
      if (file >= 0) ::close(file);
      throw Error(kUnreadable, {path}, {why}, 3);
    }
    size = static_cast<std::size_t>(status.st_size);
    void* at = size == 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    const std::string why = std::strerror(errno);
    ::close(file);
    if (size < 16 + sizeof(Tail)) {
      if (at != MAP_FAILED) ::munmap(at, size);
      damaged("too short");
    }
    if (at == MAP_FAILED) throw Error(kUnreadable, {path}, {why}, 3);
    bytes = static_cast<const char*>(at);
  }

  std::string_view directory() {
    Tail tail;
    std::memcpy(&tail, bytes + size - sizeof tail, sizeof tail);
    if (tail.magic != kMagic) damaged("no tail: cut short");
    if (tail.version != kVersion)
      throw Error(kOther, {path}, {std::to_string(tail.version), std::to_string(kVersion)}, 3);
    const std::size_t end = size - sizeof tail;
    if (tail.directory > end || tail.size != end - tail.directory) damaged("directory out of place");
    const std::string_view content(bytes + tail.directory, tail.size);
    if (XXH3_64bits(content.data(), content.size()) != tail.checksum) damaged("checksum of the directory");
    checksum = tail.checksum;
    return content;
  }

  void read_columns(Directory& from) {
    rows = from.number();
    const std::uint64_t count = from.number();
    for (std::uint64_t i = 0; i < count && !from.broken(); ++i) {
      Column column;
      column.id = from.text();
      const std::uint64_t kind = from.number();
      if ((kind & 0xFF) > 2) damaged("storage");
      column.storage = static_cast<Storage>(kind & 0xFF);
      column.type = static_cast<std::uint8_t>(kind >> 8);
      column.decimals = static_cast<std::uint8_t>(kind >> 16);
      columns.push_back(std::move(column));
    }
  }

  void read_blocks(Directory& from) {
    block_rows = from.all<std::uint64_t>();
    parts = from.all<Part>();
    std::uint64_t first = 0;
    for (const std::uint64_t count : block_rows) {
      if (count == 0 || count > kMostRowsOfBlock) damaged("rows of a block");
      block_first.push_back(first);
      first += count;
    }
    if (first != rows || parts.size() != block_rows.size() * columns.size()) damaged("blocks");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Part& part = parts[i];
      const bool plain = columns[i % columns.size()].storage == Storage::kPlain;
      const std::uint64_t needed =
          plain ? (block_rows[i / columns.size()] + 1) * 4 : block_rows[i / columns.size()] * part.width;
      if (part.offset > size || part.size > size - part.offset || part.offset % kAlign != 0 ||
          !is_width(part.width) || (plain ? part.size < needed : part.size != needed))
        damaged("a column's place");
    }
    checked = std::make_unique<std::atomic<bool>[]>(parts.size());
  }

  void read_dictionaries(Directory& from) {
    dictionaries.resize(columns.size());
    for (auto& dictionary : dictionaries) {
      const std::uint64_t count = from.number();
      for (std::uint64_t i = 0; i < count && !from.broken(); ++i) dictionary.push_back(from.text());
    }
  }

  /// The checksum, and that every code and offset is within bounds, so that whoever reads needs no check of
  /// their own.
  void check(std::size_t column, std::size_t block) const {
    std::atomic<bool>& done = checked[block * columns.size() + column];
    if (done.load(std::memory_order_acquire)) return;
    const Part& p = part(column, block);
    const std::string where = columns[column].id + " " + std::to_string(block);
    if (XXH3_64bits(bytes + p.offset, p.size) != p.checksum) damaged("checksum of " + where);
    columns[column].storage == Storage::kPlain ? check_plain(p, block, where)
                                               : check_packed(p, column, block, where);
    done.store(true, std::memory_order_release);
  }

  void check_packed(const Part& p, std::size_t column, std::size_t block, const std::string& where) const {
    const std::uint64_t most =
        p.greatest < p.base ? 0 : static_cast<std::uint64_t>(p.greatest - p.base) + p.missing;
    const auto* codes = reinterpret_cast<const std::byte*>(bytes + p.offset);
    if (greatest_code(codes, block_rows[block], p.width) > most) damaged("codes of " + where);
    if (columns[column].storage == Storage::kDictionary && p.greatest >= p.base &&
        (p.base < 0 || static_cast<std::uint64_t>(p.greatest) >= dictionaries[column].size()))
      damaged("dictionary of " + where);
  }

  void check_plain(const Part& p, std::size_t block, const std::string& where) const {
    const auto* offsets = reinterpret_cast<const std::uint32_t*>(bytes + p.offset);
    const std::uint64_t count = block_rows[block];
    const bool ordered = std::is_sorted(offsets, offsets + count + 1);
    if (!ordered || offsets[0] != 0 || offsets[count] != p.size - (count + 1) * 4)
      damaged("texts of " + where);
  }
};

Segment::Segment(const std::string& path) : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.path = path;
  s.map();
  Directory directory(s.directory());
  s.read_columns(directory);
  s.read_blocks(directory);
  s.read_dictionaries(directory);
  s.note = directory.text();
  if (!directory.done()) s.damaged("directory");
}

Segment::~Segment() = default;

const std::string& Segment::path() const { return state_->path; }
const std::string& Segment::note() const { return state_->note; }
std::uint64_t Segment::checksum() const { return state_->checksum; }
std::uint64_t Segment::rows() const { return state_->rows; }
std::size_t Segment::blocks() const { return state_->block_rows.size(); }
std::size_t Segment::block_rows(std::size_t block) const { return state_->block_rows[block]; }
std::uint64_t Segment::block_first(std::size_t block) const { return state_->block_first[block]; }
const std::vector<Column>& Segment::columns() const { return state_->columns; }

std::optional<std::size_t> Segment::column(std::string_view id) const {
  const auto found = std::ranges::find(state_->columns, id, &Column::id);
  if (found == state_->columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - state_->columns.begin());
}

std::optional<Segment::Range> Segment::range(std::size_t column) const {
  std::optional<Range> range;
  for (std::size_t block = 0; block < blocks(); ++block) {
    const Part& part = state_->part(column, block);
    if (part.base > part.greatest) continue;
    if (!range) range = Range{part.base, part.greatest};
    range->least = std::min(range->least, part.base);
    range->greatest = std::max(range->greatest, part.greatest);
  }
  return range;
}

bool Segment::has_missing(std::size_t column) const {
  for (std::size_t block = 0; block < blocks(); ++block)
    if (state_->part(column, block).missing != 0) return true;
  return false;
}

std::span<const std::string_view> Segment::dictionary(std::size_t column) const {
  return state_->dictionaries[column];
}

Packed Segment::packed(std::size_t column, std::size_t block) const {
  state_->check(column, block);
  const Part& part = state_->part(column, block);
  return {part.base,
          static_cast<std::uint8_t>(part.width),
          part.missing != 0,
          part.greatest,
          {reinterpret_cast<const std::byte*>(state_->bytes + part.offset), part.size}};
}

Plain Segment::plain(std::size_t column, std::size_t block) const {
  state_->check(column, block);
  const Part& part = state_->part(column, block);
  const std::size_t count = block_rows(block) + 1;
  const char* at = state_->bytes + part.offset;
  return {{reinterpret_cast<const std::uint32_t*>(at), count}, {at + count * 4, part.size - count * 4}};
}

}  // namespace zhiheng::segment
