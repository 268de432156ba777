#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "audit/cause.h"
#include "audit/checks/ratio_relation.h"
#include "audit/checks/table_checks.h"

namespace zhiheng::audit {
namespace {

using Form = RatioRelation::Form;

constexpr double kEnoughBits = 4;

bool is_ratio(const Line& line) {
  const bool percent = line.unit == "%" || line.unit == "％" || line.unit == "‰" || line.unit.empty();
  return line.measure == Measure::kRate || line.measure == Measure::kShare ||
         line.measure == Measure::kAverage ||
         (line.measure == Measure::kUnknown && percent && !line.unit.empty());
}

/// Whether the relation is what the table means.
bool is_accepted(const RatioRelation& relation, bool average) {
  const int tested = relation.holds + relation.fails;
  if (relation.named && (average || relation.form == Form::kOfTotal))
    return relation.holds >= 2 && relation.holds >= relation.fails;
  if (relation.named) {
    if (relation.holds > 0) return relation.holds >= relation.fails;
    return tested <= 2 && relation.rivals == 0 && relation.form != Form::kBoth;
  }
  const bool mostly = relation.holds >= 3 * relation.fails && relation.holds >= 3;
  const bool few = relation.holds >= 2 && relation.fails <= 1 && relation.bits >= kEnoughBits + 1;
  return (mostly || few) && relation.bits >= kEnoughBits;
}

/// The relation that the first section of a block goes by; its other sections should go by the same columns.
struct SectionHabit {
  std::uint32_t block = 0;
  RatioRelation relation;
};

class RatioCheck {
 public:
  RatioCheck(const TableView& view, std::optional<SectionHabit>& habit, Results& results)
      : view_(view), habit_(habit), results_(results) {}

  void run() {
    for (int i = 0; i < view_.line_count(); ++i) {
      if (is_ratio(view_.line(i))) line(i);
    }
  }

 private:
  void line(int rate) {
    const std::vector<RatioRelation> relations = ratio_relations(view_, rate);
    const auto chosen = std::ranges::find_if(relations, [&](const auto& one) { return accepts(one); });
    if (chosen == relations.end()) {
      if (relations.empty() || relations[0].holds == 0) weigh(rate);
      return;
    }
    for (int k = 0; k < view_.cross_count(); ++k) {
      const auto computed = computed_at(view_, *chosen, k);
      if (!computed) continue;
      const Quantity& stated = view_.at(rate, k)->quantity;
      if (const auto usual = against_habit(*chosen, k)) {
        tell(*usual, *computed_at(view_, *usual, k), k);
      } else if (computed->overlaps(stated.interval)) {
        hold(*chosen, k);
      } else if ((chosen->named || chosen->holds >= 2) && !explained(relations, *chosen, k)) {
        // One other row proves no relation.
        tell(*chosen, *computed, k);
      }
    }
  }

  /// A single line whose rate fits another denominator than that of the section before it, where it doesn't
  /// fit the same one.
  std::optional<RatioRelation> against_habit(const RatioRelation& chosen, int k) {
    if (!view_.turned() || view_.cross_count() != 1 || chosen.form == Form::kOfTotal) return std::nullopt;
    const std::uint32_t block = view_.table().blocks[0];
    if (!habit_ || habit_->block != block) {
      habit_ = SectionHabit{block, chosen};
      return std::nullopt;
    }
    RatioRelation usual = habit_->relation;
    const int lines = view_.line_count();
    const bool alike = usual.rate == chosen.rate && usual.part == chosen.part && usual.form == chosen.form &&
                       usual.whole != chosen.whole && usual.whole < lines && usual.part < lines;
    const auto computed = alike ? computed_at(view_, usual, k) : std::nullopt;
    if (!computed || computed->overlaps(view_.at(chosen.rate, k)->quantity.interval)) return std::nullopt;
    usual.named = false;
    usual.holds = 1;
    return usual;
  }

  bool accepts(const RatioRelation& relation) const {
    return is_accepted(relation, view_.line(relation.rate).measure == Measure::kAverage);
  }

  /// Whether another accepted relation, or another denominator that the labels leave possible, fits here.
  bool explained(const std::vector<RatioRelation>& relations, const RatioRelation& chosen, int k) const {
    return std::ranges::any_of(relations, [&](const RatioRelation& other) {
      if (&other == &chosen || !(other.named || accepts(other))) return false;
      if (other.holds == 0) return false;
      const auto computed = computed_at(view_, other, k);
      return computed && computed->overlaps(view_.at(other.rate, k)->quantity.interval);
    });
  }

