#include "formula/evaluate/evaluator.h"

#include <algorithm>

#include "formula/evaluate/compare.h"
#include "formula/evaluate/text_match.h"
#include "formula/parse/mistake.h"

namespace zhiheng::formula {
namespace {

constexpr std::uint8_t kAbsent = 0;
constexpr std::int64_t kNoValue = 0;
constexpr std::string_view kNoText;
constexpr View kMissing{.values = &kNoValue, .texts = &kNoText, .present = &kAbsent, .constant = true};

}  // namespace

Vector Evaluator::run(size_t rows) {
  check_columns(rows);
  total_ = rows;
  const Node& root = *parsed_.root;
  Vector out{.type = root.type, .decimals = root.decimals, .values = {}, .texts = {}};
  if (root.type == Type::kText) {
    out.texts.reserve(rows);
  } else {
    out.values.reserve(rows);
  }
  for (begin_ = 0; begin_ < rows; begin_ += kBlock) {
    rows_ = std::min(kBlock, rows - begin_);
    append(evaluate(root, nullptr), out);
  }
  return out;
}

void Evaluator::check_columns(size_t rows) const {
  for (const size_t i : parsed_.columns) {
    const Name& name = parsed_.names[i];
    const Vector* given = i < columns_.size() ? columns_[i] : nullptr;
    const bool fits = given != nullptr && given->type == name.type && given->size() >= rows &&
                      (given->present.empty() || given->present.size() >= rows) &&
                      (name.type != Type::kNumber || given->decimals == name.decimals);
    if (!fits) {
      throw Error(kForeignColumn, parsed_.where, arguments_of(parsed_.text, {kForeignColumn, 0, {name.id}}),
                  70);
    }
  }
}

void Evaluator::append(const View& view, Vector& out) const {
  const size_t before = out.size();
  if (out.type == Type::kText) {
    if (view.constant)
      out.texts.insert(out.texts.end(), rows_, view.texts[0]);
    else
      out.texts.insert(out.texts.end(), view.texts, view.texts + rows_);
  } else {
    if (view.constant)
      out.values.insert(out.values.end(), rows_, view.values[0]);
    else
      out.values.insert(out.values.end(), view.values, view.values + rows_);
  }
  if (view.present == nullptr && out.present.empty()) return;
  out.present.reserve(total_);
  out.present.resize(before + rows_, 1);
  for (size_t i = 0; i < rows_; ++i) {
    if (view.has(i)) continue;
    out.present[before + i] = 0;
    if (out.type == Type::kText) {
      out.texts[before + i] = {};
    } else {
      out.values[before + i] = 0;
    }
  }
}

View Evaluator::column(const Node& node) const {
  const Vector& from = *columns_[node.column];
  View out;
  if (node.type == Type::kText)
    out.texts = from.texts.data() + begin_;
  else
    out.values = from.values.data() + begin_;
  if (!from.present.empty()) out.present = from.present.data() + begin_;
  return out;
}

View Evaluator::evaluate(const Node& node, Active active) {
  switch (node.op) {
    case Op::kLiteral: {
      if (node.missing) return kMissing;
      if (node.type != Type::kText) return {.values = &node.value, .constant = true};
      auto& texts = buffer(node).texts;
      if (texts.empty()) texts.emplace_back(node.text);
      return {.texts = texts.data(), .constant = true};
    }
    case Op::kColumn:
      return column(node);
    case Op::kAnd:
    case Op::kOr:
      return logic(node, active);
    case Op::kBetween:
      return between(node, active);
    case Op::kIsNull:
      return is_null(node, active);
    case Op::kCoalesce:
      return coalesce(node, active);
    case Op::kCase:
      return choose(node, active);
    default:
      return strict(node, active);
  }
}

/// Operations whose result is missing where one of their one or two operands is.
View Evaluator::strict(const Node& node, Active active) {
  const View a = evaluate(*node.operands[0], active);
  if (a.always_missing()) return kMissing;
  if (node.op == Op::kIn) return lookup(node, a);
  if (node.operands.size() == 1) return unary(node, a, active);
  const View b = evaluate(*node.operands[1], active);
  return b.always_missing() ? kMissing : binary(node, a, b, active);
}

View Evaluator::unary(const Node& node, const View& a, Active active) {
  if (node.op == Op::kTruthAsNumber) return a;
  const size_t rows = rows_of(a.constant);
  std::int64_t* out = Buffer::ready(buffer(node).values);
  switch (node.op) {
    case Op::kNot:
      for (size_t i = 0; i < rows; ++i) out[i] = a.values[i] == 0;
      break;
    case Op::kLike:
      match_texts(*node.pattern, a, rows, out);
      break;
    case Op::kLength:
      count_characters(a, rows, out);
      break;
    case Op::kNegate:
      scaled(node, a, -1, active, out);
      break;
    case Op::kTimeOfDate:
      scaled(node, a, 86'400, active, out);
      break;
    case Op::kRescale: {
      std::int64_t factor = 1;
      for (int i = node.operands[0]->decimals; i < node.decimals; ++i) factor *= 10;
      scaled(node, a, factor, active, out);
      break;
    }
    case Op::kAbs:
      checked(node, a, a, a.present, active, out, [](std::int64_t x, std::int64_t, std::int64_t* y) {
        return x < 0 ? __builtin_sub_overflow(0, x, y) : (*y = x, false);
      });
      break;
    default:
      parts_of_dates(node.op, a, rows, out);
      break;
  }
  return {.values = out, .present = a.present, .constant = a.constant};
}

void Evaluator::scaled(const Node& node, const View& a, std::int64_t factor, Active active,
                       std::int64_t* out) const {
  const View by{.values = &factor, .constant = true};
  checked(node, a, by, a.present, active, out,
          [](std::int64_t x, std::int64_t y, std::int64_t* z) { return __builtin_mul_overflow(x, y, z); });
}

View Evaluator::binary(const Node& node, const View& a, const View& b, Active active) {
  if (node.op == Op::kWorkdays) return workdays(node, a, b, active);
  const bool constant = a.constant && b.constant;
  const size_t rows = rows_of(constant);
  std::int64_t* out = Buffer::ready(buffer(node).values);
  const std::uint8_t* present = both_present(a, b, rows, buffer(node).present);
  if (node.op >= Op::kEqual && node.op <= Op::kGreaterEqual) {
    comparison(node.op, *node.operands[0], a, *node.operands[1], b, rows, out);
  } else {
    arithmetic(node, a, b, present, active, out);
  }
  return {.values = out, .present = present, .constant = constant};
}

void Evaluator::comparison(Op op, const Node& left, const View& a, const Node& right, const View& b,
                           size_t rows, std::int64_t* out) {
  if (left.type == Type::kText) return compare_texts(op, a, b, rows, out);
  compare_numbers(op, a, left.decimals, b, right.decimals, rows, out);
}

void Evaluator::arithmetic(const Node& node, const View& a, const View& b, const std::uint8_t* present,
                           Active active, std::int64_t* out) const {
  switch (node.op) {
    case Op::kAdd:
    case Op::kAddDays:
      return checked(node, a, b, present, active, out, [](std::int64_t x, std::int64_t y, std::int64_t* z) {
        return __builtin_add_overflow(x, y, z);
      });
    case Op::kMultiply:
      return checked(node, a, b, present, active, out, [](std::int64_t x, std::int64_t y, std::int64_t* z) {
        return __builtin_mul_overflow(x, y, z);
      });
    default:  // differences of numbers, of dates, of a date and days
      return checked(node, a, b, present, active, out, [](std::int64_t x, std::int64_t y, std::int64_t* z) {
        return __builtin_sub_overflow(x, y, z);
      });
  }
}

template <typename Step>
void Evaluator::checked(const Node& node, const View& a, const View& b, const std::uint8_t* present,
                        Active active, std::int64_t* out, Step step) const {
  const bool constant = a.constant && b.constant;
  const size_t rows = rows_of(constant), a_step = a.step(), b_step = b.step();
  bool left = false;
  for (size_t i = 0; i < rows; ++i) left |= step(a.values[i * a_step], b.values[i * b_step], out + i);
  if (!left) return;
  // Only now, which is rare, it is worth asking whether one of those rows is missing or not wanted.
  for (size_t i = 0; i < rows_; ++i) {
    std::int64_t ignored = 0;
    const bool wanted =
        (active == nullptr || active[i] != 0) && (constant || present == nullptr || present[i] != 0);
    if (wanted && step(a.value(i), b.value(i), &ignored)) overflow(node);
  }
}

void Evaluator::overflow(const Node& node) const {
  throw Error(kOverflow, parsed_.where, arguments_of(parsed_.text, {kOverflow, node.offset}));
}

View Evaluator::lookup(const Node& node, const View& a) {
  Buffer& memory = buffer(node);
  const size_t rows = rows_of(a.constant);
  std::int64_t* out = Buffer::ready(memory.values);
  if (node.operands[0]->type == Type::kText)
    find_texts(*node.choices, a, rows, out);
  else
    find_numbers(*node.choices, a, rows, out);
  if (!node.choices->missing) return {.values = out, .present = a.present, .constant = a.constant};
  // What isn't found might be equal to the null of the list.
  std::uint8_t* present = Buffer::ready(memory.present);
  for (size_t i = 0; i < rows; ++i) present[i] = a.has(i) && out[i] != 0;
  return {.values = out, .present = present, .constant = a.constant};
}

View Evaluator::is_null(const Node& node, Active active) {
  const View a = evaluate(*node.operands[0], active);
  static constexpr std::int64_t kFalse = 0;
  if (a.present == nullptr) return {.values = &kFalse, .constant = true};
  std::int64_t* out = Buffer::ready(buffer(node).values);
  const size_t rows = rows_of(a.constant);
  for (size_t i = 0; i < rows; ++i) out[i] = a.present[i] == 0;
  return {.values = out, .constant = a.constant};
}

View Evaluator::workdays(const Node& node, const View& a, const View& b, Active active) {
  Buffer& memory = buffer(node);
  std::int64_t* out = Buffer::ready(memory.values);
  std::uint8_t* present = Buffer::ready(memory.present);
  for (size_t i = 0; i < rows_; ++i) {
    const bool wanted = a.has(i) && b.has(i) && (active == nullptr || active[i] != 0);
    const auto day = wanted ? workdays_.after(a.value(i), b.value(i)) : std::nullopt;
    out[i] = day.value_or(0);
    present[i] = day.has_value();
  }
  return {.values = out, .present = present};
}

}  // namespace zhiheng::formula
