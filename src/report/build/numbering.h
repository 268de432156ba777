#pragma once
#include "report/document.h"

namespace zhiheng::report {

/// Numbers the headings: 第一章, 一、, （一）, 1., （1）. A heading whose number is empty stays without one.
/// Sections without anything below them (everything in them was left out) are taken out.
void number_headings(Document& document);

/// 一, 十二, 一百零三: 1 to 999.
std::string chinese_number(int value);

}  // namespace zhiheng::report
