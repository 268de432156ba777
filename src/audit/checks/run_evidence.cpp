#include "audit/checks/run_evidence.h"

#include <algorithm>

#include "audit/lex/cursor.h"

namespace zhiheng::audit {
namespace {

/// Whether `word` stands in `text`, with no digit before it.
bool has(std::string_view text, const std::string& word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (at == 0 || (!lex::is_digit(text[at - 1]) && text[at - 1] != '.')) return true;
  }
  return false;
}

/// The same at the beginning of a line or clause.
bool begins(std::string_view text, const std::string& word) {
  constexpr std::string_view kEnds[] = {"。", "；", "：", ";", ":",  "\n", "\t",
                                        "（", "(",  "*",  "#", "！", "）", "|"};
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    size_t before = at;
    while (before > 0 && text[before - 1] == ' ') --before;
    if (before == 0 || lex::last_of(text, before, kEnds) > 0) return true;
  }
  return false;
}

/// 一 to 九十九 of 第…章, （…）.
std::string inner(System system, const Number& number) {
  std::string out = system_number(system, number);
  for (const std::string_view frame : {"第", "部分", "章", "节", "条", "（", "）", "、"}) {
    if (const size_t at = out.find(frame); at != std::string::npos) out.erase(at, frame.size());
  }
  return out;
}

}  // namespace

bool written_between(const read::Document& document, System system, const Number& number, std::uint32_t begin,
                     std::uint32_t end) {
  if (begin >= end) return false;
  const std::string_view text = document.view({begin, end});
  const std::string arabic = std::to_string(number.last());
  switch (system) {
    case System::kHan:
    case System::kHanBracket: {
      const std::string han = inner(system, number);
      for (const char* behind : {"、", "）", ")", "．", ".", " 、", " ）", "，"}) {
        if (begins(text, han + behind)) return true;
      }
      return false;
    }
    case System::kPart:
    case System::kChapter:
    case System::kSection:
    case System::kArticle: {
      const std::string han = inner(system, number);
      const std::string unit =
          system_number(system, number).substr(std::string_view("第").size() + han.size());
      for (const std::string& n : {han, arabic}) {
        for (const char* gap : {"", " "}) {
          if (has(text, "第" + n + gap + unit) || has(text, "第 " + n + gap + unit)) return true;
        }
      }
      return false;
    }
    case System::kDotted:
      return has(text, system_number(system, number));
    case System::kCircled:
      return has(text, system_number(system, number));
    default:
      break;
  }
  for (const char* behind : {".", "、", "．", "）", ")", " .", " 、"}) {
    if (has(text, arabic + behind)) return true;
  }
  return false;
}

}  // namespace zhiheng::audit
