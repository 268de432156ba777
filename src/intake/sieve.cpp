#include "intake/sieve.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "intake/tally.h"

namespace zhiheng::intake {
namespace {

using catalog::Dataset;
using catalog::DatasetColumn;
using segment::Storage;

constexpr std::size_t kBlockRows = 65536;

/// Columns that cubes use: what they tell apart is worth a dictionary.
std::set<std::size_t> used_by_cubes(const Dataset& dataset) {
  std::set<std::size_t> used;
  const auto add = [&](const formula::Formula& formula) {
    used.insert(formula.columns().begin(), formula.columns().end());
  };
  for (const auto& cube : dataset.cubes) {
    for (const auto& dimension : cube.by) add(dimension.value);
    if (cube.where) add(*cube.where);
    for (const auto& measure : cube.measures) {
      add(measure.value);
      if (measure.where) add(*measure.where);
    }
  }
  return used;
}

}  // namespace

formula::Type value_type(const DatasetColumn& column) {
  switch (column.type) {
    case DatasetColumn::Type::kText:
      return formula::Type::kText;
    case DatasetColumn::Type::kDate:
      return formula::Type::kDate;
    case DatasetColumn::Type::kTime:
      return formula::Type::kTime;
    case DatasetColumn::Type::kBoolean:
      return formula::Type::kBoolean;
    default:
      return formula::Type::kNumber;
  }
}

std::vector<segment::Column> stored_columns(const Dataset& dataset) {
  const auto used = used_by_cubes(dataset);
  std::vector<segment::Column> columns;
  for (std::size_t i = 0; i < dataset.columns.size(); ++i) {
    const DatasetColumn& column = dataset.columns[i];
    segment::Column stored{column.id, Storage::kNumber, static_cast<std::uint8_t>(value_type(column)),
                           static_cast<std::uint8_t>(column.decimals)};
    if (column.type == DatasetColumn::Type::kText) {
      const bool repeated = !column.codes.empty() || !column.ref.empty() || used.contains(i) ||
                            column.form == DatasetColumn::Form::kDivision;
      stored.storage = repeated && !(dataset.key.size() == 1 && dataset.key[0] == column.id)
                           ? Storage::kDictionary
                           : Storage::kPlain;
    }
    columns.push_back(std::move(stored));
  }
  return columns;
}

struct Sieve::Gathered {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> present;
  std::vector<std::uint32_t> offsets{0};
  std::string texts;
  std::unordered_map<std::string, std::uint32_t> codes;
  std::vector<std::string_view> dictionary;
  bool any_missing = false;

