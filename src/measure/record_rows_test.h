#pragma once
// For tests only: a dataset with cubes of every kind, its rows and a register's as segments, and tables as
// lines of text.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/pack_test.h"
#include "intake/workspace.h"
#include "measure/dataset_cubes.h"
#include "measure/segment_registers.h"

namespace zhiheng::measure {

using segment::Storage;

inline constexpr const char* kDataset = R"(title: {zh: 行, en: Rows}
owner: market
domain: product
unit: 件
key: id
time: d
frequency: month
columns:
  id: {zh: 编号, en: Id, type: integer, required: true}
  d: {zh: 日期, en: Day, type: date, required: true}
  town: {zh: 街镇, en: Town, codes: area}
  name: {zh: 名称, en: Name}
  note: {zh: 备注, en: Note}
  amount: {zh: 金额, en: Amount, type: decimal, decimals: 2}
  big: {zh: 大数, en: Big, type: integer}
  flag: {zh: 标志, en: Flag, type: boolean}
  firm: {zh: 单位, en: Firm, ref: firm}
cubes:
  monthly:
    title: {zh: 月, en: Monthly}
    by: [year(d), month(d), town]
    sums: {n: 1, amount: amount, above: {of: amount > 0, zh: 甲, en: A}, flagged: {of: amount, where: flag, zh: 乙, en: B}}
    distinct: {names: {of: name, zh: 丙, en: C}}
  quarterly:
    title: {zh: 季, en: Quarterly}
    by: [year(d), quarter(d)]
    sums: {n: 1, big: big}
    distinct: {names: {of: name, where: amount > 1, zh: 丁, en: D}}
  named:
    title: {zh: 名, en: Named}
    by: [name]
    where: flag or big > 0
    min: {first: {of: d, zh: 戊, en: E}, least: {of: amount, zh: 己, en: F}}
    max: {last: {of: d, zh: 庚, en: G}, greatest: {of: big, zh: 辛, en: H}}
    quantiles: {middle: {of: amount, at: 0.5, zh: 壬, en: I}, most: {of: big, at: 0.9, zh: 癸, en: J}}
    top: {common: {of: big, keep: 2, zh: 卯, en: N}, towns: {of: town, keep: 1, where: flag, zh: 辰, en: O}}
  noted:
    title: {zh: 注, en: Noted}
    by: [{size: {of: length(note), zh: 长, en: Size}}, town]
    sums: {n: 1}
    distinct: {bigs: {of: big, zh: 子, en: K}}
  mixed:
    title: {zh: 混, en: Mixed}
    by: [{kind: {of: "case when big > 0 and flag then 'x' else town end", zh: 类, en: Kind}}]
    sums: {n: 1, both: {of: amount > 0 and flag, zh: 丑, en: L}, product: {of: amount * 3 - 1, zh: 寅, en: M}}
  sized:
    title: {zh: 规模, en: Sized}
    by: [firm.size]
    sums: {n: 1, staffed: {of: firm.staff > 10, zh: 巳, en: P}}
    distinct: {firms: {of: firm, where: firm.size is not null, zh: 午, en: Q}}
  wide:
    title: {zh: 宽, en: Wide}
    by: [big]
    sums: {n: 1}
)";

inline constexpr const char* kRegister = R"(title: {zh: 单位名册, en: Firms}
owner: market
domain: product
unit: 家
key: code
frequency: year
columns:
  code: {zh: 代码, en: Code, required: true}
  size: {zh: 规模, en: Size}
  staff: {zh: 人数, en: Staff, type: integer}
)";

struct Row {
  std::int64_t id = 0;
  std::optional<std::int64_t> d, amount, big, flag;
  std::optional<std::string> town, name, note, firm;
};

/// Of the register.
struct Firm {
  std::string code;
  std::optional<std::string> size;
  std::optional<std::int64_t> staff;
};

