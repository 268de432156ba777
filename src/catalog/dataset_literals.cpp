// Finds the text literals of a formula that should be codes. The formula was parsed already; this only looks
// at its words.
#include <algorithm>
#include <array>

#include "catalog/dataset_formulas.h"

namespace zhiheng::catalog {
namespace {

struct Token {
  enum class Kind { kWord, kText, kSign };
  Kind kind = Kind::kSign;
  std::string text;

  bool is_sign(std::string_view sign) const { return kind == Kind::kSign && text == sign; }
  bool is_word(std::string_view word) const { return kind == Kind::kWord && text == word; }
};

bool is_word_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// The literal whose opening quote stands at `i`; moves `i` behind it. A doubled quote is one.
std::string take_text(const std::string& formula, size_t& i) {
  std::string text;
  for (++i; i < formula.size(); ++i) {
    if (formula[i] == '\'') {
      if (i + 1 >= formula.size() || formula[i + 1] != '\'') break;
      ++i;
    }
    text += formula[i];
  }
  ++i;
  return text;
}

std::vector<Token> tokens_of(const std::string& formula) {
  std::vector<Token> tokens;
  for (size_t i = 0; i < formula.size();) {
    if (formula[i] == '\'') {
      tokens.push_back({Token::Kind::kText, take_text(formula, i)});
    } else if (is_word_part(formula[i])) {
      const size_t start = i;
      while (i < formula.size() && is_word_part(formula[i])) ++i;
      tokens.push_back({Token::Kind::kWord, formula.substr(start, i - start)});
    } else {
      const std::string two = formula.substr(i, 2);
      const bool wide = two == "<>" || two == "!=" || two == "<=" || two == ">=";
      if (formula[i] != ' ') tokens.push_back({Token::Kind::kSign, wide ? two : two.substr(0, 1)});
      i += wide ? 2 : 1;
    }
  }
  return tokens;
}

class LiteralFinder {
 public:
  explicit LiteralFinder(const std::string& formula) : tokens_(tokens_of(formula)) {}

  std::vector<FormulaLiteral> find() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.is_word("then") || token.is_word("else"))
        add("", i + 1);
      else if (token.kind == Token::Kind::kWord && !token.is_word("not"))
        add_compared(token.text, i + 1);
      else if (token.kind == Token::Kind::kText && is_equality(i + 1) && i + 2 < tokens_.size() &&
               tokens_[i + 2].kind == Token::Kind::kWord)
        found_.push_back({tokens_[i + 2].text, token.text});
    }
    return std::move(found_);
  }

 private:
  bool is_equality(size_t i) const {
    return i < tokens_.size() &&
           (tokens_[i].is_sign("=") || tokens_[i].is_sign("<>") || tokens_[i].is_sign("!="));
  }

  void add(const std::string& name, size_t i) {
    if (i < tokens_.size() && tokens_[i].kind == Token::Kind::kText)
      found_.push_back({name, tokens_[i].text});
  }

  void add_compared(const std::string& name, size_t i) {
    if (is_equality(i)) return add(name, i + 1);
    if (i < tokens_.size() && tokens_[i].is_word("not")) ++i;
    if (i >= tokens_.size() || !tokens_[i].is_word("in")) return;
    for (++i; i < tokens_.size() && !tokens_[i].is_sign(")"); ++i) add(name, i);
  }

  std::vector<Token> tokens_;
  std::vector<FormulaLiteral> found_;
};

}  // namespace

std::vector<FormulaLiteral> formula_literals(const std::string& formula) {
  return LiteralFinder(formula).find();
}

}  // namespace zhiheng::catalog
