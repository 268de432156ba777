#include <algorithm>

#include "formula/evaluate/compare.h"
#include "formula/evaluate/evaluator.h"

// Operations that do not simply miss where an operand misses, and those that compute only some rows.
namespace zhiheng::formula {

View Evaluator::logic(const Node& node, Active active) {
  Buffer& memory = buffer(node);
  std::int64_t* values = Buffer::ready(memory.values);
  std::uint8_t* present = Buffer::ready(memory.present);
  View all = evaluate(*node.operands[0], active);
  for (size_t k = 1; k < node.operands.size(); ++k) {
    const Node& operand = *node.operands[k];
    Active undecided = active;
    if (operand.may_overflow) {
      std::uint8_t* open = Buffer::ready(memory.open);
      const bool deciding = node.op == Op::kOr;
      for (size_t i = 0; i < rows_; ++i) {
        open[i] = (active == nullptr || active[i] != 0) && !(all.has(i) && (all.value(i) != 0) == deciding);
      }
      undecided = open;
    }
    const View next = evaluate(operand, undecided);
    const bool constant = all.constant && next.constant;
    all = combine(node.op, all, next, rows_of(constant), values, present);
    all.constant = constant;
  }
  return all;
}

View Evaluator::between(const Node& node, Active active) {
  const Node &value = *node.operands[0], &least = *node.operands[1], &most = *node.operands[2];
  const View x = evaluate(value, active), low = evaluate(least, active), high = evaluate(most, active);
  if (x.always_missing()) return x;
  Buffer& memory = buffer(node);
  const auto side = [&](Op op, const Node& limit, const View& b, auto& values, auto& flags) -> View {
    if (b.always_missing()) return b;
    const bool constant = x.constant && b.constant;
    std::int64_t* out = Buffer::ready(values);
    comparison(op, value, x, limit, b, rows_of(constant), out);
    return {.values = out, .present = both_present(x, b, rows_of(constant), flags), .constant = constant};
  };
  const View above = side(Op::kGreaterEqual, least, low, memory.values, memory.present);
  const View below = side(Op::kLessEqual, most, high, memory.other_values, memory.other_present);
  const bool constant = above.constant && below.constant;
  View out = combine(Op::kAnd, above, below, rows_of(constant), Buffer::ready(memory.values),
                     Buffer::ready(memory.chosen));
  out.constant = constant;
  return out;
}

void Evaluator::open_rows(const Node& node, Active active) {
  Buffer& memory = buffer(node);
  std::uint8_t* open = Buffer::ready(memory.open);
  if (active == nullptr)
    std::fill_n(open, rows_, 1);
  else
    std::copy_n(active, rows_, open);
  std::fill_n(Buffer::ready(memory.present), rows_, 0);
  Buffer::ready(memory.chosen);
  if (node.type == Type::kText)
    Buffer::ready(memory.texts);
  else
    Buffer::ready(memory.values);
}

void Evaluator::assign(const Node& node, const View& view) {
  Buffer& memory = buffer(node);
  const size_t step = view.step();
  const std::uint8_t* chosen = memory.chosen.data();
  // Written without branches: which rows are chosen is seldom to be foreseen.
  for (size_t i = 0; i < rows_; ++i) {
    const std::uint8_t has = view.present == nullptr ? 1 : view.present[i * step];
    memory.open[i] = chosen[i] != 0 ? 0 : memory.open[i];
    memory.present[i] = chosen[i] != 0 ? has : memory.present[i];
  }
  if (node.type == Type::kText) {
    for (size_t i = 0; i < rows_; ++i)
      memory.texts[i] = chosen[i] != 0 ? view.texts[i * step] : memory.texts[i];
  } else {
    std::int64_t* values = memory.values.data();
    for (size_t i = 0; i < rows_; ++i) values[i] = chosen[i] != 0 ? view.values[i * step] : values[i];
  }
}

View Evaluator::chosen(const Node& node) {
  const Buffer& memory = buffer(node);
  if (node.type == Type::kText) return {.texts = memory.texts.data(), .present = memory.present.data()};
  return {.values = memory.values.data(), .present = memory.present.data()};
}

View Evaluator::coalesce(const Node& node, Active active) {
  open_rows(node, active);
  Buffer& memory = buffer(node);
  for (const NodePtr& operand : node.operands) {
    const View view = evaluate(*operand, memory.open.data());
    for (size_t i = 0; i < rows_; ++i) memory.chosen[i] = memory.open[i] != 0 && view.has(i);
    assign(node, view);
  }
  return chosen(node);
}

View Evaluator::choose(const Node& node, Active active) {
  open_rows(node, active);
  Buffer& memory = buffer(node);
  const size_t pairs = node.operands.size() / 2;
  for (size_t k = 0; k < pairs; ++k) {
    const View when = evaluate(*node.operands[2 * k], memory.open.data());
    for (size_t i = 0; i < rows_; ++i)
      memory.chosen[i] = memory.open[i] != 0 && when.has(i) && when.value(i) != 0;
    assign(node, evaluate(*node.operands[2 * k + 1], memory.chosen.data()));
  }
  if (node.operands.size() % 2 == 1) {
    std::copy_n(memory.open.data(), rows_, memory.chosen.data());
    assign(node, evaluate(*node.operands.back(), memory.chosen.data()));
  }
  return chosen(node);
}

}  // namespace zhiheng::formula
