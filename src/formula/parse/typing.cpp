#include "formula/parse/typing.h"

#include <algorithm>
#include <optional>

#include "base/date.h"
#include "formula/parse/mistake.h"

namespace zhiheng::formula {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;

std::optional<std::int64_t> parse_day(std::string_view text) {
  const auto date = Date::parse(text);
  if (!date) return std::nullopt;
  return *date - Date();
}

/// -1 where it isn't two digits up to `most`.
int two_digits(std::string_view text, int most) {
  if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return -1;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  return value <= most ? value : -1;
}

/// 2020-12-31, 2020-12-31 08:30 and 2020-12-31 08:30:00.
std::optional<std::int64_t> parse_time(std::string_view text) {
  const auto day = parse_day(text.substr(0, 10));
  if (!day || text.size() == 10) return day ? std::optional(*day * kSecondsOfDay) : std::nullopt;
  if ((text.size() != 16 && text.size() != 19) || text[10] != ' ' || text[13] != ':') return std::nullopt;
  if (text.size() == 19 && text[16] != ':') return std::nullopt;
  const int hour = two_digits(text.substr(11, 2), 23);
  const int minute = two_digits(text.substr(14, 2), 59);
  const int second = text.size() == 19 ? two_digits(text.substr(17), 59) : 0;
  if (hour < 0 || minute < 0 || second < 0) return std::nullopt;
  return *day * kSecondsOfDay + hour * 3600 + minute * 60 + second;
}

/// True where `node` was a null and now is one of that type.
bool typed_null(Node& node, Type type) {
  if (!node.untyped) return false;
  node.type = type;
  node.untyped = false;
  return true;
}

Mistake wrong_type(const Node& node, Type wanted) {
  return {kWrongType, node.offset, {type_word(wanted), type_word(node.type)}};
}

/// True where `node` was a text literal and now is a date or time.
bool read_literal(Node& node, Type type) {
  if (!node.is_text_literal()) return false;
  const auto value = type == Type::kDate ? parse_day(node.text) : parse_time(node.text);
  if (!value) throw Mistake{kNotADate, node.offset, {node.text, type_word(type)}};
  node.type = type;
  node.value = *value;
  node.text.clear();
  return true;
}

/// `node` under one operation that has its place.
NodePtr over(Op op, Type type, int decimals, NodePtr node) {
  const size_t offset = node->offset;
  std::vector<NodePtr> operands;
  operands.push_back(std::move(node));
  return make_node(op, type, decimals, offset, std::move(operands));
}

bool may_overflow(Op op) {
  return op == Op::kAdd || op == Op::kSubtract || op == Op::kMultiply || op == Op::kNegate ||
         op == Op::kAbs || op == Op::kAddDays || op == Op::kSubtractDays || op == Op::kDaysBetween ||
         op == Op::kTimeOfDate || op == Op::kRescale;
}

/// The one type of `nodes`. Throws Mistake at the first that doesn't go with one before it.
Type common_type(std::span<NodePtr*> nodes, bool comparing, size_t offset) {
  std::optional<Type> found;  // of what is no literal text
  bool text_literal = false;
  for (const NodePtr* node : nodes) {
    if ((*node)->untyped) continue;
    if ((*node)->is_text_literal()) {
      text_literal = true;
      continue;
    }
    const Type type = (*node)->type;
    const auto pair = [&](Type a, Type b) { return (found == a && type == b) || (found == b && type == a); };
    if (!found || (comparing && pair(Type::kBoolean, Type::kNumber))) {
      found = found ? Type::kNumber : type;
    } else if (pair(Type::kDate, Type::kTime)) {
      found = Type::kTime;
    } else if (found != type) {
      throw Mistake{kMixedTypes, offset, {type_word(*found), type_word(type)}};
    }
  }
  if (text_literal && found && *found != Type::kText && *found != Type::kDate && *found != Type::kTime) {
    throw Mistake{kMixedTypes, offset, {type_word(*found), type_word(Type::kText)}};
  }
  return found.value_or(Type::kText);
}

NodePtr want(NodePtr node, Type type) {
  switch (type) {
    case Type::kBoolean:
      return want_truth(std::move(node));
    case Type::kNumber:
      return want_number(std::move(node));
    case Type::kDate:
      return want_date(std::move(node));
    case Type::kTime:
      return want_time(std::move(node));
    case Type::kText:
      return want_text(std::move(node));
  }
  return node;
}

int most_decimals(std::span<NodePtr*> nodes) {
  int decimals = 0;
  for (const NodePtr* node : nodes) decimals = std::max(decimals, (*node)->decimals);
  return decimals;
}

}  // namespace

const char* type_word(Type type) {
  switch (type) {
    case Type::kBoolean:
      return "boolean";
    case Type::kNumber:
      return "number";
    case Type::kDate:
      return "date";
    case Type::kTime:
      return "time";
    case Type::kText:
      return "text";
  }
  return "";
}

