#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "audit/checks/table_checks.h"
#include "audit/make_document_test.h"

namespace zhiheng::audit {

/// A finding in one line: "sum: 1290 -> 1270".
inline std::string in_short(const Finding& finding) {
  return std::string(kind_name(finding.kind)) + ": " + finding.stated + " -> " + finding.recomputed;
}

/// What all checks of tables say about a document made of these lines.
struct Checked {
  read::Document document;
  Results results;

  explicit Checked(std::string_view lines) : document(make_document(lines)) {
    const std::vector<TableModel> tables = read_tables(document);
    check_table_sums(document, 0, tables, results);
    check_table_ratios(document, 0, tables, results);
    check_table_growth(document, 0, tables, results);
    check_table_limits(document, 0, tables, results);
  }
  std::vector<std::string> findings() const {
    std::vector<std::string> out;
    for (const Finding& finding : results.findings) out.push_back(in_short(finding));
    return out;
  }
  size_t held(Kind kind) const {
    size_t count = 0;
    for (const Held& held : results.held) count += held.kind == kind ? 1 : 0;
    return count;
  }
  std::string_view marked(size_t finding, size_t spot) const {
    return document.view(results.findings.at(finding).spots.at(spot).mark);
  }
};

}  // namespace zhiheng::audit
