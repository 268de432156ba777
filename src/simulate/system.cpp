#include "simulate/system.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "simulate/linear_program.h"

namespace zhiheng::simulate {
namespace {

/// Unknowns that hang together by equations, numbered anew.
struct Component {
  std::vector<std::size_t> unknowns;   // of the system
  std::vector<std::size_t> equations;  // of the system
};

class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0u); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

std::vector<Component> components_of(const System& system) {
  Groups groups(system.weights.size());
  for (const Equation& equation : system.equations)
    for (const auto& term : equation.terms) groups.join(equation.terms.front().first, term.first);
  std::map<std::size_t, Component> components;
  for (std::size_t i = 0; i < system.weights.size(); ++i) components[groups.find(i)].unknowns.push_back(i);
  for (std::size_t e = 0; e < system.equations.size(); ++e) {
    const auto& terms = system.equations[e].terms;
    if (!terms.empty()) components[groups.find(terms.front().first)].equations.push_back(e);
  }
  std::vector<Component> out;
  for (auto& [root, component] : components)
    if (!component.equations.empty()) out.push_back(std::move(component));
  return out;
}

/// Solves one component with some of its equations.
class ComponentSolver {
 public:
  ComponentSolver(const System& system, const Component& component) : system_(system), component_(component) {
    for (std::size_t i = 0; i < component.unknowns.size(); ++i) place_[component.unknowns[i]] = i;
  }

  /// Counts of the component's unknowns, or nullopt.
  std::optional<std::vector<std::int64_t>> solve(const std::vector<std::size_t>& equations) {
    program_ = program_of(equations);
    if (!is_feasible(program_)) return std::nullopt;
    counts_.assign(component_.unknowns.size(), 0);
    targets_ = fit(equations);
    order_.resize(counts_.size());
    std::iota(order_.begin(), order_.end(), 0u);
    // Small ones first: the great ones can take what rounding leaves over.
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return targets_[a] < targets_[b]; });
    tries_left_ = 20000;
    if (!settle(0)) return std::nullopt;
    return counts_;
  }

 private:
  LinearProgram program_of(const std::vector<std::size_t>& equations) const {
    LinearProgram program;
    program.unknowns = component_.unknowns.size();
    for (const std::size_t e : equations) {
      std::vector<double> row(program.unknowns, 0.0);
      for (const auto& [unknown, times] : system_.equations[e].terms)
        row[place_.at(unknown)] = static_cast<double>(times);
      program.rows.push_back(std::move(row));
      program.totals.push_back(static_cast<double>(system_.equations[e].total));
    }
    return program;
  }

  /// Proportional fitting: the weights, scaled until each equation holds as nearly as they can.
  std::vector<double> fit(const std::vector<std::size_t>& equations) const {
    std::vector<double> values;
    for (const std::size_t unknown : component_.unknowns) values.push_back(system_.weights[unknown]);
    for (int round = 0; round < 200; ++round) {
      for (std::size_t e = 0; e < equations.size(); ++e) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += program_.rows[e][i] * values[i];
        if (sum <= 0) continue;
        const double factor = program_.totals[e] / sum;
        for (std::size_t i = 0; i < values.size(); ++i)
          if (program_.rows[e][i] != 0) values[i] *= factor;
      }
    }
    return values;
  }

  /// Gives the unknowns from `at` on their counts, one after another, each within what the others leave.
  bool settle(std::size_t at) {
    if (at == order_.size()) return holds();
    if (--tries_left_ < 0) return false;
    const std::size_t unknown = order_[at];
    const auto extent = extent_of(program_, unknown);
    if (!extent) return false;
    const double low = std::ceil(extent->least - 1e-6), high = std::floor(extent->most + 1e-6);
    if (low > high) return false;
    const double near = std::clamp(std::round(targets_[unknown]), low, high);
    std::vector<double> tries{near};
    for (const double other : {near + 1, near - 1, low, high})
      if (other >= low && other <= high && std::isfinite(other) &&
          std::find(tries.begin(), tries.end(), other) == tries.end())
        tries.push_back(other);
    const LinearProgram before = program_;
    for (const double value : tries) {
      fix(unknown, value);
      if (settle(at + 1)) return true;
      program_ = before;
    }
    return false;
  }

  void fix(std::size_t unknown, double value) {
    counts_[unknown] = static_cast<std::int64_t>(std::llround(value));
    for (std::size_t r = 0; r < program_.rows.size(); ++r) {
      program_.totals[r] -= program_.rows[r][unknown] * value;
      program_.rows[r][unknown] = 0;
    }
  }

  bool holds() const {
    return std::all_of(program_.totals.begin(), program_.totals.end(),
                       [](double left) { return std::abs(left) < 0.5; });
  }

  const System& system_;
  const Component& component_;
  std::map<std::size_t, std::size_t> place_;
  LinearProgram program_;
  std::vector<double> targets_;
  std::vector<std::int64_t> counts_;
  std::vector<std::size_t> order_;
  int tries_left_ = 0;
};

/// As many equations as can hold together, the wanted ones first; the others go to `given_up`.
std::vector<std::int64_t> solve_component(const System& system, const Component& component,
                                          std::vector<std::size_t>& given_up) {
  ComponentSolver solver(system, component);
  if (auto counts = solver.solve(component.equations)) return *counts;
  std::vector<std::size_t> held;
  std::vector<std::int64_t> best(component.unknowns.size(), 0);
  for (const bool wanted : {true, false}) {
    for (const std::size_t e : component.equations) {
      if (system.equations[e].wanted != wanted) continue;
      held.push_back(e);
      if (auto counts = solver.solve(held)) {
        best = std::move(*counts);
      } else {
        held.pop_back();
        given_up.push_back(e);
      }
    }
  }
  return best;
}

}  // namespace

Solution solve(const System& system) {
  Solution solution;
  solution.counts.assign(system.weights.size(), 0);
  for (const Component& component : components_of(system)) {
    const auto counts = solve_component(system, component, solution.given_up);
    for (std::size_t i = 0; i < counts.size(); ++i) solution.counts[component.unknowns[i]] = counts[i];
  }
  for (std::size_t e = 0; e < system.equations.size(); ++e)
    if (system.equations[e].terms.empty() && system.equations[e].total != 0) solution.given_up.push_back(e);
  std::sort(solution.given_up.begin(), solution.given_up.end());
  return solution;
}

}  // namespace zhiheng::simulate
