#include "plan/assessment_rules.h"

#include <fmt/core.h>

#include <algorithm>

#include "plan/demand.h"

namespace zhiheng::plan {
namespace {

using catalog::Rule;
using catalog::SheetItem;
using catalog::Title;

constexpr int kShareDecimals = 1;  // of a share in words; it is compared unrounded

/// Points with their reason; no points: no data.
struct Verdict {
  std::optional<Decimal> points;
  Reason reason;
};

std::string with_unit(const Decimal& number, const std::string& unit) { return number.to_string() + unit; }

/// The part of `points` that `value` earns on the line from `floor` to `full`.
Decimal on_line(const Decimal& points, const Decimal& value, const Decimal& floor, const Decimal& full) {
  const bool rising = floor < full;
  if (rising ? value <= floor : value >= floor) return 0;
  if (rising ? value >= full : value <= full) return points;
  return points * (value - floor) / (full - floor);
}

class Scorer {
 public:
  Scorer(const RuleSurroundings& around, const SheetItem& item, const RankField& field)
      : around_(around), item_(item), field_(field), unit_(unit_of(*around.catalog, item)) {}

  Verdict judge(const ItemValue& value) const {
    switch (item_.rule) {
      case Rule::kLinear:
        return line(compared(*around_.catalog, item_, value.number), unit_);
      case Rule::kSteps:
        return steps(compared(*around_.catalog, item_, value.number));
      case Rule::kMet:
        return met(compared(*around_.catalog, item_, value.number));
      case Rule::kRank:
        return rank(compared(*around_.catalog, item_, value.number));
      case Rule::kShare:
        return share(value);
      case Rule::kLate:
        return late(value);
      case Rule::kEvidence:
        return value.yes ? Verdict{item_.points, {"evidence", {"有证据，得满分", "shown: all points"}}}
                         : Verdict{Decimal(0), {"no-evidence", {"无证据，不得分", "not shown: no points"}}};
      default:
        return events(value.number);
    }
  }

  std::string shown(const ItemValue& value) const {
    switch (item_.rule) {
      case Rule::kShare: {
        const std::string parts = value.number.to_string() + "/" + value.of.to_string();
        if (value.of < Decimal(item_.smallest) || value.of.is_zero()) return parts;
        return parts + "（" + percent(value).rounded(kShareDecimals).to_string() + "%）";
      }
      case Rule::kLate:
        return fmt::format("{} 次", value.handovers.size());
      case Rule::kEvidence:
        return value.yes ? "是" : "否";
      case Rule::kDeduct:
      case Rule::kBonus:
      case Rule::kVeto:
        return with_unit(value.number, unit_);
      default:
        return with_unit(compared(*around_.catalog, item_, value.number), unit_);
    }
  }

 private:
  static Decimal percent(const ItemValue& value) { return value.number * Decimal(100) / value.of; }
  Decimal rounded(const Decimal& points) const { return points.rounded(around_.sheet->decimals); }

  Verdict line(const Decimal& value, const std::string& unit) const {
    const Decimal points = rounded(on_line(item_.points, value, item_.floor, item_.full));
    const std::string floor = with_unit(item_.floor, unit), full = with_unit(item_.full, unit);
    if (points == item_.points)
      return {points, {"full", {"达到满分值 " + full, "reaches the full value " + full}}};
    if (points.is_zero())
      return {points, {"floor", {"未超过起分值 " + floor, "not beyond the floor " + floor}}};
    return {points,
            {"between",
             {fmt::format("在起分值 {} 与满分值 {} 之间，按比例得 {} 分", floor, full, points.to_string()),
              fmt::format("between the floor {} and the full value {}: {} in proportion", floor, full,
                          points.to_string())}}};
  }

  Verdict share(const ItemValue& value) const {
    if (value.of.is_zero())
      return {item_.points, {"nothing-due", {"没有应完成的，不失分", "nothing was due, nothing is lost"}}};
    if (value.of >= Decimal(item_.smallest)) return line(percent(value), "%");
    const Decimal missing = value.of - value.number;
    if (item_.each.is_zero())
      return {std::nullopt,
              {"small",
               {fmt::format("应完成数不足 {}，不计算比率", item_.smallest),
                fmt::format("fewer than {}: no rate is computed", item_.smallest)}}};
    const Decimal points = rounded(std::max(Decimal(0), item_.points - item_.each * missing));
    return {points,
            {"small-each",
             {fmt::format("应完成数不足 {}，不算比率：{} 项未完成，每项扣 {} 分", item_.smallest,
                          missing.to_string(), item_.each.to_string()),
              fmt::format("fewer than {}, so no rate: {} not done cost {} each", item_.smallest,
                          missing.to_string(), item_.each.to_string())}}};
  }

