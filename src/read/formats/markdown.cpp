#include "read/formats/markdown.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/formats/html.h"
#include "read/formats/lines.h"
#include "read/formats/prose.h"
#include "read/formats/writer.h"

namespace zhiheng::read {
namespace {

struct SourceLine {
  std::string_view text;  // without spaces around
  int number = 0;
};

bool is_rule(std::string_view text, std::string_view of) {
  return text.size() >= 3 && text.find_first_not_of(of) == std::string_view::npos;
}

/// |---|:--:|, with or without outer bars.
bool is_table_rule(std::string_view text) {
  return text.find('-') != std::string_view::npos &&
         text.find_first_not_of("|-: ") == std::string_view::npos &&
         (text.find('|') != std::string_view::npos);
}

/// Cells of a row; `\|` is a bar in a cell.
std::vector<std::string> row_cells(std::string_view text) {
  if (text.starts_with('|')) text.remove_prefix(1);
  if (text.ends_with('|') && !text.ends_with("\\|")) text.remove_suffix(1);
  std::vector<std::string> out(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '|') {
      out.back() += text[++i];
    } else if (text[i] == '|') {
      out.emplace_back();
    } else {
      out.back() += text[i];
    }
  }
  return out;
}

/// Length of a link's or footnote's `(…)`, 0 if there is none.
size_t target_length(std::string_view text) {
  if (!text.starts_with('(')) return 0;
  const size_t end = text.find(')');
  return end == std::string_view::npos || end > 500 ? 0 : end + 1;
}

/// The text as it is shown: without marks.
std::string plain(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // Marks are short: looking further would make long lines slow.
    const std::string_view rest = text.substr(i, 2000);
    if (c == '\\' && rest.size() > 1 &&
        std::string_view("\\`*_{}[]()#+-.!|~<>").find(rest[1]) != std::string_view::npos) {
      out += text[++i];
    } else if (rest.starts_with("**") || rest.starts_with("__") || rest.starts_with("~~")) {
      ++i;
    } else if (c == '`') {
      continue;
    } else if (rest.starts_with("<br>") || rest.starts_with("<br/>") || rest.starts_with("<br />")) {
      out += '\n';
      i += rest.find('>');
    } else if (rest.starts_with("[^") && rest.find(']') != std::string_view::npos) {
      out += raised(rest.substr(2, rest.find(']') - 2));
      i += rest.find(']');
    } else if (c == '[' || rest.starts_with("![")) {
      const size_t open = rest.find('[');
      const size_t close = rest.find(']');
      const size_t target = close == std::string_view::npos ? 0 : target_length(rest.substr(close + 1));
      if (target == 0) {
        out += c;
        continue;
      }
      out += rest.substr(open + 1, close - open - 1);
      i += close + target;
    } else {
      out += c;
    }
  }
  return out;
}

class MarkdownReader {
 public:
  MarkdownReader(std::string_view text, Document& document) : text_(text), writer_(document) {
    for (size_t at = 0; at <= text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      lines_.push_back({trim_wide(text.substr(at, end - at)), static_cast<int>(lines_.size()) + 1});
      at = end + 1;
    }
  }

  void read() {
    while (at_ < lines_.size()) {
      line(lines_[at_]);
      ++at_;
    }
    flush();
  }

 private:
  void line(SourceLine source) {
    while (source.text.starts_with('>')) source.text = trim_wide(source.text.substr(1));
    const std::string_view text = source.text;
    if (is_rule(text.substr(0, 3), "`") || is_rule(text.substr(0, 3), "~")) {
      flush();
      in_code_ = !in_code_;
    } else if (text.empty()) {
      flush();
    } else if (in_code_) {
      add(source);
    } else if (text.starts_with('#') && heading(source)) {
      return;
    } else if (paragraph_.size() == 1 && (is_rule(text, "=") || is_rule(text, "-"))) {
      underlined_heading(text[0] == '=' ? 1 : 2);
    } else if (is_rule(text, "-") || is_rule(text, "*") || is_rule(text, "_")) {
      flush();
    } else if (text.starts_with("<table") || text.starts_with("<TABLE")) {
      html_table();
    } else if (at_ + 1 < lines_.size() && text.find('|') != std::string_view::npos &&
               is_table_rule(lines_[at_ + 1].text)) {
      pipe_table();
    } else if (text.starts_with("[^") && text.find("]:") != std::string_view::npos) {
      note(source);
    } else {
      if (is_item(text)) flush();
      add(source);
    }
  }