NodePtr make_node(Op op, Type type, int decimals, size_t offset, std::vector<NodePtr> operands) {
  auto node = std::make_unique<Node>();
  node->op = op;
  node->type = type;
  node->decimals = decimals;
  node->offset = offset;
  node->operands = std::move(operands);
  node->may_overflow = may_overflow(op);
  for (const NodePtr& operand : node->operands) {
    node->depth = std::max(node->depth, operand->depth + 1);
    node->may_overflow = node->may_overflow || operand->may_overflow;
  }
  if (node->depth > kMostDepth) throw Mistake{kTooDeep, offset, {std::to_string(kMostDepth)}};
  return node;
}

NodePtr make_number(std::int64_t value, int decimals, size_t offset) {
  auto node = make_node(Op::kLiteral, Type::kNumber, decimals, offset);
  node->value = value;
  return node;
}

NodePtr make_text(std::string text, size_t offset) {
  auto node = make_node(Op::kLiteral, Type::kText, 0, offset);
  node->text = std::move(text);
  return node;
}

NodePtr make_truth(bool value, size_t offset) {
  auto node = make_node(Op::kLiteral, Type::kBoolean, 0, offset);
  node->value = value ? 1 : 0;
  return node;
}

NodePtr make_null(size_t offset) {
  auto node = make_node(Op::kLiteral, Type::kText, 0, offset);
  node->missing = true;
  node->untyped = true;
  return node;
}

NodePtr want_truth(NodePtr node) {
  if (typed_null(*node, Type::kBoolean) || node->type == Type::kBoolean) return node;
  throw wrong_type(*node, Type::kBoolean);
}

NodePtr want_number(NodePtr node) {
  if (typed_null(*node, Type::kNumber) || node->type == Type::kNumber) return node;
  if (node->type == Type::kBoolean) return over(Op::kTruthAsNumber, Type::kNumber, 0, std::move(node));
  throw wrong_type(*node, Type::kNumber);
}

NodePtr want_date(NodePtr node) {
  if (typed_null(*node, Type::kDate) || node->type == Type::kDate || read_literal(*node, Type::kDate))
    return node;
  if (node->type == Type::kTime) return over(Op::kDateOfTime, Type::kDate, 0, std::move(node));
  throw wrong_type(*node, Type::kDate);
}

NodePtr want_time(NodePtr node) {
  if (typed_null(*node, Type::kTime) || node->type == Type::kTime || read_literal(*node, Type::kTime))
    return node;
  if (node->type == Type::kDate) return over(Op::kTimeOfDate, Type::kTime, 0, std::move(node));
  throw wrong_type(*node, Type::kTime);
}

NodePtr want_text(NodePtr node) {
  if (typed_null(*node, Type::kText) || node->type == Type::kText) return node;
  throw wrong_type(*node, Type::kText);
}

NodePtr want_days(NodePtr node) {
  node = want_number(std::move(node));
  if (node->decimals != 0) throw Mistake{kWholeDays, node->offset};
  return node;
}

NodePtr with_decimals(NodePtr node, int decimals) {
  if (node->decimals == decimals) return node;
  std::int64_t value = node->value;
  bool fits = true;
  for (int i = node->decimals; i < decimals; ++i) fits = fits && !__builtin_mul_overflow(value, 10, &value);
  // A literal that doesn't fit stays as it is: whether it matters is seen when the rows are.
  if (node->is_literal() && fits) {
    node->value = value;
    node->decimals = decimals;
    return node;
  }
  return over(Op::kRescale, Type::kNumber, decimals, std::move(node));
}

void want_comparable(std::span<NodePtr> nodes, size_t offset) {
  std::vector<NodePtr*> places;
  for (NodePtr& node : nodes) places.push_back(&node);
  const Type type = common_type(places, true, offset);
  for (NodePtr& node : nodes) node = want(std::move(node), type);
  if (type != Type::kNumber) return;
  // Equal decimals are compared faster; numbers that would have to be computed for it are compared as they
  // are.
  const int decimals = most_decimals(places);
  for (NodePtr& node : nodes) {
    if (!node->is_literal()) continue;
    auto scaled = with_decimals(std::move(node), decimals);
    node = scaled->op == Op::kRescale ? std::move(scaled->operands[0]) : std::move(scaled);
  }
}

void want_alike(std::span<NodePtr*> nodes, size_t offset) {
  const Type type = common_type(nodes, false, offset);
  for (NodePtr* node : nodes) *node = want(std::move(*node), type);
  if (type != Type::kNumber) return;
  const int decimals = most_decimals(nodes);
  for (NodePtr* node : nodes) *node = with_decimals(std::move(*node), decimals);
}

}  // namespace zhiheng::formula
