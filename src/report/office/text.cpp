
#include "base/text.h"

#include <algorithm>
#include <charconv>

#include "report/office/text.h"

namespace zhiheng::report::office {
namespace {

// Letters and digits are a little wider than half an em in most faces; capitals are wider still.
double ascii_width(unsigned char c) {
  if (c >= 'A' && c <= 'Z') return 0.7;
  return c == ' ' || c == '.' || c == ',' ? 0.3 : 0.5;
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Issued> parse_issued(std::string_view text) {
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto year = whole_number(text.substr(0, dash));
  const auto month = whole_number(text.substr(dash + 1, 2));
  if (!year || !month || *year < 1980 || *month < 1 || *month > 12) return std::nullopt;
  return Issued{*year, *month};
}

}  // namespace

double width_in_em(std::string_view text) {
  double widest = 0, width = 0;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte == '\n') width = 0;
    if (byte >= 0x20 && byte < 0x80) width += ascii_width(byte);
    if (byte >= 0xE0) width += 1;                   // first byte of a character of three or four bytes
    if (byte >= 0xC0 && byte < 0xE0) width += 0.5;  // ², ×, é, no-break space
    widest = std::max(widest, width);
  }
  return widest;
}

std::string with_unit(const std::string& digits, const std::string& unit) {
  if (unit.empty()) return digits;
  const bool sign = unit.starts_with("%") || unit.starts_with("‰") || unit.starts_with("°");
  return digits + (sign ? "" : "\u00A0") + unit;
}

std::string cell_text(const Cell& cell) {
  if (cell.kind == Cell::Kind::kMissing) return "—";
  if (cell.kind == Cell::Kind::kEmpty) return "";
  if (!cell.runs.empty()) return plain_text(cell.runs);
  return with_unit(cell.text, cell.unit) + cell.after;
}

std::vector<std::string> note_lines(const std::vector<std::string>& notes,
                                    const std::vector<std::string>& sources) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < notes.size(); ++i) {
    const std::string number = notes.size() > 1 ? std::to_string(i + 1) + ". " : "";
    lines.push_back((i == 0 ? "注：" : "　　") + number + notes[i]);
  }
  if (!sources.empty()) lines.push_back("数据来源：" + join(sources, "、"));
  return lines;
}

Issued issued(const Document& document) {
  return parse_issued(document.issued).value_or(Issued{std::max(document.year + 1, 1980), 1});
}

}  // namespace zhiheng::report::office
