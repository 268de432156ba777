#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "catalog/model.h"
#include "store/database.h"

namespace zhiheng::simulate {

/// One cell that was published: codes of the cube's dimensions, and a value for each stored measure, missing
/// where none was given.
struct PublishedCell {
  std::vector<std::string> codes;
  std::vector<std::optional<Decimal>> values;
  int line = 0;
};

/// The cells of one cube in one year, totals left out.
struct PublishedCube {
  const catalog::Cube* cube = nullptr;
  std::vector<const catalog::Measure*> measures;  // stored ones, in the order of the values
  std::vector<PublishedCell> cells;
};

/// What intake::load_pack has stored.
PublishedCube read_published(const catalog::Cube& cube, int year, store::Session& session);

}  // namespace zhiheng::simulate
