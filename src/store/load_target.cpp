#include "store/load_target.h"

#include <limits>

#include "base/decimal.h"

namespace zhiheng::store {
namespace {

using Type = LoadTarget::Type;
using Kind = LoadColumn::Kind;
using Limits = std::numeric_limits<std::int64_t>;
constexpr int kMostDecimals = 18;
constexpr LoadRange kDays{-719162, 2932896};  // 0001-01-01 to 9999-12-31

bool same_kind(Type type, Kind kind) {
  switch (kind) {
    case Kind::kNumber:
      return type <= Type::kDouble;
    case Kind::kDate:
      return type == Type::kDate;
    case Kind::kTime:
      return type == Type::kTime;
    case Kind::kBoolean:
      return type == Type::kBoolean;
    case Kind::kText:
      return type == Type::kText;
  }
  return false;
}

bool would_round(const LoadTarget& target, int decimals) {
  if (target.type == Type::kDouble) return false;
  if (target.type == Type::kDecimal) return target.precision > 0 && decimals > target.scale;
  return decimals > 0;
}

bool has_all_values(const LoadColumn& source, std::size_t rows) {
  const std::size_t given = source.kind == Kind::kText ? source.texts.size() : source.values.size();
  return given >= rows && (source.present.empty() || source.present.size() >= rows);
}

}  // namespace

std::optional<std::string> refusal(const LoadTarget& target, const LoadColumn& source, std::size_t rows) {
  if (!same_kind(target.type, source.kind))
    return "column " + target.name + ": of another type than its values";
  if (source.kind == Kind::kNumber && (source.decimals < 0 || source.decimals > kMostDecimals))
    return "column " + target.name + ": decimals must be 0 to 18";
  if (source.kind == Kind::kNumber && would_round(target, source.decimals))
    return "column " + target.name + ": fewer decimals than its values, which would be rounded";
  if (!has_all_values(source, rows)) return "column " + target.name + ": fewer values than rows";
  return std::nullopt;
}

LoadRange range_of(const LoadTarget& target, int decimals) {
  switch (target.type) {
    case Type::kInt16:
      return {std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()};
    case Type::kInt32:
      return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    case Type::kDecimal: {
      const int digits = target.precision - target.scale + decimals;  // of value × 10^decimals
      if (target.precision == 0 || digits > kMostDecimals) return {Limits::min(), Limits::max()};
      const std::int64_t most = digits < 0 ? 0 : power_of_ten(digits) - 1;
      return {-most, most};
    }
    case Type::kDate:
      return kDays;
    case Type::kTime:
      return {kDays.least * 86400, kDays.greatest * 86400 + 86399};
    default:
      return {Limits::min(), Limits::max()};
  }
}

std::string out_of_range(const LoadTarget& target, std::int64_t value, int decimals) {
  return "column " + target.name + ": " + Decimal(Int128{value}, decimals).to_string() + " is out of range";
}

}  // namespace zhiheng::store
