#include <limits>

#include "audit/lex/bounds.h"
#include "audit/lex/cursor.h"
#include "audit/lex/number.h"
#include "audit/lex/unit.h"
#include "audit/quantity.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

constexpr Words kLeastMark{"≥", "＞", ">"};
constexpr Words kMostMark{"≤", "＜", "<"};

/// Skips `words` and the spaces behind; whether there was one.
template <size_t N>
bool skip(std::string_view text, size_t& at, const Words<N>& words) {
  const size_t length = first_of(text, at, words);
  if (length) at = skip_spaces(text, at + length);
  return length > 0;
}

/// The unit that holds in a cell: its own, else the head's.
Unit unit_in(const UnitMatch& match, std::string_view head) {
  if (!match.unit.name.empty()) return match.unit;
  Unit unit = parse_unit(head);
  if (unit.dimension == Dimension::kNone && !head.empty()) unit.name = head;
  unit.scale *= match.prefix;
  return unit;
}

}  // namespace

Quantity parse_cell(std::string_view text, read::Span cell, std::string_view unit, bool spaced) {
  static constexpr Words kMarks{"*", "≥", "≤", "约", "＞", "＜", ">", "<"};
  static constexpr Words kMinus{"-", "−", "－", "—"};
  static constexpr Words kPlus{"+", "＋", "↑"};
  static constexpr Words kDown{"↓", "▼"};
  static constexpr Words kAfter{"左右", "以上", "以下", "以内", "及以上", "*", "①", "②"};
  const std::string_view inside = text.substr(0, cell.end);
  const size_t first = skip_spaces(inside, cell.begin);
  size_t at = first;
  const bool marked = skip(inside, at, kMarks);
  const bool negative = skip(inside, at, kMinus) || (!skip(inside, at, kPlus) && skip(inside, at, kDown));
  auto number = read_number(inside, at, spaced);
  if (!number) return {};
  const size_t behind = skip_spaces(inside, number->end);
  const UnitMatch match = match_unit(inside, behind);
  const size_t unit_end = behind + match.length;
  size_t end = skip_spaces(inside, unit_end);
  const bool bounded = skip(inside, end, kAfter);
  if (end != inside.size()) return {};
  if (match.unit.name == "岁") return {};  // 65 岁及以上: a label

  if (negative) number->value = -number->value;
  Quantity q = quantity_of(*number, unit_in(match, unit), first, unit_end);
  const double infinity = std::numeric_limits<double>::infinity();
  if (first_of(inside, first, kLeastMark) || (bounded && least_after(inside, unit_end))) {
    q.bound = Bound::kAtLeast;
    q.interval = {q.value, infinity};
  } else if (first_of(inside, first, kMostMark) || (bounded && most_after(inside, unit_end))) {
    q.bound = Bound::kAtMost;
    q.interval = {-infinity, q.value};
  } else if (marked && starts(inside, first, "约")) {
    q.bound = Bound::kAbout;
  }
  return q;
}

}  // namespace zhiheng::audit