  void clear() {
    values.clear();
    present.clear();
    offsets.assign(1, 0);
    texts.clear();
    codes.clear();
    dictionary.clear();
    any_missing = false;
  }
};

Sieve::Sieve(const Dataset& dataset, const catalog::Catalog& catalog, const WorkingCalendar& calendar,
             std::vector<std::optional<std::size_t>> from, std::size_t file_columns)
    : dataset_(dataset),
      calendar_(calendar),
      from_(std::move(from)),
      file_columns_(file_columns),
      stored_(stored_columns(dataset)),
      lists_(dataset.columns.size()),
      converted_(dataset.columns.size()) {
  for (std::size_t i = 0; i < dataset.columns.size(); ++i) {
    converters_.emplace_back(dataset.columns[i], catalog);
    gathered_.push_back(std::make_unique<Gathered>());
    if (!converters_[i].has_codes()) continue;
    for (const auto& code : catalog.code_list(dataset.columns[i].codes)->codes)
      lists_[i].push_back(code.code);
  }
  for (const auto& id : dataset.key) key_.push_back(*dataset.column_index(id));
  if (!dataset.time.empty()) time_ = dataset.column_index(dataset.time);
  key_is_number_ = key_.size() == 1 && stored_[key_[0]].storage == Storage::kNumber;
}

Sieve::~Sieve() = default;

void Sieve::start() {
  for (auto& column : gathered_) column->clear();
  lines_.clear();
  warnings_.clear();
  keys_.clear();
}

/// The texts of a code column, for formulas: intake keeps numbers of its list.
void Sieve::fill_texts(std::size_t column) {
  ConvertedColumn& c = converted_[column];
  if (lists_[column].empty() || c.vector.texts.size() == c.codes.size()) return;
  c.vector.type = formula::Type::kText;
  c.vector.texts.resize(c.codes.size());
  for (std::size_t i = 0; i < c.codes.size(); ++i)
    c.vector.texts[i] =
        c.codes[i] == ConvertedColumn::kNoCode ? std::string_view{} : lists_[column][c.codes[i]];
}

void Sieve::remark(const Fault& fault, std::uint64_t line, std::string_view example) {
  const std::uint32_t key =
      static_cast<std::uint32_t>(fault.kind) << 24 | std::uint32_t{fault.at} << 8 | fault.reason;
  Remark& remark = remarks_[key];
  if (remark.rows++ != 0) return;
  remark.fault = fault;
  remark.first_line = line;
  remark.example = *kept_.emplace_back(std::make_unique<std::string>(example.substr(0, 200)));
}

void Sieve::convert(const read::RowBlock& block) {
  bad_.assign(block.rows(), 0);
  warned_.assign(block.rows(), 0);
  check_faults_.clear();
  for (std::size_t i = 0; i < converters_.size(); ++i) {
    ConvertedColumn& out = converted_[i];
    out.vector.texts.clear();
    if (from_[i])
      converters_[i].convert(block, *from_[i], out);
    else
      converters_[i].convert_missing(block.rows(), out);
    if (out.refused != 0)
      for (std::size_t row = 0; row < block.rows(); ++row) bad_[row] |= out.reason(row) != Reason::kNone;
    if (out.remarks.empty()) continue;
    for (std::size_t row = 0; row < block.rows(); ++row)
      if (out.remarks[row] != Reason::kNone)
        remark(
            {Fault::Kind::kCell, static_cast<std::uint8_t>(out.remarks[row]), static_cast<std::uint16_t>(i)},
            block.lines[row], from_[i] ? block.cell(row, *from_[i]) : std::string_view{});
  }
}

void Sieve::check(const read::RowBlock& block) {
  for (std::size_t c = 0; c < dataset_.checks.size(); ++c) {
    const catalog::RowCheck& check = dataset_.checks[c];
    std::vector<const formula::Vector*> columns(converted_.size(), nullptr);
    for (const std::size_t name : check.when.columns()) {
      fill_texts(name);
      columns[name] = &converted_[name].vector;
    }
    const formula::Vector truth = check.when.evaluate(columns, block.rows(), calendar_);
    const Fault fault{Fault::Kind::kCheck, 0, static_cast<std::uint16_t>(c)};
    for (std::size_t row = 0; row < block.rows(); ++row) {
      if (truth.values[row] == 0 || !truth.has(row)) continue;
      if (!check.rejects) {
        remark(fault, block.lines[row], {});
        warned_[row] = 1;
        continue;
      }
      bad_[row] = 1;
      check_faults_.emplace_back(static_cast<std::uint32_t>(row), fault);
    }
  }
}

std::optional<RowKey> Sieve::hashed_key(std::size_t row) const {
  XXH3_state_t hash;
  XXH3_128bits_reset(&hash);
  for (const std::size_t column : key_) {
    const ConvertedColumn& c = converted_[column];
    if (!c.vector.has(row)) return std::nullopt;
    if (key_is_number_) return RowKey{static_cast<std::uint64_t>(c.vector.values[row]), 0};
    if (!lists_[column].empty()) {
      XXH3_128bits_update(&hash, &c.codes[row], sizeof c.codes[row]);
    } else if (c.vector.type == formula::Type::kText) {
      const std::uint64_t size = c.vector.texts[row].size();
      XXH3_128bits_update(&hash, &size, sizeof size);
      XXH3_128bits_update(&hash, c.vector.texts[row].data(), size);
    } else {
      XXH3_128bits_update(&hash, &c.vector.values[row], sizeof c.vector.values[row]);
    }
  }
  const XXH128_hash_t digest = XXH3_128bits_digest(&hash);
  return RowKey{digest.low64, digest.high64};
}

std::int64_t Sieve::day_of(std::size_t row) const {
  if (!time_ || !converted_[*time_].vector.has(row)) return RejectedRow::kNoDay;
  return day_of_time(dataset_, converted_[*time_].vector.values[row]);
}

void Sieve::reject(const read::RowBlock& block, std::size_t row, Parcel& parcel) {
  RejectedRow rejected;
  rejected.line = block.lines[row];
  rejected.day = day_of(row);
  for (std::size_t i = 0; i < converted_.size(); ++i)
    if (const Reason reason = converted_[i].reason(row); reason != Reason::kNone)
      rejected.faults.push_back(
          {Fault::Kind::kCell, static_cast<std::uint8_t>(reason), static_cast<std::uint16_t>(i)});
  for (const auto& [at, fault] : check_faults_)
    if (at == row) rejected.faults.push_back(fault);
  for (std::size_t i = 0; i < file_columns_; ++i)
    rejected.cells.push_back(*kept_.emplace_back(std::make_unique<std::string>(block.cell(row, i))));
  if (const auto key = hashed_key(row)) {
    rejected.has_key = true;
    rejected.key = *key;
  }
  parcel.rejected.push_back(std::move(rejected));
}

void Sieve::add_problems(const read::RowBlock& block, Parcel& parcel) {
  for (const auto& problem : block.problems) {
    RejectedRow rejected;
    rejected.line = problem.line;
    rejected.faults.push_back({Fault::Kind::kRow, static_cast<std::uint8_t>(problem.kind), 0});
    rejected.cells.push_back(*kept_.emplace_back(std::make_unique<std::string>(problem.raw)));
    parcel.rejected.push_back(std::move(rejected));
  }
}

void Sieve::gather_texts(std::size_t column, std::size_t row) {
  Gathered& to = *gathered_[column];
  const formula::Vector& vector = converted_[column].vector;
  const std::string_view text = vector.has(row) ? vector.texts[row] : std::string_view{};
  if (stored_[column].storage == Storage::kPlain) {
    to.texts += text;
    to.offsets.push_back(static_cast<std::uint32_t>(to.texts.size()));
    return;
  }
  to.present.push_back(vector.has(row));
  to.any_missing |= !vector.has(row);
  if (!vector.has(row)) {
    to.values.push_back(0);
    return;
  }
  const auto [at, is_new] =
      to.codes.try_emplace(std::string(text), static_cast<std::uint32_t>(to.codes.size()));
  if (is_new) to.dictionary.push_back(at->first);
  to.values.push_back(at->second);
}

void Sieve::gather(const read::RowBlock& block) {
  const bool all = std::ranges::none_of(bad_, [](std::uint8_t b) { return b != 0; });
  const auto each = [&](auto use) {
    for (std::size_t row = 0; row < block.rows(); ++row)
      if (bad_[row] == 0) use(row);
  };
  for (std::size_t i = 0; i < converted_.size(); ++i) {
    Gathered& to = *gathered_[i];
    const ConvertedColumn& from = converted_[i];
    const bool codes = !lists_[i].empty();
    if (!codes && from.vector.type == formula::Type::kText) {
      each([&](std::size_t row) { gather_texts(i, row); });
      continue;
    }
    const auto value = [&](std::size_t row) {
      return codes ? static_cast<std::int64_t>(from.codes[row]) : from.vector.values[row];
    };
    if (all && !codes)
      to.values.insert(to.values.end(), from.vector.values.begin(), from.vector.values.end());
    else if (all)
      to.values.insert(to.values.end(), from.codes.begin(), from.codes.end());
    else
      each([&](std::size_t row) { to.values.push_back(value(row)); });
    if (from.vector.present.empty()) {
      to.present.resize(to.values.size(), 1);
      continue;
    }
    each([&](std::size_t row) { to.present.push_back(from.vector.present[row]); });
    to.any_missing = true;
  }
  each([&](std::size_t row) {
    lines_.push_back(static_cast<std::int64_t>(block.lines[row]));
    warnings_.push_back(warned_[row]);
  });
  if (!key_is_number_) each([&](std::size_t row) { keys_.push_back(*hashed_key(row)); });
}

/// Packs what was gathered. What the columns point into is kept until the next parcel.
void Sieve::finish_block(Parcel& parcel) {
  if (lines_.empty()) return;
  ParcelBlock block;
  block.rows = lines_.size();
  const auto keep = [&](const std::string& text) -> std::string_view {
    return *kept_.emplace_back(std::make_unique<std::string>(text));
  };
  for (std::size_t i = 0; i < gathered_.size(); ++i) {
    Gathered& from = *gathered_[i];
    ParcelColumn column;
    column.storage = stored_[i].storage;
    if (column.storage == Storage::kPlain) {
      const std::string_view offsets = keep(
          {reinterpret_cast<const char*>(from.offsets.data()), from.offsets.size() * sizeof(std::uint32_t)});
      column.plain = {{reinterpret_cast<const std::uint32_t*>(offsets.data()), from.offsets.size()},
                      keep(from.texts)};
    } else {
      column.packed =
          segment::pack(from.values, from.any_missing ? std::span(from.present) : std::span<std::uint8_t>{},
                        packed_.emplace_back());
      for (const auto text : from.dictionary) column.dictionary.push_back(keep(std::string(text)));
    }
    block.columns.push_back(std::move(column));
  }
  block.lines = segment::pack(lines_, {}, packed_.emplace_back());
  block.warned = segment::pack(warnings_, {}, packed_.emplace_back());
  if (!keys_.empty()) {
    const std::string_view keys =
        keep({reinterpret_cast<const char*>(keys_.data()), keys_.size() * sizeof(RowKey)});
    block.keys = {reinterpret_cast<const RowKey*>(keys.data()), keys_.size()};
  }
  parcel.blocks.push_back(std::move(block));
  start();
}

Parcel Sieve::run(read::RecordReader& reader, std::size_t most_rows) {
  Parcel parcel;
  packed_.clear();
  kept_.clear();
  remarks_.clear();
  start();
  read::RowBlock block;
  while (parcel.rows < most_rows && reader.next(block)) {
    parcel.rows += block.rows() + block.problems.size();
    add_problems(block, parcel);
    convert(block);
    check(block);
    for (std::size_t row = 0; row < block.rows(); ++row)
      if (bad_[row] != 0) reject(block, row, parcel);
    gather(block);
    if (lines_.size() + read::RowBlock::kRows > kBlockRows) finish_block(parcel);
  }
  finish_block(parcel);
  std::ranges::stable_sort(parcel.rejected, {}, &RejectedRow::line);
  for (auto& [_, remark] : remarks_) parcel.remarks.push_back(remark);
  parcel.lines = reader.lines();
  return parcel;
}

}  // namespace zhiheng::intake
