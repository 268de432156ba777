#include "measure/cubes/pass.h"

#include <algorithm>

#include "measure/cubes/loops.h"

namespace zhiheng::measure::cubes {
namespace {

template <typename Item>
std::size_t place_of(std::vector<Item>& items, const Item& item) {
  const auto found = std::ranges::find(items, item);
  if (found != items.end()) return static_cast<std::size_t>(found - items.begin());
  items.push_back(item);
  return items.size() - 1;
}

void add_word(std::uint64_t* cells, const std::uint32_t* at, const std::uint64_t* values, std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i) cells[at[i]] += values[i];
}

void set_bits(std::uint64_t* bits, const std::uint32_t* at, std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i) bits[at[i] / 64] |= std::uint64_t{1} << at[i] % 64;
}

void add_term(const Term& term, Batch& batch, std::uint32_t* cells) {
  const std::size_t rows = batch.rows();
  const std::uint32_t* places = batch.places(term.source);
  if (term.table.empty()) return add_places(cells, places, static_cast<std::uint32_t>(term.stride), rows);
  const auto [least, greatest] = batch.extent(term.source);
  if (term.until[least] <= greatest) return add_table(cells, places, term.narrow.data(), rows);
  const std::uint32_t same = term.narrow[least];
  if (same == 0) return;
  for (std::size_t i = 0; i < rows; ++i) cells[i] += same;
}

void add_term(const Term& term, Batch& batch, std::uint64_t* cells) {
  const std::uint32_t* places = batch.places(term.source);
  term.table.empty() ? add_places(cells, places, term.stride, batch.rows())
                     : add_table(cells, places, term.table.data(), batch.rows());
}

template <typename Cell>
std::size_t keep(std::span<const std::uint16_t> selected, Cell* cells) {
  for (std::size_t i = 0; i < selected.size(); ++i) cells[i] = cells[selected[i]];
  return selected.size();
}

/// Takes the sums out of the words before one of their fields can overflow.
void empty(const Prepared& p, Counters& counters) {
  if (counters.emptied.empty())
    counters.emptied.assign(p.layout.fields.size(), std::vector<std::int64_t>(p.numbering.cells));
  for (std::uint64_t cell = 0; cell < p.numbering.cells; ++cell) {
    std::uint64_t* words = counters.cells.data() + cell * p.layout.words;
    if (p.layout.fields[0].of(words) == 0) continue;
    for (std::size_t f = 0; f < p.layout.fields.size(); ++f)
      counters.emptied[f][cell] += p.layout.fields[f].of(words);
    std::fill_n(words, p.layout.words, 0);
  }
}

}  // namespace

Preparation prepare(const std::vector<Source>& sources, const Plan& plan, std::uint64_t rows) {
  Preparation all;
  for (const Grid& grid : plan.grids) {
    Prepared p;
    p.grid = &grid;
    p.dense = is_dense(grid, rows);
    p.numbering = make_numbering(grid, sources, grid.presence && p.dense);
    p.selection = place_of(all.selections, grid.conditions);
    if (!grid.presence) {
      p.layout = make_layout(grid, plan, rows, p.dense);
      for (unsigned w = 0; w < p.layout.words; ++w) {
        Batch::Word word;
        for (const Field& field : p.layout.fields)
          if (field.word == w)
            word.parts.emplace_back(field.sum == kRowCount ? kRowCount : grid.sums[field.sum], field.shift);
        p.words.push_back(place_of(all.words, word));
      }
    }
    all.grids.push_back(std::move(p));
  }
  return all;
}

Pass::Pass(const segment::Segment& segment, const std::vector<Source>& sources, const Plan& plan,
           const Preparation& preparation, std::span<const std::uint64_t> dead)
    : segment_(segment),
      preparation_(preparation),
      batch_(segment, sources, plan, preparation.words, preparation.selections, dead),
      counters_(preparation.grids.size()) {
  for (std::size_t g = 0; g < counters_.size(); ++g) {
    const Prepared& p = preparation.grids[g];
    if (!p.dense)
      counters_[g].table.emplace(p.grid->presence ? 0 : p.layout.words);
    else
      counters_[g].cells.assign(
          p.grid->presence ? (p.numbering.cells + 63) / 64 : p.numbering.cells * p.layout.words, 0);
  }
}

void Pass::run(std::size_t block) {
  batch_.start_block(block);
  const std::size_t rows = segment_.block_rows(block);
  for (std::size_t first = 0; first < rows; first += kBatchRows) {
    batch_.start(first, std::min(kBatchRows, rows - first));
    for (std::size_t g = 0; g < counters_.size(); ++g) fill(preparation_.grids[g], counters_[g]);
  }
}

void Pass::finish() {
  for (std::size_t g = 0; g < counters_.size(); ++g)
    if (!counters_[g].emptied.empty()) empty(preparation_.grids[g], counters_[g]);
}

template <typename Cell>
void Pass::number(const Numbering& numbering, Cell* cells) {
  std::fill_n(cells, batch_.rows(), 0);
  for (const Term& term : numbering.terms) add_term(term, batch_, cells);
}

void Pass::fill(const Prepared& p, Counters& counters) {
  auto selected = batch_.selected(p.selection);
  if (selected && selected->empty()) return;
  if (!p.dense) return fill_table(p, counters, selected);
  number(p.numbering, cells_.data());
  std::size_t rows = batch_.rows();
  if (selected) rows = keep(*selected, cells_.data());
  if (p.grid->presence) return set_bits(counters.cells.data(), cells_.data(), rows);
  counters.rows += rows;
  if (counters.rows > p.layout.most_rows) {
    empty(p, counters);
    counters.rows = rows;
  }
  add_words(p, counters, selected, rows);
}

void Pass::add_words(const Prepared& p, Counters& counters, const Selected& selected, std::size_t rows) {
  const unsigned words = p.layout.words;
  for (unsigned w = 0; w < words; ++w) {
    const std::uint64_t* values = batch_.word(p.words[w]);
    if (selected) {
      for (std::size_t i = 0; i < rows; ++i) kept_[i] = values[(*selected)[i]];
      values = kept_.data();
    }
    if (words == 1)
      add_word(counters.cells.data(), cells_.data(), values, rows);
    else
      for (std::size_t i = 0; i < rows; ++i) counters.cells[std::size_t{cells_[i]} * words + w] += values[i];
  }
}

void Pass::fill_table(const Prepared& p, Counters& counters, const Selected& selected) {
  number(p.numbering, wide_cells_.data());
  std::size_t rows = batch_.rows();
  if (selected) rows = keep(*selected, wide_cells_.data());
  std::vector<const std::uint64_t*> values;
  for (const std::size_t word : p.words) values.push_back(batch_.word(word));
  for (std::size_t i = 0; i < rows; ++i) {
    std::uint64_t* words = counters.table->at(wide_cells_[i]);
    const std::size_t row = selected ? (*selected)[i] : i;
    for (std::size_t w = 0; w < values.size(); ++w) words[w] += values[w][row];
  }
}

}  // namespace zhiheng::measure::cubes
