#include "intake/convert.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "base/gs1.h"
#include "base/identifiers.h"
#include "base/pattern.h"
#include "base/text.h"
#include "intake/cell_values.h"
#include "intake/code_table.h"
#include "intake/divisions.h"

namespace zhiheng::intake {
namespace {

using catalog::DatasetColumn;
using Form = DatasetColumn::Form;
using Type = DatasetColumn::Type;

constexpr ErrorCode kUnknownList{"cell.unknown-list", "列 {} 的代码表 {} 不存在",
                                 "column {}: there is no code list {}"};

constexpr std::size_t kLongestCode = 256;  // bytes of a checked code before it is normalised

/// The words of truth values by turns: no, yes, no, yes …
const CodeTable& truth_words() {
  static const CodeTable table = [] {
    catalog::CodeList list;
    for (const char* word :
         {"0", "1", "否", "是", "无", "有", "false", "true", "no", "yes", "N", "Y", "F", "T", "×", "√"}) {
      list.codes.push_back({word, {}, {}, false});
    }
    return CodeTable(list);
  }();
  return table;
}

formula::Type vector_type(Type type) {
  switch (type) {
    case Type::kText:
      return formula::Type::kText;
    case Type::kDate:
      return formula::Type::kDate;
    case Type::kTime:
      return formula::Type::kTime;
    case Type::kBoolean:
      return formula::Type::kBoolean;
    case Type::kInteger:
    case Type::kDecimal:
      break;
  }
  return formula::Type::kNumber;
}

void mark(std::vector<Reason>& of, std::size_t rows, std::size_t row, Reason reason) {
  if (of.empty()) of.assign(rows, Reason::kNone);
  of[row] = reason;
}

/// Characters of a text that has only such as can be seen; the reason against it where it has others.
Reason measure(std::string_view text, std::size_t& characters) {
  characters = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    // Eight bytes from space to tilde are eight characters.
    if (text.size() - at >= 8) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + at, 8);
      constexpr std::uint64_t kSpaces = 0x2020202020202020, kOnes = 0x0101010101010101;
      const std::uint64_t low = (word - kSpaces) & ~word, del = (word + kOnes) | word;
      if (((low | del) & kTopBits) == 0) {
        characters += 8, at += 8;
        continue;
      }
    }
    const std::size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (c == 0xFFFD && at == from + 1) return Reason::kNotText;
    const bool hidden =
        c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (hidden) return Reason::kControl;
    ++characters;
  }
  return Reason::kNone;
}

/// Whether spaces of any kind may stand around it.
bool may_be_trimmed(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front()), last = static_cast<unsigned char>(text.back());
  return first <= ' ' || last <= ' ' || first == 0xC2 || first == 0xE2 || first == 0xE3 || first == 0xEF ||
         (last >= 0x80 && last < 0xC0);
}

Reason check_form(Form form, std::string_view text) {
  switch (form) {
    case Form::kFree:
      return Reason::kNone;
    case Form::kUscc:
      return check_uscc(text).ok() ? Reason::kNone : Reason::kUscc;
    case Form::kIdNumber:
      return check_id_number(text).ok() ? Reason::kNone : Reason::kIdNumber;
    case Form::kPhone:
      return check_phone(text).ok() ? Reason::kNone : Reason::kPhone;
    case Form::kGtin:
      return check_gtin(text).ok() ? Reason::kNone : Reason::kGtin;
    case Form::kGs1:
      return check_gs1(text).kind == Gs1Fault::Kind::kNone ? Reason::kNone : Reason::kGs1;
    case Form::kDivision:
      return check_division(text).ok() && is_known_province(text) ? Reason::kNone : Reason::kDivision;
  }
  return Reason::kNone;
}

}  // namespace

std::string_view TextArena::keep(std::string_view text) {
  if (chunks_.empty() || used_ + text.size() > kChunk) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(std::max(kChunk, text.size())));
    used_ = 0;
  }
  char* at = chunks_.back().get() + used_;
  std::copy(text.begin(), text.end(), at);
  used_ += text.size();
  return {at, text.size()};
}

