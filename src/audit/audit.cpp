#include "audit/audit.h"

#include <algorithm>
#include <map>

#include "audit/checks/checks.h"
#include "audit/checks/table_checks.h"
#include "base/file.h"

namespace zhiheng::audit {
namespace {

/// Of what a finding says, not of where it stands: kind, the words quoted first without spaces, the numbers.
/// So a text moved keeps its id and a changed number gets a new one.
std::string id_of(const Finding& finding, const std::vector<read::Document>& documents) {
  std::string words = kind_name(finding.kind);
  for (const Spot& spot : finding.spots) {
    for (const char c : documents[spot.document].view(spot.mark)) {
      if (c != ' ' && c != '\n' && c != '\t') words += c;
    }
    words += '|';
  }
  if (!finding.spots.empty()) {
    for (const char c : documents[finding.spots[0].document].view(finding.spots[0].quote)) {
      if (c != ' ' && c != '\n' && c != '\t') words += c;
    }
  }
  words += '|' + finding.stated + '|' + finding.recomputed;
  return sha256_hex(words).substr(0, 12);
}

bool before(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& f) {
    return f.spots.empty() ? std::pair(0u, 0u) : std::pair(f.spots[0].document, f.spots[0].mark.begin);
  };
  return key(a) < key(b);
}

/// The same doubt about the same number is told once: the certain one, else the first.
void merge(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), before);
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    const auto same = [&](const Finding& other) {
      return other.kind == finding.kind && !other.spots.empty() && !finding.spots.empty() &&
             other.spots[0].document == finding.spots[0].document &&
             other.spots[0].mark == finding.spots[0].mark;
    };
    const auto found =
        std::find_if(kept.rbegin(),
                     kept.rend() - static_cast<std::ptrdiff_t>(kept.size() > 8 ? kept.size() - 8 : 0), same);
    if (found == kept.rend() || (kept.size() > 8 && found == kept.rbegin() + 8)) {
      kept.push_back(std::move(finding));
    } else if (finding.certain && !found->certain) {
      *found = std::move(finding);
    }
  }
  findings = std::move(kept);
}

void set_ids(std::vector<Finding>& findings, const std::vector<read::Document>& documents) {
  std::map<std::string, int> seen;
  for (Finding& finding : findings) {
    finding.id = id_of(finding, documents);
    if (const int n = ++seen[finding.id]; n > 1) finding.id += "-" + std::to_string(n);
  }
}

}  // namespace

namespace {

std::int16_t latest_year(const std::vector<TableModel>& tables) {
  std::int16_t year = 0;
  for (const TableModel& table : tables) {
    for (const Line& column : table.columns) year = std::max(year, column.period.to);
    for (const Line& row : table.rows) year = std::max(year, row.period.to);
  }
  return year;
}

}  // namespace

Results audit(const std::vector<read::Document>& documents) {
  std::vector<Book> books;
  books.reserve(documents.size());
  for (const auto& document : documents) {
    auto tables = read_tables(document);
    auto statements = read_statements(document, latest_year(tables));
    books.push_back(
        {document, static_cast<std::uint32_t>(books.size()), std::move(statements), std::move(tables)});
  }
  const Lookup lookup(books);
  Results results;
  for (const Book& book : books) {
    check_text_sums(book, results);
    check_text_parts(book, results);
    check_text_ratios(book, lookup, results);
    check_text_averages(book, results);
    check_text_balances(book, results);
    check_text_means(book, results);
    check_text_growth(book, lookup, results);
    check_text_units(book, results);
    check_table_sums(book.document, book.index, book.tables, results);
    check_table_ratios(book.document, book.index, book.tables, results);
    check_table_growth(book.document, book.index, book.tables, results);
    check_table_limits(book.document, book.index, book.tables, results);
    check_structure(book.document, book.index, results);
  }
  check_repeats(books, lookup, results);
  check_text_tables(books, results);
  check_text_table_cells(books, results);
  check_text_table_ranks(books, results);
  const Claims claims = claims_of(books);
  check_targets(books, claims, results);
  check_definitions(books, claims, results);
  check_stock_flow(books, claims, results);
  merge(results.findings);
  set_ids(results.findings, documents);
  return results;
}

}  // namespace zhiheng::audit