class RecordCubes {
 public:
  RecordCubes() {
    pack_.write("catalog/codes/domain.csv", "code,zh,en\nproduct,产品,Products\n");
    pack_.write("catalog/datasets/row.yaml", kDataset);
    pack_.write("catalog/datasets/firm.yaml", kRegister);
    Diagnostics diagnostics;
    catalog_ = pack_.load(diagnostics);
    diagnostics.throw_if_errors();
    dataset_ = catalog_.dataset("row");
  }

  const catalog::Dataset& dataset() const { return *dataset_; }
  const catalog::Catalog& catalog() const { return catalog_; }
  CubeContext context(unsigned threads = 1) const { return {catalog_, *dataset_, &none_, nullptr, threads}; }

  /// One segment of these rows in blocks of at most `block` rows.
  std::shared_ptr<const segment::Segment> segment(std::span<const Row> rows, std::size_t block) {
    const std::string path = folder_.path() + "/" + std::to_string(++made_) + ".seg";
    const auto type = [](formula::Type t) { return static_cast<std::uint8_t>(t); };
    segment::Writer writer(path, {{"id", Storage::kNumber, type(formula::Type::kNumber), 0},
                                  {"d", Storage::kNumber, type(formula::Type::kDate), 0},
                                  {"town", Storage::kDictionary, type(formula::Type::kText), 0},
                                  {"name", Storage::kDictionary, type(formula::Type::kText), 0},
                                  {"note", Storage::kPlain, type(formula::Type::kText), 0},
                                  {"amount", Storage::kNumber, type(formula::Type::kNumber), 2},
                                  {"big", Storage::kNumber, type(formula::Type::kNumber), 0},
                                  {"flag", Storage::kNumber, type(formula::Type::kBoolean), 0},
                                  {"firm", Storage::kDictionary, type(formula::Type::kText), 0},
                                  {"_line", Storage::kNumber, type(formula::Type::kNumber), 0}});
    for (std::size_t first = 0; first < rows.size(); first += block)
      put_block(writer, rows.subspan(first, std::min(block, rows.size() - first)));
    writer.finish("");
    return std::make_shared<const segment::Segment>(path);
  }

  /// The register in one block.
  std::shared_ptr<const segment::Segment> segment(const std::vector<Firm>& firms) {
    const std::string path = folder_.path() + "/" + std::to_string(++made_) + ".seg";
    segment::Writer writer(path,
                           {{"code", Storage::kDictionary, static_cast<std::uint8_t>(formula::Type::kText)},
                            {"size", Storage::kDictionary, static_cast<std::uint8_t>(formula::Type::kText)},
                            {"staff", Storage::kNumber, static_cast<std::uint8_t>(formula::Type::kNumber)},
                            {"_line", Storage::kNumber, static_cast<std::uint8_t>(formula::Type::kNumber)}});
    writer.begin_block(firms.size());
    const auto coded = [&](std::size_t column, const std::optional<std::string>& text) {
      return text ? std::optional<std::int64_t>(writer.code(column, *text)) : std::nullopt;
    };
    put_numbers(writer, firms, [&](const Firm& firm) { return coded(0, firm.code); });
    put_numbers(writer, firms, [&](const Firm& firm) { return coded(1, firm.size); });
    put_numbers(writer, firms, [](const Firm& firm) { return firm.staff; });
    put_numbers(writer, firms, [](const Firm&) { return std::optional<std::int64_t>(2); });
    writer.finish("");
    return std::make_shared<const segment::Segment>(path);
  }

 private:
  static void put_numbers(segment::Writer& writer, const auto& rows, auto value) {
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> present;
    for (const auto& row : rows) {
      const std::optional<std::int64_t> v = value(row);
      values.push_back(v.value_or(0));
      present.push_back(v.has_value());
    }
    std::vector<std::byte> codes;
    writer.put(segment::pack(values, present, codes));
  }

