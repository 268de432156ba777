#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "audit/checks/run_evidence.h"
#include "audit/checks/structure_checks.h"
#include "audit/lex/cursor.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

constexpr std::string_view kIs = "是";
constexpr std::uint32_t kReach = 4000;  // bytes in which the items before a third one must stand
constexpr size_t kMaxAnnounced = 20;

/// 三是: its number and place.
struct Step {
  int number = 0;
  read::Span mark;
};

/// Behind the end of a clause, at the beginning of a line or behind a bullet.
bool begins_clause(std::string_view text, size_t at) {
  constexpr std::string_view kEnds[] = {"。", "；", "：", "，", ";", ":", ",",
                                        "、", "）", "\n", "-",  "—", "”"};
  size_t before = at;
  while (before > 0 && text[before - 1] == ' ') --before;
  return before == 0 || lex::last_of(text, before, kEnds) > 0;
}

std::vector<Step> read_steps(const StructureTest& test) {
  std::vector<Step> out;
  const std::string_view text = test.document.text;
  for (size_t at = text.find(kIs); at != std::string_view::npos; at = text.find(kIs, at + kIs.size())) {
    size_t begin = at;
    while (begin >= 3 && read_numeral(text.substr(0, at), begin - 3)) begin -= 3;
    if (begin == at || at - begin > 6) continue;
    const auto numeral = read_numeral(text, begin);
    if (!numeral || !numeral->han || numeral->end != at || !begins_clause(text, begin)) continue;
    if (test.structure.in_contents(static_cast<std::uint32_t>(begin))) continue;
    out.push_back(
        {numeral->value, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at + kIs.size())}});
  }
  return out;
}

std::string step_name(int number) {
  std::string out = system_number(System::kHan, {{static_cast<std::int16_t>(number)}, 1});
  return out.substr(0, out.size() - std::string_view("、").size()) + std::string(kIs);
}

/// Whether the item stands in [begin, end) in other words: 二要, 其二, 第二, （二）.
bool said_otherwise(const StructureTest& test, int number, std::uint32_t begin, std::uint32_t end) {
  if (written_between(test.document, System::kHan, {{static_cast<std::int16_t>(number)}, 1}, begin, end) ||
      written_between(test.document, System::kArabic, {{static_cast<std::int16_t>(number)}, 1}, begin, end)) {
    return true;
  }
  const std::string name = step_name(number);
  const std::string han = name.substr(0, name.size() - kIs.size());
  const std::string_view text = test.document.view({begin, end});
  for (const std::string& form :
       {han + "要", "其" + han, "第" + han, han + "是", han + "为", han + "抓", han + "则",
        std::string("再次"), std::string("其次"), std::string("同时")}) {
    if (text.find(form) != std::string_view::npos) return true;
  }
  return false;
}

void report_step(const StructureTest& test, const Step& step, const Step& before, bool certain) {
  const bool doubled = step.number == before.number;
  const std::string due = step_name(before.number + 1);
  report(test, {Kind::kNumbering,
                Weight::kWarning,
                certain,
                {step.mark, before.mark},
                step_name(step.number),
                due,
                {doubled ? fmt::format("“{}”连用两次，后一处应为“{}”。", step_name(step.number), due)
                         : fmt::format("“{}”之后是“{}”，缺“{}”。", step_name(before.number),
                                       step_name(step.number), due),
                 doubled ? fmt::format("{} is used twice in a row; the second one should be {}.",
                                       step_name(step.number), due)
                         : fmt::format("{} follows {}; {} is missing.", step_name(step.number),
                                       step_name(before.number), due)}});
}

/// A step may neither skip nor double a number of the step before it in the same block. True where it counts
/// on.
bool check_step(const StructureTest& test, const Step& step, const Step& before, read::Span block) {
  const bool skipped = step.number == before.number + 2;
  const bool doubled = step.number == before.number && before.number > 1;
  if ((skipped || doubled) &&
      !said_otherwise(test, before.number + 1, before.mark.end, doubled ? block.end : step.mark.begin)) {
    report_step(test, step, before, before.number >= 2);
  }
  return step.number == before.number + 1;
}

/// A third item with neither a first nor a second in reach: the beginning was lost.
void check_beginning(const StructureTest& test, const Step& step, const Step* before, read::Span block) {
  if (step.number < 3 || block.begin <= kReach) return;  // an excerpt may begin in the middle
  if (before != nullptr && before->mark.begin + kReach >= block.begin) return;
  for (int n = 1; n < step.number; ++n) {
    if (said_otherwise(test, n, block.begin, step.mark.begin)) return;
  }
  const std::string name = step_name(step.number);
  const std::string missing = step_name(step.number - 1);
  report(test, {Kind::kNumbering,
                Weight::kWarning,
                false,
                {step.mark},
                name,
                "",
                {fmt::format("有“{}”而前文没有“{}”。", name, missing),
                 fmt::format("{} without {} before it.", name, missing)}});
}

