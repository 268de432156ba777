#pragma once
#include <vector>

#include "audit/table.h"

namespace zhiheng::audit {

/// Why some lines are thought to make another one.
enum class SumBasis : std::uint8_t {
  kTotal,      // its label says total: 合计 小计
  kWeakTotal,  // its label may say so: 全区 总数
  kWhole,      // the parts are known to be all: 第一、第二、第三产业; 城镇、乡村
  kDivision,   // a row says how it is divided: 按产业分
  kChildren,   // numbering or indent says that they are its parts
  kPlace,      // first or last of all; the numbers alone must tell
};

/// One line as the sum of others, in one or several readings of the same structure, likeliest first.
struct SumClaim {
  int whole = 0;
  SumBasis basis = SumBasis::kTotal;
  std::vector<std::vector<int>> readings;  // indices of the parts, each at least two
};

/// The sums that the labels of these lines claim. `turned` says that they are columns. Lines whose unit,
/// measure or period can't be part of a sum are left out. Cost grows with the lines, except that few totals
/// of one table may each read all its lines.
std::vector<SumClaim> sum_claims(const std::vector<Line>& lines, bool turned);

}  // namespace zhiheng::audit
