#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "audit/checks/checks.h"
#include "audit/checks/claims.h"
#include "audit/checks/draft.h"
#include "audit/checks/retold.h"
#include "audit/sections.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kShortest = 12;   // bytes: a core of fewer than four characters says too little
constexpr size_t kTelling = 18;    // six characters tell an activity from others of its kind
constexpr size_t kMostAlike = 64;  // of more statements with the same words only neighbours are compared

struct Said {
  const Book* book;
  const Statement* statement;
};

class RepeatCheck {
 public:
  RepeatCheck(const std::vector<Book>& books, Results& results) : books_(books), results_(results) {
    for (const Book& book : books_) places_.push_back(places_of(book.document));
  }

  void run() {
    for (const Book& book : books_) {
      for (const Statement& st : book.statements.all) {
        if (usable(book, st)) groups_[key_of(st)].push_back({&book, &st});
        auto& said = all_[key_of(st)];
        if (st.core.size() >= kShortest && said.size() < kMostAlike) said.push_back({&book, &st});
      }
    }
    for (const Book& book : books_) {
      for (const Statement& st : book.statements.all) {
        turned_digits(book, st);
        if (!usable(book, st)) continue;
        same_words(book, st);
        near_words(book, st);
      }
    }
  }

 private:
  static const Quantity& q(const Said& said) { return said.book->statements.quantity(*said.statement); }

  bool usable(const Book& book, const Statement& st) const {
    const Quantity& n = book.statements.quantity(st);
    if (st.core.size() < kShortest || is_general_measure(st.core) || st.list ||
        (st.from && !st.period_said) || st.scope == Scope::kPart)
      return false;
    if (st.own.empty() && !st.reached && st.role != Role::kChange) return false;
    if (n.dimension == Dimension::kNone && (!is_measure(st.core) || n.value < 10)) return false;
    if (n.dimension == Dimension::kRank || n.dimension == Dimension::kDuration) return false;
    if (st.part && st.core.size() < kTelling) return false;
    return n.exact();  // 约, 超, 左右 leave room
  }

  /// Every statement is compared with those before it that have its words.
  void same_words(const Book& book, const Statement& st) {
    const auto& group = groups_[key_of(st)];
    const Said here{&book, &st};
    const auto self =
        std::find_if(group.begin(), group.end(), [&](const Said& s) { return s.statement == &st; });
    auto it = self;
    for (size_t n = 0; it != group.begin() && n < kMostAlike; ++n) {
      --it;
      if (compare(here, *it, Likeness::kSame)) return;
    }
  }

  /// Words that end alike: only a slip of the pen between two numbers shows that the same is meant.
  void near_words(const Book& book, const Statement& st) {
    if (st.role != Role::kLevel) return;
    const std::string core = key_of(st);
    for (size_t at = 3; at + kShortest <= core.size(); at += 3) {
      const auto found = groups_.find(core.substr(at));
      if (found == groups_.end() || found->second.size() > kMostAlike) continue;
      for (const Said& other : found->second) compare({&book, &st}, other, Likeness::kNear);
    }
  }

  /// 6286 and 6826 of the same two last characters (监督抽检, 抽检): the digits turned round show that the
  /// same is meant where the words alone would not.
  void turned_digits(const Book& book, const Statement& st) {
    const Quantity& n = book.statements.quantity(st);
    if (st.role != Role::kLevel || st.list || (st.from && !st.period_said) || st.part || !n.exact() ||
        subject_key(st.core).empty() || n.dimension == Dimension::kNone)
      return;
    std::string digits;
    for (const char c : book.document.view(n.number)) {
      if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.size() < 3 || digits.find_first_not_of(digits[0]) == digits.npos) return;
    std::ranges::sort(digits);
    // Rates need more words than 格率 to be the same.
    const std::string_view core = st.core;
    const bool rate = core.ends_with("率");
    if (rate && core.size() < 18) return;
    const std::string_view key = rate ? core.substr(core.size() - 18) : subject_key(core);
    auto& alike = turned_[fmt::format("{}|{}|{}", key, n.unit, digits)];
    for (const Said& other : alike) {
      const Said here{&book, &st};
      if (q(other).step != n.step || !comparable(here, other) || n.interval.overlaps(q(other).interval))
        continue;
      if (q(other).value >= 1 && std::abs(std::log10(q(other).value / n.value)) > 0.5 && digits.size() < 4)
        continue;
      if (is_slip(n, {q(other).value, q(other).value}) && !names_another(st.core, other.statement->core))
        report(here, other, true, 0, st.core == other.statement->core ? Likeness::kSame : Likeness::kNear);
    }
    if (alike.size() < kMostAlike) alike.push_back({&book, &st});
  }

