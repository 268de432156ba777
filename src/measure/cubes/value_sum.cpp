#include "measure/cubes/value_sum.h"

#include <bit>

namespace zhiheng::measure::cubes {
namespace {

using catalog::RecordMeasure;
using formula::Type;

template <typename Use>
void each_value(const ValueCounts& counts, Use use) {
  if (counts.bits.empty()) {
    for (std::size_t i = 0; i < counts.cell.size(); ++i)
      use(counts.cell[i], counts.value[i], counts.count.empty() ? 1 : counts.count[i]);
    return;
  }
  const std::size_t words = counts.words();
  for (std::size_t w = 0; w < counts.bits.size(); ++w)
    for (std::uint64_t left = counts.bits[w]; left != 0; left &= left - 1)
      use(static_cast<std::uint32_t>(w / words),
          static_cast<std::uint32_t>(w % words * 64 + static_cast<unsigned>(std::countr_zero(left))), 1);
}

/// Different values: a bit for each cell and value while those are few or often set, else a set of pairs.
class DistinctSum final : public ValueSum {
 public:
  explicit DistinctSum(const ValueCounts& first) : ValueSum(first.values) {}

  void add(ValueCounts part, const std::vector<std::uint32_t>& cells, std::size_t count) override {
    const bool first = measure_.numbers.empty() && part.values.get() == &values_.values();
    measure_.numbers.resize(count);
    if (first && !part.bits.empty()) return take_bits(std::move(part));
    Renumbering number(values_, *part.values);
    each_value(part, [&](std::uint32_t cell, std::uint32_t value, std::int64_t) {
      if (part.values->missing != value && insert(cells[cell], number(value)))
        ++measure_.numbers[cells[cell]];
    });
  }
  void finish(const std::vector<std::uint32_t>&) override {}
  void expect_more() override {
    ValueSum::expect_more();
    const std::size_t words = values_.size() / 64 + 1;
    if (words_ != 0 && words_ < words + words / 8) make_wider(words + words / 4 + 1);
    make_room(bits_);
  }

 private:
  static constexpr std::uint64_t kFewWords = std::uint64_t{1} << 21;  // 16 MiB

  void take_bits(ValueCounts part) {
    words_ = part.words();
    bits_ = std::move(part.bits);
    for (std::size_t cell = 0; cell < measure_.numbers.size(); ++cell) {
      std::uint64_t* row = bits_.data() + cell * words_;
      if (const auto missing = part.values->missing)
        row[*missing / 64] &= ~(std::uint64_t{1} << *missing % 64);
      for (std::size_t w = 0; w < words_; ++w) measure_.numbers[cell] += std::popcount(row[w]);
    }
  }

  /// Whether the cell had not met the value.
  bool insert(std::uint32_t cell, std::uint32_t value) {
    if (!pairs_ && (value / 64 >= words_ || (cell + 1) * words_ > bits_.size())) grow(value);
    if (pairs_) {
      const std::size_t before = pairs_->size();
      pairs_->at(std::uint64_t{cell} << 32 | value);
      return pairs_->size() != before;
    }
    std::uint64_t& word = bits_[cell * words_ + value / 64];
    const std::uint64_t bit = std::uint64_t{1} << value % 64;
    if ((word & bit) != 0) return false;
    word |= bit;
    return true;
  }

  void grow(std::uint32_t value) {
    const std::size_t cells = measure_.numbers.size(), words = value / 64 + 1;
    const std::size_t wide = words > words_ ? words + words / 4 : words_;
    std::uint64_t met = 0;
    for (const std::int64_t n : measure_.numbers) met += static_cast<std::uint64_t>(n);
    if (wide * cells > std::max(kFewWords, met * 2)) return turn_into_pairs();
    if (wide > words_) make_wider(wide);
    bits_.resize(cells * words_);
  }

  void make_wider(std::size_t words) {
    std::vector<std::uint64_t> bits(words_ == 0 ? 0 : bits_.size() / words_ * words, 0);
    for (std::size_t from = 0; from < bits_.size(); from += words_)
      std::copy_n(bits_.data() + from, words_, bits.data() + from / words_ * words);
    bits_.swap(bits);
    words_ = words;
  }

  void turn_into_pairs() {
    pairs_.emplace(0);
    for (std::size_t w = 0; w < bits_.size(); ++w)
      for (std::uint64_t left = bits_[w]; left != 0; left &= left - 1)
        pairs_->at((w / words_) << 32 | (w % words_ * 64 + static_cast<unsigned>(std::countr_zero(left))));
    bits_ = {};
  }

