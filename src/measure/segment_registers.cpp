#include "measure/segment_registers.h"

#include <unordered_map>

namespace zhiheng::measure {
namespace {

using formula::Type;
using formula::Vector;

Vector block_values(const segment::Segment& segment, std::size_t at, std::size_t block) {
  const segment::Column& column = segment.columns()[at];
  const std::size_t rows = segment.block_rows(block);
  Vector vector{static_cast<Type>(column.type), column.decimals, {}, {}, {}};
  if (column.storage == segment::Storage::kPlain) {
    const segment::Plain plain = segment.plain(at, block);
    for (std::size_t i = 0; i < rows; ++i) {
      vector.texts.push_back(plain.bytes.substr(plain.offsets[i], plain.offsets[i + 1] - plain.offsets[i]));
      vector.present.push_back(!vector.texts.back().empty());
    }
    return vector;
  }
  vector.values.resize(rows);
  segment::unpack(segment.packed(at, block), 0, rows, vector.values.data(), vector.present);
  if (column.storage == segment::Storage::kNumber) return vector;
  const auto dictionary = segment.dictionary(at);
  for (std::size_t i = 0; i < rows; ++i)
    vector.texts.push_back(vector.has(i) ? dictionary[static_cast<std::size_t>(vector.values[i])]
                                         : std::string_view{});
  vector.values.clear();
  return vector;
}

/// Where the keys that are asked for stand in `keys`.
class Places {
 public:
  explicit Places(const Vector& keys) : text_(keys.type == Type::kText) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!keys.has(i)) continue;
      if (text_)
        texts_[std::string(keys.texts[i])].push_back(i);
      else
        numbers_[keys.values[i]].push_back(i);
    }
  }
  const std::vector<std::size_t>* at(const Vector& keys, std::size_t i) const {
    if (!keys.has(i)) return nullptr;
    if (text_) {
      const auto found = texts_.find(std::string(keys.texts[i]));
      return found == texts_.end() ? nullptr : &found->second;
    }
    const auto found = numbers_.find(keys.values[i]);
    return found == numbers_.end() ? nullptr : &found->second;
  }

 private:
  bool text_;
  std::unordered_map<std::string, std::vector<std::size_t>> texts_;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> numbers_;
};

void take(const Vector& from, std::size_t row, const std::vector<std::size_t>& places, Vector& to) {
  for (const std::size_t place : places) {
    to.present[place] = from.has(row);
    if (to.type == Type::kText)
      to.texts[place] = from.texts[row];
    else
      to.values[place] = from.values[row];
  }
}

Type type_of(const catalog::DatasetColumn& column) {
  switch (column.type) {
    case catalog::DatasetColumn::Type::kText:
      return Type::kText;
    case catalog::DatasetColumn::Type::kDate:
      return Type::kDate;
    case catalog::DatasetColumn::Type::kTime:
      return Type::kTime;
    case catalog::DatasetColumn::Type::kBoolean:
      return Type::kBoolean;
    default:
      return Type::kNumber;
  }
}

}  // namespace

void SegmentRegisters::add(const std::string& dataset, std::vector<LiveSegment> segments) {
  segments_[dataset] = std::move(segments);
}

std::string SegmentRegisters::state(const std::string& dataset) const {
  std::string state;
  const auto found = segments_.find(dataset);
  if (found != segments_.end())
    for (const LiveSegment& live : found->second) state += state_of(live);
  return state;
}

Vector SegmentRegisters::attribute(const std::string& id, const std::string& attribute,
                                   const Vector& keys) const {
  const catalog::Dataset& dataset = *catalog_.dataset(id);
  const catalog::DatasetColumn& column = *dataset.column(attribute);
  Vector result{type_of(column), column.decimals, {}, {}, std::vector<std::uint8_t>(keys.size(), 0)};
  if (result.type == Type::kText)
    result.texts.resize(keys.size());
  else
    result.values.resize(keys.size());
  const auto found = segments_.find(id);
  if (found == segments_.end()) return result;
  const Places places(keys);
  for (const LiveSegment& live : found->second) {
    const std::size_t key = *live.segment->column(dataset.key.at(0)), at = *live.segment->column(attribute);
    for (std::size_t block = 0; block < live.segment->blocks(); ++block) {
      const Vector own = block_values(*live.segment, key, block),
                   values = block_values(*live.segment, at, block);
      const std::uint64_t first = live.segment->block_first(block);
      for (std::size_t i = 0; i < own.size(); ++i) {
        const std::uint64_t row = first + i;
        if (!live.dead.empty() && (live.dead[row / 64] >> row % 64 & 1) != 0) continue;
        if (const auto* of_key = places.at(own, i)) take(values, i, *of_key, result);
      }
    }
  }
  return result;
}

}  // namespace zhiheng::measure
