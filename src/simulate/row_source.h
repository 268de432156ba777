#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "simulate/filler.h"
#include "simulate/row_plan.h"

namespace zhiheng::simulate {

/// All rows of a dataset, a run at a time, in any order and from several threads.
class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual const catalog::Dataset& dataset() const = 0;
  virtual const Filler& filler() const = 0;
  /// Places of rows in one copy, of which some may stay empty.
  virtual std::uint64_t places() const = 0;
  /// The rows at `count` places of a copy from `first` on.
  virtual std::shared_ptr<Batch> make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const = 0;
};

/// Rows that give the published cells.
class PlannedRows : public RowSource {
 public:
  PlannedRows(const World& world, const RowPlan& plan);
  const catalog::Dataset& dataset() const override { return *plan_.dataset; }
  const Filler& filler() const override { return filler_; }
  std::uint64_t places() const override { return plan_.rows; }
  std::shared_ptr<Batch> make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const override;

 private:
  struct Copy;  // which kind of row stands where

  std::shared_ptr<const Copy> copy_of(std::uint64_t copy) const;
  void shuffle(std::uint64_t copy, Copy& out) const;
  void number(std::uint64_t copy, Copy& out) const;
  void spread(std::size_t amount, std::uint64_t copy, Copy& out) const;
  void find_again();
  void put_choices(const Copy& copy, std::uint64_t first, Batch& batch) const;
  void put_amounts(const Copy& copy, std::uint64_t first, Batch& batch) const;

  const World& world_;
  const RowPlan& plan_;
  Dice dice_;
  Filler filler_;
  std::vector<std::string> again_;  // by type: what tells it apart; empty: a row of its own
  mutable std::mutex mutex_;
  mutable std::map<std::uint64_t, std::shared_ptr<const Copy>> copies_;
};

/// The members of a register that other datasets draw from.
class MemberRows : public RowSource {
 public:
  MemberRows(const World& world, const catalog::Dataset& dataset);
  const catalog::Dataset& dataset() const override { return dataset_; }
  const Filler& filler() const override { return filler_; }
  std::uint64_t places() const override { return population_; }
  std::shared_ptr<Batch> make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const override;

 private:
  const catalog::Dataset& dataset_;
  std::uint64_t population_;
  std::size_t key_;
  Filler filler_;
  std::string division_;
};

/// One row for each row of another dataset: the register that those point to, or what hangs on them. Columns
/// of the same name, type and code list say the same.
class FollowingRows : public RowSource {
 public:
  FollowingRows(const World& world, const catalog::Dataset& dataset, std::shared_ptr<const RowSource> origin);
  const catalog::Dataset& dataset() const override { return dataset_; }
  const Filler& filler() const override { return *filler_; }
  std::uint64_t places() const override { return origin_->places(); }
  std::shared_ptr<Batch> make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const override;

 private:
  const catalog::Dataset& dataset_;
  std::shared_ptr<const RowSource> origin_;
  std::optional<formula::Formula> where_;
  std::vector<std::pair<std::size_t, std::size_t>> same_;  // columns: there, here
  std::unique_ptr<Filler> filler_;
};

}  // namespace zhiheng::simulate
