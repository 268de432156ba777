#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "audit/checks/checks.h"
#include "audit/checks/claims.h"
#include "audit/checks/day_year.h"
#include "audit/checks/draft.h"
#include "audit/checks/terms.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMostAlike = 32;
constexpr double kNear = 0.01;  // shares of two bases that differ by less may be meant to be one

/// A word that says how a measure is defined, and which of its class's definitions it names.
struct Qualifier {
  std::string_view word;
  int meaning;
};

/// Definitions that exclude each other. Longer words stand before words they contain.
struct Family {
  std::string_view zh;
  std::vector<Qualifier> words;
  int digits;   // that two numbers must share to be taken for one
  bool bare;    // a measure without any of the words is one definition more
  bool strong;  // equal numbers can't both be right
  bool bases;   // what a rate is measured on: a goal and what is reached must share it
};

const std::vector<Family>& families() {
  static const std::vector<Family> all = {
      {"日均、月均与年均",
       {{"年日均", 0}, {"日平均", 1}, {"日均", 1}, {"月平均", 2}, {"月均", 2}, {"年平均", 3}, {"年均", 3}},
       2,
       false,
       false,
       false},
      {"建成区、集建区与全域",
       {{"建成区", 0},
        {"集建区域", 1},
        {"集建区", 1},
        {"集中建设区", 1},
        {"中心城区", 2},
        {"主城区", 2},
        {"全域", 3}},
       4,
       false,
       false,
       true},
      {"户籍与常住", {{"户籍", 0}, {"常住", 1}, {"流动人口", 2}}, 3, false, true, true},
      {"规模以上与全部",
       {{"规模以上", 0}, {"限额以上", 1}, {"规模以下", 2}, {"全部", 3}},
       4,
       true,
       false,
       false},
      {"增加值、产值与营业收入",
       {{"增加值", 0},
        {"总产值", 1},
        {"产值", 1},
        {"主营业务收入", 2},
        {"营业收入", 2},
        {"销售收入", 3},
        {"销售额", 3}},
       4,
       false,
       true,
       false},
      {"中位数与平均数", {{"中位数", 0}, {"平均数", 1}, {"平均值", 1}, {"平均", 1}}, 4, true, true, false},
      {"合同与实际",
       {{"合同利用", 0}, {"合同外资", 0}, {"实际利用", 1}, {"实际使用", 1}, {"实到", 1}},
       3,
       false,
       true,
       false},
      {"调查与登记", {{"调查失业", 0}, {"登记失业", 1}}, 2, false, false, true},
      {"毛入学率与净入学率", {{"毛入", 0}, {"净入", 1}}, 3, false, false, true},
      {"建筑面积与用地面积", {{"建筑面积", 0}, {"占地面积", 1}, {"用地面积", 1}}, 4, false, true, false},
      {"申请与授权", {{"申请量", 0}, {"授权量", 1}}, 3, false, true, false},
      {"名义与实际", {{"名义", 0}, {"实际增", 1}}, 2, false, false, false},
      {"城镇、农村与全体居民",
       {{"城镇常住居民", 0},
        {"城镇居民", 0},
        {"农村常住居民", 1},
        {"农村居民", 1},
        {"农民", 1},
        {"全体居民", 2},
        {"全市居民", 2},
        {"全县居民", 2},
        {"全区居民", 2}},
       4,
       false,
       true,
       false}};
  return all;
}

/// A claim that one word of a family qualifies.
struct Defined {
  const Claim* claim;
  int meaning;  // -1: none said
  std::string_view word;
};

class DefinitionCheck {
 public:
  DefinitionCheck(const Claims& claims, Results& results) : results_(results), claims_(claims) {}

  void run() {
    const size_t first = results_.findings.size();
    for (const auto& claims : claims_) {
      check_days_and_years(claims, results_);
      for (const Claim& claim : claims) {
        if (claim.key.empty() && claim.role != Role::kChange) continue;
        if (claim.role == Role::kChange)
          compared_with(claim);
        else
          defined(claim);
        per_mille(claim);
      }
    }
    replace_told(results_, first, {Kind::kTextText, Kind::kTextTable, Kind::kDocument});
  }

 private:
  static std::string number_key(const Claim& claim) {
    return fmt::format("{:.10g}|{}", claim.quantity.value, claim.quantity.unit);
  }

  static bool same_sentence(const Claim& a, const Claim& b) {
    return a.book == b.book && a.statement && b.statement && a.statement->sentence == b.statement->sentence;
  }

  static std::string_view sentence_of(const Claim& claim) {
    if (!claim.statement) return {};
    return claim.book->document.view(claim.book->statements.sentences[claim.statement->sentence].span);
  }

