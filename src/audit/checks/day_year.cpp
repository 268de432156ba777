#include "audit/checks/day_year.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace zhiheng::audit {
namespace {

constexpr size_t kMostRates = 400;  // of a document: pairs of them are looked at
constexpr double kLike = 2.5;       // times as large; a year has 365 days and 12 months
constexpr size_t kTailBytes = 6;    // of what is measured, behind the word
constexpr size_t kNearby = 4;       // claims back to the year's amount

enum Per : int { kDay, kMonth, kYear };

struct Rate {
  const Claim* claim;
  Per per;
  std::string_view word;
  std::string head, tail;  // of the key, before and behind the word
};

std::optional<Rate> rate_of(const Claim& claim) {
  static constexpr std::pair<std::string_view, Per> kWords[] = {{"日均", kDay},   {"日平均", kDay},
                                                                {"月均", kMonth}, {"月平均", kMonth},
                                                                {"年均", kYear},  {"年平均", kYear}};
  static constexpr std::pair<std::string_view, Per> kBare[] = {{"日", kDay}, {"年", kYear}};
  const auto split = [&](size_t at, std::string_view word, Per per) {
    return Rate{&claim, per, word, claim.key.substr(0, at), claim.key.substr(at + word.size())};
  };
  for (const auto& [word, per] : kWords) {
    if (const size_t at = claim.key.find(word); at != std::string::npos) return split(at, word, per);
  }
  for (const auto& [word, per] : kBare) {
    for (const std::string_view verb :
         {"处理", "供水", "供气", "生产", "检测", "接待", "加工", "吞吐", "焚烧", "发电", "产能", "通行"}) {
      const size_t at = claim.key.find(std::string(word) + std::string(verb));
      if (at != std::string::npos) return split(at, word, per);
    }
  }
  return std::nullopt;
}

/// An amount that grows with the time it is counted over: no concentration, no balance, no number of people
/// in.
bool grows_with_time(const Claim& claim) {
  const Dimension d = claim.quantity.dimension;
  if (claim.role != Role::kLevel || d == Dimension::kNone || d == Dimension::kPercent ||
      d == Dimension::kPoints || d == Dimension::kMultiple || d == Dimension::kOther ||
      d == Dimension::kDuration || claim.quantity.value <= 0)
    return false;
  return !contains_any(claim.key, {"浓度", "余额", "存量", "库存", "温", "价", "水位", "在册", "在岗", "在院",
                                   "在校", "从业", "人口", "指数", "人数", "保有"});
}

bool share_characters(std::string_view a, std::string_view b) {
  for (size_t at = 0; at + kTailBytes <= a.size(); ++at) {
    if ((static_cast<unsigned char>(a[at]) & 0xC0) != 0x80 && b.find(a.substr(at, kTailBytes)) != b.npos)
      return true;
  }
  return false;
}

bool heads_fit(const Rate& a, const Rate& b) {
  return a.head.ends_with(b.head) || b.head.ends_with(a.head) || share_characters(a.head, b.head);
}

const char* name_of(Per per) { return per == kDay ? "日" : per == kMonth ? "月" : "年"; }

void tell(const Claim& doubted, const Claim& other, Words words, Results& results) {
  Finding finding;
  finding.kind = Kind::kDefinition;
  finding.weight = Weight::kWarning;
  finding.stated = words_of(doubted);
  finding.recomputed = words_of(other);
  finding.spots = {spot_of(doubted), spot_of(other)};
  finding.explanation = std::move(words);
  results.findings.push_back(std::move(finding));
}

/// 年均供水量 3285 万立方米 and 日均供水量 3650 万立方米.
void like_amounts(const std::vector<Rate>& rates, Results& results) {
  for (size_t i = 1; i < rates.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Rate &a = rates[i], &b = rates[j];
      if (a.per == b.per || a.tail.size() < kTailBytes || a.tail != b.tail ||
          !same_unit(*a.claim, *b.claim) || !same_area(*a.claim, *b.claim) || !heads_fit(a, b))
        continue;
      const double x = a.claim->quantity.value, y = b.claim->quantity.value;
      // Equal numbers of equal words are told elsewhere.
      if (std::max(x, y) > kLike * std::min(x, y) || (x == y && a.head == b.head)) continue;
      tell(*a.claim, *b.claim,
           {fmt::format("按{}计的{}与按{}计的{}相近，两者口径应有一处有误", name_of(a.per),
                        words_of(*a.claim), name_of(b.per), words_of(*b.claim)),
            fmt::format("{} and {} are nearly alike, though one is said of a {} and one of a {}",
                        words_of(*a.claim), words_of(*b.claim), a.per == kYear ? "year" : "shorter time",
                        b.per == kYear ? "year" : "shorter time")},
           results);
      break;
    }
  }
}

/// Whether `part` is what falls to one of `parts` of the whole.
bool fits(const Claim& whole, const Claim& part, double parts) {
  return (part.quantity.interval * parts).overlaps(whole.quantity.interval);
}

std::optional<Per> meant(const Claim& whole, const Claim& part) {
  if (fits(whole, part, 365) || fits(whole, part, 366)) return kDay;
  if (fits(whole, part, 12)) return kMonth;
  return std::nullopt;
}

/// 全年清运 22.34 万吨，年均清运 612 吨: that is what falls to a day.
void against_whole(const std::vector<Claim>& claims, const Rate& rate, Results& results) {
  const Claim& claim = *rate.claim;
  const auto self = static_cast<size_t>(&claim - claims.data());
  if (!claim.statement || !rate.word.ends_with("均") || telling_digits(claim) < 2) return;
  for (size_t j = self; j > 0 && self - j < kNearby; --j) {
    const Claim& whole = claims[j - 1];
    if (!whole.statement || whole.statement->sentence != claim.statement->sentence) return;
    if (!same_unit(whole, claim) || !grows_with_time(whole) || rate_of(whole) || whole.period.month ||
        whole.period.from != whole.period.to || telling_digits(whole) < 3)
      continue;
    if (!rate.tail.empty() && !share_characters(rate.tail, whole.key)) continue;
    const auto per = meant(whole, claim);
    if (per && *per != rate.per)
      tell(claim, whole,
           {fmt::format("全年{}，折合每{}{}，而此处称“{}”", words_of(whole), name_of(*per), words_of(claim),
                        rate.word),
            fmt::format("of {} in the year, {} fall to a {}; the words say otherwise", words_of(whole),
                        words_of(claim), *per == kDay ? "day" : "month")},
           results);
    return;
  }
}

}  // namespace

void check_days_and_years(const std::vector<Claim>& claims, Results& results) {
  std::vector<Rate> rates;
  for (const Claim& claim : claims) {
    if (rates.size() == kMostRates) break;
    if (!grows_with_time(claim)) continue;
    if (auto rate = rate_of(claim)) rates.push_back(std::move(*rate));
  }
  like_amounts(rates, results);
  for (const Rate& rate : rates) against_whole(claims, rate, results);
}

}  // namespace zhiheng::audit
