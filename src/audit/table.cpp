#include "audit/table.h"

#include <algorithm>

#include "audit/table_draft.h"
#include "audit/table_label.h"
#include "audit/table_layout.h"

namespace zhiheng::audit {
namespace {

/// A percent sign or the like in the head holds for every cell of the column.
bool fixes_unit(const Line& line) {
  switch (line.measure) {
    case Measure::kRate:
    case Measure::kShare:
    case Measure::kGrowth:
    case Measure::kPoints:
    case Measure::kRank:
    case Measure::kOrdinal:
      return true;
    default:
      return false;
  }
}

/// Whether the table's unit can be meant for this line: "单位：万元" says nothing about 户数 or an index.
bool takes_table_unit(const TableModel& table, const Line& line) {
  if (line.measure == Measure::kIndex || line.measure == Measure::kAverage) return false;
  return line.measure != Measure::kCount || parse_unit(table.unit).dimension == Dimension::kCount;
}

/// Things counted one by one are exact, also where the head doesn't say which things. Bare whole numbers are
/// taken for counts where the whole table has no others.
void set_exact(TableModel& table) {
  const auto is_bare = [](const Quantity& q) {
    return q.dimension == Dimension::kNone && q.scale == 1 && q.exact();
  };
  bool all_whole = table.unit.empty();
  for (const Value& value : table.values)
    all_whole = all_whole && !(is_bare(value.quantity) && value.quantity.step < 1);
  for (Value& value : table.values) {
    Quantity& q = value.quantity;
    if (!is_bare(q) || q.step != 1) continue;
    const Measure measure = measure_of(table, value);
    if (measure == Measure::kCount || (measure == Measure::kUnknown && all_whole))
      q.interval = {q.value, q.value};
  }
}

class TableReader {
 public:
  explicit TableReader(const read::Document& document) : document_(document) {}

  std::vector<TableModel> read() {
    for (size_t i = 0; i < document_.blocks.size(); ++i) {
      if (document_.blocks[i].kind == read::BlockKind::kTable) read_block(i);
    }
    std::vector<TableModel> out;
    out.reserve(drafts_.size());
    for (Draft& draft : drafts_) {
      set_hierarchy(draft);
      set_exact(draft.model);
      out.push_back(std::move(draft.model));
    }
    return out;
  }

 private:
  void read_block(size_t block) {
    const Grid grid(document_, document_.blocks[block]);
    const std::vector<Section> sections = find_sections(grid);
    const Surroundings around = read_surroundings(document_, block);
    bool first = true;
    for (const Section& section : sections) {
      if (first && continues(grid, section, around)) {
        append_rows(grid, section, drafts_.back());
        drafts_.back().model.blocks.push_back(static_cast<std::uint32_t>(block));
      } else {
        const bool torn = first && (around.continued || is_torn(section, around, block));
        if (torn && !drafts_.empty()) drafts_.back().model.whole = false;
        begin(grid, section, around, block);
        drafts_.back().model.whole = !torn;
      }
      first = false;
    }
    if (sections.empty() && around.continued && !drafts_.empty()) drafts_.back().model.whole = false;
  }

  /// Whether a page break seems to have cut the table, so that neither piece has all its rows: nothing but
  /// notes between it and one of the page before, and no head or caption of its own.
  bool is_torn(const Section& section, const Surroundings& around, size_t block) const {
    if (drafts_.empty() || !around.only_notes || !around.caption.empty()) return false;
    const std::uint32_t before = drafts_.back().model.blocks.back();
    return section.head_begin == section.head_end &&
           document_.blocks[block].page == document_.blocks[before].page + 1;
  }

  /// Whether the section goes on with the table before it. One that should but can't marks that one as torn.
  bool continues(const Grid& grid, const Section& section, const Surroundings& around) {
    if (drafts_.empty() || !(around.continued || around.only_notes)) return false;
    Draft& before = drafts_.back();
    bool fits = section.value_columns.size() == before.model.columns.size();
    if (section.head_begin != section.head_end && fits)
      fits = same_heads(read_columns(grid, section), before.model, around);
    if (!fits && around.continued) before.model.whole = false;
    return fits;
  }

  /// Marked continuations may have damaged heads; unmarked ones must repeat them.
  static bool same_heads(const std::vector<Line>& heads, const TableModel& before,
                         const Surroundings& around) {
    size_t same = 0;
    size_t other = 0;
    for (size_t i = 0; i < heads.size(); ++i) {
      const std::string& a = heads[i].label;
      const std::string& b = before.columns[i].label;
      const bool alike = a == b || (!a.empty() && !b.empty() && (a.ends_with(b) || b.ends_with(a)));
      ++(alike ? same : other);
    }
    return around.continued ? same > 0 || other == 0 || heads.size() == 1 : other == 0;
  }

  void begin(const Grid& grid, const Section& section, const Surroundings& around, size_t block) {
    Draft draft;
    TableModel& model = draft.model;
    model.blocks.push_back(static_cast<std::uint32_t>(block));
    model.caption = around.caption;
    model.number = around.number;
    model.title = around.title;
    model.unit = around.unit;
    model.period = around.period;
    model.comparable = around.comparable;
    if (section.title_row >= 0 && model.title.empty()) set_title(grid, section.title_row, model);
    if (section.unit_row >= 0) set_unit(grid, section.unit_row, model);
    model.columns = read_columns(grid, section);
    append_rows(grid, section, draft);
    drafts_.push_back(std::move(draft));
  }

  static void set_title(const Grid& grid, int row, TableModel& model) {
    for (int c = 0; c < grid.columns(); ++c) {
      if (!grid.is_origin(row, c)) continue;
      const std::string_view text = grid.text(row, c);
      (is_caption_number(text) ? model.number : model.title) += compact(text);
    }
  }

  static void set_unit(const Grid& grid, int row, TableModel& model) {
    for (int c = 0; c < grid.columns(); ++c) {
      if (const std::string_view unit = unit_after_word(grid.text(row, c)); !unit.empty()) model.unit = unit;
    }
  }

  const read::Document& document_;
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<TableModel> read_tables(const read::Document& document) { return TableReader(document).read(); }

bool is_additive(Measure measure) {
  return measure == Measure::kUnknown || measure == Measure::kCount || measure == Measure::kAmount ||
         measure == Measure::kDifference;
}

Measure measure_of(const TableModel& table, const Value& value) {
  const Line& row = table.rows[static_cast<size_t>(value.row)];
  const Line& column = table.columns[static_cast<size_t>(value.column)];
  if (!is_additive(column.measure)) return column.measure;
  if (row.measure != Measure::kUnknown && !is_additive(row.measure)) return row.measure;
  if (column.measure == Measure::kDifference) return column.measure;
  return column.measure != Measure::kUnknown ? column.measure : row.measure;
}

Period period_of(const TableModel& table, const Value& value) {
  const Line& row = table.rows[static_cast<size_t>(value.row)];
  const Line& column = table.columns[static_cast<size_t>(value.column)];
  if (column.period.named()) return column.period;
  return row.period.named() ? row.period : table.period;
}

std::string_view unit_of(const TableModel& table, const Line& row, const Line& column) {
  if (!column.unit.empty() && fixes_unit(column)) return column.unit;
  if (!row.unit.empty()) return row.unit;
  if (!column.unit.empty()) return column.unit;
  if (fixes_unit(column) || fixes_unit(row)) return {};
  return takes_table_unit(table, row) && takes_table_unit(table, column) ? table.unit : std::string_view{};
}

}  // namespace zhiheng::audit
