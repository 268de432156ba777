#pragma once
// Some rows on their way through the pass: what several grids need of them is computed once.
#include <array>

#include "measure/cubes/layout.h"

namespace zhiheng::measure::cubes {

constexpr std::size_t kBatchRows = 1024;

class Batch {
 public:
  /// A word of counters: sums of the plan and their shifts. The number of rows is kRowCount.
  struct Word {
    std::vector<std::pair<std::size_t, unsigned>> parts;
    bool operator==(const Word&) const = default;
  };
  /// Conditions that all hold.
  using Conditions = std::vector<std::size_t>;

  Batch(const segment::Segment& segment, const std::vector<Source>& sources, const Plan& plan,
        std::vector<Word> words, std::vector<Conditions> selections, std::span<const std::uint64_t> dead);

  void start_block(std::size_t block);
  void start(std::size_t first, std::size_t rows);
  std::size_t rows() const { return rows_; }

  const std::uint32_t* places(std::size_t source);
  /// Smallest and greatest place.
  std::pair<std::uint32_t, std::uint32_t> extent(std::size_t source);
  const std::uint64_t* word(std::size_t word);
  /// Rows that count, ascending; nullopt: all of them.
  std::optional<std::span<const std::uint16_t>> selected(std::size_t selection);

 private:
  struct SourceState {
    std::vector<std::uint32_t> places;
    const std::uint32_t* at = nullptr;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> extent;
    std::optional<segment::Packed> packed;  // of the block
  };
  void decode_column(const Source& source, SourceState& state);
  void add_sum(const Sum& sum, unsigned shift, std::uint64_t* words);
  bool is_dead(std::size_t row) const;

  const segment::Segment& segment_;
  const std::vector<Source>& sources_;
  const Plan& plan_;
  std::vector<Word> words_;
  std::vector<Conditions> selections_;
  std::span<const std::uint64_t> dead_;
  std::size_t block_ = 0, first_ = 0, rows_ = 0;  // first row within the block
  std::uint64_t row_ = 0;                         // the same within the segment
  std::vector<SourceState> states_;
  std::vector<std::vector<std::uint64_t>> word_values_;
  std::vector<bool> word_ready_;
  std::vector<std::vector<std::uint16_t>> selected_;
  std::vector<bool> selected_ready_;
};

}  // namespace zhiheng::measure::cubes
