#include "formula/sql/write_sql.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"
#include "formula/parse/mistake.h"

namespace zhiheng::formula {
namespace {

const char* sql_type(Type type) {
  switch (type) {
    case Type::kBoolean:
      return "boolean";
    case Type::kNumber:
      return "bigint";
    case Type::kDate:
      return "date";
    case Type::kTime:
      return "timestamp";
    case Type::kText:
      return "varchar";
  }
  return "";
}

const char* sign_of(Op op) {
  switch (op) {
    case Op::kEqual:
      return " = ";
    case Op::kNotEqual:
      return " <> ";
    case Op::kLess:
      return " < ";
    case Op::kLessEqual:
      return " <= ";
    case Op::kGreater:
      return " > ";
    case Op::kGreaterEqual:
      return " >= ";
    case Op::kAdd:
    case Op::kAddDays:
      return " + ";
    case Op::kMultiply:
      return " * ";
    default:
      return " - ";
  }
}

const char* part_of(Op op) {
  switch (op) {
    case Op::kYear:
      return "year";
    case Op::kQuarter:
      return "quarter";
    case Op::kMonth:
      return "month";
    case Op::kDay:
      return "day";
    case Op::kWeekday:
      return "isodow";
    default:
      return "hour";
  }
}

std::string date_text(std::int64_t days) { return (Date() + static_cast<int>(days)).to_string(); }

std::string time_text(std::int64_t seconds) {
  const std::int64_t days = seconds / 86'400 - (seconds % 86'400 < 0 ? 1 : 0);
  const std::int64_t rest = seconds - days * 86'400;
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return date_text(days) + " " + two(rest / 3600) + ":" + two(rest / 60 % 60) + ":" + two(rest % 60);
}

bool is_ordering(Op op) {
  return op == Op::kLess || op == Op::kLessEqual || op == Op::kGreater || op == Op::kGreaterEqual ||
         op == Op::kBetween;
}

/// Everything with operands comes in brackets or as a call, so that no operator's strength matters.
class Writer {
 public:
  Writer(const Parsed& parsed, const std::function<std::string(const std::string&)>& column)
      : parsed_(parsed), column_(column) {}

  std::string write(const Node& node) const {
    switch (node.op) {
      case Op::kLiteral:
        return literal(node);
      case Op::kColumn:
        return column_(node.text);
      case Op::kAnd:
        return "(" + joined(node.operands, 0, " AND ") + ")";
      case Op::kOr:
        return "(" + joined(node.operands, 0, " OR ") + ")";
      case Op::kNot:
        return "(NOT " + operand(node, 0) + ")";
      case Op::kBetween:
        return between(node);
      case Op::kIn:
        return in(node);
      case Op::kLike:
        return like(node);
      case Op::kIsNull:
        return "(" + operand(node, 0) + " IS NULL)";
      case Op::kNegate:
        return "(- " + wide(*node.operands[0]) + ")";
      case Op::kAbs:
        return "abs(" + wide(*node.operands[0]) + ")";
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
        return "(" + wide(*node.operands[0]) + sign_of(node.op) + wide(*node.operands[1]) + ")";
      // Both engines add only integers of 32 bits to a date.
      case Op::kAddDays:
      case Op::kSubtractDays:
        return "(" + operand(node, 0) + sign_of(node.op) + cast(operand(node, 1), "integer") + ")";
      case Op::kWorkdays:
        throw Error(kNoSql, parsed_.where, arguments_of(parsed_.text, {kNoSql, node.offset}));
      case Op::kLength:
        return "length(" + operand(node, 0) + ")";
      case Op::kCoalesce:
        return "coalesce(" + joined(node.operands, 0, ", ") + ")";
      case Op::kCase:
        return choice(node);
      case Op::kTruthAsNumber:
        return cast(operand(node, 0), "integer");
      case Op::kRescale:
        return operand(node, 0);
      default:
        return comparison_or_part(node);
    }
  }

 private:
  std::string operand(const Node& node, size_t i) const { return write(*node.operands[i]); }

