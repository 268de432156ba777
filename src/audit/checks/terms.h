#pragma once
#include "audit/book.h"
#include "audit/finding.h"

namespace zhiheng::audit {

/// Terms that a document defines twice, differently: 问题发现率是指甲占乙的比重, elsewhere 丙占丁的比重;
/// 人均公用 经费 once 按在职人数计算, once 按在职和退休人数计算. Appends definitions to `results`. O(length).
void check_terms(const Book& book, Results& results);

}  // namespace zhiheng::audit
