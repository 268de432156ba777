#pragma once
#include <map>
#include <string>
#include <vector>

#include "report/build/binder.h"

namespace zhiheng::report {

/// The cells of cubes that templates bind, gathered before anything is bound, so that they are computed cube
/// by cube and not one by one.
class CellGathering {
 public:
  explicit CellGathering(const BuildContext& context) : context_(context) {}

  /// Looks through the text of a template. What it can't read is left to whoever binds it.
  void add_template(const std::string& content);
  /// Computes all that was gathered.
  void compute();

 private:
  void add_binding(const std::string& text);

  const BuildContext& context_;
  std::map<const catalog::Cube*, std::vector<measure::CellAsk>> asks_;
};

}  // namespace zhiheng::report
