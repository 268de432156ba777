#include "audit/checks/ratio_relation.h"

#include <algorithm>
#include <cmath>

namespace zhiheng::audit {
namespace {

using Form = RatioRelation::Form;

constexpr int kFarthest = 12;       // lines between a rate and what it is made of
constexpr int kMostFailsFirst = 2;  // a guess that fails more often at first is dropped

bool comparable(const Quantity& a, const Quantity& b) {
  return same_unit(a, b) || a.dimension == Dimension::kNone || b.dimension == Dimension::kNone ||
         (a.dimension == Dimension::kCount && b.dimension == Dimension::kCount &&
          a.unit.empty() != b.unit.empty());
}

/// How little chance explains that a computed rate agrees; rates near 0 or 100 agree more easily.
double bits_of(const Quantity& rate, const stats::Interval& computed, bool per_cent) {
  const double width = std::max(rate.interval.high - rate.interval.low, computed.high - computed.low) + 1e-12;
  const double range =
      per_cent ? std::min(std::abs(rate.value), std::abs(100 - rate.value)) * 2 : std::abs(rate.value);
  return range > width ? std::log10(range / width) : 0;
}

/// The sum of the line over all cross lines, where each has a number and none is a part of another.
std::optional<stats::Interval> sum_of_all(const TableView& view, int line) {
  stats::Interval sum{0, 0};
  for (int k = 0; k < view.cross_count(); ++k) {
    const Line& cross = view.cross(k);
    const Value* value = view.at(line, k);
    if (!value || cross.of_which || cross.maybe_of_which || cross.depth > 0 || cross.total != Total::kNo)
      return std::nullopt;
    sum = sum + value->quantity.interval;
  }
  return sum;
}

class Search {
 public:
  Search(const TableView& view, int rate) : view_(view), rate_(rate) {
    per_cent_ = view.line(rate).measure != Measure::kAverage;
  }

  std::vector<RatioRelation> find() {
    find_candidates();
    if (per_cent_) {
      named();
      both();
      shares();
      if (found_.empty() || found_[0].holds == 0) guesses();
    } else {
      averages();
    }
    std::ranges::stable_sort(found_, [](const RatioRelation& a, const RatioRelation& b) {
      return std::pair(a.holds - a.fails, a.bits) > std::pair(b.holds - b.fails, b.bits);
    });
    return std::move(found_);
  }

 private:
  const Line& rate_line() const { return view_.line(rate_); }

  void find_candidates() {
    const int begin = std::max(0, rate_ - kFarthest),
              end = std::min(view_.line_count(), rate_ + kFarthest + 1);
    for (int i = begin; i < end; ++i) {
      const Line& line = view_.line(i);
      if (i == rate_ || line.grouping || !is_additive(line.measure) || line.measure == Measure::kDifference)
        continue;
      if (stands_beside(line, rate_line())) candidates_.push_back(i);
    }
  }

  /// Counts where the relation holds; with `give_up` stops early when it clearly doesn't.
  bool try_out(RatioRelation& relation, bool give_up) const {
    for (int k = 0; k < view_.cross_count(); ++k) {
      const auto computed = computed_at(view_, relation, k);
      if (!computed) continue;
      const Quantity& rate = view_.at(relation.rate, k)->quantity;
      const bool trivial = per_cent_ && (rate.value == 0 || rate.value == 100);
      if (computed->overlaps(rate.interval)) {
        if (!trivial) ++relation.holds, relation.bits += bits_of(rate, *computed, per_cent_);
      } else {
        ++relation.fails;
        if (give_up && relation.fails > kMostFailsFirst + relation.holds / 3) return false;
      }
    }
    return relation.holds + relation.fails > 0;
  }

  void add(RatioRelation relation, bool give_up) {
    relation.rate = rate_;
    if (try_out(relation, give_up)) found_.push_back(relation);
  }

