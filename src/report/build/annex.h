#pragma once
#include <vector>

#include "measure/findings.h"
#include "report/build/binder.h"

namespace zhiheng::report {

/// The findings as the document keeps them.
std::vector<Finding> document_findings(const std::vector<measure::Finding>& findings, BuildContext& context);

/// Tables that a template asks for by `::: findings`, `::: methods`, `::: sources`. Of the finished document:
/// call them last.
Table findings_table(const Document& document);
Table methods_table(const Document& document, const catalog::Catalog& catalog);
Table sources_table(const Document& document);
/// Sections left out, as a list; a sentence when there are none.
Block omitted_list(const Document& document);

}  // namespace zhiheng::report
