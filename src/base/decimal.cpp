#include "base/decimal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace zhiheng {
namespace {

constexpr int kMaxDigits = 36;
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
  return multiply(value.mantissa(), power_of_ten(scale - value.scale()));
}

/// a / b rounded half away from zero.
Int128 divide_half_up(Int128 a, Int128 b) {
  if (b < 0) {
    a = -a;
    b = -b;
  }
  const Int128 magnitude = a < 0 ? -a : a;
  const Int128 rest = magnitude % b;
  const Int128 quotient = magnitude / b + (rest >= b - rest ? 1 : 0);
  return a < 0 ? -quotient : quotient;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  Int128 mantissa = 0;
  int scale = -1;
  int digits = 0;
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
  return {scaled(a, scale) + scaled(b, scale), scale};
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + Decimal(-b.mantissa_, b.scale_); }

Decimal operator*(const Decimal& a, const Decimal& b) {
  return {multiply(a.mantissa_, b.mantissa_), a.scale_ + b.scale_};
}

Decimal operator/(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) throw std::domain_error("division by zero");
  // Bring both to one scale, then carry as many decimals as fit, at most kQuotientScale.
  const int scale = std::max(a.scale_, b.scale_);
  const Int128 numerator = scaled(a, scale);
  const Int128 denominator = scaled(b, scale);
  for (int decimals = kQuotientScale; decimals > 0; --decimals) {
    Int128 out = 0;
    if (!__builtin_mul_overflow(numerator, power_of_ten(decimals), &out)) {
      return {divide_half_up(out, denominator), decimals};
    }
  }
  return {divide_half_up(numerator, denominator), 0};
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  const Int128 left = scaled(a, scale);
  const Int128 right = scaled(b, scale);
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

}  // namespace zhiheng
