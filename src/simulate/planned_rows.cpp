#include <algorithm>
#include <cmath>

#include "simulate/row_source.h"

namespace zhiheng::simulate {
namespace {

constexpr std::uint64_t kShuffle = 1'000'001, kSpread = 1'000'002, kDays = 1'000'003;  // parts of the dice
constexpr std::size_t kCopiesKept = 4;

/// Columns that the plan decides wholly: of dates it says only about when, except of the time column.
std::vector<std::uint8_t> given_by(const RowPlan& plan) {
  const catalog::Dataset& dataset = *plan.dataset;
  std::vector<std::uint8_t> out(dataset.columns.size(), 0);
  for (std::size_t d = 0; d < plan.deciding.size(); ++d) {
    const auto& column = dataset.columns[plan.deciding[d]];
    const bool dated = column.type == catalog::DatasetColumn::Type::kDate ||
                       column.type == catalog::DatasetColumn::Type::kTime;
    out[plan.deciding[d]] = !dated || column.id == dataset.time ? 1 : 0;
  }
  for (const Amount& amount : plan.amounts) out[amount.column] = 1;
  return out;
}

}  // namespace

struct PlannedRows::Copy {
  std::vector<std::uint32_t> types;                          // by place
  std::vector<std::uint64_t> numbers;                        // by place
  std::map<std::size_t, std::vector<std::int64_t>> amounts;  // by column and place
};

PlannedRows::PlannedRows(const World& world, const RowPlan& plan)
    : world_(world),
      plan_(plan),
      dice_(world.dice(plan.dataset->id)),
      filler_(world, *plan.dataset, given_by(plan)) {
  filler_.check_capacity(plan.rows);
  find_again();
}

void PlannedRows::find_again() {
  again_.assign(plan_.types.size(), "");
  const DatasetRules& rules = world_.rules.of(plan_.dataset->id);
  const auto by = plan_.dataset->column_index(rules.again_by);
  if (!rules.again || !by) return;
  Copy each;
  for (std::size_t t = 0; t < plan_.types.size(); ++t) each.types.push_back(static_cast<std::uint32_t>(t));
  Batch batch;
  lay_out(*plan_.dataset, each.types.size(), batch);
  put_choices(each, 0, batch);
  const auto holds = filler_.checks().evaluate(*rules.again, batch);
  for (std::size_t t = 0; t < again_.size(); ++t)
    if (holds.has(t) && holds.values[t] != 0) again_[t] = std::string(batch.columns[*by].texts[t]);
}

std::shared_ptr<const PlannedRows::Copy> PlannedRows::copy_of(std::uint64_t copy) const {
  const std::lock_guard lock(mutex_);
  auto& entry = copies_[copy];
  if (entry == nullptr) {
    auto made = std::make_shared<Copy>();
    shuffle(copy, *made);
    number(copy, *made);
    for (std::size_t a = 0; a < plan_.amounts.size(); ++a) spread(a, copy, *made);
    entry = std::move(made);
  }
  const auto out = entry;
  while (copies_.size() > kCopiesKept)
    copies_.erase(copies_.begin()->first == copy ? std::prev(copies_.end()) : copies_.begin());
  return out;
}

void PlannedRows::shuffle(std::uint64_t copy, Copy& out) const {
  for (std::size_t t = 0; t < plan_.types.size(); ++t)
    out.types.insert(out.types.end(), plan_.types[t].count, static_cast<std::uint32_t>(t));
  const Dice dice = dice_.part(kShuffle).part(copy);
  for (std::size_t i = out.types.size(); i > 1; --i) std::swap(out.types[i - 1], out.types[dice.below(i, i)]);
}

/// Each row has its own number, except that a row standing under another one's key has that one's.
void PlannedRows::number(std::uint64_t copy, Copy& out) const {
  std::vector<std::uint64_t> own;
  for (std::uint64_t i = 0; i < out.types.size(); ++i) {
    out.numbers.push_back(copy * plan_.rows + i);
    if (again_[out.types[i]].empty()) own.push_back(out.numbers.back());
  }
  std::map<std::string, std::size_t> used;
  for (std::size_t i = 0; i < out.types.size(); ++i) {
    const std::string& apart = again_[out.types[i]];
    if (apart.empty()) continue;
    const std::size_t next = used[apart]++;
    if (next < own.size()) out.numbers[i] = own[next];
  }
}

/// Shares an amount among its rows: a few great ones, many small ones, none beyond the column's limits.
void PlannedRows::spread(std::size_t a, std::uint64_t copy, Copy& out) const {
  const Amount& amount = plan_.amounts[a];
  const auto& column = plan_.dataset->columns[amount.column];
  auto& values =
      out.amounts.try_emplace(amount.column, out.types.size(), column.least.value_or(0)).first->second;
  std::vector<std::size_t> rows;
  std::vector<double> upto;
  double sum = 0;
  const Dice dice = dice_.part(kSpread).part(a).part(copy);
  for (std::size_t i = 0; i < out.types.size(); ++i) {
    if (std::find(amount.types.begin(), amount.types.end(), out.types[i]) == amount.types.end()) continue;
    rows.push_back(i);
    upto.push_back(sum += 0.2 - std::log1p(-dice.unit(i)));
  }
  const std::int64_t least = column.least.value_or(0);
  std::int64_t left = amount.total - least * static_cast<std::int64_t>(rows.size()), before = 0, over = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::int64_t until =
        r + 1 == rows.size()
            ? left
            : static_cast<std::int64_t>(std::llround(static_cast<double>(left) * (upto[r] / sum)));
    values[rows[r]] = least + until - before;
    before = until;
    if (column.most && values[rows[r]] > *column.most)
      over += values[rows[r]] - *column.most, values[rows[r]] = *column.most;
  }
  for (std::size_t r = 0; r < rows.size() && over > 0; ++r) {
    const std::int64_t room = std::min(over, *column.most - values[rows[r]]);
    values[rows[r]] += room;
    over -= room;
  }
}

