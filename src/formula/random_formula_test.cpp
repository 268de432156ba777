#include "formula/random_formula_test.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace zhiheng::formula {
namespace {

constexpr std::array<const char*, 6> kSigns{"=", "<>", "<", "<=", ">", ">="};

template <typename T>
bool holds(int sign, const T& a, const T& b) {
  switch (sign) {
    case 0:
      return a == b;
    case 1:
      return !(a == b);
    case 2:
      return a < b;
    case 3:
      return a < b || a == b;
    case 4:
      return b < a;
    default:
      return b < a || a == b;
  }
}

template <typename T>
Truth compared(int sign, Piece<T> a, Piece<T> b) {
  return {"(" + a.text + " " + kSigns[static_cast<size_t>(sign)] + " " + b.text + ")",
          [=](const Row& row) -> std::optional<bool> {
            const auto x = a.of(row), y = b.of(row);
            if (!x || !y) return std::nullopt;
            return holds(sign, *x, *y);
          }};
}

/// By definition, with recursion: what `like` means and not how it is found.
bool like(std::u32string_view text, std::u32string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == U'%') {
    return like(text, pattern.substr(1)) || (!text.empty() && like(text.substr(1), pattern));
  }
  return !text.empty() && (pattern[0] == U'_' || pattern[0] == text[0]) &&
         like(text.substr(1), pattern.substr(1));
}

std::u32string characters(const std::string& text) {
  std::u32string out;
  for (size_t i = 0; i < text.size();) out += next_code_point(text, i);
  return out;
}

std::optional<bool> negated(std::optional<bool> x) { return x ? std::optional(!*x) : x; }

}  // namespace

std::string RandomFormula::some_text() {
  static const std::vector<std::string> kTexts{"",
                                               "city",
                                               "own",
                                               "it's",
                                               "中心镇",
                                               "中心",
                                               "a%b",
                                               "back\\slash",
                                               "quick",
                                               "A",
                                               "city plan of a greater length"};
  return kTexts[static_cast<size_t>(below(static_cast<int>(kTexts.size())))];
}

Row RandomFormula::row() {
  Row out;
  out.whole = maybe(Decimal(below(2001) - 1000));
  out.amount = maybe(Decimal(Int128{below(200'001) - 100'000}, 2));
  out.ratio = maybe(Decimal(Int128{below(4001) - 2000}, 3));
  out.flag = maybe(below(2) == 1);
  out.sampled_on = maybe(some_day());
  out.reported_on = maybe(some_day());
  out.moment = maybe(static_cast<std::int64_t>(some_day() - Date()) * 86'400 + below(86'400));
  out.plan = maybe(some_text());
  out.town = maybe(some_text());
  return out;
}

Truth RandomFormula::truth(int depth) {
  if (depth <= 0) {
    switch (below(4)) {
      case 0:
        return {"true", [](const Row&) { return true; }};
      case 1:
        return {"null", [](const Row&) { return std::nullopt; }};
      default:
        return {"flag", [](const Row& r) { return r.flag; }};
    }
  }
  switch (below(9)) {
    case 0:
    case 1:
      return comparison(depth - 1);
    case 2:
    case 3:
    case 4:
      return logic(depth - 1);
    case 5:
      return membership(depth - 1);
    case 6:
      return between(depth - 1);
    case 7:
      return likeness(depth - 1);
    default:
      return choice<bool>(depth - 1, &RandomFormula::truth);
  }
}

Truth RandomFormula::comparison(int depth) {
  const int sign = below(6);
  switch (below(4)) {
    case 0:
      return compared(sign, text(depth), text(depth));
    case 1:
      return compared(sign, day(depth), day(depth));
    case 2: {
      const Truth a = truth(depth);
      // Not two nulls: they would have no type, which is text.
      return compared(sign, a, Truth{"flag", [](const Row& r) { return r.flag; }});
    }
    default:
      return compared(sign, number(depth), number(depth));
  }
}

Truth RandomFormula::logic(int depth) {
  const Truth a = truth(depth), b = truth(depth);
  switch (below(5)) {
    case 0:
      return {"(not " + a.text + ")", [=](const Row& r) { return negated(a.of(r)); }};
    case 1:
      return {"(" + a.text + " and " + b.text + ")", [=](const Row& r) -> std::optional<bool> {
                const auto x = a.of(r), y = b.of(r);
                if ((x && !*x) || (y && !*y)) return false;
                return x && y ? std::optional(true) : std::nullopt;
              }};
    case 2:
      return {"(" + a.text + " or " + b.text + ")", [=](const Row& r) -> std::optional<bool> {
                const auto x = a.of(r), y = b.of(r);
                if ((x && *x) || (y && *y)) return true;
                return x && y ? std::optional(false) : std::nullopt;
              }};
    case 3:
      return {"(" + a.text + " is null)", [=](const Row& r) { return !a.of(r).has_value(); }};
    default: {
      const Number n = number(depth);
      return {"(" + n.text + " is not null)", [=](const Row& r) { return n.of(r).has_value(); }};
    }
  }
}

