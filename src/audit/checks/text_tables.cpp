#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <unordered_map>

#include "audit/checks/cell_match.h"
#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/sections.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

/// A row or a column of a table of one of the books.
struct Labelled {
  std::uint32_t book;
  std::uint32_t table;
  std::uint32_t line;
  bool row;
};

/// A cell that may say what a statement says.
struct Candidate {
  const Book* book;
  const TableModel* table;
  const Value* value;
  const Line* across;  // the other label of the cell
  Likeness like;
};

class TableMatch {
 public:
  TableMatch(const std::vector<Book>& books, Results& results) : books_(books), results_(results) {
    for (std::uint32_t b = 0; b < books.size(); ++b) {
      places_.push_back(places_of(books[b].document));
      for (std::uint32_t t = 0; t < books[b].tables.size(); ++t) index(b, t);
    }
  }

  void run() {
    if (by_key_.empty()) return;
    match();
    wrong_units();
  }

 private:
  void match() {
    for (const Book& book : books_) {
      for (const Statement& st : book.statements.all) {
        if (usable(book, st)) test(book, st);
      }
    }
  }

  void index(std::uint32_t b, std::uint32_t t) {
    const TableModel& table = books_[b].tables[t];
    for (const Value& value : table.values) {
      const std::string digits = digits_of(books_[b], value.quantity);
      if (digits.size() >= 4)
        by_digits_[digits].push_back({&books_[b], &table, &value, nullptr, Likeness::kNear});
    }
    for (const bool row : {true, false}) {
      const auto& lines = row ? table.rows : table.columns;
      for (std::uint32_t l = 0; l < lines.size(); ++l) {
        const std::string& core = core_for(b, t, l, row, lines[l].subject);
        if (core.size() >= 6 && !is_generic(core)) by_key_[subject_key(core)].push_back({b, t, l, row});
      }
    }
  }

  const std::string& core_for(std::uint32_t b, std::uint32_t t, std::uint32_t l, bool row,
                              const std::string& subject) {
    auto& core = cores_[{(std::uint64_t{b} << 48) | (std::uint64_t{t} << 24) | (std::uint64_t{l} << 1) |
                         (row ? 1u : 0u)}];
    if (core.empty()) {
      core = core_of(subject, books_[b].statements.region);
      for (const std::string_view total : {"合计", "总计", "小计"}) {
        if (core.size() > total.size() + 6 && core.ends_with(total)) core.resize(core.size() - total.size());
      }
    }
    return core;
  }

  static bool usable(const Book& book, const Statement& st) {
    const Quantity& q = book.statements.quantity(st);
    if (st.list || st.from || st.target || st.subject.empty() || q.dimension == Dimension::kNone ||
        q.bound == Bound::kRange)
      return false;
    if (st.scope != Scope::kOwn) return false;
    if (q.dimension == Dimension::kCount && q.scale == 1 && q.step < 1) return false;  // 每千人口 3.98 人
    return !(st.own.empty() && st.role == Role::kLevel && !st.reached);
  }

  void test(const Book& book, const Statement& st) {
    std::vector<Candidate> candidates;
    line_cells_.clear();
    collect(book, st, st.core, {}, candidates);
    if (candidates.empty()) {
      // 65 岁及以上人口: the row says 65 岁及以上.
      for (const std::string_view noun : {"人口", "企业", "单位", "产品", "项目", "人员"}) {
        if (st.core.ends_with(noun) && st.core.size() >= noun.size() + 9)
          collect(book, st, std::string_view(st.core).substr(0, st.core.size() - noun.size()), {},
                  candidates);
      }
    }
    // 乳制品合格率: the row is 乳制品, the column 合格率.
    if (const std::string_view measure = measure_word(st.core);
        !measure.empty() && st.core.size() > measure.size()) {
      collect(book, st, std::string_view(st.core).substr(0, st.core.size() - measure.size()), measure,
              candidates);
    }
    if (candidates.empty()) return turned_digits(book, st);
    const Quantity q = signed_of(book, st);
    for (const Candidate& c : candidates) {
      if (!q.interval.overlaps(value_in(*c.value, q))) continue;
      if (q.exact()) {
        results_.held.push_back({kind_of(book, c),
                                 {spot_of(book, st), spot_of(*c.book, *c.table, *c.value)},
                                 fmt::format("{} = {} {}", words_of(book, st), c.table->number,
                                             cell_words(*c.book, *c.table, *c.value))});
      }
      return;
    }
    // The row has other columns: one of them may be meant.
    for (const Value* cell : line_cells_) {
      if (matches_unit(q, cell->quantity) && q.interval.overlaps(value_in(*cell, q)) &&
          st.period_said == false)
        return;
    }
    judge(book, st, candidates);
  }

