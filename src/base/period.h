#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"

namespace zhiheng {

enum class Frequency { kDay, kWeek, kMonth, kQuarter, kHalf, kYear };

/// `day`, `week`, `month`, `quarter`, `half`, `year`; nullopt for anything else.
std::optional<Frequency> frequency_of(std::string_view word);

/// A day, a week from Monday, a month, a quarter, a half year or a year.
class Period {
 public:
  /// The one in which the day lies.
  static Period of(Frequency frequency, Date day);
  /// `2020-03-01`, `2020-W09` (ISO 8601), `2020-03`, `2020-Q1`, `2020-H1`, `2020`; nullopt for anything else.
  static std::optional<Period> parse(std::string_view text);

  Frequency frequency() const { return frequency_; }
  Date first() const { return first_; }
  Date last() const { return next().first_ - 1; }
  Period next() const;
  Period previous() const { return of(frequency_, first_ - 1); }
  /// What `parse` reads.
  std::string to_string() const;

  friend auto operator<=>(const Period&, const Period&) = default;

 private:
  Period(Frequency frequency, Date first) : frequency_(frequency), first_(first) {}

  Frequency frequency_;
  Date first_;
};

}  // namespace zhiheng
