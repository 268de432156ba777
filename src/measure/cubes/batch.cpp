#include "measure/cubes/batch.h"

#include <algorithm>

#include "measure/cubes/loops.h"

namespace zhiheng::measure::cubes {

Batch::Batch(const segment::Segment& segment, const std::vector<Source>& sources, const Plan& plan,
             std::vector<Word> words, std::vector<Conditions> selections, std::span<const std::uint64_t> dead)
    : segment_(segment),
      sources_(sources),
      plan_(plan),
      words_(std::move(words)),
      selections_(std::move(selections)),
      dead_(dead),
      states_(sources.size()),
      word_values_(words_.size(), std::vector<std::uint64_t>(kBatchRows)),
      word_ready_(words_.size()),
      selected_(selections_.size()),
      selected_ready_(selections_.size()) {}

void Batch::start_block(std::size_t block) {
  block_ = block;
  for (SourceState& state : states_) state.packed.reset();
}

void Batch::start(std::size_t first, std::size_t rows) {
  first_ = first;
  rows_ = rows;
  row_ = segment_.block_first(block_) + first;
  for (SourceState& state : states_) {
    state.at = nullptr;
    state.extent.reset();
  }
  word_ready_.assign(words_.size(), false);
  selected_ready_.assign(selections_.size(), false);
}

void Batch::decode_column(const Source& source, SourceState& state) {
  if (!state.packed) state.packed = segment_.packed(source.column, block_);
  const segment::Packed& packed = *state.packed;
  const bool all_missing = packed.missing && packed.base > packed.greatest;
  const std::int64_t offset = packed.base - source.least + (source.missing && !packed.missing ? 1 : 0);
  const void* codes = packed.codes.data() + first_ * packed.width;
  decode(codes, packed.width, rows_, static_cast<std::uint32_t>(all_missing ? 0 : offset), packed.missing,
         state.places.data());
}

const std::uint32_t* Batch::places(std::size_t at) {
  SourceState& state = states_[at];
  if (state.at != nullptr) return state.at;
  const Source& source = sources_[at];
  if (source.kind == Source::Kind::kRows) return state.at = source.places.data() + row_;
  state.places.resize(kBatchRows);
  if (source.kind == Source::Kind::kColumn) {
    decode_column(source, state);
  } else {
    std::fill_n(state.places.data(), rows_, 0);
    for (const auto& [part, stride] : source.parts)
      add_places(state.places.data(), places(part), stride, rows_);
  }
  return state.at = state.places.data();
}

std::pair<std::uint32_t, std::uint32_t> Batch::extent(std::size_t source) {
  auto& known = states_[source].extent;
  if (!known) {
    known.emplace();
    cubes::extent(places(source), rows_, known->first, known->second);
  }
  return *known;
}

void Batch::add_sum(const Sum& sum, unsigned shift, std::uint64_t* words) {
  switch (sum.kind) {
    case Sum::Kind::kOne:
      for (std::size_t i = 0; i < rows_; ++i) words[i] += std::uint64_t{1} << shift;
      return;
    case Sum::Kind::kAffine:
      return add_affine(words, places(sum.source), sum.offset, sources_[sum.source].missing, shift, rows_);
    case Sum::Kind::kRows:
      return add_rows(words, sum.values.data() + row_, shift, rows_);
    case Sum::Kind::kPlaces:
      if (sum.source != kNoSource)
        return add_values(words, places(sum.source), sum.values.data(), shift, rows_);
      for (std::size_t i = 0; i < rows_; ++i) words[i] += static_cast<std::uint64_t>(sum.values[0]) << shift;
  }
}

const std::uint64_t* Batch::word(std::size_t at) {
  std::uint64_t* values = word_values_[at].data();
  if (word_ready_[at]) return values;
  std::fill_n(values, rows_, 0);
  static const Sum kRows;
  for (const auto& [sum, shift] : words_[at].parts)
    add_sum(sum == kRowCount ? kRows : plan_.sums[sum], shift, values);
  word_ready_[at] = true;
  return values;
}

bool Batch::is_dead(std::size_t i) const {
  const std::uint64_t row = row_ + i;
  return !dead_.empty() && (dead_[row / 64] >> row % 64 & 1) != 0;
}

std::optional<std::span<const std::uint16_t>> Batch::selected(std::size_t at) {
  if (selections_[at].empty() && dead_.empty()) return std::nullopt;
  std::vector<std::uint16_t>& rows = selected_[at];
  if (selected_ready_[at]) return rows;
  selected_ready_[at] = true;
  rows.resize(kBatchRows);
  std::array<std::uint8_t, kBatchRows> holds;
  for (std::size_t i = 0; i < rows_; ++i) holds[i] = is_dead(i) ? 0 : 1;
  for (const std::size_t condition : selections_[at]) {
    const Condition& c = plan_.conditions[condition];
    if (c.source == kNoSource) {
      if (c.holds[0] == 0) holds.fill(0);
      continue;
    }
    const std::uint32_t* at_place = places(c.source);
    for (std::size_t i = 0; i < rows_; ++i) holds[i] &= c.holds[at_place[i]];
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < rows_; ++i) {  // without a branch: what holds can't be foreseen
    rows[count] = static_cast<std::uint16_t>(i);
    count += holds[i];
  }
  rows.resize(count);
  return rows;
}

}  // namespace zhiheng::measure::cubes