  std::string formula(const RatioRelation& relation, int k, const std::string& result) const {
    const RatioCells cells = cells_at(view_, relation, k);
    const std::string part = view_.show_number(*cells.part);
    const std::string whole = cells.whole ? view_.show_number(*cells.whole) : std::string("各项之和");
    switch (relation.form) {
      case Form::kComplement:
        return fmt::format("({1} - {0}) ÷ {1} = {2}", part, whole, result);
      case Form::kBoth:
        return fmt::format("{0} ÷ ({0} + {1}) = {2}", part, whole, result);
      default:
        return part + " ÷ " + whole + " = " + result;
    }
  }

  void hold(const RatioRelation& relation, int k) {
    const RatioCells cells = cells_at(view_, relation, k);
    Held held;
    held.kind = Kind::kRatio;
    held.spots = {view_.spot(*cells.rate), view_.spot(*cells.part)};
    if (cells.whole) held.spots.push_back(view_.spot(*cells.whole));
    held.formula = formula(relation, k, view_.show_value(*cells.rate));
    results_.held.push_back(std::move(held));
  }

  /// The mean of the rates over the parts of the total at `k`, if `k` is such a total.
  std::optional<stats::Interval> plain_mean(int rate, int k) const {
    const PartsOfTotal structure = parts_of_total(view_.crosses());
    if (structure.total != k || structure.parts.size() < 2) return std::nullopt;
    stats::Interval sum{0, 0};
    for (const int part : structure.parts) {
      const Value* value = view_.at(rate, part);
      if (!value || !value->quantity.exact()) return std::nullopt;
      sum = sum + value->quantity.interval;
    }
    const double n = static_cast<double>(structure.parts.size());
    return sum * (1 / n);
  }

  std::vector<Alternative> alternatives(const RatioRelation& relation, int k) const {
    std::vector<Alternative> out;
    if (const auto mean = plain_mean(relation.rate, k)) {
      out.push_back(
          {*mean, {"各分项的简单平均，没有按数量加权", "the plain mean of the parts' rates, not weighted"}});
    }
    const Line& own = view_.line(relation.rate);
    for (int i = 0; i < view_.line_count(); ++i) {
      const Line& other = view_.line(i);
      const Value* value = view_.at(i, k);
      if (i == relation.rate || !value || other.measure != own.measure || other.subject != own.subject)
        continue;
      out.push_back({value->quantity.interval,
                     {fmt::format("与“{}”的数相同", other.label),
                      fmt::format("the same as that of “{}”", other.label)}});
    }
    return out;
  }

  void tell(const RatioRelation& relation, const stats::Interval& computed, int k) {
    const RatioCells cells = cells_at(view_, relation, k);
    const Quantity& stated = cells.rate->quantity;
    const auto mean = plain_mean(relation.rate, k);
    Finding finding;
    finding.kind = mean && mean->overlaps(stated.interval) ? Kind::kMeanRate
                   : magnitude_slip(stated, computed) != 0 ? Kind::kUnit
                                                           : Kind::kRatio;
    finding.certain = relation.named && (relation.holds >= 2 || relation.rivals == 0);
    finding.weight = finding.certain ? Weight::kError : Weight::kWarning;
    finding.cause = likely_cause(stated, computed, alternatives(relation, k));
    if (is_truncated(stated, computed)) finding.weight = Weight::kNote;
    fill_numbers(*cells.rate, computed, finding);
    finding.formula = formula(relation, k, finding.recomputed);
    finding.spots = {view_.spot(*cells.rate), view_.spot(*cells.part)};
    if (cells.whole) finding.spots.push_back(view_.spot(*cells.whole));
    explain(relation, cells, finding);
    results_.findings.push_back(std::move(finding));
  }

  void fill_numbers(const Value& rate, const stats::Interval& computed, Finding& finding) const {
    Manner manner = view_.manner(rate);
    finding.stated = show(rate.quantity.value, manner);
    finding.interval = show(computed, manner);
    for (int i = 0; i < 4 && show(computed.middle(), manner) == finding.stated; ++i) ++manner.decimals;
    finding.recomputed = show(computed.middle(), manner);
    finding.difference = show_difference(rate.quantity.value - computed.middle(), manner);
  }

  std::string whole_label(const RatioRelation& relation) const {
    if (relation.form != Form::kOfTotal) return view_.line(relation.whole).label;
    return relation.whole < 0 ? "各项之和" : view_.cross(relation.whole).label;
  }

