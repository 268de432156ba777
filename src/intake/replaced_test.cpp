#include "intake/replaced.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/temporary_folder_test.h"

namespace zhiheng::intake {
namespace {

using segment::Storage;

/// A row's key: a text and a number.
using Key = std::pair<std::string, std::int64_t>;

class Segments {
 public:
  explicit Segments(Storage storage) : storage_(storage) { dataset_.key = {"no", "part"}; }

  const catalog::Dataset& dataset() const { return dataset_; }

  std::shared_ptr<const segment::Segment> segment(std::span<const Key> keys, std::size_t block) {
    const std::string path = folder_.path() + "/" + std::to_string(++made_) + ".seg";
    segment::Writer writer(path, {{"part", Storage::kNumber}, {"no", storage_}});
    for (std::size_t first = 0; first < keys.size(); first += block)
      put(writer, keys.subspan(first, std::min(block, keys.size() - first)));
    writer.finish("");
    return std::make_shared<const segment::Segment>(path);
  }

 private:
  void put(segment::Writer& writer, std::span<const Key> keys) const {
    writer.begin_block(keys.size());
    std::vector<std::int64_t> parts, codes;
    std::vector<std::uint32_t> offsets{0};
    std::string texts;
    for (const auto& [no, part] : keys) {
      parts.push_back(part);
      if (storage_ == Storage::kDictionary) codes.push_back(writer.code(1, no));
      texts += no;
      offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
    std::vector<std::byte> bytes;
    writer.put(segment::pack(parts, {}, bytes));
    if (storage_ == Storage::kDictionary)
      writer.put(segment::pack(codes, {}, bytes));
    else
      writer.put(segment::Plain{offsets, texts});
  }

  Storage storage_;
  catalog::Dataset dataset_;
  TemporaryFolder folder_;
  int made_ = 0;
};

std::vector<Key> any_keys(std::size_t most) {
  std::vector<Key> keys(*rc::gen::inRange<std::size_t>(1, most));
  for (Key& key : keys)
    key = {
        std::string(*rc::gen::inRange<std::size_t>(1, 20), 'k') + std::to_string(*rc::gen::inRange(0, 300)),
        *rc::gen::inRange<std::int64_t>(-2, 2)};
  return keys;
}

Replaced expected(const std::vector<std::vector<Key>>& earlier, const std::vector<Key>& later) {
  Replaced rows;
  for (std::size_t b = 0; b < earlier.size(); ++b)
    for (std::size_t i = 0; i < earlier[b].size(); ++i)
      if (std::ranges::find(later, earlier[b][i]) != later.end())
        rows[b + 1].push_back(static_cast<std::uint32_t>(i));
  return rows;
}

/// Small batches after large ones and the other way round; the index made, read again, and damaged.
RC_GTEST_PROP(ReplacedProperty, TheRowsWithTheLaterKeysAndNoOthers, ()) {
  static Segments dictionary(Storage::kDictionary), plain(Storage::kPlain);
  Segments& segments = *rc::gen::arbitrary<bool>() ? dictionary : plain;
  std::vector<std::vector<Key>> earlier;
  std::vector<Batch> batches(*rc::gen::inRange<std::size_t>(1, 4));
  std::vector<LiveBatch> live;
  for (std::size_t b = 0; b < batches.size(); ++b) {
    earlier.push_back(any_keys(b == 0 ? 400 : 40));
    batches[b].number = b + 1;
    live.push_back(
        {&batches[b], segments.segment(earlier.back(), *rc::gen::inRange<std::size_t>(1, 100)), {}, 0});
  }
  std::vector<Key> later = any_keys(60);
  for (std::size_t i = 0; i < 3; ++i) later.push_back(earlier[0][i % earlier[0].size()]);
  const auto segment = segments.segment(later, 50);
  const Replaced wanted = expected(earlier, later);
  RC_ASSERT(find_replaced(segments.dataset(), *segment, live) == wanted);
  RC_ASSERT(find_replaced(segments.dataset(), *segment, live) == wanted);
  const std::string index =
      std::filesystem::path(live[0].segment->path()).replace_extension(".keys").string();
  if (!std::filesystem::exists(index)) return;
  std::string bytes = read_file(index, index);
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^= 4;
  write_file(index, bytes);
  RC_ASSERT(find_replaced(segments.dataset(), *segment, live) == wanted);
}

}  // namespace
}  // namespace zhiheng::intake
