#include "read/records/text_head.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "read/encoding.h"
#include "read/records/block_text.h"
#include "read/records/csv_rows.h"
#include "read/records/csv_scan.h"
#include "read/records/head_names.h"
#include "read/records/json_line.h"
#include "read/records/transcode.h"

namespace zhiheng::read {
namespace {

using Encoding = RecordFormat::Encoding;

constexpr ErrorCode kEmpty{"read.empty", "文件为空", "the file is empty"};
constexpr ErrorCode kUnknown{"read.unknown-format", "不是 CSV、XLSX 或 NDJSON（每行一个 JSON 对象）文件",
                             "neither CSV nor XLSX nor NDJSON (one JSON object a line)"};
constexpr ErrorCode kEncoding{"read.encoding", "不是 UTF-8、UTF-16（带 BOM）或 GB18030 编码",
                              "not UTF-8, UTF-16 with BOM or GB18030"};
constexpr ErrorCode kBadHead{"read.damaged", "表头行的引号未闭合或位置不对",
                             "the quotes of the head are wrong"};
constexpr ErrorCode kLongHead{"read.too-wide", "表头行过长（开头 {} 字节内没有结束）",
                              "the head is too long: it does not end within the first {} bytes"};

constexpr size_t kSample = size_t{1} << 20;

/// The beginning of a file as text whose rows are those of the file.
struct Sample {
  Encoding encoding = Encoding::kUtf8;
  size_t mark = 0;        // bytes of the BOM
  std::string_view raw;   // UTF-8 or GB18030
  std::string converted;  // of UTF-16
  bool whole = false;
  std::string_view text() const { return converted.empty() ? raw : std::string_view(converted); }
};

/// Without a character that is cut off at the end.
std::string_view without_cut_character(std::string_view bytes) {
  size_t end = bytes.size();
  while (end > 0 && bytes.size() - end < 3 && (static_cast<unsigned char>(bytes[end - 1]) & 0xC0) == 0x80)
    --end;
  if (end > 0 && static_cast<unsigned char>(bytes[end - 1]) >= 0xC0) --end;
  return bytes.substr(0, end);
}

/// A file of records may have a few rows in a wrong encoding: what most of it is in counts.
Encoding encoding_of(std::string_view bytes, bool whole, const std::string& shown) {
  const std::string_view text = whole ? bytes : without_cut_character(bytes);
  if (is_utf8(text)) return Encoding::kUtf8;
  size_t good = 0;
  size_t bad = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t before = at;
    const char32_t c = next_code_point(text, at);
    if (at - before > 1) ++good;
    if (at - before == 1 && c == 0xFFFD) ++bad;
  }
  constexpr size_t kMostly = 10;
  if (good >= kMostly * bad) return Encoding::kUtf8;
  constexpr size_t kLeastGood = 20;
  const auto converted = utf8_of(bytes, Encoding::kGb18030);
  const auto wrong = static_cast<size_t>(std::count(converted->begin(), converted->end(), '\xFF'));
  if (!looks_like_gb18030(bytes) || wrong * kLeastGood > bytes.size()) throw Error(kEncoding, {shown});
  return Encoding::kGb18030;
}

/// A row with a NUL is a mistake; a file with many of them, or with one at its beginning, isn't text.
bool is_binary(std::string_view text) {
  constexpr size_t kBeginning = 256;
  const auto zeros = static_cast<size_t>(std::count(text.begin(), text.end(), '\0'));
  return zeros * 1000 > text.size() || text.substr(0, kBeginning).find('\0') != std::string_view::npos;
}

Sample sample_of(std::string_view bytes, bool whole, const std::string& shown) {
  Sample out;
  out.whole = whole && bytes.size() <= kSample;
  const std::string_view first = bytes.substr(0, kSample);
  if (first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF")) {
    out.encoding = first[0] == '\xFF' ? Encoding::kUtf16Le : Encoding::kUtf16Be;
    out.mark = 2;
    out.converted = *utf8_of(first.substr(2), out.encoding);
  } else {
    out.mark = first.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    out.raw = first.substr(out.mark);
  }
  if (is_binary(out.text())) throw Error(kUnknown, {shown});
  if (out.mark == 0) out.encoding = encoding_of(out.raw, out.whole, shown);
  return out;
}

/// Bytes of the file before `at` in the sample's text.
size_t bytes_before(const Sample& sample, size_t at) {
  if (sample.converted.empty()) return sample.mark + at;
  size_t units = 0;
  for (const char byte : sample.text().substr(0, at)) {
    const auto c = static_cast<unsigned char>(byte);
    if ((c & 0xC0) != 0x80) units += c >= 0xF0 && c < 0xF8 ? 2 : 1;
  }
  return sample.mark + 2 * units;
}

struct HeadRow {
  CsvRow row;
  std::vector<std::uint32_t> ends;
};

HeadRow scan_row(std::string_view text, size_t begin, char separator, bool last) {
  HeadRow out;
  out.row = scan_csv_row(text, begin, separator, last, 0, out.ends);
  return out;
}

bool is_empty_row(const HeadRow& row, size_t begin) { return row.row.end == begin; }

/// How well a separator fits: rows that have as many cells as the head, out of the first.
struct Fit {
  double share = 0;
  size_t columns = 0;
};

Fit fit(const Sample& sample, size_t begin, char separator) {
  constexpr size_t kRows = 20;
  const HeadRow head = scan_row(sample.text(), begin, separator, sample.whole);
  Fit out{1, head.ends.size()};
  if (head.row.kind != CsvRow::Kind::kWhole) return {0, out.columns};
  size_t rows = 0;
  size_t same = 0;
  for (size_t at = head.row.next; at < sample.text().size() && rows < kRows;) {
    const HeadRow row = scan_row(sample.text(), at, separator, sample.whole);
    if (row.row.kind == CsvRow::Kind::kOpen) break;
    if (!is_empty_row(row, at)) {
      ++rows;
      if (row.ends.size() == out.columns) ++same;
    }
    at = row.row.next;
  }
  if (rows > 0) out.share = static_cast<double>(same) / static_cast<double>(rows);
  return out;
}

char separator_of(const Sample& sample, size_t begin) {
  char best = ',';
  Fit best_fit;
  for (const char separator : {',', '\t', ';'}) {
    const Fit found = fit(sample, begin, separator);
    const bool better =
        found.share > best_fit.share || (found.share == best_fit.share && found.columns > best_fit.columns);
    if (found.columns < 2 || !better) continue;
    best = separator;
    best_fit = found;
  }
  return best;
}

std::string head_text(std::string_view cell, Encoding encoding) {
  std::string out = encoding == Encoding::kGb18030 ? *utf8_of(cell, encoding) : std::string(cell);
  if (!out.starts_with('"')) return out;
  out = out.substr(1, out.size() - 2);
  out.resize(unquote(out.data(), out.size()));
  return out;
}

RecordHead csv_head(const Sample& sample, size_t begin, const std::string& shown) {
  RecordHead head;
  head.format = {RecordFormat::Kind::kCsv, sample.encoding, separator_of(sample, begin)};
  const HeadRow row = scan_row(sample.text(), begin, head.format.separator, sample.whole);
  if (row.row.kind == CsvRow::Kind::kOpen) {
    throw Error(kLongHead, {shown}, {std::to_string(sample.text().size())});
  }
  if (row.row.kind == CsvRow::Kind::kBadQuote) throw Error(kBadHead, {shown, 1});
  std::vector<std::string> names;
  for (size_t c = 0, from = begin; c < row.ends.size(); from = row.ends[c++] + 1) {
    names.push_back(head_text(sample.text().substr(from, row.ends[c] - from), sample.encoding));
    if (!is_row_text(names.back())) throw Error(kEncoding, {shown});
  }
  head.names = tidy_heads(std::move(names), shown);
  head.begin = bytes_before(sample, row.row.next);
  head.line = 1 + count_lines(sample.text().substr(0, row.row.next));
  return head;
}

/// Adds the names of the line's fields; false where it is no object.
bool add_fields(std::string_view line, std::set<std::string, std::less<>>& seen,
                std::vector<std::string>& names) {
  JsonLine object(line);
  JsonLine::Field field;
  JsonLine::Next next = object.next(field);
  std::vector<std::string> found;
  for (; next == JsonLine::Next::kField; next = object.next(field)) {
    std::string name(field.name);
    const auto size = field.escaped_name ? unescape_json(name.data(), name.size()) : name.size();
    if (!size) return false;
    name.resize(*size);
    found.push_back(std::move(name));
  }
  if (next == JsonLine::Next::kMalformed) return false;
  for (std::string& name : found) {
    if (!name.empty() && seen.insert(name).second) names.push_back(std::move(name));
  }
  return true;
}

/// nullopt where the text doesn't begin with an object.
std::optional<RecordHead> ndjson_head(const Sample& sample, size_t begin, const std::string& shown) {
  constexpr size_t kLines = 1000;
  if (sample.encoding == Encoding::kGb18030) return std::nullopt;
  std::set<std::string, std::less<>> seen;
  std::vector<std::string> names;
  size_t lines = 0;
  for (size_t at = begin; at < sample.text().size() && lines < kLines; ++lines) {
    const size_t end = std::min(sample.text().find('\n', at), sample.text().size());
    const bool cut = end == sample.text().size() && !sample.whole;
    const bool good = !cut && is_utf8(sample.text().substr(at, end - at)) &&
                      add_fields(sample.text().substr(at, end - at), seen, names);
    if (lines == 0 && !good) return std::nullopt;
    at = end + 1;
  }
  RecordHead head;
  head.format = {RecordFormat::Kind::kNdjson, sample.encoding, ','};
  head.begin = sample.mark;
  // Fields are found by their exact names; a name with spaces around it stays as it is.
  tidy_heads(names, shown);
  head.names = std::move(names);
  return head;
}

/// Formats that are text and of no use here.
bool is_other_text(std::string_view text) {
  return text.starts_with("<") || text.starts_with("%PDF-") || text.starts_with("{\\rtf") ||
         text.starts_with("[{");
}

bool ends_with(const std::string& name, std::string_view ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - ending.size(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

}  // namespace

RecordHead read_text_head(std::string_view bytes, bool whole, const std::string& shown) {
  const Sample sample = sample_of(bytes, whole, shown);
  const size_t begin = sample.text().find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) throw Error(kEmpty, {shown});
  if (is_other_text(sample.text().substr(begin))) throw Error(kUnknown, {shown});
  if (sample.text()[begin] == '{') {
    if (auto head = ndjson_head(sample, begin, shown)) return *head;
  }
  for (const std::string_view ending : {".json", ".ndjson", ".jsonl", ".xlsx", ".xlsm", ".xls", ".pdf"}) {
    if (ends_with(shown, ending)) throw Error(kUnknown, {shown});
  }
  // The head's first cell may begin with spaces or be empty.
  const size_t line = sample.text().find_last_of("\r\n", begin) + 1;  // npos + 1 is 0
  return csv_head(sample, line, shown);
}

}  // namespace zhiheng::read
