#include "intake/segment_rows.h"

#include <algorithm>

#include "intake/sieve.h"

namespace zhiheng::intake {
namespace {

/// The line of the file from which a row came is one more column.
std::vector<segment::Column> with_line(std::vector<segment::Column> columns) {
  columns.push_back(
      {"_line", segment::Storage::kNumber, static_cast<std::uint8_t>(formula::Type::kNumber), 0});
  return columns;
}

}  // namespace

/// Dictionaries of code lists are the lists, in their order.
SegmentRows::SegmentRows(const catalog::Dataset& dataset, const catalog::Catalog& catalog,
                         const std::string& path)
    : writer_(path, with_line(stored_columns(dataset))) {
  for (std::size_t i = 0; i < dataset.columns.size(); ++i)
    if (!dataset.columns[i].codes.empty())
      for (const auto& code : catalog.code_list(dataset.columns[i].codes)->codes) writer_.code(i, code.code);
}

void SegmentRows::put(const ParcelBlock& block, std::span<const std::int64_t> lines,
                      std::span<const std::uint32_t> left_out) {
  writer_.begin_block(lines.size());
  std::vector<std::byte> kept, recoded;
  for (std::size_t i = 0; i < block.columns.size(); ++i) {
    const ParcelColumn& column = block.columns[i];
    if (column.storage == segment::Storage::kPlain) {
      put_plain(column.plain, block.rows, left_out);
      continue;
    }
    segment::Packed packed =
        left_out.empty() ? column.packed : without_rows(column.packed, block.rows, left_out, kept);
    if (!column.dictionary.empty()) packed = with_own_codes(packed, lines.size(), i, column, recoded);
    writer_.put(packed);
  }
  writer_.put(segment::pack(lines, {}, kept));
}

/// The chunk's own dictionary codes → those of the segment.
segment::Packed SegmentRows::with_own_codes(const segment::Packed& packed, std::size_t rows, std::size_t at,
                                            const ParcelColumn& column, std::vector<std::byte>& out) {
  std::vector<std::int64_t> values(rows), codes;
  std::vector<std::uint8_t> present;
  for (const std::string_view text : column.dictionary) codes.push_back(writer_.code(at, text));
  segment::unpack(packed, 0, rows, values.data(), present);
  for (std::size_t i = 0; i < rows; ++i)
    if (present.empty() || present[i]) values[i] = codes.at(static_cast<std::size_t>(values[i]));
  return segment::pack(values, present, out);
}

void SegmentRows::put_plain(const segment::Plain& plain, std::size_t rows,
                            std::span<const std::uint32_t> left_out) {
  if (left_out.empty()) return writer_.put(plain);
  std::vector<std::uint32_t> offsets{0};
  std::string texts;
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (std::ranges::binary_search(left_out, row)) continue;
    texts += plain.bytes.substr(plain.offsets[row], plain.offsets[row + 1] - plain.offsets[row]);
    offsets.push_back(static_cast<std::uint32_t>(texts.size()));
  }
  writer_.put(segment::Plain{offsets, texts});
}

}  // namespace zhiheng::intake