  void defined(const Claim& claim) {
    const auto& all = families();
    for (size_t f = 0; f < all.size(); ++f) {
      const auto [meaning, word, rest] = meaning_of(claim, all[f]);
      if ((meaning < 0 && !all[f].bare) || rest.size() < 6) continue;
      same_number(all[f], f, {&claim, meaning, word}, rest);
      if (all[f].bases && meaning >= 0) same_base(all[f], f, {&claim, meaning, word}, rest);
      if (claim.role == Role::kShare) near_share(all[f], f, {&claim, meaning, word}, rest);
    }
    span_of_months(claim);
  }

  struct Meaning {
    int meaning;
    std::string_view word;
    std::string rest;
  };
  static Meaning meaning_of(const Claim& claim, const Family& family) {
    for (const Qualifier& q : family.words) {
      if (const size_t at = claim.key.find(q.word); at != std::string::npos) {
        std::string rest = claim.key;
        rest.erase(at, q.word.size());
        return {q.meaning, q.word, measure_key(rest)};
      }
      if (claim.aside.find(q.word) != std::string::npos) return {q.meaning, q.word, claim.key};
    }
    return {-1, {}, claim.key};
  }

  void same_number(const Family& family, size_t f, const Defined& here, const std::string& rest) {
    const Claim& claim = *here.claim;
    const int digits = claim.role == Role::kShare ? std::min(family.digits, 3) : family.digits;
    if (telling_digits(claim) < digits) return;
    auto& alike = by_number_[fmt::format("{}|{}|{}", f, rest, number_key(claim))];
    for (const Defined& other : alike) {
      const Claim& b = *other.claim;
      if (other.meaning == here.meaning || !same_area(claim, b) || claim.role != b.role ||
          claim.flow != b.flow)
        continue;
      if (claim.goal != b.goal || (claim.goal ? claim.period.to != b.period.to : claim.period != b.period))
        continue;
      if (same_sentence(claim, b) && telling_digits(claim) < 4) continue;
      const bool certain = family.strong && here.meaning >= 0 && other.meaning >= 0 &&
                           telling_digits(claim) >= 4 && claim.book == b.book && claim.quantity.exact() &&
                           b.quantity.exact();
      report(family.zh, here, other, certain,
             here.meaning < 0 || other.meaning < 0 ? Weight::kNote
             : certain                             ? Weight::kError
                                                   : Weight::kWarning,
             true);
      return;
    }
    if (alike.size() < kMostAlike) alike.push_back(here);
  }

  /// A goal for the 建成区 and a base for the 集建区域 can't be compared.
  void same_base(const Family& family, size_t f, const Defined& here, const std::string& rest) {
    const Claim& claim = *here.claim;
    if (claim.quantity.dimension != Dimension::kPercent || rest.size() < 18) return;
    auto& alike = by_rest_[fmt::format("{}|{}", f, rest)];
    const bool answered = std::ranges::any_of(
        alike, [&](const Defined& d) { return d.meaning == here.meaning && d.claim->goal != claim.goal; });
    for (const Defined& other : alike) {
      const Claim& b = *other.claim;
      if (answered || other.meaning == here.meaning || b.goal == claim.goal || !same_area(claim, b) ||
          b.book != claim.book || claim.quantity.interval.overlaps(b.quantity.interval))
        continue;
      const Defined& goal = claim.goal ? here : other;
      report(family.zh, goal, claim.goal ? other : here, false, Weight::kWarning, false);
      break;
    }
    if (alike.size() < kMostAlike) alike.push_back(here);
  }

  /// 52.5 % of 工业总产值 and 52.4 % of 规模以上工业总产值.
  void near_share(const Family& family, size_t f, const Defined& here, const std::string& rest) {
    const Claim& claim = *here.claim;
    if (telling_digits(claim) < 3 || claim.goal) return;
    auto& alike = shares_[fmt::format("{}|{}", f, rest)];
    for (const Defined& other : alike) {
      const Claim& b = *other.claim;
      if (other.meaning == here.meaning || !same_area(claim, b) || claim.period != b.period ||
          same_sentence(claim, b))
        continue;
      const double gap = std::abs(claim.quantity.value - b.quantity.value) / std::abs(claim.quantity.value);
      if (gap == 0 || gap > kNear) continue;
      report(family.zh, here, other, false, Weight::kWarning, false);
      break;
    }
    if (alike.size() < kMostAlike) alike.push_back(here);
  }

  /// 1—9月用电量 and 9月当月用电量.
  void span_of_months(const Claim& claim) {
    if (claim.period.month == 0 || telling_digits(claim) < 3 || claim.key.size() < 9) return;
    auto& alike = months_[fmt::format("{}|{}", claim.key, number_key(claim))];
    for (const Claim* other : alike) {
      const Period &a = claim.period, &b = other->period;
      if (a.to != b.to || last_month(a) != last_month(b) || a.month == b.month || !same_area(claim, *other) ||
          same_sentence(claim, *other) || claim.flow != other->flow)
        continue;
      report("累计与当月", {&claim, 0, month_words(a)}, {other, 1, month_words(b)},
             telling_digits(claim) >= 4, Weight::kWarning, true);
      return;
    }
    if (alike.size() < kMostAlike) alike.push_back(&claim);
  }

