#include "report/build/template.h"

#include <algorithm>
#include <regex>

#include "base/text.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kEncoding{"template.encoding", "不是 UTF-8 编码", "not UTF-8"};
constexpr ErrorCode kUnclosed{"template.unclosed", "::: {} 没有结束的 :::", "::: {} has no closing :::"};
constexpr ErrorCode kStrayEnd{"template.stray-end", "多余的 :::", "a ::: without a beginning"};
constexpr ErrorCode kUnknownDirective{
    "template.unknown-directive",
    "未知的 ::: {}；可用：table, figure, keynumbers, case, when, slot, findings, methods, sources, omitted",
    "unknown ::: {}; allowed: table, figure, keynumbers, case, when, slot, findings, methods, sources, "
    "omitted"};
constexpr ErrorCode kBadAttributes{"template.bad-attributes",
                                   "标题属性有误：{}；写法：{#id needs=\"a, b\" unnumbered}",
                                   "bad heading attributes: {}; write: {#id needs=\"a, b\" unnumbered}"};
constexpr ErrorCode kBadLevel{"template.heading-level", "标题最多五级（#####）",
                              "headings have at most five levels (#####)"};
constexpr ErrorCode kUnclosedComment{"template.unclosed-comment", "<!-- 没有结束的 -->",
                                     "<!-- has no closing -->"};
constexpr int kMaxLevel = 5;
constexpr ErrorCode kNestedCase{"template.nested-case", "案例框内不能再有标题或案例",
                                "a case holds no headings or cases"};

enum class Form { kYaml, kBlocks, kLine, kUnknown };

Form directive_form(const std::string& name) {
  if (name == "table" || name == "figure" || name == "keynumbers") return Form::kYaml;
  if (name == "case" || name == "when") return Form::kBlocks;
  for (const char* line : {"slot", "findings", "methods", "sources", "omitted"}) {
    if (name == line) return Form::kLine;
  }
  return Form::kUnknown;
}