  Verdict steps(const Decimal& value) const {
    const auto held = std::ranges::find_if(item_.steps, [&](const catalog::Step& step) {
      return item_.at_most ? value <= step.limit : value >= step.limit;
    });
    const char* sign = item_.at_most ? "≤" : "≥";
    if (held == item_.steps.end()) {
      const std::string limit = with_unit(item_.steps.back().limit, unit_);
      return {Decimal(0),
              {"below-steps",
               {fmt::format("不满足最低一档 {} {}", sign, limit),
                fmt::format("misses the last step {} {}", sign, limit)}}};
    }
    const std::string limit = with_unit(held->limit, unit_), points = held->points.to_string();
    return {rounded(held->points),
            {"step",
             {fmt::format("满足一档 {} {}，得 {} 分", sign, limit, points),
              fmt::format("the step {} {} gives {}", sign, limit, points)}}};
  }

  Verdict all_or_none(bool is_met, const Title& demand) const {
    if (is_met) return {item_.points, {"met", {"满足 " + demand.zh, "meets " + demand.en}}};
    return {Decimal(0),
            {"missed", {"未满足 " + demand.zh + "，不得分", "misses " + demand.en + ": no points"}}};
  }

  Verdict met(const Decimal& value) const {
    if (item_.limit) {
      const bool holds = item_.at_most ? value <= *item_.limit : value >= *item_.limit;
      const std::string words = (item_.at_most ? "≤ " : "≥ ") + with_unit(*item_.limit, unit_);
      return all_or_none(holds, {words, words});
    }
    const catalog::Target& target = *around_.catalog->plan(item_.plan)->target(item_.target);
    const catalog::Indicator& indicator = *around_.catalog->indicator(target.indicator);
    const auto milestone = target.milestones.find(around_.year);
    const catalog::Limit limit = milestone == target.milestones.end() ? *target.limit : milestone->second;
    const bool holds =
        is_met(target, indicator, around_.catalog->plan_rules, value, limit, indicator.decimals);
    return all_or_none(holds, demand_words(*around_.catalog, target));
  }

  Verdict rank(const Decimal& value) const {
    const auto count = static_cast<int>(field_.others.size()) + 1;
    if (count < item_.smallest)
      return {std::nullopt,
              {"too-few",
               {fmt::format("可比对象只有 {} 个，不排名次", count),
                fmt::format("only {} to compare: no places", count)}}};
    const auto unknown = std::ranges::count_if(field_.others, [](const auto& other) { return !other; });
    if (unknown > 0)
      return {std::nullopt,
              {"others-missing",
               {fmt::format("尚有 {} 个可比对象没有数值，名次未定", unknown),
                fmt::format("{} others have no value yet", unknown)}}};
    int place = 1, same = 0;
    for (const auto& other : field_.others) {
      if (item_.less ? *other < value : *other > value) ++place;
      if (*other == value) ++same;
    }
    // Without anybody to compare with everybody is the first.
    const Decimal points =
        count == 1
            ? item_.points
            : rounded(item_.last + (item_.points - item_.last) * Decimal(count - place) / Decimal(count - 1));
    return {points,
            {"place",
             {fmt::format("{}第 {} 名（共 {} 个{}）", field_.widened ? "同组过少，在全部对象中列" : "同组",
                          place, count, same > 0 ? fmt::format("，{} 个并列", same + 1) : ""),
              fmt::format("place {} of {}{}{}", place, count,
                          field_.widened ? " among all, the group is too small" : "",
                          same > 0 ? fmt::format(", shared by {}", same + 1) : "")}}};
  }

