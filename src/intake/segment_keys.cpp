#include "intake/segment_keys.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

namespace zhiheng::intake {

using segment::Storage;

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

SegmentKeys::SegmentKeys(const std::vector<std::string>& columns, const segment::Segment& segment)
    : segment_(segment) {
  for (const auto& id : columns) columns_.push_back(*segment.column(id));
}

bool SegmentKeys::one_number() const {
  return columns_.size() == 1 && segment_.columns()[columns_[0]].storage == segment::Storage::kNumber;
}

std::vector<RowKey> SegmentKeys::of(std::size_t block, std::size_t first, std::size_t count) const {
  std::vector<RowKey> keys(count);
  if (one_number()) {
    std::vector<std::int64_t> values(count);
    std::vector<std::uint8_t> present;
    segment::unpack(segment_.packed(columns_[0], block), first, count, values.data(), present);
    for (std::size_t i = 0; i < count; ++i) keys[i].low = static_cast<std::uint64_t>(values[i]);
    return keys;
  }
  std::vector<std::string> bytes(count);
  for (const std::size_t column : columns_) add(column, block, first, bytes);
  for (std::size_t i = 0; i < count; ++i) {
    const XXH128_hash_t hash = XXH3_128bits(bytes[i].data(), bytes[i].size());
    keys[i] = {hash.low64, hash.high64};
  }
  return keys;
}

RowKey SegmentKeys::of_row(std::uint32_t row) const {
  std::size_t block = segment_.blocks() - 1;
  while (segment_.block_first(block) > row) --block;
  return of(block, row - segment_.block_first(block), 1)[0];
}

bool SegmentKeys::apart(std::size_t block, const segment::Segment& other) const {
  for (const std::size_t column : columns_) {
    if (segment_.columns()[column].storage != segment::Storage::kNumber) continue;
    const auto at = other.column(segment_.columns()[column].id);
    const auto range = at ? other.range(*at) : std::nullopt;
    const segment::Packed packed = segment_.packed(column, block);
    if (!range || packed.greatest < range->least || packed.base > range->greatest) return true;
  }
  return false;
}

std::string SegmentKeys::state() const {
  std::string state = fmt::format("keys 1 {:016x}", segment_.checksum());
  for (const std::size_t column : columns_) state += " " + segment_.columns()[column].id;
  return state;
}

void SegmentKeys::add(std::size_t column, std::size_t block, std::size_t first,
                      std::vector<std::string>& keys) const {
  const auto add_text = [](std::string& key, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    key.append(reinterpret_cast<const char*>(&size), sizeof size);
    key.append(text);
  };
  if (segment_.columns()[column].storage == segment::Storage::kPlain) {
    const segment::Plain plain = segment_.plain(column, block);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::uint32_t begin = plain.offsets[first + i], end = plain.offsets[first + i + 1];
      add_text(keys[i], plain.bytes.substr(begin, end - begin));
    }
    return;
  }
  std::vector<std::int64_t> values(keys.size());
  std::vector<std::uint8_t> present;
  segment::unpack(segment_.packed(column, block), first, keys.size(), values.data(), present);
  const auto dictionary = segment_.dictionary(column);
  const bool texts = segment_.columns()[column].storage == segment::Storage::kDictionary;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (texts)
      add_text(keys[i], present.empty() || present[i] ? dictionary[static_cast<std::size_t>(values[i])] : "");
    else
      keys[i].append(reinterpret_cast<const char*>(&values[i]), sizeof values[i]);
  }
}

}  // namespace zhiheng::intake
