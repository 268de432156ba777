#pragma once
// The accepted rows of one batch as an immutable columnar file. format.h says what its bytes are.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace zhiheng::segment {

/// How a column is stored. Numbers are 64-bit integers: value × 10^decimals, days or seconds since
/// 1970-01-01, 0 and 1.
enum class Storage : std::uint8_t {
  kNumber,
  kDictionary,  // texts of which many are equal
  kPlain,       // texts of which few are
};

struct Column {
  std::string id;
  Storage storage = Storage::kNumber;
  std::uint8_t type = 0;      // formula::Type, not looked at here
  std::uint8_t decimals = 0;  // not looked at here
};

/// The numbers or dictionary codes of one column in one block, packed: element i is `base + code[i]`, each
/// code being an unsigned integer of `width` bytes (0: all are `base`). Where `missing` is set, code 0 is a
/// missing value and code c is `base + c - 1`.
struct Packed {
  std::int64_t base = 0;
  std::uint8_t width = 0;  // 0, 1, 2, 4, 8
  bool missing = false;
  std::int64_t greatest =
      0;  // largest element; with `base` the block's zone map. base > greatest: all are missing
  std::span<const std::byte> codes;
};

/// Texts of a plain column in one block: text i is `bytes[offsets[i], offsets[i + 1])`; an empty one is
/// missing.
struct Plain {
  std::span<const std::uint32_t> offsets;  // rows + 1
  std::string_view bytes;
};

constexpr std::size_t kMostRowsOfBlock = 131072;

/// Packs values as narrow as they allow, `present` being empty or one flag a value. Values are within ±2^62.
/// `out` gets the codes and must outlive the result.
Packed pack(std::span<const std::int64_t> values, std::span<const std::uint8_t> present,
            std::vector<std::byte>& out);

/// Unpacks `count` elements from `first` into `values` and, where the block has missing ones, flags into
/// `present` (else it is left empty).
void unpack(const Packed& packed, std::size_t first, std::size_t count, std::int64_t* values,
            std::vector<std::uint8_t>& present);

/// Writes a segment. Nothing is seen at `path` before `finish`; an unfinished one leaves nothing behind.
class Writer {
 public:
  /// Throws Error ("file.unwritable", exit code 3), as do the other functions.
  Writer(std::string path, std::vector<Column> columns);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// The dictionary code of a text, new or known.
  std::uint32_t code(std::size_t column, std::string_view text);
  /// Begins a block of that many rows (1 to kMostRowsOfBlock); then one put_… for each column, in order.
  void begin_block(std::size_t rows);
  void put(const Packed& packed);  // kNumber; kDictionary with codes of `code`
  void put(const Plain& plain);    // kPlain
  /// Ends the file: directory, dictionaries, `note` (any text, kept for the caller), checksum; flushed to the
  /// disk and put at `path` in one step. Gives its rows.
  std::uint64_t finish(std::string_view note);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A mapped segment. Reading is safe from several threads.
class Segment {
 public:
  /// Maps a file and checks its directory and dictionaries.
  /// Throws Error: "segment.damaged" (cut short, a checksum that differs, values out of range; with what to
  /// do), "segment.version", "file.unreadable".
  explicit Segment(const std::string& path);
  ~Segment();
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  const std::string& path() const;
  const std::string& note() const;
  /// Of its directory, in which are the checksums of everything else: another content has another.
  std::uint64_t checksum() const;
  std::uint64_t rows() const;
  std::size_t blocks() const;
  std::size_t block_rows(std::size_t block) const;
  std::uint64_t block_first(std::size_t block) const;  // number of its first row
  const std::vector<Column>& columns() const;
  std::optional<std::size_t> column(std::string_view id) const;

  /// Smallest and largest element of a number column over all blocks, or of dictionary codes; nullopt: all
  /// are missing.
  struct Range {
    std::int64_t least = 0, greatest = 0;
  };
  std::optional<Range> range(std::size_t column) const;
  bool has_missing(std::size_t column) const;
  /// Texts by code; of a kDictionary column.
  std::span<const std::string_view> dictionary(std::size_t column) const;

  /// A column of a block. Its bytes are checked against checksum and bounds when first asked for. Throws
  /// Error
  /// ("segment.damaged"). The column must be of that storage: packed numbers and dictionary codes, or plain
  /// texts.
  Packed packed(std::size_t column, std::size_t block) const;
  Plain plain(std::size_t column, std::size_t block) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhiheng::segment
