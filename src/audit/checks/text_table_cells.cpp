#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/checks/cell_match.h"
#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/checks/growths.h"
#include "audit/checks/named_cells.h"
#include "audit/sections.h"
#include "audit/subject.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

constexpr long kReach = 40;         // blocks between a sentence and a table that it does not name
constexpr size_t kMostCells = 400;  // that one number may be compared with
constexpr size_t kMostTables = 60;  // that have a label of its words

/// A statement and the one cell that its words name.
struct Match {
  const Statement* statement = nullptr;
  NamedCell cell;
  bool agrees = false;
};

/// Lines of one axis of a table, by what named them.
struct Axis {
  std::vector<size_t> lines;
  bool named = false;  // by words, not by the period or because there is nothing to name
};

/// Sentences against cells whose row and column they name: 二季度检查 438 家, 临港镇满意率 91.4%.
class CellCheck {
 public:
  CellCheck(const std::vector<Book>& books, Results& results)
      : books_(books), index_(books), results_(results) {
    for (const Book& book : books) places_.push_back(places_of(book.document));
  }

  void run() {
    for (const Book& book : books_) {
      matches_.clear();
      for (const Statement& st : book.statements.all) {
        if (usable(book, st)) match(book, st);
      }
      for (const Match& m : matches_) judge(book, m);
    }
  }

 private:
  static bool usable(const Book& book, const Statement& st) {
    const Quantity& q = book.statements.quantity(st);
    return st.role == Role::kLevel && !st.list && !st.from && !st.target && !st.average && q.exact() &&
           q.dimension != Dimension::kNone && q.dimension != Dimension::kRank && st.scope == Scope::kOwn;
  }

  /// What the sentence says before the statement's clause, without spaces and 的.
  static std::string words_before(const Book& book, const Statement& st) {
    const std::uint32_t begin = book.statements.sentences[st.sentence].span.begin;
    std::string words;
    if (st.clause.begin <= begin) return words;
    for (const char c : book.document.view({begin, st.clause.begin})) {
      if (c != ' ' && c != '\n' && c != '\t') words += c;
    }
    for (size_t at; (at = words.find("的")) != words.npos;) words.erase(at, 3);
    return words;
  }

  void match(const Book& book, const Statement& st) {
    const std::string own = label_key(st.own, book.statements.region);
    const std::string before = words_before(book, st);
    const auto in_own = index_.hits(own), in_before = index_.hits(before);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> tables;
    for (const LabelHit& hit : in_own.empty() ? in_before : in_own) {
      if (tables.size() < kMostTables && may_speak_of(book, st, hit))
        tables.emplace_back(hit.book, hit.table);
    }
    std::ranges::sort(tables);
    tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
    std::vector<NamedCell> cells;
    for (const auto& [b, t] : tables) {
      const Search search{*this, book, st, own, before, b, t};
      search.cells(in_own, in_before, cells);
    }
    keep(book, st, cells);
  }

  bool may_speak_of(const Book& book, const Statement& st, const LabelHit& hit) const {
    const Book& other = books_[hit.book];
    const TableModel& table = other.tables[hit.table];
    if (table.blocks.empty()) return false;
    if (&other != &book) return same_region(other, book);
    const auto& places = places_[book.index];
    if (places[table.blocks[0]] != places[book.statements.sentences[st.sentence].block]) return false;
    return is_within(kReach, book, st, other, table) || speaks_of(book, st, other, table);
  }

  /// The search for a statement's cells in one table.
  struct Search {
    const CellCheck& check;
    const Book& book;
    const Statement& st;
    const std::string& own;
    const std::string& before;
    std::uint32_t b, t;

    const Book& other() const { return check.books_[b]; }
    const TableModel& table() const { return other().tables[t]; }

    void cells(const std::vector<LabelHit>& in_own, const std::vector<LabelHit>& in_before,
               std::vector<NamedCell>& out) const {
      const LabelHit* row = longest(in_own, true, nullptr);
      const LabelHit* column = longest(in_own, false, row);
      if (row && column && row->end - row->begin < column->end - column->begin) {
        column = longest(in_own, false, nullptr);
        row = longest(in_own, true, column);
      }
      if (!explains(row, column)) return;
      const Axis rows = axis(row, true, in_before), columns = axis(column, false, in_before);
      if (!rows.named && !columns.named) return;
      collect(rows, columns, out);
    }

    /// The longest label of the axis in the statement's own words that does not overlap `apart`.
    const LabelHit* longest(const std::vector<LabelHit>& hits, bool row, const LabelHit* apart) const {
      const LabelHit* found = nullptr;
      for (const LabelHit& hit : hits) {
        if (hit.book != b || hit.table != t || hit.row != row) continue;
        if (apart && hit.begin < apart->end && apart->begin < hit.end) continue;
        if (!found || hit.end - hit.begin > found->end - found->begin) found = &hit;
      }
      return found;
    }

