#include "intake/parcel.h"

#include <cstring>

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kTooLarge{
    "intake.too-large", "文件的一段展开后过大，可能不是正常的数据文件",
    "a part of the file becomes too large when it is read: it may be no ordinary file of data"};
constexpr ErrorCode kDamaged{"intake.damaged", "读取进程交回的数据不合格式",
                             "what the reading process gave back is malformed"};

class ParcelReader {
 public:
  ParcelReader(std::string_view bytes, std::size_t columns) : bytes_(bytes), columns_(columns) {}

  Parcel read() {
    Parcel parcel;
    parcel.lines = get<std::uint64_t>();
    parcel.rows = get<std::uint64_t>();
    parcel.blocks.resize(count(16));
    for (ParcelBlock& block : parcel.blocks) read_block(block);
    parcel.rejected.resize(count(8));
    for (RejectedRow& row : parcel.rejected) read_rejected(row);
    parcel.remarks.resize(count(8));
    for (Remark& remark : parcel.remarks) {
      remark.fault = get<Fault>();
      remark.rows = get<std::uint64_t>();
      remark.first_line = get<std::uint64_t>();
      remark.example = text();
    }
    return parcel;
  }

 private:
  [[noreturn]] static void damaged() { throw Error(kDamaged, {}, {}, 70); }

  const char* take(std::size_t size) {
    if (size > bytes_.size() - at_) damaged();
    const char* from = bytes_.data() + at_;
    at_ += size;
    return from;
  }
  template <typename T>
  T get() {
    T value;
    std::memcpy(&value, take(sizeof value), sizeof value);
    return value;
  }
  /// A number of things that take at least `least` bytes each.
  std::size_t count(std::size_t least) {
    const auto n = get<std::uint64_t>();
    if (n > bytes_.size() / least) damaged();
    return n;
  }
  std::string_view text() {
    const std::size_t size = count(1);
    return {take(size), size};
  }
  void align() {
    at_ = (at_ + 7) / 8 * 8;
    if (at_ > bytes_.size()) damaged();
  }

  segment::Packed packed(std::size_t rows) {
    segment::Packed value;
    value.base = get<std::int64_t>();
    value.greatest = get<std::int64_t>();
    value.width = get<std::uint8_t>();
    value.missing = get<std::uint8_t>() != 0;
    if (value.width > 2 && value.width != 4 && value.width != 8) damaged();
    align();
    value.codes = {reinterpret_cast<const std::byte*>(take(rows * value.width)), rows * value.width};
    return value;
  }

  void read_block(ParcelBlock& block) {
    block.rows = count(1);
    if (block.rows == 0 || block.rows > segment::kMostRowsOfBlock) damaged();
    block.columns.resize(columns_);
    for (ParcelColumn& column : block.columns) read_column(column, block.rows);
    block.lines = packed(block.rows);
    block.warned = packed(block.rows);
    const std::size_t keys = count(sizeof(RowKey));
    if (keys != 0 && keys != block.rows) damaged();
    align();
    block.keys = {reinterpret_cast<const RowKey*>(take(keys * sizeof(RowKey))), keys};
  }

  void read_column(ParcelColumn& column, std::size_t rows) {
    const auto storage = get<std::uint8_t>();
    if (storage > 2) damaged();
    column.storage = static_cast<segment::Storage>(storage);
    if (column.storage != segment::Storage::kPlain) {
      column.packed = packed(rows);
      if (column.storage == segment::Storage::kNumber) return;
      column.dictionary.resize(count(8));
      for (auto& entry : column.dictionary) entry = text();
      return;
    }
    align();
    const auto* offsets = reinterpret_cast<const std::uint32_t*>(take((rows + 1) * 4));
    column.plain.offsets = {offsets, rows + 1};
    for (std::size_t i = 0; i < rows; ++i)
      if (offsets[i] > offsets[i + 1]) damaged();
    column.plain.bytes = {take(offsets[rows]), offsets[rows]};
  }

