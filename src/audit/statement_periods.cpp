#include "audit/statement_periods.h"

#include <algorithm>

#include "audit/lex/cursor.h"
#include "audit/lex/number.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

constexpr std::uint32_t kLongestHeading = 90;  // bytes

/// Whether a bracket that is open at `begin` is closed before `end`.
bool in_closed_bracket(std::string_view text, size_t begin, size_t end) {
  int depth = 0;
  for (size_t at = begin; at < end; ++at) {
    if (text[at] == '(' || starts(text, at, "（")) ++depth;
    if ((text[at] == ')' || starts(text, at, "）")) && --depth < 0) return true;
  }
  return false;
}

/// 一、2023 年完成情况: a title that the format did not mark.
bool is_title(std::string_view text) {
  static constexpr std::string_view kInSentences[] = {"。", "；", "，"};
  if (text.size() > 75 || contains_any(text, kInSentences)) return false;
  const auto number = read_numeral(text, 0);
  return text.starts_with("（") || (number && starts(text, number->end, "、"));
}

}  // namespace

Period resolved(const TimeMark& mark, const Period& said, std::int16_t year) {
  Period period = mark.period;
  if (!mark.is_relative || period.from != 0) return period;
  const std::int16_t from = said.from && mark.relative == 0 ? said.from : year;
  if (from) period.from = period.to = static_cast<std::int16_t>(from + mark.relative);
  return period;
}

const TimeMark* last_mark(std::string_view text, const Scan& scan, size_t begin, size_t end) {
  static constexpr std::string_view kCompare[] = {"比", "较", "与", "同", "于", "（", "(", "由", "从"};
  auto it = std::lower_bound(scan.times.begin(), scan.times.end(), end,
                             [](const TimeMark& mark, size_t at) { return mark.span.begin < at; });
  while (it != scan.times.begin()) {
    --it;
    if (it->span.begin < begin) return nullptr;
    if (last_of(text, back_over_spaces(text, it->span.begin), kCompare)) continue;
    if (it->is_relative && it->relative < 0) continue;  // 上年 of a comparison further back
    if (!in_closed_bracket(text, it->span.end, end)) return &*it;
  }
  return nullptr;
}

const TimeMark* mark_before_bracket(std::string_view text, const Scan& scan, size_t begin) {
  const size_t open = back_over_spaces(text, begin);
  if (!ends(text, open, "（") && !ends(text, open, "(")) return nullptr;
  const size_t end = back_over_spaces(text, open - (ends(text, open, "(") ? 1 : 3));
  for (const auto& mark : scan.times) {
    if (mark.span.begin > end) break;
    if (mark.span.end == end || mark.span.end + 3 == end) return &mark;  // 上年末
  }
  return nullptr;
}

void Headings::follow(std::uint32_t block, const Period& said, std::int16_t year) {
  while (next_ <= block) read(next_++, said, year);
}

void Headings::read(std::uint32_t b, const Period& said, std::int16_t year) {
  static constexpr std::string_view kGoals[] = {"目标", "指标安排", "工作计划", "打算", "工作安排", "预期"};
  const read::Block& block = document_.blocks[b];
  if (block.kind == read::BlockKind::kTable || block.text.end - block.text.begin > kLongestHeading) return;
  const auto& times = scan_.times;
  const auto mark = std::lower_bound(times.begin(), times.end(), block.text.begin,
                                     [](const TimeMark& m, std::uint32_t at) { return m.span.begin < at; });
  const bool has =
      mark != times.end() && mark->span.end <= block.text.end && mark->period.from && !mark->plan;
  const bool only = has && (std::next(mark) == times.end() || std::next(mark)->span.begin >= block.text.end);
  const std::string_view text = trim(document_.view(block.text));
  const bool marked = block.kind == read::BlockKind::kHeading;
  const bool heading = marked || is_title(text);
  const std::int32_t level = marked ? block.level : 2;
  const bool alone = has && text.size() <= mark->span.end - mark->span.begin + 9;
  if (alone || (only && heading)) {
    period_ = resolved(*mark, said, year);
    level_ = heading ? level : 99;  // a line that is no heading holds up to the next one, whatever its level
  } else if (heading && level <= level_) {
    period_ = {};
  }
  if (!heading) return;
  const bool goals = contains_any(text, kGoals);
  if (goals || level <= goal_level_) goal_level_ = goals ? level : -1;
}

}  // namespace zhiheng::audit
