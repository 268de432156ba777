#include "audit/checks/retold.h"

#include <fmt/format.h>

#include <unordered_map>

#include "audit/checks/cell_match.h"
#include "audit/checks/draft.h"
#include "audit/checks/named_cells.h"
#include "audit/checks/sentence_check.h"
#include "audit/subject.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

constexpr size_t kShortest = 12;   // bytes of words that two passages must have in common
constexpr size_t kMostAlike = 64;  // statements with the same words that are compared
constexpr size_t kParts = 3;       // numbers behind a whole that are looked at

struct Said {
  const Book* book;
  const Statement* statement;

  const Quantity& q() const { return book->statements.quantity(*statement); }
  const Sentence& sentence() const { return book->statements.sentences[statement->sentence]; }
};

/// What is the same whether it is held, won or had.
std::string key_of(const Book& book, const Statement& st) {
  static constexpr std::string_view kVerbs[] = {"获得", "取得", "拥有", "累计",
                                                "举办", "检出", "发现", "其中"};
  std::string key = label_key(st.core, book.statements.region);
  for (const std::string_view verb : kVerbs) {
    if (key.starts_with(verb) && key.size() > verb.size() + 3) key.erase(0, verb.size());
  }
  return key;
}

class RetoldCheck {
 public:
  RetoldCheck(const std::vector<Book>& books, Results& results) : books_(books), results_(results) {}

  void run() {
    for (const Book& book : books_) {
      for (const Statement& st : book.statements.all) index({&book, &st});
    }
    for (const Book& book : books_) {
      for (const Statement& st : book.statements.all) {
        const Said said{&book, &st};
        if (books_.size() > 1) former_value(said), change_since(said);
        half_of_year(said);
        part_of_equal_whole(said);
      }
    }
  }

 private:
  static bool is_level(const Said& s) {
    const Statement& st = *s.statement;
    return st.role == Role::kLevel && s.q().exact() && !st.list && !st.target && !st.from &&
           st.scope == Scope::kOwn;
  }

  void index(const Said& said) {
    if (!is_level(said) || !is_additive(said.q().dimension)) return;
    if (!said.statement->own.empty()) {
      auto& alike = by_words_[key_of(*said.book, *said.statement)];
      if (alike.size() < kMostAlike) alike.push_back(said);
    }
    if (said.q().value >= 100 && said.q().step == 1) {
      auto& equal = by_number_[fmt::format("{:.0f}{}", said.q().value, said.q().unit)];
      if (equal.size() < kMostAlike) equal.push_back(said);
    }
  }

  static bool same_unit(const Said& a, const Said& b) {
    return a.q().dimension == b.q().dimension && a.q().unit == b.q().unit;
  }

  /// Whether the sentence says itself that numbers were revised or are of another scope.
  static bool is_revised(const Said& said) {
    static constexpr std::string_view kRevised[] = {"修订", "核实", "口径", "可比", "调整", "普查"};
    return contains_any(said.book->document.view(said.sentence().span), kRevised);
  }

  /// The other documents' values of `key` in `period`, each of the year that its document is about.
  template <class Found>
  void elsewhere(const Said& said, const std::string& key, const Period& period, bool flow,
                 Found found) const {
    const auto alike = by_words_.find(key);
    if (alike == by_words_.end() || key.size() < kShortest) return;
    for (const Said& other : alike->second) {
      if (other.book == said.book || !same_region(*other.book, *said.book) || !same_unit(other, said))
        continue;
      const bool own_year = other.book->statements.year_said && other.book->statements.year == period.to;
      if (!own_year || other.statement->period != period || other.statement->flow != flow) continue;
      if (!is_revised(other)) found(other);
    }
  }

