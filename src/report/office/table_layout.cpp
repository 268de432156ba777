#include "report/office/table_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace zhiheng::report::office {
namespace {

constexpr double kNarrowestText = 6;  // ems: a column of words holds six characters a line at least
constexpr double kEasyText = 12;
constexpr double kDigitReserve =
    1.28;  // digits are half an em in Times, up to 0.64 in the faces that stand in for it
constexpr double kWidestText = 22;  // longer text is set over several lines

bool is_number(const TableColumn& column) { return column.numeric || column.align == Align::kRight; }

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// Ems that each column must have, so that no number is ever broken, and those with which it looks at ease.
struct Needs {
  std::vector<double> least, easy;
};

Needs needs_of(const Table& table, const ColumnWidths& widths) {
  Needs out;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const double numbers = widths.numbers[i] * kDigitReserve;
    const double head = widths.head[i] > 6 ? std::max(6.0, widths.head[i] / 2) : widths.head[i];
    const double words = std::min(widths.text[i] * 1.06, kNarrowestText);
    out.least.push_back(std::max({numbers, words, std::min(widths.head[i], 3.0)}));
    out.easy.push_back(std::max({numbers, head, std::min(widths.text[i], kEasyText)}));
  }
  return out;
}

int choose_size(const Needs& needs, double room) {
  for (const int size : {21, 18}) {
    if (sum(needs.easy) * size * 10 <= room) return size;
  }
  for (const int size : {18, 15}) {
    if (sum(needs.least) * size * 10 <= room) return size;
  }
  return 13;
}

std::vector<double> wanted(const Table& table, const ColumnWidths& widths) {
  std::vector<double> out;
  const bool declared =
      std::any_of(table.columns.begin(), table.columns.end(),
                  [&](const TableColumn& column) { return column.width != table.columns.front().width; });
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (declared) {
      out.push_back(std::max(table.columns[i].width, 0.1));
    } else {
      const double head = widths.head[i] > 6 ? std::max(6.0, widths.head[i] / 2) : widths.head[i];
      const double content =
          std::max(std::min(widths.text[i], kWidestText), widths.numbers[i] * kDigitReserve);
      out.push_back(std::max({head, content, kNarrowestText}) + 1);
    }
  }
  return out;
}

// Shares out `total` by weight, none below its minimum; where even the minima do not fit, they are scaled.
std::vector<double> share(std::vector<double> weights, const std::vector<double>& minima, double total) {
  std::vector<double> out(weights.size());
  std::vector<bool> fixed(weights.size());
  if (sum(minima) >= total) {
    for (size_t i = 0; i < out.size(); ++i) out[i] = minima[i] * total / sum(minima);
    return out;
  }
  double left = total;
  for (bool again = true; again;) {
    again = false;
    const double weight = sum(weights);
    const double unit = weight > 0 ? left / weight : 0;
    for (size_t i = 0; i < out.size(); ++i) {
      if (fixed[i]) continue;
      out[i] = weights[i] * unit;
      if (out[i] >= minima[i]) continue;
      out[i] = minima[i];
      fixed[i] = true;
      left -= minima[i];
      weights[i] = 0;
      again = true;
      break;
    }
  }
  return out;
}

}  // namespace

TableLayout layout_table(const Table& table, const Grid& grid, int width) {
  TableLayout out;
  const ColumnWidths widths = measure_columns(grid);
  const Needs needs = needs_of(table, widths);
  const int margins = 2 * kCellMargin;
  const double room = width - margins * static_cast<double>(needs.least.size());
  out.half_points = choose_size(needs, room);
  const double em = out.half_points * 10;  // twips
  std::vector<double> minima;
  for (const double need : needs.least) minima.push_back(need * em + margins);
  const auto shares = share(wanted(table, widths), minima, width);
  int used = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    const bool last = i + 1 == shares.size();
    out.columns.push_back(last ? width - used : static_cast<int>(shares[i]));
    used += out.columns.back();
    const double slack = out.columns[i] - margins - widths.numbers[i] * kDigitReserve * em;
    out.number_indents.push_back(is_number(table.columns[i]) ? std::max(0, static_cast<int>(slack / 2)) : 0);
  }
  return out;
}

}  // namespace zhiheng::report::office
