#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"

namespace zhiheng::stats {

/// Single sampling plans by attributes of GB/T 2828.1 (ISO 2859-1): for a producer's series of lots, not for
/// verdicts of supervision (supervision.h). The master tables are an argument, read from catalog/norms.

enum class Inspection { kNormal, kTightened, kReduced };
/// "normal", "tightened", "reduced": the words of the tables.
const char* to_string(Inspection inspection);
std::optional<Inspection> parse_inspection(const std::string& word);

/// One cell of the master tables 2-A, 2-B, 2-C: a plan, or an arrow to the first plan below or above it.
struct PlanCell {
  enum class Kind { kPlan, kDown, kUp };
  Kind kind = Kind::kPlan;
  int accept = 0;  // Ac
  int refuse = 1;  // Re
  bool verified = false;
};

/// A row of table 1: the code letters of a range of lot sizes, by level (S-1 … S-4, I, II, III).
struct LetterRow {
  std::int64_t from = 0;
  std::optional<std::int64_t> to;  // none: and more
  std::map<std::string, std::string> letters;
  bool verified = false;
};

/// The rows of one master table by letter, in their order, and its cells by letter and AQL.
struct MasterTable {
  struct Row {
    std::string letter;
    std::int64_t size = 0;
    bool verified = false;
    std::map<Decimal, PlanCell> cells;
  };
  std::vector<Row> rows;
};

struct PlanTables {
  std::string edition;
  std::vector<LetterRow> letters;
  std::map<Inspection, MasterTable> masters;
};

struct LotPlan {
  std::string edition;
  std::string letter;       // by lot size and level
  std::string used_letter;  // after the arrows
  std::int64_t size = 0;    // n; the lot where the plan asks for as much or more
  int accept = 0;           // accept up to so many nonconforming
  int refuse = 1;
  bool whole_lot = false;  // 100 % inspection: the sample would be the lot
  bool verified = false;   // every cell that was gone through is
};

/// The plan for a lot of `lot` things (>= 2). Throws Error: "stats.bad-lot"; "stats.unknown-level" and
/// "stats.unknown-aql", naming those there are; "stats.no-plan" where the tables have none.
LotPlan lot_plan(const PlanTables& tables, std::int64_t lot, const std::string& level, const Decimal& aql,
                 Inspection inspection);

/// The operating characteristic: the probability that a plan accepts. Throws Error ("stats.bad-plan") unless
/// 0 <= accept and 1 <= size, ("stats.bad-quality") for a quality outside its range.
///
/// A process with the share `nonconforming` (0 … 1): binomial.
double accept_share(std::int64_t size, std::int64_t accept, double nonconforming);
/// A process with `per_hundred` nonconformities per 100 units: Poisson.
double accept_per_hundred(std::int64_t size, std::int64_t accept, double per_hundred);
/// One lot with `nonconforming` of its `lot` things, exactly: hypergeometric. size <= lot.
double accept_lot(std::int64_t size, std::int64_t accept, std::int64_t lot, std::int64_t nonconforming);

/// The share of nonconforming items at which the plan accepts with probability `risk` (0 < risk < 1): with
/// 0.10 the consumer's risk quality 使用方风险质量. 1 where accept >= size: it always accepts.
double share_accepted_with(std::int64_t size, std::int64_t accept, double risk);

/// Numbers of the switching rules of GB/T 2828.1, 9.3 (catalog/norms/sampling_rules.csv).
struct SwitchingRules {
  int refused_to_tighten = 2;  // … lots refused
  int within_lots = 5;         // … of so many in a row or fewer
  int accepted_to_normal = 5;  // in a row, under tightened inspection
  int refused_to_stop = 5;     // in all, while under tightened inspection
  int score_to_reduce = 30;    // switching score 转移得分
  int score_few = 2;           // for a lot accepted with Ac 0 or 1
  int score_many = 3;          // for a lot with Ac >= 2 that the next tighter AQL would have accepted too
};

/// Where a series of lots stands. A value: what comes next is after().
struct Switching {
  Inspection inspection = Inspection::kNormal;
  bool stopped = false;  // 暂停检验: nothing is accepted until the producer has improved
  int score = 0;
  std::vector<bool> recent_refused;  // under normal inspection, the last lots, oldest first
  int accepted_in_row = 0;           // under tightened inspection
  int refused_in_all = 0;            // under tightened inspection

  friend bool operator==(const Switching&, const Switching&) = default;
};

/// A lot's original inspection (not one submitted again).
struct LotOutcome {
  bool accepted = true;
  int accept = 0;                  // Ac of the plan that was used
  bool tighter_accepted = false;   // it would have been accepted with the next smaller AQL
  bool steady = true;              // production runs steadily
  bool reduced_desirable = false;  // the responsible authority agrees to reduced inspection
};

/// The state after one more lot. Throws Error ("stats.inspection-stopped") for a lot in a stopped series.
Switching after(const Switching& before, const LotOutcome& lot, const SwitchingRules& rules = {});
/// The state when a stopped series goes on after the producer's improvement: tightened inspection.
Switching resumed();

}  // namespace zhiheng::stats
