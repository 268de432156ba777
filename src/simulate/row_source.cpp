#include "simulate/row_source.h"

namespace zhiheng::simulate {
namespace {

std::vector<std::uint8_t> only(const catalog::Dataset& dataset, const std::vector<std::size_t>& columns) {
  std::vector<std::uint8_t> out(dataset.columns.size(), 0);
  for (const std::size_t column : columns) out[column] = 1;
  return out;
}

}  // namespace

MemberRows::MemberRows(const World& world, const catalog::Dataset& dataset)
    : dataset_(dataset),
      population_(world.population(dataset.id)),
      key_(*dataset.column_index(dataset.key.front())),
      filler_(world, dataset, only(dataset, {key_})),
      division_(world.catalog.district.code) {}

std::shared_ptr<Batch> MemberRows::make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const {
  auto batch = std::make_shared<Batch>();
  lay_out(dataset_, count, *batch);
  batch->copy = copy;
  char buffer[18];
  for (std::uint64_t i = 0; i < count; ++i) {
    batch->numbers[i] = copy * population_ + first + i;
    batch->columns[key_].present[i] = 1;
    batch->columns[key_].texts[i] = batch->arena.keep(member_code(batch->numbers[i], division_, buffer));
  }
  filler_.fill(*batch);
  return batch;
}

FollowingRows::FollowingRows(const World& world, const catalog::Dataset& dataset,
                             std::shared_ptr<const RowSource> origin)
    : dataset_(dataset), origin_(std::move(origin)), where_(world.rules.of(dataset.id).where) {
  const catalog::Dataset& other = origin_->dataset();
  const auto& written = world.rules.of(dataset.id).columns;
  std::vector<std::size_t> given;
  for (std::size_t c = 0; c < dataset.columns.size(); ++c) {
    const auto& column = dataset.columns[c];
    const auto theirs = other.column_index(column.id);
    if (!theirs || written.contains(column.id)) continue;
    const auto& origin_column = other.columns[*theirs];
    if (origin_column.type != column.type || origin_column.codes != column.codes ||
        origin_column.decimals != column.decimals)
      continue;
    same_.emplace_back(*theirs, c);
    given.push_back(c);
  }
  filler_ = std::make_unique<Filler>(world, dataset, only(dataset, given));
}

std::shared_ptr<Batch> FollowingRows::make(std::uint64_t copy, std::uint64_t first,
                                           std::uint64_t count) const {
  std::shared_ptr<const Batch> origin = origin_->make(copy, first, count);
  std::vector<std::uint32_t> rows;
  std::optional<formula::Vector> where;
  if (where_) where = origin_->filler().checks().evaluate(*where_, *origin);
  for (std::size_t row = 0; row < origin->rows(); ++row)
    if (!where || (where->has(row) && where->values[row] != 0))
      rows.push_back(static_cast<std::uint32_t>(row));
  auto batch = std::make_shared<Batch>();
  lay_out(dataset_, rows.size(), *batch);
  batch->copy = copy;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    batch->numbers[i] = origin->numbers[rows[i]];
    for (const auto& [there, here] : same_)
      copy_value(origin->columns[there], rows[i], batch->columns[here], i);
  }
  for (const auto& [there, here] : same_) {
    if (origin->members[there].empty()) continue;
    for (const std::uint32_t row : rows) batch->members[here].push_back(origin->members[there][row]);
  }
  batch->kept.push_back(std::move(origin));
  filler_->fill(*batch);
  return batch;
}

}  // namespace zhiheng::simulate