  static bool is_verb(std::string_view words) {
    static constexpr std::string_view kVerbs[] = {"受理", "办理", "处理", "收到", "接到", "完成",
                                                  "开展", "抽检", "抽查", "检查", "查处", "登记",
                                                  "新增", "实现", "发生", "发放", "其中", "共"};
    return std::ranges::find(kVerbs, words) != std::end(kVerbs);
  }

  std::int32_t place(const Book& book, const Statement& st) const {
    return places_[book.index][book.statements.sentences[st.sentence].block];
  }

  static std::string_view measure_word(std::string_view core) {
    for (const std::string_view word :
         {"不合格率", "合格率", "达标率", "覆盖率", "优良率", "办结率", "占比", "比重", "增加值", "总产值",
          "产值", "营业收入", "抽检", "抽样", "受检", "人均可支配收入"}) {
      if (core.ends_with(word) && core.size() >= word.size() + 6) return word;
    }
    return {};
  }

  /// Cells on the lines whose words are those of `name`; `across` words the other label must have.
  void collect(const Book& book, const Statement& st, std::string_view name, std::string_view across,
               std::vector<Candidate>& out) {
    if (name.size() < 6) return;
    const auto found = by_key_.find(subject_key(name));
    if (found == by_key_.end() || found->second.size() > 400) return;
    for (const Labelled& l : found->second) {
      const Book& other = books_[l.book];
      if (&other != &book && !same_region(other, book)) continue;
      const TableModel& table = other.tables[l.table];
      const Line& line = l.row ? table.rows[l.line] : table.columns[l.line];
      const std::string& words = core_for(l.book, l.table, l.line, l.row, line.subject);
      Likeness like = likeness(words, name);
      // 受理举报: a verb before the row's word.
      if (like == Likeness::kNone && words.size() >= 6 && name.ends_with(words) &&
          is_verb(name.substr(0, name.size() - words.size())))
        like = Likeness::kNear;
      if (like == Likeness::kNone) continue;
      const size_t count = l.row ? table.columns.size() : table.rows.size();
      if (other.index == book.index &&
          places_[book.index][table.blocks.empty() ? 0 : table.blocks[0]] != place(book, st))
        continue;
      for (size_t k = 0; k < count; ++k) {
        const Value* any = l.row ? table.at(l.line, k) : table.at(k, l.line);
        if (any) line_cells_.push_back(any);
      }
      for (size_t k = 0; k < count; ++k) {
        const Value* value = l.row ? table.at(l.line, k) : table.at(k, l.line);
        if (!value) continue;
        const Line& cross = l.row ? table.columns[k] : table.rows[k];
        if (fits(book, st, other, table, *value, line, cross, across))
          out.push_back({&other, &table, value, &cross, like});
      }
    }
  }

  bool fits(const Book& book, const Statement& st, const Book& other, const TableModel& table,
            const Value& value, const Line& line, const Line& cross, std::string_view across) const {
    const Quantity &q = book.statements.quantity(st), &v = value.quantity;
    if (!v.exact() || !matches_unit(q, v)) return false;
    const Measure measure = measure_of(table, value);
    if (measure == Measure::kOrdinal || measure == Measure::kRank || measure == Measure::kText) return false;
    const bool growth = measure == Measure::kGrowth || measure == Measure::kPoints;
    if (growth != (st.role == Role::kChange)) return false;
    if (st.role == Role::kChange && q.dimension != Dimension::kPercent && q.dimension != Dimension::kPoints)
      return false;
    if (q.dimension == Dimension::kPercent && !growth && measure != Measure::kRate &&
        measure != Measure::kShare && measure != Measure::kUnknown && measure != Measure::kIndex)
      return false;
    if (st.role == Role::kShare && measure != Measure::kShare) return false;
    if (!same_period(book, st, other, table, value)) return false;
    // The other label must be named too, unless it names only a period, a measure or a total.
    if (!across.empty() && (growth || is_generic(cross.subject)))
      return table.title.find(across) != std::string::npos;
    if (!across.empty())
      return cross.subject.find(across) != std::string::npos ||
             across.find(cross.subject) != std::string_view::npos;
    if (is_generic(cross.subject) || cross.total != Total::kNo) return true;
    if (growth && (cross.measure == Measure::kGrowth || line.measure == Measure::kGrowth)) return true;
    return st.subject.find(cross.subject) != std::string::npos || said_in_sentence(book, st, cross.subject);
  }

