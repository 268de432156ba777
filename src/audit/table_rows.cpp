#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "audit/table_draft.h"
#include "audit/table_label.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using Word = std::string_view;

bool is_percent_measure(Measure measure) {
  return measure == Measure::kRate || measure == Measure::kShare || measure == Measure::kGrowth;
}

/// Display columns of the spaces between the line's or field's beginning and the label.
int indent_before(Word text, std::uint32_t at) {
  int width = 0;
  while (at > 0) {
    if (text[at - 1] == ' ') {
      width += 1;
      at -= 1;
    } else if (at >= 3 && text.substr(at - 3, 3) == "　") {
      width += 2;
      at -= 3;
    } else {
      break;
    }
  }
  return width;
}

/// Takes 其中, # and 减 off the beginning of a row's label.
Word take_marks(Word label, Line& line, RowMark& mark) {
  while (label.starts_with('#') || label.starts_with("＃")) {
    label.remove_prefix(label[0] == '#' ? 1 : 3);
    ++mark.marks;
    line.of_which = true;
  }
  label = trim(label);
  if (label.starts_with("其中")) {
    line.of_which = true;
    label.remove_prefix(6);
    for (const Word mark_word : {"：", ":", "，", "、", ","}) {
      if (label.starts_with(mark_word)) label.remove_prefix(mark_word.size());
    }
    while (label.starts_with("　")) label.remove_prefix(3);
    label = trim(label);
  }
  if (label.starts_with("减：") || label.starts_with("减:")) line.deduct = true;
  return label;
}

/// A row's own measure counts only where its words leave no doubt: most row labels name a category.
Measure row_measure(const Line& line) {
  const Measure measure = measure_of_label(line.subject, line.unit);
  switch (measure) {
    case Measure::kAverage:
    case Measure::kIndex:
    case Measure::kRank:
      return line.unit.empty() ? Measure::kUnknown : measure;
    case Measure::kOrdinal:
    case Measure::kText:
      return Measure::kUnknown;
    case Measure::kRate:
      return !line.unit.empty() || line.subject.ends_with("率") ? measure : Measure::kUnknown;
    default:
      return measure;
  }
}

/// The number of a cell that has ASCII digits with a point at most: what most cells are, read without the
/// general reader's search for words. Equal to what parse_cell gives without a unit; `number` empty if the
/// cell is another.
Quantity read_plain_number(Word text, read::Span span) {
  const char* const begin = text.data() + span.begin;
  const char* const end = text.data() + span.end;
  Quantity q;
  int decimals = -1;
  for (const char* at = begin; at != end; ++at) {
    if (*at == '.' && decimals < 0 && at != begin) {
      decimals = 0;
    } else if (*at < '0' || *at > '9') {
      return q;
    } else if (decimals >= 0) {
      ++decimals;
    }
  }
  constexpr int kMostDecimals = 6;
  static constexpr double kSteps[] = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
  if (begin == end || decimals == 0 || decimals > kMostDecimals || end - begin > 15) return q;
  std::from_chars(begin, end, q.value);
  q.step = kSteps[std::max(decimals, 0)];
  q.interval = stats::rounded(q.value, q.step);
  q.span = q.number = span;
  return q;
}

class RowReader {
 public:
  RowReader(const Grid& grid, const Section& section, Draft& draft)
      : grid_(grid), section_(section), draft_(draft), outer_(section.label_columns.size()) {
    find_merged();
  }

  void read() {
    const size_t first = draft_.model.rows.size();
    std::vector<int> kept;
    for (const int row : section_.body) {
      if (has_content(row)) kept.push_back(row);
    }
    size_t numbers = 0;
    for (const int row : kept) numbers += static_cast<size_t>(grid_.row(row).numbers + grid_.row(row).years);
    draft_.model.values.reserve(draft_.model.values.size() + numbers);
    for (const int row : kept) read_label(row);
    complete_units(first);
    size_t line = first;
    for (const int row : kept) read_values(row, line++);
  }