  static void put_block(segment::Writer& writer, std::span<const Row> rows) {
    writer.begin_block(rows.size());
    put_numbers(writer, rows, [](const Row& row) { return std::optional(row.id); });
    put_numbers(writer, rows, [](const Row& row) { return row.d; });
    const auto coded = [&](std::size_t column,
                           const std::optional<std::string>& text) -> std::optional<std::int64_t> {
      if (!text) return std::nullopt;
      return writer.code(column, *text);
    };
    put_numbers(writer, rows, [&](const Row& row) { return coded(2, row.town); });
    put_numbers(writer, rows, [&](const Row& row) { return coded(3, row.name); });
    std::vector<std::uint32_t> offsets{0};
    std::string texts;
    for (const Row& row : rows) {
      texts += row.note.value_or("");
      offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
    writer.put(segment::Plain{offsets, texts});
    put_numbers(writer, rows, [](const Row& row) { return row.amount; });
    put_numbers(writer, rows, [](const Row& row) { return row.big; });
    put_numbers(writer, rows, [](const Row& row) { return row.flag; });
    put_numbers(writer, rows, [&](const Row& row) { return coded(8, row.firm); });
    put_numbers(writer, rows, [](const Row& row) { return std::optional(row.id + 2); });
  }

  catalog::PackFolder pack_;
  TemporaryFolder folder_;
  catalog::Catalog catalog_;
  SegmentRegisters none_{catalog_};
  const catalog::Dataset* dataset_ = nullptr;
  int made_ = 0;
};

inline std::vector<std::string> lines(const CubeTable& table) {
  std::vector<std::string> lines;
  for (std::size_t cell = 0; cell < table.cells(); ++cell) {
    std::string line;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
      const bool missing = table.axes[axis]->missing == table.places[axis][cell];
      line += (missing ? "NULL" : axis_text(*table.axes[axis], table.places[axis][cell])) + " | ";
    }
    line += std::to_string(table.rows[cell]);
    for (const auto& measure : table.measures) {
      const bool there = measure.present.empty() || measure.present[cell] != 0;
      line += " | " + (there ? measure_text(measure, cell) : "NULL");
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

inline std::vector<LiveSegment> live_of(const std::vector<intake::LiveBatch>& batches) {
  std::vector<LiveSegment> live;
  for (const auto& batch : batches) live.push_back({batch.segment.get(), batch.dead});
  return live;
}

template <typename Value>
std::optional<Value> maybe(const rc::Gen<Value>& value) {
  if (*rc::gen::inRange(0, 6) == 0) return std::nullopt;
  return *value;
}

inline Row any_row() {
  using rc::gen::element;
  Row row;
  row.d = maybe<std::int64_t>(rc::gen::inRange<std::int64_t>(17897, 19200));
  row.town = maybe<std::string>(element<std::string>("hong", "lan"));
  row.name = maybe<std::string>(element<std::string>("甲", "乙", "丙", "丁", "a'b"));
  row.note = maybe<std::string>(element<std::string>("x", "备注", "y z"));
  row.amount = maybe<std::int64_t>(rc::gen::inRange<std::int64_t>(-500, 500));
  row.big =
      maybe<std::int64_t>(element<std::int64_t>(-1, 0, 1, 7, 4'000'000'000'000, -4'000'000'000'000, 100));
  row.flag = maybe<std::int64_t>(element<std::int64_t>(0, 1));
  row.firm = maybe<std::string>(element<std::string>("F1", "F2", "F3", "F4"));
  return row;
}

/// A register that knows some of them.
inline std::vector<Firm> any_firms() {
  std::vector<Firm> firms{{"F0", "none", 0}};
  for (const char* code : {"F1", "F2", "F3"})
    if (*rc::gen::inRange(0, 3) != 0)
      firms.push_back({code, maybe<std::string>(rc::gen::element<std::string>("大", "小")),
                       maybe<std::int64_t>(rc::gen::inRange<std::int64_t>(0, 20))});
  return firms;
}

inline std::vector<Row> any_rows() {
  std::vector<Row> rows(*rc::gen::inRange<std::size_t>(0, 60));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = any_row();
    rows[i].id = static_cast<std::int64_t>(i);
  }
  return rows;
}

}  // namespace zhiheng::measure
