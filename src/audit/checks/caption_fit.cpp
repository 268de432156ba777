#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "audit/checks/structure_checks.h"
#include "audit/lex/cursor.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMinClause = 4;           // code points that a reference's clause must have
constexpr std::uint32_t kMaxClause = 600;  // bytes
constexpr int kNear = 2;                   // numbers away that a shifted reference may point to
constexpr size_t kSwapFit = 2;             // pairs of characters that a swapped title shares with the clause
constexpr size_t kShiftFit = 4;            // the same where only one reference tells
constexpr int kMaxDigits = 4;
constexpr size_t kMinSequence = 5;  // exhibits that references in order must name

using Pairs = std::vector<std::uint64_t>;  // sorted, each once

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// All neighbouring pairs of Han characters and letters.
Pairs pairs_of(const std::u32string& words) {
  Pairs out;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (is_digit(words[i]) || is_digit(words[i + 1])) continue;
    out.push_back(static_cast<std::uint64_t>(words[i]) << 32 | words[i + 1]);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The one year in the words: 0 if there is none or more than one.
int lone_year(const std::u32string& words) {
  int year = 0;
  for (size_t i = 0; i < words.size();) {
    size_t end = i;
    int value = 0;
    while (end < words.size() && is_digit(words[end])) {
      if (end - i < static_cast<size_t>(kMaxDigits)) value = value * 10 + static_cast<int>(words[end] - U'0');
      ++end;
    }
    if (end - i == static_cast<size_t>(kMaxDigits) && value >= 1950 && value <= 2100) {
      if (year != 0 && year != value) return 0;
      year = value;
    } else if (end - i > static_cast<size_t>(kMaxDigits)) {
      return 0;  // 2022—2023 with its hyphen gone
    }
    i = std::max(end, i + 1);
  }
  return year;
}

/// A caption with what its title says.
struct Titled {
  const Caption* caption = nullptr;
  std::u32string words;
  Pairs pairs;
};

/// A reference with the clause that it closes.
struct Cited {
  const Mention* mention = nullptr;
  std::u32string words;
  Pairs pairs;
};

/// One kind of exhibits with single numbers, each used once.
class FitTest {
 public:
  FitTest(const StructureTest& test, Exhibit exhibit) : test_(test), exhibit_(exhibit) {
    std::set<int> twice;
    for (const Caption& caption : test.structure.captions) {
      if (caption.exhibit != exhibit || caption.continued || caption.listed || caption.number.count != 1)
        continue;
      Titled titled{&caption, comparable_title(test.view(caption.title)), {}};
      titled.pairs = pairs_of(titled.words);
      if (!titled_.try_emplace(caption.number.last(), std::move(titled)).second)
        twice.insert(caption.number.last());
    }
    for (const int number : twice) titled_.erase(number);
    for (const Mention& mention : test.structure.mentions) {
      if (mention.exhibit == exhibit && mention.is_reference && titled_.contains(mention.number.last()))
        read(mention);
    }
  }

  void check() {
    check_sequence();
    std::set<int> done;
    for (const auto& [number, cited] : cited_) {
      if (done.contains(number)) continue;
      if (check_year(number, cited)) continue;
      for (const int step : {-1, 1, -2, 2}) {
        const int other = number + step;
        if (std::abs(step) > kNear || !titled_.contains(other)) continue;
        if (check_pair(number, cited, other)) {
          done.insert(other);
          break;
        }
      }
    }
  }

 private:
  /// Only an exhibit referred to once can be judged.
  void read(const Mention& mention) {
    const int number = mention.number.last();
    Cited cited{&mention, comparable_title(test_.view(clause_of(mention))), {}};
    cited.pairs = pairs_of(cited.words);
    sequence_.push_back(cited);
    if (cited_.contains(number) || cited.words.size() < kMinClause) {
      cited_.erase(number);
      judged_.insert(number);
      return;
    }
    if (judged_.contains(number)) return;
    cited_.emplace(number, std::move(cited));
  }

  /// What stands before the reference, from the sentence's beginning or the reference before it on.
  read::Span clause_of(const Mention& mention) const {
    const read::Span block = test_.document.blocks[test_.document.block_at(mention.mark.begin)].text;
    const std::string_view text = test_.document.text;
    std::uint32_t floor = block.begin;
    const auto& mentions = test_.structure.mentions;
    if (&mention != mentions.data()) {
      const Mention& before = *(&mention - 1);
      if (before.mark.end > floor) floor = before.mark.end;
    }
    if (mention.mark.begin - floor > kMaxClause) floor = mention.mark.begin - kMaxClause;
    size_t begin = mention.mark.begin;
    for (size_t at = begin; at > floor; --at) {
      const bool ends = lex::last_of(text, at, kEnds) > 0;
      // "……增长 2%。（见表 3）": the sentence before the bracket.
      if (ends && mention.mark.begin - at > 12) break;
      begin = at - 1;
    }
    while (begin < mention.mark.begin && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
    return {static_cast<std::uint32_t>(begin), mention.mark.begin};
  }

  size_t shared(const Pairs& title, const Pairs& not_in, const Pairs& clause) const {
    return static_cast<size_t>(std::count_if(title.begin(), title.end(), [&](std::uint64_t pair) {
      return !std::binary_search(not_in.begin(), not_in.end(), pair) &&
             std::binary_search(clause.begin(), clause.end(), pair);
    }));
  }

  /// Whether the reference to `number` was meant for `other`; a finding is made then.
  bool check_pair(int number, const Cited& cited, int other) {
    const Titled& own = titled_.at(number);
    const Titled& there = titled_.at(other);
    if (shared(own.pairs, there.pairs, cited.pairs) > 0) return false;
    const size_t fit = shared(there.pairs, own.pairs, cited.pairs);
    const auto back = cited_.find(other);
    if (back != cited_.end()) {
      const bool swapped = fit >= kSwapFit && shared(there.pairs, own.pairs, back->second.pairs) == 0 &&
                           shared(own.pairs, there.pairs, back->second.pairs) >= kSwapFit;
      if (swapped) report_swap(own, there, cited, back->second);
      return swapped;
    }
    if (judged_.contains(other) || fit < kShiftFit) return false;
    report_shift(own, there, cited);
    return true;
  }

  /// References in order, … 10 12 12 13 …, that leave 11 out: the words tell whether the first 12 was meant
  /// to be 11.
  void check_sequence() {
    std::set<int> named;
    for (const Cited& cited : sequence_) named.insert(cited.mention->number.last());
    if (named.size() < kMinSequence || named.size() * 10 < titled_.size() * 8) return;
    for (size_t i = 1; i + 1 < sequence_.size(); ++i) {
      const int before = sequence_[i - 1].mention->number.last();
      const int here = sequence_[i].mention->number.last();
      const int next = sequence_[i + 1].mention->number.last();
      const int left_out = next == here ? here - 1 : here + 1;
      const bool slipped = (next == here && before == here - 2) || (before == here && next == here + 2);
      if (!slipped || named.contains(left_out) || !titled_.contains(left_out)) continue;
      const Titled& own = titled_.at(here);
      const Titled& there = titled_.at(left_out);
      if (shared(own.pairs, there.pairs, sequence_[i].pairs) > 0) continue;
      if (shared(there.pairs, own.pairs, sequence_[i].pairs) > 0) report_shift(own, there, sequence_[i]);
    }
  }

  std::string name(const Caption& caption) const {
    return exhibit_words(exhibit_).zh + " " + caption.number.text();
  }
  std::string english(const Caption& caption) const {
    return exhibit_words(exhibit_).en + " " + caption.number.text();
  }

  void report_swap(const Titled& own, const Titled& there, const Cited& cited, const Cited& other) {
    report(test_,
           {Kind::kCaption,
            Weight::kError,
            false,
            {shown_caption(*own.caption), shown_caption(*there.caption), cited.mention->mark,
             other.mention->mark},
            shown_title(test_, own.caption->title),
            shown_title(test_, there.caption->title),
            {fmt::format("按正文的引用，“{}”与“{}”的题名互换了。", name(*own.caption), name(*there.caption)),
             fmt::format("Going by the references, the titles of {} and {} are exchanged.",
                         english(*own.caption), english(*there.caption))}});
  }

  void report_shift(const Titled& own, const Titled& there, const Cited& cited) {
    report(test_, {Kind::kReference,
                   Weight::kWarning,
                   false,
                   {cited.mention->mark, shown_caption(*there.caption), shown_caption(*own.caption)},
                   name(*own.caption),
                   name(*there.caption),
                   {fmt::format("此处所述与“{}”（{}）不符，而与“{}”（{}）相符，编号可能错位。",
                                name(*own.caption), shown_title(test_, own.caption->title),
                                name(*there.caption), shown_title(test_, there.caption->title)),
                    fmt::format("The sentence does not fit {} but {}: a shifted number?",
                                english(*own.caption), english(*there.caption))}});
  }

  /// The clause is the title but for the year.
  bool check_year(int number, const Cited& cited) {
    const Titled& own = titled_.at(number);
    const int said = lone_year(cited.words);
    const int titled = lone_year(own.words);
    if (said == 0 || titled == 0 || said == titled || own.pairs.size() < kShiftFit) return false;
    if (shared(own.pairs, {}, cited.pairs) * 10 < own.pairs.size() * 8) return false;
    report(test_,
           {Kind::kCaption,
            Weight::kWarning,
            false,
            {shown_caption(*own.caption), cited.mention->mark},
            std::to_string(titled),
            std::to_string(said),
            {fmt::format("正文以“{}”说明 {} 年的情况，其题名却是 {} 年。", name(*own.caption), said, titled),
             fmt::format("The text refers to {} for {}; its title says {}.", english(*own.caption), said,
                         titled)}});
    return true;
  }

  static constexpr std::string_view kEnds[] = {"。", "；", "！", ";", "\n"};

  const StructureTest& test_;
  Exhibit exhibit_;
  std::map<int, Titled> titled_;
  std::map<int, Cited> cited_;
  std::vector<Cited> sequence_;  // all references, in order
  std::set<int> judged_;         // referred to more than once, or without a clause
};

}  // namespace

void check_caption_fit(const StructureTest& test) {
  for (const Exhibit exhibit : {Exhibit::kTable, Exhibit::kFigure}) FitTest(test, exhibit).check();
}

}  // namespace zhiheng::audit