  /// 463 场，比 2023 年的 381 场多: the value of the year before against that year's own document.
  void former_value(const Said& said) {
    const Statement& st = *said.statement;
    if (!is_level(said) || !st.own.empty() || !st.aside || !st.period_said || st.parent < 0 ||
        is_revised(said))
      return;
    const bool flow = said.book->statements.all[static_cast<size_t>(st.parent)].flow;
    elsewhere(said, key_of(*said.book, st), st.period, flow, [&](const Said& other) {
      if (other.q().interval.overlaps(said.q().interval)) return;
      report(said, other, Kind::kDocument, other.q().interval, "");
    });
  }

  /// 38.12 万人，比上年末减少 0.53 万人: what it was then, against that year's own document.
  void change_since(const Said& said) {
    const Statement& st = *said.statement;
    if (st.role != Role::kChange || st.base != Base::kLastYear || st.parent < 0 || !st.own.empty() ||
        st.list || !said.q().exact() || is_revised(said))
      return;
    const Said now{said.book, &said.book->statements.all[static_cast<size_t>(st.parent)]};
    if (!is_level(now) || !same_unit(now, said) || !is_additive(now.q().dimension)) return;
    Period before = now.statement->period;
    before.from = static_cast<std::int16_t>(before.from - 1);
    before.to = static_cast<std::int16_t>(before.to - 1);
    elsewhere(now, key_of(*said.book, *now.statement), before, now.statement->flow, [&](const Said& other) {
      const Interval due = (now.q().interval - other.q().interval) * st.sign;
      if (due.overlaps(said.q().interval)) return;
      const std::string formula = fmt::format("{} − {}", words_of(*now.book, *now.statement),
                                              words_of(*other.book, *other.statement));
      report(said, other, Kind::kDocument, due, formula);
    });
  }

  static bool says_year(const Said& s) {
    const std::uint32_t begin = s.statement->clause.begin;
    return s.book->document.view({begin, s.q().span.begin}).find("全年") != std::string_view::npos;
  }

  /// 上半年 1,826 万元, 全年 1,286 万元: a part of the year is not more than the year.
  void half_of_year(const Said& said) {
    static constexpr std::string_view kStocks[] = {"余额", "存量", "保有", "期末", "年末",
                                                   "利润", "净",   "在册", "累计", "增加额"};
    const Statement& st = *said.statement;
    if (!is_level(said) || st.period.month || !says_year(said) || contains_any(st.core, kStocks)) return;
    const std::string key = key_of(*said.book, st);
    const auto alike = by_words_.find(key);
    if (alike == by_words_.end() || key.size() < kShortest) return;
    for (const Said& part : alike->second) {
      const Period& p = part.statement->period;
      const bool year = p.from == st.period.from || !part.book->statements.year_said;
      if (p.month != 1 || !part.statement->period_said || !year || !same_unit(part, said) ||
          part.statement->average)
        continue;
      if (part.book != said.book && !same_region(*part.book, *said.book)) continue;
      if (part.q().interval.low <= said.q().interval.high || is_revised(part)) continue;
      report(said, part, part.book == said.book ? Kind::kImpossible : Kind::kDocument, part.q().interval, "");
    }
  }

  /// 抽检 418 批次，不合格 9 批次; elsewhere 418 and 11: one whole has one such part.
  void part_of_equal_whole(const Said& whole) {
    if (!is_level(whole) || whole.q().step != 1 || whole.q().value < 100) return;
    if (whole.statement->part_of >= 0) return;  // 其中文化企业 6825 家: no whole of what stands beside it
    const auto equal = by_number_.find(fmt::format("{:.0f}{}", whole.q().value, whole.q().unit));
    if (equal == by_number_.end()) return;
    for (const Said& other : equal->second) {
      const bool later =
          other.book == whole.book ? other.statement < whole.statement : other.book < whole.book;
      if (later && may_be_one(whole, other)) compare_parts(whole, other);
    }
  }

