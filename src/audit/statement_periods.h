#pragma once
#include <cstdint>
#include <string_view>

#include "audit/statement.h"

namespace zhiheng::audit {

/// The period that a mark means: 上年 and 本年 by the year `said` last or, where none was, by the document's
/// `year`.
Period resolved(const TimeMark& mark, const Period& said, std::int16_t year);

/// The last period said in [begin, end) that is not one of comparison and not in brackets closed since, or
/// null.
const TimeMark* last_mark(std::string_view text, const Scan& scan, size_t begin, size_t end);

/// 比上年（27.03 亿元）增长: the period right before the bracket that opens at `begin`, or null.
const TimeMark* mark_before_bracket(std::string_view text, const Scan& scan, size_t begin);

/// What the headings above say of the numbers below them: their period, and whether they are goals.
class Headings {
 public:
  Headings(const read::Document& document, const Scan& scan) : document_(document), scan_(scan) {}

  /// Reads all blocks up to `block`. `said` and `year` as for `resolved`.
  void follow(std::uint32_t block, const Period& said, std::int16_t year);

  /// Of `2018 年` alone on a line or of a heading with one year, up to the next heading of its level; `from`
  /// 0 if none says one.
  const Period& period() const { return period_; }
  /// Whether the text stands under 主要目标, 工作计划.
  bool goals() const { return goal_level_ >= 0; }

 private:
  void read(std::uint32_t block, const Period& said, std::int16_t year);

  const read::Document& document_;
  const Scan& scan_;
  std::uint32_t next_ = 0;  // the first block not read
  Period period_;
  std::int32_t level_ = 0;        // of the heading that said it
  std::int32_t goal_level_ = -1;  // of the heading that speaks of goals, or -1
};

}  // namespace zhiheng::audit
