#pragma once
#include <cstdio>
#include <memory>

#include "views/row_forms.h"

namespace zhiheng::cli {

/// One table; says what is left out of it. The head must outlive the form.
std::unique_ptr<views::RowForm> text_rows(const views::RowsHead& head, std::FILE* file);

}  // namespace zhiheng::cli
