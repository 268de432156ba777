#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "audit/checks/cell_match.h"
#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/checks/named_cells.h"
#include "audit/lex/cursor.h"
#include "audit/sections.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr long kReach = 12;  // blocks between a table and words that compare its rows
constexpr size_t kMostRows = 200;

/// Words that say that a row has the most or the least.
struct Superlative {
  std::string_view word;
  bool most;
};
constexpr Superlative kSuperlatives[] = {{"最高", true},  {"最多", true},  {"最大", true},
                                         {"最低", false}, {"最少", false}, {"最小", false}};
struct Comparative {
  std::string_view word;
  int sign;
};
constexpr Comparative kComparatives[] = {{"高于", 1},  {"多于", 1},  {"大于", 1},
                                         {"低于", -1}, {"少于", -1}, {"小于", -1}};

/// A stretch of words between two commas, with 的 and spaces left out, and where it stands.
struct Clause {
  std::string words;
  read::Span span;
};

/// A table with a reading of its rows as things of one kind.
struct Ranking {
  const Book* book;
  std::uint32_t index;  // of the table in its book
  const TableModel* table;
  std::vector<size_t> rows;        // those that are one thing each: no totals, no parts of others
  std::vector<std::string> names;  // of all rows: what they are called, or their period
};

class RankCheck {
 public:
  RankCheck(const std::vector<Book>& books, Results& results)
      : books_(books), labels_(books), results_(results) {}

  void run() {
    for (const Book& book : books_) {
      book_ = &book;
      rankings_ = rankings_of(book);
      if (rankings_.empty()) continue;
      for (std::uint32_t b = 0; b < book.document.blocks.size(); ++b) {
        if (book.document.blocks[b].kind == read::BlockKind::kParagraph) read_block(b);
      }
      for (const Statement& st : book.statements.all) difference(st);
    }
  }

 private:
  std::vector<Ranking> rankings_of(const Book& book) const {
    std::vector<Ranking> out;
    for (std::uint32_t t = 0; t < book.tables.size(); ++t) {
      const TableModel& table = book.tables[t];
      Ranking ranking{&book, t, &table, {}, {}};
      bool nested = false;
      for (size_t r = 0; r < table.rows.size(); ++r) {
        const Line& row = table.rows[r];
        nested = nested || row.of_which || row.depth > 0 || row.deduct || row.grouping;
        ranking.names.push_back(name_of(book, t, r));
        const bool dated = row.subject.empty() && (row.period.named() || row.period.month);
        if (row.total == Total::kNo && (dated || !is_generic(row.subject))) ranking.rows.push_back(r);
      }
      const bool fits = table.whole && !nested && !table.blocks.empty();
      if (fits && ranking.rows.size() > 1 && ranking.rows.size() <= kMostRows)
        out.push_back(std::move(ranking));
    }
    return out;
  }

  /// The clauses of a block.
  std::vector<Clause> clauses_of(read::Span block) const {
    static constexpr std::string_view kEnds[] = {"，", "。", "；", "：", ",", ";", "\n"};
    std::vector<Clause> out(1);
    out.back().span = {block.begin, block.begin};
    const std::string_view text = std::string_view(book_->document.text).substr(0, block.end);
    for (size_t at = block.begin; at < block.end;) {
      if (const size_t n = lex::first_of(text, at, kEnds); n) {
        out.back().span.end = lex::offset(at);
        at += n;
        out.push_back({"", {lex::offset(at), lex::offset(at)}});
        continue;
      }
      const size_t skipped =
          std::max<size_t>(lex::space_length(text, at), lex::starts(text, at, "的") ? 3 : 0);
      if (!skipped) out.back().words += text[at];
      at += std::max<size_t>(skipped, 1);
    }
    out.back().span.end = block.end;
    return out;
  }

  void read_block(std::uint32_t block) {
    for (const Clause& clause : clauses_of(book_->document.blocks[block].text)) {
      for (const Superlative& s : kSuperlatives) {
        if (const size_t at = clause.words.find(s.word); at != clause.words.npos)
          superlative(block, clause, at, s);
      }
      for (const Comparative& c : kComparatives) {
        if (const size_t at = clause.words.find(c.word); at != clause.words.npos)
          comparative(block, clause, at, c);
      }
    }
  }

