#pragma once
// Internal to this module: the typed tree of a formula.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "formula/formula.h"

namespace zhiheng::formula {

enum class Op {
  kLiteral,
  kColumn,
  kAnd,  // two or more operands
  kOr,   // two or more operands
  kNot,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kBetween,  // value, least, most
  kIn,       // value, then literals
  kLike,     // value; the pattern is the node's own
  kIsNull,
  kAdd,
  kSubtract,
  kMultiply,
  kNegate,
  kAbs,
  kAddDays,       // date, days
  kSubtractDays,  // date, days
  kDaysBetween,   // later date, earlier date
  kYear,
  kQuarter,
  kMonth,
  kDay,
  kWeekday,
  kHour,
  kDateOfTime,
  kTimeOfDate,
  kWorkdays,  // date, count
  kLength,
  kCoalesce,
  kCase,  // condition, value, condition, value, …, and the value of else where there is one
  kTruthAsNumber,
  kRescale,  // a number with more decimals
};

/// The pattern of `like`, taken apart once. Every form but kGeneral compares `body` with a part of the text.
struct LikePattern {
  enum class Form { kWhole, kPrefix, kSuffix, kInside, kGeneral };
  std::string written;
  Form form = Form::kGeneral;
  std::string_view body;  // of `written`
};

/// The literals of `in`, in the decimals of the value that is looked up. A literal that the value can never
/// equal is not among them.
struct Choices {
  std::vector<std::int64_t> numbers;              // sorted, each once
  std::unordered_set<std::int64_t> many_numbers;  // the same, where there are many
  std::vector<std::string_view> texts;            // of the literals' nodes
  std::unordered_set<std::string_view> many_texts;
  bool missing = false;  // null is among the literals
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

struct Node {
  Op op = Op::kLiteral;
  Type type = Type::kText;
  int decimals = 0;
  std::vector<NodePtr> operands;
  size_t offset = 0;          // byte of the formula to which a message points
  int depth = 1;              // of the tree below
  size_t slot = 0;            // of its working memory; every node has its own
  bool may_overflow = false;  // it or one below it

  // kLiteral
  bool missing = false;
  bool untyped = false;  // a null that takes the type of what is beside it
  std::int64_t value = 0;
  std::string text;

  size_t column = 0;  // kColumn: index into the names; their ids are in `text`
  std::unique_ptr<const LikePattern> pattern;
  std::unique_ptr<const Choices> choices;

  bool is_literal() const { return op == Op::kLiteral; }
  bool is_text_literal() const { return is_literal() && type == Type::kText && !missing; }
};

struct Parsed {
  std::string text;
  Location where;
  std::vector<Name> names;      // only those of `columns` are filled in
  std::vector<size_t> columns;  // ascending
  size_t slots = 0;
  NodePtr root;
};

}  // namespace zhiheng::formula
