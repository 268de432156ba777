#include "intake/tally.h"

#include <algorithm>

namespace zhiheng::intake {
namespace {

/// Flags of the rows that have a value; empty: all have.
void find_present(const ParcelColumn& column, std::size_t rows, std::vector<std::int64_t>& values,
                  std::vector<std::uint8_t>& present) {
  present.clear();
  if (column.storage == segment::Storage::kPlain) {
    present.resize(rows);
    for (std::size_t i = 0; i < rows; ++i)
      present[i] = column.plain.offsets[i] != column.plain.offsets[i + 1];
  } else if (column.packed.missing) {
    values.resize(rows);
    segment::unpack(column.packed, 0, rows, values.data(), present);
  }
}

}  // namespace

std::int64_t day_of_time(const catalog::Dataset& dataset, std::int64_t value) {
  constexpr std::int64_t kSeconds = 86400;
  if (dataset.column(dataset.time)->type != catalog::DatasetColumn::Type::kTime) return value;
  return value / kSeconds - (value % kSeconds < 0);
}

Tally::Tally(const catalog::Dataset& dataset) : dataset_(dataset), filled_(dataset.columns.size()) {
  if (!dataset.time.empty()) time_ = dataset.column_index(dataset.time);
  frequency_ = frequency_of(dataset.frequency).value_or(Frequency::kYear);
}

PeriodFigures& Tally::of_day(std::int64_t day) {
  if (!time_) return periods_[Date()];
  PeriodFigures*& found = days_[day];
  if (found == nullptr) found = &periods_[Period::of(frequency_, Date() + static_cast<int>(day)).first()];
  return *found;
}

/// By row of the block; one alone where all rows are of one period.
std::vector<PeriodFigures*> Tally::of_rows(const ParcelBlock& block) {
  if (!time_) return {&of_day(0)};
  const segment::Packed& packed = block.columns[*time_].packed;
  PeriodFigures* first = &of_day(day_of_time(dataset_, packed.base));
  if (&of_day(day_of_time(dataset_, packed.greatest)) == first) return {first};
  std::vector<std::int64_t> values(block.rows);
  std::vector<std::uint8_t> present;
  segment::unpack(packed, 0, block.rows, values.data(), present);
  std::vector<PeriodFigures*> places;
  for (const std::int64_t value : values) places.push_back(&of_day(day_of_time(dataset_, value)));
  return places;
}

void Tally::add(const ParcelBlock& block, std::span<const std::int64_t> lines,
                std::span<const std::uint32_t> left_out) {
  const auto places = of_rows(block);
  const auto place = [&](std::size_t row) -> PeriodFigures& { return *places[places.size() == 1 ? 0 : row]; };
  std::vector<std::uint8_t> kept(block.rows, 1), present;
  for (const std::uint32_t row : left_out) kept[row] = 0;
  std::vector<std::int64_t> values;
  std::uint64_t whole = 0;  // columns without an empty cell
  for (std::size_t i = 0; i < block.columns.size(); ++i) {
    find_present(block.columns[i], block.rows, values, present);
    if (present.empty()) {
      ++whole;
      filled_[i] += lines.size();
      continue;
    }
    for (std::size_t row = 0; row < block.rows; ++row) {
      const std::uint8_t filled = present[row] & kept[row];
      filled_[i] += filled;
      place(row).filled += filled;
    }
  }
  for (std::size_t row = 0; row < block.rows; ++row) {
    place(row).rows += kept[row];
    place(row).filled += kept[row] * whole;
  }
  if (block.warned.base == 0 && block.warned.greatest == 0) return;
  values.resize(block.rows);
  segment::unpack(block.warned, 0, block.rows, values.data(), present);
  for (std::size_t row = 0, at = 0; row < block.rows; at += kept[row++]) {
    if (values[row] == 0 || kept[row] == 0) continue;
    warned_.resize(std::max(warned_.size(), static_cast<std::size_t>(lines[at]) + 1));
    warned_[static_cast<std::size_t>(lines[at])] = true;
    ++place(row).warned;
  }
}

void Tally::reject(std::int64_t day) {
  if (time_ && day == RejectedRow::kNoDay)
    ++rejected_without_day_;
  else
    ++of_day(day).rejected;
}

void Tally::reject(const ParcelBlock& block, std::uint32_t row) {
  std::int64_t value = 0;
  std::vector<std::uint8_t> present;
  if (time_) segment::unpack(block.columns[*time_].packed, row, 1, &value, present);
  reject(time_ ? day_of_time(dataset_, value) : RejectedRow::kNoDay);
}

void Tally::warn(std::int64_t line, std::int64_t day) {
  const auto at = static_cast<std::size_t>(line);
  warned_.resize(std::max(warned_.size(), at + 1));
  if (!warned_[at]) ++of_day(day).warned;
  warned_[at] = true;
}

std::vector<Period> Tally::periods() const {
  std::vector<Period> periods;
  for (const auto& [first, figures] : periods_)
    if (time_ && figures.rows != 0) periods.push_back(Period::of(frequency_, first));
  return periods;
}

Figures Tally::figures() const {
  Figures all;
  all.columns = dataset_.columns.size();
  for (std::size_t i = 0; i < filled_.size(); ++i) all.filled[dataset_.columns[i].id] = filled_[i];
  for (const auto& [first, figures] : periods_)
    all.periods[time_ ? Period::of(frequency_, first).to_string() : ""] = figures;
  const auto largest =
      std::ranges::max_element(all.periods, {}, [](const auto& period) { return period.second.rows; });
  if (largest != all.periods.end()) largest->second.rejected += rejected_without_day_;
  return all;
}

}  // namespace zhiheng::intake
