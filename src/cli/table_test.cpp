#include "cli/table.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace zhiheng::cli {
namespace {

TEST(FittedTable, WrapsOnlyWhatMayWrap) {
  const std::vector<TableColumn> columns{{"指标", false, true}, {"值", true, false}};
  const std::string text = fitted_table(columns, {{{"每万人口发明专利拥有量", ""}, {"94", ""}}}, 14, false);
  EXPECT_EQ(text, "指标        值\n每万人口发  94\n明专利拥有\n量\n");
  for (const auto& line : split(text, '\n')) EXPECT_LE(display_width(line), 14);
}

TEST(FittedTable, ColoursDoNotMoveColumns) {
  const std::vector<TableColumn> columns{{"a", false, false}, {"b", true, false}};
  const std::string text = fitted_table(columns, {{{"落后", "31"}, {"1", ""}}}, 80, true);
  EXPECT_EQ(text, "\033[1ma\033[0m     \033[1mb\033[0m\n\033[31m落后\033[0m  1\n");
}

TEST(FittedTable, BreaksBetweenCharacters) {
  EXPECT_EQ(wrapped("一二三", 4), (std::vector<std::string>{"一二", "三"}));
  EXPECT_EQ(wrapped("", 4), (std::vector<std::string>{""}));
  EXPECT_EQ(wrapped("宽", 1), (std::vector<std::string>{"宽"})) << "wider than the column: not lost";
}

}  // namespace
}  // namespace zhiheng::cli
