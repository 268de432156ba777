#include "formula/parse/tokens.h"

#include <algorithm>

#include "base/text.h"
#include "formula/parse/mistake.h"

namespace zhiheng::formula {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_in_name(char c) { return begins_name(c) || is_digit(c); }

class Tokenizer {
 public:
  explicit Tokenizer(const std::string& text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> out;
    do {
      while (at() == ' ' || at() == '\t' || at() == '\n' || at() == '\r') ++offset_;
      out.push_back(next());
    } while (out.back().kind != Token::Kind::kEnd);
    return out;
  }

 private:
  char at(size_t ahead = 0) const { return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0'; }

  Token next() {
    if (offset_ == text_.size()) return {Token::Kind::kEnd, {}, offset_, {}};
    if (begins_name(at())) return name();
    if (is_digit(at())) return number();
    if (at() == '\'') return quoted();
    return symbol();
  }

  Token take(Token::Kind kind, size_t length, std::string word = {}) {
    Token token{kind, std::string_view(text_).substr(offset_, length), offset_, std::move(word)};
    offset_ += length;
    return token;
  }

  Token name() {
    size_t length = 1;
    while (is_in_name(at(length)) || (at(length) == '.' && begins_name(at(length + 1)))) ++length;
    std::string word = text_.substr(offset_, length);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return take(Token::Kind::kName, length, std::move(word));
  }

  Token number() {
    size_t length = 1;
    while (is_digit(at(length))) ++length;
    if (at(length) == '.' && is_digit(at(length + 1))) {
      ++length;
      while (is_digit(at(length))) ++length;
    }
    // 12days and 1.2.3 are mistakes and not two words.
    if (is_in_name(at(length)) || at(length) == '.') throw unexpected(offset_ + length);
    return take(Token::Kind::kNumber, length);
  }

  Token quoted() {
    std::string word;
    for (size_t i = offset_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\0') throw unexpected(i);
      if (text_[i] != '\'') {
        word += text_[i];
      } else if (i + 1 < text_.size() && text_[i + 1] == '\'') {
        word += text_[i++];
      } else {
        return take(Token::Kind::kText, i + 1 - offset_, std::move(word));
      }
    }
    throw Mistake{kOpenText, offset_};
  }

  Token symbol() {
    const std::string_view two = std::string_view(text_).substr(offset_, 2);
    if (two == "<>" || two == "!=" || two == "<=" || two == ">=") return take(Token::Kind::kSymbol, 2);
    if (at() == '/') throw Mistake{kNoDivision, offset_};
    if (std::string_view("=<>+-*(),").find(at()) == std::string_view::npos) throw unexpected(offset_);
    return take(Token::Kind::kSymbol, 1);
  }

  Mistake unexpected(size_t offset) const {
    size_t end = offset;
    next_code_point(text_, end);
    return {kUnexpected, offset, {text_.substr(offset, end - offset)}};
  }

  const std::string& text_;
  size_t offset_ = 0;
};

}  // namespace

std::vector<Token> tokenize(const std::string& text) { return Tokenizer(text).run(); }

}  // namespace zhiheng::formula