  std::string joined(const std::vector<NodePtr>& nodes, size_t first, const char* between) const {
    std::string out;
    for (size_t i = first; i < nodes.size(); ++i) out += (i == first ? "" : between) + write(*nodes[i]);
    return out;
  }

  static std::string cast(const std::string& sql, const char* type) {
    return "CAST(" + sql + " AS " + type + ")";
  }

  std::string comparison_or_part(const Node& node) const {
    switch (node.op) {
      case Op::kYear:
      case Op::kQuarter:
      case Op::kMonth:
      case Op::kDay:
      case Op::kWeekday:
      case Op::kHour:
        return cast("extract(" + std::string(part_of(node.op)) + " FROM " + operand(node, 0) + ")",
                    "integer");
      case Op::kDateOfTime:
        return cast(operand(node, 0), "date");
      case Op::kTimeOfDate:
        return cast(operand(node, 0), "timestamp");
      default:
        return "(" + ordered(node) + sign_of(node.op) + operand(node, 1) + ")";
    }
  }

  static std::string literal(const Node& node) {
    if (node.missing) return cast("NULL", sql_type(node.type));
    switch (node.type) {
      case Type::kBoolean:
        return node.value != 0 ? "TRUE" : "FALSE";
      case Type::kDate:
        return "DATE '" + date_text(node.value) + "'";
      case Type::kTime:
        return "TIMESTAMP '" + time_text(node.value) + "'";
      case Type::kText:
        return sql_quoted(node.text);
      case Type::kNumber:
        break;
    }
    const std::string digits = Decimal(node.value, node.decimals).to_string();
    return node.value < 0 ? "(" + digits + ")" : digits;
  }

  /// An operand of arithmetic. Whole numbers are counted in 64 bits, whatever the column or literal is for
  /// the engine.
  std::string wide(const Node& node) const {
    const Node& inner = node.op == Op::kRescale ? *node.operands[0] : node;
    const bool computed = inner.op == Op::kAdd || inner.op == Op::kSubtract || inner.op == Op::kMultiply ||
                          inner.op == Op::kNegate || inner.op == Op::kAbs;
    const std::string sql = write(inner);
    return inner.decimals == 0 && !computed ? cast(sql, "bigint") : sql;
  }

  /// The first operand of a comparison: texts are ordered by their bytes in either engine.
  std::string ordered(const Node& node) const {
    const bool by_bytes = node.operands[0]->type == Type::kText && is_ordering(node.op);
    return operand(node, 0) + (by_bytes ? " COLLATE \"C\"" : "");
  }

  std::string between(const Node& node) const {
    return "(" + ordered(node) + " BETWEEN " + operand(node, 1) + " AND " + operand(node, 2) + ")";
  }

  std::string in(const Node& node) const {
    return "(" + operand(node, 0) + " IN (" + joined(node.operands, 1, ", ") + "))";
  }

  std::string like(const Node& node) const {
    const std::string& pattern = node.pattern->written;
    // A backslash stands for itself; PostgreSQL would take it as an escape.
    const bool escapes = pattern.find('\\') != std::string::npos;
    return "(" + operand(node, 0) + " LIKE " + sql_quoted(pattern) + (escapes ? " ESCAPE ''" : "") + ")";
  }

  std::string choice(const Node& node) const {
    std::string out = "CASE";
    const size_t pairs = node.operands.size() / 2;
    for (size_t i = 0; i < pairs; ++i)
      out += " WHEN " + operand(node, 2 * i) + " THEN " + operand(node, 2 * i + 1);
    if (node.operands.size() % 2 == 1) out += " ELSE " + write(*node.operands.back());
    return out + " END";
  }

  const Parsed& parsed_;
  const std::function<std::string(const std::string&)>& column_;
};

}  // namespace

std::string write_sql(const Parsed& parsed,
                      const std::function<std::string(const std::string& name)>& column) {
  return Writer(parsed, column).write(*parsed.root);
}

}  // namespace zhiheng::formula
