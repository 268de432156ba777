#pragma once
#include <string_view>
#include <utility>

#include "audit/checks/sentence_check.h"
#include "audit/lookup.h"

namespace zhiheng::audit {

/// A number of per cent against two counts.
struct Division {
  const Statement* part = nullptr;
  const Statement* base = nullptr;
  stats::Interval due;      // what the per cent must be
  bool complement = false;  // `part` is what the rate leaves: 不合格 for 合格率
  bool certain = false;     // nothing else can be meant
  bool named = false;       // the words name the base, so that another pair that fits is a mistake
};

/// What tests of rates and shares have in common: which numbers may be divided by which.
class RatioCheck : protected SentenceCheck {
 protected:
  using SentenceCheck::SentenceCheck;

  /// Whether something exactly counted or measured, not per head.
  bool countable(const Statement& st) const;
  /// Of one dimension, and of money and things one unit (件 and 批次 are one: samples are counted in both).
  bool alike(const Statement& a, const Statement& b) const;
  /// Whether the words say that it is what rates are taken of: 抽检, 受理, 总数.
  static bool is_base(const Statement& st);
  static bool has(const Statement& st, std::string_view word) {
    return st.own.find(word) != std::string::npos;
  }
  /// `part` in per cent of `base`.
  stats::Interval percent_of(const Statement& part, const Statement& base) const {
    return q(part).interval / q(base).interval * 100;
  }
  /// The statements [first, second) of the sentence of `i`, of those joined to it by semicolons and of the
  /// one before, in the same block.
  std::pair<size_t, size_t> window(size_t i) const;
  /// Whether two other numbers near by give the rate: then its base was another one.
  bool other_pair_fits(const Statement& st) const;
  /// Tells what a share makes of its division, or that it holds.
  void judge_share(const Statement& st, const Division& division);
};

/// 合格率 against 抽检 and 合格 of the same sentence (or of the one before). `i` is a rate.
void check_rate(const Book& book, size_t i, Results& results);
/// 抽检 37 批次，合格率 95.2%: no whole number of 37 makes that share. `stem` is 合格 or 占, `first` the
/// first statement to be looked at.
void check_whole_count(const Book& book, size_t i, size_t first, std::string_view stem, Results& results);
/// 占 X 的比重: X by its words, or the whole before it. `i` is a share.
void check_share(const Book& book, const Lookup& lookup, size_t i, Results& results);

/// Shares in a row against the whole that the others of the row are of.
void check_sibling_shares(const Book& book, Results& results);

// Shares that belong to their numbers by where they stand.

/// 为调整预算 56.40 亿元的 104.8%: of the number right before (or of the plan in the bracket behind). True if
/// the words are such, whether or not it could be judged.
bool check_share_of_number(const Book& book, size_t i, Results& results);
/// A 19207 元、B 5478 元，分别占 56.8%、16.2%: in the order of the parts. True as above.
bool check_listed_shares(const Book& book, size_t i, Results& results);
/// 1530 家企业中有 712 家，约三成: rough, of the two numbers before it.
void check_rough_share(const Book& book, size_t i, Results& results);

}  // namespace zhiheng::audit
