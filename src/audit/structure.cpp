#include "audit/structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "audit/lex/cursor.h"
#include "audit/structure_contents.h"
#include "audit/structure_mark.h"
#include "audit/structure_mentions.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMaxCaptionBytes = 260;
constexpr size_t kMaxTitleBytes = 150;
constexpr size_t kMaxBadgeBytes = 40;

std::uint32_t offset(size_t at) { return static_cast<std::uint32_t>(at); }

/// Reads headings, captions and notes line by line.
class OutlineReader {
 public:
  OutlineReader(const read::Document& document, const std::vector<TextLine>& lines, Structure& structure)
      : document_(document), lines_(lines), structure_(structure) {}

  void read() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (structure_.in_contents(line.span.begin)) {
        in_annex_list_ = false;
        continue;
      }
      if (line.in_table) {
        read_table_head(line);
      } else if (line.begins) {
        read_line(i);
      }
    }
  }

 private:
  /// The document's text up to the end of the line, so that nothing is read beyond it.
  std::string_view up_to(const TextLine& line) const {
    return std::string_view(document_.text).substr(0, line.span.end);
  }

  void read_line(size_t i) {
    const TextLine& line = lines_[i];
    const std::string_view text = up_to(line);
    const size_t at = skip_decoration(text, line.span.begin);
    if (at >= text.size()) return;
    if (read_note(text, at, line) || read_annex_list(text, at, line)) return;
    if (auto caption = caption_at(text, at, line)) {
      if (caption->title.empty()) caption->title = title_below(i);
      structure_.captions.push_back(*caption);
      return;
    }
    if (read_badge(text, at, i)) return;
    const size_t behind_note = behind_note_word(text, at);
    if (const auto mark = read_heading_mark(text, behind_note)) add_heading(*mark, behind_note, line);
  }

  void add_heading(const HeadingMark& mark, size_t at, const TextLine& line) {
    Heading heading;
    heading.system = mark.system;
    heading.number = mark.number;
    heading.mark = {offset(at), offset(mark.end)};
    const std::string_view rest = up_to(line).substr(mark.title, kMaxTitleBytes);
    constexpr std::string_view kEnds[] = {"。", "；", "：", ":", "！"};
    size_t length = rest.size();
    for (const std::string_view end : kEnds) length = std::min(length, rest.find(end));
    heading.title = {offset(mark.title), offset(mark.title + length)};
    heading.line = line.span;
    heading.block = line.block;
    structure_.headings.push_back(heading);
  }

  /// "[12] 数据来源：…"; the line may hold the notes after it too.
  bool read_note(std::string_view text, size_t at, const TextLine& line) {
    if (text[at] != '[') return false;
    const auto numeral = read_numeral(text, at + 1);
    if (!numeral || numeral->end >= text.size() || text[numeral->end] != ']') return false;
    int number = numeral->value;
    for (size_t next = at; next != std::string_view::npos;) {
      const std::string mark = fmt::format("[{}]", number);
      structure_.notes.push_back({number, {offset(next), offset(next + mark.size())}, line.span});
      next = text.find(fmt::format("[{}]", ++number), next + mark.size());
    }
    return true;
  }

  /// "附件：1. …" and the numbered lines below it.
  bool read_annex_list(std::string_view text, size_t at, const TextLine& line) {
    constexpr std::string_view kColons[] = {"：", ":"};
    size_t from = at;
    if (lex::starts(text, at, "附件")) {
      const size_t word = at + std::string_view("附件").size();
      const size_t colon = lex::first_of(text, word, kColons);
      in_annex_list_ = colon > 0;
      from = lex::skip_spaces(text, word + colon);
    }
    if (!in_annex_list_) return false;
    if (from >= text.size()) return true;
    const auto mark = read_heading_mark(text, from);
    in_annex_list_ = mark && (mark->system == System::kArabic || mark->system == System::kHan ||
                              mark->system == System::kArabicBracket);
    if (!in_annex_list_) return false;
    Caption caption;
    caption.exhibit = Exhibit::kAnnex;
    caption.number = mark->number;
    caption.listed = true;
    caption.mark = {offset(from), offset(mark->end)};
    caption.title = {offset(mark->title), line.span.end};
    caption.line = line.span;
    structure_.captions.push_back(caption);
    return true;
  }

  /// A caption if the line is one as a whole: not a sentence, not "表1显示…".
  std::optional<Caption> caption_at(std::string_view text, size_t at, const TextLine& line) const {
    if (line.span.end - at > kMaxCaptionBytes) return std::nullopt;
    const auto mark = read_caption_mark(text, at);
    if (!mark) return std::nullopt;
    constexpr std::string_view kSentenceEnds[] = {"。", "；", ";", "，", ",", "、", "）。"};
    if (lex::last_of(text, text.size(), kSentenceEnds) > 0) return std::nullopt;
    constexpr std::string_view kRunning[] = {"所示", "显示", "中", "可",   "为",   "和",  "与", "及",
                                             "反映", "表明", "是", "给出", "列出", "至",  "到", "的",
                                             "所列", "）",   ")",  "，",   "、表", "、图"};
    if (lex::first_of(text, mark->title, kRunning) > 0 || lex::first_of(text, mark->end, kRunning) > 0) {
      return std::nullopt;
    }
    if (mark->title == mark->end && mark->end < text.size() && lex::wide_at(text, mark->end) < U'一') {
      return std::nullopt;
    }
    Caption caption;
    caption.exhibit = mark->exhibit;
    caption.number = mark->number;
    caption.continued = mark->continued;
    caption.mark = {offset(at), offset(mark->end)};
    caption.title = {offset(std::min<size_t>(mark->title, line.span.end)), line.span.end};
    caption.line = line.span;
    return caption;
  }

  /// The caption of a table may be its first cells.
  void read_table_head(const TextLine& line) {
    if (line.span.end - line.span.begin > kMaxCaptionBytes) return;
    if (auto caption = caption_at(up_to(line), skip_decoration(up_to(line), line.span.begin), line)) {
      if (caption->title.empty() || document_.view(caption->line).find('\t') != std::string_view::npos)
        return;
      structure_.captions.push_back(*caption);
    }
  }

  /// The line below a caption that is only a number, if it looks like a title.
  read::Span title_below(size_t i) const {
    if (i + 1 >= lines_.size() || lines_[i + 1].in_table) return {};
    const TextLine& next = lines_[i + 1];
    const std::string_view text = document_.view(next.span);
    if (text.size() > kMaxTitleBytes || ends_clause(text) || text.find("。") != std::string_view::npos)
      return {};
    const std::string_view whole = up_to(next);
    if (read_heading_mark(whole, next.span.begin) || read_caption_mark(whole, next.span.begin)) return {};
    return next.span;
  }

  /// "5 案例" in a line of its own, as text extraction leaves a badge; the title stands below.
  bool read_badge(std::string_view text, size_t at, size_t i) {
    const TextLine& line = lines_[i];
    if (line.span.end - at > kMaxBadgeBytes) return false;
    const auto numeral = read_numeral(text, at);
    if (!numeral || numeral->han || lex::space_length(text, numeral->end) == 0) return false;
    size_t word = lex::skip_spaces(text, numeral->end);
    if (lex::starts(text, word, "^{")) word += 2;
    const auto [exhibit, length] = exhibit_at(text, word);
    if (exhibit != Exhibit::kCase && exhibit != Exhibit::kBox) return false;
    size_t end = word + length;
    if (lex::starts(text, end, "}")) ++end;
    if (end != line.span.end) return false;
    Caption caption;
    caption.exhibit = exhibit;
    caption.number = {{static_cast<std::int16_t>(numeral->value)}, 1};
    caption.mark = {offset(at), line.span.end};
    caption.title = title_below(i);
    caption.line = line.span;
    structure_.captions.push_back(caption);
    return true;
  }

  /// Behind 注：, whose items may follow on the same line.
  static size_t behind_note_word(std::string_view text, size_t at) {
    constexpr std::string_view kNotes[] = {"注：", "注:", "说明：", "说明:", "备注：", "备注:"};
    const size_t length = lex::first_of(text, at, kNotes);
    return length == 0 ? at : lex::skip_spaces(text, at + length);
  }

  const read::Document& document_;
  const std::vector<TextLine>& lines_;
  Structure& structure_;
  bool in_annex_list_ = false;
};