void TextArena::clear() {
  if (chunks_.size() > 1) chunks_.clear();
  used_ = 0;
}

struct ColumnConverter::State {
  Type type;
  Form form;
  bool required, coded, masked;
  int decimals;
  std::int64_t least, most;
  std::size_t length;
  std::optional<Pattern> pattern;
  CodeTable codes;
  Divisions divisions;

  bool within(std::int64_t value) const { return (value >= least) & (value <= most); }

  void begin(std::size_t rows, ConvertedColumn& out) const;
  void leave_out(std::size_t row, std::size_t rows, Reason reason, ConvertedColumn& out) const;
  Reason read_in_full(std::string_view cell, std::int64_t& value) const;
  void take_in_full(const read::RowBlock& block, std::string_view cell, std::size_t row,
                    ConvertedColumn& out) const;
  template <typename Fast>
  void convert_values(const read::RowBlock& block, std::size_t column, ConvertedColumn& out, Fast fast) const;
  void convert_numbers(const read::RowBlock& block, std::size_t column, ConvertedColumn& out) const;
  void convert_codes(const read::RowBlock& block, std::size_t column, ConvertedColumn& out) const;
  void convert_texts(const read::RowBlock& block, std::size_t column, ConvertedColumn& out) const;
  Reason take_free_text(std::string_view cell, std::string_view& text) const;
  Reason take_code(std::string_view cell, std::string_view& text, Reason& remark, TextArena& arena) const;
};

void ColumnConverter::State::begin(std::size_t rows, ConvertedColumn& out) const {
  out.vector.type = vector_type(type);
  out.vector.decimals = decimals;
  out.vector.present.clear();
  out.vector.values.resize(coded || type == Type::kText ? 0 : rows);
  out.vector.texts.resize(!coded && type == Type::kText ? rows : 0);
  out.codes.resize(coded ? rows : 0);
  out.reasons.clear();
  out.remarks.clear();
  out.refused = 0;
  out.arena.clear();
}

/// Makes the row's value a missing one.
void ColumnConverter::State::leave_out(std::size_t row, std::size_t rows, Reason reason,
                                       ConvertedColumn& out) const {
  if (out.vector.present.empty()) out.vector.present.assign(rows, 1);
  out.vector.present[row] = 0;
  if (coded) {
    out.codes[row] = ConvertedColumn::kNoCode;
  } else if (type == Type::kText) {
    out.vector.texts[row] = {};
  } else {
    out.vector.values[row] = 0;
  }
  if (reason == Reason::kNone) return;
  mark(out.reasons, rows, row, reason);
  ++out.refused;
}

Reason ColumnConverter::State::read_in_full(std::string_view cell, std::int64_t& value) const {
  Reason reason = Reason::kNone;
  switch (type) {
    case Type::kDate:
      reason = read_date(cell, value);
      break;
    case Type::kTime:
      reason = read_time(cell, value);
      break;
    case Type::kBoolean: {
      const std::uint32_t word = truth_words().find_folded(cell);
      value = word & 1;
      return word == CodeTable::kNone ? Reason::kNotBoolean : Reason::kNone;
    }
    default:
      if (!plain_number(cell, decimals, value))
        reason = read_number(cell, decimals, type == Type::kInteger, value);
  }
  if (reason != Reason::kNone) return reason;
  return value < least ? Reason::kBelow : value > most ? Reason::kAbove : Reason::kNone;
}

/// What no fast reader takes: empty cells, unusual forms, mistakes.
[[gnu::noinline]] void ColumnConverter::State::take_in_full(const read::RowBlock& block,
                                                            std::string_view cell, std::size_t row,
                                                            ConvertedColumn& out) const {
  Reason reason = Reason::kNone;
  if (cell.empty() || trim_wide(cell).empty()) {
    leave_out(row, block.rows(), required ? Reason::kMissing : Reason::kNone, out);
    return;
  }
  if (coded) {
    out.codes[row] = codes.find_folded(cell);
    if (out.codes[row] == CodeTable::kNone) reason = Reason::kNotInList;
  } else {
    reason = read_in_full(cell, out.vector.values[row]);
  }
  if (reason != Reason::kNone) leave_out(row, block.rows(), reason, out);
}

