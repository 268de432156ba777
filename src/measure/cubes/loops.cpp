#include "measure/cubes/loops.h"

#include <algorithm>

#include "base/simd.h"

namespace zhiheng::measure::cubes {
namespace {

template <typename Code>
ZHIHENG_EACH_PROCESSOR void decode_all(const Code* codes, std::size_t count, std::uint32_t offset,
                                       std::uint32_t* places) {
  for (std::size_t i = 0; i < count; ++i) places[i] = static_cast<std::uint32_t>(codes[i]) + offset;
}

template <typename Code>
ZHIHENG_EACH_PROCESSOR void decode_present(const Code* codes, std::size_t count, std::uint32_t offset,
                                           std::uint32_t* places) {
  for (std::size_t i = 0; i < count; ++i)
    places[i] = codes[i] == 0 ? 0 : static_cast<std::uint32_t>(codes[i]) + offset;
}

template <typename Code>
void decode_as(const void* codes, std::size_t count, std::uint32_t offset, bool keeps_zero,
               std::uint32_t* places) {
  const Code* from = static_cast<const Code*>(codes);
  keeps_zero ? decode_present(from, count, offset, places) : decode_all(from, count, offset, places);
}

}  // namespace

void decode(const void* codes, unsigned width, std::size_t count, std::uint32_t offset, bool keeps_zero,
            std::uint32_t* places) {
  switch (width) {
    case 0:
      std::fill_n(places, count, keeps_zero ? 0 : offset);
      return;
    case 1:
      return decode_as<std::uint8_t>(codes, count, offset, keeps_zero, places);
    case 2:
      return decode_as<std::uint16_t>(codes, count, offset, keeps_zero, places);
    case 4:
      return decode_as<std::uint32_t>(codes, count, offset, keeps_zero, places);
    default:
      return decode_as<std::uint64_t>(codes, count, offset, keeps_zero, places);
  }
}

ZHIHENG_EACH_PROCESSOR void extent(const std::uint32_t* places, std::size_t count, std::uint32_t& least,
                                   std::uint32_t& greatest) {
  std::uint32_t low = ~std::uint32_t{0}, high = 0;
  for (std::size_t i = 0; i < count; ++i) {
    low = places[i] < low ? places[i] : low;
    high = places[i] > high ? places[i] : high;
  }
  least = low;
  greatest = high;
}

ZHIHENG_EACH_PROCESSOR void add_places(std::uint32_t* cells, const std::uint32_t* places,
                                       std::uint32_t stride, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) cells[i] += places[i] * stride;
}

ZHIHENG_EACH_PROCESSOR void add_places(std::uint64_t* cells, const std::uint32_t* places,
                                       std::uint64_t stride, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) cells[i] += places[i] * stride;
}

// Gathers are no faster than plain loads here, so these are left to the compiler.
void add_table(std::uint32_t* cells, const std::uint32_t* places, const std::uint32_t* table,
               std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) cells[i] += table[places[i]];
}

void add_table(std::uint64_t* cells, const std::uint32_t* places, const std::uint64_t* table,
               std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) cells[i] += table[places[i]];
}

ZHIHENG_EACH_PROCESSOR void add_affine(std::uint64_t* words, const std::uint32_t* places, std::int64_t offset,
                                       bool zero_is_missing, unsigned shift, std::size_t count) {
  const auto more = static_cast<std::uint64_t>(offset);
  if (!zero_is_missing) {
    for (std::size_t i = 0; i < count; ++i) words[i] += (places[i] + more) << shift;
    return;
  }
  for (std::size_t i = 0; i < count; ++i) words[i] += (places[i] == 0 ? 0 : places[i] + more) << shift;
}

void add_values(std::uint64_t* words, const std::uint32_t* places, const std::int64_t* values, unsigned shift,
                std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) words[i] += static_cast<std::uint64_t>(values[places[i]]) << shift;
}

ZHIHENG_EACH_PROCESSOR void add_rows(std::uint64_t* words, const std::int64_t* values, unsigned shift,
                                     std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) words[i] += static_cast<std::uint64_t>(values[i]) << shift;
}

}  // namespace zhiheng::measure::cubes
