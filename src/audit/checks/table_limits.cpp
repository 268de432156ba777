#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string_view>

#include "audit/checks/ratio_relation.h"
#include "audit/checks/table_checks.h"

namespace zhiheng::audit {
namespace {

using Word = std::string_view;

bool has_any(Word text, std::initializer_list<Word> words) {
  return std::ranges::any_of(words, [text](Word word) { return text.find(word) != Word::npos; });
}

/// What is counted above the line of these is counted below it too: the rate can't pass 100 %.
bool is_part_core(Word core) {
  for (const Word word : {"合格", "办结", "结案", "满意", "优良", "达标", "处置", "处理", "覆盖", "及时",
                          "认证", "检出", "准确", "完好", "回复", "响应", "及格", "公示"}) {
    if (core == word) return true;
  }
  return false;
}

bool is_indivisible(Word unit) {
  for (const Word word : {"家", "户", "件", "批次", "起", "人", "名", "个", "张", "台", "辆", "所", "座",
                          "例", "份", "宗", "人次"}) {
    if (unit == word) return true;
  }
  return false;
}

bool is_average_name(Word label) {
  return has_any(
      label, {"均", "每", "率", "占", "比", "折", "当量", "指数", "密度", "千人", "万人", "系数", "标准"});
}

bool is_whole_number(const Quantity& q) { return q.scale == 1 && std::floor(q.value) == q.value; }

class LimitCheck {
 public:
  LimitCheck(const TableView& view, Results& results) : view_(view), results_(results) {
    for (const Line& cross : view.crosses()) averages_.push_back(is_average_name(cross.label) ? 1 : 0);
  }

  void run() {
    for (int i = 0; i < view_.line_count(); ++i) {
      const Line& line = view_.line(i);
      if (line.measure == Measure::kRate) {
        beyond_hundred(i);
        no_count(i);
      }
      if (line.measure == Measure::kShare) beyond_hundred(i);
      part_above_whole(i);
      if (view_.turned()) broken_counts(i);
    }
    if (!view_.turned()) of_which();
  }

 private:
  Finding begin(const Value& doubted, const stats::Interval& due) const {
    Finding finding;
    finding.kind = Kind::kImpossible;
    finding.stated = view_.show_value(doubted);
    finding.interval = show(due, view_.manner(doubted));
    finding.spots.push_back(view_.spot(doubted));
    return finding;
  }

  void beyond_hundred(int i) {
    const bool rate = view_.line(i).measure == Measure::kRate;
    if (rate && !is_part_core(rate_core(view_.line(i).subject))) return;
    for (int k = 0; k < view_.cross_count(); ++k) {
      const Value* value = view_.at(i, k);
      if (!value || value->quantity.dimension != Dimension::kPercent || !value->quantity.exact()) continue;
      const stats::Interval& q = value->quantity.interval;
      if (q.low <= 100 && q.high >= 0) continue;
      Finding finding = begin(*value, {0, 100});
      finding.certain = rate;
      finding.weight = rate ? Weight::kError : Weight::kWarning;
      const Words name = view_.name(*value);
      const bool over = q.low > 100;
      finding.explanation = {
          fmt::format("{}为 {}，{}", name.zh, finding.stated, over ? "部分不能超过总体" : "占比不能为负"),
          fmt::format("{} is {}: {}", name.en, finding.stated,
                      over ? "a part can't be above the whole" : "a share can't be negative")};
      results_.findings.push_back(std::move(finding));
    }
  }

  /// The only line beside `i` that counts what is below the line, or -1.
  int base_of(int i, Word core) const {
    int base = -1;
    const int begin = std::max(0, i - 6), end = std::min(view_.line_count(), i + 7);
    for (int j = begin; j < end; ++j) {
      const Line& line = view_.line(j);
      if (j == i || line.measure != Measure::kCount || !stands_beside(line, view_.line(i))) continue;
      if (line.subject.find(core) != std::string::npos || !is_base_name(line.subject)) continue;
      if (base >= 0) return -1;
      base = j;
    }
    return base;
  }

