#include "intake/postgres_rows.h"

#include <chrono>
#include <limits>

#include "base/date.h"

namespace zhiheng::intake {
namespace {

template <typename Value>
void leave_out(std::vector<Value>& values, std::span<const std::uint32_t> rows) {
  if (values.empty() || rows.empty()) return;
  std::size_t to = rows[0], next = 0;
  for (std::size_t from = rows[0]; from < values.size(); ++from) {
    if (next < rows.size() && rows[next] == from)
      ++next;
    else
      values[to++] = values[from];
  }
  values.resize(to);
}

std::int64_t day_of(std::int64_t seconds) {
  return std::chrono::floor<std::chrono::days>(std::chrono::seconds(seconds)).count();
}

}  // namespace

PostgresRows::PostgresRows(const catalog::Dataset& dataset, const catalog::Catalog& catalog,
                           store::Session& session, LoadTable table, const std::string& district,
                           std::uint64_t batch)
    : dataset_(dataset),
      session_(session),
      table_(std::move(table)),
      year_column_(dataset.column_index(table_.year_column)),
      lists_(dataset.columns.size()),
      district_(district),
      batch_(static_cast<std::int64_t>(batch)),
      values_(dataset.columns.size() + 2) {
  for (std::size_t i = 0; i < dataset.columns.size(); ++i) {
    names_.push_back(dataset.columns[i].id);
    if (dataset.columns[i].codes.empty()) continue;
    for (const auto& code : catalog.code_list(dataset.columns[i].codes)->codes)
      lists_[i].push_back(code.code);
  }
  names_.insert(names_.end(), {"_line", "_district", "_batch"});
}

/// A load under way can't make tables: it is ended, and another one begun.
void PostgresRows::make_room(const Values& days) {
  const bool date = dataset_.columns[*year_column_].type == catalog::DatasetColumn::Type::kDate;
  std::set<int> missing;
  std::int64_t last_day = std::numeric_limits<std::int64_t>::min();
  for (std::size_t i = 0; i < days.numbers.size(); ++i) {
    if (!days.present.empty() && days.present[i] == 0) continue;
    const std::int64_t day = date ? days.numbers[i] : day_of(days.numbers[i]);
    if (day == last_day) continue;
    last_day = day;
    const int year = (Date() + static_cast<int>(day)).year();
    if (year >= kFirstYear && year <= kLastYear && !years_.contains(year)) missing.insert(year);
  }
  if (missing.empty()) return;
  finish();
  for (const int year : missing) add_year(session_, table_, year);
  years_.insert(missing.begin(), missing.end());
}

void PostgresRows::finish() {
  if (load_) load_->finish();
  load_.reset();
}

void PostgresRows::fill(std::size_t at, const ParcelColumn& column, std::size_t rows, Values& out) const {
  out.present.clear();
  if (column.storage == segment::Storage::kPlain) {
    out.texts.resize(rows);
    out.present.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint32_t begin = column.plain.offsets[i], end = column.plain.offsets[i + 1];
      out.texts[i] = column.plain.bytes.substr(begin, end - begin);
      out.present[i] = begin != end;
    }
    return;
  }
  out.numbers.resize(rows);
  segment::unpack(column.packed, 0, rows, out.numbers.data(), out.present);
  if (column.storage == segment::Storage::kNumber) return;
  const auto& texts = column.dictionary.empty() ? lists_[at] : column.dictionary;
  out.texts.resize(rows);
  for (std::size_t i = 0; i < rows; ++i)
    if (out.present.empty() || out.present[i] != 0)
      out.texts[i] = texts.at(static_cast<std::size_t>(out.numbers[i]));
}

void PostgresRows::put(const ParcelBlock& block, std::span<const std::int64_t> lines,
                       std::span<const std::uint32_t> left_out) {
  std::vector<store::LoadColumn> columns;
  for (std::size_t i = 0; i < block.columns.size(); ++i) {
    Values& values = values_[i];
    fill(i, block.columns[i], block.rows, values);
    leave_out(values.numbers, left_out);
    leave_out(values.texts, left_out);
    leave_out(values.present, left_out);
    const auto& column = dataset_.columns[i];
    const int decimals = column.type == catalog::DatasetColumn::Type::kDecimal ? column.decimals : 0;
    columns.push_back({load_kind(column), decimals, values.numbers, values.texts, values.present});
  }
  Values& district = values_[values_.size() - 2];
  Values& batch = values_.back();
  district.texts.assign(lines.size(), district_);
  batch.numbers.assign(lines.size(), batch_);
  using Kind = store::LoadColumn::Kind;
  columns.push_back({Kind::kNumber, 0, lines, {}, {}});
  columns.push_back({Kind::kText, 0, {}, district.texts, {}});
  columns.push_back({Kind::kNumber, 0, batch.numbers, {}, {}});
  if (year_column_) make_room(values_[*year_column_]);
  if (!load_) load_ = session_.load(table_.name, names_);
  load_->put(lines.size(), columns);
}

}  // namespace zhiheng::intake
