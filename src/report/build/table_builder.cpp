#include "report/build/table_builder.h"

#include <algorithm>

#include "base/text.h"
#include "report/build/certainties.h"
#include "report/build/shares.h"
#include "report/build/table_rows.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kUnknownMerge{"table.unknown-merge", "merge 中的表头“{}”不存在",
                                  "there is no head “{}” to merge"};
constexpr ErrorCode kNoRows{"table.no-rows", "表 {} 没有任何行：{} 在 {} 年没有数据",
                            "table {} has no rows: {} has no data in {}"};
constexpr ErrorCode kMarksInNote{"table.marks-in-note", "note 中不能有引用或脚注：{}",
                                 "no references or footnotes may stand in a note: {}"};
constexpr double kNarrow = 4, kWide = 30;
constexpr size_t kManyColumns = 6;  // columns

int depth_of(const std::vector<HeadSpec>& heads) {
  int depth = 0;
  for (const HeadSpec& head : heads)
    depth = std::max(depth, 1 + (head.expression ? 0 : depth_of(head.children)));
  return depth;
}

/// Lays the head tree out on a grid: a group spans its columns, a leaf the rows below it.
class HeadGrid {
 public:
  HeadGrid(const std::vector<HeadSpec>& heads, size_t columns, Binder& binder) : binder_(binder) {
    const int depth = depth_of(heads);
    rows_.resize(static_cast<size_t>(depth));
    for (TableRow& row : rows_) {
      row.kind = TableRow::Kind::kHead;
      row.cells.resize(columns);
    }
    size_t column = 0;
    place(heads, 0, column);
  }
  std::vector<TableRow> take() { return std::move(rows_); }

 private:
  void place(const std::vector<HeadSpec>& heads, size_t level, size_t& column) {
    for (const HeadSpec& head : heads) {
      const size_t start = column;
      Cell& cell = rows_[level].cells[start];
      cell.kind = Cell::Kind::kLabel;
      cell.text = binder_.plain(head.title, head.where);
      if (head.expression) {
        cell.row_span = static_cast<int>(rows_.size() - level);
        for (size_t below = level + 1; below < rows_.size(); ++below)
          rows_[below].cells[start].covered = true;
        ++column;
        continue;
      }
      place(head.children, level + 1, column);
      rows_[level].cells[start].col_span = static_cast<int>(column - start);
      for (size_t right = start + 1; right < column; ++right) rows_[level].cells[right].covered = true;
    }
  }

  Binder& binder_;
  std::vector<TableRow> rows_;
};

void merge_equal(std::vector<TableRow>& rows, size_t column) {
  for (size_t start = 0; start < rows.size();) {
    size_t end = start + 1;
    const auto mergeable = [&](size_t r) {
      return rows[r].kind == TableRow::Kind::kBody && rows[r].cells[column].kind != Cell::Kind::kNumber;
    };
    while (end < rows.size() && mergeable(start) && mergeable(end) &&
           rows[end].cells[column].text == rows[start].cells[column].text) {
      rows[end++].cells[column].covered = true;
    }
    rows[start].cells[column].row_span = static_cast<int>(end - start);
    start = end;
  }
}

int widest(const std::vector<TableRow>& rows, size_t column) {
  int width = 0;
  for (const TableRow& row : rows) {
    const Cell& cell = row.cells[column];
    if (!cell.covered && cell.col_span == 1)
      width = std::max(width, display_width(cell.text + cell.unit + cell.after) + cell.indent * 2);
  }
  return width;
}

/// Numbers must stand on one line; a long head over them may take two or three, and where columns are many,
/// labels too.
double column_width(int head, int body, bool numeric, size_t columns) {
  if (numeric) return std::max({kNarrow, body + 3.0, std::min<double>(head, std::max(6.0, head / 2.0 + 1))});
  return std::clamp<double>(std::max(body, std::min(head, 12)), kNarrow,
                            columns > kManyColumns ? kWide / 2 : kWide);
}