  Verdict late(const ItemValue& value) const {
    int days = 0;
    for (const Handover& each : value.handovers) {
      if (!each.done)
        return {Decimal(0),
                {"never",
                 {"期限 " + each.due.to_string() + " 的未报送，不得分",
                  "what was due on " + each.due.to_string() + " was never handed in"}}};
      // A period that ends on a day off ends on the next working day.
      const auto due = around_.calendar->next_working_day(each.due);
      if (!due.known()) return calendar_lacks(due.missing_year());
      if (*each.done <= due.value()) continue;
      const auto late = around_.calendar->working_days_between(due.value(), *each.done);
      if (!late.known()) return calendar_lacks(late.missing_year());
      // Handed in on the day off after the day due: late all the same.
      days += std::max(late.value(), 1);
    }
    if (days == 0) return {item_.points, {"in-time", {"全部按时", "all in time"}}};
    const Decimal points = rounded(std::max(Decimal(0), item_.points - item_.each * Decimal(days)));
    return {points,
            {"late",
             {fmt::format("共迟 {} 个工作日，每日扣 {} 分", days, item_.each.to_string()),
              fmt::format("{} working days late at {} each", days, item_.each.to_string())}}};
  }

  static Verdict calendar_lacks(int year) {
    return {std::nullopt,
            {"no-calendar",
             {fmt::format("工作日历没有 {} 年，不能推算", year),
              fmt::format("the working calendar lacks {}", year)}}};
  }

  Verdict events(const Decimal& count) const {
    if (item_.rule == Rule::kVeto)
      return count.is_zero() ? Verdict{Decimal(0), {"no-event", {"未发生", "none"}}}
                             : Verdict{Decimal(0),
                                       {"veto",
                                        {"发生，一票否决，直接评为最低等次",
                                         "happened: the last grade, whatever the points"}}};
    if (count.is_zero()) return {Decimal(0), {"none", {"没有", "none"}}};
    const bool deducts = item_.rule == Rule::kDeduct;
    const Decimal all = item_.each * count;
    const bool capped = all > item_.cap;
    const Decimal points = rounded(capped ? item_.cap : all);
    const std::string each = item_.each.to_string(), cap = item_.cap.to_string();
    return {deducts ? Decimal(0) - points : points,
            {deducts ? "deducted" : "bonus",
             {fmt::format("每{}{} {} 分{}", unit_.empty() ? "次" : unit_, deducts ? "扣" : "加", each,
                          capped ? "，以 " + cap + " 分为限" : ""),
              fmt::format("{} each{}", each, capped ? ", no more than " + cap : "")}}};
  }

  const RuleSurroundings& around_;
  const SheetItem& item_;
  const RankField& field_;
  std::string unit_;
};

void set_range(ItemScore& score) {
  const SheetItem& item = *score.item;
  if (score.points) {
    score.lowest = score.highest = *score.points;
  } else if (item.rule == Rule::kDeduct) {
    score.lowest = Decimal(0) - item.cap;
  } else {
    score.highest = item.rule == Rule::kBonus ? item.cap : item.points;
  }
}

}  // namespace

Decimal compared(const catalog::Catalog& catalog, const SheetItem& item, const Decimal& number) {
  const catalog::Indicator* indicator = catalog.indicator(item.indicator);
  if (indicator != nullptr) return number.rounded(indicator->decimals);
  return item.decimals ? number.rounded(*item.decimals) : number;
}

std::string unit_of(const catalog::Catalog& catalog, const SheetItem& item) {
  const catalog::Indicator* indicator = catalog.indicator(item.indicator);
  return indicator != nullptr ? indicator->unit : item.unit;
}

ItemScore score_item(const RuleSurroundings& around, const SheetItem& item, const AssessmentValue* value,
                     const RankField& field) {
  ItemScore score;
  score.item = &item;
  score.reason = {"no-data", {"没有数据，不得分也不失分", "no data: neither won nor lost"}};
  if (value != nullptr) score.value = *value;
  const auto read = value == nullptr ? std::nullopt : read_value(item, value->text);
  if (read) {
    const Scorer scorer(around, item, field);
    Verdict verdict = scorer.judge(*read);
    score.shown = scorer.shown(*read);
    if (verdict.points) score.points = verdict.points->rounded(around.sheet->decimals);
    score.reason = std::move(verdict.reason);
    score.event = item.rule == Rule::kVeto && !read->number.is_zero();
  }
  set_range(score);
  return score;
}

}  // namespace zhiheng::plan
