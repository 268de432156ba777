#include "simulate/filler.h"

#include <algorithm>

namespace zhiheng::simulate {
namespace {

constexpr ErrorCode kCircle{"simulation.circle", "数据集 {} 的模拟规则互相等待：列 {}",
                            "the rules of {} wait for each other: column {}"};
constexpr ErrorCode kUnfillable{"simulation.unfillable",
                                "数据集 {} 的模拟行总被检查 {} 拒收；请改 catalog/simulation 中的规则",
                                "whatever is drawn, rows of {} fail its check {}: change the rules in "
                                "catalog/simulation"};
constexpr ErrorCode kTooFew{
    "simulation.too-few", "数据集 {} 的列 {} 每行须各不相同，名录只有 {} 个而需要 {} 个；请加大 population",
    "no member may come twice in {}.{}, and the register has {} where {} are needed: raise "
    "its population"};
constexpr std::uint64_t kAttempts = 40;

}  // namespace

Filler::Filler(const World& world, const catalog::Dataset& dataset, std::vector<std::uint8_t> given)
    : world_(world), dataset_(dataset), given_(std::move(given)), checks_(world, dataset) {
  given_.resize(dataset.columns.size(), 0);
  recipes_.resize(dataset.columns.size());
  copied_.resize(dataset.columns.size(), nullptr);
  const Dice dice = world.dice(dataset.id);
  const auto& written = world.rules.of(dataset.id).columns;
  for (std::size_t c = 0; c < dataset.columns.size(); ++c) {
    const auto& column = dataset.columns[c];
    const bool draws = !column.ref.empty() && world.population(column.ref) > 0;
    // A key that is given is written anew all the same where a row gets a number of its own.
    const bool numbered = given_[c] != 0 && dataset.is_key(column.id) && column.codes.empty() &&
                          column.type == catalog::DatasetColumn::Type::kText &&
                          column.form == catalog::DatasetColumn::Form::kFree;
    if (numbered || (given_[c] == 0 && (draws || written.contains(column.id))))
      recipes_[c] = std::make_unique<Recipe>(world, dataset, c, dice);
  }
  find_copies();
  std::vector<std::size_t> all;
  for (std::size_t c = 0; c < dataset.columns.size(); ++c) {
    all.push_back(c);
    if (given_[c] == 0 && recipes_[c] == nullptr && copied_[c] == nullptr)
      recipes_[c] = std::make_unique<Recipe>(world, dataset, c, dice);
  }
  order_ = order_of(all);
}

void Filler::find_copies() {
  for (std::size_t c = 0; c < dataset_.columns.size(); ++c) {
    if (given_[c] != 0 || recipes_[c] == nullptr || recipes_[c]->register_drawn().empty()) continue;
    const auto* other = world_.catalog.dataset(recipes_[c]->register_drawn());
    if (other == nullptr || other == &dataset_) continue;
    auto copy = std::make_unique<Copy>();
    copy->from = c;
    for (std::size_t own = 0; own < dataset_.columns.size(); ++own) {
      const auto& column = dataset_.columns[own];
      const auto theirs = other->column_index(column.id);
      if (given_[own] != 0 || recipes_[own] != nullptr || copied_[own] != nullptr || !theirs) continue;
      const auto& origin = other->columns[*theirs];
      if (!origin.required || origin.type != column.type || origin.codes != column.codes) continue;
      copy->own.push_back(own);
      copy->theirs.push_back(*theirs);
      copied_[own] = copy.get();
    }
    if (copy->own.empty()) continue;
    copy->filler = std::make_shared<Filler>(world_, *other, std::vector<std::uint8_t>());
    copy->order = copy->filler->order_of(copy->theirs);
    copies_.push_back(std::move(copy));
  }
}

std::vector<std::size_t> Filler::order_of(const std::vector<std::size_t>& wanted) const {
  std::vector<std::uint8_t> state(dataset_.columns.size(), 0);
  std::vector<std::size_t> order;
  for (const std::size_t column : wanted) visit(column, state, order);
  return order;
}

void Filler::visit(std::size_t column, std::vector<std::uint8_t>& state,
                   std::vector<std::size_t>& order) const {
  constexpr std::uint8_t kOpen = 1, kDone = 2;
  if (given_[column] != 0 || state[column] == kDone) return;
  if (state[column] == kOpen)
    throw Error(kCircle, dataset_.where, {dataset_.id, dataset_.columns[column].id});
  state[column] = kOpen;
  if (copied_[column] != nullptr) {
    visit(copied_[column]->from, state, order);
    // All columns that one member gives come together, at the place of the first of them.
    if (copied_[column]->own.front() != column) visit(copied_[column]->own.front(), state, order);
  }
  if (recipes_[column] != nullptr)
    for (const std::size_t need : recipes_[column]->needs()) visit(need, state, order);
  state[column] = kDone;
  order.push_back(column);
}

void Filler::copy_columns(const Copy& copy, Batch& batch) const {
  auto members = std::make_shared<Batch>();
  lay_out(copy.filler->dataset_, batch.rows(), *members);
  members->copy = batch.copy;
  members->numbers = batch.members[copy.from];
  for (const std::size_t column : copy.order) copy.filler->recipes_[column]->fill(*members, 0);
  for (std::size_t i = 0; i < copy.own.size(); ++i)
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      copy_value(members->columns[copy.theirs[i]], row, batch.columns[copy.own[i]], row);
      if (!batch.columns[copy.from].has(row) && !dataset_.columns[copy.own[i]].required)
        batch.columns[copy.own[i]].present[row] = 0;
    }
  batch.kept.push_back(std::move(members));
}

