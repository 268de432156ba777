#pragma once
#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

#include "audit/book.h"
#include "audit/checks/claims.h"
#include "read/read_document.h"

namespace zhiheng::audit {

/// Runs one of the checks over small documents. Each finding as "target 8.5%<10%" (what is doubted, what it
/// is held against), with "?" behind its kind where it is not certain and "." where it is a note.
template <typename Check>
std::vector<std::string> findings_of(Check check, const std::vector<std::string>& texts) {
  std::vector<read::Document> documents;
  for (const std::string& text : texts)
    documents.push_back(read::parse_document(text, std::to_string(documents.size()) + ".txt"));
  std::vector<Book> books;
  for (const auto& document : documents) {
    auto tables = read_tables(document);
    books.push_back(
        {document, static_cast<std::uint32_t>(books.size()), read_statements(document), std::move(tables)});
  }
  Results results;
  if constexpr (std::is_invocable_v<Check, const std::vector<Book>&, const Claims&, Results&>)
    check(books, claims_of(books), results);
  else
    check(books, results);
  std::vector<std::string> out;
  for (const Finding& finding : results.findings) {
    const char* mark = finding.certain ? " " : finding.weight == Weight::kNote ? ". " : "? ";
    out.push_back(kind_name(finding.kind) + std::string(mark) + finding.stated + "<" + finding.recomputed);
    EXPECT_FALSE(finding.spots.empty());
    EXPECT_FALSE(finding.explanation.zh.empty());
    EXPECT_FALSE(finding.explanation.en.empty());
  }
  return out;
}

}  // namespace zhiheng::audit
