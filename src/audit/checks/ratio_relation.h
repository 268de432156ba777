#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "audit/checks/table_view.h"
#include "stats/interval.h"

namespace zhiheng::audit {

/// How a line of rates, shares or averages follows from others at each cross line.
struct RatioRelation {
  enum class Form : std::uint8_t {
    kPart,        // part ÷ whole
    kComplement,  // 1 - part ÷ whole: 合格率 from 不合格
    kBoth,        // part ÷ (part + whole): 合格 and 不合格, no total
    kOfTotal,     // part ÷ the part's own total at another cross line
  };
  Form form = Form::kPart;
  int rate = 0;         // the line of rates
  int part = 0;         // numerator's line
  int whole = 0;        // denominator's line; with kOfTotal a cross line, or -1 for the sum of all
  double factor = 100;  // 100 for per cents; of averages what their unit needs
  bool named = false;   // the labels say so
  int rivals = 0;       // other denominators that the labels leave possible
  int holds = 0;
  int fails = 0;
  double bits = 0;                     // decimal digits of agreement beyond what chance gives
  std::optional<stats::Interval> sum;  // with kOfTotal and `whole` -1: of the part over all cross lines
};

/// What the relation makes at cross line `k`; nullopt where a number is missing or can't be compared.
std::optional<stats::Interval> computed_at(const TableView& view, const RatioRelation& relation, int k);

/// Values of part and whole at `k`; with kOfTotal and no total, the whole is null.
struct RatioCells {
  const Value* rate = nullptr;
  const Value* part = nullptr;
  const Value* whole = nullptr;
};
RatioCells cells_at(const TableView& view, const RatioRelation& relation, int k);

/// All relations that the labels name or that the numbers bear out for this line, tried over all cross lines,
/// best first. Cost grows with the cross lines.
std::vector<RatioRelation> ratio_relations(const TableView& view, int rate);

/// Cross lines that are parts of a single total: its index and theirs; empty parts if there is no such
/// structure.
struct PartsOfTotal {
  int total = -1;
  std::vector<int> parts;
};
PartsOfTotal parts_of_total(const std::vector<Line>& lines);

/// The two characters before 率, what is counted above the line: 合格 of 抽检合格率. Empty if there are none.
std::string_view rate_core(std::string_view subject);

/// Whether a subject names what is counted below the line: 抽检批次, 受理数.
bool is_base_name(std::string_view subject);

/// Whether a subject negates: 不合格, 未达标.
bool is_negative_name(std::string_view subject);

/// Whether `line` can be a numerator or denominator beside `rate`: same merged head, same period.
bool stands_beside(const Line& line, const Line& rate);

}  // namespace zhiheng::audit
