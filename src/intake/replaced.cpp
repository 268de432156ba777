#include "intake/replaced.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "intake/key_index.h"
#include "intake/key_set.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kDamaged{"segment.damaged", "文件已损坏；请由收到的原始文件重建：zhiheng rebuild",
                             "the file is damaged; rebuild it from the file as received: zhiheng rebuild"};

constexpr std::uint64_t kFewOf = 8;  // a later segment this many times smaller looks its keys up

/// Looks each of the later keys up.
void find_few(const SegmentKeys& later, const SegmentKeys& earlier, std::vector<std::uint32_t>& rows) {
  const KeyIndex index(earlier);
  for (std::size_t block = 0; block < later.segment().blocks(); ++block)
    for (const RowKey& key : later.of(block)) index.find(key, rows);
  std::ranges::sort(rows);
}

/// Goes through the earlier keys, but for blocks that can't have one of the later.
void find_many(const SegmentKeys& later, KeySet& keys, const SegmentKeys& earlier,
               std::vector<std::uint32_t>& rows) {
  const segment::Segment& segment = earlier.segment();
  for (std::size_t block = 0; block < segment.blocks(); ++block) {
    if (earlier.apart(block, later.segment())) continue;
    if (keys.size() == 0)
      for (std::size_t b = 0; b < later.segment().blocks(); ++b)
        for (const RowKey& key : later.of(b)) keys.insert(key);
    const auto candidates = earlier.of(block);
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (keys.contains(candidates[i]))
        rows.push_back(static_cast<std::uint32_t>(segment.block_first(block) + i));
  }
}

}  // namespace

Replaced find_replaced(const catalog::Dataset& dataset, const segment::Segment& later,
                       const std::vector<LiveBatch>& earlier) {
  Replaced replaced;
  const SegmentKeys of_later(dataset.key, later);
  KeySet keys(of_later.one_number());
  for (const LiveBatch& batch : earlier) {
    const SegmentKeys own(dataset.key, *batch.segment);
    std::vector<std::uint32_t> rows;
    if (!own.one_number() && later.rows() < batch.segment->rows() / kFewOf)
      find_few(of_later, own, rows);
    else
      find_many(of_later, keys, own, rows);
    if (!rows.empty()) replaced[batch.batch->number] = std::move(rows);
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
