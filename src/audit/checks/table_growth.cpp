#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "audit/cause.h"
#include "audit/checks/ratio_relation.h"
#include "audit/checks/table_checks.h"

namespace zhiheng::audit {
namespace {

constexpr int kFarthest = 16;  // lines between a growth and its two periods

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [text](auto word) { return text.find(word) != std::string_view::npos; });
}

/// Growth of these is stated at comparable prices or for a revised base, whatever the table says.
bool is_deflated(std::string_view label) {
  return has_any(label, {"生产总值", "增加值", "GDP", "产值", "可比", "不变价", "规模以上", "规上",
                         "固定资产投资", "零售总额"});
}

bool is_change(Measure measure) {
  return measure == Measure::kGrowth || measure == Measure::kPoints || measure == Measure::kDifference;
}

bool can_change(Measure measure) {
  return is_additive(measure) || measure == Measure::kRate || measure == Measure::kShare ||
         measure == Measure::kIndex || measure == Measure::kAverage;
}

/// A change with the two lines that it compares.
struct Change {
  int change = 0;
  int now = 0;
  int before = 0;
  int holds = 0;
  int fails = 0;
  int deflated = 0;  // fails where another price or scope may be meant

  /// The table's growth is plainly that of the two columns, also where words would leave a doubt.
  bool plain() const { return holds >= 3 && holds >= 3 * (fails + deflated); }
};

/// How a cell's change is meant, and what it should be.
struct Due {
  enum class Form : std::uint8_t { kGrowth, kDifference };
  Form form = Form::kGrowth;
  stats::Interval value;
};

class GrowthCheck {
 public:
  GrowthCheck(const TableView& view, Results& results) : view_(view), results_(results) {}

  void run() {
    for (int i = 0; i < view_.line_count(); ++i) {
      if (is_change(view_.line(i).measure)) line(i);
    }
  }

 private:
  void line(int change) {
    std::optional<Change> best;
    for (const Change& pair : pairs(change)) {
      Change tried = pair;
      try_out(tried);
      if (!best || tried.holds - tried.fails > best->holds - best->fails) best = tried;
    }
    if (!best || best->fails > std::max(best->holds, 1)) return;
    if (best->fails >= 2 && best->fails >= best->holds) return;  // as many for as against: another scope
    for (int k = 0; k < view_.cross_count(); ++k) report(*best, k);
  }

  /// Whether `before` is the period before `now`, of the same thing.
  static bool follows(const Line& now, const Line& before, bool monthly) {
    if (now.subject != before.subject) return false;
    if (now.is_relative || before.is_relative) {
      if (now.is_relative && before.is_relative) return now.relative == before.relative + 1;
      return before.is_relative ? before.relative == -1 && now.period.named()
                                : now.relative == 0 && before.period.named();
    }
    if (!now.period.named() || !before.period.named()) return false;
    const Period &a = now.period, &b = before.period;
    if (monthly) return a.from == b.from && a.month == b.month + 1 && b.month > 0;
    return a.to == b.to + 1 && a.from - a.to == b.from - b.to && a.month == b.month &&
           a.month_to == b.month_to;
  }

  std::vector<Change> pairs(int change) const {
    const Line& line = view_.line(change);
    const bool monthly = has_any(line.label, {"环比", "上月"});
    const bool named_base = line.period.named() && has_any(line.label, {"比", "较"});
    const int begin = std::max(0, change - kFarthest), end = std::min(view_.line_count(), change + kFarthest);
    std::vector<Change> out;
    for (int now = begin; now < end; ++now) {
      if (!can_change(view_.line(now).measure) || !shares_group(now, change)) continue;
      for (int before = begin; before < end; ++before) {
        const Line& b = view_.line(before);
        if (before == now || !can_change(b.measure)) continue;
        if (!follows(view_.line(now), b, monthly) || !shares_group(before, change)) continue;
        if (named_base && !(b.period == line.period)) continue;
        if (!named_base && line.period.named() && view_.line(now).period.named() &&
            !(view_.line(now).period == line.period)) {
          continue;
        }
        out.push_back({change, now, before});
      }
    }
    // Several things or years: the nearest pair is meant, unless the words name another.
    std::ranges::stable_sort(out, [&](const Change& a, const Change& b) { return rank(a) > rank(b); });
    if (out.size() > 3) out.resize(3);
    return out;
  }

  bool shares_group(int i, int change) const {
    const int a = view_.line(i).group, b = view_.line(change).group;
    return a < 0 || b < 0 || a == b || view_.line(i).period.named();
  }