  /// 受理价格投诉, 受理计量投诉: the same words around different ones name two things.
  static bool names_another(std::string_view x, std::string_view y) {
    const auto before = std::ranges::mismatch(x, y).in1 - x.begin();
    x.remove_prefix(static_cast<size_t>(before)), y.remove_prefix(static_cast<size_t>(before));
    const auto behind = std::mismatch(x.rbegin(), x.rend(), y.rbegin(), y.rend()).first - x.rbegin();
    return before >= 6 && static_cast<size_t>(behind) < std::min(x.size(), y.size());
  }

  /// Spellings of a measure are one: 每万人发明专利拥有量, 每万人口发明专利拥有量.
  static std::string key_of(const Statement& st) {
    if (!is_measure(st.core)) return st.core;
    std::string key = measure_key(st.core);
    return key.size() < kShortest ? st.core : key;
  }

  static bool same_period(const Said& a, const Said& b) {
    const Period &x = a.statement->period, &y = b.statement->period;
    if (x == y) return true;
    // A document that names no year may speak of the same one.
    const bool open = a.book != b.book && (!a.book->statements.year_said || !b.book->statements.year_said);
    return open && x.month == y.month && x.month_to == y.month_to &&
           x.from - a.book->statements.year == y.from - b.book->statements.year;
  }

  /// 增长 without a base is growth on the year before.
  static Base yearly(Base base) { return base == Base::kUnsaid ? Base::kLastYear : base; }

  bool comparable(const Said& a, const Said& b) const {
    const Statement &x = *a.statement, &y = *b.statement;
    if (x.reached != y.reached && !((x.reached ? x : y).period_said)) return false;
    if (x.role != y.role || x.target != y.target || x.flow != y.flow || x.average != y.average ||
        x.scope != y.scope)
      return false;
    if (x.role == Role::kChange &&
        (x.sign != y.sign || yearly(x.base) != yearly(y.base) || x.base_period != y.base_period ||
         x.comparable != y.comparable || x.own.empty() != y.own.empty()))
      return false;
    if (x.role == Role::kShare && x.whole != y.whole) return false;
    if (x.part_of >= 0 && y.part_of >= 0 && whole_of(a) != whole_of(b)) return false;
    const bool bare = (q(a).dimension == Dimension::kNone) != (q(b).dimension == Dimension::kNone);
    const bool lost_unit = bare && q(a).scale == 1 && q(b).scale == 1 &&
                           q(a).dimension != Dimension::kPercent && q(b).dimension != Dimension::kPercent;
    if (!lost_unit && (q(a).dimension != q(b).dimension || q(a).unit != q(b).unit)) return false;
    if (!same_period(a, b)) return false;
    if (a.book != b.book) {
      const std::string &r = a.book->statements.region, &s = b.book->statements.region;
      return r.empty() || s.empty() || r == s;
    }
    if (x.sentence == y.sentence) return false;
    const auto& sentences = a.book->statements.sentences;
    // A；B；C: parallel clauses name parallel things.
    const bool parallel = sentences[x.sentence].continued || sentences[y.sentence].continued;
    if (parallel && sentences[x.sentence].block == sentences[y.sentence].block) return false;
    return place(a) == place(b);
  }

  static std::string_view whole_of(const Said& said) {
    return said.book->statements.all[static_cast<size_t>(said.statement->part_of)].core;
  }

  std::int32_t place(const Said& said) const {
    return places_[said.book->index][said.book->statements.sentences[said.statement->sentence].block];
  }

  /// True if the two were found to say the same.
  bool compare(const Said& a, const Said& b, Likeness like) {
    if (!comparable(a, b)) return false;
    if (q(a).interval.overlaps(q(b).interval)) {
      if (like == Likeness::kSame && q(a).exact() && q(b).exact()) {
        results_.held.push_back({kind_of(a, b),
                                 {spot_of(*a.book, *a.statement), spot_of(*b.book, *b.statement)},
                                 words_of(*a.book, *a.statement) + " = " + words_of(*b.book, *b.statement)});
        return true;
      }
      return false;
    }
    const bool slip = q(a).step == q(b).step && (is_slip(q(a), {q(b).value, q(b).value}) ||
                                                 (like == Likeness::kSame && two_turned(q(a), q(b))));
    const int power =
        like == Likeness::kSame && q(a).exact() && q(b).exact() ? magnitude_slip(q(a), q(b).interval) : 0;
    const bool last_year = like == Likeness::kSame && (is_of_last_year(a) || is_of_last_year(b));
    if (!slip && !power && !last_year && (like != Likeness::kSame || !telling(a, b))) return false;
    report(a, b, slip, power, like);
    return false;
  }

