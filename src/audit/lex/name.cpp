#include "audit/lex/name.h"

#include "audit/lex/cursor.h"
#include "audit/lex/unit.h"

namespace zhiheng::audit::lex {
namespace {

constexpr Words kNamedBefore{"PM",   "SO",  "NO",  "CO",  "O",   "IPv", "ISO", "IEC",    "GB",
                             "GB/T", "DB",  "T/",  "HJ",  "TSG", "JJF", "JJG", "YY",     "No",
                             "NO.",  "No.", "CMA", "ATP", "Web", "H",   "Ⅲ",   "covid-", "COVID-"};
constexpr Words kOrdinalBefore{"第",   "附件", "附表", "附图", "专栏", "案例", "图",   "表",  "公式", "注",
                               "附录", "编号", "文号", "证号", "电话", "邮编", "序号", "(图", "NO"};
constexpr Words kNamedAfter{"热线",   "平台", "专线", "号线",   "号文", "号令", "号楼",
                            "号公告", "号",   "工程", "路公交", "年代", "大桥", "国道",
                            "省道",   "高速", "指数", "街区",   "行动", "计划", "政策"};

bool digit_at(std::string_view text, size_t at) { return at < text.size() && is_digit(text[at]); }
bool digit_before(std::string_view text, size_t end) { return end > 0 && is_digit(text[end - 1]); }

/// 第 3 位, 前 10 名 are ranks: kept.
bool is_rank(std::string_view text, size_t before, size_t after) {
  return ends(text, before, "第") && (starts(text, after, "位") || starts(text, after, "名"));
}

/// `4+4`, `7×24`, `1/3`, `“18+2+X”`, `A-1`.
bool is_joined(std::string_view text, size_t before, size_t after) {
  static constexpr Words kSigns{"+", "＋", "×", "*", "^", "_", "#"};
  if (first_of(text, after, kSigns)) return !starts(text, after, "**");
  const size_t sign = last_of(text, before, kSigns);
  if (sign && before > sign) {
    const size_t left = before - sign;
    if (is_digit(text[left - 1]) || is_letter(text[left - 1]) || ends(text, left, "“")) return true;
    static constexpr Words kMayLead{"+", "＋", "*"};
    if (!last_of(text, before, kMayLead)) return true;
  }
  if (ends(text, before, "“") && starts(text, after, "”")) return true;
  const bool slash_after = starts(text, after, "/") && digit_at(text, after + 1);
  const bool slash_before = ends(text, before, "/") && digit_before(text, before - 1);
  return slash_after || slash_before;
}

bool is_clock_time(std::string_view text, const Number& number, size_t before) {
  if (number.decimals || number.digits > 2) return false;
  const auto minutes_at = [&](size_t at) {
    return digit_at(text, at) && digit_at(text, at + 1) && text[at] < '6' && !digit_at(text, at + 2);
  };
  if (starts(text, number.end, ":") && minutes_at(number.end + 1)) return true;
  return before == number.begin && ends(text, before, ":") && digit_before(text, before - 1) &&
         number.digits == 2;
}

/// `1. `, `(2)`, `3、` at the beginning of a line, and `（3）` of a list inside it.
bool is_numbering(std::string_view text, size_t begin, const Number& number, size_t before) {
  static constexpr Words kOpen{"(", "（"}, kClose{")", "）"};
  const size_t end = number.end;
  if (!number.decimals && number.digits <= 2 && last_of(text, before, kOpen) && first_of(text, end, kClose))
    return true;
  size_t line = number.begin;
  while (line > begin &&
         (text[line - 1] == ' ' || text[line - 1] == '-' || text[line - 1] == '*' || text[line - 1] == '#'))
    --line;
  if (line != begin && text[line - 1] != '\n') return false;
  if (number.digits <= 3 && !number.decimals && !unit_follows(text, number.end))
    return true;  // a page number, a list
  if (number.digits > 2 || number.decimals > 1) return false;
  static constexpr Words kMarks{".", "．", "、", ")", "）"};
  return first_of(text, end, kMarks) > 0 || (number.decimals && starts(text, end, " "));
}

}  // namespace

bool latin_before(std::string_view text, size_t at) {
  return at > 0 && (is_letter(text[at - 1]) || text[at - 1] == '_');
}

bool is_name(std::string_view text, size_t begin, const Number& number) {
  const size_t at = number.begin, end = number.end;
  if (latin_before(text, at)) return true;
  if (end < text.size() && is_letter(text[end]) && match_unit(text, end).length == 0) return true;
  const size_t before = back_over_spaces(text, at), after = skip_spaces(text, end);
  if (last_of(text, before, kNamedBefore) || ends(text, at, "_{")) return true;  // PM_{2.5}
  if (last_of(text, before, kOrdinalBefore) && !starts(text, after, "%"))
    return !is_rank(text, before, after);
  if (!number.decimals && first_of(text, after, kNamedAfter) && !starts(text, after, "号召")) return true;
  static constexpr Words kOpen{"[", "〔", "【"}, kClose{"]", "〕", "】"};
  if (last_of(text, before, kOpen)) return !number.decimals && first_of(text, after, kClose);
  return is_joined(text, before, after) || is_clock_time(text, number, before) ||
         is_numbering(text, begin, number, before);
}

size_t name_end(std::string_view text, const Number& number) {
  size_t end = number.end;
  while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
  return end;
}

}  // namespace zhiheng::audit::lex
