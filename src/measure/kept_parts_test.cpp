#include "measure/kept_parts.h"

#include <filesystem>
#include <set>

#include "base/file.h"
#include "measure/record_rows_test.h"
#include "segment/kept_file.h"

namespace zhiheng::measure {
namespace {

std::vector<Row> some_rows(std::size_t count) {
  std::vector<Row> rows(count);
  for (std::size_t i = 0; i < count; ++i) {
    rows[i].id = static_cast<std::int64_t>(i);
    rows[i].d = 18000 + static_cast<std::int64_t>(i % 40);
    rows[i].name = "n" + std::to_string(i % 7);
    rows[i].big = static_cast<std::int64_t>(i % 5);
    rows[i].firm = "F1";
  }
  return rows;
}

std::vector<std::vector<std::string>> all_lines(const std::vector<CubeTable>& tables) {
  std::vector<std::vector<std::string>> all;
  for (const auto& table : tables) all.push_back(lines(table));
  return all;
}

/// One segment, and the file of its parts.
class KeptParts : public testing::Test {
 protected:
  LiveSegment live() const { return {segment_.get(), dead_}; }
  std::vector<std::vector<std::string>> tables(Keep keep, const CubeContext& context) const {
    const LiveSegment one = live();
    return all_lines(cubes_of(context, {&one, 1}, keep));
  }
  /// Whether what is kept is also what is computed.
  bool right() const {
    return tables(Keep::kBesideSegment, cubes_.context()) == tables(Keep::kNothing, cubes_.context());
  }
  std::string key() const { return state_of(cubes_.context()) + state_of(live()); }

  RecordCubes cubes_;
  std::shared_ptr<const segment::Segment> segment_ = cubes_.segment(some_rows(500), 100);
  std::vector<std::uint64_t> dead_;
  std::string path_ = std::filesystem::path(segment_->path()).replace_extension(".cubes").string();
};

TEST_F(KeptParts, AreReadAndNotComputedAgain) {
  EXPECT_TRUE(right());
  ASSERT_TRUE(segment::read_kept(path_, key()).has_value());
  // Another segment's parts under this one's key: whoever reads them gets the other's tables.
  const auto other = cubes_.segment(some_rows(300), 100);
  const LiveSegment other_live{other.get(), {}};
  kept_cubes(cubes_.context(), other_live, key());
  std::filesystem::rename(std::filesystem::path(other->path()).replace_extension(".cubes"), path_);
  EXPECT_EQ(tables(Keep::kBesideSegment, cubes_.context()),
            all_lines(cubes_of(cubes_.context(), {&other_live, 1})));
}

TEST_F(KeptParts, DamagedOrForeignOnesAreComputedAnew) {
  EXPECT_TRUE(right());
  for (const char* content :
       {"", "ZHKPTP", "no parts at all, and longer than the head of a file of parts is"}) {
    write_file(path_, content);
    EXPECT_TRUE(right());
    EXPECT_TRUE(segment::read_kept(path_, key()).has_value());
  }
  // Sound bytes under the right key that are no parts.
  segment::write_kept(path_, key(), std::string(64, '\x05'));
  EXPECT_TRUE(right());
  segment::write_kept(path_, key(), "");
  EXPECT_TRUE(right());
}

TEST_F(KeptParts, DeadRowsAreOtherParts) {
  EXPECT_TRUE(right());
  const std::string before = key();
  dead_.assign(8, 0);
  EXPECT_EQ(key(), before);
  dead_[1] = 0x10;
  EXPECT_NE(key(), before);
  EXPECT_TRUE(right());
}

TEST_F(KeptParts, WhatRegistersSayIsPartOfTheKey) {
  CubeContext context = cubes_.context();
  std::set<std::string> keys, answers;
  for (const std::int64_t staff : {5, 50}) {
    SegmentRegisters registers(cubes_.catalog());
    const auto firms = cubes_.segment({{"F1", "大", staff}});
    registers.add("firm", {{firms.get(), {}}});
    context.registers = &registers;
    keys.insert(state_of(context));
    const auto kept = tables(Keep::kBesideSegment, context);
    EXPECT_EQ(kept, tables(Keep::kNothing, context));
    for (const auto& table : kept) answers.insert(join(table, "\n"));
  }
  EXPECT_EQ(keys.size(), 2u);
  EXPECT_EQ(answers.size(), cubes_.dataset().cubes.size() + 1);  // one cube has another answer
}

TEST_F(KeptParts, AFolderThatCannotBeWrittenIsNoError) {
  std::filesystem::create_directory(path_);
  std::filesystem::create_directory(path_ + "/in the way");
  EXPECT_TRUE(right());
  EXPECT_TRUE(right());
}

}  // namespace
}  // namespace zhiheng::measure
