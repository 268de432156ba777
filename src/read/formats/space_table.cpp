#include "read/formats/space_table.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "base/text.h"

namespace zhiheng::read {
namespace {

constexpr int kMaxFieldWidth = 64;
constexpr int kMaxGap = 2;
constexpr size_t kMaxRows = 20'000;

/// Where a column stands, and up to where a field belongs to it.
struct Column {
  int begin = 0;
  int end = 0;
  int until = 0;
  bool right = false;  // its fields agree at their ends
};

bool may_be_row(const Line& line) {
  if (line.kind == LineKind::kHeading && line.level == 1) return false;
  return line.kind != LineKind::kCaption && line.kind != LineKind::kNote &&
         line.kind != LineKind::kContents && line.raw.size() < 2000;
}

/// A figure as a cell has it: "2564.82", "-0.8", "≥98%", "5781人".
bool is_numeric(std::string_view text) {
  while (!text.empty() && !(text[0] >= '0' && text[0] <= '9')) {
    bool taken = false;
    for (const std::string_view sign : {"-", "+", "±", "≥", "≤", ">", "<", "－", "−", "约", "("}) {
      if (!text.starts_with(sign)) continue;
      text.remove_prefix(sign.size());
      taken = true;
    }
    if (!taken) return false;
  }
  const bool enumerator = text.ends_with(".") || text.ends_with("、");
  return !text.empty() && !enumerator && display_width(text) <= 20;
}

bool overlaps(const Field& a, const Field& b, int slack) {
  return a.begin < b.end + slack && b.begin < a.end + slack;
}

/// Whether at least half of the shorter row's fields stand under or beside one of the other.
bool are_aligned(const std::vector<Field>& a, const std::vector<Field>& b) {
  const auto& few = a.size() <= b.size() ? a : b;
  const auto& many = a.size() <= b.size() ? b : a;
  const auto met = std::count_if(few.begin(), few.end(), [&](const Field& field) {
    return std::any_of(many.begin(), many.end(),
                       [&](const Field& other) { return overlaps(field, other, 2); });
  });
  return static_cast<size_t>(met) * 2 >= few.size();
}

bool is_row(const std::vector<Field>& fields) {
  return fields.size() >= 2 && std::all_of(fields.begin(), fields.end(), [](const Field& field) {
           return field.end - field.begin <= kMaxFieldWidth;
         });
}

using Rows = std::vector<std::vector<Field>>;

/// How many fields begin or end exactly where one of the row before does.
size_t agreement(const Rows& rows) {
  size_t count = 0;
  for (size_t r = 1; r < rows.size(); ++r) {
    for (const Field& field : rows[r]) {
      count += std::any_of(rows[r - 1].begin(), rows[r - 1].end(),
                           [&](const Field& above) {
                             return (field.begin == above.begin && field.begin > 0) || field.end == above.end;
                           })
                   ? 1
                   : 0;
    }
  }
  return count;
}

/// The measure under which the first lines stand in columns.
Measure choose_measure(std::span<const Line> lines) {
  constexpr size_t kSample = 30;
  Rows by_width;
  Rows by_characters;
  for (size_t i = 0; i < lines.size() && i < kSample && (i == 0 || lines[i].gap <= kMaxGap); ++i) {
    auto fields = space_fields(lines[i].raw, Measure::kWidth);
    if (fields.size() < 2) continue;
    by_width.push_back(std::move(fields));
    by_characters.push_back(space_fields(lines[i].raw, Measure::kCharacters));
  }
  return agreement(by_characters) > agreement(by_width) ? Measure::kCharacters : Measure::kWidth;
}

/// A lone field inside of the table: the rest of a cell that was broken.
bool is_part_of_row(const std::vector<Field>& fields, const std::vector<Field>& above) {
  return fields.size() == 1 && fields[0].end - fields[0].begin <= 40 && above.size() >= 2 &&
         fields[0].begin > above[0].begin + 1 && fields[0].begin < above.back().end;
}

/// A lone field in the first column above a row: the head of a group.
bool is_group_head(const std::vector<Field>& fields, const std::vector<Field>& above, bool below_heads,
                   std::span<const Line> below, Measure measure) {
  if (fields.size() != 1 || fields[0].end - fields[0].begin > 40 || above.size() < 2 || below.empty())
    return false;
  if (std::abs(fields[0].begin - above[0].begin) > 2 || below[0].gap > 1 || !may_be_row(below[0]))
    return false;
  const auto next = space_fields(below[0].raw, measure);
  // Heads are set over the columns, not in line with the figures.
  return is_row(next) && (!below_heads || are_aligned(next, above));
}

bool has_figure(const std::vector<Field>& row) {
  return std::any_of(row.begin() + 1, row.end(), [](const Field& field) { return is_numeric(field.text); });
}

bool looks_like_contents(const Rows& rows) {
  const auto is_entry = [](const std::vector<Field>& row) {
    return row.size() == 2 && is_numeric(row[1].text) &&
           (heading_level(row[0].text) > 0 || is_caption(row[0].text));
  };
  return static_cast<size_t>(std::count_if(rows.begin(), rows.end(), is_entry)) * 2 > rows.size();
}

bool looks_like_table(const Rows& rows) {
  size_t full = 0;
  size_t fields = 0;
  size_t numeric = 0;
  for (const auto& row : rows) {
    if (row.size() >= 2) ++full;
    fields += row.size();
    // The first column is often a number of the row only.
    for (size_t i = row.size() > 2 ? 1 : 0; i < row.size(); ++i) numeric += is_numeric(row[i].text) ? 1 : 0;
  }
  return full >= 2 && numeric >= 2 && numeric * 6 >= fields && !looks_like_contents(rows);
}

/// Columns where the rows with most fields stand.
std::vector<Column> covered_columns(const Rows& rows, size_t most) {
  int width = 0;
  for (const auto& row : rows) width = std::max(width, row.empty() ? 0 : row.back().end);
  std::vector<char> covered(static_cast<size_t>(width) + 1, 0);
  for (const auto& row : rows) {
    if (row.size() * 5 < most * 3 || row.size() < 2) continue;
    for (const Field& field : row)
      std::fill(covered.begin() + field.begin, covered.begin() + field.end, char{1});
  }
  std::vector<Column> columns;
  for (int at = 0; at <= width; ++at) {
    if (covered[static_cast<size_t>(at)] == 0) continue;
    if (columns.empty() || columns.back().end < at) columns.push_back({at, at, 0, false});
    columns.back().end = at + 1;
  }
  return columns;
}

/// The fullest row with figures, or else the fullest, tells the columns where fields of one reach under
/// another.
std::vector<Column> columns_of_fullest(const Rows& rows, size_t most) {
  const auto fullest =
      std::find_if(rows.begin(), rows.end(), [most](const auto& r) { return r.size() == most; });
  std::vector<Column> columns;
  for (const Field& field : *fullest) columns.push_back({field.begin, field.end, 0, false});
  return columns;
}

/// Columns of figures end together, columns of words begin together: tells where a head over them belongs.
void find_limits(const Rows& rows, std::vector<Column>& columns) {
  for (size_t c = 0; c < columns.size(); ++c) {
    int at_begin = 0;
    int at_end = 0;
    for (const auto& row : rows) {
      for (const Field& field : row) {
        at_begin += field.begin == columns[c].begin ? 1 : 0;
        at_end += field.end == columns[c].end ? 1 : 0;
      }
    }
    columns[c].right = at_end > at_begin;
  }
  for (size_t c = 0; c + 1 < columns.size(); ++c) {
    const Column& next = columns[c + 1];
    const int middle = (columns[c].end + next.begin) / 2;
    columns[c].until = columns[c].right && next.right ? columns[c].end + 1
                       : next.right                   ? middle
                                                      : next.begin - 1;
  }
  columns.back().until = 1 << 30;
}

std::vector<Column> find_columns(const Rows& rows) {
  // Heads are set over the columns, not in them.
  Rows full;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(full),
               [](const auto& row) { return row.size() > 1 && has_figure(row); });
  if (full.empty()) full = rows;
  size_t most = 0;
  for (const auto& row : full) most = std::max(most, row.size());
  std::vector<Column> columns = covered_columns(full, most);
  if (columns.size() < most) columns = columns_of_fullest(full, most);
  find_limits(full, columns);
  return columns;
}

int middle_of(int begin, int end) { return (begin + end) / 2; }

size_t column_of(const Field& field, const std::vector<Column>& columns, size_t from) {
  size_t best = from;
  int most_shared = 0;
  for (size_t c = from; c < columns.size(); ++c) {
    const int shared = std::min(field.end, columns[c].end) - std::max(field.begin, columns[c].begin);
    if (shared <= most_shared) continue;
    // Over several columns: the first of them.
    if (most_shared > 0 && middle_of(columns[best].begin, columns[best].end) >= field.begin) break;
    best = c;
    most_shared = shared;
  }
  if (most_shared > 0) return best;
  while (best + 1 < columns.size() && middle_of(field.begin, field.end) > columns[best].until) ++best;
  return best;
}

/// Last column whose middle the field reaches over.
size_t last_spanned(const Field& field, const std::vector<Column>& columns, size_t first) {
  size_t last = first;
  while (last + 1 < columns.size() && field.end > middle_of(columns[last + 1].begin, columns[last + 1].end))
    ++last;
  return last;
}

struct PlacedField {
  const Field* field = nullptr;
  size_t column = 0;
  size_t span = 1;
};

/// Each field with its columns, in order; no column is given twice as long as there are enough.
std::vector<PlacedField> place_fields(const std::vector<Field>& row, const std::vector<Column>& columns) {
  std::vector<PlacedField> out;
  size_t from = 0;
  for (size_t i = 0; i < row.size() && from < columns.size(); ++i) {
    const size_t left = row.size() - i - 1;
    size_t column = column_of(row[i], columns, from);
    column = std::max(from, std::min(column, columns.size() > left ? columns.size() - left - 1 : 0));
    size_t last = std::max(column, last_spanned(row[i], columns, column));
    last = std::max(column, std::min(last, columns.size() > left ? columns.size() - left - 1 : 0));
    out.push_back({&row[i], column, last - column + 1});
    from = last + 1;
  }
  return out;
}

bool is_pure_figure(std::string_view token) {
  return !token.empty() && token.find_first_not_of("0123456789.,%+-") == std::string_view::npos &&
         token.find_first_of("0123456789") != std::string_view::npos;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1 846.3": one number whose thousands are set apart by spaces, as far as its shape says.
bool is_spaced_number(const std::vector<std::string>& tokens) {
  if (tokens.size() < 2 || !is_digits(tokens[0]) || tokens[0].size() > 3 || tokens[0][0] == '0') return false;
  for (size_t i = 1; i < tokens.size(); ++i) {
    const std::string_view group = tokens[i];
    const size_t point = i + 1 == tokens.size() ? group.find('.') : group.npos;
    if (!is_digits(group.substr(0, point)) || group.substr(0, point).size() != 3) return false;
    if (point != group.npos && !is_digits(group.substr(point + 1))) return false;
  }
  return true;
}

/// Adds the figures of a field, which have one space between them, as fields of their own.
void append_parts(const Field& field, const std::vector<std::string>& tokens, std::vector<Field>& out) {
  int begin = field.begin;
  size_t at = 0;
  for (const std::string& token : tokens) {
    const int length = static_cast<int>(token.size());
    out.push_back({field.text.substr(at, token.size()), begin, begin + length});
    begin += length + 1;
    at += token.size() + 1;
  }
}

/// "1204 98.62" in a narrow table: figures with one space between are fields of their own. Those that may be
/// one number are parted only with `spaced`.
std::vector<Field> with_parted_figures(const std::vector<Field>& fields, bool spaced) {
  std::vector<Field> out;
  for (const Field& field : fields) {
    const auto tokens = split(field.text, ' ');
    const bool figures = tokens.size() > 1 && std::ranges::all_of(tokens, is_pure_figure);
    if (figures && (spaced || !is_spaced_number(tokens)))
      append_parts(field, tokens, out);
    else
      out.push_back(field);
  }
  return out;
}

/// "合  计": a word of two characters set wide at the beginning of a line is one field.
void join_spread_word(std::string_view raw, std::vector<Field>& fields) {
  constexpr int kWidest = 4;
  if (fields.size() < 3) return;
  const auto one_character = [](const Field& field) {
    return field.text.size() == 3 && static_cast<unsigned char>(field.text[0]) >= 0xE4;
  };
  Field &first = fields[0], &second = fields[1];
  if (!one_character(first) || !one_character(second) || second.begin - first.end > kWidest) return;
  const auto begin = static_cast<size_t>(first.text.data() - raw.data());
  first.text = raw.substr(begin, static_cast<size_t>(second.text.data() - raw.data()) + 3 - begin);
  first.end = second.end;
  fields.erase(fields.begin() + 1);
}

/// Parts what may be one number where the row then has no more fields than the others: "甲  120 345" below
/// three heads.
void part_spaced_numbers(Rows& rows) {
  size_t most = 0;
  for (const auto& row : rows) most = std::max(most, row.size());
  for (auto& row : rows) {
    if (row.size() >= most) continue;
    auto parted = with_parted_figures(row, true);
    if (parted.size() <= most) row = std::move(parted);
  }
}

}  // namespace

std::vector<Field> space_fields(std::string_view raw, Measure measure) {
  std::vector<Field> out;
  int column = 0;
  int spaces = 0;
  bool wide = true;
  size_t begin = 0;
  const auto close = [&](size_t end) {
    if (!out.empty() && out.back().text.empty()) out.back().text = raw.substr(begin, end - begin);
  };
  size_t end = 0;  // of the last character that is no space
  for (size_t at = 0; at < raw.size();) {
    const size_t start = at;
    const char32_t c = next_code_point(raw, at);
    if (c == ' ' || c == '\t' || c == 0x3000) {
      spaces += 1;
      wide = wide || c != ' ';
      column =
          c == '\t' ? (column / 8 + 1) * 8 : column + (c == 0x3000 && measure == Measure::kWidth ? 2 : 1);
      continue;
    }
    if (spaces >= 2 || wide) {
      close(end);
      begin = start;
      out.push_back({{}, column, column});
    }
    spaces = 0;
    wide = false;
    column += measure == Measure::kWidth && is_wide(c) ? 2 : 1;
    end = at;
    out.back().end = column;
  }
  close(end);
  join_spread_word(raw, out);
  return out.size() > 1 ? with_parted_figures(out, false) : out;
}

TableRun find_space_table(std::span<const Line> lines) {
  if (lines.size() < 2 || !may_be_row(lines[0])) return {0, 1};
  const Measure measure = choose_measure(lines);
  Rows rows;
  size_t last_full = 0;  // index of the last line with several fields
  bool figures = false;  // a row below the heads has been met
  for (size_t i = 0; i < lines.size() && i < kMaxRows; ++i) {
    const Line& line = lines[i];
    if (i > 0 && (line.gap > kMaxGap || line.page != lines[0].page)) break;
    if (!may_be_row(line)) break;
    auto fields = space_fields(line.raw, measure);
    const bool head = i == 0 && fields.size() == 1 && fields[0].begin >= 8 &&
                      fields[0].end - fields[0].begin <= 40 && line.kind == LineKind::kText &&
                      lines[1].gap == 0 &&
                      (has_gap(lines[1].text) || lines[1].text.find('\t') != std::string_view::npos);
    if (is_row(fields)) {
      // "一、  产业" above a table is a heading, "一、工业   12.5" in it a row; "第二节  产业" never is one.
      const bool may_be_heading = !figures || line.text.starts_with("第");
      if (may_be_heading && line.kind == LineKind::kHeading && !has_figure(fields)) break;
      if (figures && !are_aligned(rows[last_full], fields)) break;
      figures = figures || has_figure(fields);
      last_full = i;
    } else if (!head) {
      if (rows.empty()) return {0, 1};
      const bool part = line.gap == 0 && i - last_full <= 3 && is_part_of_row(fields, rows[last_full]);
      if (!part && !is_group_head(fields, rows[last_full], figures, lines.subspan(i + 1), measure)) break;
    }
    rows.push_back(std::move(fields));
  }
  const bool table = rows.size() >= 2 && looks_like_table(rows);
  return {table ? rows.size() : 0, std::max<size_t>(1, rows.size())};
}

void write_space_table(std::span<const Line> lines, DocumentWriter& writer) {
  const Measure measure = choose_measure(lines);
  Rows rows;
  for (const Line& line : lines) rows.push_back(space_fields(line.raw, measure));
  part_spaced_numbers(rows);
  const std::vector<Column> columns = find_columns(rows);
  writer.start_table(lines[0].line, lines[0].page);
  for (size_t r = 0; r < rows.size(); ++r) {
    const auto cell = [&](std::string_view text, size_t column, size_t span) {
      writer.cell(text, static_cast<int>(r), static_cast<int>(column), lines[r].line, 1,
                  static_cast<int>(span));
    };
    size_t next = 0;
    for (const PlacedField& placed : place_fields(rows[r], columns)) {
      for (; next < placed.column; ++next) cell({}, next, 1);
      cell(placed.field->text, placed.column, placed.span);
      next = placed.column + placed.span;
    }
    for (; next < columns.size(); ++next) cell({}, next, 1);
  }
  writer.finish_table();
}

}  // namespace zhiheng::read
