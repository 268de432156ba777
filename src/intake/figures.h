#pragma once
// What a batch was like: counted while it is taken in, kept in the journal, and what the quality of a
// department's data is computed from.
#include <cstdint>
#include <map>
#include <string>

namespace zhiheng::intake {

/// The part of a batch that belongs to one period.
struct PeriodFigures {
  std::uint64_t rows = 0;      // accepted
  std::uint64_t rejected = 0;  // one without a readable date: of the period that has most rows of its file
  std::uint64_t filled = 0;    // cells of accepted rows with something in them
  std::uint64_t warned = 0;    // accepted rows with a warning of a check or a reference that leads nowhere
  std::uint64_t compared = 0;  // checks of `against_last` that had something to compare with
  std::uint64_t exceeded = 0;  // those whose change was too large

  bool operator==(const PeriodFigures&) const = default;
};

struct Figures {
  std::uint64_t columns = 0;                      // of the dataset's definition then
  std::map<std::string, std::uint64_t> filled;    // by column
  std::map<std::string, std::uint64_t> warnings;  // by code, and column or check
  std::map<std::string, PeriodFigures> periods;   // by name of the period; of a register one, named ""

  bool operator==(const Figures&) const = default;
};

}  // namespace zhiheng::intake
