#include "audit/structure_mentions.h"

#include "audit/lex/cursor.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

constexpr int kMaxChain = 24;  // exhibits in one "表 1、表 2、…"

// They send the reader to what follows.
constexpr std::string_view kSending[] = {"参见", "详见", "参照", "参阅", "见", "如", "列于", "载于", "列入"};
// The exhibit does something in the sentence: 图3所示, 表2显示.
constexpr std::string_view kShowing[] = {"所示", "所列", "显示", "可知", "可见", "反映", "表明",
                                         "给出", "列出", "列示", "中可", "中的", "中所"};
constexpr std::string_view kChain[] = {"、", "，", ",", "和", "及", "与", "至", "到",
                                       "—",  "–",  "-", "~",  "～", "－", "或"};
constexpr std::string_view kOpen[] = {"（", "("};
constexpr std::string_view kClose[] = {"）", ")"};

bool is_han(char32_t c) { return c >= U'一' && c <= U'鿿'; }

char32_t wide_before(std::string_view text, size_t at) { return at >= 3 ? lex::wide_at(text, at - 3) : 0; }

/// Whether what stands at `at` is a mark of its own and not the end of 代表 or 地图.
bool stands_alone(std::string_view text, size_t at) {
  constexpr std::string_view kBefore[] = {"见", "如", "由", "从", "据", "按", "和", "与", "及", "至",
                                          "到", "或", "在", "照", "于", "对", "本", "看", "入"};
  const size_t before = lex::back_over_spaces(text, at);
  return !is_han(wide_before(text, before)) || lex::last_of(text, before, kBefore) > 0;
}

class MentionReader {
 public:
  MentionReader(const read::Document& document, Structure& structure)
      : text_(document.text), structure_(structure) {}

  void read() {
    for (size_t at = 0; at < text_.size();) {
      const auto c = static_cast<unsigned char>(text_[at]);
      const size_t next = may_begin(lex::wide_at(text_, at)) ? read_at(at) : 0;
      at = next > 0 ? next : at + (c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4);
    }
  }

 private:
  static bool may_begin(char32_t c) {
    return c == U'表' || c == U'图' || c == U'附' || c == U'案' || c == U'专';
  }

  /// Behind the mentions that begin at `at`, or 0.
  size_t read_at(size_t at) {
    const auto [exhibit, length] = exhibit_at(text_, at);
    if (length == 0) return 0;
    size_t end = 0;
    const auto number = read_number(text_, skip_blanks(at + length), end);
    if (!number) return 0;
    if (in_caption(at) || structure_.in_contents(static_cast<std::uint32_t>(at))) return end;
    const size_t first = structure_.mentions.size();
    add(exhibit, *number, at, end);
    end = read_chain(exhibit, *number, end);
    const bool sends = is_sent_to(at, end);
    for (size_t i = first; i < structure_.mentions.size(); ++i) structure_.mentions[i].is_reference = sends;
    return end;
  }

  size_t skip_blanks(size_t at) const {
    while (at < text_.size() && text_[at] == ' ') ++at;
    return at;
  }

  void add(Exhibit exhibit, const Number& number, size_t at, size_t end) {
    Mention mention;
    mention.exhibit = exhibit;
    mention.number = number;
    mention.mark = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    mention.at_start = at == 0 || text_[at - 1] == '\n' || text_[at - 1] == '\t';
    structure_.mentions.push_back(mention);
  }

  /// "、表 5、6 至 表 8" behind the first one.
  size_t read_chain(Exhibit exhibit, const Number& first, size_t end) {
    for (int i = 0; i < kMaxChain; ++i) {
      const size_t joint = lex::first_of(text_, skip_blanks(end), kChain);
      if (joint == 0) return end;
      const size_t at = skip_blanks(skip_blanks(end) + joint);
      const auto [next, length] = exhibit_at(text_, at);
      size_t behind = 0;
      const auto number = read_number(text_, skip_blanks(at + length), behind);
      if (!number) return end;
      if (length == 0 && (number->count != first.count || !ends_reference(behind))) return end;
      add(length == 0 ? exhibit : next, *number, at, behind);
      end = behind;
    }
    return end;
  }

  /// "表5、6）": a bare number is of the chain only where the reference ends behind it.
  bool ends_reference(size_t at) const {
    constexpr std::string_view kEnds[] = {"）", ")", "所", "。", "；", "、表", "、图"};
    return lex::first_of(text_, skip_blanks(at), kEnds) > 0;
  }

  bool is_sent_to(size_t at, size_t end) const {
    size_t before = lex::back_over_spaces(text_, at);
    constexpr std::string_view kQuotes[] = {"“", "\"", "本", "下", "上", "后", "文"};
    while (const size_t quote = lex::last_of(text_, before, kQuotes)) before -= quote;
    if (const size_t sending = lex::last_of(text_, before, kSending)) return sends(before, sending);
    const size_t behind = skip_blanks(end);
    if (lex::last_of(text_, before, kOpen) > 0) return lex::first_of(text_, behind, kClose) > 0;
    return stands_alone(text_, at) && lex::first_of(text_, behind, kShowing) > 0 && !is_foreign(before);
  }

  /// 意见 1 and 例如 are other words.
  bool sends(size_t before, size_t length) const {
    constexpr std::string_view kOtherWords[] = {"意见", "可见", "看见", "例如", "比如",
                                                "譬如", "诸如", "偏见", "罕见"};
    return lex::last_of(text_, before, kOtherWords) == 0 && !is_foreign(before - length);
  }

  /// 《…》表 3, GB/T 19001 表 1: of another document.
  bool is_foreign(size_t before) const {
    constexpr std::string_view kForeign[] = {"》", "〉"};
    before = lex::back_over_spaces(text_, before);
    return before > 0 && (lex::last_of(text_, before, kForeign) > 0 || lex::is_digit(text_[before - 1]) ||
                          lex::is_letter(text_[before - 1]));
  }

  bool in_caption(size_t at) {
    const auto& captions = structure_.captions;
    while (caption_ < captions.size() && captions[caption_].line.end <= at) ++caption_;
    return caption_ < captions.size() && captions[caption_].mark.begin <= at &&
           at < captions[caption_].mark.end;
  }

  std::string_view text_;
  Structure& structure_;
  size_t caption_ = 0;
};

}  // namespace

void read_mentions(const read::Document& document, Structure& structure) {
  MentionReader(document, structure).read();
}

}  // namespace zhiheng::audit