void PlannedRows::put_choices(const Copy& copy, std::uint64_t first, Batch& batch) const {
  for (std::size_t d = 0; d < plan_.deciding.size(); ++d) {
    const std::size_t c = plan_.deciding[d];
    formula::Vector& out = batch.columns[c];
    const bool bounded = plan_.choices[d].front().last >= plan_.choices[d].front().first;
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      const Choice& choice = plan_.choices[d][plan_.types[copy.types[first + i]].choices[d]];
      if (bounded) {
        batch.days[c].emplace_back(choice.first, choice.last);
        continue;
      }
      out.present[i] = choice.present ? 1 : 0;
      if (out.type == formula::Type::kText)
        out.texts[i] = choice.text;
      else
        out.values[i] = choice.value;
    }
  }
}

void PlannedRows::put_amounts(const Copy& copy, std::uint64_t first, Batch& batch) const {
  for (const auto& [column, values] : copy.amounts) {
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      batch.columns[column].present[i] = 1;
      batch.columns[column].values[i] = values[first + i];
    }
  }
}

std::shared_ptr<Batch> PlannedRows::make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const {
  const auto kinds = copy_of(copy);
  auto batch = std::make_shared<Batch>();
  lay_out(*plan_.dataset, count, *batch);
  batch->copy = copy;
  for (std::uint64_t i = 0; i < count; ++i) batch->numbers[i] = kinds->numbers[first + i];
  put_choices(*kinds, first, *batch);
  put_amounts(*kinds, first, *batch);
  if (plan_.has_time) {
    const std::size_t time = *plan_.dataset->column_index(plan_.dataset->time);
    const bool clock = plan_.dataset->columns[time].type == catalog::DatasetColumn::Type::kTime;
    const Dice dice = dice_.part(kDays);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t bits = dice.bits(batch->numbers[i]);
      const std::int64_t day =
          plan_.tables[plan_.types[kinds->types[first + i]].days].day(Dice::to_unit(bits));
      batch->columns[time].present[i] = 1;
      // Office hours: from eight to six.
      batch->columns[time].values[i] =
          clock ? day * 86400 + 8 * 3600 + static_cast<std::int64_t>(bits % 36000) : day;
    }
    batch->days[time].clear();
  }
  filler_.fill(*batch);
  return batch;
}

}  // namespace zhiheng::simulate
