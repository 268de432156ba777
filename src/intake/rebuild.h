#pragma once
#include "base/calendar.h"
#include "catalog/model.h"
#include "intake/record_store.h"

namespace zhiheng::intake {

struct Rebuilt {
  std::uint64_t batches = 0, rows = 0;
  std::vector<std::string> different;  // batches whose number of rows is not that of the journal
};

/// Makes every live batch's rows anew from its file as received, under the definitions of today, and finds
/// anew which rows replace which. The journal stays as it is. Throws Error ("rebuild.file-changed" where a
/// file isn't the one of the journal); then a database is as it was, and a folder has the segments made so
/// far and of the rest the former ones.
Rebuilt rebuild(RecordStore& store, const catalog::Catalog& catalog, const WorkingCalendar& calendar);

}  // namespace zhiheng::intake
