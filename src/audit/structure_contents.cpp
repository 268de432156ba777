#include "audit/structure_contents.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>

#include "audit/lex/cursor.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMaxEntryBytes = 260;
constexpr size_t kLongLineBytes = 150;  // 50 Han characters
constexpr int kMaxStrange = 5;          // lines in a row that are no entry
constexpr size_t kMaxListLines = 20'000;
constexpr int kMaxLists = 64;

std::string_view view(const read::Document& document, const TextLine& line) {
  return document.view(line.span);
}

/// 目录, 目 次, 表目录, CONTENTS.
bool is_contents_head(std::string_view line) {
  if (line.size() > 40) return false;
  std::string packed;
  for (size_t at = skip_decoration(line, 0); at < line.size();) {
    if (const size_t space = lex::space_length(line, at)) {
      at += space;
    } else if (line[at] == '*' || line[at] == '#') {
      ++at;
    } else {
      packed += line[at++];
    }
  }
  constexpr std::string_view kHeads[] = {"目录",     "目次",     "表目录",   "图目录",
                                         "图表目录", "表格目录", "插图目录", "目录表",
                                         "图表清单", "CONTENTS", "Contents", "contents"};
  return std::find(std::begin(kHeads), std::end(kHeads), packed) != std::end(kHeads);
}

/// Cuts a page number with its leader off the end of [begin, end); 0 if there is none. `dots` tells of a
/// leader that only a contents list has.
int take_page(std::string_view text, size_t begin, size_t& end, bool& dots) {
  size_t digits = end;
  while (digits > begin && lex::is_digit(text[digits - 1])) --digits;
  if (digits == end || end - digits > 4 || digits == begin) return 0;
  size_t leader = digits;
  dots = false;
  constexpr std::string_view kLeaders[] = {" ", "\t", "　", "…", ".", "·", "．", "⋯", "-"};
  int length = 0;
  while (const size_t step = lex::last_of(text.substr(0, leader), leader, kLeaders)) {
    if (text[leader - 1] != ' ' && text[leader - 1] != '\t' && ++length > 1) dots = true;
    leader -= step;
  }
  if (text.substr(leader, digits - leader).find("…") != std::string_view::npos) dots = true;
  if (leader == digits || leader <= begin) return 0;
  const bool only_hyphen = digits - leader == 1 && (text[leader] == '-' || text[leader] == '.');
  if (only_hyphen) return 0;
  const int page = std::stoi(std::string(text.substr(digits, end - digits)));
  end = leader;
  return page;
}

struct Parsed {
  std::optional<ContentsEntry> entry;
  int page = 0;
  bool dots = false;
};

/// "第一章 质量安全 …… 5", "- 5 第一章 质量安全"; with a page but no number of its own it is no entry.
Parsed parse_entry(const read::Document& document, const TextLine& line) {
  Parsed parsed;
  if (line.span.end - line.span.begin > kMaxEntryBytes) return parsed;
  const std::string_view text = std::string_view(document.text).substr(0, line.span.end);
  size_t at = skip_decoration(text, line.span.begin);
  size_t end = line.span.end;
  size_t digits = at;
  while (digits < end && digits - at < 4 && lex::is_digit(text[digits])) ++digits;
  if (digits > at && digits < end && lex::space_length(text, digits) > 0) {
    const size_t behind = skip_decoration(text, digits);
    if (read_heading_mark(text, behind) || read_caption_mark(text, behind)) {
      parsed.page = std::stoi(std::string(text.substr(at, digits - at)));
      at = behind;
    }
  }
  if (parsed.page == 0) parsed.page = take_page(text, at, end, parsed.dots);
  ContentsEntry entry;
  const std::string_view body = text.substr(0, end);
  size_t title = 0;
  if (const auto caption = read_caption_mark(body, at)) {
    entry.is_caption = true;
    entry.exhibit = caption->exhibit;
    entry.number = caption->number;
    entry.mark = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(caption->end)};
    title = caption->title;
  } else if (const auto heading = read_heading_mark(body, at)) {
    entry.system = heading->system;
    entry.number = heading->number;
    entry.mark = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(heading->end)};
    title = heading->title;
  } else {
    return parsed;
  }
  entry.title = {static_cast<std::uint32_t>(std::min(title, end)), static_cast<std::uint32_t>(end)};
  entry.line = line.span;
  entry.page = parsed.page;
  if (!entry.title.empty()) parsed.entry = entry;
  return parsed;
}

/// Equal for entries of one numbering with the same number.
std::uint64_t key_of(const ContentsEntry& entry) {
  std::uint64_t key = entry.is_caption ? 32 + static_cast<std::uint64_t>(entry.exhibit)
                                       : static_cast<std::uint64_t>(entry.system);
  for (const std::int16_t part : entry.number.parts) key = key << 10 | static_cast<std::uint64_t>(part);
  return key << 3 | entry.number.count;
}

/// Reads one list from its first line on.
class ListReader {
 public:
  ListReader(const read::Document& document, const std::vector<TextLine>& lines)
      : document_(document), lines_(lines) {}

