#include "base/decimal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace zhiheng {
namespace {

constexpr int kMaxDigits = 36;
constexpr int kInt128Digits = 38;
constexpr int kQuotientScale = 18;

Int128 multiply(Int128 a, Int128 b) {
  Int128 out = 0;
  if (__builtin_mul_overflow(a, b, &out)) throw std::overflow_error("decimal overflow");
  return out;
}

Int128 power_of_ten(int exponent) {
  Int128 out = 1;
  for (int i = 0; i < exponent; ++i) out = multiply(out, 10);
  return out;
}

Int128 scaled(const Decimal& value, int scale) {
  return value.is_zero() ? 0 : multiply(value.mantissa(), power_of_ten(scale - value.scale()));
}

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

/// A result of arithmetic, refused where it has more digits than promised.
Decimal checked(Int128 mantissa, int scale) {
  if (magnitude(mantissa) >= power_of_ten(kMaxDigits)) throw std::overflow_error("decimal overflow");
  return {mantissa, scale};
}

/// a / b rounded half away from zero.
Int128 divide_half_up(Int128 a, Int128 b) {
  if (b < 0) {
    a = -a;
    b = -b;
  }
  const Int128 rest = magnitude(a) % b;
  const Int128 quotient = magnitude(a) / b + (rest >= b - rest ? 1 : 0);
  return a < 0 ? -quotient : quotient;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  Int128 mantissa = 0;
  int scale = -1;
  int digits = 0;
  if (text.ends_with('.')) return std::nullopt;
  for (const char c : text) {
    if (c == '.' && scale < 0) {
      scale = 0;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > kMaxDigits) return std::nullopt;
    mantissa = mantissa * 10 + (c - '0');
    if (scale >= 0) ++scale;
  }
  if (digits == 0) return std::nullopt;
  return Decimal(negative ? -mantissa : mantissa, std::max(scale, 0));
}

Decimal Decimal::from_double(double value) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, "%.12f", value);
  const auto parsed = parse(buffer);
  if (!parsed) throw std::overflow_error("not a decimal number");
  int scale = parsed->scale();
  Int128 mantissa = parsed->mantissa();
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  return {mantissa, scale};
}

double Decimal::to_double() const { return static_cast<double>(mantissa_) / std::pow(10.0, scale_); }

Decimal Decimal::rounded(int decimals) const {
  if (decimals >= scale_) return {scaled(*this, decimals), decimals};
  // So far behind the point that no digit reaches the last place (and the divisor has no room).
  if (scale_ - decimals > kInt128Digits) return {0, decimals};
  return {divide_half_up(mantissa_, power_of_ten(scale_ - decimals)), decimals};
}

std::string Decimal::to_string() const {
  std::string digits;
  for (Int128 rest = mantissa_ < 0 ? -mantissa_ : mantissa_; rest != 0; rest /= 10) {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  while (static_cast<int>(digits.size()) <= scale_) digits += '0';
  std::reverse(digits.begin(), digits.end());
  if (scale_ > 0) digits.insert(digits.size() - static_cast<size_t>(scale_), ".");
  return (mantissa_ < 0 ? "-" : "") + digits;
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  Int128 out = 0;
  if (__builtin_add_overflow(scaled(a, scale), scaled(b, scale), &out)) {
    throw std::overflow_error("decimal overflow");
  }
  return checked(out, scale);
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + Decimal(-b.mantissa_, b.scale_); }

Decimal operator*(const Decimal& a, const Decimal& b) {
  return checked(multiply(a.mantissa_, b.mantissa_), a.scale_ + b.scale_);
}

Decimal operator/(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) throw std::domain_error("division by zero");
  // Bring both to one scale, then divide by hand, digit by digit, as many decimals as there is room for.
  const int scale = std::max(a.scale_, b.scale_);
  const Int128 divisor = magnitude(scaled(b, scale));
  Int128 quotient = magnitude(scaled(a, scale)) / divisor;
  Int128 rest = magnitude(scaled(a, scale)) % divisor;
  int decimals = 0;
  for (; decimals < kQuotientScale && quotient < power_of_ten(kMaxDigits - 1); ++decimals) {
    Int128 ten_times = 0;
    if (__builtin_mul_overflow(rest, Int128{10}, &ten_times)) break;
    quotient = quotient * 10 + ten_times / divisor;
    rest = ten_times % divisor;
  }
  if (rest >= divisor - rest) ++quotient;
  return checked(a.is_negative() == b.is_negative() ? quotient : -quotient, decimals);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  const auto sign = [](const Decimal& d) { return (d.mantissa_ > 0) - (d.mantissa_ < 0); };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  // One of them has this scale already; if the other does not fit into it, it is the larger in magnitude.
  const auto fits = [&](const Decimal& d, Int128& out) {
    try {
      out = scaled(d, scale);
      return true;
    } catch (const std::overflow_error&) {
      return false;
    }
  };
  Int128 left = 0;
  Int128 right = 0;
  if (!fits(a, left)) return sign(a) <=> 0;
  if (!fits(b, right)) return Int128{0} <=> b.mantissa_;
  return left <=> right;
}

}  // namespace zhiheng