  static bool may_be_one(const Said& a, const Said& b) {
    if (a.book == b.book && a.sentence().block == b.sentence().block) return false;
    if (!same_region(*a.book, *b.book) || a.statement->flow != b.statement->flow) return false;
    const bool open = !a.book->statements.year_said || !b.book->statements.year_said;
    const Period &x = a.statement->period, &y = b.statement->period;
    if ((!open && x.from != y.from) || x.month != y.month) return false;
    if (a.book == b.book && town_of(a) != town_of(b)) return false;
    // One document calls one thing alike, and has many numbers that are equal by chance.
    return share_in(a.statement->core, b.statement->core) >= (a.book == b.book ? 1.0 : 0.7);
  }

  /// 永泉镇: the name before the first 镇, 街道, 乡 or 村 of the sentence; empty without one.
  static std::string_view town_of(const Said& said) {
    const std::string_view words = said.book->document.view(said.sentence().span);
    for (const std::string_view kind : {"镇", "街道", "乡", "村"}) {
      const size_t at = words.find(kind);
      if (at != words.npos && at >= 6) return words.substr(at - 6, 6 + kind.size());
    }
    return {};
  }

  /// The share of the shorter name's characters that the other has too: 竹溪镇受理合同投诉 and
  /// 清溪镇受理安全投诉 are two things although most of their words are one.
  static double share_in(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (a.size() < 6) return 0;
    size_t common = 0;
    for (size_t at = 0; at + 3 <= a.size(); at += 3) common += b.find(a.substr(at, 3)) != b.npos ? 1 : 0;
    return static_cast<double>(3 * common) / static_cast<double>(a.size());
  }

  void compare_parts(const Said& a, const Said& b) {
    for (size_t i = 1; i <= kParts; ++i) {
      for (size_t j = 1; j <= kParts; ++j) {
        const Said part = behind(a, i), same = behind(b, j);
        if (!part.statement || !same.statement || !same_unit(part, same)) continue;
        const std::string key = key_of(*part.book, *part.statement);
        if (key.size() < 6 || key != key_of(*same.book, *same.statement)) continue;
        if (part.q().interval.overlaps(same.q().interval)) continue;
        report(part, same, part.book == same.book ? Kind::kTextText : Kind::kDocument, same.q().interval, "");
      }
    }
  }

  /// The `n`th number behind a whole in its sentence, if it counts some of it.
  static Said behind(const Said& whole, size_t n) {
    const auto& all = whole.book->statements.all;
    const size_t i = static_cast<size_t>(whole.statement - all.data()) + n;
    if (i >= all.size() || all[i].sentence != whole.statement->sentence) return {whole.book, nullptr};
    const Said part{whole.book, &all[i]};
    const bool counts = is_level(part) && same_unit(part, whole) && part.q().value < whole.q().value &&
                        !all[i].own.empty() && all[i].period == whole.statement->period;
    return counts ? part : Said{whole.book, nullptr};
  }

  void report(const Said& said, const Said& other, Kind kind, const Interval& due, std::string formula) {
    Finding finding =
        compared(kind, false, said.q(), due, manner_of(*said.book, *said.statement), std::move(formula));
    finding.spots = {spot_of(*said.book, *said.statement), spot_of(*other.book, *other.statement)};
    const std::string there =
        other.book == said.book ? "另一处" : "《" + base_name(other.book->document.name) + "》";
    const std::string value = words_of(*other.book, *other.statement);
    finding.explanation = {
        fmt::format("“{}”此处为{}，与{}的{}不符", said.statement->core, finding.stated, there, value),
        fmt::format("{} here does not agree with {} {}", finding.stated, value,
                    other.book == said.book ? "elsewhere" : "in " + base_name(other.book->document.name))};
    results_.findings.push_back(std::move(finding));
  }

  const std::vector<Book>& books_;
  Results& results_;
  std::unordered_map<std::string, std::vector<Said>> by_words_;
  std::unordered_map<std::string, std::vector<Said>> by_number_;
};

}  // namespace

void check_retold(const std::vector<Book>& books, Results& results) { RetoldCheck(books, results).run(); }

}  // namespace zhiheng::audit