 private:
  /// An outer label column with gaps holds for the rows below it.
  void find_merged() {
    merged_.assign(section_.label_columns.size(), false);
    for (size_t i = 0; i + 1 < section_.label_columns.size(); ++i) {
      for (const int row : section_.body) {
        const int c = section_.label_columns[i];
        const bool covered = grid_.kind(row, c) != CellKind::kNone && !grid_.is_origin(row, c);
        const bool gap = grid_.kind(row, c) == CellKind::kNone &&
                         grid_.kind(row, section_.label_columns[i + 1]) == CellKind::kWords;
        merged_[i] = merged_[i] || covered || gap;
      }
    }
  }

  bool has_content(int row) const {
    const auto filled = [&](int c) {
      return grid_.kind(row, c) != CellKind::kNone && grid_.is_origin(row, c);
    };
    return std::ranges::any_of(section_.label_columns, filled) ||
           std::ranges::any_of(section_.value_columns, filled);
  }

  void read_label(int row) {
    Line line;
    RowMark mark;
    std::vector<Word> parts;
    bool outermost_total = false;
    for (size_t i = 0; i < section_.label_columns.size(); ++i) {
      const int c = section_.label_columns[i];
      read::Span span = grid_.span(row, c);
      const bool own = grid_.kind(row, c) != CellKind::kNone && grid_.is_origin(row, c);
      if (merged_[i] && own) {
        outer_[i] = span;
        ++group_;
      } else if (merged_[i]) {
        span = outer_[i];
      }
      const Word text = trim(grid_.document().view(span));
      if (text.empty() || (!parts.empty() && parts.back().data() == text.data())) continue;
      // A total or a lone label in an outer column closes the group before it.
      const std::string word = compact(text);
      if (own && total_of(word) != Total::kNo) outermost_total = outermost_total || parts.empty();
      if (grid_.kind(row, c) == CellKind::kNumber && !is_time(word)) continue;  // 序号
      parts.push_back(text);
      line.span = span;
      line.label += line.label.empty() ? word : "/" + word;
      line.total = std::max(line.total, total_of(word));
      line.of_which = line.of_which || word == "其中" || word == "其中:";
    }
    finish_label(row, parts, line, mark);
    const bool any_merged = std::ranges::find(merged_, true) != merged_.end();
    if (any_merged && !outermost_total) line.group = group_;
    draft_.model.rows.push_back(std::move(line));
    draft_.marks.push_back(mark);
  }

  static bool is_time(const std::string& word) {
    return plain_year(word) != 0 || word.find("月") != std::string::npos;
  }

  void finish_label(int row, const std::vector<Word>& parts, Line& line, RowMark& mark) {
    if (!parts.empty()) {
      Word label = parts.back();
      mark.indent = indent_before(grid_.document().text, line.span.begin);
      while (label.starts_with("　")) {
        label.remove_prefix(3);
        mark.indent += 2;
      }
      const Word unmarked = take_marks(label, line, mark);
      const Numbering numbering = read_numbering(unmarked);
      mark.numbering = numbering.kind;
      label = take_marks(trim(unmarked.substr(numbering.length)), line, mark);
      const LabelUnit unit = read_label_unit(label);
      line.unit = unit.unit;
      read_label_period(label.substr(0, unit.end), line, line.subject);
      line.total = std::max(line.total, total_of(line.subject));
    }
    if (section_.unit_column >= 0) {
      const Word unit = trim(grid_.text(row, section_.unit_column));
      if (is_unit(compact(unit))) line.unit = unit;
    }
    line.measure = row_measure(line);
    line.whole = whole_row(row);
    line.grouping = std::ranges::all_of(section_.value_columns,
                                        [&](int c) { return grid_.kind(row, c) == CellKind::kNone; });
  }

  read::Span whole_row(int row) const {
    read::Span whole;
    for (int c = 0; c < grid_.columns(); ++c) {
      if (grid_.kind(row, c) == CellKind::kNone || !grid_.is_origin(row, c)) continue;
      const read::Span span = grid_.span(row, c);
      if (whole.empty()) whole.begin = span.begin;
      whole.end = std::max(whole.end, span.end);
    }
    return whole;
  }

