#pragma once
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "read/document.h"
#include "stats/interval.h"

namespace zhiheng::audit {

/// What a unit measures. Values are kept in the base named here.
enum class Dimension : std::uint8_t {
  kNone,      // a bare number
  kCount,     // things: 家 件 批次 人 …; base 1, which things says `Quantity::unit`
  kMoney,     // 元 (other currencies are dimensions of their own by `unit`)
  kPercent,   // per cent; ‰ is 0.1, 三成 is 30
  kPoints,    // percentage points
  kMultiple,  // 倍: 2.5 倍 is 2.5; 翻一番 is 2
  kArea,      // m²
  kLength,    // m
  kMass,      // kg
  kVolume,    // m³
  kEnergy,    // kWh; coal equivalents are masses
  kDuration,  // days; hours, months and years of a length of time
  kRank,      // 第 3 位
  kOther,     // a compound (微克/立方米, 元/人): compare by `unit` only
};

/// How the words around a number bound it.
enum class Bound : std::uint8_t {
  kExact,    // the displayed decimals say how exact
  kAbout,    // 约 近 左右 余 多: may be off, by at most 10 %
  kAtLeast,  // 以上 不少于 超 ≥
  kAtMost,   // 以下 不超过 ≤
  kRange,    // 2-3 家
};

/// A number with its unit as written in a text.
struct Quantity {
  read::Span span;    // with bounds and unit: "不少于 1.5万家"
  read::Span number;  // "1.5"
  double value = 0;   // in the dimension's base: 15000
  stats::Interval
      interval;      // what the displayed decimals allow: [14500, 15500]; of a bound too: [14500, inf)
  double step = 1;   // what the last displayed digit is worth in the base: 1000
  double scale = 1;  // what 1 of the written number is worth in the base: 万 is 10000
  Dimension dimension = Dimension::kNone;
  Bound bound = Bound::kExact;
  std::string_view unit;  // canonical, without scale: "家", "元", "%", "微克/立方米"; of the text or static

  bool exact() const { return bound == Bound::kExact; }
};

/// A period that a text names: years [from, to], or a part of one.
struct Period {
  std::int16_t from = 0;  // 0: not named
  std::int16_t to = 0;
  std::int8_t month = 0;  // 1..12 where a month is named; with `month_to` for 1-9月
  std::int8_t month_to = 0;
  bool named() const { return from != 0; }
  friend bool operator==(const Period&, const Period&) = default;
};

/// A period in a text.
struct TimeMark {
  read::Span span;
  Period period;
  std::int8_t relative =
      0;  // 上年/去年 -1, 今年/本年/全年 0 with `from` 0: to be resolved by the document's year
  bool is_relative = false;
  std::int8_t plan = 0;  // “十三五” 13, “十四五” 14
};

/// The numbers and periods of a stretch of text, in order. Not taken for quantities: years and dates,
/// numbering, footnote marks, document and standard numbers, names with digits (5G, PM2.5, 12345热线, “4+4”).
struct Scan {
  std::vector<Quantity> quantities;
  std::vector<TimeMark> times;
};

/// Scans `range` of `text` and appends to `scan`. Spans are of `text`. O(length).
void scan(std::string_view text, read::Span range, Scan& scan);

/// The number that a table's cell consists of (spaces, thousands separators, sign, bounds and unit allowed),
/// or nullopt-like (`number` empty) if it holds other words or nothing. `unit` is the unit that the head
/// gives, may be empty: "万元", "%". With `spaced`, `1 846.3` is one number.
Quantity parse_cell(std::string_view text, read::Span cell, std::string_view unit, bool spaced = false);

/// A unit by its written form: "万元" → (kMoney, 10000, "元"). Dimension kNone if `written` is no unit.
struct Unit {
  Dimension dimension = Dimension::kNone;
  double scale = 1;
  std::string_view name;
};
Unit parse_unit(std::string_view written);

}  // namespace zhiheng::audit