/// The code point as compared, or 0 for one that is left out.
char32_t comparable(char32_t c) {
  if (c >= U'！' && c <= U'～') c -= 0xFEE0;
  if (c >= U'A' && c <= U'Z') c += 32;
  const bool letter =
      (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c == U'%' || c == U'+' || c == U'&';
  const bool han = (c >= U'一' && c <= U'鿿') || c == U'〇';
  if (c == U'的' || (!letter && !han)) return 0;
  return c;
}

}  // namespace

Words exhibit_words(Exhibit exhibit) {
  constexpr std::array<std::pair<const char*, const char*>, kExhibitCount> kWords{{{"表", "table"},
                                                                                   {"图", "figure"},
                                                                                   {"附表", "annex table"},
                                                                                   {"附图", "annex figure"},
                                                                                   {"案例", "case"},
                                                                                   {"专栏", "box"},
                                                                                   {"附件", "annex"}}};
  const auto& [zh, en] = kWords[static_cast<size_t>(exhibit)];
  return {zh, en};
}

Number Number::with_last(int value) const {
  Number out = *this;
  if (out.count > 0) out.parts[out.count - 1u] = static_cast<std::int16_t>(value);
  return out;
}

bool Number::beside(const Number& other) const { return with_last(0) == other.with_last(0); }