    /// Whether the labels leave nothing of the statement's own words that would make it something else.
    bool explains(const LabelHit* row, const LabelHit* column) const {
      static constexpr std::string_view kWeightless[] = {
          "新增", "完成", "实现", "其中", "全年", "累计", "受理", "办理", "处理", "接到", "抽检",
          "检查", "开展", "发生", "建成", "拥有", "共",   "达到", "达",   "为",   "有",   "类",
          "年末", "全区", "全市", "全县", "投诉", "举报", "总计", "合计", "数",   "量",   "领域"};
      std::string rest = own;
      const LabelHit* last = row && column && row->begin > column->begin ? row : column ? column : row;
      const LabelHit* first = last == row ? column : row;
      if (last) rest.erase(last->begin, last->end - last->begin);
      if (first) rest.erase(first->begin, first->end - first->begin);
      for (const std::string_view word : kWeightless) {
        for (size_t at; (at = rest.find(word)) != rest.npos;) rest.erase(at, word.size());
      }
      return rest.empty();
    }

    const std::vector<Line>& lines(bool row) const { return row ? table().rows : table().columns; }

    Axis axis(const LabelHit* own_hit, bool row, const std::vector<LabelHit>& in_before) const {
      Axis out;
      const LabelHit* hit = own_hit ? own_hit : last_said(in_before, row);
      if (hit) {
        const std::string& name = check.index_.key(b, t, hit->line, row);
        for (size_t l = 0; l < lines(row).size(); ++l) {
          if (check.index_.key(b, t, static_cast<std::uint32_t>(l), row) == name) out.lines.push_back(l);
        }
        out.named = true;
        return out;
      }
      // The period may tell, or there is nothing to be named.
      for (size_t l = 0; l < lines(row).size(); ++l) {
        const Line& line = lines(row)[l];
        const bool dated = line.period.named() || line.is_relative;
        if (is_generic(line.subject) && line.total == Total::kNo && (dated || !row)) out.lines.push_back(l);
      }
      return out;
    }

    /// The last label of the axis before the clause that begins one. A list of them, or words for all of
    /// them, leave none that is spoken of.
    const LabelHit* last_said(const std::vector<LabelHit>& hits, bool row) const {
      static constexpr std::string_view kAll[] = {"总", "共", "合计", "平均", "全部", "各"};
      if (row && contains_any(st.own, kAll)) return nullptr;
      const LabelHit* found = last_begun(hits, row);
      return found && is_listed(*found) ? nullptr : found;
    }

    bool is_listed(const LabelHit& hit) const {
      static constexpr std::string_view kJoints[] = {"、", "和", "与", "及"};
      return starts_with_any(std::string_view(before).substr(hit.end), kJoints) ||
             ends_with_any(std::string_view(before).substr(0, hit.begin), kJoints);
    }

    const LabelHit* last_begun(const std::vector<LabelHit>& hits, bool row) const {
      static constexpr std::string_view kBefore[] = {"，",   "；", "：", "、", "（", "。",
                                                     "其中", "和", "与", "及", "是", "为"};
      const LabelHit* found = nullptr;
      for (const LabelHit& hit : hits) {
        if (hit.book != b || hit.table != t || hit.row != row) continue;
        if (hit.begin > 0 && !ends_with_any(std::string_view(before).substr(0, hit.begin), kBefore)) continue;
        if (!found || hit.begin > found->begin || (hit.begin == found->begin && hit.end > found->end))
          found = &hit;
      }
      return found;
    }

    void collect(const Axis& rows, const Axis& columns, std::vector<NamedCell>& out) const {
      for (const size_t r : rows.lines) {
        for (const size_t c : columns.lines) {
          const Value* value = table().at(r, c);
          if (value && fits(*value) && out.size() < kMostCells) out.push_back({&other(), &table(), value});
        }
      }
    }

    bool fits(const Value& value) const {
      const Quantity& q = book.statements.quantity(st);
      if (!value.quantity.exact() || !matches_unit(q, value.quantity)) return false;
      switch (measure_of(table(), value)) {
        case Measure::kOrdinal:
        case Measure::kRank:
        case Measure::kText:
        case Measure::kGrowth:
        case Measure::kPoints:
        case Measure::kDifference:
          return false;
        default:
          return same_period(book, st, other(), table(), value);
      }
    }
  };

  /// Of cells that all have one value, that one; where one of them agrees, it.
  void keep(const Book& book, const Statement& st, const std::vector<NamedCell>& cells) {
    const Quantity& q = book.statements.quantity(st);
    for (const NamedCell& cell : cells) {
      if (value_in(*cell.value, q).overlaps(q.interval)) {
        matches_.push_back({&st, cell, true});
        return;
      }
    }
    const auto differs = [&](const NamedCell& cell) {
      return value_in(*cell.value, q).middle() != value_in(*cells[0].value, q).middle();
    };
    if (!cells.empty() && std::ranges::none_of(cells, differs)) matches_.push_back({&st, cells[0], false});
  }

