#include <algorithm>
#include <string>

#include "audit/table_draft.h"
#include "audit/table_label.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using Word = std::string_view;

constexpr size_t kLongestCaption = 240;  // bytes
constexpr size_t kLongestTitle = 120;
constexpr size_t kBlocksAbove = 4;

/// Without Markdown's marks and spaces around.
Word bare(Word line) {
  line = trim(line);
  while (!line.empty() && (line.front() == '*' || line.front() == '#' || line.front() == ' '))
    line.remove_prefix(1);
  while (!line.empty() && (line.back() == '*' || line.back() == ' ')) line.remove_suffix(1);
  while (line.starts_with("　")) line.remove_prefix(3);
  return line;
}

bool is_continuation(Word line) {
  return line.starts_with("续表") || line.starts_with("（续表") || line.starts_with("(续表") ||
         line.ends_with("（续）") || line.ends_with("(续)") || line.starts_with("（续）") ||
         line.starts_with("(续)") || line.find("续表") < 18;
}

/// Length of "表 5", "表1-2", "附表", "表三" at the beginning, or 0.
size_t number_length(Word line) {
  size_t at = line.starts_with("附表") ? 6 : line.starts_with("续表") ? 6 : line.starts_with("表") ? 3 : 0;
  if (at == 0) return 0;
  const size_t word = at;
  while (at < line.size() && line[at] == ' ') ++at;
  const size_t digits = at;
  while (at < line.size() && (std::string_view("0123456789.-").find(line[at]) != Word::npos)) ++at;
  if (at > digits) return at;
  static constexpr Word kHan = "一二三四五六七八九十";
  while (at + 3 <= line.size() && kHan.find(line.substr(at, 3)) != Word::npos) at += 3;
  if (at > digits) return at;
  return word == 6 ? word : 0;
}

bool is_caption(Word line) {
  return line.size() <= kLongestCaption && number_length(line) > 0 && !line.ends_with("。");
}

/// "单位：万元" anywhere in the line: the first unit of its list that is no per cent, else the first.
Word unit_in(Word line) {
  const size_t at = line.find("单位");
  if (at == Word::npos) return {};
  Word rest = line.substr(at + 6);
  if (rest.starts_with("：")) {
    rest.remove_prefix(3);
  } else if (rest.starts_with(":")) {
    rest.remove_prefix(1);
  } else {
    return {};
  }
  const size_t end = std::min({rest.find(')'), rest.find("）"), rest.find('\n'), rest.size()});
  rest = trim(rest.substr(0, end));
  if (is_unit(rest)) return rest;
  Word first;
  int others = 0;
  while (!rest.empty()) {
    const size_t stop = std::min(
        {rest.find("、"), rest.find("，"), rest.find(','), rest.find(' '), rest.find("；"), rest.size()});
    const Word part = trim(rest.substr(0, stop));
    if (is_unit(part) && parse_unit(part).dimension != Dimension::kPercent) {
      if (first.empty()) first = part;
      ++others;
    }
    rest.remove_prefix(stop);
    while (!rest.empty() && (rest[0] == ',' || rest[0] == ' ')) rest.remove_prefix(1);
    if (rest.starts_with("、") || rest.starts_with("，") || rest.starts_with("；")) rest.remove_prefix(3);
  }
  return others == 1 ? first : Word{};  // several: which holds where is not said
}

bool is_page_number(Word line) {
  return line.size() <= 12 &&
         std::ranges::all_of(line, [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == ' '; });
}

bool is_note(const read::Block& block, Word text) {
  return block.kind == read::BlockKind::kNote || text.starts_with("[") || text.starts_with("注") ||
         text.starts_with("数据来源") || text.starts_with("资料来源") || is_page_number(text);
}

bool says_comparable(Word text) {
  for (const Word word : {"可比价", "不变价", "可比口径", "同口径", "可比产品"}) {
    if (text.find(word) != Word::npos) return true;
  }
  return false;
}

class Reader {
 public:
  Reader(const read::Document& document, size_t block) : document_(document), block_(block) {}

