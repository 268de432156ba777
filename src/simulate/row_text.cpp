#include "simulate/row_text.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/date.h"

namespace zhiheng::simulate {
namespace {

constexpr std::int64_t kFirstDay = -25567, kLastDay = 47481;  // 1900 … 2099

/// Days as text, made once.
const std::string& days_text() {
  static const std::string text = [] {
    std::string out;
    for (std::int64_t day = kFirstDay; day <= kLastDay; ++day)
      out += (Date() + static_cast<int>(day)).to_string();
    return out;
  }();
  return text;
}

void append_day(std::int64_t day, std::string& out) {
  if (day < kFirstDay || day > kLastDay) {
    out += (Date() + static_cast<int>(day)).to_string();
    return;
  }
  out.append(days_text(), static_cast<std::size_t>(day - kFirstDay) * 10, 10);
}

void append_number(std::int64_t value, int decimals, std::string& out) {
  std::array<char, 24> digits;
  const bool negative = value < 0;
  if (negative) out += '-';
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data()),
             behind = static_cast<std::size_t>(decimals);
  if (decimals == 0) {
    out.append(digits.data(), size);
  } else if (size <= behind) {
    out += "0.";
    out.append(behind - size, '0').append(digits.data(), size);
  } else {
    out.append(digits.data(), size - behind) += '.';
    out.append(digits.data() + size - behind, behind);
  }
}

void append_quoted(std::string_view text, std::string& out) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_cell(const catalog::DatasetColumn& column, const formula::Vector& values, std::size_t row,
                 std::string& out) {
  using Type = catalog::DatasetColumn::Type;
  if (!values.has(row)) return;
  switch (column.type) {
    case Type::kText:
      out += values.texts[row];
      break;
    case Type::kInteger:
    case Type::kDecimal:
      append_number(values.values[row], column.decimals, out);
      break;
    case Type::kDate:
      append_day(values.values[row], out);
      break;
    case Type::kTime:
      out += catalog::stored_text(column, values.values[row]);
      break;
    case Type::kBoolean:
      out += values.values[row] != 0 ? "是" : "否";
      break;
  }
}

RowText::RowText(const catalog::Dataset& dataset, Format format) : dataset_(dataset), format_(format) {
  for (const auto& column : dataset.columns) json_heads_.push_back(nlohmann::json(column.id).dump() + ":");
}

std::string RowText::head() const {
  std::string out;
  if (format_ == Format::kNdjson) return out;
  for (const auto& column : dataset_.columns) out += (out.empty() ? "" : ",") + column.id;
  return out + "\n";
}

void RowText::append(const Batch& batch, std::size_t row, std::string& out) const {
  if (format_ == Format::kNdjson) return append_json(cells_of(dataset_, batch, row), out);
  for (std::size_t c = 0; c < dataset_.columns.size(); ++c) {
    if (c > 0) out += ',';
    const formula::Vector& values = batch.columns[c];
    if (values.type == formula::Type::kText) {
      if (values.has(row)) append_quoted(values.texts[row], out);
    } else {
      append_cell(dataset_.columns[c], values, row, out);
    }
  }
  out += '\n';
}

void RowText::append(const std::vector<std::string>& cells, std::string& out) const {
  if (format_ == Format::kNdjson) return append_json(cells, out);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c > 0) out += ',';
    append_quoted(cells[c], out);
  }
  out += '\n';
}

void RowText::append_json(const std::vector<std::string>& cells, std::string& out) const {
  char separator = '{';
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (cells[c].empty()) continue;
    out += separator;
    out += json_heads_[c] + nlohmann::json(cells[c]).dump();
    separator = ',';
  }
  out += separator == '{' ? "{}\n" : "}\n";
}

std::vector<std::string> cells_of(const catalog::Dataset& dataset, const Batch& batch, std::size_t row) {
  std::vector<std::string> cells(dataset.columns.size());
  for (std::size_t c = 0; c < cells.size(); ++c)
    append_cell(dataset.columns[c], batch.columns[c], row, cells[c]);
  return cells;
}

}  // namespace zhiheng::simulate
