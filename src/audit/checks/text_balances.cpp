#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// Words by which the terms of an account are known.
struct Account {
  std::vector<std::string_view> opening, in, out, closing;
};

const Account kFunds{{"上年结转", "上年结余", "结转", "期初"}, {"收入"}, {"支出"}, {"结余", "年末滚存"}};
const Account kDebts{{"年初债务余额", "年初余额", "上年末债务余额"},
                     {"新增", "举借"},
                     {"还本", "偿还"},
                     {"年末债务余额", "年末余额"}};

bool has_any(std::string_view text, const std::vector<std::string_view>& words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.find(word) != text.npos; });
}

class BalanceCheck {
 public:
  BalanceCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    const auto& all = book_.statements.all;
    for (size_t begin = 0; begin < all.size();) {
      size_t end = begin;
      while (end < all.size() && block(all[end]) == block(all[begin])) ++end;
      account(begin, end, kFunds);
      account(begin, end, kDebts);
      natural_growth(begin, end);
      for (size_t i = begin; i < end; ++i) running_total(begin, i);
      begin = end;
    }
  }

 private:
  const Statement& at(size_t i) const { return book_.statements.all[i]; }
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }
  std::uint32_t block(const Statement& s) const { return book_.statements.sentences[s.sentence].block; }

  /// What stands before the number, with its period: 上年结转 is opening, 年末结余 closing.
  std::string_view words(const Statement& st) const {
    return book_.document.view({st.clause.begin, q(st).span.begin});
  }

  /// 上年结转 2.85；本年收入 18.42；本年支出 17.96；年末滚存结余 3.31: each term once.
  void account(size_t begin, size_t end, const Account& account) {
    const Statement *opening = nullptr, *in = nullptr, *out = nullptr, *closing = nullptr;
    for (size_t i = begin; i < end; ++i) {
      const Statement& st = at(i);
      const Dimension d = q(st).dimension;
      if (st.role != Role::kLevel || !q(st).exact() || (d != Dimension::kMoney && d != Dimension::kNone))
        continue;
      const std::string_view text = words(st);
      const bool closes = has_any(text, account.closing);
      const Statement*& term = has_any(text, account.opening) && !(closes && text.find("年末") != text.npos)
                                   ? opening
                               : closes                     ? closing
                               : has_any(text, account.in)  ? in
                               : has_any(text, account.out) ? out
                                                            : opening;
      if (&term == &opening && !has_any(text, account.opening)) continue;
      if (term) return;  // several of a kind: which belongs where is not said
      term = &st;
    }
    if (!opening || !in || !out || !closing || q(*in).unit != q(*closing).unit ||
        q(*opening).unit != q(*closing).unit)
      return;
    const Interval due = q(*opening).interval + q(*in).interval - q(*out).interval;
    const Statement* terms[] = {opening, in, out};
    judge(*closing, due,
          fmt::format("{} + {} − {} = {}", words_of(book_, *opening), words_of(book_, *in),
                      words_of(book_, *out), show_computed(due, manner_of(book_, *closing))),
          terms, {"收支结转不平", "the account does not balance"});
  }

  /// 出生率 8.23‰, 死亡率 5.46‰, 自然增长率 2.77‰.
  void natural_growth(size_t begin, size_t end) {
    const Statement *births = nullptr, *deaths = nullptr, *growth = nullptr;
    for (size_t i = begin; i < end; ++i) {
      if (q(at(i)).dimension != Dimension::kPercent || !q(at(i)).exact()) continue;
      if (at(i).own.ends_with("出生率")) births = &at(i);
      if (at(i).own.ends_with("死亡率")) deaths = &at(i);
      if (at(i).own.ends_with("自然增长率")) growth = &at(i);
    }
    if (!births || !deaths || !growth || births->period != growth->period) return;
    const Interval due = q(*births).interval - q(*deaths).interval;
    const Statement* terms[] = {births, deaths};
    judge(*growth, due,
          fmt::format("{} − {} = {}", words_of(book_, *births), words_of(book_, *deaths),
                      show_computed(due, manner_of(book_, *growth))),
          terms, {"自然增长率等于出生率减死亡率", "natural growth is births less deaths"});
  }

  /// 第 1 期抽检 186 批次 …；第 2 期抽检 204 批次 …；三期累计抽检 390 批次: like counts before a running
  /// total.
  void running_total(size_t begin, size_t i) {
    const Statement& total = at(i);
    if (!total.total || total.role != Role::kLevel || q(total).dimension != Dimension::kCount ||
        !q(total).exact() || total.own.size() < 6)
      return;
    std::vector<const Statement*> parts;
    Interval sum{0, 0};
    for (size_t j = begin; j < i; ++j) {
      const Statement& part = at(j);
      if (part.role != Role::kLevel || q(part).unit != q(total).unit || !q(part).exact()) continue;
      if (part.total || part.list || part.from || subject_key(part.own) != subject_key(total.own)) continue;
      if (part.own.find("第") == std::string::npos) return;  // numbered like things only
      parts.push_back(&part);
      sum = sum + q(part).interval;
    }
    if (parts.size() < 2) return;
    std::string formula;
    for (const Statement* part : parts) formula += (formula.empty() ? "" : " + ") + words_of(book_, *part);
    judge(total, sum, formula + " = " + show_computed(sum, manner_of(book_, total)), parts,
          {"累计数与各期之和不符", "the running total is not the sum of the parts"});
  }

  void judge(const Statement& stated, const Interval& due, std::string formula,
             std::span<const Statement* const> terms, const Words& words) {
    if (q(stated).interval.overlaps(due)) {
      std::vector<const Statement*> all{&stated};
      all.insert(all.end(), terms.begin(), terms.end());
      results_.held.push_back(held(Kind::kSum, book_, all, std::move(formula)));
      return;
    }
    Finding finding = compared(Kind::kSum, true, book_, stated, due, formula, terms);
    finding.explanation = {words.zh + "：" + formula, words.en + ": " + formula};
    results_.findings.push_back(std::move(finding));
  }

  const Book& book_;
  Results& results_;
};

}  // namespace

void check_text_balances(const Book& book, Results& results) { BalanceCheck(book, results).run(); }

}  // namespace zhiheng::audit
