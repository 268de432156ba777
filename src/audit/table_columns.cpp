#include <algorithm>
#include <string>

#include "audit/table_draft.h"
#include "audit/table_label.h"

namespace zhiheng::audit {
namespace {

using Word = std::string_view;

/// Column `c` of head row `row`, where an empty cell of an upper row goes on with the cell left of it, as
/// text tables leave merged heads.
read::Span head_span(const Grid& grid, const Section& section, int row, int c) {
  if (grid.kind(row, c) != CellKind::kNone) return grid.span(row, c);
  if (row + 1 >= section.head_end) return {};
  for (int left = c; left > 0; --left) {
    if (grid.kind(row + 1, left) == CellKind::kNone || !grid.is_origin(row, left)) return {};
    if (grid.kind(row + 1, left - 1) == CellKind::kNone) return {};
    if (grid.kind(row, left - 1) != CellKind::kNone) return grid.span(row, left - 1);
  }
  return {};
}

/// One column's head as it is read from top to bottom.
struct Head {
  Line line;
  std::string outer;  // path without the innermost part
  std::string subject;
};

void add_part(const Grid& grid, read::Span span, bool innermost, Head& head) {
  Line& line = head.line;
  const Word raw = grid.document().view(span);
  const LabelUnit unit = read_label_unit(raw);
  const std::string whole = compact(raw);
  if (!line.label.empty()) line.label += '/';
  line.label += whole;
  line.span = span;
  if (is_unit(whole)) {
    line.unit = raw;
    return;
  }
  if (!unit.unit.empty()) line.unit = unit.unit;
  if (!innermost) head.outer += whole + "/";
  read_label_period(raw.substr(0, unit.end), line, head.subject);
}

std::vector<read::Span> head_parts(const Grid& grid, const Section& section, int c) {
  std::vector<read::Span> parts;
  for (int row = section.head_begin; row < section.head_end; ++row) {
    const read::Span span = head_span(grid, section, row, c);
    if (!span.empty() && (parts.empty() || !(parts.back() == span))) parts.push_back(span);
  }
  return parts;
}

Head read_head(const Grid& grid, const Section& section, int c) {
  Head head;
  std::vector<read::Span> parts = head_parts(grid, section, c);
  // A head that was aligned beside its numbers stands over an empty column.
  for (const int beside : {c - 1, c + 1}) {
    if (parts.empty() && std::ranges::binary_search(section.empty_columns, beside))
      parts = head_parts(grid, section, beside);
  }
  size_t inner = parts.size();
  while (inner > 1 && is_unit(compact(grid.document().view(parts[inner - 1])))) --inner;
  for (size_t i = 0; i < parts.size(); ++i) add_part(grid, parts[i], i + 1 >= inner, head);
  return head;
}

}  // namespace

std::vector<Line> read_columns(const Grid& grid, const Section& section) {
  std::vector<Line> columns;
  std::string outer_before;
  int group = -1;
  for (const int c : section.value_columns) {
    Head head = read_head(grid, section, c);
    Line& line = head.line;
    line.subject = head.subject;
    const size_t slash = line.label.rfind('/');
    const Word inner = slash == std::string::npos ? Word(line.label) : Word(line.label).substr(slash + 1);
    line.total = std::max(total_of(inner), total_of(head.subject));
    line.measure = measure_of_label(head.subject, line.unit);
    if (!head.outer.empty()) {
      if (head.outer != outer_before) ++group;
      line.group = group;
    }
    outer_before = std::move(head.outer);
    columns.push_back(std::move(line));
  }
  return columns;
}

}  // namespace zhiheng::audit
