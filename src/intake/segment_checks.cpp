#include "intake/segment_checks.h"

#include <algorithm>

#include "intake/key_set.h"
#include "intake/segment_keys.h"
#include "intake/sieve.h"
#include "intake/tally.h"

namespace zhiheng::intake {
namespace {

using segment::Segment;

constexpr ErrorCode kOther{
    "segment.other-definition", "列 {} 的类型与定义不同；由收到的原始文件重建：zhiheng rebuild",
    "the column {} has another type than the definition says; make it anew from the file as received: "
    "zhiheng rebuild"};

bool is_live(const LiveBatch& batch, std::uint64_t row) {
  return batch.dead.empty() || (batch.dead[row / 64] >> row % 64 & 1) == 0;
}

/// The columns of one block as a formula of the dataset wants them. One that the segment lacks, being older,
/// is missing in every row.
class BlockColumns {
 public:
  BlockColumns(const catalog::Dataset& dataset, const Segment& segment, std::size_t block)
      : segment_(segment), block_(block), names_(own_names(dataset)), vectors_(names_.size()) {}

  formula::Vector evaluate(const formula::Formula& formula) {
    const std::size_t rows = segment_.block_rows(block_);
    std::vector<const formula::Vector*> columns(names_.size(), nullptr);
    for (const std::size_t name : formula.columns()) {
      if (!vectors_[name]) vectors_[name] = values(names_[name], rows);
      columns[name] = &*vectors_[name];
    }
    return formula.evaluate(columns, rows, WorkingCalendar());
  }

 private:
  static std::vector<formula::Name> own_names(const catalog::Dataset& dataset) {
    std::vector<formula::Name> names;
    for (const auto& column : dataset.columns)
      names.push_back({column.id, value_type(column), column.decimals});
    return names;
  }

  formula::Vector values(const formula::Name& name, std::size_t rows) const {
    const auto at = segment_.column(name.id);
    if (!at) {
      formula::Vector missing{name.type, name.decimals, {}, {}, std::vector<std::uint8_t>(rows, 0)};
      name.type == formula::Type::kText ? missing.texts.resize(rows) : missing.values.resize(rows);
      return missing;
    }
    formula::Vector found = block_values(segment_, *at, block_);
    if (found.type != name.type || found.decimals != name.decimals)
      throw Error(kOther, {segment_.path()}, {name.id}, 3);
    return found;
  }

  const Segment& segment_;
  std::size_t block_;
  std::vector<formula::Name> names_;
  std::vector<std::optional<formula::Vector>> vectors_;
};

/// By row the place in `of_day`, which has room for each of the days; those of other rows are -1.
std::vector<std::int32_t> places_in(const catalog::Dataset& dataset, const LiveBatch& batch,
                                    std::size_t block, const std::optional<Days>& days) {
  const std::size_t rows = batch.segment->block_rows(block);
  std::vector<std::int32_t> places(rows, 0);
  const std::uint64_t first_row = batch.segment->block_first(block);
  for (std::size_t i = 0; i < rows; ++i)
    if (!is_live(batch, first_row + i)) places[i] = -1;
  if (!days) return places;
  const std::int64_t first = days->first - Date(), size = days->last - days->first + 1;
  const formula::Vector times = block_values(*batch.segment, *batch.segment->column(dataset.time), block);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t day = day_of_time(dataset, times.values[i]) - first;
    if (places[i] == 0) places[i] = day < 0 || day >= size ? -1 : static_cast<std::int32_t>(day);
  }
  return places;
}

bool outside(const catalog::Dataset& dataset, const Segment& segment, std::size_t block, const Days& days) {
  const segment::Packed packed = segment.packed(*segment.column(dataset.time), block);
  return day_of_time(dataset, packed.greatest) < days.first - Date() ||
         day_of_time(dataset, packed.base) > days.last - Date();
}

/// Sums while they are added up; scale by check.
struct RunningTotal {
  std::int64_t rows = 0;
  std::vector<Int128> sums;
};

}  // namespace

void add_totals(const catalog::Dataset& dataset, const LiveBatch& batch, const std::optional<Days>& days,
                std::map<Date, Total>& totals) {
  const auto& checks = dataset.batch_checks;
  const std::size_t size = days ? static_cast<std::size_t>(days->last - days->first + 1) : 1;
  std::vector<RunningTotal> of_day(size, {0, std::vector<Int128>(checks.size(), 0)});
  for (std::size_t block = 0; block < batch.segment->blocks(); ++block) {
    if (days && outside(dataset, *batch.segment, block, *days)) continue;
    const auto places = places_in(dataset, batch, block, days);
    for (const std::int32_t place : places)
      if (place >= 0) ++of_day[static_cast<std::size_t>(place)].rows;
    BlockColumns columns(dataset, *batch.segment, block);
    for (std::size_t c = 0; c < checks.size(); ++c) {
      if (!checks[c].sum) continue;
      const formula::Vector values = columns.evaluate(*checks[c].sum);
      for (std::size_t i = 0; i < places.size(); ++i)
        if (places[i] >= 0 && values.has(i))
          of_day[static_cast<std::size_t>(places[i])].sums[c] += values.values[i];
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (of_day[i].rows == 0) continue;
    Total& total = totals[days ? days->first + static_cast<int>(i) : Date()];
    total.rows += of_day[i].rows;
    total.sums.resize(checks.size());
    for (std::size_t c = 0; c < checks.size(); ++c)
      if (checks[c].sum)
        total.sums[c] = total.sums[c] + Decimal(of_day[i].sums[c], checks[c].sum->decimals());
  }
}

void find_lost_references(const catalog::Dataset& dataset, std::size_t column, const Segment& fresh,
                          const catalog::Dataset& of, const std::vector<LiveBatch>& live,
                          const std::function<void(const LostReference&)>& take) {
  const std::string& id = dataset.columns[column].id;
  const SegmentKeys references({id}, fresh);
  const std::size_t at = *fresh.column(id), line = *fresh.column("_line");
  KeySet wanted(references.one_number()), found(references.one_number());
  for (std::size_t block = 0; block < fresh.blocks(); ++block)
    for (const RowKey& key : references.of(block)) wanted.insert(key);
  for (const LiveBatch& batch : live) {
    const SegmentKeys keys(of.key, *batch.segment);
    for (std::size_t block = 0; block < batch.segment->blocks() && found.size() < wanted.size(); ++block) {
      const auto of_block = keys.of(block);
      const std::uint64_t first = batch.segment->block_first(block);
      for (std::size_t i = 0; i < of_block.size(); ++i)
        if (is_live(batch, first + i) && wanted.contains(of_block[i])) found.insert(of_block[i]);
    }
  }
  for (std::size_t block = 0; block < fresh.blocks() && found.size() < wanted.size(); ++block) {
    const auto keys = references.of(block);
    const formula::Vector values = block_values(fresh, at, block), lines = block_values(fresh, line, block);
    std::optional<formula::Vector> times;
    if (!dataset.time.empty()) times = block_values(fresh, *fresh.column(dataset.time), block);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!values.has(i) || found.contains(keys[i])) continue;
      const bool text = values.type == formula::Type::kText;
      take({lines.values[i], times ? day_of_time(dataset, times->values[i]) : RejectedRow::kNoDay,
            text ? std::string(values.texts[i]) : std::to_string(values.values[i])});
    }
  }
}

}  // namespace zhiheng::intake
