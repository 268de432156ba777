#pragma once
// The values of several parts under one numbering.
#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "measure/cubes/counters.h"
#include "measure/record_cubes.h"

namespace zhiheng::measure::cubes {

/// Room for a quarter more: where values are added by and by, memory is not moved each time.
template <typename Value>
void make_room(std::vector<Value>& values) {
  values.reserve(values.size() + values.size() / 4);
}

/// Whether one value comes before the other; the missing one comes last.
bool comes_before(const AxisValues& values, std::uint32_t a, std::uint32_t b);

/// Extends the numbers of an order to 0 … count-1; those that are in it stay in their order.
template <typename Before>
void extend_order(std::vector<std::uint32_t>& order, std::size_t count, Before before) {
  const auto known = static_cast<std::ptrdiff_t>(order.size());
  order.resize(count);
  std::iota(order.begin() + known, order.end(), static_cast<std::uint32_t>(known));
  if (!std::is_sorted(order.begin() + known, order.end(), before))
    std::sort(order.begin() + known, order.end(), before);
  if (known != 0 && order.size() > static_cast<std::size_t>(known))
    std::inplace_merge(order.begin(), order.begin() + known, order.end(), before);
}

/// Values numbered as they come; a number stays what it is.
class ValueNumbers {
 public:
  using Values = std::shared_ptr<const AxisValues>;

  /// The first part's values keep their places as numbers.
  explicit ValueNumbers(Values first) : values_(std::move(first)) {}

  const AxisValues& values() const { return *values_; }
  std::size_t size() const { return values_->size(); }

  /// Makes ready for `number`, which does it otherwise.
  void expect_more();
  /// The number of another's value, new or known.
  std::uint32_t number(const AxisValues& from, std::uint32_t place);

  /// By number its rank in the order of values, missing last.
  std::vector<std::uint32_t> ranks();
  /// The values in their order.
  Values sorted();

 private:
  void index();
  void make_own();
  std::uint64_t key_of(std::int64_t number) const {
    return static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(least_);
  }
  std::uint32_t append(const AxisValues& from, std::uint32_t place);

  Values values_;
  AxisValues* own_ = nullptr;  // the same once there is more than the first part's
  bool indexed_ = false;
  std::int64_t least_ = 0;  // of the numbers when they were indexed
  KeyNumbers numbers_;
  std::unordered_map<std::string, std::uint32_t> texts_;
  std::vector<std::uint32_t> order_;
  Values sorted_;
};

/// The numbers of one part's values. A text, or one of few, is looked up once.
class Renumbering {
 public:
  Renumbering(ValueNumbers& to, const AxisValues& from) : to_(to), from_(from), same_(&to.values() == &from) {
    if (!same_ && (from.type == formula::Type::kText || from.size() <= kFew))
      known_.assign(from.size(), kUnknown);
  }
  std::uint32_t operator()(std::uint32_t place) {
    if (same_) return place;
    if (known_.empty()) return to_.number(from_, place);
    std::uint32_t& number = known_[place];
    if (number == kUnknown) number = to_.number(from_, place);
    return number;
  }

 private:
  static constexpr std::uint32_t kUnknown = 0xFFFF'FFFF;
  static constexpr std::size_t kFew = 4096;
  ValueNumbers& to_;
  const AxisValues& from_;
  bool same_;
  std::vector<std::uint32_t> known_;
};

}  // namespace zhiheng::measure::cubes
