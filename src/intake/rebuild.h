#pragma once
#include "base/calendar.h"
#include "catalog/model.h"
#include "intake/workspace.h"

namespace zhiheng::intake {

struct Rebuilt {
  std::uint64_t batches = 0, rows = 0;
  std::vector<std::string> different;  // batches whose number of rows is not that of the journal
};

/// Makes every live batch's segment anew from its file as received, under the definitions of today. The
/// journal stays as it is. Throws Error; then the segments made so far are the new ones, and the rest the
/// former ones.
Rebuilt rebuild(const Workspace& workspace, const catalog::Catalog& catalog, const WorkingCalendar& calendar);

}  // namespace zhiheng::intake