  static bool said_in_sentence(const Book& book, const Statement& st, std::string_view words) {
    const read::Span sentence = book.statements.sentences[st.sentence].span;
    const std::string_view before =
        std::string_view(book.document.text)
            .substr(sentence.begin, book.statements.quantity(st).span.begin - sentence.begin);
    return words.size() >= 6 && before.find(words) != before.npos;
  }

  Kind kind_of(const Book& book, const Candidate& c) const {
    return c.book == &book ? Kind::kTextTable : Kind::kDocument;
  }

  void judge(const Book& book, const Statement& st, const std::vector<Candidate>& candidates) {
    const Candidate* only = nullptr;
    for (const Candidate& c : candidates) {
      if (only && (c.like < only->like)) continue;
      if (only && c.like == only->like && c.value->quantity.value != only->value->quantity.value)
        return pick(book, st, candidates);
      only = &c;
    }
    const Quantity q = signed_of(book, st);
    const stats::Interval due = value_in(*only->value, q);
    // 合格率 99.6% beside a column of what is missing to 100.
    if (q.dimension == Dimension::kPercent && (stats::Interval{100, 100} - q.interval).overlaps(due)) return;
    const bool slip = is_slip(q, {due.middle(), due.middle()});
    const int power = q.exact() ? magnitude_slip(q, due) : 0;
    const bool about = speaks_of(book, st, *only->book, *only->table);
    if (only->like != Likeness::kSame || is_general_measure(st.core) || st.core.size() < 12) {
      // Few words in common: the table's title must be spoken of, and the digits must tell.
      const bool long_slip = slip && std::abs(q.value) / q.step >= 1000;
      if (!about && !long_slip) return;
      if (!slip && !power && !is_neighbour(*only->table, *only->value, q)) return;
      if (only->value->quantity.unit.empty() && q.unit.ends_with("次") && !slip) return;
    }
    if (st.part_of >= 0 && !slip && !power && !is_neighbour(*only->table, *only->value, q))
      return;  // 未整改的 45 处，其中建筑施工 15 处: of something else
    if (only->book != &book && !slip && !power && !st.period_said) return;
    report(book, st, *only, due, slip, power);
  }

  static std::string digits_of(const Book& book, const Quantity& q) {
    std::string digits;
    for (const char c : book.document.view(q.number)) {
      if (c >= '0' && c <= '9') digits += c;
    }
    std::ranges::sort(digits);
    return digits;
  }

  /// 小型企业 1648 家 beside 小型 1468: the digits turned round and one of the cell's words in the sentence.
  void turned_digits(const Book& book, const Statement& st) {
    const Quantity& q = book.statements.quantity(st);
    const std::string digits = digits_of(book, q);
    if (digits.size() < 4 || !q.exact() || st.role == Role::kChange) return;
    const auto found = by_digits_.find(digits);
    if (found == by_digits_.end() || found->second.size() > 20) return;
    // Where a table gives the number as it is, or two cells could be meant, none is blamed.
    const Candidate* meant = nullptr;
    for (const Candidate& c : found->second) {
      if (value_in(*c.value, q).overlaps(q.interval)) return;
      if (!could_be_meant(book, st, c)) continue;
      if (meant) return;
      meant = &c;
    }
    if (meant) report(book, st, *meant, value_in(*meant->value, q), true, 0);
  }

  /// Whether the sentence speaks of the cell, but for two digits turned round.
  static bool could_be_meant(const Book& book, const Statement& st, const Candidate& c) {
    const Quantity& q = book.statements.quantity(st);
    if (c.book != &book && !same_region(*c.book, book)) return false;
    const auto is_percent = [](const Quantity& n) { return n.dimension == Dimension::kPercent; };
    if (is_percent(q) != is_percent(c.value->quantity) || !matches_unit(q, c.value->quantity)) return false;
    const Line &row = c.table->rows[static_cast<size_t>(c.value->row)],
               &column = c.table->columns[static_cast<size_t>(c.value->column)];
    const bool by_column = row.total != Total::kNo || row.period.named() || row.subject.size() < 6;
    const std::string& name = by_column ? column.subject : row.subject;
    if (name.size() < 6 || is_generic(name) || st.subject.find(name) == std::string::npos) return false;
    if (st.period_said && !same_period(book, st, *c.book, *c.table, *c.value)) return false;
    const double due = value_in(*c.value, q).middle();
    return is_slip(q, {due, due}) &&
           (is_within(12, book, st, *c.book, *c.table) || speaks_of(book, st, *c.book, *c.table));
  }

