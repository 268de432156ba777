#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulate/batch.h"
#include "simulate/recipe.h"
#include "simulate/row_checks.h"
#include "simulate/world.h"

namespace zhiheng::simulate {

/// Fills what the published figures leave open in rows of one dataset, so that none of its checks is true of
/// them. Safe to use from several threads once made.
class Filler {
 public:
  /// `given`: columns, by place, that stand in the rows already. Throws Error ("simulation.no-rule",
  /// "simulation.circle" where columns wait for each other).
  Filler(const World& world, const catalog::Dataset& dataset, std::vector<std::uint8_t> given);

  /// Throws Error ("simulation.unfillable") where rows break a rejecting check whatever is drawn.
  void fill(Batch& batch) const;
  /// Writes the keys anew, after the rows' numbers; false where they do not come from numbers.
  bool renumber(Batch& batch) const;
  /// A copy of some rows.
  std::shared_ptr<Batch> part_of(const Batch& batch, const std::vector<std::uint32_t>& rows) const;
  /// Throws Error ("simulation.too-few") where a register has fewer members than `rows` need.
  void check_capacity(std::uint64_t rows) const;
  const catalog::Dataset& dataset() const { return dataset_; }
  const RowChecks& checks() const { return checks_; }

 private:
  /// Columns that say of a register's member what the register says.
  struct Copy {
    std::size_t from = 0;  // column that holds the member
    std::shared_ptr<const Filler> filler;
    std::vector<std::size_t> own, theirs;
    std::vector<std::size_t> order;  // what must be filled of the register
  };

  void find_copies();
  std::vector<std::size_t> order_of(const std::vector<std::size_t>& wanted) const;
  void visit(std::size_t column, std::vector<std::uint8_t>& state, std::vector<std::size_t>& order) const;
  void fill_columns(Batch& batch, std::uint64_t attempt) const;
  void copy_columns(const Copy& copy, Batch& batch) const;
  void repair(Batch& batch, std::vector<std::uint32_t> rows) const;
  void blank(Batch& batch) const;
  void put_back(const Batch& part, std::size_t row, std::size_t at, Batch& batch) const;

  const World& world_;
  const catalog::Dataset& dataset_;
  std::vector<std::uint8_t> given_;
  RowChecks checks_;
  std::vector<std::unique_ptr<Recipe>> recipes_;  // by column; none where it is given or copied
  std::vector<const Copy*> copied_;               // by column
  std::vector<std::unique_ptr<Copy>> copies_;
  std::vector<std::size_t> order_;
};

}  // namespace zhiheng::simulate
