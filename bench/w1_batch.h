#pragma once
// One more batch of 10,000 rows on top of the 10 million samples of W1.
#include <string>
#include <vector>

#include "catalog/model.h"
#include "intake/workspace.h"

namespace zhiheng::bench {

struct Loaded {
  const catalog::Dataset* dataset;
  intake::LiveBatch batch;
};

/// Seconds.
struct BatchTimes {
  double tables =
      0;            // median: from the new segment's file to all tables, in a process that holds the others'
  double kept = 0;  // all tables of all segments in a new process, from the parts beside the segments
  double import = 0;    // the file of 10,000 rows taken in: read, checked, keys compared, flushed
  double sql_rows = 0;  // rows a second of SQL over the samples' segment, four columns of it
};

/// Throws std::logic_error where tables that were added to differ from those computed from scratch, or SQL
/// over the same segments says otherwise.
BatchTimes measure_batch(const std::string& folder, const catalog::Catalog& catalog,
                         const std::vector<Loaded>& loaded);

}  // namespace zhiheng::bench
