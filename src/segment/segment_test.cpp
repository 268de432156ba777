#include "segment/segment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "segment/kept_file.h"

namespace zhiheng::segment {
namespace {

using testing::HasSubstr;

struct Numbers {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> present;
};

Numbers unpacked(const Packed& packed, std::size_t first, std::size_t count) {
  Numbers numbers;
  numbers.values.resize(count);
  unpack(packed, first, count, numbers.values.data(), numbers.present);
  return numbers;
}

TEST(Pack, IsAsNarrowAsTheRangeAllows) {
  std::vector<std::byte> codes;
  const std::vector<std::int64_t> same{7, 7, 7}, close{1000, 1255}, wide{0, 256}, wider{-5, 70000},
      widest{-(std::int64_t{1} << 61), 1};
  EXPECT_EQ(pack(same, {}, codes).width, 0);
  EXPECT_EQ(pack(close, {}, codes).width, 1);
  EXPECT_EQ(pack(wide, {}, codes).width, 2);
  EXPECT_EQ(pack(wider, {}, codes).width, 4);
  EXPECT_EQ(pack(widest, {}, codes).width, 8);
}

TEST(Pack, MissingTakesOneCode) {
  std::vector<std::byte> codes;
  const std::vector<std::int64_t> values{0, 254, 255};
  const std::vector<std::uint8_t> last_missing{1, 1, 0}, none{0, 0, 0};
  EXPECT_EQ(pack(values, last_missing, codes).width, 1);
  const Packed empty = pack(values, none, codes);
  EXPECT_GT(empty.base, empty.greatest);
  EXPECT_EQ(unpacked(empty, 0, 3).present, none);
}

RC_GTEST_PROP(Pack, UnpacksToWhatWasPacked, ()) {
  const auto bits = *rc::gen::inRange(1, 62);
  const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << bits), std::int64_t{1} << bits)));
  const bool all = *rc::gen::arbitrary<bool>();
  std::vector<std::uint8_t> present;
  if (!all)
    present =
        *rc::gen::container<std::vector<std::uint8_t>>(values.size(), rc::gen::inRange<std::uint8_t>(0, 2));
  std::vector<std::byte> codes;
  const Packed packed = pack(values, present, codes);
  const std::size_t first = *rc::gen::inRange<std::size_t>(0, values.size());
  const Numbers back = unpacked(packed, first, values.size() - first);
  for (std::size_t i = first; i < values.size(); ++i) {
    const bool there = present.empty() || present[i] != 0;
    RC_ASSERT((back.present.empty() || back.present[i - first] != 0) == there);
    if (there) RC_ASSERT(back.values[i - first] == values[i]);
  }
}

class SegmentTest : public testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/a.seg"; }

  /// Two blocks of three columns.
  void write() {
    Writer writer(path(),
                  {{"n", Storage::kNumber, 1, 2}, {"town", Storage::kDictionary}, {"name", Storage::kPlain}});
    block(writer, {3, 300, -1}, {"七宝", "莘庄", "七宝"}, {"甲", "", "丙"});
    block(writer, {5, 5}, {"莘庄", "梅陇"}, {"丁", "戊"});
    EXPECT_EQ(writer.finish("note"), 5u);
  }

  static void block(Writer& writer, const std::vector<std::int64_t>& numbers,
                    const std::vector<std::string>& towns, const std::vector<std::string>& names) {
    writer.begin_block(numbers.size());
    std::vector<std::byte> bytes;
    writer.put(pack(numbers, {}, bytes));
    std::vector<std::int64_t> codes;
    for (const auto& town : towns) codes.push_back(writer.code(1, town));
    writer.put(pack(codes, {}, bytes));
    std::vector<std::uint32_t> offsets{0};
    std::string texts;
    for (const auto& name : names) {
      texts += name;
      offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
    writer.put(Plain{offsets, texts});
  }

  std::string read_all() const {
    try {
      const Segment segment(path());
      for (std::size_t block = 0; block < segment.blocks(); ++block) {
        segment.packed(0, block);
        segment.packed(1, block);
        segment.plain(2, block);
      }
    } catch (const Error& error) {
      return error.diagnostics().at(0).code;
    }
    return "";
  }

  TemporaryFolder folder_;
};

