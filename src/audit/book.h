#pragma once
#include <cstdint>
#include <vector>

#include "audit/statement.h"
#include "audit/table.h"
#include "read/document.h"

namespace zhiheng::audit {

/// One document as the tests see it: its text, what it says in sentences and in tables.
struct Book {
  const read::Document& document;
  std::uint32_t index = 0;  // among the audited documents
  Statements statements;
  std::vector<TableModel> tables;
};

}  // namespace zhiheng::audit