  std::string name_of(const Book& book, std::uint32_t t, size_t r) const {
    const std::string& key = labels_.key(book.index, t, static_cast<std::uint32_t>(r), true);
    if (!key.empty()) return key;
    const std::string& label = book.tables[t].rows[r].label;
    return label.substr(label.rfind('/') == label.npos ? 0 : label.rfind('/') + 1);
  }

  /// Where the words name the row; npos if they do not. 11 月 does not name 1 月.
  static size_t place_of(std::string_view words, std::string_view name) {
    for (size_t at = name.size() < 4 ? words.npos : words.find(name); at != words.npos;
         at = words.find(name, at + 1)) {
      if (at == 0 || !lex::is_digit(words[at - 1]) || !lex::is_digit(name[0])) return at;
    }
    return words.npos;
  }

  /// The one row that the words name, of several the one with the longest name.
  std::optional<size_t> row_in(const Ranking& ranking, std::string_view words) const {
    std::optional<size_t> found;
    size_t longest = 0;
    for (const size_t r : ranking.rows) {
      const std::string& name = ranking.names[r];
      if (name.size() < longest || place_of(words, name) == words.npos) continue;
      if (found && name.size() == longest) return std::nullopt;
      found = r;
      longest = name.size();
    }
    return found;
  }

  /// The one column that the words name: the longest label; 不合格 is none of 不合格率.
  std::optional<size_t> column_in(const Ranking& ranking, std::string_view words) const {
    static constexpr std::string_view kOthers[] = {"率", "占比", "比重", "密度", "增速"};
    std::optional<size_t> found;
    size_t longest = 0;
    for (const LabelHit& hit : labels_.hits(words)) {
      if (hit.book != ranking.book->index || hit.table != ranking.index || hit.row) continue;
      if (hit.end - hit.begin < longest || starts_with_any(words.substr(hit.end), kOthers)) continue;
      if (found && hit.end - hit.begin == longest && hit.line != *found) return std::nullopt;
      found = hit.line;
      longest = hit.end - hit.begin;
    }
    return found;
  }

  const Value* cell(const Ranking& ranking, size_t row, size_t column) const {
    const Value* value = ranking.table->at(row, column);
    return value && value->quantity.exact() ? value : nullptr;
  }

  /// Tables near the block in which `words` name a row and a column, nearest first.
  const Ranking* ranking_for(std::uint32_t block, std::string_view words) const {
    const Ranking* found = nullptr;
    long nearest = kReach + 1;
    for (const Ranking& ranking : rankings_) {
      const long distance = std::labs(static_cast<long>(block) - static_cast<long>(ranking.table->blocks[0]));
      if (distance >= nearest || !row_in(ranking, words)) continue;
      if (!column_in(ranking, words) && ranking.table->columns.size() != 1) continue;
      found = &ranking;
      nearest = distance;
    }
    return found;
  }

  /// Words of a wider or narrower field than the table's rows.
  static bool of_another_field(std::string_view words) {
    static constexpr std::string_view kFields[] = {"全省", "全国", "除",   "历年",   "近年",  "以来",
                                                   "单日", "高峰", "增幅", "降幅",   "增长",  "涨幅",
                                                   "下降", "提高", "之一", "最低气", "最大化"};
    return contains_any(words, kFields);
  }

  size_t column_of(const Ranking& ranking, std::string_view words) const {
    const auto column = column_in(ranking, words);
    return column ? *column : 0;
  }

  /// The row that a superlative is said of: 最高的是水产品 behind it, 中片最高、西片最低 before it.
  std::optional<size_t> row_beside(const Ranking& ranking, std::string_view before,
                                   std::string_view behind) const {
    static constexpr std::string_view kIs[] = {"是", "为"};
    for (const std::string_view is : kIs) {
      if (behind.starts_with(is)) behind.remove_prefix(is.size());
    }
    if (const auto row = row_in(ranking, behind.substr(0, behind.find("比"))); row) {
      if (behind.starts_with(ranking.names[*row])) return row;
    }
    if (const size_t joint = before.rfind("、"); joint != before.npos) before.remove_prefix(joint + 3);
    const auto row = row_in(ranking, before);
    return row && before.starts_with(ranking.names[*row]) ? row : std::nullopt;
  }