  void explain(const RatioRelation& relation, const RatioCells& cells, Finding& finding) const {
    const Words name = view_.name(*cells.rate);
    const std::string& part = view_.line(relation.part).label;
    const std::string whole = whole_label(relation);
    if (finding.kind == Kind::kMeanRate) {
      finding.explanation = {fmt::format("{}写作 {}，是各分项的简单平均；按“{}”“{}”计算为 {}", name.zh,
                                         finding.stated, part, whole, finding.recomputed),
                             fmt::format("{}: {} is the plain mean of the parts; “{}” and “{}” give {}",
                                         name.en, finding.stated, part, whole, finding.recomputed)};
      return;
    }
    finding.explanation = {fmt::format("{}写作 {}，按“{}”与“{}”计算为 {}", name.zh, finding.stated, part,
                                       whole, finding.recomputed),
                           fmt::format("{}: stated {}, “{}” and “{}” give {}", name.en, finding.stated, part,
                                       whole, finding.recomputed)};
    if (relation.named) return;
    finding.explanation.zh += fmt::format("（同样的关系在其余 {} 处成立）", relation.holds);
    finding.explanation.en += fmt::format(" (the same relation holds in {} other places)", relation.holds);
  }

  /// A total rate without its numerator: weighted by a count beside it.
  void weigh(int rate) {
    if (view_.line(rate).measure != Measure::kRate) return;
    const PartsOfTotal structure = parts_of_total(view_.crosses());
    if (structure.total < 0 || structure.parts.size() < 2) return;
    const Value* total = view_.at(rate, structure.total);
    const auto mean = plain_mean(rate, structure.total);
    if (!total || !mean || !total->quantity.exact() || !mean->overlaps(total->quantity.interval)) return;
    int bases = 0;
    int base = -1;
    stats::Interval weighted;
    for (int i = 0; i < view_.line_count(); ++i) {
      const Line& line = view_.line(i);
      if (line.measure != Measure::kCount && line.measure != Measure::kAmount) continue;
      if (!stands_beside(line, view_.line(rate))) continue;
      const auto result = weighted_by(rate, i, structure.parts);
      if (!result) continue;
      if (result->overlaps(total->quantity.interval)) return;
      ++bases;
      base = i;
      weighted = *result;
    }
    if (bases == 1) tell_mean(rate, base, *total, weighted, structure);
  }

  std::optional<stats::Interval> weighted_by(int rate, int base, const std::vector<int>& parts) const {
    stats::Interval products{0, 0}, weights{0, 0};
    for (const int part : parts) {
      const Value* value = view_.at(rate, part);
      const Value* weight = view_.at(base, part);
      if (!value || !weight || weight->quantity.interval.low < 0) return std::nullopt;
      // The middle of the weight: it stands above and below the line.
      products = products + value->quantity.interval * weight->quantity.value;
      weights = weights + stats::Interval{weight->quantity.value, weight->quantity.value};
    }
    if (weights.low <= 0) return std::nullopt;
    return products / weights;
  }

  void tell_mean(int rate, int base, const Value& total, const stats::Interval& weighted,
                 const PartsOfTotal& structure) {
    Finding finding;
    finding.kind = Kind::kMeanRate;
    finding.weight = Weight::kWarning;
    fill_numbers(total, weighted, finding);
    finding.formula = fmt::format("Σ(“{}” × “{}”) ÷ Σ“{}” = {}", view_.line(rate).label,
                                  view_.line(base).label, view_.line(base).label, finding.recomputed);
    finding.cause =
        Words{"各分项的简单平均，没有按数量加权", "the plain mean of the parts' rates, not weighted"};
    finding.spots.push_back(view_.spot(total));
    for (size_t i = 0; i < std::min<size_t>(structure.parts.size(), 12); ++i) {
      finding.spots.push_back(view_.spot(*view_.at(rate, structure.parts[i])));
    }
    const Words name = view_.name(total);
    finding.explanation = {
        fmt::format("{}写作 {}，是 {} 项的简单平均；按“{}”加权为 {}", name.zh, finding.stated,
                    structure.parts.size(), view_.line(base).label, finding.recomputed),
        fmt::format("{}: {} is the plain mean of {} rates; weighted by “{}” it is {}", name.en,
                    finding.stated, structure.parts.size(), view_.line(base).label, finding.recomputed)};
    results_.findings.push_back(std::move(finding));
  }

  const TableView& view_;
  std::optional<SectionHabit>& habit_;
  Results& results_;
};

}  // namespace

void check_table_ratios(const read::Document& document, std::uint32_t index,
                        const std::vector<TableModel>& tables, Results& results) {
  std::optional<SectionHabit> habit;
  for (const TableModel& table : tables) {
    for (const bool turned : {true, false}) {
      const TableView view(document, index, table, turned);
      RatioCheck(view, habit, results).run();
    }
  }
}

}  // namespace zhiheng::audit