  std::pair<int, int> rank(const Change& pair) const {
    const std::string& subject = view_.line(pair.now).subject;
    const bool said = !subject.empty() && view_.line(pair.change).subject.find(subject) != std::string::npos;
    return {said ? 1 : 0, -std::abs(pair.change - pair.now)};
  }

  /// The readings of the cell that its unit leaves, likeliest first; empty if it can't be told.
  std::vector<Due> due(const Change& pair, int k) const {
    const Value* change = view_.at(pair.change, k);
    const Value* now = view_.at(pair.now, k);
    const Value* before = view_.at(pair.before, k);
    if (!change || !now || !before) return {};
    const Quantity &c = change->quantity, &a = now->quantity, &b = before->quantity;
    if (!c.exact() || !a.exact() || !b.exact() || !same_unit(a, b)) return {};
    std::vector<Due> out;
    const bool percents = a.dimension == Dimension::kPercent;
    const bool growth =
        c.dimension == Dimension::kPercent || (c.dimension == Dimension::kNone && is_growth(pair));
    if (growth && b.interval.low > 0) {
      out.push_back({Due::Form::kGrowth, (a.interval / b.interval - stats::Interval{1, 1}) * 100});
    }
    const bool points = c.dimension == Dimension::kPoints && percents;
    if (points || (!growth && same_unit(a, c)) || (growth && percents)) {
      out.push_back({Due::Form::kDifference, a.interval - b.interval});
    }
    return out;
  }

  bool is_growth(const Change& pair) const { return view_.line(pair.change).measure == Measure::kGrowth; }

  bool falls(const Change& pair) const {
    return has_any(view_.line(pair.change).subject, {"降幅", "下降", "减少"});
  }

  bool agrees(const Change& pair, const Due& one, const Quantity& stated) const {
    if (one.value.overlaps(stated.interval)) return true;
    return falls(pair) && stats::Interval{-one.value.high, -one.value.low}.overlaps(stated.interval);
  }

  void try_out(Change& pair) const {
    for (int k = 0; k < view_.cross_count(); ++k) {
      const std::vector<Due> readings = due(pair, k);
      if (readings.empty()) continue;
      const Quantity& stated = view_.at(pair.change, k)->quantity;
      const bool holds =
          std::ranges::any_of(readings, [&](const Due& one) { return agrees(pair, one, stated); });
      ++(holds ? pair.holds : is_deflated(view_.cross(k).label) ? pair.deflated : pair.fails);
    }
  }

  void report(const Change& pair, int k) {
    const std::vector<Due> readings = due(pair, k);
    if (readings.empty()) return;
    const Quantity& stated = view_.at(pair.change, k)->quantity;
    const auto fit =
        std::ranges::find_if(readings, [&](const Due& one) { return agrees(pair, one, stated); });
    if (fit == readings.end()) {
      if (pair.plain() || !is_quiet(k)) tell(pair, readings[0], k);
      return;
    }
    const bool percent_for_points = fit->form == Due::Form::kDifference &&
                                    stated.dimension == Dimension::kPercent &&
                                    readings[0].form == Due::Form::kGrowth && stated.value != 0;
    if (percent_for_points) {
      tell_points(pair, *fit, k);
    } else {
      hold(pair, *fit, k);
    }
  }

  bool is_quiet(int k) const {
    const TableModel& table = view_.table();
    return table.comparable || is_deflated(view_.cross(k).label) || is_deflated(table.title);
  }

  std::string formula(const Change& pair, const Due& one, int k, const std::string& result) const {
    const std::string now = view_.show_number(*view_.at(pair.now, k)),
                      before = view_.show_number(*view_.at(pair.before, k));
    if (one.form == Due::Form::kDifference) return now + " - " + before + " = " + result;
    return now + " ÷ " + before + " - 1 = " + result;
  }

  std::vector<Spot> spots(const Change& pair, int k) const {
    return {view_.spot(*view_.at(pair.change, k)), view_.spot(*view_.at(pair.now, k)),
            view_.spot(*view_.at(pair.before, k))};
  }

  void hold(const Change& pair, const Due& one, int k) {
    Held held;
    held.kind = Kind::kGrowth;
    held.spots = spots(pair, k);
    held.formula = formula(pair, one, k, view_.show_value(*view_.at(pair.change, k)));
    results_.held.push_back(std::move(held));
  }

