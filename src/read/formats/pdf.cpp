#include "read/formats/pdf.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/lines.h"
#include "read/formats/plain_text.h"
#include "read/formats/prose.h"
#include "read/formats/space_table.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kNoText{"read.no-text", "PDF 没有文字层（扫描件），请先做文字识别（OCR）",
                            "the PDF has no text layer (a scan): recognise its text (OCR) first"};
constexpr ErrorCode kNotUtf8{"read.damaged", "PDF 的文字无法解码", "the text of the PDF can't be decoded"};

/// How many lines at a page's top and bottom may be running heads or feet.
constexpr size_t kEdge = 3;

struct PageLine {
  size_t begin = 0;
  size_t end = 0;
};

/// Digits as one sign, without spaces: "第0页" for "第 12 页".
std::string collapsed(std::string_view line) {
  std::string out;
  for (const char c : line) {
    if (c == ' ') continue;
    const bool digit = c >= '0' && c <= '9';
    if (!digit) out += c;
    if (digit && !out.ends_with('0')) out += '0';
  }
  return out;
}

/// The line without a page number before or behind it: equal on all pages for a running head.
std::string without_page_number(std::string line) {
  constexpr std::string_view kDigits = "0123456789";
  const size_t last = line.find_last_not_of(kDigits);
  if (last != std::string::npos && last + 1 < line.size() && line[last] == ' ') line.resize(last);
  const size_t first = line.find_first_not_of(kDigits);
  if (first != std::string::npos && first > 0 && line[first] == ' ') line.erase(0, first + 1);
  return line;
}

/// "12", "- 12 -", "第 12 页", "12 / 80".
bool is_page_number(std::string_view line) {
  const std::string collapsed_line = collapsed(line);
  std::string_view pattern = collapsed_line;
  constexpr std::array<std::string_view, 12> kPatterns = {
      "0", "-0-", "—0—", "–0–", "·0·", "第0页", "0/0", "0页", "第0页共0页", "第0页/共0页", "P0", "~0~"};
  if (std::find(kPatterns.begin(), kPatterns.end(), pattern) != kPatterns.end()) return true;
  // Roman ones of the front matter.
  for (const std::string_view dash : {"-", "—", "–"}) {
    if (pattern.size() > 2 * dash.size() && pattern.starts_with(dash) && pattern.ends_with(dash)) {
      pattern = pattern.substr(dash.size(), pattern.size() - 2 * dash.size());
    }
  }
  return pattern.size() <= 6 && pattern.find_first_not_of("ivxl") == std::string_view::npos;
}

/// The lines of each page that aren't blank.
std::vector<std::vector<PageLine>> pages_of(std::string_view text) {
  std::vector<std::vector<PageLine>> pages(1);
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find_first_of("\n\f", at);
    if (end == std::string_view::npos) end = text.size();
    if (!trim_wide(text.substr(at, end - at)).empty()) pages.back().push_back({at, end});
    if (end < text.size() && text[end] == '\f') pages.emplace_back();
    at = end + 1;
  }
  return pages;
}

std::vector<PageLine> edge_lines(const std::vector<PageLine>& page) {
  std::vector<PageLine> out;
  for (size_t i = 0; i < page.size(); ++i) {
    if (i < kEdge || i + kEdge >= page.size()) out.push_back(page[i]);
  }
  return out;
}

/// On how many pages a line stands at the edge.
using PageCounts = std::map<std::string, size_t>;

PageCounts count_edges(std::string_view text, const std::vector<std::vector<PageLine>>& pages) {
  PageCounts out;
  for (const auto& page : pages) {
    std::set<std::string> seen;
    for (const PageLine& line : edge_lines(page)) {
      seen.insert(
          without_page_number(single_spaced(trim_wide(text.substr(line.begin, line.end - line.begin)))));
    }
    for (const std::string& pattern : seen) ++out[pattern];
  }
  return out;
}

/// Whether a line at the edge is a running one. The heads of a table that goes on for pages repeat as well:
/// what has three fields must be on most pages.
bool is_running(std::string_view line, const PageCounts& counts, size_t pages) {
  const std::string shown = single_spaced(trim_wide(line));
  if (is_page_number(shown)) return true;
  constexpr size_t kLongest = 150;
  const auto found = counts.find(without_page_number(shown));
  if (found == counts.end() || shown.size() > kLongest) return false;
  const bool table_head = space_fields(line, Measure::kCharacters).size() >= 3;
  return found->second >= std::max<size_t>(3, table_head ? pages * 6 / 10 : pages / 10);
}

}  // namespace

std::string without_running_lines(std::string_view text) {
  std::string out(text);
  const auto pages = pages_of(text);
  const PageCounts counts = count_edges(text, pages);
  for (const auto& page : pages) {
    const auto blank_from = [&](auto first, auto last) {
      // From the edge inwards, as long as lines are running ones.
      for (size_t done = 0; first != last && done < kEdge; ++first, ++done) {
        if (!is_running(text.substr(first->begin, first->end - first->begin), counts, pages.size())) break;
        std::fill(out.begin() + static_cast<std::ptrdiff_t>(first->begin),
                  out.begin() + static_cast<std::ptrdiff_t>(first->end), ' ');
      }
    };
    blank_from(page.begin(), page.end());
    blank_from(page.rbegin(), page.rend());
  }
  return out;
}

void read_pdf_text(std::string text, Document& document) {
  if (!is_utf8(text)) throw Error(kNotUtf8, {document.name});
  clean_text(text);
  if (trim_wide(single_spaced(text)).empty()) throw Error(kNoText, {document.name});
  read_plain_text(without_running_lines(text), document);
}

}  // namespace zhiheng::read
