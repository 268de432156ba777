#include "formula/evaluate/compare.h"

#include <cstring>
#include <functional>

#include "base/decimal.h"

namespace zhiheng::formula {
namespace {

/// Calls `action` with the comparison as a function object, so that each gets its own loop.
template <typename Action>
void with_comparison(Op op, Action action) {
  switch (op) {
    case Op::kEqual:
      return action(std::equal_to<>());
    case Op::kNotEqual:
      return action(std::not_equal_to<>());
    case Op::kLess:
      return action(std::less<>());
    case Op::kLessEqual:
      return action(std::less_equal<>());
    case Op::kGreater:
      return action(std::greater<>());
    default:
      return action(std::greater_equal<>());
  }
}

/// The comparison with its sides exchanged.
Op mirrored(Op op) {
  switch (op) {
    case Op::kLess:
      return Op::kGreater;
    case Op::kLessEqual:
      return Op::kGreaterEqual;
    case Op::kGreater:
      return Op::kLess;
    case Op::kGreaterEqual:
      return Op::kLessEqual;
    default:
      return op;
  }
}

Int128 power_of_ten(int exponent) {
  Int128 out = 1;
  while (exponent-- > 0) out *= 10;
  return out;
}

template <typename Compare>
void compare_whole(const View& a, const View& b, size_t rows, std::int64_t* out, Compare compare) {
  const std::int64_t* left = a.values;
  if (b.constant) {
    const std::int64_t right = b.values[0];
    for (size_t i = 0; i < rows; ++i) out[i] = compare(left[i], right);
  } else {
    const std::int64_t* right = b.values;
    for (size_t i = 0; i < rows; ++i) out[i] = compare(left[i], right[i]);
  }
}

/// Equality with one text. Most codes are short: a length known when this is compiled makes the comparison
/// one or two machine words.
template <size_t length>
void equal_short(const std::string_view* texts, const char* wanted, size_t rows, bool equal,
                 std::int64_t* out) {
  for (size_t i = 0; i < rows; ++i) {
    out[i] = (texts[i].size() == length && std::memcmp(texts[i].data(), wanted, length) == 0) == equal;
  }
}

using EqualShort = void (*)(const std::string_view*, const char*, size_t, bool, std::int64_t*);
constexpr std::array<EqualShort, 13> kEqualShort{
    nullptr,         equal_short<1>,  equal_short<2>, equal_short<3>, equal_short<4>,
    equal_short<5>,  equal_short<6>,  equal_short<7>, equal_short<8>, equal_short<9>,
    equal_short<10>, equal_short<11>, equal_short<12>};

void equal_constant(const View& a, std::string_view wanted, size_t rows, bool equal, std::int64_t* out) {
  if (!wanted.empty() && wanted.size() < kEqualShort.size()) {
    return kEqualShort[wanted.size()](a.texts, wanted.data(), rows, equal, out);
  }
  for (size_t i = 0; i < rows; ++i) out[i] = (a.texts[i] == wanted) == equal;
}

/// A copy of a constant, which the result may be written over.
struct Single {
  explicit Single(View& view) : value(view.constant ? view.values[0] : 0), present(view.has(0) ? 1 : 0) {
    if (!view.constant) return;
    view.values = &value;
    if (view.present != nullptr) view.present = &present;
  }
  Single(const Single&) = delete;
  Single& operator=(const Single&) = delete;
  std::int64_t value;
  std::uint8_t present;
};

template <bool conjunction>
View combine_all(View a, View b, size_t rows, std::int64_t* values, std::uint8_t* present) {
  const Single single_a(a), single_b(b);
  const size_t a_step = a.step(), b_step = b.step();
  if (a.present == nullptr && b.present == nullptr) {
    for (size_t i = 0; i < rows; ++i) {
      const std::int64_t x = a.values[i * a_step], y = b.values[i * b_step];
      values[i] = conjunction ? x & y : x | y;
    }
    return {.values = values};
  }
  for (size_t i = 0; i < rows; ++i) {
    const bool has_a = a.has(i), has_b = b.has(i);
    const bool x = a.value(i) != 0, y = b.value(i) != 0;
    // One side alone decides where it is false (and) or true (or).
    const bool decided = conjunction ? (has_a && !x) || (has_b && !y) : (has_a && x) || (has_b && y);
    values[i] = decided ? !conjunction : conjunction;
    present[i] = decided || (has_a && has_b);
  }
  return {.values = values, .present = present};
}

}  // namespace

const std::uint8_t* both_present(const View& a, const View& b, size_t rows, std::vector<std::uint8_t>& out) {
  const std::uint8_t* left = a.constant ? nullptr : a.present;
  const std::uint8_t* right = b.constant ? nullptr : b.present;
  if (left == nullptr || right == nullptr) return left != nullptr ? left : right;
  std::uint8_t* both = Buffer::ready(out);
  for (size_t i = 0; i < rows; ++i) both[i] = left[i] & right[i];
  return both;
}

void compare_numbers(Op op, const View& a, int a_decimals, const View& b, int b_decimals, size_t rows,
                     std::int64_t* out) {
  if (a.constant && !b.constant)
    return compare_numbers(mirrored(op), b, b_decimals, a, a_decimals, rows, out);
  if (a_decimals == b_decimals) {
    return with_comparison(op, [&](auto compare) { compare_whole(a, b, rows, out, compare); });
  }
  const Int128 a_factor = power_of_ten(b_decimals - a_decimals),
               b_factor = power_of_ten(a_decimals - b_decimals);
  with_comparison(op, [&](auto compare) {
    for (size_t i = 0; i < rows; ++i) out[i] = compare(a.value(i) * a_factor, b.value(i) * b_factor);
  });
}

void compare_texts(Op op, const View& a, const View& b, size_t rows, std::int64_t* out) {
  if (a.constant && !b.constant) return compare_texts(mirrored(op), b, a, rows, out);
  if (b.constant && !a.constant && (op == Op::kEqual || op == Op::kNotEqual)) {
    return equal_constant(a, b.texts[0], rows, op == Op::kEqual, out);
  }
  with_comparison(op, [&](auto compare) {
    for (size_t i = 0; i < rows; ++i) out[i] = compare(a.texts[i * a.step()], b.texts[i * b.step()]);
  });
}

View combine(Op op, const View& a, const View& b, size_t rows, std::int64_t* values, std::uint8_t* present) {
  return op == Op::kAnd ? combine_all<true>(a, b, rows, values, present)
                        : combine_all<false>(a, b, rows, values, present);
}

}  // namespace zhiheng::formula
