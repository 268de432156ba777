#include "audit/checks/cell_match.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "audit/subject.h"
#include "audit/word_lists.h"
#include "audit/wording.h"

namespace zhiheng::audit {
namespace {

// Heads that name no thing of their own.
constexpr std::string_view kGeneric[] = {
    "数量",   "总量",   "数值", "值",   "合计", "总计",   "小计",   "金额",   "完成",   "实绩", "实际",
    "指标值", "绝对量", "本年", "本期", "累计", "完成值", "全年",   "决算数", "年末数", "年末", "总数",
    "指标",   "件数",   "户数", "家数", "人数", "数",     "实绩值", "现状值", "全区",   "全市", "全县"};

/// Whether `text` has the number of a table: 见表 3.
bool names_table(std::string_view text, std::string_view number) {
  for (size_t at = text.find("表"); at != text.npos; at = text.find("表", at + 3)) {
    std::string name = "表";
    for (size_t k = at + 3; k < text.size() && name.size() < number.size(); ++k) {
      if (text[k] != ' ') name += text[k];
    }
    if (name == number) return true;
  }
  return false;
}

}  // namespace

bool is_generic(std::string_view words) { return words.empty() || is_any_of(words, kGeneric); }

bool same_region(const Book& a, const Book& b) {
  return a.statements.region.empty() || b.statements.region.empty() ||
         a.statements.region == b.statements.region;
}

bool matches_unit(const Quantity& q, const Quantity& v) {
  if (q.dimension == v.dimension)
    return q.unit == v.unit || (q.dimension != Dimension::kMoney && q.dimension != Dimension::kCount &&
                                q.dimension != Dimension::kOther);
  return v.dimension == Dimension::kNone && v.unit.empty() &&
         (q.dimension == Dimension::kCount || q.dimension == Dimension::kPercent);
}

stats::Interval value_in(const Value& value, const Quantity& q) {
  if (value.quantity.dimension != Dimension::kNone) return value.quantity.interval;
  if (q.dimension == Dimension::kCount && value.quantity.step == 1 && q.scale == 1)
    return {value.quantity.value, value.quantity.value};
  return value.quantity.interval * (q.dimension == Dimension::kPercent ? 1 : q.scale);
}

bool same_period(const Book& book, const Statement& st, const Book& other, const TableModel& table,
                 const Value& value) {
  Period period = period_of(table, value);
  const Line &row = table.rows[static_cast<size_t>(value.row)],
             &column = table.columns[static_cast<size_t>(value.column)];
  int relative = 0;
  if (row.is_relative) relative = row.relative;
  if (column.is_relative) relative = column.relative;
  if (!period.named()) {
    const auto year = static_cast<std::int16_t>(
        (&other == &book || !other.statements.year_said ? book.statements.year : other.statements.year) +
        relative);
    period.from = period.to = year;
  } else if (relative && !row.period.named() && !column.period.named()) {
    period.from = static_cast<std::int16_t>(period.from + relative);
    period.to = static_cast<std::int16_t>(period.to + relative);
  }
  // 一季度, 7 月 in a head: of the year that the caption or the document names.
  for (const Line* line : {&row, &column}) {
    if (line->period.month && !line->period.named() && !period.month)
      period.month = line->period.month, period.month_to = line->period.month_to;
  }
  if (period.from != period.to) return false;
  if (!book.statements.year_said && (!other.statements.year_said || &other == &book)) {
    return st.period.from == period.from && st.period.month == period.month &&
           st.period.month_to == period.month_to;
  }
  return st.period == period;
}

Quantity signed_of(const Book& book, const Statement& st) {
  Quantity q = book.statements.quantity(st);
  if (st.role == Role::kChange && st.sign < 0) {
    q.value = -q.value;
    q.interval = {-q.interval.high, -q.interval.low};
  }
  return q;
}

bool is_neighbour(const TableModel& table, const Value& value, const Quantity& q) {
  if (std::abs(q.value) / q.step < 20) return false;
  const auto row = static_cast<size_t>(value.row), column = static_cast<size_t>(value.column);
  const auto near = [&](const Value* v) {
    return v && v != &value && v->quantity.value != value.quantity.value &&
           value_in(*v, q).overlaps(q.interval) && v->quantity.step == value.quantity.step;
  };
  for (size_t k = 0; k < table.columns.size(); ++k) {
    if (near(table.at(row, k)) && table.columns[k].measure == table.columns[column].measure) return true;
  }
  for (size_t k = 0; k < table.rows.size(); ++k) {
    if (near(table.at(k, column))) return true;
  }
  return false;
}

bool is_within(long blocks, const Book& book, const Statement& st, const Book& other,
               const TableModel& table) {
  if (&other != &book || table.blocks.empty()) return false;
  const long block = book.statements.sentences[st.sentence].block;
  return std::labs(block - static_cast<long>(table.blocks[0])) <= blocks;
}

bool speaks_of(const Book& book, const Statement& st, const Book& other, const TableModel& table) {
  const read::Span block = book.document.blocks[book.statements.sentences[st.sentence].block].text;
  const std::string_view text = book.document.view(block);
  if (&other == &book && !table.number.empty() && names_table(text, table.number)) return true;
  // A table without a title belongs to the words next to it.
  if (table.title.empty() && is_within(3, book, st, other, table)) return true;
  const std::string title = core_of(table.title, other.statements.region);
  int all = 0, there = 0;
  for (size_t at = 0; at + 6 <= title.size(); at += 3) {
    const std::string_view pair = std::string_view(title).substr(at, 6);
    if (static_cast<unsigned char>(pair[0]) < 0xE4 || static_cast<unsigned char>(pair[3]) < 0xE4) continue;
    ++all;
    there += text.find(pair) != text.npos ? 1 : 0;
  }
  return all >= 3 && there * 2 >= all;
}

std::string cell_words(const Book& book, const TableModel& table, const Value& value) {
  const Line& row = table.rows[static_cast<size_t>(value.row)];
  const Line& column = table.columns[static_cast<size_t>(value.column)];
  return show(value.quantity.value,
              manner_of(book.document.text, value.quantity, unit_of(table, row, column)));
}

}  // namespace zhiheng::audit
