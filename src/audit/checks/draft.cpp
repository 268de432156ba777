#include "audit/checks/draft.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr std::uint32_t kQuoteBytes = 90;  // some thirty characters before a number, and as many behind it

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// `mark` with words around it, inside `whole`.
read::Span quote_around(std::string_view text, read::Span mark, read::Span whole) {
  std::uint32_t begin = std::max(whole.begin, mark.begin > kQuoteBytes ? mark.begin - kQuoteBytes : 0);
  std::uint32_t end = std::min(whole.end, mark.end + kQuoteBytes);
  while (begin > whole.begin && continues(text[begin])) --begin;
  while (end < whole.end && continues(text[end])) ++end;
  while (begin < mark.begin && (text[begin] == ' ' || text[begin] == '\n')) ++begin;
  return {begin, std::max(end, mark.end)};
}

}  // namespace

Spot spot_of(const Book& book, const Statement& statement) {
  const Quantity& q = book.statements.quantity(statement);
  return {book.index, q.span,
          quote_around(book.document.text, q.span, book.statements.sentences[statement.sentence].span)};
}

Spot spot_of(const Book& book, const TableModel& table, const Value& value) {
  const read::Span row = table.rows[static_cast<size_t>(value.row)].whole;
  const read::Span mark = value.quantity.span;
  return {book.index, mark, row.empty() ? mark : row};
}

Manner manner_of(const Book& book, const Statement& statement) {
  return manner_of(book.document.text, book.statements.quantity(statement));
}

Finding compared(Kind kind, bool certain, const Quantity& stated, const stats::Interval& due,
                 const Manner& manner, std::string formula, std::span<const Alternative> others) {
  Finding finding;
  finding.kind = kind;
  finding.certain = certain;
  finding.stated = show(stated.value, manner);
  finding.recomputed = show_computed(due, manner);
  finding.formula = std::move(formula);
  finding.interval = show(due, manner);
  finding.difference = show_difference(stated.value - due.middle(), manner);
  finding.cause = likely_cause(stated, due, others);
  finding.weight = is_truncated(stated, due) ? Weight::kNote : certain ? Weight::kError : Weight::kWarning;
  return finding;
}

Finding compared(Kind kind, bool certain, const Book& book, const Statement& doubted,
                 const stats::Interval& due, std::string formula, std::span<const Statement* const> others,
                 std::span<const Alternative> alternatives) {
  Finding finding = compared(kind, certain, book.statements.quantity(doubted), due, manner_of(book, doubted),
                             std::move(formula), alternatives);
  finding.spots.push_back(spot_of(book, doubted));
  for (const Statement* other : others) finding.spots.push_back(spot_of(book, *other));
  return finding;
}

Held held(Kind kind, const Book& book, std::span<const Statement* const> statements, std::string formula) {
  Held held{kind, {}, std::move(formula)};
  for (const Statement* statement : statements) held.spots.push_back(spot_of(book, *statement));
  return held;
}

std::string words_of(const Book& book, const Statement& statement) {
  std::string words(book.document.view(book.statements.quantity(statement).span));
  std::erase_if(words, [](char c) { return c == ' ' || c == '\n'; });
  return words;
}

bool is_slip(const Quantity& a, const stats::Interval& b) {
  if (std::abs(a.value) / a.step < 100) return false;
  return likely_cause(a, b).has_value();
}

}  // namespace zhiheng::audit
