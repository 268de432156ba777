#include "read/records/ndjson_rows.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <unordered_map>

#include "read/records/block_text.h"
#include "read/records/csv_scan.h"
#include "read/records/json_line.h"
#include "read/records/transcode.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kRowTooLong{"read.too-large", "有一行超过 16 MiB，未读取",
                                "a row is longer than 16 MiB; not read"};
constexpr size_t kMaxBlock = size_t{256} << 20;
using Kind = RowBlock::Problem::Kind;

class NdjsonRows : public RecordReader {
 public:
  NdjsonRows(std::string_view rows, const RecordHead& head, std::uint64_t first_line)
      : converted_(utf8_of(rows, head.format.encoding)),
        text_(converted_ ? std::string_view(*converted_) : rows),
        names_(head.names),
        first_line_(first_line),
        seen_(names_.size()) {
    for (size_t c = 0; c < names_.size(); ++c) columns_.emplace(names_[c], c);
  }

  bool next(RowBlock& block) override {
    block.columns = names_.size();
    block.cells.clear();
    block.lines.clear();
    block.problems.clear();
    block.text = {};
    escaped_.clear();
    while (at_ < text_.size() && is_blank(line_at(at_))) skip_line();
    origin_ = at_;
    while (at_ < text_.size() && block.rows() < RowBlock::kRows && block.problems.size() < RowBlock::kRows &&
           at_ - origin_ < kMaxBlock) {
      take_line(block);
    }
    block.text = text_.substr(origin_, at_ - origin_);
    if (!escaped_.empty()) unescape(block);
    return block.rows() > 0 || !block.problems.empty();
  }

  std::uint64_t lines() const override { return lines_; }

 private:
  static bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
  }
  std::string_view line_at(size_t at) const { return text_.substr(at, text_.find('\n', at) - at); }
  void skip_line() {
    at_ = std::min(at_ + line_at(at_).size() + 1, text_.size());
    ++lines_;
  }

  void take_line(RowBlock& block) {
    const std::string_view line = line_at(at_);
    const std::uint64_t number = first_line_ + lines_;
    skip_line();
    if (is_blank(line)) return;
    const size_t cells = block.cells.size();
    const size_t escaped = escaped_.size();
    found_ = 0;
    if (const auto problem = take_fields(line, block)) {
      block.problems.push_back(row_problem(*problem, number, found_, line));
      block.cells.resize(cells);
      escaped_.resize(escaped);
      return;
    }
    block.lines.push_back(number);
  }

  std::optional<Kind> take_fields(std::string_view line, RowBlock& block) {
    if (line.size() > kMaxRow) return Kind::kTooLong;
    if (!is_row_text(line)) return Kind::kEncoding;
    const size_t first = block.cells.size();
    block.cells.resize(first + names_.size());
    std::fill(seen_.begin(), seen_.end(), false);
    JsonLine object(line);
    JsonLine::Field field;
    std::optional<Kind> problem;
    JsonLine::Next next = object.next(field);
    for (; next == JsonLine::Next::kField; next = object.next(field)) {
      const auto wrong = take_field(field, first, block);
      if (!problem) problem = wrong;
    }
    return next == JsonLine::Next::kEnd ? problem : Kind::kNotAnObject;
  }

  std::optional<Kind> take_field(const JsonLine::Field& field, size_t first, RowBlock& block) {
    const size_t expected = found_++;
    const auto column = find_column(field, expected);
    if (!column) return Kind::kUnknownField;
    if (seen_[*column]) return Kind::kTooMany;
    seen_[*column] = true;
    if (field.value.size() > kMaxCell) return Kind::kTooLong;
    if (field.null || field.value.empty()) return std::nullopt;
    block.cells[first + *column] = {static_cast<std::uint32_t>(field.value.data() - text_.data() - origin_),
                                    static_cast<std::uint32_t>(field.value.size())};
    if (!field.escaped) return std::nullopt;
    escaped_.push_back(first + *column);
    unescaped_ = field.value;
    return unescape_json(unescaped_.data(), unescaped_.size()) ? std::nullopt
                                                               : std::optional(Kind::kEncoding);
  }

  /// Objects of one file nearly always have their fields in the same order.
  std::optional<size_t> find_column(const JsonLine::Field& field, size_t expected) {
    std::string_view name = field.name;
    if (field.escaped_name) {
      unescaped_ = name;
      const auto size = unescape_json(unescaped_.data(), unescaped_.size());
      if (!size) return std::nullopt;
      name = std::string_view(unescaped_).substr(0, *size);
    }
    if (expected < names_.size() && names_[expected] == name) return expected;
    const auto found = columns_.find(name);
    return found == columns_.end() ? std::nullopt : std::optional(found->second);
  }

  void unescape(RowBlock& block) {
    scratch_ = block.text;
    for (const size_t at : escaped_) {
      RowBlock::Cell& cell = block.cells[at];
      cell.size =
          static_cast<std::uint32_t>(unescape_json(scratch_.data() + cell.begin, cell.size).value_or(0));
    }
    block.text = scratch_;
  }

  std::optional<std::string> converted_;
  std::string_view text_;
  std::vector<std::string> names_;
  std::unordered_map<std::string_view, size_t> columns_;
  std::uint64_t first_line_;
  size_t at_ = 0;
  size_t origin_ = 0;
  std::uint64_t lines_ = 0;
  size_t found_ = 0;  // fields of the line
  std::vector<char> seen_;
  std::vector<size_t> escaped_;  // cells whose text still has escapes
  std::string unescaped_;
  std::string scratch_;
};

}  // namespace

std::unique_ptr<RecordReader> read_ndjson_rows(std::string_view rows, const RecordHead& head,
                                               std::uint64_t first_line) {
  return std::make_unique<NdjsonRows>(rows, head, first_line);
}

size_t whole_ndjson_rows(std::string_view bytes) {
  const size_t end = bytes.rfind('\n') + 1;  // npos + 1 is 0
  if (bytes.size() - end > kMaxRow) throw Error(kRowTooLong, {});
  return end;
}

}  // namespace zhiheng::read
