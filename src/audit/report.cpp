#include "audit/report.h"

#include <algorithm>

namespace zhiheng::audit {

void keep(const Filter& filter, Report& report) {
  const auto wanted_kind = [&](Kind kind) {
    return filter.kinds.empty() || std::ranges::find(filter.kinds, kind) != filter.kinds.end();
  };
  const auto wanted = [&](const Finding& finding) {
    return wanted_kind(finding.kind) && finding.weight >= filter.least &&
           (finding.certain || !filter.certain_only);
  };
  std::erase_if(report.results.findings, [&](const Finding& finding) { return !wanted(finding); });
  std::erase_if(report.waived, [&](const Waived& waived) { return !wanted(waived.finding); });
  std::erase_if(report.results.held, [&](const Held& held) { return !wanted_kind(held.kind); });
}

std::array<KindCount, kKindCount> count_kinds(const Report& report) {
  std::array<KindCount, kKindCount> counts{};
  const auto of = [&](Kind kind) -> KindCount& { return counts[static_cast<size_t>(kind)]; };
  for (const Finding& finding : report.results.findings) ++of(finding.kind).findings;
  for (const Waived& waived : report.waived) ++of(waived.finding.kind).waived;
  for (const Held& held : report.results.held) ++of(held.kind).held;
  return counts;
}

}  // namespace zhiheng::audit
