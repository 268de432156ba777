#include "simulate/dirty_rows.h"

#include <algorithm>

#include "simulate/row_text.h"

namespace zhiheng::simulate {
namespace {

using Column = catalog::DatasetColumn;

constexpr const char* kNames[] = {"missing",         "code",      "date", "range",
                                  "check-character", "duplicate", "check"};

bool is_date(const Column& column) {
  return column.type == Column::Type::kDate || column.type == Column::Type::kTime;
}

}  // namespace

DirtyRows::DirtyRows(const World& world, const Filler& filler, double share, std::uint64_t clean)
    : world_(world),
      filler_(filler),
      dataset_(filler.dataset()),
      dice_(world.dice(dataset_.id + "/dirty")),
      share_(share),
      clean_(clean) {}

std::optional<DirtyRow> DirtyRows::make(const Batch& batch, std::size_t row, std::uint64_t place) const {
  const std::uint64_t first = dice_.part(1).below(place, kKinds);
  for (std::uint64_t k = 0; k < kKinds; ++k) {
    const auto kind = static_cast<Kind>((first + k) % kKinds);
    auto part = filler_.part_of(batch, {static_cast<std::uint32_t>(row)});
    if (kind != Kind::kDuplicate) {
      // A key of its own, so that the row is refused for this fault and no other.
      part->copy = world_.scale;
      part->numbers[0] = clean_ + place;
      filler_.renumber(*part);
    }
    if (auto dirty = spoil(kind, *part, place)) return dirty;
  }
  return std::nullopt;
}

std::optional<DirtyRow> DirtyRows::spoil(Kind kind, const Batch& row, std::uint64_t place) const {
  if (kind == Kind::kDuplicate) return DirtyRow{cells_of(dataset_, row, 0), kNames[5], dataset_.key.back()};
  if (kind == Kind::kCheck) return break_check(row, place);
  return spoil_cell(kind, row, place);
}

std::optional<DirtyRow> DirtyRows::spoil_cell(Kind kind, const Batch& row, std::uint64_t place) const {
  const std::size_t columns = dataset_.columns.size();
  const std::uint64_t first = dice_.part(2).below(place, columns);
  for (std::size_t i = 0; i < columns; ++i) {
    const std::size_t c = (first + i) % columns;
    const auto text = wrong_text(kind, dataset_.columns[c], row, c);
    if (!text) continue;
    DirtyRow dirty{cells_of(dataset_, row, 0), kNames[static_cast<int>(kind)], dataset_.columns[c].id};
    dirty.cells[c] = *text;
    return dirty;
  }
  return std::nullopt;
}

std::optional<std::string> DirtyRows::wrong_text(Kind kind, const Column& column, const Batch& row,
                                                 std::size_t c) const {
  const bool needed = column.required || dataset_.is_key(column.id);
  switch (kind) {
    case Kind::kMissing:
      return needed ? std::optional<std::string>("") : std::nullopt;
    case Kind::kCode:
      return column.codes.empty() ? std::nullopt : std::optional<std::string>("没有这个代码");
    case Kind::kDate:
      return is_date(column) ? std::optional<std::string>("2020-13-45") : std::nullopt;
    case Kind::kRange:
      if (column.most) return catalog::stored_text(column, *column.most + 1);
      if (column.least) return catalog::stored_text(column, *column.least - 1);
      return std::nullopt;
    case Kind::kCheckCharacter: {
      if (column.form != Column::Form::kUscc || !row.columns[c].has(0)) return std::nullopt;
      std::string code(row.columns[c].texts[0]);
      code.back() = code.back() == '0' ? '1' : '0';
      return code;
    }
    case Kind::kDuplicate:
    case Kind::kCheck:
      break;
  }
  return std::nullopt;
}

std::optional<DirtyRow> DirtyRows::break_check(const Batch& row, std::uint64_t place) const {
  std::vector<const catalog::RowCheck*> checks;
  for (const auto* check : filler_.checks().checks())
    if (check->rejects) checks.push_back(check);
  if (checks.empty()) return std::nullopt;
  const std::uint64_t first = dice_.part(3).below(place, checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (auto dirty = break_check(*checks[(first + i) % checks.size()], row)) return dirty;
  return std::nullopt;
}

/// Values that might make a check true: missing, limits, others of the row and their neighbours.
std::vector<std::optional<std::int64_t>> DirtyRows::other_numbers(std::size_t c, const Batch& row) const {
  const Column& column = dataset_.columns[c];
  std::vector<std::int64_t> values;
  if (column.type == Column::Type::kBoolean) {
    values = {0, 1};
  } else {
    for (std::size_t other = 0; other < dataset_.columns.size(); ++other)
      if (dataset_.columns[other].type == column.type && row.columns[other].has(0))
        for (const int by : {-400, -1, 1, 400}) values.push_back(row.columns[other].values[0] + by);
    if (!is_date(column)) values.insert(values.end(), {0, 1});
    if (column.least && !is_date(column)) values.push_back(*column.least);
    if (column.most) values.push_back(*column.most);
  }
  std::vector<std::optional<std::int64_t>> out;
  for (const std::int64_t value : values)
    if ((!column.least || value >= *column.least) && (!column.most || value <= *column.most))
      out.emplace_back(value);
  if (!column.required && !dataset_.is_key(column.id)) out.emplace_back(std::nullopt);
  return out;
}

std::optional<DirtyRow> DirtyRows::break_check(const catalog::RowCheck& check, const Batch& row) const {
  const auto breaks = [&](const Batch& part) {
    const auto value = filler_.checks().evaluate(check.when, part);
    return value.has(0) && value.values[0] != 0;
  };
  auto part = filler_.part_of(row, {0});
  // One column after the other is tried; what brought nothing is put back.
  for (const std::size_t c : check.when.columns()) {
    formula::Vector& cell = part->columns[c];
    const formula::Vector before = cell;
    const auto tried = [&] {
      return breaks(*part) ? std::optional(DirtyRow{cells_of(dataset_, *part, 0), kNames[6], check.id})
                           : std::nullopt;
    };
    if (cell.type == formula::Type::kText) {
      const auto* list =
          dataset_.columns[c].codes.empty() ? nullptr : world_.catalog.code_list(dataset_.columns[c].codes);
      for (std::size_t i = 0; list != nullptr && i < list->codes.size(); ++i) {
        cell.present[0] = 1;
        cell.texts[0] = list->codes[i].code;
        if (auto dirty = tried()) return dirty;
      }
      cell.present[0] =
          dataset_.columns[c].required || dataset_.is_key(dataset_.columns[c].id) ? before.present[0] : 0;
      if (auto dirty = tried()) return dirty;
    } else {
      for (const auto& value : other_numbers(c, row)) {
        cell.present[0] = value ? 1 : 0;
        cell.values[0] = value.value_or(0);
        if (auto dirty = tried()) return dirty;
      }
    }
    cell = before;
  }
  return std::nullopt;
}

}  // namespace zhiheng::simulate