  void named() {
    const std::string_view core = rate_core(rate_line().subject);
    if (core.empty()) return;
    const bool negative = is_negative_name(rate_line().subject);
    for (const int part : candidates_) {
      const std::string_view name = view_.line(part).subject;
      if (name.find(core) == std::string_view::npos) continue;
      std::vector<int> wholes;
      for (const int whole : candidates_) {
        const std::string& subject = view_.line(whole).subject;
        const bool due = is_base_name(subject) && !is_base_name(name);  // 应办结 below 已办结
        if (whole != part && (due || subject.find(core) == std::string::npos)) wholes.push_back(whole);
      }
      const bool any_base =
          std::ranges::any_of(wholes, [&](int w) { return is_base_name(view_.line(w).subject); });
      const auto is_rival = [&](int w) { return !any_base || is_base_name(view_.line(w).subject); };
      const int rivals = static_cast<int>(std::ranges::count_if(wholes, is_rival)) - 1;
      for (const int whole : wholes) {
        RatioRelation relation;
        relation.form = is_negative_name(name) == negative ? Form::kPart : Form::kComplement;
        relation.part = part;
        relation.whole = whole;
        relation.named = true;
        relation.rivals = is_rival(whole) ? rivals : rivals + 1;
        add(relation, false);
      }
    }
  }

  /// 合格 and 不合格 beside a rate, without their sum.
  void both() {
    const std::string_view core = rate_core(rate_line().subject);
    if (core.empty() || !found_.empty()) return;
    const bool negative = is_negative_name(rate_line().subject);
    RatioRelation relation;
    relation.form = Form::kBoth;
    relation.named = true;
    int parts = 0, others = 0;
    for (const int i : candidates_) {
      if (view_.line(i).subject.find(core) == std::string::npos) continue;
      const bool same = is_negative_name(view_.line(i).subject) == negative;
      (same ? relation.part : relation.whole) = i;
      ++(same ? parts : others);
    }
    if (parts == 1 && others == 1) add(relation, false);
  }

  void shares() {
    const bool named = rate_line().measure == Measure::kShare;
    const bool may_be = rate_line().measure == Measure::kUnknown;
    if (!named && !may_be) return;
    const PartsOfTotal structure = parts_of_total(view_.crosses());
    for (const int part : candidates_) {
      std::vector<int> totals;
      if (structure.total >= 0) totals.push_back(structure.total);
      if (structure.total != 0 && view_.cross_count() > 2) totals.push_back(0);
      if (structure.total < 0) totals.push_back(-1);
      for (const int total : totals) {
        RatioRelation relation;
        relation.form = Form::kOfTotal;
        relation.part = part;
        relation.whole = total;
        relation.named = named && total != 0;
        relation.rivals = static_cast<int>(candidates_.size()) - 1;
        if (total < 0) relation.sum = sum_of_all(view_, part);
        if (total >= 0 || relation.sum) add(relation, !named);
      }
    }
  }

  /// Any two lines whose ratio fits nearly everywhere.
  void guesses() {
    for (const int part : candidates_) {
      for (const int whole : candidates_) {
        if (part == whole) continue;
        for (const Form form : {Form::kPart, Form::kComplement}) {
          RatioRelation relation;
          relation.form = form;
          relation.part = part;
          relation.whole = whole;
          add(relation, true);
        }
      }
    }
  }

  /// 村均收入 = 总收入 ÷ 村数, with the power of ten that the units need.
  void averages() {
    for (const int part : candidates_) {
      for (const int whole : candidates_) {
        if (part == whole) continue;
        RatioRelation relation;
        relation.part = part;
        relation.whole = whole;
        const auto factor = factor_of(part, whole);
        if (!factor) continue;
        relation.factor = *factor;
        relation.named = names_divisor(rate_line().subject, view_.line(whole).subject);
        add(relation, true);
      }
    }
  }

  /// 村均… over 村数: the character before 均 is what is divided by.
  static bool names_divisor(std::string_view average, std::string_view whole) {
    const size_t at = average.find("均");
    return at != std::string_view::npos && at >= 3 &&
           whole.find(average.substr(at - 3, 3)) != std::string_view::npos;
  }

  /// The power of ten that makes the first comparable ratio agree, if one does.
  std::optional<double> factor_of(int part, int whole) const {
    for (int k = 0; k < std::min(view_.cross_count(), 3); ++k) {
      RatioRelation relation;
      relation.rate = rate_;
      relation.part = part;
      relation.whole = whole;
      relation.factor = 1;
      const auto computed = computed_at(view_, relation, k);
      const Value* rate = view_.at(rate_, k);
      if (!computed || computed->middle() <= 0 || rate->quantity.value <= 0) continue;
      const double factor = std::pow(10, std::round(std::log10(rate->quantity.value / computed->middle())));
      if ((*computed * factor).overlaps(rate->quantity.interval)) return factor;
    }
    return std::nullopt;
  }

