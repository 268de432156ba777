#include "audit/checks/table_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr std::uint32_t kLongestQuote = 400;  // bytes

}  // namespace

Spot TableView::spot(const Value& value) const {
  const read::Span mark = value.quantity.span;
  read::Span quote = table_.rows[static_cast<size_t>(value.row)].whole;
  if (quote.begin > mark.begin || quote.end < mark.end || quote.end - quote.begin > kLongestQuote)
    quote = mark;
  return {index_, mark, quote};
}

Manner TableView::manner(const Value& value) const {
  const Line& row = table_.rows[static_cast<size_t>(value.row)];
  const Line& column = table_.columns[static_cast<size_t>(value.column)];
  return manner_of(document_.text, value.quantity, unit_of(table_, row, column));
}

std::string TableView::show_number(const Value& value) const {
  // Held tests are many: digits are copied rather than printed anew.
  const std::string_view written = document_.view(value.quantity.number);
  std::string out;
  out.reserve(written.size() + 1);
  if (value.quantity.value < 0) out += '-';
  for (const char c : written) {
    if ((c >= '0' && c <= '9') || c == '.') {
      out += c;
    } else if (c != ',' && c != ' ') {
      const Manner manner = this->manner(value);
      return show(value.quantity.value / manner.scale, manner.decimals);
    }
  }
  return out;
}

std::string TableView::show_value(const Value& value) const {
  const Quantity& q = value.quantity;
  std::string out = show_number(value);
  if (q.span.end > q.number.end) {
    out += trim(document_.view({q.number.end, q.span.end}));
  } else {
    out += unit_of(table_, table_.rows[static_cast<size_t>(value.row)],
                   table_.columns[static_cast<size_t>(value.column)]);
  }
  return out;
}

Words TableView::name(const Value& value) const {
  const std::string& row = table_.rows[static_cast<size_t>(value.row)].label;
  const std::string& column = table_.columns[static_cast<size_t>(value.column)].label;
  Words words{table_.number.empty() ? "表中" : table_.number,
              table_.number.empty() ? "the table" : table_.number};
  if (!row.empty()) words.zh += fmt::format("“{}”行", row);
  if (!column.empty()) words.zh += fmt::format("“{}”列", column);
  if (!row.empty()) words.en += fmt::format(", row “{}”", row);
  if (!column.empty()) words.en += fmt::format(", column “{}”", column);
  return words;
}

bool same_unit(const Quantity& a, const Quantity& b) {
  return a.dimension == b.dimension && a.unit == b.unit;
}

}  // namespace zhiheng::audit
