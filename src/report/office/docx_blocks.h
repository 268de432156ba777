#pragma once
#include "report/office/docx_context.h"

namespace zhiheng::report::office {

/// Appends the paper's blocks to the body, with a section break wherever the page turns, and the last
/// section's properties.
void add_blocks(pugi::xml_node body, DocxContext& context);

/// How a section numbers its pages; the first page of the body counts as 1.
enum class PageNumbers { kNone, kRoman, kArabicFromOne, kGoOn };

/// Ends the section with what stands last in the body; the next one begins on a new page.
void end_section(pugi::xml_node body, const Page& page, PageNumbers numbers);

}  // namespace zhiheng::report::office
