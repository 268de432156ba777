#pragma once
#include "report/office/docx_context.h"

namespace zhiheng::report::office {

/// Appends the cover as a section of its own, without running head: district, title, issuers, date, and
/// 模拟数据 where the figures are made up.
void add_cover(pugi::xml_node body, DocxContext& context);

/// Appends contents and the lists of tables, figures and cases (those that have entries) as fields filled
/// with links, in a section numbered in Roman figures.
void add_contents(pugi::xml_node body, DocxContext& context);

}  // namespace zhiheng::report::office