void Filler::fill_columns(Batch& batch, std::uint64_t attempt) const {
  for (const std::size_t column : order_) {
    if (copied_[column] != nullptr) {
      if (copied_[column]->own.front() == column) copy_columns(*copied_[column], batch);
    } else {
      recipes_[column]->fill(batch, checks_.looked_at()[column] != 0 ? attempt : 0);
    }
  }
}

void Filler::fill(Batch& batch) const {
  fill_columns(batch, 0);
  auto faulty = checks_.faulty(batch);
  if (!faulty.empty()) repair(batch, std::move(faulty));
}

void Filler::check_capacity(std::uint64_t rows) const {
  for (std::size_t c = 0; c < recipes_.size(); ++c) {
    const std::uint64_t capacity = recipes_[c] == nullptr ? 0 : recipes_[c]->capacity();
    if (capacity > 0 && rows > capacity)
      throw Error(kTooFew, dataset_.where,
                  {dataset_.id, dataset_.columns[c].id, std::to_string(capacity), std::to_string(rows)});
  }
}

std::shared_ptr<Batch> Filler::part_of(const Batch& batch, const std::vector<std::uint32_t>& rows) const {
  auto part = std::make_shared<Batch>();
  lay_out(dataset_, rows.size(), *part);
  part->copy = batch.copy;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    part->numbers[i] = batch.numbers[rows[i]];
    for (std::size_t c = 0; c < batch.columns.size(); ++c)
      copy_value(batch.columns[c], rows[i], part->columns[c], i);
  }
  for (std::size_t c = 0; c < batch.columns.size(); ++c)
    if (!batch.days[c].empty())
      for (const std::uint32_t row : rows) part->days[c].push_back(batch.days[c][row]);
  for (std::size_t c = 0; c < batch.columns.size(); ++c)
    if (!batch.members[c].empty())
      for (const std::uint32_t row : rows) part->members[c].push_back(batch.members[c][row]);
  return part;
}

void Filler::put_back(const Batch& part, std::size_t row, std::size_t at, Batch& batch) const {
  for (std::size_t c = 0; c < batch.columns.size(); ++c)
    copy_value(part.columns[c], row, batch.columns[c], at);
}

void Filler::repair(Batch& batch, std::vector<std::uint32_t> rows) const {
  for (std::uint64_t attempt = 1; attempt <= kAttempts && !rows.empty(); ++attempt) {
    auto part = part_of(batch, rows);
    fill_columns(*part, attempt);
    if (attempt == kAttempts) blank(*part);
    const auto faulty = checks_.faulty(*part);
    std::vector<std::uint32_t> left;
    for (std::size_t i = 0, f = 0; i < rows.size(); ++i) {
      const bool failed = f < faulty.size() && faulty[f] == i;
      if (failed) {
        ++f;
        left.push_back(rows[i]);
      }
      if (!failed || attempt == kAttempts) put_back(*part, i, rows[i], batch);
    }
    batch.kept.push_back(std::move(part));
    rows.swap(left);
  }
  if (rows.empty()) return;
  std::string first;
  if (!checks_.rejected(*part_of(batch, rows), &first).empty())
    throw Error(kUnfillable, dataset_.where, {dataset_.id, first});
}

bool Filler::renumber(Batch& batch) const {
  bool changed = false;
  for (const std::string& id : dataset_.key) {
    const std::size_t column = *dataset_.column_index(id);
    const auto& definition = dataset_.columns[column];
    if (definition.type != catalog::DatasetColumn::Type::kText || !definition.codes.empty()) continue;
    if (definition.form == catalog::DatasetColumn::Form::kUscc && recipes_[column] == nullptr) {
      char buffer[18];
      batch.columns[column].texts[0] =
          batch.arena.keep(member_code(batch.numbers[0], world_.catalog.district.code, buffer));
      changed = true;
    }
    if (recipes_[column] == nullptr) continue;
    for (const std::size_t need : recipes_[column]->needs())
      if (recipes_[need] != nullptr && !recipes_[need]->register_drawn().empty())
        recipes_[need]->fill(batch, 0);
    recipes_[column]->fill(batch, 0);
    changed = true;
  }
  return changed;
}

/// Empties what need not be there and is looked at by a check that is true.
void Filler::blank(Batch& part) const {
  for (const auto* check : checks_.checks()) {
    const auto values = checks_.evaluate(check->when, part);
    for (std::size_t row = 0; row < part.rows(); ++row) {
      if (!values.has(row) || values.values[row] == 0) continue;
      for (const std::size_t column : check->when.columns()) {
        const auto& definition = dataset_.columns[column];
        if (given_[column] == 0 && part.days[column].empty() && !definition.required &&
            !dataset_.is_key(definition.id))
          part.columns[column].present[row] = 0;
      }
    }
  }
}

}  // namespace zhiheng::simulate
