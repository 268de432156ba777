#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "audit/checks/structure_checks.h"
#include "audit/lex/cursor.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMinNotes = 4;
constexpr size_t kMinMarks = 3;

/// "[1] …" notes that count through the document: a missing or doubled one.
void check_note_numbers(const StructureTest& test) {
  const auto& notes = test.structure.notes;
  if (notes.size() < kMinNotes || notes.front().number != 1) return;
  size_t faults = 0;
  size_t restarts = 0;
  for (size_t i = 1; i < notes.size(); ++i) {
    restarts += notes[i].number == 1 ? 1 : 0;
    faults += notes[i].number != notes[i - 1].number + 1 && notes[i].number != 1 ? 1 : 0;
  }
  if (faults == 0) {
    if (restarts == 0) {
      report_held(test, Kind::kNumbering, {notes.front().mark, notes.back().mark},
                  fmt::format("[1] … [{}]", notes.back().number));
    }
    return;
  }
  if (faults > std::max<size_t>(1, notes.size() / 8)) return;
  for (size_t i = 1; i < notes.size(); ++i) {
    const int due = notes[i - 1].number + 1;
    const int here = notes[i].number;
    const bool doubled = here == due - 1;
    if (here == 1 || here == due || (here < due && !doubled) || here > due + 2) continue;
    report(test,
           {Kind::kNumbering,
            Weight::kWarning,
            true,
            {notes[i].mark, notes[i - 1].mark},
            fmt::format("[{}]", here),
            fmt::format("[{}]", due),
            {doubled ? fmt::format("脚注编号“[{}]”连用两次，后一处应为“[{}]”。", here, due)
                     : fmt::format("脚注“[{}]”之后是“[{}]”，缺“[{}]”。", due - 1, here, due),
             doubled ? fmt::format("Footnote [{}] is used twice in a row; the second one should be [{}].",
                                   here, due)
                     : fmt::format("Footnote [{}] follows [{}]; [{}] is missing.", here, due - 1, due)}});
  }
}

/// A circled number in the text.
struct Circle {
  int number = 0;
  read::Span span;
};

/// A circled number at the end of a clause, as a footnote's mark stands: 46家①，…
bool is_mark(std::string_view text, size_t at) {
  if (at == 0 || text[at - 1] == '\n') return false;
  constexpr std::string_view kClauseEnds[] = {"，", "。", "；", "、", "）", "！", "：", ",", ";", ")"};
  if (lex::last_of(text, at, kClauseEnds) > 0) return false;  // begins an item
  const size_t behind = at + 3;
  return behind >= text.size() || text[behind] == '\n' || lex::first_of(text, behind, kClauseEnds) > 0;
}

bool begins_notes(std::string_view text) {
  constexpr std::string_view kHeads[] = {"注：",  "注:",    "注释：", "注释:", "脚注：",
                                         "脚注:", "说明：", "说明:",  "备注："};
  return lex::first_of(text, 0, kHeads) > 0;
}

/// Marks ①② of the text since the last notes against the notes of one block.
void compare_circles(const StructureTest& test, const std::vector<Circle>& marks,
                     const std::vector<Circle>& notes) {
  const auto counts_on = [](const std::vector<Circle>& circles) {
    for (size_t i = 0; i < circles.size(); ++i) {
      if (circles[i].number != static_cast<int>(i) + 1) return false;
    }
    return true;
  };
  if (marks.empty() || notes.empty() || !counts_on(marks) || !counts_on(notes)) return;
  if (marks.size() == notes.size()) {
    return report_held(test, Kind::kNumbering, {marks.front().span, notes.front().span},
                       fmt::format("{} ⇔ {}", marks.size(), notes.size()));
  }
  const bool more_marks = marks.size() > notes.size();
  const auto& longer = more_marks ? marks : notes;
  const auto& shorter = more_marks ? notes : marks;
  if (longer.size() < kMinMarks || longer.size() - shorter.size() > 2) return;
  const Circle& lone = longer[shorter.size()];
  const std::string shown(test.view(lone.span));
  report(test,
         {Kind::kNumbering,
          Weight::kWarning,
          true,
          {lone.span, shorter.back().span},
          shown,
          "",
          {more_marks ? fmt::format("正文有注码“{}”，注释只到“{}”。", shown, test.view(shorter.back().span))
                      : fmt::format("注释有“{}”，正文注码只到“{}”。", shown, test.view(shorter.back().span)),
           more_marks ? fmt::format("The text has the mark {}; the notes end with {}.", shown,
                                    test.view(shorter.back().span))
                      : fmt::format("There is a note {}; the marks in the text end with {}.", shown,
                                    test.view(shorter.back().span))}});
}

void check_circles(const StructureTest& test) {
  std::vector<Circle> marks;
  std::vector<Circle> notes;
  const std::string_view all = test.document.text;
  for (const read::Block& block : test.document.blocks) {
    if (block.kind == read::BlockKind::kTable) continue;
    const bool of_notes = begins_notes(test.view(block.text));
    if (!of_notes && !notes.empty()) {
      compare_circles(test, marks, notes);
      marks.clear();
      notes.clear();
    }
    const std::string_view text = all.substr(0, block.text.end);
    constexpr std::string_view kLead = "\xE2\x91";  // of ① to ⑳
    for (size_t at = text.find(kLead, block.text.begin); at != std::string_view::npos;
         at = text.find(kLead, at + 2)) {
      const int number = circled_at(text, at);
      if (number == 0 || (!of_notes && !is_mark(text, at))) continue;
      (of_notes ? notes : marks)
          .push_back({number, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 3)}});
    }
  }
  compare_circles(test, marks, notes);
}

}  // namespace

void check_notes(const StructureTest& test) {
  check_note_numbers(test);
  check_circles(test);
}

}  // namespace zhiheng::audit