  bool heading(const SourceLine& source) {
    const size_t level = std::min(source.text.find_first_not_of('#'), source.text.size());
    if (level > 6 ||
        (level < source.text.size() && source.text[level] != ' ' && source.text[level] != '\t')) {
      flush();
      return false;
    }
    flush();
    std::string_view title = source.text.substr(level);
    while (title.ends_with('#')) title.remove_suffix(1);
    const std::string shown = plain(trim_wide(title));
    writer_.block(BlockKind::kHeading, trim_wide(shown), static_cast<int>(level), source.number, 0);
    return true;
  }

  void underlined_heading(int level) {
    const SourceLine title = paragraph_[0];
    paragraph_.clear();
    writer_.block(BlockKind::kHeading, plain(title.text), level, title.number, 0);
  }

  static bool is_item(std::string_view text) {
    if (text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ")) return true;
    const size_t digits = text.find_first_not_of("0123456789");
    return digits != std::string_view::npos && digits > 0 && digits < 4 &&
           (text[digits] == '.' || text[digits] == ')') && digits + 1 < text.size() &&
           text[digits + 1] == ' ';
  }

  void pipe_table() {
    flush();
    std::vector<std::vector<std::string>> rows;
    std::vector<int> numbers;
    size_t columns = 0;
    for (size_t i = 0; at_ < lines_.size() && lines_[at_].text.find('|') != std::string_view::npos;
         ++at_, ++i) {
      if (i == 1) continue;
      rows.push_back(row_cells(lines_[at_].text));
      numbers.push_back(lines_[at_].number);
      columns = std::max(columns, rows.back().size());
    }
    --at_;
    writer_.start_table(numbers[0], 0);
    for (size_t r = 0; r < rows.size(); ++r) {
      rows[r].resize(columns);
      for (size_t c = 0; c < columns; ++c) {
        const std::string shown = plain(trim_wide(rows[r][c]));
        writer_.cell(trim_wide(shown), static_cast<int>(r), static_cast<int>(c), numbers[r]);
      }
    }
    writer_.finish_table();
  }

  /// From <table to </table>, over as many lines as it takes.
  void html_table() {
    flush();
    const int first = lines_[at_].number;
    const auto begin = static_cast<size_t>(lines_[at_].text.data() - text_.data());
    const size_t close = std::min(text_.find("</table>", begin), text_.find("</TABLE>", begin));
    const size_t end = close == std::string_view::npos ? text_.size() : close + 8;
    write_html(text_.substr(begin, end - begin), first, writer_);
    while (at_ + 1 < lines_.size() && lines_[at_ + 1].text.data() < text_.data() + end) ++at_;
  }

  void note(const SourceLine& source) {
    flush();
    const size_t end = source.text.find("]:");
    const std::string mark = "[" + std::string(source.text.substr(2, end - 2)) + "] ";
    writer_.block(BlockKind::kNote, mark + plain(trim_wide(source.text.substr(end + 2))), 0, source.number,
                  0);
  }

  void add(const SourceLine& source) { paragraph_.push_back(source); }

  void flush() {
    if (paragraph_.empty()) return;
    std::string shown;
    for (const SourceLine& source : paragraph_) {
      if (!shown.empty()) shown += '\n';
      shown += plain(source.text);
    }
    const bool item = is_item(paragraph_[0].text);
    const int number = paragraph_[0].number;
    paragraph_.clear();
    if (item) {
      writer_.block(BlockKind::kParagraph, shown, 0, number, 0);
    } else {
      write_prose(shown, number, 0, writer_);
    }
  }

  std::string_view text_;
  DocumentWriter writer_;
  std::vector<SourceLine> lines_;
  size_t at_ = 0;
  bool in_code_ = false;
  std::vector<SourceLine> paragraph_;
};

}  // namespace

void read_markdown(std::string_view text, Document& document) { MarkdownReader(text, document).read(); }

}  // namespace zhiheng::read