  /// The line behind the list that begins at `first`, or `first` when there is none. The entries are in
  /// `entries` then.
  size_t read(size_t first) {
    size_t after = first;
    int strange = 0;
    for (size_t i = first; i < std::min(lines_.size(), first + kMaxListLines); ++i) {
      const Parsed parsed = parse_entry(document_, lines_[i]);
      const std::string_view text = view(document_, lines_[i]);
      if (!parsed.entry) {
        if (parsed.page == 0 && (text.size() > kLongLineBytes || text.ends_with("。"))) break;
        strange = parsed.page > 0 || is_contents_head(text) ? 0 : strange + 1;
        if (strange > kMaxStrange) break;
        continue;
      }
      if (repeats(*parsed.entry)) {
        repeated_ = true;
        break;
      }
      if (leaves_pages(*parsed.entry, i) || text.ends_with("。")) break;
      strange = 0;
      paged_ += parsed.page > 0 ? 1 : 0;
      seen_.insert(key_of(*parsed.entry));
      if (!parsed.entry->is_caption && first_head_ == kNone) first_head_ = entries.size();
      entries.push_back(*parsed.entry);
      after = i + 1;
    }
    const bool by_pages = entries.size() >= 3 && paged_ * 2 > entries.size();
    const bool by_repeat = entries.size() >= 2 && repeated_;
    return by_pages || by_repeat ? after : first;
  }

  std::vector<ContentsEntry> entries;

 private:
  /// The text begins: a chapter, a caption or the list's first head stands there again.
  bool repeats(const ContentsEntry& entry) const {
    const bool unique = entry.is_caption || entry.system == System::kPart || entry.system == System::kChapter;
    if (unique) {
      return seen_.contains(key_of(entry));
    }
    if (first_head_ == kNone || entry.page > 0) return false;
    const ContentsEntry& first = entries[first_head_];
    return key_of(first) == key_of(entry) &&
           comparable_title(document_.view(first.title)) == comparable_title(document_.view(entry.title));
  }

  /// A list with page numbers ends where two entries have none.
  bool leaves_pages(const ContentsEntry& entry, size_t i) const {
    if (entry.page > 0 || entries.size() < 3 || paged_ * 5 < entries.size() * 4) return false;
    for (size_t next = i + 1; next < std::min(i + 4, lines_.size()); ++next) {
      const Parsed parsed = parse_entry(document_, lines_[next]);
      if (parsed.entry) return parsed.page == 0;
    }
    return true;
  }

  static constexpr size_t kNone = static_cast<size_t>(-1);

  const read::Document& document_;
  const std::vector<TextLine>& lines_;
  std::unordered_set<std::uint64_t> seen_;
  size_t first_head_ = kNone;
  size_t paged_ = 0;
  bool repeated_ = false;
};

}  // namespace

std::vector<TextLine> text_lines(const read::Document& document) {
  std::vector<TextLine> out;
  for (size_t b = 0; b < document.blocks.size(); ++b) {
    const read::Block& block = document.blocks[b];
    bool begins = true;
    for (std::uint32_t at = block.text.begin; at < block.text.end;) {
      const size_t found = document.text.find('\n', at);
      const auto end = static_cast<std::uint32_t>(std::min<size_t>(found, block.text.end));
      const std::string_view text(document.text);
      TextLine line;
      line.span.begin =
          static_cast<std::uint32_t>(std::min<size_t>(lex::skip_spaces(text.substr(0, end), at), end));
      line.span.end =
          static_cast<std::uint32_t>(std::max<size_t>(lex::back_over_spaces(text, end), line.span.begin));
      line.block = static_cast<std::uint32_t>(b);
      line.in_table = block.kind == read::BlockKind::kTable;
      line.begins = begins;
      at = end + 1;
      if (line.span.empty()) continue;
      begins = line.in_table || ends_clause(document.view(line.span));
      out.push_back(line);
    }
  }
  return out;
}

void read_contents_lists(const read::Document& document, const std::vector<TextLine>& lines,
                         Structure& structure) {
  int tried = 0;
  for (size_t i = 0; i < lines.size() && tried < kMaxLists; ++i) {
    const std::string_view text = view(document, lines[i]);
    const bool head = is_contents_head(text);
    if (!head) {
      // Without a head only where entry, leader and page leave no doubt.
      const auto last = static_cast<unsigned char>(text.back());
      if (last < '0' || last > '9' || text.size() > kMaxEntryBytes) continue;
      const Parsed parsed = parse_entry(document, lines[i]);
      if (!parsed.entry || !parsed.dots) continue;
    }
    ++tried;
    ListReader reader(document, lines);
    const size_t first = head ? i + 1 : i;
    const size_t after = reader.read(first);
    if (after == first) continue;
    const auto list = static_cast<std::uint32_t>(structure.contents_lists.size());
    for (ContentsEntry& entry : reader.entries) {
      entry.list = list;
      structure.contents.push_back(entry);
    }
    structure.contents_lists.push_back({lines[i].span.begin, lines[after - 1].span.end});
    i = after - 1;
  }
}

}  // namespace zhiheng::audit
