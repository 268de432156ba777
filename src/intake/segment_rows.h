#pragma once
// Accepted rows into a segment.
#include "catalog/model.h"
#include "intake/record_store.h"
#include "segment/segment.h"

namespace zhiheng::intake {

/// Writes the blocks of an import to one segment: the dataset's columns, then `_line`.
class SegmentRows final : public RowSink {
 public:
  SegmentRows(const catalog::Dataset& dataset, const catalog::Catalog& catalog, const std::string& path);
  void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out) override;
  /// Puts the segment at its path.
  void finish(std::string_view note) { writer_.finish(note); }

 private:
  segment::Packed with_own_codes(const segment::Packed& packed, std::size_t rows, std::size_t at,
                                 const ParcelColumn& column, std::vector<std::byte>& out);
  void put_plain(const segment::Plain& plain, std::size_t rows, std::span<const std::uint32_t> left_out);

  segment::Writer writer_;
};

}  // namespace zhiheng::intake
