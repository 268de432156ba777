#include "audit/checks/sum_sets.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <string_view>

namespace zhiheng::audit {
namespace {

using Parts = std::vector<int>;

constexpr int kMostFarTotals = 40;  // totals per table that may reach over other totals

bool is_known_whole(const std::vector<Line>& lines, const Parts& parts) {
  static constexpr std::array<std::array<std::string_view, 3>, 9> kWholes = {
      {{"第一产业", "第二产业", "第三产业"},
       {"一产", "二产", "三产"},
       {"城镇", "乡村", ""},
       {"城镇", "农村", ""},
       {"男", "女", ""},
       {"合格", "不合格", ""},
       {"轻工业", "重工业", ""},
       {"达标", "不达标", ""},
       {"税收收入", "非税收入", ""}}};
  return std::ranges::any_of(kWholes, [&](const auto& whole) {
    const size_t size = whole[2].empty() ? 2 : 3;
    if (parts.size() != size) return false;
    for (size_t i = 0; i < size; ++i) {
      const std::string_view subject = lines[static_cast<size_t>(parts[i])].subject;
      if (!subject.starts_with(whole[i]) || subject.size() > whole[i].size() + 12) return false;
    }
    return true;
  });
}

/// Four quarters or twelve months make a year.
bool is_whole_year(const std::vector<Line>& lines, const Parts& parts) {
  const auto has = [&](std::string_view word) {
    return std::ranges::all_of(
        parts, [&](int i) { return lines[static_cast<size_t>(i)].label.find(word) != std::string::npos; });
  };
  return (parts.size() == 4 && has("季度")) || (parts.size() == 12 && has("月"));
}

class Finder {
 public:
  Finder(const std::vector<Line>& lines, bool turned) : lines_(lines), turned_(turned) {}

  std::vector<SumClaim> find() {
    periods();
    for (int t = 0; t < count(); ++t) {
      const Line& line = at(t);
      if (line.grouping || line.of_which) continue;
      if (line.total != Total::kNo) {
        total(t);
      } else {
        children(t);
      }
    }
    divisions();
    known_wholes();
    places();
    return std::move(found_);
  }

 private:
  int count() const { return static_cast<int>(lines_.size()); }
  const Line& at(int i) const { return lines_[static_cast<size_t>(i)]; }

  /// Whether line `i` can be added up to line `whole`.
  bool fits_in(int i, int whole) const {
    const Line& a = at(i);
    const Line& b = at(whole);
    if (a.grouping || a.of_which) return false;
    if (b.group >= 0 && a.group != b.group) return false;
    const bool shares =
        a.measure == Measure::kShare && (b.measure == Measure::kShare || b.measure == Measure::kUnknown);
    if (!is_additive(a.measure) && !shares) return false;
    if (!a.unit.empty() && !b.unit.empty() && a.unit != b.unit) return false;
    if ((a.measure == Measure::kDifference) != (b.measure == Measure::kDifference) && turned_) return false;
    return !(b.period.named() && a.period.named() && !(a.period == b.period)) || b.total == Total::kStrong;
  }

  /// Only the outermost of these lines, without those that may belong to 其中 if `strict`.
  Parts outermost(const Parts& run, bool strict) const {
    int depth = std::numeric_limits<int>::max();
    for (const int i : run) depth = std::min(depth, at(i).depth);
    Parts out;
    for (const int i : run) {
      if (at(i).depth == depth && !(strict && at(i).maybe_of_which)) out.push_back(i);
    }
    return out;
  }

  /// Plain lines next to `t` in direction `step`, up to the next total, division or group's edge.
  Parts run_from(int t, int step) const {
    Parts run;
    for (int i = t + step; i >= 0 && i < count(); i += step) {
      if (at(i).total != Total::kNo && !at(i).of_which) break;
      const bool sibling = at(i).grouping && at(i).depth <= at(t).depth;
      if (sibling || (at(i).grouping && at(i).depth == at(t).depth + 1 && (step < 0 || !run.empty()))) break;
      if (at(t).group >= 0 && at(i).group != at(t).group) break;
      if (fits_in(i, t)) run.push_back(i);
    }
    if (step < 0) std::ranges::reverse(run);
    return run;
  }

