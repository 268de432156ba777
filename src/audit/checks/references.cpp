#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "audit/checks/structure_checks.h"
#include "audit/lex/cursor.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

using Key = std::array<std::int16_t, 4>;

std::string name_of(Exhibit exhibit, const Number& number) {
  return exhibit_words(exhibit).zh + number.text();
}

/// The exhibits of one kind that the document has.
struct Present {
  std::set<Key> numbers;
  std::vector<const Caption*> captions;
  bool regular = false;  // 1 to n without a gap
};

std::array<Present, kExhibitCount> present_exhibits(const StructureTest& test) {
  std::array<Present, kExhibitCount> out;
  for (const Caption& caption : test.structure.captions) {
    Present& present = out[static_cast<size_t>(caption.exhibit)];
    present.numbers.insert(caption.number.parts);
    present.captions.push_back(&caption);
  }
  for (const ContentsEntry& entry : test.structure.contents) {
    if (entry.is_caption) out[static_cast<size_t>(entry.exhibit)].numbers.insert(entry.number.parts);
  }
  // What begins a line may be a caption that was not recognised.
  for (const Mention& mention : test.structure.mentions) {
    if (mention.at_start && !mention.is_reference) {
      out[static_cast<size_t>(mention.exhibit)].numbers.insert(mention.number.parts);
    }
  }
  for (Present& present : out) {
    size_t count = 0;
    while (present.numbers.contains({static_cast<std::int16_t>(count + 1)})) ++count;
    present.regular = count > 0 && count == present.numbers.size();
  }
  return out;
}

void report_missing(const StructureTest& test, const Mention& mention, const Number& number,
                    const Present& present) {
  const std::string name = name_of(mention.exhibit, number);
  const std::string english = exhibit_words(mention.exhibit).en + " " + number.text();
  Verdict verdict;
  verdict.kind = Kind::kReference;
  verdict.certain = present.regular;
  verdict.weight = present.regular ? Weight::kError : Weight::kWarning;
  verdict.marks = {mention.mark};
  verdict.stated = name;
  std::string zh = fmt::format("文中没有“{}”", name);
  std::string en = fmt::format("There is no {} in the document", english);
  if (!present.captions.empty()) {
    const Caption& last = *present.captions.back();
    verdict.marks.push_back(last.mark);
    zh += fmt::format("，{}最后一个是“{}”", exhibit_words(mention.exhibit).zh,
                      name_of(last.exhibit, last.number));
    en += fmt::format("; the last one is {} {}", exhibit_words(last.exhibit).en, last.number.text());
  }
  verdict.words = {zh + "。", en + "."};
  report(test, std::move(verdict));
}

/// 图1-3 may be the figures 1 to 3 where figures have single numbers.
std::vector<Number> meant(const Mention& mention, const Present& present) {
  const Number& number = mention.number;
  const bool single = std::all_of(present.captions.begin(), present.captions.end(),
                                  [](const Caption* caption) { return caption->number.count == 1; });
  if (number.count != 2 || !single || number.parts[0] >= number.parts[1]) return {number};
  return {{{number.parts[0]}, 1}, {{number.parts[1]}, 1}};
}

/// A document whose exhibits don't begin with the first may be a part of another; what lies outside its range
/// may stand in the rest.
bool is_beyond_excerpt(const StructureTest& test, const Present& present, const Number& number) {
  if (present.numbers.empty() || !test.structure.contents.empty()) return false;
  const Key& first = *present.numbers.begin();
  return first[0] > 1 && (number.parts < first || number.parts > *present.numbers.rbegin());
}

/// In a PDF's text a raised footnote mark stands behind the number like a digit: 见表5⁷ reads 见表57.
bool ends_in_note_mark(const StructureTest& test, const Present& present, const Number& number) {
  if (test.document.format != "pdf") return false;
  for (int shorter = number.last() / 10; shorter > 0; shorter /= 10) {
    if (present.numbers.contains(number.with_last(shorter).parts)) return true;
  }
  return false;
}

void check_mentions(const StructureTest& test) {
  const auto exhibits = present_exhibits(test);
  size_t held = 0;
  const Mention* first = nullptr;
  const Mention* last = nullptr;
  for (const Mention& mention : test.structure.mentions) {
    if (!mention.is_reference) continue;
    const Present& present = exhibits[static_cast<size_t>(mention.exhibit)];
    const std::vector<Number> numbers = meant(mention, present);
    const auto missing = std::find_if(numbers.begin(), numbers.end(),
                                      [&](const Number& n) { return !present.numbers.contains(n.parts); });
    if (missing == numbers.end() || present.numbers.contains(mention.number.parts)) {
      ++held;
      if (!first) first = &mention;
      last = &mention;
      continue;
    }
    // An excerpt without any, or a book whose contents list shows that none belongs to it.
    const bool annex = mention.exhibit == Exhibit::kAnnex;
    const bool whole_book = annex && test.structure.contents.size() >= 5;
    if (present.captions.empty() && !whole_book) continue;
    if (is_beyond_excerpt(test, present, *missing) || ends_in_note_mark(test, present, *missing)) continue;
    report_missing(test, mention, *missing, present);
  }
  if (held > 0) {
    report_held(test, Kind::kReference, {first->mark, last->mark},
                fmt::format("{} … {}: {}", test.view(first->mark), test.view(last->mark), held));
  }
}