  /// How many other numbers of the statement's block agree with the same row or column. Those of one block
  /// stand together.
  int siblings(const Book& book, const Match& m) const {
    const auto block = [&](const Match& x) { return book.statements.sentences[x.statement->sentence].block; };
    const auto is_sibling = [&](const Match& x) {
      const Value &a = *x.cell.value, &b = *m.cell.value;
      return &x != &m && x.agrees && x.cell.table == m.cell.table && (a.row == b.row || a.column == b.column);
    };
    const auto of_block = [&](const Match& x) { return block(x) < block(m); };
    int found = 0;
    for (auto it = std::ranges::partition_point(matches_, of_block);
         it != matches_.end() && block(*it) == block(m); ++it) {
      found += is_sibling(*it) ? 1 : 0;
    }
    return found;
  }

  /// Whether another test has told of the statement's number.
  bool is_told(const Book& book, const Statement& st) const {
    const read::Span mark = book.statements.quantity(st).span;
    return std::ranges::any_of(results_.findings, [&](const Finding& finding) {
      const bool compares =
          finding.kind == Kind::kTextTable || finding.kind == Kind::kDocument || finding.kind == Kind::kUnit;
      return compares && std::ranges::any_of(finding.spots, [&](const Spot& spot) {
               return spot.document == book.index && spot.mark == mark;
             });
    });
  }

  /// Whether a cell of another period has the number: where the sentence says none, that may be meant.
  static bool of_other_period(const Match& m, const Quantity& q) {
    const TableModel& table = *m.cell.table;
    const auto row = static_cast<size_t>(m.cell.value->row),
               column = static_cast<size_t>(m.cell.value->column);
    const auto agrees = [&](const Value* v) { return v && value_in(*v, q).overlaps(q.interval); };
    const auto dated = [](const Line& line) {
      return line.period.named() || line.period.month || line.is_relative;
    };
    for (size_t k = 0; k < table.columns.size(); ++k) {
      if (dated(table.columns[k]) && agrees(table.at(row, k))) return true;
    }
    for (size_t k = 0; k < table.rows.size(); ++k) {
      if (dated(table.rows[k]) && agrees(table.at(k, column))) return true;
    }
    return false;
  }

  void judge(const Book& book, const Match& m) {
    if (m.agrees) return check_change_of_cell(book, *m.statement, m.cell, results_);
    if (is_told(book, *m.statement)) return;
    const Statement& st = *m.statement;
    const Quantity& q = book.statements.quantity(st);
    const stats::Interval due = value_in(*m.cell.value, q);
    // 合格率 99.6% beside a column of what is missing to 100.
    if (q.dimension == Dimension::kPercent && (stats::Interval{100, 100} - q.interval).overlaps(due)) return;
    const int power = magnitude_slip(q, due);
    const bool slip = is_slip(q, {due.middle(), due.middle()});
    const bool next = is_neighbour(*m.cell.table, *m.cell.value, q);
    if (!st.period_said && of_other_period(m, q)) return;
    const bool explained = power || slip || next;
    const int beside = siblings(book, m);
    const bool own = m.cell.book == &book;
    if (beside < (own ? 2 : 3) && !(explained && (own || beside > 0))) return;
    report(book, m, due, power, own && explained && beside > 1);
  }

  void report(const Book& book, const Match& m, const stats::Interval& due, int power, bool certain) {
    const Statement& st = *m.statement;
    const Quantity& q = book.statements.quantity(st);
    const bool own = m.cell.book == &book;
    const Kind kind = power ? Kind::kUnit : own ? Kind::kTextTable : Kind::kDocument;
    Finding finding = compared(kind, certain, q, due, manner_of(book, st), "");
    finding.recomputed = cell_words(*m.cell.book, *m.cell.table, *m.cell.value);
    finding.interval.clear();
    finding.spots = {spot_of(book, st), spot_of(*m.cell.book, *m.cell.table, *m.cell.value)};
    const std::string name = m.cell.table->number.empty() ? "表" : m.cell.table->number;
    const std::string where = own ? name : "《" + base_name(m.cell.book->document.name) + "》" + name;
    finding.explanation = {
        fmt::format("“{}”文中为{}，{}中为{}", st.subject, finding.stated, where, finding.recomputed),
        fmt::format("the text says {}, the table {}", finding.stated, finding.recomputed)};
    if (power) finding.explanation.zh += kTenfold;
    results_.findings.push_back(std::move(finding));
  }

  const std::vector<Book>& books_;
  LabelIndex index_;
  Results& results_;
  std::vector<std::vector<std::int32_t>> places_;
  std::vector<Match> matches_;  // of the book being read
};

}  // namespace

void check_text_table_cells(const std::vector<Book>& books, Results& results) {
  CellCheck(books, results).run();
}

}  // namespace zhiheng::audit