  /// Rates and growths without a unit are per cents, unless all are fractions of one.
  void complete_units(size_t first_row) {
    for (size_t i = 0; i < draft_.model.columns.size(); ++i) {
      Line& column = draft_.model.columns[i];
      if (!column.unit.empty()) continue;
      if (column.measure == Measure::kPoints) column.unit = "个百分点";
      if (is_percent_measure(column.measure) && !fractions(section_.value_columns[i])) column.unit = "%";
    }
    for (size_t r = first_row; r < draft_.model.rows.size(); ++r) {
      Line& row = draft_.model.rows[r];
      if (row.unit.empty() && is_percent_measure(row.measure)) row.unit = "%";
    }
  }

  bool fractions(int c) const {
    bool any = false;
    for (const int row : section_.body) {
      if (grid_.kind(row, c) != CellKind::kNumber) continue;
      const Quantity q = parse_cell(grid_.document().text, grid_.span(row, c), {}, grid_.spaced());
      if (q.dimension == Dimension::kPercent || std::abs(q.value) > 1) return false;
      any = any || (q.value != 0 && std::abs(q.value) < 1);
    }
    return any;
  }

  void read_values(int row, size_t line) {
    TableModel& model = draft_.model;
    for (size_t i = 0; i < section_.value_columns.size(); ++i) {
      const int c = section_.value_columns[i];
      model.grid.push_back(state_of(row, c, line, i));
    }
  }

  std::int32_t state_of(int row, int c, size_t line, size_t column) {
    TableModel& model = draft_.model;
    switch (grid_.kind(row, c)) {
      case CellKind::kNone:
        return kEmptyCell;
      case CellKind::kDash:
        return kDashCell;
      case CellKind::kWords:
        return kWordsCell;
      default:
        break;
    }
    if (!grid_.is_origin(row, c)) return kWordsCell;
    Quantity q = read_plain_number(grid_.document().text, grid_.span(row, c));
    if (q.number.empty()) q = parse_cell(grid_.document().text, grid_.span(row, c), {}, grid_.spaced());
    if (q.number.empty()) return kWordsCell;
    if (q.unit.empty() && q.dimension == Dimension::kNone) {
      take_unit(unit_of(model, model.rows[line], model.columns[column]), q);
    }
    model.values.push_back({q, static_cast<std::int32_t>(line), static_cast<std::int32_t>(column)});
    return static_cast<std::int32_t>(model.values.size()) - 1;
  }

  /// Gives a number the unit that stands elsewhere. Most cells have the unit of the cell before them or
  /// above.
  void take_unit(Word written, Quantity& q) {
    if (written.empty()) return;
    const auto known = std::ranges::find_if(units_, [&](const auto& unit) {
      return unit.first.data() == written.data() && unit.first.size() == written.size();
    });
    if (known == units_.end() && units_.size() > 32) units_.clear();
    const Unit unit =
        known != units_.end() ? known->second : units_.emplace_back(written, parse_unit(written)).second;
    q.dimension = unit.dimension;
    q.unit = unit.dimension == Dimension::kNone ? written : unit.name;
    const bool counted =
        unit.dimension == Dimension::kCount && unit.scale * q.scale == 1 && q.step == 1 && q.exact();
    q.scale *= unit.scale;
    q.value *= unit.scale;
    q.step *= unit.scale;
    q.interval = counted ? stats::Interval{q.value, q.value} : q.interval * unit.scale;
  }

  const Grid& grid_;
  const Section& section_;
  Draft& draft_;
  std::vector<std::pair<Word, Unit>> units_;
  std::vector<bool> merged_;
  std::vector<read::Span> outer_;
  int group_ = -1;
};

}  // namespace

void append_rows(const Grid& grid, const Section& section, Draft& draft) {
  RowReader(grid, section, draft).read();
}

}  // namespace zhiheng::audit