  static int last_month(const Period& period) { return period.month_to ? period.month_to : period.month; }
  static std::string_view month_words(const Period& period) {
    return last_month(period) == period.month ? "当月" : "累计";
  }

  /// 5.2‰ and 5.2 %.
  void per_mille(const Claim& claim) {
    if (claim.quantity.dimension != Dimension::kPercent || telling_digits(claim) < 2 || claim.key.size() < 12)
      return;
    const std::string_view number = claim.book->document.view(claim.quantity.number);
    const std::string printed = words_of(claim);
    const int meaning = printed.find("‰") != std::string::npos ? 1 : 0;
    auto& alike = rates_[fmt::format("{}|{}|{}", claim.key, number, static_cast<int>(claim.role))];
    for (const Defined& other : alike) {
      if (other.meaning == meaning || !same_area(claim, *other.claim) ||
          claim.period != other.claim->period || claim.goal != other.claim->goal)
        continue;
      report("百分率与千分率", {&claim, meaning, meaning ? "‰" : "%"}, other, true, Weight::kError, true);
      return;
    }
    if (alike.size() < kMostAlike) alike.push_back({&claim, meaning, meaning ? "‰" : "%"});
  }

  /// One growth rate once on the year before, once on the month before.
  void compared_with(const Claim& claim) {
    if (!claim.statement || claim.quantity.dimension != Dimension::kPercent || telling_digits(claim) < 2)
      return;
    const std::string_view sentence = sentence_of(claim);
    const std::string_view clause =
        claim.book->document.view({claim.statement->clause.begin, claim.quantity.span.begin});
    const int meaning = clause.find("环比") != clause.npos ? 1 : clause.find("同比") != clause.npos ? 0 : -1;
    // Where both are told side by side, both are meant.
    if (meaning < 0 || sentence.find(meaning ? "同比" : "环比") != sentence.npos) return;
    auto& alike = growths_[fmt::format("{}|{}|{}|{}|{}", number_key(claim), claim.statement->sign,
                                       claim.period.to, last_month(claim.period), claim.book->index)];
    for (const Defined& other : alike) {
      if (other.meaning == meaning || !same_area(claim, *other.claim) || !same_subject(claim, *other.claim))
        continue;
      report("同比与环比", {&claim, meaning, meaning ? "环比" : "同比"}, other, false, Weight::kWarning,
             true);
      return;
    }
    if (alike.size() < kMostAlike) alike.push_back({&claim, meaning, meaning ? "环比" : "同比"});
  }

  static bool same_subject(const Claim& a, const Claim& b) {
    if (a.key.size() >= 12 && a.key == b.key) return true;
    if (!a.key.empty() && !b.key.empty()) return false;
    const Claim& named = a.key.empty() ? b : a;
    const Claim& bare = a.key.empty() ? a : b;
    return named.key.size() >= 12 && sentence_of(bare).find(named.key) != std::string_view::npos;
  }

  void report(std::string_view family, const Defined& here, const Defined& other, bool certain, Weight weight,
              bool same) {
    const Claim &a = *here.claim, &b = *other.claim;
    Finding finding;
    finding.kind = Kind::kDefinition;
    finding.certain = certain;
    finding.weight = weight;
    finding.stated = words_of(a);
    finding.recomputed = words_of(b);
    finding.spots = {spot_of(a), spot_of(b)};
    const auto name = [](const Defined& d) {
      return d.word.empty() ? std::string("未注明口径") : fmt::format("“{}”", d.word);
    };
    finding.explanation = {
        fmt::format("{}：此处为{}{}，另一处为{}{}{}", family, name(here), words_of(a), name(other),
                    words_of(b), same ? "，同一数字用了两种口径" : "，口径不同，不可比"),
        fmt::format("{}: {} here, {} elsewhere: {}", family, words_of(a), words_of(b),
                    same ? "one number under two definitions" : "two definitions can't be compared")};
    results_.findings.push_back(std::move(finding));
  }

  Results& results_;
  const Claims& claims_;
  using Bucket = std::unordered_map<std::string, std::vector<Defined>>;
  Bucket by_number_, by_rest_, shares_, rates_, growths_;
  std::unordered_map<std::string, std::vector<const Claim*>> months_;
};

}  // namespace

void check_definitions(const std::vector<Book>& books, const Claims& claims, Results& results) {
  DefinitionCheck(claims, results).run();
  for (const Book& book : books) check_terms(book, results);
}

}  // namespace zhiheng::audit
