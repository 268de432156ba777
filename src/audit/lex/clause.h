#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "audit/statement.h"

namespace zhiheng::audit::lex {

/// The words before a number, taken apart.
struct Clause {
  std::string own;    // what is left: the subject's own words
  std::string whole;  // behind 占: the denominator's words
  Role role = Role::kLevel;
  std::int8_t sign = 1;
  Base base = Base::kUnsaid;
  const TimeMark* base_mark = nullptr;  // the period behind 比/较/与
  const TimeMark* time = nullptr;       // the value's own period
  bool signed_word = false;             // 同比 alone: the number's sign says which way
  bool part = false, list = false, total = false, flow = false, reached = false, from = false,
       comparable = false, average = false,
       against = false;   // against: compared with another place, not another time
  bool compared = false;  // 比 … 数: only what the next number is compared with
};

/// Takes `range` of `text` apart. `times` are the document's period marks, in order.
Clause read_clause(std::string_view text, read::Span range, const std::vector<TimeMark>& times);

/// Where the clause of a number at `number` begins: behind the last comma, colon, bracket or number before
/// it. `last` is the end of the number before it in the sentence, or the sentence's begin.
size_t clause_begin(std::string_view text, size_t sentence, size_t last, size_t number);

}  // namespace zhiheng::audit::lex
