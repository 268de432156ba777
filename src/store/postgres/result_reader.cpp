#include "store/postgres/result_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "store/errors.h"
#include "store/moment.h"
#include "store/postgres/wire.h"

namespace zhiheng::store::postgres_driver {
namespace {

constexpr int kMostDigits = 36;

bool is_number(unsigned type) {
  switch (type) {
    case kBool:
    case kInt2:
    case kInt4:
    case kInt8:
    case kFloat4:
    case kFloat8:
    case kNumeric:
      return true;
    default:
      return false;
  }
}

bool is_text(unsigned type) {
  switch (type) {
    case kText:
    case kVarchar:
    case kBpchar:
    case kName:
    case kUnknown:
    case kBytea:
    case kDate:
    case kTimestamp:
      return true;
    default:
      return false;
  }
}

std::optional<Decimal> finite(double value) {
  return std::isfinite(value) ? std::optional(Decimal::from_double(value)) : std::nullopt;
}

constexpr Int128 power(int exponent) {
  Int128 out = 1;
  for (; exponent > 0; --exponent) out *= 10;
  return out;
}
constexpr Int128 kLimit = power(kMostDigits);

/// mantissa × 10^times + more, within 36 digits.
Int128 shifted(Int128 mantissa, int times, int more) {
  if (mantissa != 0 && (times > kMostDigits || mantissa > kLimit / power(times)))
    throw std::overflow_error("numeric");
  const Int128 out = (mantissa == 0 ? 0 : mantissa * power(times)) + more;
  if (out >= kLimit) throw std::overflow_error("numeric");
  return out;
}

/// nullopt for not-a-number and the infinities.
std::optional<Decimal> read_numeric(const char* bytes) {
  const int count = from_network<std::int16_t>(bytes), weight = from_network<std::int16_t>(bytes + 2);
  const auto sign = from_network<std::uint16_t>(bytes + 4);
  const int scale = from_network<std::uint16_t>(bytes + 6);
  if ((sign & kNumericSpecial) == kNumericSpecial) return std::nullopt;
  if (count == 0) return Decimal{Int128{0}, scale};
  // Groups of four digits end at a multiple of four places: zeros beyond the scale are left out, those that
  // the server did not send are put in.
  const int places = 4 * (count - 1 - weight);
  Int128 mantissa = 0;
  for (int i = 0; i < count; ++i) {
    const int left_out = i == count - 1 ? std::clamp(places - scale, 0, 4) : 0;
    const int group = from_network<std::int16_t>(bytes + 8 + 2 * i);
    mantissa = shifted(mantissa, 4 - left_out, group / static_cast<int>(power(left_out)));
  }
  mantissa = shifted(mantissa, std::max(scale - places, 0), 0);
  return Decimal{sign == kNumericNegative ? -mantissa : mantissa, scale};
}

std::optional<Decimal> read_number(unsigned type, const char* bytes) {
  switch (type) {
    case kBool:
      return Decimal(*bytes != 0 ? 1 : 0);
    case kInt2:
      return Decimal(from_network<std::int16_t>(bytes));
    case kInt4:
      return Decimal(from_network<std::int32_t>(bytes));
    case kInt8:
      return Decimal(from_network<std::int64_t>(bytes));
    case kFloat4:
      return finite(from_network<float>(bytes));
    case kFloat8:
      return finite(from_network<double>(bytes));
    default:
      return read_numeric(bytes);
  }
}

/// Infinite dates and times are the greatest and least numbers: nothing that anybody publishes, so missing.
template <typename T>
bool is_infinite(T value) {
  return value == std::numeric_limits<T>::max() || value == std::numeric_limits<T>::min();
}

std::optional<std::string> read_text(unsigned type, const char* bytes, int length) {
  if (type == kDate) {
    const auto days = from_network<std::int32_t>(bytes);
    return is_infinite(days) ? std::nullopt : std::optional(date_text(days + kEpochDays));
  }
  if (type == kTimestamp) {
    const auto moment = from_network<std::int64_t>(bytes);
    return is_infinite(moment) ? std::nullopt
                               : std::optional(time_text(moment + kEpochSeconds * kMicroseconds));
  }
  return std::string(bytes, static_cast<std::size_t>(length));
}

}  // namespace

Frame frame_for(const PGresult& result) {
  Frame frame;
  for (int i = 0; i < PQnfields(&result); ++i) {
    const unsigned type = PQftype(&result, i);
    const char* name = PQfname(&result, i);
    if (!is_number(type) && !is_text(type)) throw Error(kUnsupportedType, {}, {name});
    frame.add_column(name, is_number(type) ? Frame::Type::kDecimal : Frame::Type::kText);
  }
  return frame;
}

void add_rows(const PGresult& result, Frame& frame) {
  const int rows = PQntuples(&result);
  for (int i = 0; i < PQnfields(&result); ++i) {
    Frame::Column& out = frame.column(static_cast<std::size_t>(i));
    const unsigned type = PQftype(&result, i);
    for (int row = 0; row < rows; ++row) {
      const bool missing = PQgetisnull(&result, row, i) != 0;
      const char* bytes = PQgetvalue(&result, row, i);
      if (out.type == Frame::Type::kDecimal) {
        out.decimals.push_back(missing ? std::nullopt : read_number(type, bytes));
      } else {
        out.texts.push_back(missing ? std::nullopt : read_text(type, bytes, PQgetlength(&result, row, i)));
      }
    }
  }
}

}  // namespace zhiheng::store::postgres_driver