  void fill_numbers(const Value& stated, const stats::Interval& computed, Finding& finding) const {
    Manner manner = view_.manner(stated);
    finding.stated = show(stated.quantity.value, manner);
    finding.interval = show(computed, manner);
    for (int i = 0; i < 4 && show(computed.middle(), manner) == finding.stated; ++i) ++manner.decimals;
    finding.recomputed = show(computed.middle(), manner);
    finding.difference = show_difference(stated.quantity.value - computed.middle(), manner);
  }

  /// The plain mean of the changes over the parts of the total at `k`.
  std::optional<stats::Interval> plain_mean(int change, int k) const {
    const PartsOfTotal structure = parts_of_total(view_.crosses());
    if (structure.total != k || structure.parts.size() < 2) return std::nullopt;
    stats::Interval sum{0, 0};
    for (const int part : structure.parts) {
      const Value* value = view_.at(change, part);
      if (!value || !value->quantity.exact()) return std::nullopt;
      sum = sum + value->quantity.interval;
    }
    return sum * (1 / static_cast<double>(structure.parts.size()));
  }

  std::vector<Alternative> alternatives(const Change& pair, const Due& one, int k) const {
    std::vector<Alternative> out;
    if (one.form != Due::Form::kGrowth) return out;
    const stats::Interval now = view_.at(pair.now, k)->quantity.interval;
    const stats::Interval before = view_.at(pair.before, k)->quantity.interval;
    const stats::Interval unit{1, 1};
    if (const auto mean = plain_mean(pair.change, k)) {
      out.push_back(
          {*mean,
           {"各分项增幅的简单平均，没有按基数加权", "the plain mean of the parts' growth, not weighted"}});
    }
    if (now.low > 0) {
      out.push_back({(unit - before / now) * 100,
                     {"除以了本期数而不是上期数", "divided by this period's figure instead of the former"}});
    }
    out.push_back(
        {now / before * 100,
         {"没有减去 100%，写成了相当于上期的百分比", "100% not taken off: a per cent of the former period"}});
    return out;
  }

  void tell(const Change& pair, const Due& one, int k) {
    const Value& change = *view_.at(pair.change, k);
    const auto mean = plain_mean(pair.change, k);
    Finding finding;
    finding.kind = mean && mean->overlaps(change.quantity.interval) ? Kind::kMeanRate : Kind::kGrowth;
    finding.certain = pair.holds >= 2 && pair.holds >= 2 * pair.fails;
    finding.weight = finding.certain ? Weight::kError : Weight::kWarning;
    if (is_truncated(change.quantity, one.value)) finding.weight = Weight::kNote;
    finding.cause = likely_cause(change.quantity, one.value, alternatives(pair, one, k));
    fill_numbers(change, one.value, finding);
    finding.formula = formula(pair, one, k, finding.recomputed);
    finding.spots = spots(pair, k);
    const Words name = view_.name(change);
    const std::string &now = view_.line(pair.now).label, &before = view_.line(pair.before).label;
    finding.explanation = {fmt::format("{}写作 {}，按“{}”与“{}”计算为 {}", name.zh, finding.stated, now,
                                       before, finding.recomputed),
                           fmt::format("{}: stated {}, “{}” and “{}” give {}", name.en, finding.stated, now,
                                       before, finding.recomputed)};
    results_.findings.push_back(std::move(finding));
  }

  /// Two per cents differ by points; printed as per cent, the change reads as relative.
  void tell_points(const Change& pair, const Due& one, int k) {
    const Value& change = *view_.at(pair.change, k);
    const Quantity& q = change.quantity;
    const bool own_sign = q.span.end > q.number.end;
    Finding finding;
    finding.kind = Kind::kUnit;
    finding.weight = own_sign ? Weight::kWarning : Weight::kNote;
    finding.stated = view_.show_value(change);
    Manner manner = view_.manner(change);
    manner.unit = " 个百分点";
    finding.recomputed = show(q.value, manner);
    finding.interval = show(one.value, manner);
    finding.formula = formula(pair, one, k, finding.recomputed);
    finding.spots = spots(pair, k);
    const Words name = view_.name(change);
    finding.explanation = {
        fmt::format("{}是两个百分数之差，单位应为“个百分点”，不是“%”", name.zh),
        fmt::format("{} is the difference of two per cents: percentage points, not %", name.en)};
    results_.findings.push_back(std::move(finding));
  }

  const TableView& view_;
  Results& results_;
};

}  // namespace

void check_table_growth(const read::Document& document, std::uint32_t index,
                        const std::vector<TableModel>& tables, Results& results) {
  for (const TableModel& table : tables) {
    for (const bool turned : {true, false}) {
      const TableView view(document, index, table, turned);
      GrowthCheck(view, results).run();
    }
  }
}

}  // namespace zhiheng::audit
