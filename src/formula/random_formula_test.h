#pragma once
// For tests only: random formulas, each with a second meaning of its own: a function of one row, written
// without anything of the evaluator's.
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"

namespace zhiheng::formula {

/// One row as the naive meaning sees it.
struct Row {
  std::optional<Decimal> whole, amount, ratio;
  std::optional<bool> flag;
  std::optional<Date> sampled_on, reported_on;
  std::optional<std::int64_t> moment;  // seconds
  std::optional<std::string> plan, town;
};

/// A formula's text and what it means.
template <typename T>
struct Piece {
  std::string text;
  std::function<std::optional<T>(const Row&)> of;
  int decimals = 0;  // of a number
};
using Truth = Piece<bool>;
using Number = Piece<Decimal>;
using Day = Piece<Date>;
using Text = Piece<std::string>;

class RandomFormula {
 public:
  /// Without a calendar no working days are counted.
  RandomFormula(std::uint64_t seed, const WorkingCalendar* calendar) : random_(seed), calendar_(calendar) {}

  Row row();
  Truth truth(int depth);
  Number number(int depth);
  Day day(int depth);
  Text text(int depth);

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  template <typename T>
  std::optional<T> maybe(T value) {
    return below(4) == 0 ? std::nullopt : std::optional<T>(std::move(value));
  }
  std::string some_text();
  Date some_day() { return *Date::of(2019, 1, 1) + below(1100); }

  Truth comparison(int depth);
  Truth logic(int depth);
  Truth membership(int depth);
  Truth between(int depth);
  Truth likeness(int depth);
  Number number_literal();
  Number arithmetic(int depth);
  Number part(int depth);
  template <typename T>
  Piece<T> choice(int depth, Piece<T> (RandomFormula::*make)(int));

  std::mt19937_64 random_;
  const WorkingCalendar* calendar_;
};

}  // namespace zhiheng::formula
