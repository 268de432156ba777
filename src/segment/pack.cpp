#include <algorithm>
#include <limits>

#include "base/simd.h"
#include "segment/segment.h"

namespace zhiheng::segment {
namespace {

struct Extent {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::int64_t greatest = std::numeric_limits<std::int64_t>::min();
};

ZHIHENG_EACH_PROCESSOR Extent extent_of(const std::int64_t* values, std::size_t count) {
  Extent e;
  for (std::size_t i = 0; i < count; ++i) {
    e.least = values[i] < e.least ? values[i] : e.least;
    e.greatest = values[i] > e.greatest ? values[i] : e.greatest;
  }
  return e;
}

ZHIHENG_EACH_PROCESSOR Extent extent_of_present(const std::int64_t* values, const std::uint8_t* present,
                                                std::size_t count) {
  Extent e;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t low = present[i] ? values[i] : std::numeric_limits<std::int64_t>::max();
    const std::int64_t high = present[i] ? values[i] : std::numeric_limits<std::int64_t>::min();
    e.least = low < e.least ? low : e.least;
    e.greatest = high > e.greatest ? high : e.greatest;
  }
  return e;
}

template <typename Code>
ZHIHENG_EACH_PROCESSOR void narrow(const std::int64_t* values, std::size_t count, std::int64_t base,
                                   Code* codes) {
  for (std::size_t i = 0; i < count; ++i) codes[i] = static_cast<Code>(values[i] - base);
}

template <typename Code>
ZHIHENG_EACH_PROCESSOR void narrow_present(const std::int64_t* values, const std::uint8_t* present,
                                           std::size_t count, std::int64_t base, Code* codes) {
  for (std::size_t i = 0; i < count; ++i)
    codes[i] = present[i] ? static_cast<Code>(values[i] - base + 1) : Code{0};
}

template <typename Code>
void write_codes(std::span<const std::int64_t> values, std::span<const std::uint8_t> present,
                 std::int64_t base, std::vector<std::byte>& out) {
  out.resize(values.size() * sizeof(Code));
  Code* codes = reinterpret_cast<Code*>(out.data());
  if (present.empty())
    narrow(values.data(), values.size(), base, codes);
  else
    narrow_present(values.data(), present.data(), values.size(), base, codes);
}

template <typename Code>
ZHIHENG_EACH_PROCESSOR void widen(const Code* codes, std::size_t count, std::int64_t base,
                                  std::int64_t* values) {
  for (std::size_t i = 0; i < count; ++i) values[i] = base + static_cast<std::int64_t>(codes[i]);
}

template <typename Code>
ZHIHENG_EACH_PROCESSOR void mark_present(const Code* codes, std::size_t count, std::uint8_t* present) {
  for (std::size_t i = 0; i < count; ++i) present[i] = codes[i] != 0;
}

template <typename Code>
void read_codes(const Packed& packed, std::size_t first, std::size_t count, std::int64_t* values,
                std::vector<std::uint8_t>& present) {
  const Code* codes = reinterpret_cast<const Code*>(packed.codes.data()) + first;
  widen(codes, count, packed.missing ? packed.base - 1 : packed.base, values);
  if (!packed.missing) return;
  present.resize(count);
  mark_present(codes, count, present.data());
}

}  // namespace

Packed pack(std::span<const std::int64_t> values, std::span<const std::uint8_t> present,
            std::vector<std::byte>& out) {
  const bool all = present.empty() || std::find(present.begin(), present.end(), 0) == present.end();
  const Extent e = all ? extent_of(values.data(), values.size())
                       : extent_of_present(values.data(), present.data(), values.size());
  Packed packed;
  packed.missing = !all;
  out.clear();
  if (e.least > e.greatest) {  // nothing there
    packed.base = 1;
    packed.greatest = 0;
    return packed;
  }
  packed.base = e.least;
  packed.greatest = e.greatest;
  const std::uint64_t most = static_cast<std::uint64_t>(e.greatest - e.least) + (all ? 0 : 1);
  if (most == 0) return packed;
  const auto shown = all ? std::span<const std::uint8_t>{} : present;
  packed.width = most <= 0xFF ? 1 : most <= 0xFFFF ? 2 : most <= 0xFFFF'FFFF ? 4 : 8;
  switch (packed.width) {
    case 1:
      write_codes<std::uint8_t>(values, shown, e.least, out);
      break;
    case 2:
      write_codes<std::uint16_t>(values, shown, e.least, out);
      break;
    case 4:
      write_codes<std::uint32_t>(values, shown, e.least, out);
      break;
    default:
      write_codes<std::uint64_t>(values, shown, e.least, out);
  }
  packed.codes = out;
  return packed;
}

void unpack(const Packed& packed, std::size_t first, std::size_t count, std::int64_t* values,
            std::vector<std::uint8_t>& present) {
  present.clear();
  switch (packed.width) {
    case 0:
      std::fill_n(values, count, packed.base);
      if (packed.missing) present.assign(count, 0);
      return;
    case 1:
      return read_codes<std::uint8_t>(packed, first, count, values, present);
    case 2:
      return read_codes<std::uint16_t>(packed, first, count, values, present);
    case 4:
      return read_codes<std::uint32_t>(packed, first, count, values, present);
    default:
      return read_codes<std::uint64_t>(packed, first, count, values, present);
  }
}

}  // namespace zhiheng::segment