  /// All lines on one side of `t`: sub-totals with what they don't cover, sub-totals alone, all but
  /// sub-totals.
  void far_readings(int t, int step, SumClaim& claim) {
    Parts subtotals, uncovered, plain;
    for (int i = t + step; i >= 0 && i < count(); i += step) {
      if (!fits_in(i, t)) continue;
      if (at(i).total != Total::kNo) {
        subtotals.push_back(i);
      } else {
        plain.push_back(i);
        // What stands between the total and the nearest sub-total belongs to none, counted from the total.
        if (subtotals.empty() && step < 0) uncovered.push_back(i);
      }
    }
    if (subtotals.empty()) return;
    Parts both = subtotals;
    both.insert(both.end(), uncovered.begin(), uncovered.end());
    std::ranges::sort(both);
    std::ranges::sort(subtotals);
    std::ranges::sort(plain);
    add(claim, std::move(both));
    add(claim, std::move(subtotals));
    add(claim, outermost(plain, false));
  }

  static void add(SumClaim& claim, Parts parts) {
    if (parts.size() < 2 || std::ranges::find(claim.readings, parts) != claim.readings.end()) return;
    claim.readings.push_back(std::move(parts));
  }

  void add_run(SumClaim& claim, const Parts& run) const {
    add(claim, outermost(run, false));
    add(claim, outermost(run, true));
  }

  /// Whether these lines are the parts of the total that stands before them, as numbering or indent tells.
  bool belongs_above(int t, const Parts& run) const {
    if (run.empty() || run[0] == 0) return false;
    const Line& above = at(run[0] - 1);
    const auto deeper = [&](int i) { return at(i).depth > above.depth; };
    return above.total != Total::kNo && above.depth == at(t).depth && std::ranges::all_of(run, deeper);
  }

  void total(int t) {
    SumClaim claim;
    claim.whole = t;
    claim.basis = at(t).total == Total::kStrong ? SumBasis::kTotal : SumBasis::kWeakTotal;
    Parts before = run_from(t, -1);
    if (belongs_above(t, before)) before.clear();
    const Parts behind = run_from(t, 1);
    // A total stands last as a rule, or first of all.
    add_run(claim, before);
    if (before.empty()) add_run(claim, behind);
    const bool has_neighbours = !claim.readings.empty();
    if (far_ < kMostFarTotals) {
      ++far_;
      far_readings(t, -1, claim);
      if (!has_neighbours || before.empty()) far_readings(t, 1, claim);
    }
    // Behind the lines on its left a column's total may also lead those on its right.
    if (!before.empty()) add_run(claim, behind);
    if (claim.readings.empty()) return;
    const Parts& parts = claim.readings[0];
    const bool known = is_known_whole(lines_, parts) ||
                       (at(t).label.find("年") != std::string::npos && is_whole_year(lines_, parts));
    if (claim.basis == SumBasis::kWeakTotal && known) claim.basis = SumBasis::kWhole;
    found_.push_back(std::move(claim));
  }

  /// 7 月, 8 月, 9 月, 三季度: lines of single months with the line of them all behind them.
  void periods() {
    for (int q = 2; q < count(); ++q) {
      const Period& whole = at(q).period;
      const int months = whole.month_to - whole.month + 1;
      if (!whole.month || months < 2 || q < months || at(q).total != Total::kNo) continue;
      Parts run;
      for (int i = q - months; i < q; ++i) {
        const Period& part = at(i).period;
        const bool single = part.month_to == 0 || part.month_to == part.month;
        if (part.from == whole.from && single && part.month == whole.month + static_cast<int>(run.size()) &&
            at(i).subject == at(q).subject)
          run.push_back(i);
      }
      if (static_cast<int>(run.size()) != months) continue;
      SumClaim claim;
      claim.whole = q;
      claim.basis = SumBasis::kWeakTotal;
      claim.readings.push_back(std::move(run));
      found_.push_back(std::move(claim));
    }
  }

