#include "intake/replaced.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "intake/block_keys.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kDamaged{"segment.damaged", "文件已损坏；请由收到的原始文件重建：zhiheng rebuild",
                             "the file is damaged; rebuild it from the file as received: zhiheng rebuild"};

}  // namespace

Replaced find_replaced(const catalog::Dataset& dataset, const segment::Segment& later,
                       const std::vector<LiveBatch>& earlier) {
  Replaced replaced;
  const BlockKeys of_later(dataset.key, later);
  KeySet keys(of_later.one_number());
  for (const LiveBatch& batch : earlier) {
    const BlockKeys own(dataset.key, *batch.segment);
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
