#pragma once
// The loops over rows that the pass consists of.
#include <cstddef>
#include <cstdint>

namespace zhiheng::measure::cubes {

/// Places of `count` rows from packed codes: code + offset; with `keeps_zero` code 0 stays 0.
void decode(const void* codes, unsigned width, std::size_t count, std::uint32_t offset, bool keeps_zero,
            std::uint32_t* places);
void extent(const std::uint32_t* places, std::size_t count, std::uint32_t& least, std::uint32_t& greatest);

/// cells += places × stride, or += table[places].
void add_places(std::uint32_t* cells, const std::uint32_t* places, std::uint32_t stride, std::size_t count);
void add_places(std::uint64_t* cells, const std::uint32_t* places, std::uint64_t stride, std::size_t count);
void add_table(std::uint32_t* cells, const std::uint32_t* places, const std::uint32_t* table,
               std::size_t count);
void add_table(std::uint64_t* cells, const std::uint32_t* places, const std::uint64_t* table,
               std::size_t count);

/// words += value << shift, for the kinds of sums.
void add_affine(std::uint64_t* words, const std::uint32_t* places, std::int64_t offset, bool zero_is_missing,
                unsigned shift, std::size_t count);
void add_values(std::uint64_t* words, const std::uint32_t* places, const std::int64_t* values, unsigned shift,
                std::size_t count);
void add_rows(std::uint64_t* words, const std::int64_t* values, unsigned shift, std::size_t count);

}  // namespace zhiheng::measure::cubes
