#include "intake/replaced.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "intake/key_set.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kDamaged{"segment.damaged", "文件已损坏；请由收到的原始文件重建：zhiheng rebuild",
                             "the file is damaged; rebuild it from the file as received: zhiheng rebuild"};

/// The keys of a block's rows: one whole number as it is, anything else as a hash of 128 bits.
class BlockKeys {
 public:
  BlockKeys(const catalog::Dataset& dataset, const segment::Segment& segment) : segment_(segment) {
    for (const auto& id : dataset.key) columns_.push_back(*segment.column(id));
  }

  bool one_number() const {
    return columns_.size() == 1 && segment_.columns()[columns_[0]].storage == segment::Storage::kNumber;
  }

  std::vector<RowKey> of(std::size_t block) const {
    std::vector<RowKey> keys(segment_.block_rows(block));
    if (one_number()) {
      std::vector<std::int64_t> values(keys.size());
      std::vector<std::uint8_t> present;
      segment::unpack(segment_.packed(columns_[0], block), 0, keys.size(), values.data(), present);
      for (std::size_t i = 0; i < keys.size(); ++i) keys[i].low = static_cast<std::uint64_t>(values[i]);
      return keys;
    }
    std::vector<std::string> bytes(keys.size());
    for (const std::size_t column : columns_) add(column, block, bytes);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const XXH128_hash_t hash = XXH3_128bits(bytes[i].data(), bytes[i].size());
      keys[i] = {hash.low64, hash.high64};
    }
    return keys;
  }

  /// Whether a column of the block lies outside what the other segment has: then no key can be equal.
  bool apart(std::size_t block, const segment::Segment& other) const {
    for (const std::size_t column : columns_) {
      if (segment_.columns()[column].storage != segment::Storage::kNumber) continue;
      const auto at = other.column(segment_.columns()[column].id);
      const auto range = at ? other.range(*at) : std::nullopt;
      const segment::Packed packed = segment_.packed(column, block);
      if (!range || packed.greatest < range->least || packed.base > range->greatest) return true;
    }
    return false;
  }

 private:
  void add(std::size_t column, std::size_t block, std::vector<std::string>& keys) const {
    if (segment_.columns()[column].storage == segment::Storage::kPlain) {
      const segment::Plain plain = segment_.plain(column, block);
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::uint32_t size = plain.offsets[i + 1] - plain.offsets[i];
        keys[i].append(reinterpret_cast<const char*>(&size), sizeof size);
        keys[i].append(plain.bytes.substr(plain.offsets[i], size));
      }
      return;
    }
    std::vector<std::int64_t> values(keys.size());
    std::vector<std::uint8_t> present;
    segment::unpack(segment_.packed(column, block), 0, keys.size(), values.data(), present);
    const auto dictionary = segment_.dictionary(column);
    const bool texts = segment_.columns()[column].storage == segment::Storage::kDictionary;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!texts) {
        keys[i].append(reinterpret_cast<const char*>(&values[i]), sizeof values[i]);
        continue;
      }
      const std::string_view text =
          present.empty() || present[i] ? dictionary[static_cast<std::size_t>(values[i])] : "";
      const auto size = static_cast<std::uint32_t>(text.size());
      keys[i].append(reinterpret_cast<const char*>(&size), sizeof size);
      keys[i].append(text);
    }
  }

  const segment::Segment& segment_;
  std::vector<std::size_t> columns_;
};

}  // namespace

Replaced find_replaced(const catalog::Dataset& dataset, const segment::Segment& later,
                       const std::vector<LiveBatch>& earlier) {
  Replaced replaced;
  const BlockKeys of_later(dataset, later);
  KeySet keys(of_later.one_number());
  for (const LiveBatch& batch : earlier) {
    const BlockKeys own(dataset, *batch.segment);
    for (std::size_t block = 0; block < batch.segment->blocks(); ++block) {
      if (own.apart(block, later)) continue;
      if (keys.size() == 0)
        for (std::size_t b = 0; b < later.blocks(); ++b)
          for (const RowKey& key : of_later.of(b)) keys.insert(key);
      const auto candidates = own.of(block);
      for (std::size_t i = 0; i < candidates.size(); ++i)
        if (keys.contains(candidates[i]))
          replaced[batch.batch->number].push_back(
              static_cast<std::uint32_t>(batch.segment->block_first(block) + i));
    }
  }
  return replaced;
}

void write_replaced_file(const std::string& path, const Replaced& replaced) {
  std::string bytes;
  const auto put = [&](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  };
  for (const auto& [number, rows] : replaced) {
    const std::uint64_t count = rows.size();
    put(&number, sizeof number);
    put(&count, sizeof count);
    put(rows.data(), count * sizeof rows[0]);
  }
  const std::uint64_t checksum = XXH3_64bits(bytes.data(), bytes.size());
  put(&checksum, sizeof checksum);
  replace_file(path, bytes);
}

Replaced read_replaced(const std::string& path) {
  if (!std::filesystem::exists(path)) return {};
  const std::string bytes = read_file(path, path);
  std::uint64_t checksum = 0;
  if (bytes.size() < sizeof checksum) throw Error(kDamaged, {path}, {}, 3);
  const std::size_t end = bytes.size() - sizeof checksum;
  std::memcpy(&checksum, bytes.data() + end, sizeof checksum);
  if (checksum != XXH3_64bits(bytes.data(), end)) throw Error(kDamaged, {path}, {}, 3);
  Replaced replaced;
  for (std::size_t at = 0; at < end;) {
    std::uint64_t head[2];
    std::memcpy(head, bytes.data() + at, sizeof head);
    at += sizeof head;
    auto& rows = replaced[head[0]];
    rows.resize(head[1]);
    std::memcpy(rows.data(), bytes.data() + at, head[1] * sizeof rows[0]);
    at += head[1] * sizeof rows[0];
  }
  return replaced;
}

void mark_dead(LiveBatch& batch, const std::vector<std::uint32_t>& rows) {
  batch.dead.resize((batch.segment->rows() + 63) / 64, 0);
  for (const std::uint32_t row : rows) {
    std::uint64_t& word = batch.dead[row / 64];
    const std::uint64_t bit = std::uint64_t{1} << row % 64;
    if ((word & bit) == 0) --batch.live_rows;
    word |= bit;
  }
}

}  // namespace zhiheng::intake
