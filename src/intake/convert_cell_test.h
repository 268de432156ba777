#pragma once
// For tests only: one cell through a converter.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "intake/convert.h"

namespace zhiheng::intake {

using catalog::DatasetColumn;
using Form = DatasetColumn::Form;
using Type = DatasetColumn::Type;

/// A block of one column between two others, so that cells have neighbours.
struct Block {
  explicit Block(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) {
      add("1");
      add(cell);
      add("z");
      block.lines.push_back(block.lines.size() + 2);
    }
    block.columns = 3;
    block.text = text;
  }
  Block(const Block&) = delete;
  void add(const std::string& cell) {
    block.cells.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(cell.size())});
    text += cell + ",";
  }
  std::string text;
  read::RowBlock block;
};

/// One cell that is all of the block's text: reading beside it is seen by the sanitizer.
struct Alone {
  explicit Alone(const std::string& cell) : text(cell.begin(), cell.end()) {
    block.text = {text.data(), text.size()};
    block.columns = 1;
    block.cells = {{0, static_cast<std::uint32_t>(cell.size())}};
    block.lines = {2};
  }
  std::vector<char> text;
  read::RowBlock block;
};

inline catalog::Catalog sample_catalog() {
  catalog::Catalog catalog;
  catalog.codes["stage"] = {"stage",
                            {{"prod", {"生产", "Production"}, "", false},
                             {"circ", {"流通", "Circulation"}, "", false},
                             {"catering_service", {"餐饮服务环节", "Catering"}, "", false},
                             {"online", {"网络", "Internet"}, "", false},
                             {"web", {"网络", "Web sales"}, "", false}}};
  catalog.codes["towns"] = {"towns",
                            {{"xinzhuang", {"莘庄镇", "Xinzhuang"}, "310112101", false},
                             {"qibao", {"七宝镇", "Qibao"}, "310112102", false}}};
  catalog.district.areas = "towns";
  return catalog;
}

inline DatasetColumn column(Type type, int decimals = 0) {
  DatasetColumn c;
  c.id = "x";
  c.title = {"甲", "X"};
  c.type = type;
  c.decimals = decimals;
  return c;
}

inline DatasetColumn text_column(Form form, const std::string& personal = "") {
  DatasetColumn c = column(Type::kText);
  c.form = form;
  c.personal = personal;
  return c;
}

inline DatasetColumn code_column(const std::string& list) {
  DatasetColumn c = column(Type::kText);
  c.codes = list;
  return c;
}

/// What becomes of a cell: the value as written, or the reason's name. The same in a row of others and alone.
inline std::string converted(const DatasetColumn& c, const std::string& cell) {
  static const catalog::Catalog catalog = sample_catalog();
  const ColumnConverter converter(c, catalog);
  const auto outcome = [&](const read::RowBlock& block, std::size_t file_column,
                           std::size_t row) -> std::string {
    ConvertedColumn out;
    converter.convert(block, file_column, out);
    if (out.reason(row) != Reason::kNone) return reason_name(out.reason(row));
    if (!out.vector.has(row)) return "missing";
    if (converter.has_codes())
      return catalog.code_list(c.codes == "area" ? "towns" : c.codes)->codes[out.codes[row]].code;
    return c.type == Type::kText ? std::string(out.vector.texts[row]) : written(c, out.vector.values[row]);
  };
  const Block block({"5", cell, ""});
  const Alone alone(cell);
  const std::string said = outcome(block.block, 1, 1);
  EXPECT_EQ(outcome(alone.block, 0, 0), said) << cell;
  return said;
}

inline void expect_all(const DatasetColumn& c,
                       const std::vector<std::pair<std::string, std::string>>& cases) {
  for (const auto& [cell, expected] : cases) EXPECT_EQ(converted(c, cell), expected) << "“" << cell << "”";
}

}  // namespace zhiheng::intake
