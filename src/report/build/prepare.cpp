#include "report/build/prepare.h"

namespace zhiheng::report {

void CellGathering::add_template(const std::string& content) {
  for (size_t open = content.find("{{"); open != std::string::npos; open = content.find("{{", open + 2)) {
    const size_t close = content.find("}}", open);
    if (close == std::string::npos) return;
    add_binding(content.substr(open + 2, close - open - 2));
  }
}

void CellGathering::add_binding(const std::string& text) {
  const size_t dot = text.find('.');
  if (dot == std::string::npos || text.find('@') == 0) return;
  try {
    const measure::Expression expression = measure::parse_expression(text, {});
    const auto [cube, measure] = context_.cube_measure(expression.ref);
    if (measure == nullptr) return;
    const int year = context_.year_of(expression);
    asks_[cube].push_back({measure, expression.where, year, 0});
    if (expression.has_filter("change")) asks_[cube].push_back({measure, expression.where, year - 1, 0});
  } catch (const Error&) {
    return;  // told when it is bound
  }
}

void CellGathering::compute() {
  for (const auto& [cube, asks] : asks_) context_.evaluator.prepare(*cube, asks);
  asks_.clear();
}

}  // namespace zhiheng::report