Truth RandomFormula::membership(int depth) {
  const Text value = text(depth);
  std::vector<std::string> literals;
  std::string list;
  const bool with_null = below(4) == 0, is_not = below(2) == 0;
  const int count = below(3) == 0 ? 12 : 3;
  for (int i = 0; i < count; ++i) {
    literals.push_back(some_text());
    list += (i == 0 ? "" : ", ") + sql_quoted(literals.back());
  }
  if (with_null) list += ", null";
  return {"(" + value.text + (is_not ? " not" : "") + " in (" + list + "))",
          [=](const Row& r) -> std::optional<bool> {
            const auto x = value.of(r);
            if (!x) return std::nullopt;
            const bool found = std::find(literals.begin(), literals.end(), *x) != literals.end();
            if (!found && with_null) return std::nullopt;
            return found != is_not;
          }};
}

Truth RandomFormula::between(int depth) {
  const Number value = number(depth), least = number(0), most = number(depth);
  const bool is_not = below(2) == 0;
  return {"(" + value.text + (is_not ? " not" : "") + " between " + least.text + " and " + most.text + ")",
          [=](const Row& r) -> std::optional<bool> {
            const auto x = value.of(r), low = least.of(r), high = most.of(r);
            if (!x) return std::nullopt;
            if ((low && *x < *low) || (high && *high < *x)) return is_not;
            return low && high ? std::optional(!is_not) : std::nullopt;
          }};
}

Truth RandomFormula::likeness(int depth) {
  const Text value = text(depth);
  std::string pattern = some_text();
  if (below(2) == 0) pattern += "%";
  if (below(3) == 0) pattern = "%" + pattern;
  if (below(3) == 0) pattern += "_";
  if (below(3) == 0) pattern = "c%" + pattern;
  return {"(" + value.text + " like " + sql_quoted(pattern) + ")", [=](const Row& r) -> std::optional<bool> {
            const auto x = value.of(r);
            if (!x) return std::nullopt;
            return like(characters(*x), characters(pattern));
          }};
}

