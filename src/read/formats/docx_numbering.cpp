#include "read/formats/docx_numbering.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace zhiheng::read {
namespace {

constexpr std::array<const char*, 10> kDigits = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::array<const char*, 10> kLegal = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

int integer(std::string_view text, int otherwise) {
  return text.empty() ? otherwise : std::atoi(std::string(text).c_str());
}

/// 12 as 十二, 105 as 一百〇五; beyond 999 in digits.
std::string chinese(int value, const std::array<const char*, 10>& digits, bool legal) {
  if (value < 1 || value > 999) return std::to_string(value);
  const auto digit = [&](int d) { return std::string(digits[static_cast<size_t>(d)]); };
  std::string out;
  const int hundreds = value / 100;
  const int tens = value / 10 % 10;
  const int ones = value % 10;
  if (hundreds > 0) out += digit(hundreds) + (legal ? "佰" : "百");
  if (tens > 0) {
    if (tens > 1 || hundreds > 0 || legal) out += digit(tens);
    out += legal ? "拾" : "十";
  } else if (hundreds > 0 && ones > 0) {
    out += digit(0);
  }
  if (ones > 0) out += digit(ones);
  return out;
}

std::string roman(int value) {
  constexpr std::array<std::pair<int, const char*>, 9> kParts = {
      {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}};
  std::string out;
  for (const auto& [size, letters] : kParts) {
    for (; value >= size && out.size() < 20; value -= size) out += letters;
  }
  return out;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return text;
}

std::string circled(int value) {
  if (value < 1 || value > 20) return std::to_string(value);
  return std::string("\xE2\x91") + static_cast<char>(0xA0 + value - 1);
}

}  // namespace

std::string list_number(int value, std::string_view format) {
  if (format == "chineseCounting" || format == "chineseCountingThousand" || format == "ideographDigital" ||
      format == "japaneseCounting" || format == "taiwaneseCountingThousand") {
    return chinese(value, kDigits, false);
  }
  if (format == "chineseLegalSimplified") return chinese(value, kLegal, true);
  if (format == "decimalEnclosedCircle" || format == "decimalEnclosedCircleChinese") return circled(value);
  if (format == "upperRoman") return roman(value);
  if (format == "lowerRoman") return lower(roman(value));
  const bool letter = value >= 1 && value <= 26;
  if (format == "upperLetter" && letter) return std::string(1, static_cast<char>('A' + value - 1));
  if (format == "lowerLetter" && letter) return std::string(1, static_cast<char>('a' + value - 1));
  if (format == "decimalZero" && value < 10) return "0" + std::to_string(value);
  return std::to_string(value);
}

DocxNumbering::DocxNumbering(Archive& archive) {
  const std::string path = "word/numbering.xml";
  if (!archive.has(path)) return;
  std::string text = archive.read(path);
  pugi::xml_document tree;
  parse_xml(text, path, archive.shown(), tree);
  for (const pugi::xml_node& node : tree.document_element().children()) {
    if (local_name(node) == "num") {
      definition_of_[std::string(attribute(node, "numId"))] = attribute(child(node, "abstractNumId"), "val");
    }
    if (local_name(node) != "abstractNum") continue;
    List& list = definitions_[std::string(attribute(node, "abstractNumId"))];
    for (const pugi::xml_node& level : node.children()) {
      if (local_name(level) != "lvl") continue;
      list.levels[integer(attribute(level, "ilvl"), 0)] = {
          std::string(attribute(child(level, "numFmt"), "val")),
          std::string(attribute(child(level, "lvlText"), "val")),
          integer(attribute(child(level, "start"), "val"), 1)};
    }
  }
}

std::string DocxNumbering::next(const ListPlace& place) {
  const auto definition = definition_of_.find(place.list);
  if (definition == definition_of_.end()) return {};
  const auto found = definitions_.find(definition->second);
  if (found == definitions_.end()) return {};
  List& list = found->second;
  const auto own = list.levels.find(place.level);
  if (own == list.levels.end()) return {};
  const auto counted = list.counts.try_emplace(place.level, own->second.start - 1).first;
  ++counted->second;
  list.counts.erase(std::next(counted), list.counts.end());
  if (own->second.format == "bullet") return "•";
  if (own->second.format == "none") return {};
  std::string out;
  const std::string& text = own->second.text;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 1 >= text.size() || text[i + 1] < '1' || text[i + 1] > '9') {
      out += text[i];
      continue;
    }
    const int level = text[++i] - '1';
    const auto definition_there = list.levels.find(level);
    if (definition_there == list.levels.end()) continue;
    const auto count = list.counts.find(level);
    out += list_number(count == list.counts.end() ? definition_there->second.start : count->second,
                       definition_there->second.format);
  }
  return out;
}

}  // namespace zhiheng::read
