#include "read/formats/plain_text.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/formats/lines.h"
#include "read/formats/prose.h"
#include "read/formats/space_table.h"
#include "read/formats/writer.h"

namespace zhiheng::read {
namespace {

/// A line at least this wide (22 Han characters) may have been broken by the page's edge.
constexpr int kLongLine = 44;
constexpr size_t kMaxHeldNotes = 40;
constexpr size_t kLongestRow = 800;  // bytes

bool has_tab(std::string_view text) { return text.find('\t') != std::string_view::npos; }

/// "1.\t标题" is a numbered line, "1\t低压电器\t10" a row.
bool is_enumerator(std::string_view field) {
  if (field.empty() || field.size() > 12) return false;
  return field == "-" || field == "•" || field == "●" || field.ends_with(".") || field.ends_with("、") ||
         field.ends_with("）") || field.ends_with(")");
}

bool is_tab_row(const Line& line) {
  if (line.kind == LineKind::kNote || !has_tab(line.raw)) return false;
  const std::string_view inner = line.text;
  const size_t tab = inner.find('\t');
  if (tab == std::string_view::npos) return true;  // a tab before or behind the only field
  return inner.find('\t', tab + 1) != std::string_view::npos ||
         !is_enumerator(trim_wide(inner.substr(0, tab)));
}

bool is_contents_row(const Line& line) { return line.kind == LineKind::kContents; }

bool is_pipe_row(const Line& line) {
  return line.text.size() > 2 && line.text.front() == '|' && line.text.find('|', 1) != std::string_view::npos;
}

/// |---|:--:|
bool is_pipe_rule(std::string_view text) {
  return text.find('-') != std::string_view::npos &&
         text.find_first_not_of("|-: \t+=") == std::string_view::npos;
}

std::vector<std::string_view> fields_of(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t at = text.find(separator);
    out.push_back(trim_wide(text.substr(0, at)));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

class TextReader {
 public:
  TextReader(std::string_view text, Document& document)
      : writer_(document), lines_(split_lines(text, document.name)) {}

  void read() {
    while (at_ < lines_.size()) {
      if (read_table()) continue;
      read_line(lines_[at_]);
      ++at_;
    }
    flush();
  }

 private:
  bool read_table() {
    const Line& line = lines_[at_];
    if (is_pipe_row(line)) {
      return take_table(pipe_table_length(), [this](auto rows) { write_pipe_table(rows); });
    }
    if (is_tab_row(line) && at_ >= no_tabs_before_) {
      return take_table(tab_table_length(), [this](auto rows) { write_tab_table(rows); });
    }
    if (at_ < no_table_before_ || line.raw.size() > kLongestRow) return false;
    // Two spaces inside, or a head that stands by itself further right.
    const bool gap = line.raw.starts_with("        ") || has_gap(line.text);
    if (!gap) return false;
    const TableRun run = find_space_table(std::span(lines_).subspan(at_));
    if (run.length == 0) {
      // Half of what was looked at is not looked at again: the work stays in proportion to the text.
      no_table_before_ = at_ + std::max<size_t>(1, run.looked_at / 2);
      return false;
    }
    return take_table(run.length, [this](auto rows) { write_space_table(rows, writer_); });
  }

  template <typename Write>
  bool take_table(size_t length, Write write) {
    if (length == 0) return false;
    flush();
    write(std::span<const Line>(lines_).subspan(at_, length));
    at_ += length;
    return true;
  }

  /// Rows with tabs, and short lines without one between two of them.
  size_t tab_table_length() {
    size_t length = 0;
    size_t full = 0;
    size_t contents = 0;
    for (size_t i = at_; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (i > at_ && (line.gap > 0 || line.page != lines_[at_].page)) break;
      const bool between = i > at_ && i + 1 < lines_.size() && lines_[i + 1].gap == 0 &&
                           is_tab_row(lines_[i + 1]) && line.kind == LineKind::kText &&
                           display_width(line.text) < kLongLine;
      if (!is_tab_row(line) && !between) break;
      ++length;
      full += has_tab(line.text) ? 1 : 0;
      contents += is_contents_row(line) ? 1 : 0;
    }
    if (contents * 2 > length) {
      no_tabs_before_ = at_ + length;
      return 0;
    }
    // A lone line is a row only with three fields.
    const bool lone = length == 1 && std::count(lines_[at_].text.begin(), lines_[at_].text.end(), '\t') < 2;
    return full == 0 || lone ? 0 : length;
  }

  size_t pipe_table_length() const {
    size_t length = 0;
    while (at_ + length < lines_.size() && is_pipe_row(lines_[at_ + length]) &&
           (length == 0 || lines_[at_ + length].gap == 0)) {
      ++length;
    }
    return length >= 2 ? length : 0;
  }

  void write_tab_table(std::span<const Line> rows) {
    std::vector<std::vector<std::string_view>> fields;
    for (const Line& line : rows) fields.push_back(fields_of(line.raw, '\t'));
    write_rows(rows, fields);
  }

  void write_pipe_table(std::span<const Line> rows) {
    std::vector<std::vector<std::string_view>> fields;
    std::vector<Line> kept;
    for (const Line& line : rows) {
      if (is_pipe_rule(line.text)) continue;
      std::string_view inner = line.text.substr(1);
      if (inner.ends_with('|')) inner.remove_suffix(1);
      fields.push_back(fields_of(inner, '|'));
      kept.push_back(line);
    }
    if (!kept.empty()) write_rows(kept, fields);
  }

  void write_rows(std::span<const Line> rows, const std::vector<std::vector<std::string_view>>& fields) {
    size_t columns = 0;
    for (const auto& row : fields) columns = std::max(columns, row.size());
    writer_.start_table(rows[0].line, rows[0].page);
    for (size_t r = 0; r < fields.size(); ++r) {
      for (size_t c = 0; c < columns; ++c) {
        writer_.cell(c < fields[r].size() ? fields[r][c] : std::string_view(), static_cast<int>(r),
                     static_cast<int>(c), rows[r].line);
      }
    }
    writer_.finish_table();
  }

  void read_line(const Line& line) {
    switch (line.kind) {
      case LineKind::kNote:
        hold_note(line);
        return;
      case LineKind::kHeading:
        flush();
        if (is_broken_sentence(line)) break;
        write_line(line, BlockKind::kHeading);
        return;
      case LineKind::kCaption:
      case LineKind::kContents:
        flush();
        write_line(line, BlockKind::kParagraph);
        return;
      case LineKind::kItem:
        flush();
        break;
      case LineKind::kText:
        if (goes_on_in_note(line) || takes_note_number(line)) return;
        if (!continues(line)) flush();
    }
    paragraph_.push_back(line);
  }

  /// A numbered sentence that the page broke isn't a heading, short as its first line is.
  bool is_broken_sentence(const Line& line) const {
    constexpr int kNearlyFull = 56;
    if (at_ + 1 >= lines_.size()) return false;
    const Line& next = lines_[at_ + 1];
    const bool comma =
        line.text.find("，") != std::string_view::npos || line.text.find(',') != std::string_view::npos;
    return comma && next.gap == 0 && next.kind == LineKind::kText && next.page == line.page &&
           display_width(line.text) >= kNearlyFull;
  }

  /// Whether `line` is the rest of the note above it, which then reaches over it.
  bool goes_on_in_note(const Line& line) {
    if (notes_.empty() || line.gap > 0 || line.page != notes_.back().page) return false;
    std::string_view& note = notes_.back().text;
    const std::string_view last = note.substr(note.rfind('\n') + 1);  // npos + 1 is 0
    if (ends_sentence(last) || display_width(last) < kLongLine) return false;
    note =
        std::string_view(note.data(), static_cast<size_t>(line.text.data() + line.text.size() - note.data()));
    return true;
  }

  /// A number by itself right above a note is the note's: a raised mark becomes a line of its own in a PDF.
  bool takes_note_number(const Line& line) {
    if (line.text.size() > 3 || line.text.find_first_not_of("0123456789") != std::string_view::npos)
      return false;
    if (at_ + 1 >= lines_.size()) return false;
    Line& next = lines_[at_ + 1];
    if (next.kind != LineKind::kNote || next.gap > 0 || next.page != line.page) return false;
    next.text = std::string_view(line.text.data(),
                                 static_cast<size_t>(next.text.data() + next.text.size() - line.text.data()));
    next.line = line.line;
    return true;
  }

  /// Whether `line` goes on with the sentence that is open.
  bool continues(const Line& line) const {
    if (paragraph_.empty()) return false;
    const Line& before = paragraph_.back();
    if (ends_sentence(before.text)) return false;
    const bool turned = line.page != before.page;
    if (line.gap > 1 && !turned) return false;
    // Behind a gap, what goes on either goes on further or ends the sentence.
    const bool apart = line.gap > 0 || turned || !notes_.empty();
    if (apart && display_width(line.text) < kLongLine && !ends_sentence(line.text) &&
        !line.text.ends_with("）") && !line.text.ends_with(")")) {
      return false;
    }
    // An indented line begins a paragraph.
    if (!turned && indent(line) > indent(before) + 1 && paragraph_.size() > 1) return false;
    if (display_width(before.text) >= kLongLine) return true;
    return !apart && (before.text.ends_with("，") || before.text.ends_with("、"));
  }

  static int indent(const Line& line) {
    return display_width(line.raw.substr(0, static_cast<size_t>(line.text.data() - line.raw.data())));
  }

  /// A note waits while the paragraph above it may go on behind it.
  void hold_note(const Line& line) {
    if (paragraph_.empty() || ends_sentence(paragraph_.back().text) || notes_.size() >= kMaxHeldNotes)
      flush();
    notes_.push_back(line);
  }

  void flush() {
    if (!paragraph_.empty()) {
      writer_.start(BlockKind::kParagraph, 0, paragraph_[0].line, paragraph_[0].page);
      for (size_t i = 0; i < paragraph_.size(); ++i) {
        if (i > 0) writer_.new_line(paragraph_[i].line, paragraph_[i].page);
        add_single_spaced(paragraph_[i].text);
      }
      writer_.finish();
      paragraph_.clear();
    }
    for (const Line& note : notes_) write_notes(note);
    notes_.clear();
  }

  /// A line may hold several notes: "[2] … [3] …".
  void write_notes(const Line& line) {
    std::string_view rest = line.text;
    while (!rest.empty()) {
      const size_t next = next_note(rest);
      write_note(rest.substr(0, next), line);
      rest.remove_prefix(std::min(next, rest.size()));
    }
  }

  void write_note(std::string_view text, const Line& line) {
    writer_.start(BlockKind::kNote, 0, line.line, line.page);
    for (int below = 0; !text.empty(); ++below) {
      const size_t end = std::min(text.find('\n'), text.size());
      if (below > 0) writer_.new_line(line.line + below, line.page);
      add_single_spaced(trim_wide(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    writer_.finish();
  }

  /// Offset of the note with the number after that of `text`, or npos.
  static size_t next_note(std::string_view text) {
    if (!text.starts_with('[')) return std::string_view::npos;
    const int number = std::atoi(std::string(text.substr(1, 3)).c_str());
    return text.find("[" + std::to_string(number + 1) + "]", 1);
  }

  void write_line(const Line& line, BlockKind kind) {
    writer_.start(kind, line.level, line.line, line.page);
    add_single_spaced(line.text);
    writer_.finish();
  }

  /// Justified text has runs of spaces that mean nothing outside of tables.
  void add_single_spaced(std::string_view text) {
    if (text.find("  ") == std::string_view::npos && !has_tab(text)) {
      writer_.add(text);
    } else {
      writer_.add(single_spaced(text));
    }
  }

  DocumentWriter writer_;
  std::vector<Line> lines_;
  size_t at_ = 0;
  size_t no_table_before_ = 0;
  size_t no_tabs_before_ = 0;
  std::vector<Line> paragraph_;
  std::vector<Line> notes_;
};

}  // namespace

void read_plain_text(std::string_view text, Document& document) {
  // A table's empty cells and the line breaks between blocks make it a little longer.
  document.text.reserve(text.size() + text.size() / 8);
  TextReader(text, document).read();
}

}  // namespace zhiheng::read
