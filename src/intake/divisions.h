#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"

namespace zhiheng::intake {

/// The towns of a district by their official codes (行政区划代码), out of the district's own list of areas.
class Divisions {
 public:
  explicit Divisions(const catalog::Catalog& catalog);

  /// Whether nothing is against the code (`check_division` having found nothing): false of a town or village
  /// in the district (9 or 12 digits) whose town the list lacks. Of other districts nothing is known.
  bool may_be(std::string_view code) const;

 private:
  std::string district_;
  std::vector<std::string> towns_;  // sorted; empty: the list gives no official codes
};

}  // namespace zhiheng::intake
