#include <algorithm>

#include "formula/parse/mistake.h"
#include "formula/parse/typing.h"

namespace zhiheng::formula {
namespace {

constexpr size_t kMany = 8;  // literals from which on a look-up beats a walk

std::vector<NodePtr> list(NodePtr a) {
  std::vector<NodePtr> out;
  out.push_back(std::move(a));
  return out;
}

std::vector<NodePtr> list(NodePtr a, NodePtr b) {
  auto out = list(std::move(a));
  out.push_back(std::move(b));
  return out;
}

/// The literal in the decimals of the value it is looked up for; nullopt where no such value equals it.
std::optional<std::int64_t> in_decimals(const Node& literal, int decimals) {
  std::int64_t value = literal.value;
  for (int i = literal.decimals; i < decimals; ++i) {
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
  }
  for (int i = decimals; i < literal.decimals; ++i) {
    if (value % 10 != 0) return std::nullopt;
    value /= 10;
  }
  return value;
}

template <typename T>
void sort_choices(std::vector<T>& few, std::unordered_set<T>& many) {
  std::sort(few.begin(), few.end());
  few.erase(std::unique(few.begin(), few.end()), few.end());
  if (few.size() > kMany) many.insert(few.begin(), few.end());
}

std::unique_ptr<const Choices> choices_of(const std::vector<NodePtr>& nodes) {
  auto out = std::make_unique<Choices>();
  for (size_t i = 1; i < nodes.size(); ++i) {
    if (nodes[i]->missing) {
      out->missing = true;
    } else if (nodes[i]->type == Type::kText) {
      out->texts.push_back(nodes[i]->text);
    } else if (const auto value = in_decimals(*nodes[i], nodes[0]->decimals)) {
      out->numbers.push_back(*value);
    }
  }
  sort_choices(out->numbers, out->many_numbers);
  sort_choices(out->texts, out->many_texts);
  return out;
}

/// A truth literal that was made a number becomes that number; so all but the value stay literals.
NodePtr literal_again(NodePtr node) {
  if (node->op != Op::kTruthAsNumber && node->op != Op::kTimeOfDate && node->op != Op::kDateOfTime)
    return node;
  if (!node->operands[0]->is_literal()) return node;
  NodePtr literal = std::move(node->operands[0]);
  literal->type = node->type;
  if (node->op == Op::kTimeOfDate) literal->value *= 86'400;
  return literal;
}

std::unique_ptr<const LikePattern> pattern_of(const std::string& written) {
  auto out = std::make_unique<LikePattern>();
  out->written = written;
  std::string_view body = out->written;
  const bool open_begin = body.starts_with('%'),
             open_end = body.size() > (open_begin ? 1 : 0) && body.ends_with('%');
  body.remove_prefix(open_begin ? 1 : 0);
  body.remove_suffix(open_end ? 1 : 0);
  if (body.find_first_of("%_") != std::string_view::npos) return out;
  out->body = body;
  out->form = open_begin ? (open_end ? LikePattern::Form::kInside : LikePattern::Form::kSuffix)
                         : (open_end ? LikePattern::Form::kPrefix : LikePattern::Form::kWhole);
  return out;
}

/// The other side of a difference of dates, where only one side shows that it is one.
void read_difference(NodePtr& left, NodePtr& right) {
  if (left->type == Type::kDate && right->is_text_literal()) right = want_date(std::move(right));
  if (right->type == Type::kDate && (left->is_text_literal() || left->untyped))
    left = want_date(std::move(left));
}

bool is_date(const Node& node) { return node.type == Type::kDate && !node.untyped; }

}  // namespace

bool all_null(std::span<NodePtr*> nodes) {
  return std::all_of(nodes.begin(), nodes.end(), [](const NodePtr* node) { return (*node)->untyped; });
}

NodePtr make_logic(Op op, std::vector<NodePtr> operands, size_t offset) {
  for (NodePtr& operand : operands) operand = want_truth(std::move(operand));
  return make_node(op, Type::kBoolean, 0, offset, std::move(operands));
}

NodePtr make_not(NodePtr node, size_t offset) {
  return make_node(Op::kNot, Type::kBoolean, 0, offset, list(want_truth(std::move(node))));
}

NodePtr make_comparison(Op op, NodePtr left, NodePtr right, size_t offset) {
  auto operands = list(std::move(left), std::move(right));
  want_comparable(operands, offset);
  return make_node(op, Type::kBoolean, 0, offset, std::move(operands));
}

NodePtr make_between(NodePtr value, NodePtr least, NodePtr most, size_t offset) {
  auto operands = list(std::move(value), std::move(least));
  operands.push_back(std::move(most));
  want_comparable(operands, offset);
  return make_node(Op::kBetween, Type::kBoolean, 0, offset, std::move(operands));
}

NodePtr make_in(NodePtr value, std::vector<NodePtr> literals, size_t offset) {
  literals.insert(literals.begin(), std::move(value));
  want_comparable(literals, offset);
  for (size_t i = 1; i < literals.size(); ++i) {
    literals[i] = literal_again(std::move(literals[i]));
    if (!literals[i]->is_literal()) throw Mistake{kOnlyLiterals, literals[i]->offset};
  }
  auto node = make_node(Op::kIn, Type::kBoolean, 0, offset, std::move(literals));
  node->choices = choices_of(node->operands);
  return node;
}

NodePtr make_like(NodePtr value, const std::string& pattern, size_t offset) {
  auto node = make_node(Op::kLike, Type::kBoolean, 0, offset, list(want_text(std::move(value))));
  node->pattern = pattern_of(pattern);
  return node;
}

NodePtr make_is_null(NodePtr value, size_t offset) {
  value->untyped = false;
  return make_node(Op::kIsNull, Type::kBoolean, 0, offset, list(std::move(value)));
}

NodePtr make_sum(Op op, NodePtr left, NodePtr right, size_t offset) {
  if (op == Op::kSubtract) read_difference(left, right);
  if (op == Op::kSubtract && is_date(*left) && is_date(*right)) {
    return make_node(Op::kDaysBetween, Type::kNumber, 0, offset, list(std::move(left), std::move(right)));
  }
  if (op == Op::kAdd && is_date(*right)) std::swap(left, right);
  if (is_date(*left)) {
    const Op days = op == Op::kAdd ? Op::kAddDays : Op::kSubtractDays;
    return make_node(days, Type::kDate, 0, offset, list(std::move(left), want_days(std::move(right))));
  }
  left = want_number(std::move(left));
  right = want_number(std::move(right));
  const int decimals = std::max(left->decimals, right->decimals);
  if (decimals > kMostDecimals) throw Mistake{kTooManyDecimals, offset, {std::to_string(decimals)}};
  auto operands = list(with_decimals(std::move(left), decimals), with_decimals(std::move(right), decimals));
  return make_node(op, Type::kNumber, decimals, offset, std::move(operands));
}

NodePtr make_product(NodePtr left, NodePtr right, size_t offset) {
  left = want_number(std::move(left));
  right = want_number(std::move(right));
  const int decimals = left->decimals + right->decimals;
  if (decimals > kMostDecimals) throw Mistake{kTooManyDecimals, offset, {std::to_string(decimals)}};
  return make_node(Op::kMultiply, Type::kNumber, decimals, offset, list(std::move(left), std::move(right)));
}

NodePtr make_negation(NodePtr node, size_t offset) {
  node = want_number(std::move(node));
  if (node->is_literal()) {
    node->value = -node->value;  // literals are written without a sign, so there is a negative of each
    node->offset = offset;
    return node;
  }
  const int decimals = node->decimals;
  return make_node(Op::kNegate, Type::kNumber, decimals, offset, list(std::move(node)));
}

NodePtr make_case(std::vector<NodePtr> operands, size_t offset) {
  std::vector<NodePtr*> values;
  const size_t pairs = operands.size() / 2;
  for (size_t i = 0; i < pairs; ++i) {
    operands[2 * i] = want_truth(std::move(operands[2 * i]));
    values.push_back(&operands[2 * i + 1]);
  }
  if (operands.size() % 2 == 1) values.push_back(&operands.back());
  if (all_null(values)) return make_null(offset);
  want_alike(values, offset);
  const Type type = (*values[0])->type;
  const int decimals = (*values[0])->decimals;
  return make_node(Op::kCase, type, decimals, offset, std::move(operands));
}

}  // namespace zhiheng::formula
