#include "stats/acceptance.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "stats/argument.h"
#include "stats/hypergeometric.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kBadLot{"stats.bad-lot", "批量至少为 2，实为 {}", "a lot has at least 2 things, not {}"};
constexpr ErrorCode kUnknownLevel{"stats.unknown-level", "没有检验水平 {}；可用：{}",
                                  "there is no inspection level {}; allowed: {}"};
constexpr ErrorCode kUnknownAql{"stats.unknown-aql", "没有接收质量限 {}；可用：{}",
                                "there is no AQL {}; allowed: {}"};
constexpr ErrorCode kNoPlan{"stats.no-plan", "字码 {}、接收质量限 {} 没有抽样方案",
                            "there is no plan for letter {} and AQL {}"};
constexpr ErrorCode kBadPlan{"stats.bad-plan", "不是抽样方案：样本量 {}，接收数 {}",
                             "no sampling plan: size {}, acceptance number {}"};
constexpr ErrorCode kBadQuality{"stats.bad-quality", "质量水平 {} 不在允许范围内",
                                "the quality level {} is out of range"};

constexpr const char* kWords[] = {"normal", "tightened", "reduced"};

using Row = MasterTable::Row;

template <typename Map, typename Name>
std::string keys(const Map& map, Name name) {
  std::string text;
  for (const auto& entry : map) text += (text.empty() ? "" : ", ") + name(entry.first);
  return text;
}

struct Letter {
  std::string letter;
  bool verified = false;
};

Letter letter_of(const PlanTables& tables, std::int64_t lot, const std::string& level) {
  const auto row = std::ranges::find_if(tables.letters, [&](const LetterRow& each) {
    return each.from <= lot && (!each.to || lot <= *each.to);
  });
  if (lot < 2 || row == tables.letters.end()) throw Error(kBadLot, {}, {std::to_string(lot)});
  const auto found = row->letters.find(level);
  if (found == row->letters.end())
    throw Error(kUnknownLevel, {}, {level, keys(row->letters, [](const auto& key) { return key; })});
  return {found->second, row->verified};
}

const PlanCell& cell_of(const Row& row, const Decimal& aql) {
  const auto found = row.cells.find(aql);
  if (found == row.cells.end()) throw Error(kNoPlan, {}, {row.letter, aql.to_string()});
  return found->second;
}

void require_aql(const MasterTable& table, const Decimal& aql) {
  if (table.rows.empty()) throw Error(kNoPlan, {}, {"", aql.to_string()});
  const auto& known = table.rows.front().cells;
  if (!known.contains(aql))
    throw Error(kUnknownAql, {},
                {aql.to_string(), keys(known, [](const Decimal& key) { return key.to_string(); })});
}

void require(std::int64_t size, std::int64_t accept) {
  if (size < 1 || accept < 0) throw Error(kBadPlan, {}, {std::to_string(size), std::to_string(accept)});
}

void require_quality(double quality, double most) {
  if (!(quality >= 0 && quality <= most)) throw Error(kBadQuality, {}, {std::to_string(quality)});
}

}  // namespace

const char* to_string(Inspection inspection) { return kWords[static_cast<int>(inspection)]; }

std::optional<Inspection> parse_inspection(const std::string& word) {
  const auto* found = std::ranges::find(kWords, word);
  if (found == std::end(kWords)) return std::nullopt;
  return static_cast<Inspection>(found - kWords);
}

LotPlan lot_plan(const PlanTables& tables, std::int64_t lot, const std::string& level, const Decimal& aql,
                 Inspection inspection) {
  const Letter letter = letter_of(tables, lot, level);
  const auto master = tables.masters.find(inspection);
  if (master == tables.masters.end()) throw Error(kNoPlan, {}, {letter.letter, aql.to_string()});
  const auto& rows = master->second.rows;
  require_aql(master->second, aql);
  auto row = std::ranges::find(rows, letter.letter, &Row::letter);
  if (row == rows.end()) throw Error(kNoPlan, {}, {letter.letter, aql.to_string()});
  LotPlan plan{tables.edition, letter.letter, {}, 0, 0, 1, false, letter.verified};
  // An arrow's neighbours point the same way, so that the walk ends at a plan or at the edge of the table.
  for (size_t steps = 0;; ++steps) {
    const PlanCell& cell = cell_of(*row, aql);
    plan.verified = plan.verified && cell.verified;
    if (cell.kind == PlanCell::Kind::kPlan) break;
    const bool down = cell.kind == PlanCell::Kind::kDown;
    if (steps > rows.size() || (down ? row + 1 == rows.end() : row == rows.begin()))
      throw Error(kNoPlan, {}, {letter.letter, aql.to_string()});
    row = down ? row + 1 : row - 1;
  }
  const PlanCell& cell = cell_of(*row, aql);
  plan.used_letter = row->letter;
  plan.whole_lot = row->size >= lot;
  plan.size = std::min(row->size, lot);
  plan.accept = cell.accept;
  plan.refuse = cell.refuse;
  plan.verified = plan.verified && row->verified;
  return plan;
}

double accept_share(std::int64_t size, std::int64_t accept, double nonconforming) {
  require(size, accept);
  require_quality(nonconforming, 1);
  if (accept >= size || nonconforming == 0) return 1;
  return boost::math::ibetac(static_cast<double>(accept) + 1, static_cast<double>(size - accept),
                             nonconforming);
}

double accept_per_hundred(std::int64_t size, std::int64_t accept, double per_hundred) {
  require(size, accept);
  require_quality(per_hundred, 1e9);
  if (per_hundred == 0) return 1;
  return boost::math::gamma_q(static_cast<double>(accept) + 1, static_cast<double>(size) * per_hundred / 100);
}

double accept_lot(std::int64_t size, std::int64_t accept, std::int64_t lot, std::int64_t nonconforming) {
  require(size, accept);
  if (size > lot) throw Error(kBadPlan, {}, {std::to_string(size), std::to_string(accept)});
  require_quality(static_cast<double>(nonconforming), static_cast<double>(lot));
  return Hypergeometric(lot, nonconforming, size).up_to(accept);
}

double share_accepted_with(std::int64_t size, std::int64_t accept, double risk) {
  require(size, accept);
  require_level(risk);
  if (accept >= size) return 1;
  return boost::math::ibetac_inv(static_cast<double>(accept) + 1, static_cast<double>(size - accept), risk);
}

}  // namespace zhiheng::stats
