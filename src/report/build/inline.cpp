#include "report/build/inline.h"

#include <utility>

#include "base/text.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kUnboundNumber{
    "template.unbound-number", "“{}”是直接写入的数字；应写成 {{ 标识 }} 绑定数据，名称中的数字用反引号标明",
    "“{}” is a number typed into the text; bind it as {{ id }}, or put digits that are a name into "
    "backticks"};
constexpr ErrorCode kUnclosedMark{"template.unclosed-mark", "{} 没有闭合", "{} is not closed"};
constexpr ErrorCode kEmptyBinding{"template.empty-binding", "{{ }} 中没有内容", "nothing stands in {{ }}"};

bool is_digit(char32_t c) { return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19); }

/// Drops spaces beside full-width characters: the layout sets that gap. `before` and `last` are the
/// characters around the text, 0 where a binding or nothing stands: the gap there is the layout's, too.
std::string without_layout_spaces(const std::string& text, char32_t before, char32_t last) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == ' ') {
      size_t next = i;
      while (next < text.size() && text[next] == ' ') ++next;
      size_t peek = next;
      const char32_t after = next < text.size() ? next_code_point(text, peek) : last;
      if (before != 0 && after != 0 && !is_wide(before) && !is_wide(after)) out += ' ';
      i = next;
      continue;
    }
    const size_t start = i;
    before = next_code_point(text, i);
    out += text.substr(start, i - start);
  }
  return out;
}

char32_t last_code_point(const std::string& text) {
  char32_t last = 0;
  for (size_t at = 0; at < text.size();) last = next_code_point(text, at);
  return last;
}

class InlineParser {
 public:
  InlineParser(const SourceText& source, Diagnostics& diagnostics)
      : source_(source), text_(source.text()), diagnostics_(diagnostics) {}

  std::vector<Inline> parse(std::string_view end_mark = {}) {
    std::vector<Inline> out;
    bool strong = false;
    std::string words;
    size_t words_at = at_;
    const auto flush = [&] {
      const std::string clean = without_layout_spaces(words, before_, upcoming());
      if (!clean.empty()) before_ = last_code_point(clean);
      if (!clean.empty()) out.push_back({Inline::Kind::kText, clean, strong, source_.at(words_at), {}});
      words.clear();
    };
    while (at_ < text_.size()) {
      const std::string_view rest = std::string_view(text_).substr(at_);
      if (!end_mark.empty() && rest.starts_with(end_mark)) {
        at_ += end_mark.size();
        flush();
        return out;
      }
      if (words.empty()) words_at = at_;
      if (rest.starts_with("{{")) {
        flush();
        out.push_back(binding(strong));
        before_ = 0;
      } else if (rest[0] == '`') {
        flush();
        const Location where = source_.at(at_);
        out.push_back({Inline::Kind::kText, delimited("`", "`"), strong, where, {}});
        before_ = last_code_point(out.back().text);
      } else if (rest.starts_with("**")) {
        flush();
        strong = !strong;
        at_ += 2;
      } else if (rest.starts_with("^[")) {
        flush();
        const Location where = source_.at(at_);
        at_ += 2;
        const char32_t outside = std::exchange(before_, 0);
        out.push_back({Inline::Kind::kFootnote, "", false, where, parse("]")});
        before_ = outside;
      } else if (rest[0] == '\\' && rest.size() > 1) {
        words += rest[1];
        at_ += 2;
      } else {
        words += character();
      }
    }
    if (!end_mark.empty()) diagnostics_.add(kUnclosedMark, source_.at(words_at), {"^["});
    if (strong) diagnostics_.add(kUnclosedMark, source_.at(words_at), {"**"});
    flush();
    return out;
  }

 private:
  /// The character that the reader sees next, past marks; 0 for a binding, a footnote or the end.
  char32_t upcoming() const {
    std::string_view rest = std::string_view(text_).substr(at_);
    while (rest.starts_with("**")) rest.remove_prefix(2);
    if (rest.starts_with("`")) rest.remove_prefix(1);
    if (rest.empty() || rest.starts_with("{{") || rest.starts_with("^[") || rest[0] == ']') return 0;
    size_t at = 0;
    return next_code_point(rest, at);
  }

  Inline binding(bool strong) {
    const Location where = source_.at(at_);
    const bool closed = text_.find("}}", at_) != std::string::npos;
    const std::string inner(trim(delimited("{{", "}}")));
    if (closed && inner.empty()) diagnostics_.add(kEmptyBinding, where);
    return {Inline::Kind::kBinding, inner, strong, where, {}};
  }

  std::string delimited(const std::string& open, const std::string& close) {
    const size_t start = at_ + open.size();
    const size_t end = text_.find(close, start);
    if (end == std::string::npos) {
      diagnostics_.add(kUnclosedMark, source_.at(at_), {open});
      at_ = text_.size();
      return {};
    }
    at_ = end + close.size();
    return text_.substr(start, end - start);
  }

  std::string character() {
    const size_t start = at_;
    const char32_t c = next_code_point(text_, at_);
    const std::string out = text_.substr(start, at_ - start);
    if (is_digit(c) && start >= reported_until_) report_number(start);
    return out;
  }

  void report_number(size_t start) {
    size_t end = start;
    while (end < text_.size()) {
      size_t next = end;
      const char32_t c = next_code_point(text_, next);
      if (!is_digit(c) && c != '.' && c != ',' && c != '%') break;
      end = next;
    }
    diagnostics_.add(kUnboundNumber, source_.at(start), {text_.substr(start, end - start)});
    reported_until_ = end;
  }

  const SourceText& source_;
  const std::string& text_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  size_t reported_until_ = 0;
  char32_t before_ = 0;  // the last character that went out, 0 behind a binding
};

}  // namespace

std::vector<Inline> parse_inline(const SourceText& source, Diagnostics& diagnostics) {
  return InlineParser(source, diagnostics).parse();
}

}  // namespace zhiheng::report