  /// 合格率最高的是水产品, 滨河小学在校生最少: the row that is named against all others.
  void superlative(std::uint32_t block, const Clause& clause, size_t at, const Superlative& s) {
    const std::string_view words = clause.words;
    if (of_another_field(words)) return;
    const Ranking* ranking = ranking_for(block, words);
    if (!ranking) return;
    const auto row = row_beside(*ranking, words.substr(0, at), words.substr(at + s.word.size()));
    const size_t column = column_of(*ranking, words);
    const Value* claimed = row ? cell(*ranking, *row, column) : nullptr;
    if (!claimed) return;
    const Value* extreme = claimed;
    for (const size_t r : ranking->rows) {
      const Value* value = cell(*ranking, r, column);
      if (!value) return;  // a gap: the table does not tell all
      const double difference = value->quantity.value - extreme->quantity.value;
      if (s.most ? difference > 0 : difference < 0) extreme = value;
    }
    if (extreme == claimed || extreme->quantity.interval.overlaps(claimed->quantity.interval)) return;
    tell(clause, *ranking, *claimed, *extreme, std::string(s.word));
  }

  /// 东乡镇达标率高于西乡镇: two rows of one column.
  void comparative(std::uint32_t block, const Clause& clause, size_t at, const Comparative& c) {
    const std::string_view words = clause.words, behind = words.substr(at + c.word.size());
    if (of_another_field(words)) return;
    const std::string before = words_up_to(clause, at);
    const Ranking* ranking = ranking_for(block, before);
    if (!ranking) return;
    const auto left = row_in(*ranking, before), right = row_in(*ranking, behind);
    if (!left || !right || left == right) return;
    if (!behind.starts_with(ranking->names[*right])) return;
    const size_t column = column_of(*ranking, before);
    const Value *a = cell(*ranking, *left, column), *b = cell(*ranking, *right, column);
    if (!a || !b || a->quantity.interval.overlaps(b->quantity.interval)) return;
    if ((a->quantity.value - b->quantity.value) * c.sign < 0)
      tell(clause, *ranking, *a, *b, std::string(c.word));
  }

  /// The words of the clause up to `at`; where they name no row, with those of the clause before.
  std::string words_up_to(const Clause& clause, size_t at) const {
    std::string words = clause.words.substr(0, at);
    if (words.size() >= 6) return words;
    const std::uint32_t begin =
        book_->document.blocks[book_->document.block_at(clause.span.begin)].text.begin;
    std::string before;
    for (const char c : book_->document.view({begin, clause.span.begin})) {
      if (c != ' ' && c != '\n') before += c;
    }
    const size_t end = before.rfind("。");
    if (end != before.npos) before.erase(0, end + 3);
    for (size_t k; (k = before.find("的")) != before.npos;) before.erase(k, 3);
    return before + words;
  }

  /// 两者相差 5.7 个百分点, 东湖街道比中洲镇高 5.3 分: the two rows that the sentence names before.
  void difference(const Statement& st) {
    const Quantity& q = book_->statements.quantity(st);
    const Sentence& sentence = book_->statements.sentences[st.sentence];
    const bool apart = st.own.ends_with("相差");
    if ((!apart && st.role != Role::kChange) || !q.exact() || q.value <= 0) return;
    std::string words;
    for (const char c : book_->document.view({sentence.span.begin, q.span.begin})) {
      if (c != ' ' && c != '\n') words += c;
    }
    for (size_t k; (k = words.find("的")) != words.npos;) words.erase(k, 3);
    if (of_another_time(words)) return;
    for (const Ranking& ranking : rankings_) {
      if (std::labs(static_cast<long>(sentence.block) - static_cast<long>(ranking.table->blocks[0])) > kReach)
        continue;
      const auto rows = two_rows(ranking, words, apart);
      if (rows) return compare_difference(st, ranking, *rows, words);
    }
  }