TEST_F(SegmentTest, GivesBackWhatWasWritten) {
  write();
  const Segment segment(path());
  EXPECT_EQ(segment.rows(), 5u);
  EXPECT_EQ(segment.blocks(), 2u);
  EXPECT_EQ(segment.block_first(1), 3u);
  EXPECT_EQ(segment.note(), "note");
  EXPECT_EQ(segment.column("town"), 1u);
  EXPECT_EQ(segment.column("x"), std::nullopt);
  EXPECT_EQ(segment.columns()[0].decimals, 2);
  EXPECT_EQ(segment.range(0)->least, -1);
  EXPECT_EQ(segment.range(0)->greatest, 300);
  EXPECT_THAT(segment.dictionary(1), testing::ElementsAre("七宝", "莘庄", "梅陇"));
  EXPECT_EQ(unpacked(segment.packed(0, 0), 1, 2).values, (std::vector<std::int64_t>{300, -1}));
  EXPECT_EQ(unpacked(segment.packed(1, 1), 0, 2).values, (std::vector<std::int64_t>{1, 2}));
  const Plain names = segment.plain(2, 0);
  EXPECT_EQ(names.bytes.substr(names.offsets[2], names.offsets[3] - names.offsets[2]), "丙");
  EXPECT_EQ(names.offsets[1], names.offsets[2]);
}

TEST_F(SegmentTest, AnUnfinishedOneLeavesNothing) {
  { Writer writer(path(), {{"n", Storage::kNumber}}); }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(SegmentTest, EveryChangedByteIsFound) {
  write();
  const std::string good = read_file(path(), path());
  std::size_t unseen = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x40);
    write_file(path(), bad);
    if (read_all().empty()) ++unseen;
  }
  // Only the padding between parts isn't looked at: 16 bytes of head, and what lies between six short parts.
  EXPECT_LT(unseen, 6 * 64u + 16u);
}

TEST_F(SegmentTest, EveryCutIsFound) {
  write();
  const std::string good = read_file(path(), path());
  for (std::size_t size = 0; size < good.size(); ++size) {
    write_file(path(), good.substr(0, size));
    EXPECT_EQ(read_all(), "segment.damaged") << size;
  }
}

TEST_F(SegmentTest, SaysWhatToDo) {
  write();
  write_file(path(), "short");
  try {
    const Segment segment(path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 3);
    EXPECT_THAT(error.diagnostics().at(0).en, HasSubstr("zhiheng rebuild"));
  }
}

TEST_F(SegmentTest, AMissingFileIsUnreadable) { EXPECT_EQ(read_all(), "file.unreadable"); }

TEST(KeptFile, GivesBackWhatWasKeptUnderTheSameKeyOnly) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/a.cubes", content(100'000, 'x');
  EXPECT_EQ(read_kept(path, "key"), std::nullopt);
  write_kept(path, "key", content);
  EXPECT_EQ(read_kept(path, "key"), content);
  EXPECT_EQ(read_kept(path, "other"), std::nullopt);
  write_kept(path, "other", "");
  EXPECT_EQ(read_kept(path, "key"), std::nullopt);
  EXPECT_EQ(read_kept(path, "other"), "");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(KeptFile, DamageOfAnyByteOrLengthIsFound) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/a.cubes";
  write_kept(path, "key", "content");
  const std::string sound = read_file(path, path);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    std::string bytes = sound;
    bytes[i] = static_cast<char>(bytes[i] ^ 1);
    write_file(path, bytes);
    EXPECT_EQ(read_kept(path, "key"), std::nullopt) << i;
    write_file(path, sound.substr(0, i));
    EXPECT_EQ(read_kept(path, "key"), std::nullopt) << i;
  }
  write_file(path, sound + "x");
  EXPECT_EQ(read_kept(path, "key"), std::nullopt);
  write_file(path, sound);
  EXPECT_EQ(read_kept(path, "key"), "content");
}

TEST(KeptFile, WhereNothingCanBeWrittenNothingHappens) {
  write_kept("/proc/a.cubes", "key", "content");
  EXPECT_EQ(read_kept("/proc/a.cubes", "key"), std::nullopt);
}

}  // namespace
}  // namespace zhiheng::segment