TableColumn describe_column(const Table& table, size_t column) {
  TableColumn out;
  for (const TableRow& row : table.body) {
    const Cell& cell = row.cells[column];
    if (cell.kind != Cell::Kind::kNumber) continue;
    out.numeric = true;
    const size_t point = cell.text.find('.');
    const size_t digits = cell.text.find_last_of("0123456789");
    if (point != std::string::npos && digits != std::string::npos)
      out.decimals = std::max(out.decimals, static_cast<int>(digits - point));
  }
  out.width = column_width(widest(table.head, column), widest(table.body, column), out.numeric,
                           table.head.back().cells.size());
  out.align = out.numeric ? Align::kRight : Align::kLeft;
  return out;
}

/// A column of short text (a level, a number in a list) reads best centred.
bool is_short_text(const Table& table, size_t column) {
  return column > 0 && std::all_of(table.body.begin(), table.body.end(), [&](const TableRow& row) {
           return row.cells[column].kind != Cell::Kind::kNumber &&
                  display_width(row.cells[column].text) <= 10;
         });
}

void describe_columns(const TableSpec& spec, Table& table) {
  const auto leaf = leaves(spec.heads);
  for (size_t i = 0; i < leaf.size(); ++i) {
    TableColumn column = describe_column(table, i);
    if (!spec.widths.empty()) column.width = spec.widths[i];
    const auto ask = certainty_ask(*leaf[i]->expression, leaf[i]->where);
    const bool range = ask && ask->alone;
    if (range || leaf[i]->expression->ref == "index" ||
        (leaf[i]->expression->ref != "row" && is_short_text(table, i)))
      column.align = Align::kCenter;
    table.columns.push_back(column);
  }
}

/// A note is plain words: it can hold numbers but no marks that are settled later.
std::string note_text(const std::string& note, const TableSpec& spec, Binder& binder,
                      Diagnostics& diagnostics) {
  const Runs runs = binder.bind_text(note, spec.where);
  const bool marks = std::any_of(runs.begin(), runs.end(), [](const Run& run) {
    return run.kind == Run::Kind::kReference || run.kind == Run::Kind::kFootnote;
  });
  if (marks) diagnostics.add(kMarksInNote, spec.where, {note});
  return plain_text(runs);
}

/// How intervals and judgements were made, once each; what the mark of a small base means.
void add_rules(BuildContext& context, Table& table) {
  bool marked = false;
  for (const TableRow& row : table.body) {
    for (const Cell& cell : row.cells) {
      if (cell.number < 0) continue;
      const auto& certainty = context.document.numbers[static_cast<size_t>(cell.number)].certainty;
      if (!certainty) continue;
      marked |= cell.after.ends_with(kSmallMark);
      const bool known = std::ranges::find(table.notes, certainty->rule) != table.notes.end();
      if (!certainty->rule.empty() && !known) table.notes.push_back(certainty->rule);
    }
  }
  if (marked) {
    const std::string least = std::to_string(context.small_numbers().least_base);
    table.notes.push_back(std::string("标") + kSmallMark + "的分母不足" + least + "，比率不稳定，只供参考。");
  }
}

}  // namespace

Table build_table(const TableSpec& spec, BuildContext& context) {
  Binder binder(context);
  context.registry.enter(spec.id);
  Table table;
  table.id = spec.id;
  table.title = binder.plain(spec.title, spec.where);
  table.unit = spec.unit;
  table.landscape = spec.landscape;
  for (const auto& note : spec.notes)
    table.notes.push_back(note_text(note, spec, binder, context.diagnostics));
  const size_t mistakes = context.diagnostics.items().size();
  TableRows rows(spec, context);
  table.body = rows.evaluate();
  table.sources = rows.sources();
  add_rules(context, table);
  if (table.body.empty() && context.diagnostics.items().size() == mistakes)
    context.diagnostics.add(kNoRows, spec.where, {spec.id, spec.cube, std::to_string(context.year)});
  const auto leaf = leaves(spec.heads);
  table.head = HeadGrid(spec.heads, leaf.size(), binder).take();
  for (const auto& title : spec.merge) {
    const auto found =
        std::find_if(leaf.begin(), leaf.end(), [&](const HeadSpec* h) { return h->title == title; });
    if (found == leaf.end())
      context.diagnostics.add(kUnknownMerge, spec.where, {title});
    else
      merge_equal(table.body, static_cast<size_t>(found - leaf.begin()));
  }
  describe_columns(spec, table);
  return table;
}

}  // namespace zhiheng::report
