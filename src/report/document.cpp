#include "report/document.h"

namespace zhiheng::report {

const char* to_string(Certainty::Kind kind) {
  constexpr const char* kNames[] = {"interval", "change", "base", "shrunk", "ranks", "funnel"};
  return kNames[static_cast<size_t>(kind)];
}

std::string plain_text(const Runs& runs) {
  std::string out;
  for (const Run& run : runs) {
    if (run.kind != Run::Kind::kFootnote && run.kind != Run::Kind::kBreak) out += run.text + run.unit;
  }
  return out;
}

}  // namespace zhiheng::report
