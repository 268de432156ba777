// Units of one column among their like: shrunk rates, ranges of ranks, places in the funnel.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/build/certainties.h"
#include "report/build/shares.h"
#include "stats/funnel.h"
#include "stats/shrinkage.h"

namespace zhiheng::report {
namespace {

using measure::Value;
using Kind = Certainty::Kind;

constexpr ErrorCode kNoRanking{"certainty.no-ranking", "有比率的行只有 {} 个，少于 3 个，不能比较",
                               "only {} rows have a rate; fewer than 3 can't be compared"};
constexpr size_t kLeastUnits = 3;

struct PlaceWords {
  const char *name, *zh, *en;
};
constexpr PlaceWords kPlaces[] = {{"inside", "控制限内", "inside the limits"},
                                  {"high", "偏高", "above the 95% limit"},
                                  {"low", "偏低", "below the 95% limit"},
                                  {"very-high", "明显偏高", "above the 99.8% limit"},
                                  {"very-low", "明显偏低", "below the 99.8% limit"}};

/// The shrunk rate is another number than the rate: it says so in its origin.
Value shrunk_value(const Value& value, double mean, const char* formula) {
  Value out = value;
  out.exact = Decimal::from_double(mean * *factor_of(value));
  out.numerator = out.denominator = std::nullopt;
  out.published.clear();
  out.origin = std::make_shared<measure::Origin>(*value.origin);
  out.origin->definition += " | shrunk";
  out.origin->title.zh += "：收缩估计";
  out.origin->title.en += ": shrunk";
  out.origin->formula = formula;
  out.origin->numerator_title.clear();
  out.origin->denominator_title.clear();
  out.origin->reported = false;
  return out;
}

Certainty begun(const stats::Share& share, const CertaintyAsk& ask, const stats::SmallNumbers& rule) {
  Certainty out;
  out.kind = ask.kind;
  out.level = ask.level;
  out.hits = Decimal(share.hits), out.base = Decimal(share.of);
  out.small_base = share.of < rule.least_base;
  return out;
}

void set_shrunk(const stats::Shrunk& found, const Value& value, Certainty& out) {
  const double factor = *factor_of(value);
  const std::string level = out.level.to_string();
  out.method = "beta-binomial";
  if (out.kind == Kind::kRanks) {
    out.low = Decimal(found.rank.low), out.high = Decimal(found.rank.high);
    out.alone =
        out.low == out.high ? out.low->to_string() : out.low->to_string() + "–" + out.high->to_string();
    out.title = "位次范围";
    out.words = fmt::format("位次 {}（概率{}%） rank, probability {}%", out.alone, level, level);
    out.rule = fmt::format(
        "位次范围按Beta-二项模型（经验贝叶斯）模拟，概率{}%，比率最高的为第1位；范围相交的不分先后。", level);
    return;
  }
  out.low = Decimal::from_double(found.interval.low * factor).rounded(value.decimals);
  out.high = Decimal::from_double(found.interval.high * factor).rounded(value.decimals);
  out.title = "收缩估计";
  out.words = fmt::format("收缩估计 shrunk rate，{}%区间 {}{}–{}{}", level, out.low->to_string(), value.unit,
                          out.high->to_string(), value.unit);
  out.rule = "收缩估计按Beta-二项模型（经验贝叶斯，最大似然）计算：件数越少，越向全体的比率靠拢。";
  if (out.small_base) out.beside = kSmallMark;
}

std::vector<stats::Place> places_of(const std::vector<stats::Share>& shares) {
  std::int64_t hits = 0, of = 0;
  for (const auto& share : shares) hits += share.hits, of += share.of;
  std::vector<stats::Place> out(shares.size(), stats::Place::kInside);
  if (hits == 0 || hits == of) return out;
  const double target = static_cast<double>(hits) / static_cast<double>(of);
  std::vector<double> deviations;
  for (const auto& share : shares) deviations.push_back(stats::deviation(share, target));
  const double spread = stats::overdispersion(deviations).spread();
  std::ranges::transform(shares, out.begin(),
                         [&](const auto& share) { return stats::place(share, target, spread); });
  return out;
}

void set_place(stats::Place place, Certainty& out) {
  const PlaceWords& words = kPlaces[static_cast<size_t>(place)];
  out.method = "funnel";
  out.level = Decimal(95);
  out.verdict = words.name;
  out.alone = words.zh;
  out.title = "漏斗图控制限";
  out.words = fmt::format("{} {}", words.zh, words.en);
  out.rule =
      "“偏高”“偏低”在漏斗图的95%控制限以外，“明显”的在99.8%"
      "控制限以外；控制限以各行合计的比率为中心，限内的不宜排名。";
}

std::vector<stats::Shrunk> shrink(const std::vector<stats::Share>& shares, const Decimal& level,
                                  const Location& where) {
  try {
    return stats::shrink(shares, stats::fit_beta(shares), {.level = level.to_double() / 100});
  } catch (const Error& e) {
    auto diagnostics = e.diagnostics();
    for (auto& each : diagnostics) each.where = where;
    throw Error(std::move(diagnostics));
  }
}

}  // namespace

std::vector<Placed> place_units(const std::vector<std::optional<Value>>& values, const CertaintyAsk& ask,
                                const stats::SmallNumbers& rule, const Location& where) {
  std::vector<stats::Share> shares;
  for (const auto& value : values) {
    if (value) shares.push_back(share_of(*value, where));
  }
  if (shares.size() < kLeastUnits) throw Error(kNoRanking, where, {std::to_string(shares.size())});
  std::vector<stats::Place> places;
  std::vector<stats::Shrunk> shrunk;
  if (ask.kind == Kind::kFunnel) {
    places = places_of(shares);
  } else {
    shrunk = shrink(shares, ask.level, where);
  }
  std::vector<Placed> out(values.size());
  for (size_t i = 0, next = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    out[i].value = values[i];
    out[i].certainty = begun(shares[next], ask, rule);
    if (ask.kind == Kind::kFunnel) {
      set_place(places[next], out[i].certainty);
    } else {
      set_shrunk(shrunk[next], *values[i], out[i].certainty);
      if (ask.kind == Kind::kShrunk)
        out[i].value = shrunk_value(*values[i], shrunk[next].mean, "按Beta-二项模型向全体的比率收缩");
    }
    ++next;
  }
  return out;
}

}  // namespace zhiheng::report