  void read_rejected(RejectedRow& row) {
    row.line = get<std::uint64_t>();
    row.day = get<std::int64_t>();
    row.has_key = get<std::uint8_t>() != 0;
    row.key = get<RowKey>();
    row.faults.resize(count(sizeof(Fault)));
    for (Fault& fault : row.faults) fault = get<Fault>();
    row.cells.resize(count(8));
    for (auto& cell : row.cells) cell = text();
  }

  std::string_view bytes_;
  std::size_t columns_, at_ = 0;
};

}  // namespace

void ParcelWriter::bytes(const void* data, std::size_t size) {
  if (size > out_.size() - used_) throw Error(kTooLarge, {});
  if (size != 0) std::memcpy(out_.data() + used_, data, size);
  used_ += size;
}

void ParcelWriter::text(std::string_view value) {
  put<std::uint64_t>(value.size());
  bytes(value.data(), value.size());
}

void ParcelWriter::align() {
  static constexpr char kZeros[8] = {};
  bytes(kZeros, (8 - used_ % 8) % 8);
}

void ParcelWriter::packed(const segment::Packed& value) {
  put(value.base);
  put(value.greatest);
  put(value.width);
  put<std::uint8_t>(value.missing);
  align();
  bytes(value.codes.data(), value.codes.size());
}

void ParcelWriter::column(const ParcelColumn& value) {
  put(static_cast<std::uint8_t>(value.storage));
  if (value.storage == segment::Storage::kPlain) {
    align();
    bytes(value.plain.offsets.data(), value.plain.offsets.size_bytes());
    bytes(value.plain.bytes.data(), value.plain.bytes.size());
    return;
  }
  packed(value.packed);
  if (value.storage == segment::Storage::kNumber) return;
  put<std::uint64_t>(value.dictionary.size());
  for (const auto entry : value.dictionary) text(entry);
}

void ParcelWriter::write(const Parcel& parcel) {
  put(parcel.lines);
  put(parcel.rows);
  put<std::uint64_t>(parcel.blocks.size());
  for (const ParcelBlock& block : parcel.blocks) {
    put<std::uint64_t>(block.rows);
    for (const ParcelColumn& value : block.columns) column(value);
    packed(block.lines);
    packed(block.warned);
    put<std::uint64_t>(block.keys.size());
    align();
    bytes(block.keys.data(), block.keys.size_bytes());
  }
  put<std::uint64_t>(parcel.rejected.size());
  for (const RejectedRow& row : parcel.rejected) {
    put(row.line);
    put(row.day);
    put<std::uint8_t>(row.has_key);
    put(row.key);
    put<std::uint64_t>(row.faults.size());
    for (const Fault& fault : row.faults) put(fault);
    put<std::uint64_t>(row.cells.size());
    for (const auto cell : row.cells) text(cell);
  }
  put<std::uint64_t>(parcel.remarks.size());
  for (const Remark& remark : parcel.remarks) {
    put(remark.fault);
    put(remark.rows);
    put(remark.first_line);
    text(remark.example);
  }
}

Parcel read_parcel(std::string_view bytes, std::size_t columns) {
  return ParcelReader(bytes, columns).read();
}

segment::Packed without_rows(const segment::Packed& packed, std::size_t rows,
                             std::span<const std::uint32_t> left_out, std::vector<std::byte>& out) {
  segment::Packed result = packed;
  out.resize((rows - left_out.size()) * packed.width);
  std::size_t from = 0, to = 0;
  const auto copy_until = [&](std::size_t end) {
    const std::size_t size = (end - from) * packed.width;
    if (size != 0) std::memcpy(out.data() + to, packed.codes.data() + from * packed.width, size);
    to += size;
  };
  for (const std::uint32_t row : left_out) {
    copy_until(row);
    from = row + 1;
  }
  copy_until(rows);
  result.codes = out;
  return result;
}

}  // namespace zhiheng::intake
