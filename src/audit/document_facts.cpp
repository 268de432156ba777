#include "audit/document_facts.h"

#include <algorithm>
#include <map>

#include "audit/lex/cursor.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using namespace lex;

constexpr size_t kOpening = 600;    // bytes in which a document says what it is
constexpr size_t kNamedIn = 20000;  // bytes in which its region is counted
constexpr int kMostPeriods = 200;   // that are counted for its year
constexpr std::string_view kPlans[] = {"规划", "计划", "方案"};

bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

/// `到 2025 年` of a plan; not 截至 2025 年, 增加到 2025 年的.
bool is_future(std::string_view text, size_t before) {
  if (!ends(text, before, "到") && !ends(text, before, "至")) return false;
  const size_t verb = back_over_spaces(text, before - 3);
  if (text.substr(verb, before - 3 - verb).find('\n') != text.npos) return true;
  return verb < 3 || !is_han(wide_at(text, verb - 3)) || ends(text, verb, "的") || ends(text, verb, "并");
}

/// Whether the plan period stands in a title: its line names a plan and ends soon.
bool is_titled(std::string_view text, const TimeMark& mark) {
  const size_t end = std::min<size_t>(text.find('\n', mark.span.end), mark.span.end + 90);
  return contains_any(text.substr(mark.span.end, end - mark.span.end), kPlans);
}

/// A plan for 2021-2025 speaks of what is in 2020.
bool is_period_of_plan(std::string_view text, const TimeMark& mark) {
  const bool years = mark.period.from != mark.period.to;
  return years && mark.span.begin < kOpening && (!mark.plan || is_titled(text, mark));
}

/// How much a year says about the document's: a title names its own once, 比 2019 年同期 another one.
int weight(std::string_view text, const TimeMark& mark, int seen) {
  static constexpr Words kCompare{"比", "较", "与", "同", "为"};
  const std::string_view line = text.substr(0, text.find('\n'));
  const bool in_title = mark.span.begin < line.size() && line.size() <= 120 && line.find("。") == line.npos;
  if (in_title) return 20;
  const bool compares = last_of(text, back_over_spaces(text, mark.span.begin), kCompare) > 0;
  if (compares || starts(text, skip_spaces(text, mark.span.end), "同期")) return 0;
  return seen <= 3 ? 4 : 1;
}

}  // namespace

std::int16_t document_year(std::string_view text, const Scan& scan) {
  const bool plan = contains_any(text.substr(0, kOpening), kPlans);
  std::map<std::int16_t, int> counts;
  int seen = 0;
  for (const auto& mark : scan.times) {
    if (mark.is_relative || !mark.period.from) continue;
    if (plan && is_period_of_plan(text, mark)) return static_cast<std::int16_t>(mark.period.from - 1);
    const bool year = !mark.plan && mark.period.from == mark.period.to;
    if (!year || is_future(text, back_over_spaces(text, mark.span.begin))) continue;
    if (++seen > kMostPeriods) break;
    counts[mark.period.from] += weight(text, mark, seen);
  }
  std::int16_t best = 0;
  int most = 0;
  for (const auto& [year, count] : counts) {
    if (count >= most) best = year, most = count;
  }
  return best;
}

std::string document_region(std::string_view text) {
  // 甲县 2023 年国民经济和社会发展统计公报: a title that begins with the place.
  const std::string_view title = trim(text.substr(0, std::min<size_t>(text.find('\n'), 90)));
  for (size_t at = 3; at <= 15 && at + 3 <= title.size() && is_han(wide_at(title, at - 3)); at += 3) {
    if (starts(title, at, "区") || starts(title, at, "县") || starts(title, at, "市"))
      return std::string(title.substr(0, at + 3));
  }
  std::map<std::string_view, int> counts;
  const std::string_view head = text.substr(0, kNamedIn);
  for (const std::string_view suffix : {"区", "县", "市"}) {
    for (size_t at = head.find(suffix); at != head.npos; at = head.find(suffix, at + 3)) {
      const bool named = at >= 6 && is_han(wide_at(head, at - 6)) && is_han(wide_at(head, at - 3));
      if (named) ++counts[head.substr(at - 6, 9)];
    }
  }
  std::string_view best;
  int most = 2;  // named once or twice, it may be any place
  for (const auto& [name, count] : counts) {
    if (count > most) best = name, most = count;
  }
  return std::string(best);
}

bool is_plan_of_a_year(std::string_view text) {
  static constexpr std::string_view kReports[] = {"执行", "完成", "总结", "报告", "情况", "分析", "评估"};
  static constexpr std::string_view kOfYear[] = {"草案",       "年计划", "年工作计划", "年工作要点",
                                                 "年工作安排", "年预算", "目标任务"};
  const std::string_view title = text.substr(0, std::min<size_t>(text.find('\n'), 150));
  return !contains_any(title, kReports) && contains_any(title, kOfYear);
}

Scope scope_of(std::string_view before, std::string_view region) {
  // 本级 stands behind the others: of two that end alike the later one counts.
  static constexpr std::pair<std::string_view, Scope> kScopes[] = {
      {"全国", Scope::kNation}, {"国家级", Scope::kOwn},  {"全省", Scope::kProvince},
      {"全球", Scope::kWorld},  {"世界", Scope::kWorld},  {"全市", Scope::kCity},
      {"本市", Scope::kCity},   {"上海市", Scope::kCity}, {"市本级", Scope::kPart},
      {"区本级", Scope::kPart}, {"县本级", Scope::kPart}, {"本级", Scope::kPart}};
  Scope scope = Scope::kOwn;
  size_t last = 0;
  for (const auto& [word, of] : kScopes) {
    const size_t at = before.rfind(word);
    if (at != before.npos && at >= last) scope = of, last = at;
  }
  const bool district = region.ends_with("区") || region.ends_with("县");
  return scope == Scope::kCity && !district ? Scope::kOwn : scope;
}

}  // namespace zhiheng::audit
