#include "store/postgres/copy_binary.h"

#include <cstring>
#include <limits>
#include <stdexcept>
#include <utility>

#include "base/decimal.h"
#include "store/postgres/wire.h"

namespace zhiheng::store::postgres_driver {
namespace {

using Type = LoadTarget::Type;
using Kind = LoadColumn::Kind;

constexpr char kHead[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";  // signature, flags, length of more head
constexpr char kTail[] = "\377\377";
constexpr std::size_t kMostBytesOfValue = 4 + 8 + 2 * 10;  // a numeric with its length

class Cursor {
 public:
  explicit Cursor(char* at) : at_(at) {}
  template <typename T>
  void put(T value) {
    value = to_network(value);
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  /// A value with its length before it.
  template <typename T>
  void field(T value) {
    put(static_cast<std::int32_t>(sizeof value));
    put(value);
  }
  void text(std::string_view text) {
    put(static_cast<std::int32_t>(text.size()));
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  char* at() const { return at_; }

 private:
  char* at_;
};

/// value × 10^-decimals as groups of four digits, without zeros at either end.
void put_numeric(Cursor& out, std::int64_t value, int decimals) {
  const int places = (decimals + 3) / 4;  // groups behind the point
  Int128 rest = Int128{value} * power_of_ten(4 * places - decimals);
  if (rest < 0) rest = -rest;
  std::int16_t groups[8];
  int count = 0, dropped = 0;
  while (rest != 0) {
    // Dividing 128 bits costs ten times as much, and few numbers need them.
    const bool small = rest <= std::numeric_limits<std::uint64_t>::max();
    const Int128 next = small ? static_cast<std::uint64_t>(rest) / kNumericBase : rest / kNumericBase;
    const auto group = static_cast<std::int16_t>(rest - next * kNumericBase);
    rest = next;
    if (group == 0 && count == 0) {
      ++dropped;
    } else {
      groups[count++] = group;
    }
  }
  const int weight = count == 0 ? 0 : count + dropped - places - 1;
  out.put(static_cast<std::int32_t>(8 + 2 * count));
  out.put(static_cast<std::int16_t>(count));
  out.put(static_cast<std::int16_t>(weight));
  out.put(value < 0 ? kNumericNegative : std::uint16_t{0});
  out.put(static_cast<std::uint16_t>(decimals));
  for (int i = count - 1; i >= 0; --i) out.put(groups[i]);
}

/// One column, with what is the same for all its rows worked out once.
struct Field {
  const LoadTarget* target;
  const LoadColumn* source;
  LoadRange range;

  void put(Cursor& out, std::size_t row) const {
    if (!source->present.empty() && source->present[row] == 0) return out.put(std::int32_t{-1});
    if (source->kind == Kind::kText) return out.text(source->texts[row]);
    put_value(out, source->values[row]);
  }

 private:
  void put_value(Cursor& out, std::int64_t value) const {
    if (value < range.least || value > range.greatest) [[unlikely]]
      throw std::out_of_range(out_of_range(*target, value, source->decimals));
    switch (target->type) {
      case Type::kInt16:
        return out.field(static_cast<std::int16_t>(value));
      case Type::kInt32:
        return out.field(static_cast<std::int32_t>(value));
      case Type::kDecimal:
        return put_numeric(out, value, source->decimals);
      case Type::kDouble:
        return out.field(static_cast<double>(value) / static_cast<double>(power_of_ten(source->decimals)));
      case Type::kDate:
        return out.field(static_cast<std::int32_t>(value - kEpochDays));
      case Type::kTime:
        return out.field((value - kEpochSeconds) * kMicroseconds);
      case Type::kBoolean:
        return out.field(static_cast<std::int8_t>(value != 0));
      default:
        return out.field(value);
    }
  }
};

}  // namespace

CopyWriter::CopyWriter(std::vector<LoadTarget> targets) : targets_(std::move(targets)) {}

std::span<const char> CopyWriter::head() { return {kHead, sizeof kHead - 1}; }
std::span<const char> CopyWriter::tail() { return {kTail, sizeof kTail - 1}; }

std::size_t CopyWriter::most_bytes(std::size_t first, std::size_t rows,
                                   std::span<const LoadColumn> columns) const {
  std::size_t bytes = rows * (2 + kMostBytesOfValue * columns.size());
  for (const LoadColumn& column : columns) {
    if (column.kind != Kind::kText) continue;
    for (const std::string_view text : column.texts.subspan(first, rows)) bytes += text.size();
  }
  return bytes;
}

std::span<const char> CopyWriter::rows(std::size_t first, std::size_t rows,
                                       std::span<const LoadColumn> columns) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < columns.size(); ++i)
    fields.push_back({&targets_[i], &columns[i], range_of(targets_[i], columns[i].decimals)});
  buffer_.resize(most_bytes(first, rows, columns));
  Cursor out(buffer_.data());
  for (std::size_t row = first; row < first + rows; ++row) {
    out.put(static_cast<std::int16_t>(fields.size()));
    for (const Field& field : fields) field.put(out, row);
  }
  return {buffer_.data(), out.at()};
}

}  // namespace zhiheng::store::postgres_driver
