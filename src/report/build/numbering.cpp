#include "report/build/numbering.h"

namespace zhiheng::report {
namespace {

constexpr int kLevels = 5;

void drop_empty_sections(std::vector<Block>& blocks) {
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < blocks.size(); ++i) {
      const auto* heading = std::get_if<Heading>(&blocks[i]);
      if (heading == nullptr) continue;
      const auto* next = i + 1 < blocks.size() ? std::get_if<Heading>(&blocks[i + 1]) : nullptr;
      const bool last = i + 1 == blocks.size();
      if (!last && (next == nullptr || next->level > heading->level)) continue;
      blocks.erase(blocks.begin() + static_cast<long>(i));
      changed = true;
      break;
    }
  }
}

std::string heading_number(int level, int count) {
  switch (level) {
    case 1:
      return "第" + chinese_number(count) + "章";
    case 2:
      return chinese_number(count) + "、";
    case 3:
      return "（" + chinese_number(count) + "）";
    case 4:
      return std::to_string(count) + ".";
    default:
      return "（" + std::to_string(count) + "）";
  }
}

}  // namespace

std::string chinese_number(int value) {
  static const char* const kDigits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string out;
  if (value >= 100) {
    out += std::string(kDigits[value / 100]) + "百";
    if (value % 100 != 0 && value % 100 < 10) out += "零";
  }
  const int tens = value / 10 % 10;
  if (tens > 0) out += (tens == 1 && value < 100 ? "" : kDigits[tens]) + std::string("十");
  if (value % 10 > 0) out += kDigits[value % 10];
  return out;
}

void number_headings(Document& document) {
  drop_empty_sections(document.blocks);
  int counts[kLevels + 1] = {};
  for (Block& block : document.blocks) {
    auto* heading = std::get_if<Heading>(&block);
    if (heading == nullptr) continue;
    for (int deeper = heading->level + 1; deeper <= kLevels; ++deeper) counts[deeper] = 0;
    if (!heading->number.empty()) heading->number = heading_number(heading->level, ++counts[heading->level]);
  }
}

}  // namespace zhiheng::report
