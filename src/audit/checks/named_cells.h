#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "audit/book.h"

namespace zhiheng::audit {

/// A cell of which a statement names the row and the column.
struct NamedCell {
  const Book* book = nullptr;
  const TableModel* table = nullptr;
  const Value* value = nullptr;
};

/// A label found in words.
struct LabelHit {
  std::uint32_t book = 0;
  std::uint32_t table = 0;
  std::uint32_t line = 0;
  bool row = false;
  size_t begin = 0;  // in the words that were searched
  size_t end = 0;
};

/// A label as it is looked for: without 的, marks and what only says that things are counted (出院人数 is
/// 出院, 检查量 is 检查).
std::string label_key(std::string_view words, std::string_view region);

/// Finds the cells of tables by words. Refers to the books, which must outlive it.
class LabelIndex {
 public:
  explicit LabelIndex(const std::vector<Book>& books);

  /// Every label of a row or column that stands in `words` (a label_key or words without 的), the longest at
  /// each place.
  std::vector<LabelHit> hits(std::string_view words) const;

  const std::string& key(std::uint32_t book, std::uint32_t table, std::uint32_t line, bool row) const {
    const auto& keys = keys_[book][table];
    return (row ? keys.rows : keys.columns)[line];
  }
  /// The table's title as a label.
  const std::string& title(std::uint32_t book, std::uint32_t table) const { return keys_[book][table].title; }

 private:
  struct Keys {
    std::string title;
    std::vector<std::string> rows, columns;
  };
  void add(const std::string& key, LabelHit line);

  std::vector<std::vector<Keys>> keys_;
  std::unordered_map<std::string_view, std::vector<LabelHit>> by_begin_;  // of the first two characters
};

}  // namespace zhiheng::audit