template <typename Fast>
void ColumnConverter::State::convert_values(const read::RowBlock& block, std::size_t column,
                                            ConvertedColumn& out, Fast fast) const {
  const char* const text = block.text.data();
  const read::RowBlock::Cell* cell = block.cells.data() + column;
  std::int64_t* const values = out.vector.values.data();
  const std::size_t rows = block.rows(), step = block.columns;
  for (std::size_t row = 0; row < rows; ++row, cell += step) {
    std::int64_t value = 0;
    const bool taken = fast(text, text + cell->begin, cell->size, value);
    values[row] = value;
    if (!taken || !within(value)) [[unlikely]] {
      take_in_full(block, {text + cell->begin, cell->size}, row, out);
    }
  }
}

void ColumnConverter::State::convert_numbers(const read::RowBlock& block, std::size_t column,
                                             ConvertedColumn& out) const {
  if (decimals == 0) {
    convert_values(block, column, out,
                   [](const char* begin, const char* cell, std::size_t size, std::int64_t& value) {
                     return fast_integer(begin, cell, size, value);
                   });
  } else if (decimals <= 6) {
    convert_values(
        block, column, out,
        [places = decimals](const char* begin, const char* cell, std::size_t size, std::int64_t& value) {
          return fast_decimal(begin, cell, size, places, value);
        });
  } else {
    convert_values(block, column, out,
                   [places = decimals](const char*, const char* cell, std::size_t size, std::int64_t& value) {
                     return plain_number({cell, size}, places, value);
                   });
  }
}

void ColumnConverter::State::convert_codes(const read::RowBlock& block, std::size_t column,
                                           ConvertedColumn& out) const {
  const char* const text = block.text.data();
  const read::RowBlock::Cell* cell = block.cells.data() + column;
  const std::size_t rows = block.rows(), step = block.columns;
  for (std::size_t row = 0; row < rows; ++row, cell += step) {
    const std::uint32_t code = codes.find_exact(text, text + cell->begin, cell->size);
    out.codes[row] = code;
    if (code == CodeTable::kNone) [[unlikely]]
      take_in_full(block, {text + cell->begin, cell->size}, row, out);
  }
}

/// A free text without the spaces around it; an empty one is missing.
Reason ColumnConverter::State::take_free_text(std::string_view cell, std::string_view& text) const {
  text = cell.empty() || !may_be_trimmed(cell) ? cell : trim_wide(cell);
  std::size_t characters = 0;
  if (const Reason reason = measure(text, characters); reason != Reason::kNone) return reason;
  if (characters > length) return Reason::kTooLong;
  return pattern && !text.empty() && !pattern->matches(text) ? Reason::kPattern : Reason::kNone;
}

/// A text with a check of its own, normalised, and masked where it names a person.
Reason ColumnConverter::State::take_code(std::string_view cell, std::string_view& text, Reason& remark,
                                         TextArena& arena) const {
  std::array<char, kLongestCode> buffer;
  // Of an element string small and capital letters differ.
  text = form == Form::kFree || form == Form::kGs1 ? trim_wide(cell) : normalise_code(cell, buffer);
  if (text.empty() && trim_wide(cell).empty()) return Reason::kNone;
  if (const Reason reason = check_form(form, text); reason != Reason::kNone) return reason;
  if (std::string_view same; form != Form::kGs1) {
    if (const Reason reason = take_free_text(text, same); reason != Reason::kNone) return reason;
  }
  if (form == Form::kUscc) {
    remark = !is_known_registrar(text)             ? Reason::kUsccRegistrar
             : !check_uscc_organisation(text).ok() ? Reason::kUsccOrganisation
                                                   : Reason::kNone;
  }
  if (form == Form::kDivision && !divisions.may_be(text)) remark = Reason::kDivisionTown;
  if (masked) {
    text = arena.keep(mask_id(text));
  } else if (text.data() == buffer.data()) {
    text = arena.keep(text);
  }
  return Reason::kNone;
}

