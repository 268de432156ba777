#include "audit/checks/structure_checks.h"

#include "audit/checks/checks.h"
#include "base/text.h"

namespace zhiheng::audit {

void report(const StructureTest& test, Verdict verdict) {
  Finding finding;
  finding.kind = verdict.kind;
  finding.weight = verdict.weight;
  finding.certain = verdict.certain;
  for (const read::Span& mark : verdict.marks) finding.spots.push_back(test.spot(mark));
  finding.stated = std::move(verdict.stated);
  finding.recomputed = std::move(verdict.due);
  finding.explanation = std::move(verdict.words);
  test.results.findings.push_back(std::move(finding));
}

void report_held(const StructureTest& test, Kind kind, std::vector<read::Span> marks, std::string formula) {
  Held held;
  held.kind = kind;
  for (const read::Span& mark : marks) held.spots.push_back(test.spot(mark));
  held.formula = std::move(formula);
  test.results.held.push_back(std::move(held));
}

read::Span shown_caption(const Caption& caption) {
  return caption.title.begin >= caption.line.end && !caption.title.empty() ? caption.title : caption.line;
}

std::string shown_title(const StructureTest& test, read::Span title) {
  constexpr int kMaxCharacters = 40;
  const std::string_view text = trim(test.view(title));
  std::string out;
  int count = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (c == U'*' || c == U'\n' || c == U'\t') continue;
    if (++count > kMaxCharacters) return out + "…";
    out += text.substr(from, at - from);
  }
  return out;
}

void check_structure(const read::Document& document, std::uint32_t index, Results& results) {
  if (document.blocks.empty()) return;
  const Structure structure = read_structure(document);
  const StructureTest test{document, index, structure, results};
  check_headings(test);
  check_caption_numbers(test);
  check_notes(test);
  check_enumerations(test);
  check_references(test);
  check_caption_fit(test);
  check_captions(test);
  check_contents(test);
  check_dates(test);
}

}  // namespace zhiheng::audit
