#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/checks.h"
#include "audit/checks/ratios.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

constexpr size_t kMostJoined = 12;  // sentences joined by semicolons that are read as one

/// What was counted is the base of a rate: 抽检 382 件.
constexpr std::string_view kBases[] = {
    "抽检", "抽查", "检测",     "监测", "检查", "抽样", "检验", "受检", "受理", "应",   "共",   "总数",
    "总计", "总量", "考核",     "评价", "测评", "巡查", "普查", "参检", "监管", "排查", "采样", "评估",
    "调查", "回访", "平均人口", "预算", "送审", "承办", "抽取", "登记", "申请", "发放", "收到", "接到"};

/// Sends each number of per cent to the test that fits how it is said.
class RatioReader : SentenceCheck {
 public:
  RatioReader(const Book& book, const Lookup& lookup, Results& results)
      : SentenceCheck(book, results), lookup_(lookup) {}

  void run() {
    for (size_t i = 0; i < all().size(); ++i) {
      if (!is_ratio(at(i)) || check_share_of_number(book_, i, results_)) continue;
      if (at(i).role == Role::kShare) {
        check_share(book_, lookup_, i, results_);
      } else if (at(i).own.empty() || at(i).bare) {
        check_rough_share(book_, i, results_);
      } else {
        check_rate(book_, i, results_);
      }
    }
  }

 private:
  bool is_ratio(const Statement& st) const {
    const Bound bound = q(st).bound;
    return q(st).dimension == Dimension::kPercent && st.role != Role::kChange &&
           (bound == Bound::kExact || bound == Bound::kAtLeast || bound == Bound::kAbout);
  }

  const Lookup& lookup_;
};

}  // namespace

bool RatioCheck::countable(const Statement& st) const {
  const Quantity& n = q(st);
  if (st.role != Role::kLevel || st.from || !n.exact() || n.value < 0) return false;
  return is_additive(n.dimension) && !has(st, "人均") && !has(st, "户均");
}

bool RatioCheck::alike(const Statement& a, const Statement& b) const {
  const Quantity &x = q(a), &y = q(b);
  if (x.dimension != y.dimension) return false;
  if (x.dimension != Dimension::kMoney && x.dimension != Dimension::kCount) return true;
  const auto batches = [](const Quantity& n) { return n.unit == "批次" || n.unit == "批"; };
  static constexpr std::string_view kSamples[] = {"件", "批次", "批", "份", "组", "样品", "样次"};
  static constexpr std::string_view kPeople[] = {"人", "名", "位"};
  const auto both = [&](WordList units) { return is_any_of(x.unit, units) && is_any_of(y.unit, units); };
  if (x.unit == y.unit || both(kPeople)) return true;
  // Batches are counted as 批次 or as 件, but 件 are more than batches of goods.
  return both(kSamples) && batches(x) == batches(y);
}

bool RatioCheck::is_base(const Statement& st) { return st.total || contains_any(st.own, kBases); }

std::pair<size_t, size_t> RatioCheck::window(size_t i) const {
  const auto& sentences = book_.statements.sentences;
  const std::uint32_t own = at(i).sentence;
  const auto follows = [&](std::uint32_t s) { return s > 0 && sentences[s - 1].block == sentences[s].block; };
  size_t first = sentences[own].first;
  std::uint32_t s = own;
  while (follows(s) && sentences[s - 1].continued && own - s < kMostJoined) first = sentences[--s].first;
  if (follows(s) && (i - first < 4 || s != own)) first = sentences[s - 1].first;
  return {first, sentences[own].first + sentences[own].count};
}

bool RatioCheck::other_pair_fits(const Statement& st) const {
  std::vector<const Statement*> counts;
  const size_t i = index_of(st);
  for (size_t j = i > 14 ? i - 14 : 0; j < std::min(all().size(), i + 3); ++j) {
    const bool near = block(at(j)) + 1 >= block(st) && block(at(j)) <= block(st);
    if (j != i && near && countable(at(j))) counts.push_back(&at(j));
  }
  for (const Statement* a : counts) {
    for (const Statement* b : counts) {
      if (a == b || !alike(*a, *b) || q(*b).value < 20 || q(*a).value > q(*b).value) continue;
      if (percent_of(*a, *b).overlaps(q(st).interval) && q(st).step <= 0.1) return true;
    }
  }
  return false;
}

void RatioCheck::judge_share(const Statement& st, const Division& division) {
  const Statement& part = *division.part;
  const Statement& base = *division.base;
  const Statement* terms[] = {&st, &part, &base};
  const std::string divided = fmt::format("{} ÷ {}", words(part), words(base));
  const std::string formula = divided + " = " + show_computed(division.due, manner(st));
  if (q(st).interval.overlaps(division.due)) return hold(Kind::kRatio, terms, formula);
  const bool other = other_pair_fits(st);
  if (other && !division.named) return;
  const int power = magnitude_slip(q(st), division.due);
  const Alternative wrong[] = {
      {q(st).interval, {"像是分母用错：与文中另外两个数相符", "another whole seems to have been taken"}}};
  Finding finding = compared(power ? Kind::kUnit : Kind::kRatio, division.certain && !other, book_, st,
                             division.due, formula, {terms + 1, 2}, {wrong, other ? 1u : 0u});
  finding.explanation = {
      fmt::format("{}，占比应为{}，不是{}", divided, finding.recomputed, finding.stated),
      fmt::format("{} makes a share of {}, not {}", divided, finding.recomputed, finding.stated)};
  if (power) finding.explanation.zh += kTenfold;
  tell(std::move(finding));
}

void check_text_ratios(const Book& book, const Lookup& lookup, Results& results) {
  RatioReader(book, lookup, results).run();
  check_sibling_shares(book, results);
}

}  // namespace zhiheng::audit
