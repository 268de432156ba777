#include "stats/aqi.h"

#include <algorithm>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kBadConcentration{
    "stats.bad-concentration", "{} 的浓度 {} 不合理：应为 0 至 1000000、至多 9 位小数",
    "the concentration of {}, {}, is not 0 to 1000000 with at most 9 decimals"};
constexpr ErrorCode kUnknownPollutant{"stats.unknown-pollutant", "{} 没有 {} 的分指数表；可用：{}",
                                      "{} has no table for {}; it has: {}"};
constexpr ErrorCode kTwice{"stats.pollutant-twice", "{} 给了两次", "{} is given twice"};
constexpr ErrorCode kNoEdition{"stats.no-edition", "没有适用的版本：{}", "there is no edition for {}"};
constexpr int kMostDecimals = 9;
constexpr std::int64_t kMost = 1000000;
constexpr int kExcellent = 50;  // up to it no pollutant is named primary

/// a / b rounded up; a >= 0, b > 0.
int ceiling(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale(), b.scale());
  const Int128 numerator = a.rounded(scale).mantissa(), denominator = b.rounded(scale).mantissa();
  return static_cast<int>((numerator + denominator - 1) / denominator);
}

bool used(const AqiScale& scale, AqiUse use) { return scale.use == AqiUse::kBoth || scale.use == use; }

std::string names(const AqiEdition& edition, AqiUse use) {
  std::string text;
  for (const auto& scale : edition.scales)
    if (used(scale, use)) text += (text.empty() ? "" : ", ") + scale.pollutant;
  return text;
}

void require_known(const AqiEdition& edition, std::span<const Concentration> measured, AqiUse use) {
  for (auto each = measured.begin(); each != measured.end(); ++each) {
    const auto same = [&](const auto& other) { return other.pollutant == each->pollutant; };
    if (std::ranges::none_of(edition.scales,
                             [&](const auto& scale) { return used(scale, use) && same(scale); }))
      throw Error(kUnknownPollutant, {}, {edition.name, each->pollutant, names(edition, use)});
    if (std::any_of(measured.begin(), each, same)) throw Error(kTwice, {}, {each->pollutant});
  }
}

const AqiClass* class_of(const AqiEdition& edition, int value) {
  const auto found = std::ranges::find_if(
      edition.classes, [&](const AqiClass& each) { return !each.upto || value <= *each.upto; });
  return found == edition.classes.end() ? nullptr : &*found;
}

}  // namespace

const AqiEdition* edition_on(std::span<const AqiEdition> editions, Date day) {
  const auto found = std::ranges::find_if(
      editions, [&](const AqiEdition& each) { return each.from <= day && (!each.to || day <= *each.to); });
  return found == editions.end() ? nullptr : &*found;
}

const AqiEdition* edition_named(std::span<const AqiEdition> editions, const std::string& name) {
  const auto found = std::ranges::find(editions, name, &AqiEdition::name);
  return found == editions.end() ? nullptr : &*found;
}

Iaqi iaqi(const AqiScale& scale, const Decimal& concentration) {
  if (concentration.is_negative() || concentration > Decimal(kMost) || concentration.scale() > kMostDecimals)
    throw Error(kBadConcentration, {}, {scale.pollutant, concentration.to_string()});
  const auto& points = scale.points;
  const auto high = std::ranges::find_if(points.begin() + 1, points.end(), [&](const AqiPoint& each) {
    return concentration <= each.concentration;
  });
  if (high == points.end())
    return {scale.pollutant, scale.average, points.back().iaqi, true, points.back().verified};
  const AqiPoint& low = *(high - 1);
  const Decimal rise = Decimal(high->iaqi - low.iaqi) * (concentration - low.concentration);
  return {scale.pollutant, scale.average, low.iaqi + ceiling(rise, high->concentration - low.concentration),
          false, low.verified && high->verified};
}

Aqi aqi(const AqiEdition& edition, std::span<const Concentration> measured, AqiUse use) {
  require_known(edition, measured, use);
  Aqi result;
  result.edition = edition.name;
  result.verified = true;
  for (const AqiScale& scale : edition.scales) {
    if (!used(scale, use)) continue;
    const auto found = std::ranges::find(measured, scale.pollutant, &Concentration::pollutant);
    if (found == measured.end()) {
      result.missing.push_back(scale.pollutant);
      continue;
    }
    result.parts.push_back(iaqi(scale, found->value));
    result.verified = result.verified && result.parts.back().verified;
    result.value = std::max(result.value.value_or(0), result.parts.back().value);
  }
  if (!result.value) return result;
  result.air_class = class_of(edition, *result.value);
  for (const Iaqi& part : result.parts) {
    if (*result.value > kExcellent && part.value == *result.value) result.primary.push_back(part.pollutant);
  }
  return result;
}

AqiSeries aqi_series(std::span<const AqiEdition> editions, std::span<const AqiDay> days,
                     const std::optional<std::string>& on_edition) {
  AqiSeries series;
  for (const AqiDay& each : days) {
    const AqiEdition* edition =
        on_edition ? edition_named(editions, *on_edition) : edition_on(editions, each.day);
    if (edition == nullptr) throw Error(kNoEdition, {}, {on_edition.value_or(each.day.to_string())});
    if (!series.days.empty() && series.days.back().edition != edition->name)
      series.breaks.push_back(each.day);
    series.days.push_back(aqi(*edition, each.measured));
  }
  return series;
}

}  // namespace zhiheng::stats