  /// 合格批次 above 抽检批次.
  void part_above_whole(int i) {
    const Line& line = view_.line(i);
    if (line.measure != Measure::kCount && line.measure != Measure::kUnknown) return;
    if (has_any(line.subject, {"率"})) return;
    Word core;
    for (const Word word : {"合格", "办结", "达标", "满意", "检出"}) {
      if (line.subject.find(word) != std::string::npos) core = word;
    }
    const int base = core.empty() ? -1 : base_of(i, core);
    if (base < 0) return;
    for (int k = 0; k < view_.cross_count(); ++k) {
      const Value* part = view_.at(i, k);
      const Value* whole = view_.at(base, k);
      if (part && whole) compare(*part, *whole, false);
    }
  }

  /// 其中 above the row that it is part of.
  void of_which() {
    int owner = -1;
    for (int i = 0; i < view_.line_count(); ++i) {
      const Line& line = view_.line(i);
      if (!line.of_which) {
        owner = line.grouping || line.maybe_of_which ? -1 : i;
        continue;
      }
      if (owner < 0 || line.depth != view_.line(owner).depth + 1) continue;
      for (int k = 0; k < view_.cross_count(); ++k) {
        const Value* part = view_.at(i, k);
        const Value* whole = view_.at(owner, k);
        if (part && whole && !within_total(*part, owner, k)) compare(*part, *whole, true);
      }
    }
  }

  /// 其中 behind the last of several rows may be of all of them: then a total holds it.
  bool within_total(const Value& part, int owner, int k) const {
    for (int i = 0; i < view_.line_count(); ++i) {
      if (i == owner) continue;
      const Value* total = view_.line(i).total != Total::kNo ? view_.at(i, k) : nullptr;
      if (total && total->quantity.interval.high >= part.quantity.interval.low) return true;
    }
    return false;
  }

  void compare(const Value& part, const Value& whole, bool of_which) {
    const Quantity &a = part.quantity, &b = whole.quantity;
    if (!a.exact() || !b.exact() || b.interval.low < 0) return;
    // 群众文化活动（场次）, 其中：镇村举办: a part is counted as its whole is.
    const bool unsaid = of_which && a.dimension == Dimension::kNone && a.unit.empty() &&
                        b.dimension == Dimension::kCount && b.scale == 1;
    if (!unsaid && !same_unit(a, b)) return;
    const Measure measure = view_.measure(part);
    if (measure == Measure::kDifference || !is_additive(measure)) return;
    if (a.interval.low <= b.interval.high) return;
    Finding finding = begin(part, {0, b.interval.high});
    finding.certain = true;
    finding.formula = fmt::format("{} > {}", view_.show_value(part), view_.show_value(whole));
    finding.difference = show_difference(a.value - b.value, view_.manner(part));
    finding.spots.push_back(view_.spot(whole));
    const Words name = view_.name(part), other = view_.name(whole);
    finding.explanation = {fmt::format("{}为 {}，超过{}的 {}{}", name.zh, finding.stated, other.zh,
                                       view_.show_value(whole), of_which ? "（其中项）" : ""),
                           fmt::format("{} is {}, above the whole: {} with {}", name.en, finding.stated,
                                       other.en, view_.show_value(whole))};
    results_.findings.push_back(std::move(finding));
  }

  /// Negative counts, and a single broken one among whole numbers.
  void broken_counts(int i) {
    if (is_average_name(view_.line(i).label)) return;
    int whole = 0;
    std::vector<const Value*> broken;
    for (int k = 0; k < view_.cross_count(); ++k) {
      const Value* value = view_.at(i, k);
      if (!value || value->quantity.dimension != Dimension::kCount || !value->quantity.exact()) continue;
      if (view_.measure(*value) != Measure::kCount || !is_indivisible(value->quantity.unit)) continue;
      if (averages_[static_cast<size_t>(k)] != 0) continue;
      const bool fits = is_whole_number(value->quantity) && value->quantity.value >= 0;
      if (fits) ++whole;
      if (value->quantity.scale == 1 && !fits) broken.push_back(value);
    }
    if (broken.size() != 1 || whole < 2) return;
    const Value& value = *broken[0];
    const Line& cross = view_.crosses()[static_cast<size_t>(value.row)];
    if (value.quantity.value < 0 &&
        has_any(cross.label + view_.line(i).label, {"净", "增", "减", "差", "变"}))
      return;
    Finding finding = begin(value, {0, std::numeric_limits<double>::infinity()});
    finding.weight = Weight::kWarning;
    const Words name = view_.name(value);
    finding.explanation = {
        fmt::format("{}为 {}，而“{}”只能是不小于零的整数", name.zh, finding.stated, value.quantity.unit),
        fmt::format("{} is {}, but whole things are counted (“{}”)", name.en, finding.stated,
                    value.quantity.unit)};
    results_.findings.push_back(std::move(finding));
  }

