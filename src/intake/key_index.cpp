#include "intake/key_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>

#include "segment/kept_file.h"

namespace zhiheng::intake {

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