class TemplateParser {
 public:
  TemplateParser(const std::string& content, const std::string& shown, Diagnostics& diagnostics)
      : lines_(split(content, '\n')), shown_(shown), diagnostics_(diagnostics) {
    for (auto& line : lines_) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
    }
  }

  std::vector<TemplateBlock> parse() {
    auto blocks = parse_until_end(false);
    return blocks;
  }

 private:
  Location here() const { return {shown_, static_cast<int>(at_) + 1, 1}; }

  std::vector<TemplateBlock> parse_until_end(bool inside) {
    std::vector<TemplateBlock> blocks;
    while (at_ < lines_.size()) {
      const std::string_view line = trim(lines_[at_]);
      if (line.empty()) {
        ++at_;
      } else if (line == ":::") {
        if (inside) return blocks;
        if (unknown_open_ > 0)
          --unknown_open_;
        else
          diagnostics_.add(kStrayEnd, here());
        ++at_;
      } else if (line.starts_with("<!--")) {
        comment();
      } else if (line.starts_with(":::")) {
        directive(blocks);
      } else if (is_heading(line)) {
        blocks.push_back(heading());
      } else if (list_mark(line) > 0) {
        blocks.push_back(list());
      } else {
        blocks.push_back(paragraph());
      }
    }
    return blocks;
  }

  /// Length of `- ` or `1. ` at the beginning, 0 if there is none.
  static size_t list_mark(std::string_view line) {
    if (line.starts_with("- ")) return 2;
    const size_t digits = line.find_first_not_of("0123456789");
    return digits != std::string_view::npos && digits > 0 && line.substr(digits, 2) == ". " ? digits + 2 : 0;
  }

  void comment() {
    const Location where = here();
    while (at_ < lines_.size() && lines_[at_].find("-->") == std::string::npos) ++at_;
    if (at_ == lines_.size())
      diagnostics_.add(kUnclosedComment, where);
    else
      ++at_;
  }

  void directive(std::vector<TemplateBlock>& blocks) {
    static const std::regex kStart(R"(^:::\s*([a-z]+)\s*(.*)$)");
    TemplateBlock block;
    block.kind = TemplateBlock::Kind::kDirective;
    block.where = here();
    std::smatch match;
    const std::string line(trim(lines_[at_++]));
    if (std::regex_match(line, match, kStart)) {
      block.name = match[1];
      block.argument = std::string(trim(std::string(match[2])));
    }
    const Form form = directive_form(block.name);
    if (form == Form::kUnknown) ++unknown_open_;
    if (form == Form::kUnknown)
      diagnostics_.add(kUnknownDirective, block.where, {block.name.empty() ? line : block.name});
    if (form == Form::kBlocks) {
      block.children = parse_until_end(true);
      close(block);
      if (block.name == "case") check_case(block);
    } else if (form == Form::kYaml) {
      block.body_line = static_cast<int>(at_) + 1;
      while (at_ < lines_.size() && !trim(lines_[at_]).starts_with(":::")) block.body += lines_[at_++] + "\n";
      close(block);
    }
    if (form != Form::kUnknown) blocks.push_back(std::move(block));
  }

  void close(const TemplateBlock& block) {
    if (at_ >= lines_.size() || trim(lines_[at_]) != ":::") {
      diagnostics_.add(kUnclosed, block.where, {block.name});
      return;
    }
    ++at_;
  }

  void check_case(const TemplateBlock& block) {
    for (const auto& child : block.children) {
      if (child.kind == TemplateBlock::Kind::kHeading || child.name == "case")
        diagnostics_.add(kNestedCase, child.where);
    }
  }

  TemplateBlock heading() {
    TemplateBlock block;
    block.kind = TemplateBlock::Kind::kHeading;
    block.where = here();
    const std::string& line = lines_[at_++];
    const size_t mark = line.find('#');
    const size_t begin = line.find_first_not_of("# \t", mark);
    std::string title(begin == std::string::npos ? "" : trim(std::string_view(line).substr(begin)));
    block.level = static_cast<int>(line.find_first_not_of('#', mark) - mark);
    const size_t brace = title.rfind(" {");
    if (block.level > kMaxLevel) {
      diagnostics_.add(kBadLevel, block.where);
      block.level = kMaxLevel;
    }
    if (title.ends_with("}") && !title.ends_with("}}") && brace == std::string::npos) {
      diagnostics_.add(kBadAttributes, block.where, {title});
    }
    if (title.ends_with("}") && brace != std::string::npos && !title.ends_with("}}")) {
      attributes(title.substr(brace + 2, title.size() - brace - 3), block);
      title.resize(brace);
    }
    block.text.append(trim(title), {shown_, block.where.line, static_cast<int>(begin) + 1});
    return block;
  }

  void attributes(const std::string& text, TemplateBlock& block) {
    static const std::regex kPart(R"re(\s*(?:#([a-z0-9-]+)|([a-z]+)="([^"]*)"|(unnumbered))\s*)re");
    size_t done = 0;
    for (std::sregex_iterator it(text.begin(), text.end(), kPart), end; it != end; ++it) {
      if (static_cast<size_t>(it->position()) != done) break;
      done += static_cast<size_t>(it->length());
      if ((*it)[1].matched) block.attributes["id"] = (*it)[1];
      if ((*it)[2].matched) block.attributes[(*it)[2]] = (*it)[3];
      if ((*it)[4].matched) block.attributes["unnumbered"] = "true";
    }
    const bool known = std::all_of(block.attributes.begin(), block.attributes.end(), [](const auto& a) {
      return a.first == "id" || a.first == "needs" || a.first == "unnumbered";
    });
    if (done != text.size() || !known) diagnostics_.add(kBadAttributes, block.where, {text});
  }

  /// Appends a line to a text: Chinese lines join without a space.
  void append_line(SourceText& text, size_t line, size_t skip) {
    const std::string_view content = trim(std::string_view(lines_[line]).substr(skip));
    const size_t column = lines_[line].find(content.substr(0, 1), skip);
    const bool ascii = !text.empty() && static_cast<unsigned char>(text.text().back()) < 0x80 &&
                       !content.empty() && static_cast<unsigned char>(content[0]) < 0x80;
    const Location where{shown_, static_cast<int>(line) + 1, static_cast<int>(column) + 1};
    if (ascii) text.append(" ", where);
    text.append(content, where);
  }

  static bool is_heading(std::string_view line) {
    const size_t end = line.find_first_not_of('#');
    return end != 0 && end != std::string_view::npos && line[end] == ' ';
  }

  static bool block_ends(std::string_view line) {
    return line.empty() || line.starts_with(":::") || is_heading(line);
  }

  TemplateBlock paragraph() {
    TemplateBlock block;
    block.where = here();
    while (at_ < lines_.size() && !block_ends(trim(lines_[at_])) &&
           (block.text.empty() || list_mark(trim(lines_[at_])) == 0)) {
      append_line(block.text, at_++, 0);
    }
    return block;
  }

  TemplateBlock list() {
    TemplateBlock block;
    block.kind = TemplateBlock::Kind::kList;
    block.where = here();
    block.ordered = trim(lines_[at_])[0] != '-';
    while (at_ < lines_.size() && !block_ends(trim(lines_[at_]))) {
      const size_t mark = list_mark(trim(lines_[at_]));
      if (mark > 0) {
        block.items.emplace_back();
        append_line(block.items.back(), at_, lines_[at_].find_first_not_of(' ') + mark);
      } else {
        append_line(block.items.back(), at_, 0);
      }
      ++at_;
    }
    return block;
  }

  std::vector<std::string> lines_;
  const std::string& shown_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  int unknown_open_ = 0;  // unknown directives: their ::: is no second mistake
};

}  // namespace

void SourceText::append(std::string_view text, const Location& where) {
  marks_.emplace_back(text_.size(), where);
  text_ += text;
}

Location SourceText::at(size_t offset) const {
  const auto after =
      std::find_if(marks_.begin(), marks_.end(), [&](const auto& m) { return m.first > offset; });
  if (after == marks_.begin()) return {};
  const auto& [start, where] = *std::prev(after);
  return {where.file, where.line, where.column + static_cast<int>(offset - start)};
}

std::vector<TemplateBlock> parse_template(const std::string& content, const std::string& shown,
                                          Diagnostics& diagnostics) {
  if (find_invalid_utf8(content) != std::string_view::npos) {
    diagnostics.add(kEncoding, {shown});
    return {};
  }
  return TemplateParser(content, shown, diagnostics).parse();
}

std::vector<std::string> split_needs(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& part : split(text, ',')) {
    if (!trim(part).empty()) out.emplace_back(trim(part));
  }
  return out;
}

}  // namespace zhiheng::report
