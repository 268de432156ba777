#include "formula/parse/parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "formula/parse/functions.h"
#include "formula/parse/mistake.h"
#include "formula/parse/tokens.h"
#include "formula/parse/typing.h"

namespace zhiheng::formula {
namespace {

constexpr std::array<std::string_view, 16> kReserved{"and",  "or",   "not",   "between", "in",   "is",
                                                     "null", "like", "case",  "when",    "then", "else",
                                                     "end",  "true", "false", "from"};

bool is_reserved(std::string_view word) {
  return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

std::optional<Op> comparison(std::string_view symbol) {
  if (symbol == "=") return Op::kEqual;
  if (symbol == "<>" || symbol == "!=") return Op::kNotEqual;
  if (symbol == "<") return Op::kLess;
  if (symbol == "<=") return Op::kLessEqual;
  if (symbol == ">") return Op::kGreater;
  if (symbol == ">=") return Op::kGreaterEqual;
  return std::nullopt;
}

/// Recursive descent, one function for each strength of binding, weakest first.
class Parser {
 public:
  Parser(const std::string& text, std::span<const Name> names) : tokens_(tokenize(text)), names_(names) {}

  NodePtr run() {
    NodePtr root = disjunction();
    if (peek().kind != Token::Kind::kEnd) throw unexpected();
    return root;
  }

 private:
  /// Counts one level of nesting as long as it lives.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.nesting_ > kMostNesting) {
        throw Mistake{kTooDeep, parser_.peek().offset, {std::to_string(kMostNesting)}};
      }
    }
    ~Level() { --parser_.nesting_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  const Token& peek(size_t ahead = 0) const { return tokens_[std::min(next_ + ahead, tokens_.size() - 1)]; }
  const Token& take() {
    const Token& token = peek();
    if (next_ + 1 < tokens_.size()) ++next_;
    return token;
  }
  bool sees_word(std::string_view word, size_t ahead = 0) const {
    return peek(ahead).kind == Token::Kind::kName && peek(ahead).word == word;
  }
  bool sees_symbol(std::string_view symbol, size_t ahead = 0) const {
    return peek(ahead).kind == Token::Kind::kSymbol && peek(ahead).written == symbol;
  }
  bool take_word(std::string_view word) { return sees_word(word) && (take(), true); }
  bool take_symbol(std::string_view symbol) { return sees_symbol(symbol) && (take(), true); }

  Mistake unexpected() const {
    if (peek().kind == Token::Kind::kEnd) return {kUnexpectedEnd, peek().offset};
    return {kUnexpected, peek().offset, {std::string(peek().written)}};
  }
  void expect(bool found, const char* wanted) const {
    if (found) return;
    if (peek().kind == Token::Kind::kEnd) throw unexpected();
    throw Mistake{kExpected, peek().offset, {wanted, std::string(peek().written)}};
  }

  NodePtr disjunction() {
    const Level level(*this);
    return chain("or", Op::kOr, &Parser::conjunction);
  }
  NodePtr conjunction() { return chain("and", Op::kAnd, &Parser::negation); }

  NodePtr chain(std::string_view word, Op op, NodePtr (Parser::*operand)()) {
    std::vector<NodePtr> operands;
    const size_t offset = peek().offset;
    do operands.push_back((this->*operand)());
    while (take_word(word));
    return operands.size() == 1 ? std::move(operands[0]) : make_logic(op, std::move(operands), offset);
  }

  NodePtr negation() {
    if (!sees_word("not")) return predicate();
    const Level level(*this);
    const size_t offset = take().offset;
    return make_not(negation(), offset);
  }

  NodePtr predicate() {
    NodePtr left = sum();
    const size_t offset = peek().offset;
    if (peek().kind == Token::Kind::kSymbol) {
      const auto op = comparison(peek().written);
      if (!op) return left;
      take();
      return make_comparison(*op, std::move(left), sum(), offset);
    }
    if (take_word("is")) {
      const bool negated = take_word("not");
      expect(take_word("null"), "null");
      return negated_if(negated, make_is_null(std::move(left), offset), offset);
    }
    const bool negated = sees_word("not") && take_word("not");
    if (take_word("between")) return negated_if(negated, between(std::move(left), offset), offset);
    if (take_word("in")) return negated_if(negated, choice(std::move(left), offset), offset);
    if (take_word("like")) return negated_if(negated, like(std::move(left), offset), offset);
    if (negated) throw unexpected();
    return left;
  }

  static NodePtr negated_if(bool negated, NodePtr node, size_t offset) {
    return negated ? make_not(std::move(node), offset) : std::move(node);
  }

  NodePtr between(NodePtr value, size_t offset) {
    NodePtr least = sum();
    expect(take_word("and"), "and");
    return make_between(std::move(value), std::move(least), sum(), offset);
  }

  NodePtr choice(NodePtr value, size_t offset) {
    expect(take_symbol("("), "(");
    std::vector<NodePtr> literals;
    do {
      literals.push_back(signed_primary());
      if (!literals.back()->is_literal()) throw Mistake{kOnlyLiterals, literals.back()->offset};
    } while (take_symbol(","));
    expect(take_symbol(")"), ")");
    return make_in(std::move(value), std::move(literals), offset);
  }

  NodePtr like(NodePtr value, size_t offset) {
    if (peek().kind == Token::Kind::kEnd) throw unexpected();
    if (peek().kind != Token::Kind::kText) throw Mistake{kOnlyLiterals, peek().offset};
    return make_like(std::move(value), take().word, offset);
  }

  NodePtr sum() {
    NodePtr left = product();
    while (sees_symbol("+") || sees_symbol("-")) {
      const Token& sign = take();
      left =
          make_sum(sign.written == "+" ? Op::kAdd : Op::kSubtract, std::move(left), product(), sign.offset);
    }
    return left;
  }

  NodePtr product() {
    NodePtr left = signed_primary();
    while (sees_symbol("*")) {
      const size_t offset = take().offset;
      left = make_product(std::move(left), signed_primary(), offset);
    }
    return left;
  }

  NodePtr signed_primary() {
    if (!sees_symbol("-") && !sees_symbol("+")) return primary();
    const Level level(*this);
    const Token& sign = take();
    NodePtr node = signed_primary();
    return sign.written == "-" ? make_negation(std::move(node), sign.offset) : want_number(std::move(node));
  }

  NodePtr primary() {
    switch (peek().kind) {
      case Token::Kind::kNumber:
        return number();
      case Token::Kind::kText: {
        const Token& token = take();
        return make_text(token.word, token.offset);
      }
      case Token::Kind::kName:
        return named();
      default:
        break;
    }
    if (!take_symbol("(")) throw unexpected();
    NodePtr inner = disjunction();
    expect(take_symbol(")"), ")");
    return inner;
  }

  NodePtr number() {
    const Token& token = take();
    std::int64_t value = 0;
    int decimals = 0;
    bool fits = true, behind_point = false;
    for (const char c : token.written) {
      if (c == '.') {
        behind_point = true;
        continue;
      }
      decimals += behind_point ? 1 : 0;
      fits = fits && !__builtin_mul_overflow(value, 10, &value) &&
             !__builtin_add_overflow(value, c - '0', &value);
    }
    if (!fits || decimals > kMostDecimals)
      throw Mistake{kNumberTooLong, token.offset, {std::string(token.written)}};
    return make_number(value, decimals, token.offset);
  }

  NodePtr named() {
    if (sees_word("case")) return case_of();
    if (sees_word("null")) return make_null(take().offset);
    if (sees_word("true") || sees_word("false")) {
      const bool value = sees_word("true");
      return make_truth(value, take().offset);
    }
    if (is_reserved(peek().word)) throw unexpected();
    if (sees_word("date") && peek(1).kind == Token::Kind::kText) {
      take();
      const Token& token = take();
      return want_date(make_text(token.word, token.offset));
    }
    return sees_symbol("(", 1) ? call() : column();
  }

  NodePtr case_of() {
    const Level level(*this);
    const size_t offset = take().offset;
    std::vector<NodePtr> operands;
    expect(sees_word("when"), "when");
    while (take_word("when")) {
      operands.push_back(disjunction());
      expect(take_word("then"), "then");
      operands.push_back(disjunction());
    }
    if (take_word("else")) operands.push_back(disjunction());
    expect(take_word("end"), "end");
    return make_case(std::move(operands), offset);
  }

  NodePtr call() {
    const Token& name = take();
    take();
    std::vector<NodePtr> arguments;
    if (!sees_symbol(")")) {
      do arguments.push_back(disjunction());
      while (take_symbol(","));
    }
    expect(take_symbol(")"), ")");
    return make_call(name.word, std::string(name.written), std::move(arguments), name.offset);
  }

  NodePtr column() {
    const Token& token = take();
    const auto name =
        std::find_if(names_.begin(), names_.end(), [&](const Name& n) { return n.id == token.written; });
    if (name == names_.end()) throw unknown_column(token);
    auto node =
        make_node(Op::kColumn, name->type, name->type == Type::kNumber ? name->decimals : 0, token.offset);
    node->column = static_cast<size_t>(name - names_.begin());
    node->text = name->id;
    return node;
  }

  Mistake unknown_column(const Token& token) const {
    std::vector<std::string> ids;
    for (const Name& name : names_) ids.push_back(name.id);
    const std::string near = nearest(token.word, ids);
    if (near.empty()) return {kUnknownColumn, token.offset, {std::string(token.written)}};
    return {kUnknownColumnNear, token.offset, {std::string(token.written), near}};
  }

  std::vector<Token> tokens_;
  std::span<const Name> names_;
  size_t next_ = 0;
  int nesting_ = 0;
};

void number_slots(Node& node, size_t& slots, std::set<size_t>& columns) {
  node.slot = slots++;
  if (node.op == Op::kColumn) columns.insert(node.column);
  for (NodePtr& operand : node.operands) number_slots(*operand, slots, columns);
}

}  // namespace

Parsed parse_formula(const std::string& text, std::span<const Name> names) {
  if (text.size() > kLongest) throw Mistake{kTooLong, kLongest, {std::to_string(kLongest)}};
  if (const size_t bad = find_invalid_utf8(text); bad != std::string::npos) throw Mistake{kNotUtf8, bad};
  Parsed out;
  out.text = text;
  out.root = Parser(text, names).run();
  std::set<size_t> columns;
  number_slots(*out.root, out.slots, columns);
  out.columns.assign(columns.begin(), columns.end());
  out.names.resize(out.columns.empty() ? 0 : out.columns.back() + 1);
  for (const size_t i : out.columns) out.names[i] = names[i];
  return out;
}

}  // namespace zhiheng::formula
