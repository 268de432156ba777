#pragma once
#include <string_view>
#include <unordered_map>
#include <vector>

#include "audit/book.h"
#include "audit/subject.h"

namespace zhiheng::audit {

/// Finds statements by what they are about. Refers to the books, which must outlive it.
class Lookup {
 public:
  explicit Lookup(const std::vector<Book>& books);

  struct Entry {
    std::uint32_t book;
    std::uint32_t statement;
  };

  /// Statements whose core ends in the same two characters, in reading order.
  const std::vector<Entry>& ending_like(std::string_view core) const;

  /// The levels of `core` in `period` in that book, but `near` itself: those with the same words, or, if
  /// there is none, those whose words end alike. The nearest to `near` comes first.
  std::vector<const Statement*> levels(const Book& book, std::string_view core, const Period& period,
                                       const Statement& near) const;

 private:
  const std::vector<Book>& books_;
  std::unordered_map<std::string_view, std::vector<Entry>> by_key_;
};

}  // namespace zhiheng::audit
