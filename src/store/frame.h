#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"

namespace zhiheng::store {

/// A result or a set of rows to be stored: named columns of equal length. Values are text, exact decimals or
/// missing; doubles of the engine arrive as decimals with 12 places, infinity and not-a-number as missing.
class Frame {
 public:
  enum class Type { kText, kDecimal };
  struct Column {
    std::string name;
    Type type = Type::kText;
    std::vector<std::optional<std::string>> texts;  // kText
    std::vector<std::optional<Decimal>> decimals;   // kDecimal
  };

  /// Adds an empty column; all columns must be added before rows are.
  Column& add_column(std::string name, Type type) {
    columns_.push_back({std::move(name), type, {}, {}});
    return columns_.back();
  }

  size_t columns() const { return columns_.size(); }
  size_t rows() const {
    if (columns_.empty()) return 0;
    return columns_[0].type == Type::kText ? columns_[0].texts.size() : columns_[0].decimals.size();
  }
  const Column& column(size_t i) const { return columns_[i]; }
  Column& column(size_t i) { return columns_[i]; }

  /// The text at a place; nullopt if missing. A decimal prints as written.
  std::optional<std::string> text(size_t row, size_t column) const {
    const Column& c = columns_[column];
    if (c.type == Type::kText) return c.texts[row];
    if (!c.decimals[row]) return std::nullopt;
    return c.decimals[row]->to_string();
  }
  /// The number at a place; nullopt if missing. The column must be kDecimal.
  std::optional<Decimal> decimal(size_t row, size_t column) const { return columns_[column].decimals[row]; }

 private:
  std::vector<Column> columns_;
};

}  // namespace zhiheng::store
