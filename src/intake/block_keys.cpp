#include "intake/block_keys.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace zhiheng::intake {

using segment::Storage;

namespace {

void append(const formula::Vector& values, std::size_t row, std::string& bytes) {
  if (values.type != formula::Type::kText) {
    bytes.append(reinterpret_cast<const char*>(&values.values[row]), sizeof values.values[row]);
    return;
  }
  const auto size = static_cast<std::uint32_t>(values.texts[row].size());
  bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes.append(values.texts[row]);
}

}  // namespace

formula::Vector block_values(const segment::Segment& segment, std::size_t column, std::size_t block) {
  const segment::Column& about = segment.columns()[column];
  const std::size_t rows = segment.block_rows(block);
  formula::Vector vector{static_cast<formula::Type>(about.type), about.decimals, {}, {}, {}};
  if (about.storage == Storage::kPlain) {
    const segment::Plain plain = segment.plain(column, block);
    for (std::size_t i = 0; i < rows; ++i) {
      vector.texts.push_back(plain.bytes.substr(plain.offsets[i], plain.offsets[i + 1] - plain.offsets[i]));
      vector.present.push_back(!vector.texts.back().empty());
    }
    return vector;
  }
  vector.values.resize(rows);
  segment::unpack(segment.packed(column, block), 0, rows, vector.values.data(), vector.present);
  if (about.storage == Storage::kNumber) return vector;
  const auto dictionary = segment.dictionary(column);
  for (std::size_t i = 0; i < rows; ++i)
    vector.texts.push_back(vector.has(i) ? dictionary[static_cast<std::size_t>(vector.values[i])]
                                         : std::string_view{});
  vector.values.clear();
  return vector;
}

BlockKeys::BlockKeys(const std::vector<std::string>& columns, const segment::Segment& segment)
    : segment_(segment) {
  for (const auto& id : columns) columns_.push_back(*segment.column(id));
}

bool BlockKeys::one_number() const {
  return columns_.size() == 1 && segment_.columns()[columns_[0]].storage == Storage::kNumber;
}

std::vector<RowKey> BlockKeys::of(std::size_t block) const {
  std::vector<RowKey> keys(segment_.block_rows(block));
  if (one_number()) {
    std::vector<std::int64_t> values(keys.size());
    std::vector<std::uint8_t> present;
    segment::unpack(segment_.packed(columns_[0], block), 0, keys.size(), values.data(), present);
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i].low = static_cast<std::uint64_t>(values[i]);
    return keys;
  }
  std::vector<formula::Vector> values;
  for (const std::size_t column : columns_) values.push_back(block_values(segment_, column, block));
  std::string bytes;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    bytes.clear();
    for (const formula::Vector& of : values) append(of, i, bytes);
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    keys[i] = {hash.low64, hash.high64};
  }
  return keys;
}

bool BlockKeys::apart(std::size_t block, const segment::Segment& other) const {
  for (const std::size_t column : columns_) {
    if (segment_.columns()[column].storage != Storage::kNumber) continue;
    const auto at = other.column(segment_.columns()[column].id);
    const auto range = at ? other.range(*at) : std::nullopt;
    const segment::Packed packed = segment_.packed(column, block);
    if (!range || packed.greatest < range->least || packed.base > range->greatest) return true;
  }
  return false;
}

}  // namespace zhiheng::intake
