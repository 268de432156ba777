#include "cli/table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/decimal.h"
#include "base/text.h"

namespace zhiheng::cli {
namespace {

constexpr int kGap = 2;
constexpr int kLeast = 6;
constexpr int kUnknownWidth = 120;

std::vector<int> natural_widths(const std::vector<TableColumn>& columns,
                                const std::vector<std::vector<TableCell>>& rows) {
  std::vector<int> widths;
  for (size_t c = 0; c < columns.size(); ++c) {
    int width = display_width(columns[c].head);
    for (const auto& row : rows) width = std::max(width, c < row.size() ? display_width(row[c].text) : 0);
    widths.push_back(width);
  }
  return widths;
}

/// Takes from the widest column that wraps, again and again, until all fit or none can give more.
void narrow(std::vector<int>& widths, const std::vector<TableColumn>& columns, int width) {
  int total = kGap * (static_cast<int>(widths.size()) - 1);
  for (const int each : widths) total += each;
  while (total > width) {
    size_t widest = widths.size();
    for (size_t c = 0; c < widths.size(); ++c) {
      if (columns[c].wraps && widths[c] > kLeast && (widest == widths.size() || widths[c] > widths[widest]))
        widest = c;
    }
    if (widest == widths.size()) return;
    --widths[widest];
    --total;
  }
}

std::string painted(const std::string& text, const std::string& colour) {
  return colour.empty() || text.empty() ? text : "\033[" + colour + "m" + text + "\033[0m";
}

class Printer {
 public:
  Printer(const std::vector<TableColumn>& columns, std::vector<int> widths, bool colours)
      : columns_(columns), widths_(std::move(widths)), colours_(colours) {}

  void add(const std::vector<TableCell>& row) {
    std::vector<std::vector<std::string>> lines;
    size_t height = 1;
    for (size_t c = 0; c < columns_.size(); ++c) {
      const std::string text = c < row.size() ? row[c].text : "";
      lines.push_back(columns_[c].wraps ? wrapped(text, widths_[c]) : std::vector{text});
      height = std::max(height, lines.back().size());
    }
    for (size_t l = 0; l < height; ++l) {
      std::string line;
      for (size_t c = 0; c < columns_.size(); ++c)
        line += cell(c, l < lines[c].size() ? lines[c][l] : "", c < row.size() ? row[c].colour : "");
      while (!line.empty() && line.back() == ' ') line.pop_back();
      out_ += line + "\n";
    }
  }

  std::string take() { return std::move(out_); }

 private:
  std::string cell(size_t c, const std::string& text, const std::string& colour) const {
    const std::string fill(static_cast<size_t>(std::max(0, widths_[c] - display_width(text))), ' ');
    const std::string shown = colours_ ? painted(text, colour) : text;
    const std::string gap(c + 1 < columns_.size() ? kGap : 0, ' ');
    return columns_[c].right ? fill + shown + gap : shown + fill + gap;
  }

  const std::vector<TableColumn>& columns_;
  std::vector<int> widths_;
  bool colours_;
  std::string out_;
};

}  // namespace

std::vector<std::string> wrapped(const std::string& text, int width) {
  std::vector<std::string> lines(1);
  int used = 0;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string letter = text.substr(i, size);
    const int wide = display_width(letter);
    if (used + wide > width && used > 0) {
      lines.emplace_back();
      used = 0;
    }
    lines.back() += letter;
    used += wide;
    i += size;
  }
  return lines;
}

std::string fitted_table(const std::vector<TableColumn>& columns,
                         const std::vector<std::vector<TableCell>>& rows, int width, bool colours) {
  auto widths = natural_widths(columns, rows);
  narrow(widths, columns, width);
  Printer printer(columns, std::move(widths), colours);
  std::vector<TableCell> head;
  for (const auto& column : columns) head.push_back({column.head, "1"});
  printer.add(head);
  for (const auto& row : rows) printer.add(row);
  return printer.take();
}

int terminal_width() {
  if (const char* columns = std::getenv("COLUMNS")) {
    if (const auto number = Decimal::parse(columns); number && number->scale() == 0 && *number > Decimal(20))
      return static_cast<int>(number->mantissa());
  }
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return kUnknownWidth;
}

bool wants_colours() {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0') &&
         (terminal == nullptr || std::string(terminal) != "dumb");
}

}  // namespace zhiheng::cli
