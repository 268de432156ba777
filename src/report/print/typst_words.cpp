#include "report/print/typst_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace zhiheng::report::print {
namespace {

constexpr std::string_view kWordJoiner = "\u2060";

bool is_latin(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_date_unit(char32_t c) { return c == U'年' || c == U'月' || c == U'日'; }

void collect(const std::vector<Block>& blocks, std::set<std::string>& ids) {
  for (const Block& block : blocks) {
    if (const auto* heading = std::get_if<Heading>(&block)) ids.insert(heading->id);
    if (const auto* table = std::get_if<Table>(&block)) ids.insert(table->id);
    if (const auto* figure = std::get_if<Figure>(&block)) ids.insert(figure->id);
    if (const auto* box = std::get_if<Case>(&block)) {
      ids.insert(box->id);
      collect(box->blocks, ids);
    }
  }
}

}  // namespace

std::string typst_string(std::string_view text) {
  std::string out = "\"";
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    const char32_t c = next_code_point(text, offset);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
      out += ' ';
    } else if (c == 0xfffd) {
      out += "\ufffd";
    } else {
      out += text.substr(start, offset - start);
    }
  }
  return out + '"';
}

std::string tight(std::string_view text) {
  std::string out;
  char32_t before = 0;
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    const char32_t c = next_code_point(text, offset);
    if (c == ' ' && offset < text.size()) {
      size_t ahead = offset;
      const char32_t after = next_code_point(text, ahead);
      if ((is_wide(before) && is_latin(after)) || (is_latin(before) && is_wide(after))) continue;
    }
    if (is_digit(before) && is_date_unit(c)) out += kWordJoiner;
    out += text.substr(start, offset - start);
    before = c;
  }
  return out;
}

namespace {

/// 表9 stays on one line.
std::string with_number_glued(std::string reference) {
  const size_t digits = reference.find_last_not_of("0123456789") + 1;
  if (digits > 0 && digits < reference.size()) reference.insert(digits, kWordJoiner);
  return reference;
}

}  // namespace

std::set<std::string> anchors(const Document& document) {
  std::set<std::string> ids;
  collect(document.blocks, ids);
  return ids;
}

Words::Words(const Document& document) : document_(document), anchors_(anchors(document)) {}

std::string Words::runs(const Runs& runs) {
  if (runs.empty()) return "\"\"";
  std::string out = "{";
  const Run* before = nullptr;
  for (const Run& each : runs) {
    out += run(each, before) + "; ";
    before = &each;
  }
  return out + "}";
}

std::string Words::run(const Run& run, const Run* before) {
  std::string out;
  switch (run.kind) {
    case Run::Kind::kBreak:
      return "linebreak()";
    case Run::Kind::kFootnote:
      return footnote(run.index);
    case Run::Kind::kNumber:
      out = run.unit.empty() ? typst_string(run.text)
                             : fmt::format("n({}, {})", typst_string(run.text), typst_string(run.unit));
      break;
    case Run::Kind::kReference:
      out = typst_string(with_number_glued(tight(run.text)));
      if (anchors_.contains(run.target)) out = fmt::format("r({}, {})", typst_string(run.target), out);
      break;
    case Run::Kind::kText: {
      std::string words = tight(run.text);
      const bool glued = before != nullptr && before->kind == Run::Kind::kNumber && before->unit.empty() &&
                         !before->text.empty() && is_digit(static_cast<unsigned char>(before->text.back()));
      if (glued) words.insert(0, kWordJoiner);
      out = typst_string(words);
    }
  }
  if (run.strong) out = "strong(" + out + ")";
  if (run.emphasis) out = "emph(" + out + ")";
  return out;
}

std::string Words::footnote(int index) {
  if (in_footnote_ || index < 0 || index >= static_cast<int>(document_.footnotes.size())) return "none";
  if (!called_.insert(index).second) return fmt::format("fn-again({})", index);
  in_footnote_ = true;
  std::string out = fmt::format("fn({}, {})", index, runs(document_.footnotes[static_cast<size_t>(index)]));
  in_footnote_ = false;
  return out;
}

}  // namespace zhiheng::report::print