  std::size_t words_ = 0;
  std::vector<std::uint64_t> bits_;  // by cell `words_`
  std::optional<CellTable> pairs_;
};

/// Values and how often: what kMin, kMax, kQuantile and kTop are taken from.
class CountedSum final : public ValueSum {
 public:
  CountedSum(const RecordMeasure& measure, const ValueCounts& first)
      : ValueSum(first.values), form_(measure) {
    measure_.type = first.values->type;
    measure_.decimals = first.values->decimals;
  }

  void add(ValueCounts part, const std::vector<std::uint32_t>& cells, std::size_t count) override {
    met_.resize(count);
    Renumbering number(values_, *part.values);
    Met more;
    for (std::size_t i = 0; i < part.cell.size(); ++i) {
      if (part.values->missing != part.value[i]) more.emplace_back(number(part.value[i]), part.count[i]);
      if (i + 1 < part.cell.size() && part.cell[i + 1] == part.cell[i]) continue;
      join(met_[cells[part.cell[i]]], more);
      more.clear();
    }
  }

  void finish(const std::vector<std::uint32_t>& cells) override {
    measure_.present.resize(met_.size());
    if (is_text())
      measure_.texts.resize(met_.size());
    else
      measure_.numbers.resize(met_.size());
    for (const std::uint32_t cell : cells)
      if (!met_[cell].empty()) finish_cell(cell, met_[cell]);
  }

 private:
  using Met = std::vector<std::pair<std::uint32_t, std::int64_t>>;  // value, count; by value's number

  static void join(Met& all, Met& more) {
    std::ranges::sort(more);
    Met joined;
    joined.reserve(all.size() + more.size());
    std::ranges::merge(all, more, std::back_inserter(joined));
    std::size_t last = 0;
    for (std::size_t i = 1; i < joined.size(); ++i) {
      if (joined[i].first == joined[last].first)
        joined[last].second += joined[i].second;
      else
        joined[++last] = joined[i];
    }
    if (!joined.empty()) joined.resize(last + 1);
    all.swap(joined);
  }

  bool is_text() const {
    return form_.form == RecordMeasure::Form::kTop || values_.values().type == Type::kText;
  }

  void finish_cell(std::uint32_t cell, Met met) {
    measure_.present[cell] = 1;
    const auto before = [&](const auto& a, const auto& b) {
      return comes_before(values_.values(), a.first, b.first);
    };
    if (!std::ranges::is_sorted(met, before)) std::ranges::sort(met, before);
    if (form_.form == RecordMeasure::Form::kTop) {
      measure_.texts[cell] = top(std::move(met));
      return;
    }
    const std::uint32_t place = form_.form == RecordMeasure::Form::kMin   ? met.front().first
                                : form_.form == RecordMeasure::Form::kMax ? met.back().first
                                                                          : quantile(met);
    if (is_text())
      measure_.texts[cell] = values_.values().texts[place];
    else
      measure_.numbers[cell] = values_.values().numbers[place];
  }

  std::uint32_t quantile(const Met& met) const {
    std::int64_t all = 0, below = 0;
    for (const auto& [place, count] : met) all += count;
    for (const auto& [place, count] : met) {
      below += count;
      if (Decimal(below) >= form_.at * Decimal(all)) return place;
    }
    return met.back().first;
  }

  std::string top(Met met) const {
    std::ranges::stable_sort(met, std::greater{}, &Met::value_type::second);
    if (met.size() > static_cast<std::size_t>(form_.keep)) met.resize(static_cast<std::size_t>(form_.keep));
    std::string text;
    const AxisValues& values = values_.values();
    for (const auto& [place, count] : met)
      text += (text.empty() ? "" : "|") +
              (values.type == Type::kText ? values.texts[place] : std::to_string(values.numbers[place])) +
              "×" + std::to_string(count);
    return text;
  }

  const RecordMeasure& form_;
  std::vector<Met> met_;  // by cell
};

}  // namespace

std::unique_ptr<ValueSum> ValueSum::start(const RecordMeasure& measure, const ValueCounts& first) {
  if (measure.form == RecordMeasure::Form::kDistinct) return std::make_unique<DistinctSum>(first);
  return std::make_unique<CountedSum>(measure, first);
}

}  // namespace zhiheng::measure::cubes
