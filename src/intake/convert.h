#pragma once
// Cells of a file → typed values of a dataset's column, a column of a block at a time.
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "catalog/dataset.h"
#include "catalog/model.h"
#include "formula/formula.h"
#include "intake/reason.h"
#include "read/records.h"

namespace zhiheng::intake {

/// Texts that are not in the file as they are kept: masked, in upper case. What it gives stays until `clear`.
class TextArena {
 public:
  std::string_view keep(std::string_view text);
  /// Forgets all, keeping the memory of the first chunk.
  void clear();

 private:
  static constexpr std::size_t kChunk = 64 << 10;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = 0;  // of the last chunk
};

/// One column of a block after conversion. A cell that was refused is missing in it. To be reused from block
/// to block: the memory is kept.
struct ConvertedColumn {
  static constexpr std::uint32_t kNoCode = 0xFFFFFFFF;

  /// Values by row. Of a column with a code list only `present` and `codes` are filled. Texts point into the
  /// block, or into `arena`.
  formula::Vector vector;
  std::vector<std::uint32_t> codes;  // of a column with a code list: number in the list; kNoCode: missing
  std::vector<Reason> reasons;       // by row; empty: all cells were taken
  std::vector<Reason> remarks;       // by row: of cells that were taken; empty: none
  std::size_t refused = 0;
  TextArena arena;

  Reason reason(std::size_t row) const { return reasons.empty() ? Reason::kNone : reasons[row]; }
};

/// Converts the cells of one column. Safe to use from several threads once made.
///
///   a number    123  -1.50  １２３  1,234.5  '007  (digits beyond the declared ones must be zeros)
///   a date      2020-12-31  2020/1/5  2020.1.5  20200105  2020年1月5日  2020-12-31 00:00:00
///   a time      2020-12-31 08:30[:00], also with T, with +08:00; a date alone is its midnight
///   a truth     是 否 有 无 √ × true false yes no Y N T F 1 0
///   a code      the code, its Chinese or its English title
///   a text      without spaces around; uscc, id_number, phone, gtin, gs1 and division checked and normalised
/// Spaces around and full-width digits and letters are read as what they mean everywhere but in free text. An
/// empty cell is missing. Ids of persons (`personal: id`) are masked here; their raw text is kept nowhere.
class ColumnConverter {
 public:
  /// Copies what it needs. Throws Error: "cell.unknown-list" where the catalog lacks the column's code list,
  /// and what Pattern throws.
  ColumnConverter(const catalog::DatasetColumn& column, const catalog::Catalog& catalog);
  ~ColumnConverter();
  ColumnConverter(ColumnConverter&&) noexcept;
  ColumnConverter& operator=(ColumnConverter&&) noexcept;

  /// Whether it gives `codes` instead of values.
  bool has_codes() const;
  /// Converts column `file_column` of all rows of the block.
  void convert(const read::RowBlock& block, std::size_t file_column, ConvertedColumn& out) const;
  /// The same where the file lacks the column: every cell is empty.
  void convert_missing(std::size_t rows, ConvertedColumn& out) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace zhiheng::intake
