#include "report/plain_table.h"

#include <gtest/gtest.h>

namespace zhiheng::report {
namespace {

TEST(PlainTable, TextIsNeverComputed) {
  PlainTable table;
  table.columns = {{"a", "文字", false}, {"b", "数", true}};
  for (const char* text :
       {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠x"})
    table.rows.push_back({text, "-12.50"});
  table.rows.push_back({"平常, \"引号\"", std::nullopt});
  const std::string csv = csv_of(table);
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF文字,数\r\n'=1+1,-12.50\r\n"));
  std::size_t marked = 0;
  for (std::size_t at = csv.find("'"); at != std::string::npos; at = csv.find("'", at + 1)) ++marked;
  EXPECT_EQ(marked, table.rows.size() - 1);
  EXPECT_TRUE(csv.ends_with("\"平常, \"\"引号\"\"\",\r\n"));
}

}  // namespace
}  // namespace zhiheng::report
