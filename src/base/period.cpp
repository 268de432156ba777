#include "base/period.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace zhiheng {
namespace {

constexpr std::array<std::string_view, 6> kWords{"day", "week", "month", "quarter", "half", "year"};

/// Months of a period that consists of whole ones; 0 for days and weeks.
int months_of(Frequency frequency) {
  constexpr std::array kMonths{0, 0, 1, 3, 6, 12};
  return kMonths.at(static_cast<std::size_t>(frequency));
}

Date monday_of(Date day) { return day - static_cast<int>(day.weekday().iso_encoding() - 1); }

/// A week belongs to the year in which its Thursday lies.
int year_of_week(Date monday) { return (monday + 3).year(); }

Date first_monday(int year) { return monday_of(*Date::of(year, 1, 4)); }

std::optional<int> number(std::string_view digits, std::size_t size) {
  int value = 0;
  if (digits.size() != size || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::from_chars(digits.data(), digits.data() + size, value);
  return value;
}

}  // namespace

std::optional<Frequency> frequency_of(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<Frequency>(i);
  return std::nullopt;
}

Period Period::of(Frequency frequency, Date day) {
  if (frequency == Frequency::kDay) return {frequency, day};
  if (frequency == Frequency::kWeek) return {frequency, monday_of(day)};
  const int months = months_of(frequency);
  return {frequency, *Date::of(day.year(), (day.month() - 1) / months * months + 1, 1)};
}

std::optional<Period> Period::parse(std::string_view text) {
  if (const auto day = Date::parse(text)) return of(Frequency::kDay, *day);
  const auto year = number(text.substr(0, 4), 4);
  if (!year || !Date::of(*year, 1, 1)) return std::nullopt;
  if (text.size() == 4) return of(Frequency::kYear, *Date::of(*year, 1, 1));
  if (text.size() < 7 || text[4] != '-') return std::nullopt;
  const auto in_year = [&](Frequency frequency, std::string_view digits,
                           std::size_t size) -> std::optional<Period> {
    const auto which = number(digits, size);
    const int months = months_of(frequency);
    if (!which || *which < 1 || *which > 12 / months) return std::nullopt;
    return Period{frequency, *Date::of(*year, (*which - 1) * months + 1, 1)};
  };
  if (text[5] == 'Q') return in_year(Frequency::kQuarter, text.substr(6), 1);
  if (text[5] == 'H') return in_year(Frequency::kHalf, text.substr(6), 1);
  if (text[5] != 'W') return in_year(Frequency::kMonth, text.substr(5), 2);
  const auto week = number(text.substr(6), 2);
  if (!week || *week < 1) return std::nullopt;
  const Date monday = first_monday(*year) + 7 * (*week - 1);
  if (year_of_week(monday) != *year) return std::nullopt;
  return Period{Frequency::kWeek, monday};
}

Period Period::next() const {
  if (frequency_ == Frequency::kDay) return {frequency_, first_ + 1};
  if (frequency_ == Frequency::kWeek) return {frequency_, first_ + 7};
  const int month = first_.month() - 1 + months_of(frequency_);
  return {frequency_, *Date::of(first_.year() + month / 12, month % 12 + 1, 1)};
}

std::string Period::to_string() const {
  const int year = first_.year(), month = first_.month();
  char text[32];
  switch (frequency_) {
    case Frequency::kDay:
      return first_.to_string();
    case Frequency::kWeek: {
      const int of = year_of_week(first_);
      std::snprintf(text, sizeof text, "%04d-W%02d", of, (first_ - first_monday(of)) / 7 + 1);
      break;
    }
    case Frequency::kMonth:
      std::snprintf(text, sizeof text, "%04d-%02d", year, month);
      break;
    case Frequency::kQuarter:
      std::snprintf(text, sizeof text, "%04d-Q%d", year, (month - 1) / 3 + 1);
      break;
    case Frequency::kHalf:
      std::snprintf(text, sizeof text, "%04d-H%d", year, (month - 1) / 6 + 1);
      break;
    case Frequency::kYear:
      std::snprintf(text, sizeof text, "%04d", year);
      break;
  }
  return text;
}

}  // namespace zhiheng
