#pragma once
#include <span>
#include <string>
#include <string_view>

#include "audit/book.h"
#include "audit/checks/draft.h"

namespace zhiheng::audit {

/// Whether numbers of it can be added: things, amounts, areas; not rates, ranks, durations.
inline bool is_additive(Dimension dimension) {
  switch (dimension) {
    case Dimension::kCount:
    case Dimension::kMoney:
    case Dimension::kArea:
    case Dimension::kLength:
    case Dimension::kMass:
    case Dimension::kVolume:
    case Dimension::kEnergy:
      return true;
    default:
      return false;
  }
}

/// What the tests of a book's sentences share: its statements by index, the text between them, and where the
/// results go. Refers to both, which must outlive it.
class SentenceCheck {
 protected:
  SentenceCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  const std::vector<Statement>& all() const { return book_.statements.all; }
  const Statement& at(size_t i) const { return all()[i]; }
  size_t index_of(const Statement& st) const { return static_cast<size_t>(&st - all().data()); }
  const Quantity& q(const Statement& st) const { return book_.statements.quantity(st); }
  const Sentence& sentence_of(const Statement& st) const { return book_.statements.sentences[st.sentence]; }
  std::uint32_t block(const Statement& st) const { return sentence_of(st).block; }
  std::string_view text_of(const Sentence& sentence) const { return book_.document.view(sentence.span); }

  /// The document's text up to a number; behind it, `size` bytes at most; between two numbers.
  std::string_view text_before(const Statement& st) const {
    return std::string_view(book_.document.text).substr(0, q(st).span.begin);
  }
  std::string_view text_behind(const Statement& st, size_t size) const {
    return std::string_view(book_.document.text).substr(q(st).span.end, size);
  }
  std::string_view between(const Statement& a, const Statement& b) const {
    return text_behind(a, q(b).span.begin - q(a).span.end);
  }

  /// A number as it stands in the text, and how it was printed.
  std::string words(const Statement& st) const { return words_of(book_, st); }
  Manner manner(const Statement& st) const { return manner_of(book_, st); }

  void tell(Finding finding) { results_.findings.push_back(std::move(finding)); }
  void hold(Kind kind, std::span<const Statement* const> statements, std::string formula) {
    results_.held.push_back(held(kind, book_, statements, std::move(formula)));
  }

  const Book& book_;
  Results& results_;
};

}  // namespace zhiheng::audit
