#include "base/gs1.h"

#include <algorithm>
#include <array>

#include "base/identifiers.h"
#include "base/text.h"

extern "C" const char zhiheng_gs1_identifiers[];
extern "C" const char zhiheng_gs1_identifiers_end[];

namespace zhiheng {
namespace {

using Kind = Gs1Fault::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The 82 characters of an element, and the 39 of a component's code.
constexpr std::string_view k82 =
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view k39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr std::array<bool, 256> set_of(std::string_view characters) {
  std::array<bool, 256> set{};
  for (const char c : characters) set[static_cast<unsigned char>(c)] = true;
  return set;
}
constexpr auto kDigits = set_of("0123456789"), kSet82 = set_of(k82), kSet39 = set_of(k39);

/// One part of an element's value: n14k, d6, x..20.
struct Part {
  char kind = 'x';  // n digits, d date (and time), x of the 82, y of the 39
  bool check = false;
  std::size_t least = 0, most = 0;

  const std::array<bool, 256>& set() const { return kind == 'x' ? kSet82 : kind == 'y' ? kSet39 : kDigits; }
};

struct Identifier {
  std::string first, last;  // of the same length; every code between them
  std::vector<Part> parts;
  std::size_t least = 0, most = 0;
  bool separator = false;  // ends with a separator unless it is the last
  std::string zh, en;
};

Part read_part(std::string_view text) {
  Part part;
  part.kind = text[0];
  text.remove_prefix(1);
  const bool open = text.starts_with("..");
  if (open) text.remove_prefix(2);
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1))
    part.most = part.most * 10 + (text[0] - '0');
  part.least = open ? 0 : part.most;
  part.check = text == "k";
  return part;
}

Identifier read_identifier(const std::vector<std::string>& cells) {
  Identifier id{cells[0], cells[1], {}, 0, 0, cells[3] == "yes", cells[4], cells[5]};
  for (const std::string& text : split(cells[2], '+')) {
    id.parts.push_back(read_part(text));
    id.least += id.parts.back().least;
    id.most += id.parts.back().most;
  }
  id.least = std::max<std::size_t>(id.least, 1);
  return id;
}

/// Identifiers by the two digits that they begin with; their codes are free of prefixes. Read once.
const std::array<std::vector<Identifier>, 100>& identifiers() {
  static const auto table = [] {
    std::array<std::vector<Identifier>, 100> by_begin;
    const std::vector<std::string> lines =
        split(std::string_view(zhiheng_gs1_identifiers, zhiheng_gs1_identifiers_end), '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::vector<std::string> cells = split(lines[i], ',');
      if (cells.size() != 6) continue;
      const Identifier id = read_identifier(cells);
      const auto two = [](const std::string& s) {
        return static_cast<std::size_t>((s[0] - '0') * 10 + s[1] - '0');
      };
      for (std::size_t at = two(id.first); at <= two(id.last); ++at) by_begin[at].push_back(id);
    }
    return by_begin;
  }();
  return table;
}

/// The identifier that `text` begins with, or nullptr.
const Identifier* find_identifier(std::string_view text) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return nullptr;
  for (const Identifier& id :
       identifiers()[static_cast<std::size_t>((text[0] - '0') * 10 + (text[1] - '0'))]) {
    const std::string_view code = text.substr(0, id.first.size());
    if (code.size() == id.first.size() && std::all_of(code.begin(), code.end(), is_digit) &&
        code >= id.first && code <= id.last) {
      return &id;
    }
  }
  return nullptr;
}

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

/// YYMMDD with perhaps HH and MM behind it.
bool is_date(std::string_view digits) {
  if (!gs1_date(digits.substr(0, 6), 2000)) return false;
  return (digits.size() < 8 || two_digits(digits, 6) < 24) &&
         (digits.size() < 10 || two_digits(digits, 8) < 60);
}