  const TableView& view_;
  int rate_;
  bool per_cent_ = true;
  std::vector<int> candidates_;
  std::vector<RatioRelation> found_;
};

}  // namespace

bool is_negative_name(std::string_view subject) {
  return subject.find("不") != std::string_view::npos || subject.find("未") != std::string_view::npos ||
         subject.find("非") != std::string_view::npos;
}

std::string_view rate_core(std::string_view subject) {
  const size_t at = subject.rfind("率");
  if (at == std::string_view::npos || at < 6) return {};
  const std::string_view core = subject.substr(at - 6, 6);
  return (static_cast<unsigned char>(core[0]) & 0xE0) == 0xE0 ? core : std::string_view{};
}

bool is_base_name(std::string_view subject) {
  for (const std::string_view word :
       {"总", "受检", "抽检", "抽查", "抽样", "检验", "检测", "监测", "受理", "应", "回访", "上市"}) {
    if (subject.find(word) != std::string_view::npos) return true;
  }
  return false;
}

bool stands_beside(const Line& line, const Line& rate) {
  if (line.group >= 0 && rate.group >= 0 && line.group != rate.group) return false;
  if (line.period.named() && rate.period.named() && !(line.period == rate.period)) return false;
  return !(line.is_relative && rate.is_relative && line.relative != rate.relative);
}

PartsOfTotal parts_of_total(const std::vector<Line>& lines) {
  PartsOfTotal found;
  int totals = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.total != Total::kNo && !line.of_which) {
      ++totals;
      found.total = static_cast<int>(i);
    } else if (!line.grouping && !line.of_which && !line.maybe_of_which) {
      found.parts.push_back(static_cast<int>(i));
    }
  }
  const auto uneven = [&](int part) {
    return lines[static_cast<size_t>(part)].depth != lines[static_cast<size_t>(found.parts[0])].depth;
  };
  if (totals != 1) return {};
  if (std::ranges::any_of(found.parts, uneven)) found.parts.clear();
  return found;
}

RatioCells cells_at(const TableView& view, const RatioRelation& relation, int k) {
  RatioCells cells;
  cells.rate = view.at(relation.rate, k);
  cells.part = view.at(relation.part, k);
  if (relation.form != Form::kOfTotal) {
    cells.whole = view.at(relation.whole, k);
  } else if (relation.whole >= 0) {
    cells.whole = view.at(relation.part, relation.whole);
  }
  return cells;
}

std::optional<stats::Interval> computed_at(const TableView& view, const RatioRelation& relation, int k) {
  const RatioCells cells = cells_at(view, relation, k);
  if (!cells.rate || !cells.part || !cells.rate->quantity.exact() || !cells.part->quantity.exact())
    return std::nullopt;
  const Quantity& rate = cells.rate->quantity;
  const bool average = view.line(relation.rate).measure == Measure::kAverage;
  if (!average && rate.dimension != Dimension::kPercent) return std::nullopt;
  stats::Interval whole;
  if (relation.form == Form::kOfTotal) {
    const Line& cross = view.cross(k);
    if (k == relation.whole || cross.of_which || cross.maybe_of_which || cross.depth > 0) return std::nullopt;
  }
  if (cells.whole) {
    if (!cells.whole->quantity.exact() ||
        (!average && !comparable(cells.part->quantity, cells.whole->quantity)))
      return std::nullopt;
    whole = cells.whole->quantity.interval;
  } else {
    if (relation.form != Form::kOfTotal || !relation.sum) return std::nullopt;
    whole = *relation.sum;
  }
  const stats::Interval part = cells.part->quantity.interval;
  if (relation.form == Form::kBoth) whole = whole + part;
  if (whole.low <= 0) return std::nullopt;
  const stats::Interval ratio = part / whole * relation.factor;
  return relation.form == Form::kComplement ? stats::Interval{relation.factor, relation.factor} - ratio
                                            : ratio;
}

std::vector<RatioRelation> ratio_relations(const TableView& view, int rate) {
  return Search(view, rate).find();
}

}  // namespace zhiheng::audit