void check_steps(const StructureTest& test, const std::vector<Step>& steps) {
  size_t held = 0;
  for (size_t i = 0; i < steps.size(); ++i) {
    const read::Block& block = test.document.blocks[test.document.block_at(steps[i].mark.begin)];
    if (block.kind == read::BlockKind::kTable) continue;
    const Step* before = i > 0 ? &steps[i - 1] : nullptr;
    if (before != nullptr && before->mark.begin >= block.text.begin) {
      held += check_step(test, steps[i], *before, block.text) ? 1 : 0;
    } else {
      check_beginning(test, steps[i], before, block.text);
    }
  }
  if (held > 0) {
    report_held(test, Kind::kNumbering, {steps.front().mark, steps.back().mark},
                fmt::format("一是 … 二是 …: {}", held));
  }
}

/// 以下三个方面：, 如下五项措施：.
struct Announced {
  int count = 0;
  read::Span mark;
  read::Span block;
};

std::vector<Announced> read_announced(const StructureTest& test) {
  std::vector<Announced> out;
  const std::string_view text = test.document.text;
  for (const read::Block& block : test.document.blocks) {
    if (block.kind == read::BlockKind::kTable) continue;
    const std::string_view body = text.substr(0, block.text.end);
    for (const std::string_view word : {"以下", "如下", "下列"}) {
      for (size_t at = body.find(word, block.text.begin); at != std::string_view::npos;
           at = body.find(word, at + word.size())) {
        const auto numeral = read_numeral(body, lex::skip_spaces(body, at + word.size()));
        if (!numeral || numeral->value < 2 || numeral->value > static_cast<int>(kMaxAnnounced)) continue;
        constexpr std::string_view kCounters[] = {"个", "大", "方面", "项", "条", "点", "类", "种"};
        if (lex::first_of(body, lex::skip_spaces(body, numeral->end), kCounters) == 0) continue;
        const size_t end = body.find_first_of("\xEF\xE3:\n", numeral->end);  // the lead bytes of ： and 。
        const std::uint32_t behind = static_cast<std::uint32_t>(std::min<size_t>(end, numeral->end + 40));
        if (end == std::string_view::npos || behind != end ||
            !(lex::starts(body, end, "：") || body[end] == ':'))
          continue;
        out.push_back({numeral->value, {static_cast<std::uint32_t>(at), behind}, block.text});
      }
    }
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.mark.begin < b.mark.begin; });
  return out;
}

/// The items that follow at once: in the same block 一是, else the run of headings below.
std::optional<std::pair<int, read::Span>> count_below(const StructureTest& test, const Announced& announced,
                                                      const std::vector<Step>& steps) {
  const auto before = [&](const auto& item) { return item.mark.begin < announced.mark.end; };
  const auto step = std::partition_point(steps.begin(), steps.end(), before);
  const auto& headings = test.structure.headings;
  const auto heading = std::partition_point(headings.begin(), headings.end(), before);
  // Only spaces and the colon stand between the announcement and its first item.
  const auto near = [&](std::uint32_t begin) { return begin < announced.mark.end + 12; };
  if (step != steps.end() && near(step->mark.begin) && step->number == 1) {
    auto last = step;
    while (std::next(last) != steps.end() && std::next(last)->number == last->number + 1) ++last;
    return std::pair(last->number, last->mark);
  }
  if (heading == headings.end() || !near(heading->mark.begin) || heading->number.last() != 1)
    return std::nullopt;
  auto last = heading;
  for (auto next = std::next(heading); next != headings.end(); ++next) {
    if (next->system < heading->system) break;
    if (next->system != heading->system) continue;
    if (next->number.last() != last->number.last() + 1) break;
    last = next;
  }
  return std::pair(last->number.last(), last->mark);
}

}  // namespace

void check_enumerations(const StructureTest& test) {
  const std::vector<Step> steps = read_steps(test);
  check_steps(test, steps);
  for (const Announced& announced : read_announced(test)) {
    const auto found = count_below(test, announced, steps);
    if (!found || found->first < 2) continue;
    const auto& [count, last] = *found;
    const std::string said = std::to_string(announced.count);
    if (count == announced.count) {
      report_held(test, Kind::kNumbering, {announced.mark, last}, fmt::format("{} = {}", said, count));
      continue;
    }
    report(test, {Kind::kNumbering,
                  Weight::kWarning,
                  false,
                  {announced.mark, last},
                  said,
                  std::to_string(count),
                  {fmt::format("文中说{}项，其后只列到第{}项。", said, count),
                   fmt::format("{} items are announced; {} follow.", said, count)}});
  }
}

}  // namespace zhiheng::audit
