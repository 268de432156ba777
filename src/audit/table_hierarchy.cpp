#include <algorithm>
#include <array>

#include "audit/table_draft.h"
#include "audit/table_label.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kNumberingKinds = 6;
constexpr int kChildIndent = 2;  // display columns that a part stands further right

/// Walks down the rows and gives each its depth: by numbering where the table numbers rows, else by indent.
/// Members of a division (按产业分, a row without numbers) are one below it; 其中 and # one below the row
/// that they are part of.
class Hierarchy {
 public:
  explicit Hierarchy(Draft& draft) : rows_(draft.model.rows), marks_(draft.marks) {
    std::array<bool, kNumberingKinds> used{};
    for (const RowMark& mark : marks_) used[static_cast<size_t>(mark.numbering)] = true;
    for (size_t kind = 1; kind < used.size(); ++kind) rank_[kind] = used[kind] ? ranks_++ : 0;
  }

  void set() {
    for (size_t i = 0; i < rows_.size(); ++i) set_row(i);
  }

 private:
  void set_row(size_t i) {
    const RowMark& mark = marks_[i];
    const Line& row = rows_[i];
    if (row.of_which) {
      part_of(i);
    } else if (mark.numbering > 0) {
      base_ = rank_[static_cast<size_t>(mark.numbering)];
      in_division_ = row.grouping;
      division_depth_ = base_;
      owner_depth_ = base_;
      stand(i, base_);
    } else if (row.grouping) {
      division_depth_ = is_grouping(row.subject) ? owner_depth_ + 1 : free_depth(mark.indent);
      in_division_ = true;
      stand(i, division_depth_);
    } else if (row.total != Total::kNo) {
      stand(i, in_division_ ? division_depth_ : 0);
      in_division_ = false;
      owner_depth_ = row.depth;
    } else {
      plain(i);
    }
  }

  void plain(size_t i) {
    const int indent = marks_[i].indent;
    if (part_marked_) part_open_ = false;  // where # marks each part, what has none is no part
    if (part_open_) {
      const bool goes_on =
          indent > part_indent_ || (indent == part_indent_ && part_indent_ >= owner_indent_ + kChildIndent);
      if (goes_on) {
        rows_[i].of_which = true;
        rows_[i].depth = part_depth_;
        return;
      }
      part_open_ = rows_[i].maybe_of_which = indent == part_indent_;
    }
    const bool still_open = part_open_;
    const int depth = in_division_ ? division_depth_ + 1 : free_depth(indent);
    if (!in_division_) owner_depth_ = depth;
    stand(i, depth);
    part_open_ = still_open;
  }

  /// Of a row that no division holds: below the numbered row above it, else by indent.
  int free_depth(int indent) { return base_ >= 0 ? base_ + 1 : indent_depth(indent); }

  void part_of(size_t i) {
    const int marks = std::max(1, marks_[i].marks);
    if (!part_open_) {
      part_depth_ = last_depth_ + 1;
      owner_indent_ = last_indent_;
      part_indent_ = marks_[i].indent;
    }
    rows_[i].depth = part_depth_ + marks - 1;
    part_marked_ = marks_[i].marks > 0;
    part_open_ = true;
  }

  void stand(size_t i, int depth) {
    rows_[i].depth = depth;
    last_depth_ = depth;
    last_indent_ = marks_[i].indent;
    part_open_ = false;
  }

  /// How many smaller indents are open.
  int indent_depth(int indent) {
    while (!indents_.empty() && indents_.back() > indent) indents_.pop_back();
    if (indents_.empty() || indents_.back() < indent) indents_.push_back(indent);
    return static_cast<int>(indents_.size()) - 1;
  }

  std::vector<Line>& rows_;
  const std::vector<RowMark>& marks_;
  std::array<int, kNumberingKinds> rank_{};
  std::vector<int> indents_;
  int ranks_ = 0;
  int base_ = -1;        // depth of the numbered row above
  int owner_depth_ = 0;  // of the row that a division would divide
  bool in_division_ = false;
  int division_depth_ = 0;
  bool part_open_ = false;  // behind 其中 or #
  bool part_marked_ = false;
  int part_depth_ = 1;
  int part_indent_ = 0;
  int owner_indent_ = 0;
  int last_depth_ = 0;
  int last_indent_ = 0;
};

}  // namespace

void set_hierarchy(Draft& draft) { Hierarchy(draft).set(); }

}  // namespace zhiheng::audit
