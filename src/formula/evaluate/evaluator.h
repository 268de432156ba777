#pragma once
// Internal to this module: computes a tree on columns, block by block.
#include <optional>
#include <span>
#include <vector>

#include "formula/evaluate/dates.h"
#include "formula/evaluate/view.h"
#include "formula/tree/node.h"

namespace zhiheng::formula {

/// One evaluation. Keeps references to what it is made with.
class Evaluator {
 public:
  Evaluator(const Parsed& parsed, std::span<const Vector* const> columns, const WorkingCalendar& calendar)
      : parsed_(parsed), columns_(columns), workdays_(calendar), buffers_(parsed.slots) {}

  Vector run(size_t rows);

 private:
  /// Rows whose value is wanted; null: all. In the others an overflow is none.
  using Active = const std::uint8_t*;

  void check_columns(size_t rows) const;
  void append(const View& view, Vector& out) const;

  View evaluate(const Node& node, Active active);
  View column(const Node& node) const;
  View strict(const Node& node, Active active);
  View unary(const Node& node, const View& a, Active active);
  void scaled(const Node& node, const View& a, std::int64_t factor, Active active, std::int64_t* out) const;
  View binary(const Node& node, const View& a, const View& b, Active active);
  static void comparison(Op op, const Node& left, const View& a, const Node& right, const View& b,
                         size_t rows, std::int64_t* out);
  void arithmetic(const Node& node, const View& a, const View& b, const std::uint8_t* present, Active active,
                  std::int64_t* out) const;
  View logic(const Node& node, Active active);
  View between(const Node& node, Active active);
  View lookup(const Node& node, const View& a);
  View is_null(const Node& node, Active active);
  View workdays(const Node& node, const View& a, const View& b, Active active);
  View coalesce(const Node& node, Active active);
  View choose(const Node& node, Active active);
  View chosen(const Node& node);

  /// Opens all rows of the node's result, or those that are active; nothing is chosen yet.
  void open_rows(const Node& node, Active active);
  /// Takes over the rows of `view` that are chosen, and closes them.
  void assign(const Node& node, const View& view);

  /// `step(a, b, &out)` for all rows, with each side a constant or not; throws Error ("formula.overflow")
  /// where it says that a row that is wanted has left 64 bits.
  template <typename Step>
  void checked(const Node& node, const View& a, const View& b, const std::uint8_t* present, Active active,
               std::int64_t* out, Step step) const;
  [[noreturn]] void overflow(const Node& node) const;

  Buffer& buffer(const Node& node) { return buffers_[node.slot]; }
  /// Rows to compute for a result: one where it is a constant.
  size_t rows_of(bool constant) const { return constant ? 1 : rows_; }

  const Parsed& parsed_;
  std::span<const Vector* const> columns_;
  Workdays workdays_;
  std::vector<Buffer> buffers_;
  size_t total_ = 0;  // rows of the run
  size_t begin_ = 0;  // of the block
  size_t rows_ = 0;   // in the block
};

}  // namespace zhiheng::formula
