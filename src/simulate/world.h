#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/calendar.h"
#include "catalog/model.h"
#include "simulate/day_book.h"
#include "simulate/dice.h"
#include "simulate/rules.h"

namespace zhiheng::simulate {

/// What all datasets of one simulation share. Must outlive what is made from it.
struct World {
  const catalog::Catalog& catalog;
  const WorkingCalendar& calendar;
  const DayBook& days;
  const Rules& rules;
  int year = 0;
  std::uint64_t scale = 1;
  std::uint64_t seed = 0;

  Dice dice(const std::string& dataset) const {
    return Dice(seed, catalog.district.id + "/" + std::to_string(year) + "/" + dataset);
  }
  /// Members of a register that others draw from, in one copy; 0 where it is none.
  std::uint64_t population(const std::string& dataset) const { return rules.of(dataset).population; }
};

}  // namespace zhiheng::simulate
