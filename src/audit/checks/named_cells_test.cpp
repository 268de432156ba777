#include "audit/checks/named_cells.h"

#include <gtest/gtest.h>

#include "audit/make_document_test.h"

namespace zhiheng::audit {
namespace {

TEST(NamedCells, KeysLeaveOutWhatOnlySaysThatThingsAreCounted) {
  EXPECT_EQ(label_key("出院人数", ""), "出院");
  EXPECT_EQ(label_key("生活污水治理的行政村", ""), "生活污水治理行政村");
  EXPECT_EQ(label_key("检查量", ""), "检查");
  EXPECT_EQ(label_key("消费者信心指数", ""), "消费者信心指数");
  EXPECT_EQ(label_key("粮食产量", ""), "粮食产量");
}

TEST(NamedCells, LabelsAreFoundWhereverTheyStand) {
  const auto document = make_document("街镇\t回访量\t满意率\n东桥街道\t640\t93.1\n西桥街道\t521\t90.4\n");
  std::vector<Book> books;
  books.push_back({document, 0, read_statements(document), read_tables(document)});
  const LabelIndex index(books);
  const auto hits = index.hits("其中西桥街道满意率");
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_TRUE(hits[0].row);
  EXPECT_EQ(hits[0].line, 1U);
  EXPECT_FALSE(hits[1].row);
  EXPECT_EQ(hits[1].line, 1U);
  EXPECT_TRUE(index.hits("南桥镇").empty());
}

}  // namespace
}  // namespace zhiheng::audit
