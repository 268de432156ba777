#include "store/dialect.h"

#include <gtest/gtest.h>

#include "store/both_engines_test.h"

namespace zhiheng::store {
namespace {

class DialectTest : public BothEnginesTest {};

TEST_P(DialectTest, ColumnTypesTakeTheirKind) {
  const std::int64_t value = 1;
  const std::string_view text = "1";
  for (const auto& [kind, decimals] : {std::pair{LoadColumn::Kind::kNumber, 0},
                                       {LoadColumn::Kind::kNumber, 1},
                                       {LoadColumn::Kind::kNumber, 18},
                                       {LoadColumn::Kind::kDate, 0},
                                       {LoadColumn::Kind::kTime, 0},
                                       {LoadColumn::Kind::kBoolean, 0},
                                       {LoadColumn::Kind::kText, 0}}) {
    session_->execute("DROP TABLE IF EXISTS t");
    session_->execute(create_derived_table(GetParam()) + " t (x " + column_type(kind, decimals) + ")");
    const LoadColumn column{kind, decimals, {&value, 1}, {&text, 1}, {}};
    const auto load = session_->load("t", {"x"});
    load->put(1, {&column, 1});
    EXPECT_EQ(load->finish(), 1U);
    EXPECT_EQ(one("SELECT count(x) AS n FROM t"), "1");
  }
}

TEST_P(DialectTest, ChineseInTheOrderOfPinyin) {
  const Frame frame = session_->query(
      "SELECT s FROM (VALUES ('海淀'), ('朝阳'), ('东城')) AS t(s) ORDER BY s" + pinyin_order(GetParam()));
  EXPECT_EQ(frame.text(0, 0), "朝阳");
  EXPECT_EQ(frame.text(1, 0), "东城");
  EXPECT_EQ(frame.text(2, 0), "海淀");
}

ZHIHENG_ON_BOTH_ENGINES(DialectTest);

}  // namespace
}  // namespace zhiheng::store