std::string Number::text() const {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (i > 0 ? "-" : "") + std::to_string(parts[i]);
  return out;
}

bool Structure::in_contents(std::uint32_t at) const {
  const auto after =
      std::upper_bound(contents_lists.begin(), contents_lists.end(), at,
                       [](std::uint32_t value, const read::Span& span) { return value < span.begin; });
  return after != contents_lists.begin() && at < std::prev(after)->end;
}

Structure read_structure(const read::Document& document) {
  Structure structure;
  const std::vector<TextLine> lines = text_lines(document);
  read_contents_lists(document, lines, structure);
  OutlineReader(document, lines, structure).read();
  read_mentions(document, structure);
  return structure;
}

std::u32string comparable_title(std::string_view title) {
  // A unit or source behind the title is none of it.
  for (const std::string_view unit : {"单位：", "单位:", "（单位", "(单位"})
    title = title.substr(0, title.find(unit));
  std::u32string out;
  for (size_t at = 0; at < title.size();) {
    if (const char32_t c = comparable(next_code_point(title, at)); c != 0) out += c;
  }
  return out;
}

Spot spot_in_line(const read::Document& document, std::uint32_t index, read::Span mark) {
  constexpr std::uint32_t kAround = 120;  // bytes on each side, about 40 characters
  const std::string_view text = document.text;
  const size_t from = mark.begin > kAround ? mark.begin - kAround : 0;
  size_t begin = mark.begin;
  while (begin > from && text[begin - 1] != '\n') --begin;
  const size_t to = std::min<size_t>(text.size(), mark.end + kAround);
  size_t end = mark.end;
  while (end < to && text[end] != '\n') ++end;
  const auto inside = [&](size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
  while (begin < mark.begin && inside(begin)) ++begin;
  while (end > mark.end && end < text.size() && inside(end)) --end;
  return {index, mark, {offset(begin), offset(end)}};
}

}  // namespace zhiheng::audit