/// 详见第六章, 见第三章第二节.
class ChapterReferences {
 public:
  explicit ChapterReferences(const StructureTest& test) : test_(test), text_(test.document.text) {
    for (const Heading& heading : test.structure.headings) {
      if (heading.system != System::kChapter && heading.system != System::kPart) continue;
      numbers_[index(heading.system)].insert(heading.number.last());
      last_[index(heading.system)] = &heading;
    }
    for (const ContentsEntry& entry : test.structure.contents) {
      if (!entry.is_caption && (entry.system == System::kChapter || entry.system == System::kPart)) {
        numbers_[index(entry.system)].insert(entry.number.last());
      }
    }
  }

  void check() {
    constexpr std::string_view kOrdinal = "第";
    for (size_t at = text_.find(kOrdinal); at != std::string_view::npos; at = text_.find(kOrdinal, at + 3)) {
      constexpr std::string_view kSending[] = {"参见", "详见", "参照", "参阅", "见", "如"};
      constexpr std::string_view kOtherWords[] = {"意见", "例如", "比如"};
      const size_t before = lex::back_over_spaces(text_, at);
      if (lex::last_of(text_, before, kSending) == 0 || lex::last_of(text_, before, kOtherWords) > 0)
        continue;
      check_at(at);
    }
  }

 private:
  static size_t index(System system) { return system == System::kChapter ? 1 : 0; }

  void check_at(size_t at) {
    const auto numeral = read_numeral(text_, lex::skip_spaces(text_, at + 3));
    if (!numeral) return;
    const size_t unit = lex::skip_spaces(text_, numeral->end);
    const bool chapter = lex::starts(text_, unit, "章");
    if (!chapter && !lex::starts(text_, unit, "部分")) return;
    const System system = chapter ? System::kChapter : System::kPart;
    const auto& present = numbers_[index(system)];
    if (present.size() < 2 || present.contains(numeral->value)) return;
    const Number number{{static_cast<std::int16_t>(numeral->value)}, 1};
    const std::string name = system_number(system, number);
    const bool regular = *present.begin() == 1 && *present.rbegin() == static_cast<int>(present.size());
    const size_t end = unit + std::string_view(chapter ? "章" : "部分").size();
    std::vector<read::Span> marks{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}};
    const Heading* last = last_[index(system)];
    if (last != nullptr) marks.push_back(last->mark);
    const std::string last_name = system_number(system, {{static_cast<std::int16_t>(*present.rbegin())}, 1});
    report(test_, {Kind::kReference,
                   regular ? Weight::kError : Weight::kWarning,
                   regular,
                   std::move(marks),
                   name,
                   "",
                   {fmt::format("文中没有“{}”，最后是“{}”。", name, last_name),
                    fmt::format("There is no {} in the document; the last one is {}.", name, last_name)}});
  }

  const StructureTest& test_;
  std::string_view text_;
  std::array<std::set<int>, 2> numbers_;
  std::array<const Heading*, 2> last_{};
};

/// The items （一） … around `at` that belong to one article: [begin, end) of the headings, empty if none.
std::pair<size_t, size_t> items_around(const StructureTest& test, size_t at) {
  constexpr size_t kMostItems = 99;
  const auto& headings = test.structure.headings;
  const auto is_item = [&](size_t i) { return headings[i].system == System::kHanBracket; };
  const auto place = std::partition_point(headings.begin(), headings.end(),
                                          [&](const Heading& heading) { return heading.mark.begin < at; });
  const auto middle = static_cast<size_t>(place - headings.begin());
  size_t begin = middle;
  while (begin > 0 && is_item(begin - 1) && middle - begin < kMostItems) --begin;
  if (begin == middle || (begin > 0 && headings[begin - 1].system != System::kArticle)) return {0, 0};
  size_t end = middle;
  while (end < headings.size() && is_item(end) && end - middle < kMostItems) ++end;
  return {begin, end};
}

/// 本条第（五）项 where the article has four.
void check_item(const StructureTest& test, size_t at, size_t length) {
  const std::string_view text = test.document.text;
  constexpr std::string_view kOpen[] = {"（", "("};
  constexpr std::string_view kItem[] = {"）项", ")项", "项"};
  const auto numeral = read_numeral(text, at + length + lex::first_of(text, at + length, kOpen));
  const size_t item = numeral ? lex::first_of(text, numeral->end, kItem) : 0;
  if (item == 0) return;
  const auto [begin, end] = items_around(test, at);
  if (begin == end) return;
  const auto& headings = test.structure.headings;
  int most = 0;
  for (size_t i = begin; i < end; ++i) most = std::max(most, headings[i].number.last());
  if (numeral->value <= most) return;
  const std::string name =
      system_number(System::kHanBracket, {{static_cast<std::int16_t>(numeral->value)}, 1});
  const read::Span mark{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(numeral->end + item)};
  const read::Span last = headings[end - 1].mark;
  report(test, {Kind::kReference,
                Weight::kError,
                true,
                {mark, last},
                name,
                "",
                {fmt::format("本条没有第{}项，最后一项是“{}”。", name, test.view(last)),
                 fmt::format("This article has no item {}; the last one is {}.", name, test.view(last))}});
}

void check_items(const StructureTest& test) {
  const std::string_view text = test.document.text;
  for (const std::string_view word : {"本条第", "前款第", "本款第"}) {
    for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
      check_item(test, at, word.size());
    }
  }
}

}  // namespace

void check_references(const StructureTest& test) {
  check_mentions(test);
  ChapterReferences(test).check();
  check_items(test);
}

}  // namespace zhiheng::audit
