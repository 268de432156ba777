#pragma once
// What the child process that reads a file's rows hands to its parent for one chunk, in shared memory. The
// parent checks every length: the child has looked at a stranger's bytes.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "segment/segment.h"

namespace zhiheng::intake {

/// Why a row was rejected, or what was remarked about it.
struct Fault {
  enum class Kind : std::uint8_t { kCell, kCheck, kRow, kKey, kReference };
  Kind kind = Kind::kCell;
  std::uint8_t reason = 0;  // kCell: Reason; kRow: read::RowBlock::Problem::Kind
  std::uint16_t at = 0;     // kCell, kReference: column of the dataset; kCheck: check of the dataset
  bool operator==(const Fault&) const = default;
};

/// Tells rows apart: the value of a key that is one whole number, else a hash of the key's texts of 128 bits.
struct RowKey {
  std::uint64_t low = 0, high = 0;
};

struct RejectedRow {
  static constexpr std::int64_t kNoDay = INT64_MIN;
  std::uint64_t line = 0;     // within the chunk; of the sheet
  std::int64_t day = kNoDay;  // of the dataset's `time`, where that cell was right
  std::vector<Fault> faults;
  std::vector<std::string_view>
      cells;  // by column of the file; of a row that could not be read: its raw text
  bool has_key = false;
  RowKey key;
};

/// A remark or warning: how many rows had it, and the first of them.
struct Remark {
  Fault fault;
  std::uint64_t rows = 0;
  std::uint64_t first_line = 0;
  std::string_view example;
};

/// One column of some accepted rows.
struct ParcelColumn {
  segment::Storage storage = segment::Storage::kNumber;
  segment::Packed packed;  // kNumber; kDictionary: codes of `dictionary`, or of the code list
  segment::Plain plain;    // kPlain
  std::vector<std::string_view> dictionary;  // kDictionary without a code list
};

struct ParcelBlock {
  std::size_t rows = 0;
  std::vector<ParcelColumn> columns;  // by column of the dataset
  segment::Packed lines;              // within the chunk; of the sheet
  segment::Packed warned;             // 1: a check of the row warns
  std::span<const RowKey> keys;       // where a key isn't one whole number
};

struct Parcel {
  std::uint64_t lines = 0;  // of the chunk
  std::uint64_t rows = 0;   // accepted, rejected and unreadable
  std::vector<ParcelBlock> blocks;
  std::vector<RejectedRow> rejected;  // by line
  std::vector<Remark> remarks;
};

/// Writes a parcel into memory of fixed size. Throws Error ("intake.too-large") where it doesn't fit.
class ParcelWriter {
 public:
  explicit ParcelWriter(std::span<char> out) : out_(out) {}
  std::size_t size() const { return used_; }

  void write(const Parcel& parcel);

 private:
  template <typename T>
  void put(const T& value) {
    bytes(&value, sizeof value);
  }
  void bytes(const void* data, std::size_t size);
  void text(std::string_view value);
  void align();
  void packed(const segment::Packed& value);
  void column(const ParcelColumn& value);

  std::span<char> out_;
  std::size_t used_ = 0;
};

/// What was written; points into `bytes`. Throws Error ("intake.damaged", exit code 70) where a length is not
/// possible.
Parcel read_parcel(std::string_view bytes, std::size_t columns);

/// Leaves out rows, ascending. `out` gets the remaining codes and must outlive the result.
segment::Packed without_rows(const segment::Packed& packed, std::size_t rows,
                             std::span<const std::uint32_t> left_out, std::vector<std::byte>& out);

}  // namespace zhiheng::intake
