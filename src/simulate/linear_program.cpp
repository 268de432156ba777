#include "simulate/linear_program.h"

#include <cmath>
#include <limits>

namespace zhiheng::simulate {
namespace {

// Coefficients are 0 and 1 and totals below a million or so: what is smaller than this is 0.
constexpr double kZero = 1e-7;

/// A table in canonical form: each row has its basic unknown, with coefficient 1 there and 0 elsewhere.
class Tableau {
 public:
  explicit Tableau(const LinearProgram& program) : unknowns_(program.unknowns) {
    const std::size_t rows = program.rows.size();
    for (std::size_t r = 0; r < rows; ++r) {
      const double sign = program.totals[r] < 0 ? -1 : 1;
      std::vector<double> row(unknowns_ + rows + 1, 0.0);
      for (std::size_t c = 0; c < unknowns_; ++c) row[c] = sign * program.rows[r][c];
      row[unknowns_ + r] = 1;
      row.back() = sign * program.totals[r];
      rows_.push_back(std::move(row));
      basic_.push_back(unknowns_ + r);
    }
  }

  /// Drives the artificial unknowns out; false where they cannot all be 0.
  bool make_feasible() {
    std::vector<double> cost(width(), 0.0);
    for (std::size_t c = unknowns_; c < width(); ++c) cost[c] = 1;
    allowed_ = width();
    if (!minimise(cost) || value(cost) > kZero * (1 + scale())) return false;
    allowed_ = unknowns_;
    for (std::size_t r = 0; r < rows_.size();) {
      if (basic_[r] < unknowns_ || replace_artificial(r))
        ++r;
      else
        drop(r);  // the row says nothing new
    }
    return true;
  }

  /// False where the cost has no bound below.
  bool minimise(const std::vector<double>& cost) {
    for (;;) {
      const auto entering = entering_unknown(cost);
      if (!entering) return true;
      const auto leaving = leaving_row(*entering);
      if (!leaving) return false;
      pivot(*leaving, *entering);
    }
  }

  double value(const std::vector<double>& cost) const {
    double sum = 0;
    for (std::size_t r = 0; r < rows_.size(); ++r) sum += cost[basic_[r]] * rows_[r].back();
    return sum;
  }
  std::size_t width() const { return rows_.empty() ? unknowns_ : rows_[0].size() - 1; }

 private:
  double scale() const {
    double most = 0;
    for (const auto& row : rows_) most = std::max(most, std::abs(row.back()));
    return most;
  }

  std::optional<std::size_t> entering_unknown(const std::vector<double>& cost) const {
    for (std::size_t c = 0; c < allowed_; ++c) {
      double reduced = cost[c];
      for (std::size_t r = 0; r < rows_.size(); ++r) reduced -= cost[basic_[r]] * rows_[r][c];
      if (reduced < -kZero) return c;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> leaving_row(std::size_t entering) const {
    std::optional<std::size_t> best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      if (rows_[r][entering] <= kZero) continue;
      const double ratio = rows_[r].back() / rows_[r][entering];
      if (ratio < least - kZero || (best && ratio < least + kZero && basic_[r] < basic_[*best])) {
        least = std::min(least, ratio);
        best = r;
      }
    }
    return best;
  }

  bool replace_artificial(std::size_t r) {
    for (std::size_t c = 0; c < unknowns_; ++c) {
      if (std::abs(rows_[r][c]) <= kZero) continue;
      pivot(r, c);
      return true;
    }
    return false;
  }

  void drop(std::size_t r) {
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(r));
    basic_.erase(basic_.begin() + static_cast<std::ptrdiff_t>(r));
  }

  void pivot(std::size_t row, std::size_t column) {
    const double by = rows_[row][column];
    for (double& x : rows_[row]) x /= by;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      const double factor = rows_[r][column];
      if (r == row || factor == 0) continue;
      for (std::size_t c = 0; c < rows_[r].size(); ++c) rows_[r][c] -= factor * rows_[row][c];
    }
    basic_[row] = column;
  }

  std::size_t unknowns_, allowed_ = 0;
  std::vector<std::vector<double>> rows_;
  std::vector<std::size_t> basic_;
};

}  // namespace

bool is_feasible(const LinearProgram& program) { return Tableau(program).make_feasible(); }

std::optional<Extent> extent_of(const LinearProgram& program, std::size_t unknown) {
  Tableau start(program);
  if (!start.make_feasible()) return std::nullopt;
  Extent extent;
  std::vector<double> cost(start.width(), 0.0);
  cost.resize(std::max(cost.size(), program.unknowns), 0.0);
  cost[unknown] = 1;
  Tableau low = start;
  low.minimise(cost);
  extent.least = low.value(cost);
  cost[unknown] = -1;
  extent.most = start.minimise(cost) ? -start.value(cost) : std::numeric_limits<double>::infinity();
  return extent;
}

}  // namespace zhiheng::simulate