  void children(int p) {
    Parts run;
    for (int i = p + 1; i < count() && at(i).depth > at(p).depth && --budget_ > 0; ++i) {
      if (at(i).grouping && at(i).depth == at(p).depth + 1) return;  // divided, see divisions()
      if (fits_in(i, p) && at(i).total == Total::kNo) run.push_back(i);
    }
    SumClaim claim;
    claim.whole = p;
    claim.basis = SumBasis::kChildren;
    add_run(claim, run);
    if (claim.readings.empty()) return;
    if (is_known_whole(lines_, claim.readings[0])) claim.basis = SumBasis::kWhole;
    found_.push_back(std::move(claim));
  }

  /// Each 按…分 with the line above that it divides.
  void divisions() {
    int owner = -1;
    for (int g = 0; g < count(); ++g) {
      if (!at(g).grouping) {
        const bool member = owner >= 0 && at(g).depth > at(owner).depth;
        if (!member && !at(g).of_which) owner = g;
        continue;
      }
      if (owner < 0 || at(owner).depth >= at(g).depth + (at(owner).total != Total::kNo ? 1 : 0)) continue;
      division(owner, g);
    }
  }

  void division(int owner, int g) {
    Parts run;
    bool partial = false;
    for (int i = g + 1; i < count() && at(i).depth > at(g).depth && !at(i).grouping; ++i) {
      if (at(i).total != Total::kNo) return;
      partial = partial || (at(i).of_which && i == g + 1);  // begins with 其中: only some are listed
      if (fits_in(i, owner)) run.push_back(i);
    }
    SumClaim claim;
    claim.whole = owner;
    add_run(claim, run);
    if (claim.readings.empty() || partial) return;
    claim.basis = is_known_whole(lines_, claim.readings[0]) ? SumBasis::kWhole : SumBasis::kDivision;
    found_.push_back(std::move(claim));
  }

  /// 城镇, 乡村 and the like beside the line before them.
  void known_wholes() {
    for (int i = 1; i + 1 < count(); ++i) {
      for (const int size : {2, 3}) {
        if (i + size > count() || !fits_in(i, i - 1) || at(i - 1).total != Total::kNo) continue;
        Parts parts;
        for (int k = 0; k < size; ++k) parts.push_back(i + k);
        if (!is_known_whole(lines_, parts) || at(i - 1).depth != at(i).depth) continue;
        found_.push_back({i - 1, SumBasis::kWhole, {parts}});
      }
    }
  }

  /// Without any total: the first or the last line may be the sum of all others, of its group or of all.
  void places() {
    const bool labelled =
        std::ranges::any_of(lines_, [](const Line& line) { return line.total == Total::kStrong; });
    for (int begin = 0; begin < count();) {
      int end = begin + 1;
      if (turned_) {
        while (end < count() && at(end).group == at(begin).group) ++end;
      } else {
        end = count();
      }
      if (!labelled) place(begin, end);
      begin = end;
    }
  }

  void place(int begin, int end) {
    for (const int whole : {begin, end - 1}) {
      Parts run;
      for (int i = begin; i < end; ++i) {
        if (i != whole && fits_in(i, whole)) run.push_back(i);
      }
      SumClaim claim;
      claim.whole = whole;
      claim.basis = SumBasis::kPlace;
      if (run.size() >= 2 && is_additive(at(whole).measure)) add_run(claim, run);
      if (!claim.readings.empty()) found_.push_back(std::move(claim));
    }
  }

  const std::vector<Line>& lines_;
  bool turned_;
  int far_ = 0;
  // Nesting without end must not make the cost the square of the lines.
  std::int64_t budget_ = 1000 + 20 * static_cast<std::int64_t>(lines_.size());
  std::vector<SumClaim> found_;
};

}  // namespace

std::vector<SumClaim> sum_claims(const std::vector<Line>& lines, bool turned) {
  return Finder(lines, turned).find();
}

}  // namespace zhiheng::audit