/// One scan: where it is, and what is told of each element.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// Calls `found` with each whole element; the first fault ends it.
  template <typename Found>
  Gs1Fault run(Found found) {
    skip_prefix();
    if (at_ >= text_.size()) return fault(Kind::kEmpty, at_);
    const bool bracketed = text_[at_] == '(';
    while (at_ < text_.size()) {
      Gs1Element element;
      if (const Gs1Fault wrong = bracketed ? read_bracketed(element) : read_plain(element);
          wrong.kind != Kind::kNone) {
        return wrong;
      }
      if (!found(element))
        return fault(Kind::kTwice, static_cast<std::size_t>(element.value.data() - text_.data()));
    }
    return {};
  }

 private:
  void skip_prefix() {
    if (text_.size() >= 3 && text_[0] == ']') at_ = 3;
    if (at_ < text_.size() && text_[at_] == kGroupSeparator) ++at_;
  }

  Gs1Fault fault(Kind kind, std::size_t index, char expected = 0) const {
    return {kind, index + 1, identifier_, expected};
  }

  Gs1Fault read_bracketed(Gs1Element& element) {
    identifier_ = {};
    const std::size_t close = text_.find(')', at_);
    if (text_[at_] != '(' || close == std::string_view::npos) return fault(Kind::kBracket, at_);
    const std::string_view code = text_.substr(at_ + 1, close - at_ - 1);
    const Identifier* id = find_identifier(code);
    if (id == nullptr || id->first.size() != code.size()) return fault(Kind::kUnknownIdentifier, at_ + 1);
    identifier_ = code;
    std::size_t end = close + 1;
    while (end < text_.size() && !is_bracketed_identifier(end)) ++end;
    at_ = end;
    if (end > close + 1 && text_[end - 1] == kGroupSeparator) --end;
    element = {code, text_.substr(close + 1, end - close - 1)};
    return check(*id, element.value, close + 1);
  }

  /// Brackets may stand in a value; those around an identifier's digits do not.
  bool is_bracketed_identifier(std::size_t at) const {
    if (text_[at] != '(') return false;
    std::size_t end = at + 1;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    return end < text_.size() && text_[end] == ')' && end - at >= 3 && end - at <= 5;
  }

  Gs1Fault read_plain(Gs1Element& element) {
    identifier_ = {};
    const Identifier* id = find_identifier(text_.substr(at_));
    if (id == nullptr) return fault(Kind::kUnknownIdentifier, at_);
    identifier_ = text_.substr(at_, id->first.size());
    const std::size_t begin = at_ + id->first.size();
    std::size_t end = std::min(text_.find(kGroupSeparator, begin), text_.size());
    if (!id->separator) end = std::min(end, begin + id->most);
    element = {identifier_, text_.substr(begin, end - begin)};
    at_ = end < text_.size() && text_[end] == kGroupSeparator ? end + 1 : end;
    return check(*id, element.value, begin);
  }

  /// `begin`: where the value stands in the text.
  Gs1Fault check(const Identifier& id, std::string_view value, std::size_t begin) const {
    if (value.size() > id.most) return fault(Kind::kTooLong, begin + id.most);
    if (value.size() < id.least) return fault(Kind::kTooShort, begin + value.size());
    for (const Part& part : id.parts) {
      const std::string_view own = value.substr(0, part.most);
      for (std::size_t i = 0; i < own.size(); ++i) {
        if (!part.set()[static_cast<unsigned char>(own[i])]) return fault(Kind::kCharacter, begin + i);
      }
      if (part.kind == 'd' && !is_date(own)) return fault(Kind::kDate, begin);
      if (part.check && own.back() != gs1_check_digit(own.substr(0, own.size() - 1))) {
        return fault(Kind::kCheck, begin + own.size() - 1, gs1_check_digit(own.substr(0, own.size() - 1)));
      }
      value.remove_prefix(own.size());
      begin += own.size();
    }
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view identifier_;
};

}  // namespace

const Gs1Element* Gs1Scan::element(std::string_view identifier) const {
  const auto found = std::ranges::find(elements, identifier, &Gs1Element::identifier);
  return found == elements.end() ? nullptr : &*found;
}

Gs1Scan scan_gs1(std::string_view text) {
  Gs1Scan scan;
  scan.fault = Scanner(text).run([&scan](const Gs1Element& element) {
    const Gs1Element* former = scan.element(element.identifier);
    if (former == nullptr) scan.elements.push_back(element);
    return former == nullptr || former->value == element.value;
  });
  return scan;
}

Gs1Fault check_gs1(std::string_view text) {
  constexpr std::size_t kMostElements = 32;  // as many as a symbol can hold, and more
  std::array<Gs1Element, kMostElements> seen;
  std::size_t count = 0;
  return Scanner(text).run([&](const Gs1Element& element) {
    for (std::size_t i = 0; i < count; ++i) {
      if (seen[i].identifier == element.identifier) return seen[i].value == element.value;
    }
    if (count < kMostElements) seen[count++] = element;
    return true;
  });
}

std::string_view gs1_title(std::string_view identifier, bool english) {
  const Identifier* id = find_identifier(identifier);
  if (id == nullptr || id->first.size() != identifier.size()) return {};
  return english ? id->en : id->zh;
}

std::optional<Date> gs1_date(std::string_view six_digits, int this_year) {
  if (six_digits.size() != 6 || !std::all_of(six_digits.begin(), six_digits.end(), is_digit))
    return std::nullopt;
  int year = this_year / 100 * 100 + two_digits(six_digits, 0);
  if (year - this_year >= 51) year -= 100;
  if (year - this_year <= -50) year += 100;
  const int month = two_digits(six_digits, 2), day = two_digits(six_digits, 4);
  if (day != 0) return Date::of(year, month, day);
  const std::optional<Date> next = month == 12 ? Date::of(year + 1, 1, 1) : Date::of(year, month + 1, 1);
  if (month == 0 || !next) return std::nullopt;
  return *next - 1;
}

}  // namespace zhiheng
