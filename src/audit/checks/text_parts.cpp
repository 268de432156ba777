#include <fmt/format.h>

#include "audit/checks/checks.h"
#include "audit/checks/sentence_check.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kNear = 3;   // numbers behind what was examined that may count what was found
constexpr size_t kNoun = 36;  // bytes of the noun between a number and 中

/// Parts that are larger than what the words say they are of, beside lists behind 其中.
class PartCheck : SentenceCheck {
 public:
  PartCheck(const Book& book, Results& results) : SentenceCheck(book, results) {}

  void run() {
    for (size_t i = 0; i < all().size(); ++i) {
      if (!is_whole_number(at(i))) continue;
      if (speaks_of_those(at(i))) among_them(i);
      found_of_examined(i);
    }
  }

 private:
  bool is_whole_number(const Statement& st) const {
    return st.role == Role::kLevel && q(st).exact() && is_additive(q(st).dimension) && !st.from &&
           !st.aside && !st.target && !st.average;
  }

  /// 186 个行政村中，: what follows is of them.
  bool speaks_of_those(const Statement& st) const {
    static constexpr std::string_view kMarks[] = {"，", "。", "；", "、", "（", "："};
    const std::string_view behind = text_behind(st, kNoun);
    const size_t at = behind.find("中，");
    return at != behind.npos && !contains_any(behind.substr(0, at), kMarks);
  }

  bool comparable(const Statement& whole, const Statement& part) const {
    return is_whole_number(part) && part.sentence == whole.sentence && part.depth == whole.depth &&
           part.period == whole.period && q(part).dimension == q(whole).dimension &&
           q(part).unit == q(whole).unit;
  }

  /// 280 个行政村中，涉及村民小组 1,905 个: 个 counts anything, so that the noun must come again.
  bool counts_the_same(const Statement& whole, const Statement& part) const {
    static constexpr std::string_view kAnything[] = {"个", "项", "处", "种", "次", "条"};
    if (!is_any_of(q(part).unit, kAnything)) return true;
    const std::string_view behind = text_behind(whole, kNoun);
    const std::string_view noun = trim(behind.substr(0, behind.find("中，")));
    const std::string_view before = trim(text_before(part));
    return before.ends_with("的") || (noun.size() >= 3 && before.ends_with(noun.substr(noun.size() - 3)));
  }

  void among_them(size_t i) {
    const Statement& whole = at(i);
    const size_t end = sentence_of(whole).first + sentence_of(whole).count;
    for (size_t j = i + 1; j < end; ++j) {
      const Statement& part = at(j);
      if (part.total || part.flow != whole.flow || speaks_of_those(part)) return;
      if (!comparable(whole, part) || !counts_the_same(whole, part)) continue;
      if (q(part).interval.low > q(whole).interval.high) return tell_larger(whole, part, false);
    }
  }

  /// 监测 112 点次，达标 131 点次: no more can be found good than were examined.
  void found_of_examined(size_t i) {
    static constexpr std::string_view kExamined[] = {"监测", "抽检", "抽查", "检测", "检验",
                                                     "受检", "回访", "送审", "抽测", "测评"};
    static constexpr std::string_view kFound[] = {"合格", "达标", "满意", "通过", "优良", "审定"};
    static constexpr std::string_view kOthers[] = {"结转", "上年", "往年", "历史", "以前", "累计", "含"};
    const Statement& whole = at(i);
    if (!contains_any(whole.own, kExamined) || contains_any(text_of(sentence_of(whole)), kOthers)) return;
    for (size_t j = i + 1; j < all().size() && j <= i + kNear; ++j) {
      const Statement& part = at(j);
      if (part.sentence != whole.sentence || contains_any(part.own, kExamined)) return;
      if (!comparable(whole, part) || !contains_any(part.own, kFound)) continue;
      if (q(part).interval.low > q(whole).interval.high) return tell_larger(whole, part, true);
    }
  }

  void tell_larger(const Statement& whole, const Statement& part, bool certain) {
    const Statement* others[] = {&whole};
    const std::string formula = fmt::format("{} > {}", words(part), words(whole));
    Finding finding = compared(Kind::kImpossible, certain, book_, part, q(whole).interval, formula, others);
    finding.recomputed.clear();
    finding.interval.clear();
    finding.explanation = {
        fmt::format("部分（{}）大于总体（{}）", words(part), words(whole)),
        fmt::format("a part ({}) is larger than the whole ({})", words(part), words(whole))};
    tell(std::move(finding));
  }
};

}  // namespace

void check_text_parts(const Book& book, Results& results) { PartCheck(book, results).run(); }

}  // namespace zhiheng::audit
