#include "measure/cubes/value_numbers.h"

namespace zhiheng::measure::cubes {
namespace {

using formula::Type;

void push(AxisValues& to, const AxisValues& from, std::uint32_t place) {
  if (from.missing == place) to.missing = static_cast<std::uint32_t>(to.size());
  if (from.type == Type::kText)
    to.texts.push_back(from.texts[place]);
  else
    to.numbers.push_back(from.numbers[place]);
}

}  // namespace

bool comes_before(const AxisValues& values, std::uint32_t a, std::uint32_t b) {
  if (values.missing && (a == *values.missing || b == *values.missing))
    return a != *values.missing && b == *values.missing;
  return values.type == Type::kText ? values.texts[a] < values.texts[b]
                                    : values.numbers[a] < values.numbers[b];
}

void ValueNumbers::index() {
  if (indexed_) return;
  indexed_ = true;
  if (values_->type == Type::kText) {
    for (std::uint32_t place = 0; place < size(); ++place)
      if (values_->missing != place) texts_.emplace(values_->texts[place], place);
    return;
  }
  const auto [least, greatest] = std::ranges::minmax_element(values_->numbers);
  least_ = size() == 0 ? 0 : *least;
  const std::uint64_t range = size() == 0 ? 0 : key_of(*greatest);
  numbers_ = KeyNumbers(is_worth_array(range, size()) ? range + range / 4 + 1 : 1);
  for (std::uint32_t place = 0; place < size(); ++place)
    if (values_->missing != place) numbers_.number(key_of(values_->numbers[place]), place);
}

std::uint32_t ValueNumbers::number(const AxisValues& from, std::uint32_t place) {
  if (from.missing == place) return values_->missing ? *values_->missing : append(from, place);
  index();
  const std::size_t next = size();
  const std::uint32_t known =
      from.type == Type::kText
          ? texts_.try_emplace(from.texts[place], static_cast<std::uint32_t>(next)).first->second
          : numbers_.number(key_of(from.numbers[place]), next);
  return known == next ? append(from, place) : known;
}

void ValueNumbers::make_own() {
  if (own_ != nullptr) return;
  auto own = std::make_shared<AxisValues>(*values_);
  own_ = own.get();
  values_ = std::move(own);
}

void ValueNumbers::expect_more() {
  index();
  make_own();
  make_room(own_->numbers);
  make_room(own_->texts);
}

std::uint32_t ValueNumbers::append(const AxisValues& from, std::uint32_t place) {
  make_own();
  push(*own_, from, place);
  return static_cast<std::uint32_t>(size() - 1);
}

std::vector<std::uint32_t> ValueNumbers::ranks() {
  extend_order(order_, size(),
               [&](std::uint32_t a, std::uint32_t b) { return comes_before(*values_, a, b); });
  std::vector<std::uint32_t> ranks(size());
  for (std::uint32_t i = 0; i < order_.size(); ++i) ranks[order_[i]] = i;
  return ranks;
}

ValueNumbers::Values ValueNumbers::sorted() {
  if (sorted_ && sorted_->size() == size()) return sorted_;
  const auto ranks_of_all = ranks();
  if (own_ == nullptr && std::ranges::is_sorted(ranks_of_all)) return sorted_ = values_;
  AxisValues sorted{values_->type, values_->decimals, {}, {}, {}};
  for (const std::uint32_t place : order_) push(sorted, *values_, place);
  return sorted_ = std::make_shared<const AxisValues>(std::move(sorted));
}

}  // namespace zhiheng::measure::cubes