  static bool of_another_time(std::string_view words) {
    static constexpr std::string_view kTimes[] = {"上年", "去年", "同期", "上月", "年均", "同比", "环比"};
    return contains_any(words, kTimes);
  }

  /// The two rows that are named; without 相差 the second must stand behind 比.
  std::optional<std::pair<size_t, size_t>> two_rows(const Ranking& ranking, std::string_view words,
                                                    bool apart) const {
    static constexpr std::string_view kThan[] = {"比", "较", "比最低", "比最高", "比最少", "比最多"};
    std::vector<std::pair<size_t, size_t>> rows;  // place, row
    for (const size_t r : ranking.rows) {
      const size_t at = place_of(words, ranking.names[r]);
      if (at != words.npos) rows.emplace_back(at, r);
    }
    std::ranges::sort(rows);
    if (rows.size() != 2) return std::nullopt;
    if (!apart && !ends_with_any(words.substr(0, rows[1].first), kThan)) return std::nullopt;
    return std::pair{rows[0].second, rows[1].second};
  }

  /// The column is the one that is named, else the only one.
  void compare_difference(const Statement& st, const Ranking& ranking, std::pair<size_t, size_t> rows,
                          std::string_view words) {
    const auto named = column_in(ranking, words);
    if (!named && ranking.table->columns.size() != 1) return;
    const size_t column = named.value_or(0);
    const Value *a = cell(ranking, rows.first, column), *b = cell(ranking, rows.second, column);
    const Quantity& q = book_->statements.quantity(st);
    if (!a || !b) return;
    const bool points = a->quantity.dimension == Dimension::kPercent && q.dimension == Dimension::kPoints;
    const bool same = a->quantity.dimension == q.dimension && a->quantity.unit == q.unit;
    if (!points && !same) return;
    stats::Interval due = a->quantity.interval - b->quantity.interval;
    if (due.middle() < 0) due = due * -1;
    if (due.overlaps(q.interval)) return;
    const std::string formula = fmt::format("{} − {}", cell_words(*ranking.book, *ranking.table, *a),
                                            cell_words(*ranking.book, *ranking.table, *b));
    Finding finding = compared(Kind::kTextTable, false, *book_, st, due, formula, {});
    finding.spots.push_back(spot_of(*ranking.book, *ranking.table, *a));
    finding.spots.push_back(spot_of(*ranking.book, *ranking.table, *b));
    finding.explanation = {fmt::format("按表中的数相差{}，不是{}", finding.recomputed, finding.stated),
                           fmt::format("the rows differ by {}, not {}", finding.recomputed, finding.stated)};
    results_.findings.push_back(std::move(finding));
  }

  void tell(const Clause& clause, const Ranking& ranking, const Value& claimed, const Value& other,
            const std::string& word) {
    const auto label = [&](const Value& value) { return ranking.names[static_cast<size_t>(value.row)]; };
    Finding finding;
    finding.kind = Kind::kTextTable;
    finding.weight = Weight::kWarning;
    finding.spots = {{ranking.book->index, clause.span, clause.span},
                     spot_of(*ranking.book, *ranking.table, claimed),
                     spot_of(*ranking.book, *ranking.table, other)};
    finding.stated = label(claimed) + word;
    finding.recomputed = label(other) + " " + cell_words(*ranking.book, *ranking.table, other);
    const std::string mine = cell_words(*ranking.book, *ranking.table, claimed);
    finding.explanation = {
        fmt::format("文中说“{}”{}，表中{}为{}，{}为{}", label(claimed), word, label(claimed), mine,
                    label(other), cell_words(*ranking.book, *ranking.table, other)),
        fmt::format("the table has {} for the row that is named and {} for another", mine,
                    cell_words(*ranking.book, *ranking.table, other))};
    results_.findings.push_back(std::move(finding));
  }

  const std::vector<Book>& books_;
  LabelIndex labels_;
  Results& results_;
  const Book* book_ = nullptr;
  std::vector<Ranking> rankings_;
};

}  // namespace

void check_text_table_ranks(const std::vector<Book>& books, Results& results) {
  RankCheck(books, results).run();
}

}  // namespace zhiheng::audit
