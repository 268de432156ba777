#include "audit/lookup.h"

#include <algorithm>
#include <cstdlib>

namespace zhiheng::audit {

Lookup::Lookup(const std::vector<Book>& books) : books_(books) {
  for (std::uint32_t b = 0; b < books.size(); ++b) {
    const auto& all = books[b].statements.all;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      const std::string_view key = subject_key(all[i].core);
      if (!key.empty()) by_key_[key].push_back({b, i});
    }
  }
}

const std::vector<Lookup::Entry>& Lookup::ending_like(std::string_view core) const {
  static const std::vector<Entry> none;
  const auto found = by_key_.find(subject_key(core));
  return found == by_key_.end() ? none : found->second;
}

std::vector<const Statement*> Lookup::levels(const Book& book, std::string_view core, const Period& period,
                                             const Statement& near) const {
  std::vector<const Statement*> same, alike;
  for (const Entry& entry : ending_like(core)) {
    if (entry.book != book.index) continue;
    const Statement& st = book.statements.all[entry.statement];
    const Quantity& q = book.statements.quantity(st);
    if (&st == &near || st.role != Role::kLevel || st.from || st.list || st.target || !q.exact()) continue;
    if (st.period != period || st.average || q.dimension == Dimension::kPercent) continue;
    const Likeness like = likeness(st.core, core);
    if (like == Likeness::kSame) same.push_back(&st);
    if (like == Likeness::kNear) alike.push_back(&st);
  }
  auto& found = same.empty() ? alike : same;
  const auto distance = [&](const Statement* st) {
    return std::labs(static_cast<long>(st->sentence) - static_cast<long>(near.sentence));
  };
  std::ranges::stable_sort(found, {}, distance);
  return found;
}

}  // namespace zhiheng::audit