  /// 43 and 34: of two digits only the turned ones tell anything.
  static bool two_turned(const Quantity& a, const Quantity& b) {
    const long x = std::lround(a.value / a.step), y = std::lround(b.value / b.step);
    return x >= 10 && x < 100 && y >= 10 && y < 100 && x != y && x / 10 == y % 10 && x % 10 == y / 10;
  }

  /// Whether the same number stands elsewhere as that of the year before: the figure was not brought up to
  /// date.
  bool is_of_last_year(const Said& said) const {
    const auto found = all_.find(key_of(*said.statement));
    if (found == all_.end() || !said.statement->period.named()) return false;
    for (const Said& other : found->second) {
      if (other.statement == said.statement || other.statement->period.to != said.statement->period.from - 1)
        continue;
      if (q(other).value == q(said).value && q(other).unit == q(said).unit &&
          std::abs(q(said).value) / q(said).step >= 100)
        return true;
    }
    return false;
  }

  /// Whether equal words are enough: a measure, or an activity described at length, both of a period that is
  /// said.
  static bool telling(const Said& a, const Said& b) {
    const Statement &x = *a.statement, &y = *b.statement;
    if (x.target) return false;  // targets have a test of their own
    if (x.part != y.part) return false;
    const bool said = (x.period_said && y.period_said) || a.book == b.book;
    if (!said) return false;
    if (x.core.size() >= 24 && q(a).dimension != Dimension::kCount) return true;
    if (q(a).dimension == Dimension::kNone || q(b).dimension == Dimension::kNone)
      return x.core.size() >= kTelling && y.core.size() >= kTelling;
    return is_measure(x.core) && (q(a).dimension == Dimension::kPercent ||
                                  q(a).dimension == Dimension::kMoney || x.core.size() >= kTelling);
  }

  static Kind kind_of(const Said& a, const Said& b) {
    return a.book == b.book ? Kind::kTextText : Kind::kDocument;
  }

  void report(const Said& a, const Said& b, bool slip, int power, Likeness like) {
    const auto pair = std::minmax(a.statement, b.statement);
    if (!told_.insert({pair.first, pair.second}).second) return;
    const Kind kind = power ? Kind::kUnit : kind_of(a, b);
    const bool certain =
        slip && like == Likeness::kSame && is_measure(a.statement->core) && q(a).exact() && q(b).exact();
    Finding finding = compared(kind, certain, q(a), q(b).interval, manner_of(*a.book, *a.statement), "");
    finding.recomputed = words_of(*b.book, *b.statement);
    if (is_of_last_year(a) || is_of_last_year(b))
      finding.cause = Words{"像是上年的数没有更新", "last year's figure seems to have been left"};
    finding.interval.clear();
    finding.spots = {spot_of(*a.book, *a.statement), spot_of(*b.book, *b.statement)};
    const std::string there = b.book == a.book ? "另一处" : "《" + base_name(b.book->document.name) + "》";
    finding.explanation = {
        fmt::format("“{}”此处为{}，{}为{}", a.statement->core, finding.stated, there, finding.recomputed),
        fmt::format("the same is {} here and {} {}", finding.stated, finding.recomputed,
                    b.book == a.book ? "elsewhere" : "in " + base_name(b.book->document.name))};
    if (power) finding.explanation.zh += "；相差整十倍，像是单位（万、亿）写错";
    results_.findings.push_back(std::move(finding));
  }

  const std::vector<Book>& books_;
  Results& results_;
  std::vector<std::vector<std::int32_t>> places_;
  std::unordered_map<std::string, std::vector<Said>> groups_;
  std::unordered_map<std::string, std::vector<Said>> all_;  // also values of other periods beside others
  std::unordered_map<std::string, std::vector<Said>> turned_;
  std::set<std::pair<const Statement*, const Statement*>> told_;
};

}  // namespace

void check_repeats(const std::vector<Book>& books, const Lookup&, Results& results) {
  RepeatCheck(books, results).run();
  check_retold(books, results);
}

}  // namespace zhiheng::audit
