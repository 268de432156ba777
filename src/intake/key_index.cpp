#include "intake/key_index.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>

#include "segment/kept_file.h"

namespace zhiheng::intake {

SegmentKeys::SegmentKeys(const catalog::Dataset& dataset, const segment::Segment& segment)
    : segment_(segment) {
  for (const auto& id : dataset.key) columns_.push_back(*segment.column(id));
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

/// About 32 rows a bucket.
KeyIndex::KeyIndex(const SegmentKeys& keys)
    : keys_(keys), bits_(static_cast<unsigned>(std::bit_width(keys.segment().rows() / 64))) {
  const std::string path = std::filesystem::path(keys.segment().path()).replace_extension(".keys").string();
  const std::string state = keys.state();
  if (const auto content = segment::read_kept(path, state); content && read(*content)) return;
  make();
  segment::write_kept(path, state, written());
}

void KeyIndex::find(const RowKey& key, std::vector<std::uint32_t>& rows) const {
  const std::size_t at = bucket(key);
  const auto hash = static_cast<std::uint32_t>(key.low);
  for (std::uint32_t i = starts_[at]; i < starts_[at + 1]; ++i) {
    if (entries_[i].hash != hash) continue;
    const RowKey own = keys_.of_row(entries_[i].row);
    if (own.low == key.low && own.high == key.high) rows.push_back(entries_[i].row);
  }
}

/// Counts the buckets, then puts each row into its own.
void KeyIndex::make() {
  const segment::Segment& segment = keys_.segment();
  starts_.assign((std::size_t{1} << bits_) + 1, 0);
  std::vector<Entry> found;
  std::vector<std::uint32_t> buckets;
  for (std::size_t block = 0; block < segment.blocks(); ++block)
    for (const RowKey& key : keys_.of(block)) {
      buckets.push_back(static_cast<std::uint32_t>(bucket(key)));
      ++starts_[buckets.back() + 1];
      found.push_back({static_cast<std::uint32_t>(key.low), static_cast<std::uint32_t>(found.size())});
    }
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  std::vector<std::uint32_t> next = starts_;
  entries_.resize(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) entries_[next[buckets[i]]++] = found[i];
}

std::string KeyIndex::written() const {
  std::string content(reinterpret_cast<const char*>(starts_.data()), starts_.size() * sizeof starts_[0]);
  content.append(reinterpret_cast<const char*>(entries_.data()), entries_.size() * sizeof entries_[0]);
  return content;
}

bool KeyIndex::read(std::string_view content) {
  const std::uint64_t rows = keys_.segment().rows();
  starts_.resize((std::size_t{1} << bits_) + 1);
  entries_.resize(rows);
  const std::size_t size = starts_.size() * sizeof starts_[0];
  if (content.size() != size + rows * sizeof entries_[0]) return false;
  std::memcpy(starts_.data(), content.data(), size);
  std::memcpy(entries_.data(), content.data() + size, content.size() - size);
  return std::ranges::is_sorted(starts_) && starts_.back() == rows &&
         std::ranges::all_of(entries_, [&](const Entry& entry) { return entry.row < rows; });
}

}  // namespace zhiheng::intake
