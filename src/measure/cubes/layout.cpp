#include "measure/cubes/layout.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

#include "base/decimal.h"

namespace zhiheng::measure::cubes {
namespace {

constexpr ErrorCode kOverflow{"cube.overflow", "{} 的合计可能超出 64 位；请缩小单位或拆分批次",
                              "the sum of {} could leave 64 bits: use a larger unit or smaller batches"};
constexpr ErrorCode kTooLarge{"cube.too-large", "维度 {} 的取值组合过多",
                              "the dimensions {} have too many combinations"};

/// Bits that `rows` values up to `greatest` need; 64 where only a signed word will do.
unsigned bits_of(const Sum& sum, std::uint64_t rows) {
  if (sum.least < 0) return 64;
  const auto most = static_cast<Int128>(std::max<std::int64_t>(sum.greatest, 1)) * rows;
  return most >> 62 != 0 ? 64 : static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(most)));
}

/// Places fields into words, the widest first into the first word with room.
Layout pack_fields(const Grid& grid, const Plan& plan, std::uint64_t rows) {
  Layout layout;
  layout.most_rows = rows;
  layout.fields.push_back({kRowCount, 0, 0, static_cast<unsigned>(std::bit_width(rows))});
  std::vector<unsigned> used{layout.fields[0].bits};
  std::vector<std::pair<unsigned, std::size_t>> wanted;
  for (std::size_t i = 0; i < grid.sums.size(); ++i) {
    const Sum& sum = plan.sums[grid.sums[i]];
    if (sum.kind != Sum::Kind::kOne) wanted.emplace_back(bits_of(sum, rows), i);
  }
  std::ranges::stable_sort(wanted, std::greater{}, &std::pair<unsigned, std::size_t>::first);
  for (const auto& [bits, sum] : wanted) {
    std::size_t word = 0;
    while (word < used.size() && used[word] + bits > 64) ++word;
    if (word == used.size()) used.push_back(0);
    layout.fields.push_back({sum, static_cast<unsigned>(word), used[word], bits});
    used[word] += bits;
  }
  layout.words = static_cast<unsigned>(used.size());
  return layout;
}

void check_overflow(const Grid& grid, const Plan& plan, std::uint64_t rows) {
  for (const std::size_t i : grid.sums) {
    const Sum& sum = plan.sums[i];
    const auto most = static_cast<Int128>(std::max(sum.greatest, -sum.least));
    if (most * rows >> 62 != 0) throw Error(kOverflow, {}, {plan.sum_texts[i]});
  }
}

void fill_table(Term& term, std::uint64_t places) {
  term.until.resize(places);
  for (std::size_t p = places; p-- > 0;)
    term.until[p] = p + 1 < places && term.table[p + 1] == term.table[p] ? term.until[p + 1]
                                                                         : static_cast<std::uint32_t>(p + 1);
  if (std::ranges::all_of(term.table,
                          [](std::uint64_t v) { return v <= std::numeric_limits<std::uint32_t>::max(); }))
    term.narrow.assign(term.table.begin(), term.table.end());
}

/// A word for each.
Layout plain_fields(const Grid& grid, const Plan& plan) {
  Layout layout;
  layout.most_rows = std::numeric_limits<std::uint64_t>::max();
  layout.fields.push_back({kRowCount});
  for (std::size_t i = 0; i < grid.sums.size(); ++i)
    if (plan.sums[grid.sums[i]].kind != Sum::Kind::kOne) layout.fields.push_back({i, layout.words++});
  return layout;
}

/// Nanoseconds, roughly: an addition for each word of each row, and emptying all cells now and then.
double cost(const Layout& layout, const Grid& grid, std::uint64_t rows) {
  const double adding = static_cast<double>(rows) * layout.words;
  if (layout.most_rows >= rows) return adding;
  const double times = static_cast<double>(rows) / static_cast<double>(layout.most_rows) + 1;
  return adding + times * grid.cells() * static_cast<double>(layout.fields.size()) * 2;
}

}  // namespace

Layout make_layout(const Grid& grid, const Plan& plan, std::uint64_t rows, bool packed) {
  check_overflow(grid, plan, rows);
  if (!packed) return plain_fields(grid, plan);
  Layout best = pack_fields(grid, plan, std::max<std::uint64_t>(rows, 1));
  double least = cost(best, grid, rows);
  for (unsigned bits = 22; bits >= 17; --bits) {
    const std::uint64_t few = (std::uint64_t{1} << bits) - 1;
    if (few >= rows) continue;
    Layout other = pack_fields(grid, plan, few);
    const double of_other = cost(other, grid, rows);
    if (of_other >= least) continue;
    least = of_other;
    best = std::move(other);
  }
  return best;
}

Numbering make_numbering(const Grid& grid, const std::vector<Source>& sources, bool pad_last) {
  Numbering numbering;
  numbering.strides.assign(grid.axes.size(), 0);
  Int128 cells = 1;
  std::string names;
  for (std::size_t i = grid.axes.size(); i-- > 0;) {
    std::uint64_t size = std::max<std::size_t>(1, grid.axes[i].axis->size());
    numbering.strides[i] = static_cast<std::uint64_t>(cells);
    if (pad_last && i + 1 == grid.axes.size()) size = (size + 63) / 64 * 64;
    cells *= size;
    names = grid.axes[i].text + (names.empty() ? "" : ", ") + names;
    if (cells >> 62 != 0) throw Error(kTooLarge, {}, {names});
  }
  numbering.cells = static_cast<std::uint64_t>(cells);
  std::map<std::size_t, std::vector<std::size_t>> by_source;
  for (std::size_t i = 0; i < grid.axes.size(); ++i)
    if (grid.axes[i].axis->source != kNoSource) by_source[grid.axes[i].axis->source].push_back(i);
  for (const auto& [source, axes] : by_source) {
    Term term;
    term.source = source;
    term.stride = numbering.strides[axes[0]];
    if (axes.size() > 1 || !grid.axes[axes[0]].axis->index.empty()) {
      term.table.assign(sources[source].size, 0);
      for (const std::size_t axis : axes)
        for (std::size_t p = 0; p < term.table.size(); ++p)
          term.table[p] += numbering.strides[axis] * grid.axes[axis].axis->at(static_cast<std::uint32_t>(p));
      fill_table(term, term.table.size());
    }
    numbering.terms.push_back(std::move(term));
  }
  return numbering;
}

}  // namespace zhiheng::measure::cubes