  /// Of several cells that differ, the one of which the sentence's number is a slip of the pen.
  void pick(const Book& book, const Statement& st, const std::vector<Candidate>& candidates) {
    const Quantity q = signed_of(book, st);
    for (const Candidate& c : candidates) {
      const stats::Interval due = value_in(*c.value, q);
      if (c.like == Likeness::kSame && is_slip(q, {due.middle(), due.middle()}))
        return report(book, st, c, due, true, 0);
    }
  }

  void report(const Book& book, const Statement& st, const Candidate& c, const stats::Interval& due,
              bool slip, int power) {
    const Quantity q = signed_of(book, st);
    const bool certain = c.like == Likeness::kSame && slip && q.exact() && c.book == &book;
    Finding finding =
        compared(power ? Kind::kUnit : kind_of(book, c), certain, q, due, manner_of(book, st), "");
    finding.recomputed = cell_words(*c.book, *c.table, *c.value);
    finding.interval.clear();
    finding.spots = {spot_of(book, st), spot_of(*c.book, *c.table, *c.value)};
    const std::string name = !c.table->number.empty() ? c.table->number : "表";
    const std::string where = c.book == &book ? name : "《" + base_name(c.book->document.name) + "》" + name;
    finding.explanation = {
        fmt::format("“{}”文中为{}，{}中为{}", st.core, finding.stated, where, finding.recomputed),
        fmt::format("the text says {}, the table {}", finding.stated, finding.recomputed)};
    if (power) finding.explanation.zh += "；相差整十倍，像是单位（万、亿）写错";
    if (power && c.book == &book) slips_[c.table].push_back({results_.findings.size(), power});
    results_.findings.push_back(std::move(finding));
  }

  /// Several numbers of a table that are all off by the same power of ten: its unit is wrong, told once.
  void wrong_units() {
    std::vector<Finding> whole;
    std::vector<size_t> told;
    for (const auto& [table, slips] : slips_) {
      const bool alike =
          std::ranges::all_of(slips, [&](const Slip& s) { return s.power == slips.front().power; });
      if (slips.size() < 2 || !alike) continue;
      Finding finding = results_.findings[slips.front().finding];
      const read::Span unit = place_of_unit(*table, finding.spots[1].document);
      finding.spots.insert(finding.spots.begin(),
                           {finding.spots[0].document, unit, table->caption.empty() ? unit : table->caption});
      for (size_t k = 1; k < slips.size(); ++k)
        finding.spots.push_back(results_.findings[slips[k].finding].spots[0]);
      finding.certain = slips.size() > 2;
      finding.stated = std::string(table->unit);
      finding.recomputed.clear();
      finding.difference.clear();
      finding.cause = Words{"表的单位像是写错", "the table's unit seems to be wrong"};
      finding.explanation = {
          fmt::format("{}的单位“{}”与文中 {} 处数字都相差同样的整十倍", table->number, table->unit,
                      slips.size()),
          fmt::format(
              "{} numbers of the text differ from the table by the same power of ten: its unit “{}” is wrong",
              slips.size(), table->unit)};
      whole.push_back(std::move(finding));
      for (const Slip& slip : slips) told.push_back(slip.finding);
    }
    std::ranges::sort(told, std::greater<>());
    for (const size_t i : told)
      results_.findings.erase(results_.findings.begin() + static_cast<std::ptrdiff_t>(i));
    for (Finding& finding : whole) results_.findings.push_back(std::move(finding));
  }

  /// Where the unit of the table is written; its caption or first row if it is not to be found.
  read::Span place_of_unit(const TableModel& table, std::uint32_t document) const {
    const std::string& text = books_[document].document.text;
    if (table.unit.data() >= text.data() && table.unit.data() < text.data() + text.size()) {
      const auto begin = static_cast<std::uint32_t>(table.unit.data() - text.data());
      return {begin, begin + static_cast<std::uint32_t>(table.unit.size())};
    }
    return !table.caption.empty() || table.rows.empty() ? table.caption : table.rows.front().whole;
  }

  const std::vector<Book>& books_;
  Results& results_;
  std::unordered_map<std::string_view, std::vector<Labelled>> by_key_;
  std::unordered_map<std::uint64_t, std::string> cores_;
  std::unordered_map<std::string, std::vector<Candidate>> by_digits_;
  std::vector<std::vector<std::int32_t>> places_;
  std::vector<const Value*> line_cells_;  // of the lines that matched the statement being tested
  struct Slip {
    size_t finding;
    int power;
  };
  std::map<const TableModel*, std::vector<Slip>> slips_;
};

}  // namespace

void check_text_tables(const std::vector<Book>& books, Results& results) { TableMatch(books, results).run(); }

}  // namespace zhiheng::audit