  /// A rate of a small base that no count gives, where the part itself is not told.
  void no_count(int i) {
    const Word core = rate_core(view_.line(i).subject);
    if (!is_part_core(core)) return;
    for (int j = 0; j < view_.line_count(); ++j) {
      const bool part = j != i && view_.line(j).measure != Measure::kRate &&
                        view_.line(j).subject.find(core) != std::string::npos;
      if (part && stands_beside(view_.line(j), view_.line(i))) return;
    }
    const int base = base_of(i, core);
    if (base < 0) return;
    int holds = 0;
    std::vector<int> fails;
    for (int k = 0; k < view_.cross_count(); ++k) {
      const Value* rate = view_.at(i, k);
      const Value* count = view_.at(base, k);
      if (!rate || !count || !is_testable(*rate, *count)) continue;
      if (gives(*rate, *count)) {
        ++holds;
      } else {
        fails.push_back(k);
      }
    }
    if (static_cast<int>(fails.size()) > std::max(1, holds)) return;
    for (const int k : fails) tell_no_count(*view_.at(i, k), *view_.at(base, k), holds);
  }

  static bool is_testable(const Value& rate, const Value& count) {
    const Quantity &r = rate.quantity, &n = count.quantity;
    if (r.dimension != Dimension::kPercent || !r.exact() || !n.exact() || !is_whole_number(n) || n.value < 1)
      return false;
    return n.value * r.step < 100 && r.value > 0 && r.value < 100;  // beyond, every rate has its count
  }

  static bool gives(const Value& rate, const Value& count) {
    const auto base = static_cast<std::int64_t>(count.quantity.value);
    const Quantity& r = rate.quantity;
    return stats::some_count_gives(base, r.interval * 0.01) ||
           stats::some_count_gives(base, stats::truncated(r.value, r.step) * 0.01);
  }

  void tell_no_count(const Value& rate, const Value& count, int holds) {
    const double n = count.quantity.value;
    const double nearest = std::round(n * rate.quantity.value / 100);
    const Manner manner = view_.manner(rate);
    Finding finding = begin(rate, rate.quantity.interval);
    finding.interval.clear();
    finding.weight = Weight::kWarning;
    finding.recomputed = show(nearest / n * 100, manner);
    finding.formula = fmt::format("{:.0f} ÷ {:.0f} = {}", nearest, n, finding.recomputed);
    finding.difference = show_difference(rate.quantity.value - nearest / n * 100, manner);
    finding.spots.push_back(view_.spot(count));
    const Words name = view_.name(rate);
    finding.explanation = {
        fmt::format("{}为 {}，但 {:.0f} 之中没有哪个整数得出这个比率，最近的是 {}（同表另有 {} 处相符）",
                    name.zh, finding.stated, n, finding.formula, holds),
        fmt::format(
            "{} is {}, but no whole number of {:.0f} gives it; nearest is {} (holds in {} other places)",
            name.en, finding.stated, n, finding.formula, holds)};
    results_.findings.push_back(std::move(finding));
  }

  const TableView& view_;
  Results& results_;
  std::vector<char> averages_;  // by cross line: its label speaks of an average
};

}  // namespace

void check_table_limits(const read::Document& document, std::uint32_t index,
                        const std::vector<TableModel>& tables, Results& results) {
  for (const TableModel& table : tables) {
    for (const bool turned : {true, false}) {
      const TableView view(document, index, table, turned);
      LimitCheck(view, results).run();
    }
  }
}

}  // namespace zhiheng::audit