Number RandomFormula::number_literal() {
  const Decimal value(Int128{below(20'001) - 10'000}, below(3));
  return {value.to_string(), [=](const Row&) { return value; }, value.scale()};
}

Number RandomFormula::number(int depth) {
  if (depth <= 0) {
    switch (below(4)) {
      case 0:
        return {"whole", [](const Row& r) { return r.whole; }, 0};
      case 1:
        return {"amount", [](const Row& r) { return r.amount; }, 2};
      case 2:
        return {"ratio", [](const Row& r) { return r.ratio; }, 3};
      default:
        return number_literal();
    }
  }
  switch (below(5)) {
    case 0:
    case 1:
      return arithmetic(depth - 1);
    case 2:
      return part(depth - 1);
    case 3: {
      const Truth a = truth(depth - 1);
      return {"(0 + " + a.text + ")", [=](const Row& r) -> std::optional<Decimal> {
                const auto x = a.of(r);
                return x ? std::optional(Decimal(*x ? 1 : 0)) : std::nullopt;
              }};
    }
    default:
      return choice<Decimal>(depth - 1, &RandomFormula::number);
  }
}

Number RandomFormula::arithmetic(int depth) {
  const Number a = number(depth), b = number(depth);
  const int which = below(5), factor = below(19) - 9;
  const auto both = [&](const char* sign, auto step) {
    return Number{"(" + a.text + sign + b.text + ")",
                  [=](const Row& r) -> std::optional<Decimal> {
                    const auto x = a.of(r), y = b.of(r);
                    return x && y ? std::optional(step(*x, *y)) : std::nullopt;
                  },
                  std::max(a.decimals, b.decimals)};
  };
  const auto one = [&](std::string text, auto step, int decimals) {
    return Number{std::move(text),
                  [=](const Row& r) -> std::optional<Decimal> {
                    const auto x = a.of(r);
                    return x ? std::optional(step(*x)) : std::nullopt;
                  },
                  decimals};
  };
  switch (which) {
    case 0:
      return both(" + ", [](const Decimal& x, const Decimal& y) { return x + y; });
    case 1:
      return both(" - ", [](const Decimal& x, const Decimal& y) { return x - y; });
    case 2:
      return one(
          "abs(" + a.text + ")", [](const Decimal& x) { return x.abs(); }, a.decimals);
    case 3:
      return one(
          "(- " + a.text + ")", [](const Decimal& x) { return Decimal(0) - x; }, a.decimals);
    default:
      break;
  }
  const Decimal by(Int128{factor}, a.decimals < 7 ? 1 : 0);
  return one(
      "(" + a.text + " * " + by.to_string() + ")", [=](const Decimal& x) { return x * by; },
      a.decimals + by.scale());
}

Number RandomFormula::part(int depth) {
  const Day date = day(depth), other = day(depth);
  const Text words = text(depth);
  const auto of_day = [&](const char* name, auto step) {
    return Number{std::string(name) + "(" + date.text + ")", [=](const Row& r) -> std::optional<Decimal> {
                    const auto x = date.of(r);
                    return x ? std::optional(Decimal(step(*x))) : std::nullopt;
                  }};
  };
  switch (below(8)) {
    case 0:
      return of_day("year", [](Date d) { return d.year(); });
    case 1:
      return of_day("quarter", [](Date d) { return (d.month() + 2) / 3; });
    case 2:
      return of_day("month", [](Date d) { return d.month(); });
    case 3:
      return of_day("day", [](Date d) { return d.day(); });
    case 4:
      return of_day("weekday", [](Date d) { return static_cast<int>(d.weekday().iso_encoding()); });
    case 5:
      return {"hour(moment)", [](const Row& r) -> std::optional<Decimal> {
                return r.moment ? std::optional(Decimal(*r.moment % 86'400 / 3600)) : std::nullopt;
              }};
    case 6:
      return {"(" + date.text + " - " + other.text + ")", [=](const Row& r) -> std::optional<Decimal> {
                const auto x = date.of(r), y = other.of(r);
                return x && y ? std::optional(Decimal(*x - *y)) : std::nullopt;
              }};
    default:
      return {"length(" + words.text + ")", [=](const Row& r) -> std::optional<Decimal> {
                const auto x = words.of(r);
                return x ? std::optional(Decimal(static_cast<std::int64_t>(characters(*x).size())))
                         : std::nullopt;
              }};
  }
}

Day RandomFormula::day(int depth) {
  if (depth <= 0) {
    if (below(3) == 0) {
      const Date date = some_day();
      return {"date '" + date.to_string() + "'", [=](const Row&) { return date; }};
    }
    if (below(2) == 0) return {"sampled_on", [](const Row& r) { return r.sampled_on; }};
    return {"reported_on", [](const Row& r) { return r.reported_on; }};
  }
  const Day from = day(depth - 1);
  const int days = below(60) - 20;
  switch (below(calendar_ != nullptr ? 4 : 3)) {
    case 0:
      return {"(" + from.text + " + " + std::to_string(days) + ")", [=](const Row& r) -> std::optional<Date> {
                const auto x = from.of(r);
                return x ? std::optional(*x + days) : std::nullopt;
              }};
    case 1:
      return {"date(moment)", [](const Row& r) -> std::optional<Date> {
                return r.moment ? std::optional(Date() + static_cast<int>(*r.moment / 86'400)) : std::nullopt;
              }};
    case 2:
      return choice<Date>(depth - 1, &RandomFormula::day);
    default:
      return {"workdays(" + from.text + ", " + std::to_string(days) + ")",
              [=, calendar = calendar_](const Row& r) -> std::optional<Date> {
                const auto x = from.of(r);
                if (!x) return std::nullopt;
                const auto answer = calendar->add_working_days(*x, days);
                return answer.known() ? std::optional(answer.value()) : std::nullopt;
              }};
  }
}

Text RandomFormula::text(int depth) {
  if (depth > 0 && below(3) == 0) return choice<std::string>(depth - 1, &RandomFormula::text);
  switch (below(3)) {
    case 0: {
      const std::string words = some_text();
      return {sql_quoted(words), [=](const Row&) { return words; }};
    }
    case 1:
      return {"enterprise.town", [](const Row& r) { return r.town; }};
    default:
      return {"plan", [](const Row& r) { return r.plan; }};
  }
}

template <typename T>
Piece<T> RandomFormula::choice(int depth, Piece<T> (RandomFormula::*make)(int)) {
  const Piece<T> a = (this->*make)(depth), b = (this->*make)(depth);
  const int decimals = std::max(a.decimals, b.decimals);
  const Truth when = truth(depth);
  const auto chosen = [=](const Row& r) { return when.of(r).value_or(false); };
  switch (below(3)) {
    case 0:
      return {"coalesce(" + a.text + ", " + b.text + ")",
              [=](const Row& r) {
                const auto x = a.of(r);
                return x ? x : b.of(r);
              },
              decimals};
    case 1:
      return {"case when " + when.text + " then " + a.text + " end",
              [=](const Row& r) { return chosen(r) ? a.of(r) : std::nullopt; }, a.decimals};
    default:
      return {"case when " + when.text + " then " + a.text + " else " + b.text + " end",
              [=](const Row& r) { return chosen(r) ? a.of(r) : b.of(r); }, decimals};
  }
}

}  // namespace zhiheng::formula