void ColumnConverter::State::convert_texts(const read::RowBlock& block, std::size_t column,
                                           ConvertedColumn& out) const {
  const bool free = form == Form::kFree && !masked;
  const std::size_t rows = block.rows();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view cell = block.cell(row, column);
    std::string_view& text = out.vector.texts[row];
    Reason remark = Reason::kNone;
    const Reason reason = free ? take_free_text(cell, text) : take_code(cell, text, remark, out.arena);
    if (reason != Reason::kNone) {
      leave_out(row, rows, reason, out);
    } else if (text.empty()) {
      leave_out(row, rows, required ? Reason::kMissing : Reason::kNone, out);
    } else if (remark != Reason::kNone) {
      mark(out.remarks, rows, row, remark);
    }
  }
}

ColumnConverter::ColumnConverter(const catalog::DatasetColumn& column, const catalog::Catalog& catalog) {
  auto state = std::make_unique<State>(State{
      column.type, column.form, column.required, !column.codes.empty(), column.personal == "id",
      column.type == Type::kDecimal ? column.decimals : 0,
      column.least.value_or(std::numeric_limits<std::int64_t>::min()),
      column.most.value_or(std::numeric_limits<std::int64_t>::max()),
      static_cast<std::size_t>(std::max(column.length, 0)), std::nullopt, CodeTable(), Divisions(catalog)});
  if (!column.pattern.empty()) state->pattern.emplace(column.pattern, column.where);
  if (state->coded) {
    const std::string& list = column.codes == "area" ? catalog.district.areas : column.codes;
    const catalog::CodeList* found = catalog.code_list(list);
    if (found == nullptr) throw Error(kUnknownList, column.where, {column.id, list});
    state->codes = CodeTable(*found);
  }
  state_ = std::move(state);
}
ColumnConverter::~ColumnConverter() = default;
ColumnConverter::ColumnConverter(ColumnConverter&&) noexcept = default;
ColumnConverter& ColumnConverter::operator=(ColumnConverter&&) noexcept = default;

bool ColumnConverter::has_codes() const { return state_->coded; }

void ColumnConverter::convert(const read::RowBlock& block, std::size_t file_column,
                              ConvertedColumn& out) const {
  const State& s = *state_;
  s.begin(block.rows(), out);
  if (s.coded) return s.convert_codes(block, file_column, out);
  switch (s.type) {
    case Type::kText:
      return s.convert_texts(block, file_column, out);
    case Type::kDate:
      return s.convert_values(block, file_column, out,
                              [](const char*, const char* cell, std::size_t size, std::int64_t& value) {
                                return fast_date(cell, size, value);
                              });
    case Type::kTime:
      return s.convert_values(block, file_column, out,
                              [](const char*, const char* cell, std::size_t size, std::int64_t& value) {
                                return fast_time(cell, size, value);
                              });
    case Type::kBoolean:
      return s.convert_values(block, file_column, out,
                              [&words = truth_words()](const char* begin, const char* cell, std::size_t size,
                                                       std::int64_t& value) {
                                const std::uint32_t word = words.find_exact(begin, cell, size);
                                value = word & 1;
                                return word != CodeTable::kNone;
                              });
    case Type::kInteger:
    case Type::kDecimal:
      return s.convert_numbers(block, file_column, out);
  }
}

void ColumnConverter::convert_missing(std::size_t rows, ConvertedColumn& out) const {
  const State& s = *state_;
  s.begin(rows, out);
  for (std::size_t row = 0; row < rows; ++row) {
    s.leave_out(row, rows, s.required ? Reason::kMissing : Reason::kNone, out);
  }
}

}  // namespace zhiheng::intake