  Surroundings read() {
    above();
    if (found_.caption.empty()) below();
    notes();
    if (found_.unit.empty() && !found_.caption.empty()) {
      const Word caption = document_.view(found_.caption);
      found_.unit = unit_in(caption);
      if (found_.unit.empty()) found_.unit = read_label_unit(caption).unit;
      if (found_.unit == "%" || found_.unit == "％") found_.unit = {};
    }
    return std::move(found_);
  }

 private:
  void above() {
    size_t left = kBlocksAbove;
    bool notes_only = true;
    for (size_t i = block_; i-- > 0 && left-- > 0;) {
      const read::Block& block = document_.blocks[i];
      if (block.kind == read::BlockKind::kTable) {
        found_.only_notes = notes_only;
        return;
      }
      const Word text = bare(document_.view(block.text));
      if (is_note(block, text)) continue;
      if (lines_of(block)) return;
      notes_only = false;
      found_.comparable = found_.comparable || says_comparable(text);
      if (text.size() > kLongestCaption) left = 0;
    }
  }

  /// Reads the lines of a paragraph from the last one up; whether the caption was among them.
  bool lines_of(const read::Block& block) {
    const Word text = document_.view(block.text);
    size_t end = text.size();
    while (true) {
      const size_t feed = end == 0 ? Word::npos : text.rfind('\n', end - 1);
      const size_t begin = feed == Word::npos ? 0 : feed + 1;
      if (line(bare(text.substr(begin, end - begin)))) return true;
      if (feed == Word::npos) return false;
      end = feed;
    }
  }

  bool line(Word text) {
    if (text.empty()) return false;
    if (const Word unit = unit_in(text); !unit.empty() && found_.unit.empty()) found_.unit = unit;
    if (is_continuation(text)) {
      found_.continued = true;
      return true;
    }
    if (is_caption(text)) {
      take(text, number_length(text));
      return true;
    }
    const bool title = text.size() <= kLongestTitle && !text.ends_with("。") && !text.ends_with("；") &&
                       !text.starts_with("单位");
    if (title && found_.title.empty()) found_.title = compact(text);
    return false;
  }

  void take(Word text, size_t length) {
    const auto begin = static_cast<std::uint32_t>(text.data() - document_.text.data());
    found_.caption = {begin, begin + static_cast<std::uint32_t>(text.size())};
    found_.number = compact(text.substr(0, length));
    std::string title = compact(text.substr(length));
    while (!title.empty() && (title.front() == ':' || title.front() == '.')) title.erase(0, 1);
    if (title.starts_with("、")) title.erase(0, 3);
    found_.title = title;
    Scan times;
    scan(document_.text, found_.caption, times);
    if (times.times.size() == 1) found_.period = times.times[0].period;
  }

  /// A caption below the table, if it is not that of the table behind it.
  void below() {
    if (block_ + 1 >= document_.blocks.size()) return;
    const read::Block& next = document_.blocks[block_ + 1];
    if (next.kind == read::BlockKind::kTable) return;
    const Word text = bare(document_.view(next.text));
    const bool last =
        block_ + 2 >= document_.blocks.size() || document_.blocks[block_ + 2].kind != read::BlockKind::kTable;
    if (last && is_caption(text)) take(text, number_length(text));
  }

  void notes() {
    for (size_t i = block_ + 1; i < document_.blocks.size() && i <= block_ + 3; ++i) {
      const read::Block& block = document_.blocks[i];
      const Word text = bare(document_.view(block.text));
      if (block.kind == read::BlockKind::kTable || !is_note(block, text)) return;
      found_.comparable = found_.comparable || says_comparable(text);
    }
  }

  const read::Document& document_;
  size_t block_;
  Surroundings found_;
};

}  // namespace

bool is_caption_number(Word text) {
  text = bare(text);
  return !text.empty() && number_length(text) == text.size();
}

Word unit_after_word(Word text) { return unit_in(text); }

Surroundings read_surroundings(const read::Document& document, size_t block) {
  return Reader(document, block).read();
}

}  // namespace zhiheng::audit
