#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "report/document.h"

namespace zhiheng::report::office {

/// Everything in a paper that lists and references lead to, in reading order, blocks inside cases included.
/// Points into the document, which must outlive it.
struct Outline {
  std::vector<const Heading*> headings;
  std::vector<const Table*> tables;  // not the data tables behind figures
  std::vector<const Figure*> figures;
  std::vector<const Case*> cases;
  std::unordered_map<const void*, int> places;  // heading, table, figure or case → 1, 2 … in reading order
  std::unordered_map<std::string, int> place_of_id;  // its id → the same number
};

Outline outline_of(const Document& document);

/// "第一章　质量安全", "（一）食品", "1. 监管措施": number and title as they stand on one line.
std::string heading_text(const Heading& heading);
/// "第一章　", "（一）", "1. ": the number with what separates it from the title; empty without a number.
std::string heading_prefix(const Heading& heading);

}  // namespace zhiheng::report::office
