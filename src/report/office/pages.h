#pragma once
#include <unordered_map>

#include "report/document.h"
#include "report/office/outline.h"

namespace zhiheng::report::office {

/// Whether block `i` stands on a turned page: a landscape table, or a heading that directly leads to one.
bool stands_wide(const std::vector<Block>& blocks, size_t i);

/// How many of a block's numbers (at least one) stand side by side on `width` twips of paper: as many as fit
/// without a break within label, value or change, in rows of equal length; two to four.
int key_numbers_across(const KeyNumbers& block, int width);

/// An estimate of the page (1 = first page of the body) on which each place of the outline falls in the DOCX,
/// from the sizes of the styles: good to a page or two in a hundred, enough to print beside the contents
/// until a program counts.
std::unordered_map<const void*, int> estimate_pages(const Document& document, const Outline& outline);

}  // namespace zhiheng::report::office
