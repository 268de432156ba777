#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// Numbers that can be added: things, amounts, areas …; not rates, ranks, durations or bounds.
bool addable(const Quantity& q) {
  switch (q.dimension) {
    case Dimension::kCount:
    case Dimension::kMoney:
    case Dimension::kArea:
    case Dimension::kLength:
    case Dimension::kMass:
    case Dimension::kVolume:
    case Dimension::kEnergy:
      return q.exact();
    default:
      return false;
  }
}

class SumCheck {
 public:
  SumCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    const auto& sentences = book_.statements.sentences;
    for (std::uint32_t s = 0; s < sentences.size(); ++s) {
      totals(s);
      shares(s);
      composition(s);
    }
  }

 private:
  const Statement& at(size_t i) const { return book_.statements.all[i]; }
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }

  /// Each level with what follows it in its unit: 共 60 件，其中 A 20 件，B 40 件.
  void totals(std::uint32_t s) {
    const auto& sentences = book_.statements.sentences;
    const Sentence& sentence = sentences[s];
    const size_t end = sentence.first + sentence.count;
    for (size_t i = sentence.first; i < end; ++i) {
      const Statement& total = at(i);
      if (total.role != Role::kLevel || total.from || !addable(q(total)) || q(total).value <= 0 ||
          is_aside(total) || per_head(total))
        continue;
      if (try_total(i, end_of_parts(s))) i = std::max(i, resume_ - 1);
    }
    std::uint32_t begin = s;
    while (begin > 0 && sentences[begin - 1].continued && sentences[begin - 1].block == sentence.block &&
           s - begin < 20)
      --begin;
    for (size_t i = sentence.first; i < end; ++i) total_behind(i, sentences[begin].first);
    for (size_t i = sentence.first; i < end; ++i) counted_total(i, sentences[begin].first);
  }

  /// A 18.6 公顷、B 24.3 公顷、…，五个片区共新增 99.6 公顷: as many parts as are told stand right before it.
  void counted_total(size_t i, size_t first) {
    static constexpr std::string_view kAll[] = {"共", "合计", "总计", "累计"};
    const Statement& total = at(i);
    if (i <= first + 2 || total.role != Role::kLevel || !addable(q(total))) return;
    const Statement& number = at(i - 1);
    if (number.sentence != total.sentence || q(number).value < 2 || q(number).value > 20 ||
        q(number).step != 1)
      return;
    const auto n = static_cast<size_t>(q(number).value);
    const std::string_view between =
        std::string_view(book_.document.text)
            .substr(q(number).span.end, q(total).span.begin - q(number).span.end);
    if (i < first + 1 + n || between.size() > 60 || !contains_any(between, kAll)) return;
    std::vector<const Statement*> parts;
    Interval sum{0, 0};
    for (size_t j = i - 1 - n; j < i - 1; ++j) {
      const Statement& part = at(j);
      const bool fits = part.role == Role::kLevel && addable(q(part)) && q(part).unit == q(total).unit &&
                        q(part).dimension == q(total).dimension && !part.total && part.depth == total.depth;
      if (!fits) return;
      parts.push_back(&part);
      sum = sum + q(part).interval;
    }
    if (sum.overlaps(q(total).interval)) return report_held(total, parts);
    const bool near = std::abs(sum.middle() - q(total).value) < 0.2 * q(total).value;
    if (near) tell(total, parts, sum, false);
  }

  /// Where the parts of a total in sentence `s` end: 共 28459 张。其中，…；…。
  size_t end_of_parts(std::uint32_t s) const {
    const auto& sentences = book_.statements.sentences;
    for (bool first = !sentences[s].continued;; ++s) {
      const bool next = s + 1 < sentences.size() && sentences[s + 1].block == sentences[s].block;
      if (!next || (!sentences[s].continued && !(first && sentences[s + 1].divides))) break;
      first = false;
    }
    return sentences[s].first + sentences[s].count;
  }

  /// 2.4 亿元、3.1 亿元、3.8 亿元，三年累计 9.3 亿元: the total stands behind its parts.
  void total_behind(size_t i, size_t first) {
    const Statement& total = at(i);
    const bool year = total.own.empty() && total.period_said;  // 四个季度分别为 …，全年 22991 件
    if (total.role != Role::kLevel || (!total.total && !year) || !addable(q(total)) || total.part ||
        is_aside(total))
      return;
    std::vector<const Statement*> parts;
    for (size_t j = i; j-- > first;) {
      const Statement& part = at(j);
      if (part.role != Role::kLevel || part.depth > total.depth || q(part).dimension == Dimension::kPercent)
        continue;
      if (q(part).dimension != q(total).dimension || q(part).unit != q(total).unit || !q(part).exact() ||
          part.total || part.from || part.reached)
        break;
      parts.insert(parts.begin(), &part);
    }
    if (parts.size() < 2) return;
    Interval sum{0, 0};
    for (const Statement* part : parts) sum = sum + q(*part).interval;
    if (sum.overlaps(q(total).interval))
      report_held(total, parts);
    else
      misfit(total, parts, sum, false);
  }

  static bool per_head(const Statement& st) {
    return st.average || st.core.find("人均") != std::string::npos ||
           st.core.find("价格") != std::string::npos || st.core.find("单价") != std::string::npos ||
           st.core.find("每") != std::string::npos;
  }

  /// 上年为 13.97 亿元: a value of another period beside the one that is spoken of.
  bool is_aside(const Statement& st) const {
    return st.aside || (st.own.empty() && !st.part && st.parent >= 0 &&
                        st.period != at(static_cast<size_t>(st.parent)).period);
  }

  int depth_between(std::uint32_t from, std::uint32_t to) const {
    int depth = 0;
    const std::string_view text = book_.document.text;
    for (std::uint32_t at = from; at < to; ++at) {
      if (text[at] == '(' || text.substr(at, 3) == "（") ++depth;
      if (text[at] == ')' || text.substr(at, 3) == "）") --depth;
    }
    return depth;
  }

  /// The parts of `i` up to `last`: same unit, same bracket depth as the first, before a new total or
  /// sub-division.
  std::vector<const Statement*> parts_of(size_t i, size_t from, size_t last) {
    std::vector<const Statement*> parts;
    const Quantity& whole = q(at(i));
    int depth = 0;
    for (size_t j = i + 1; j < last; ++j) {
      const Statement& part = at(j);
      if (part.role != Role::kLevel || (part.from && !composed(part)) || part.reached || part.average)
        continue;
      if (q(part).dimension != whole.dimension || q(part).unit != whole.unit || !q(part).exact()) continue;
      if (is_aside(part) || per_head(part)) continue;
      const bool by_year = part.own.empty() && part.part;  // 其中 2021 年 6 所、2022 年 8 所
      if (part.period != at(i).period && part.period_said && !by_year) break;
      // 企业 14806 户，近三年新设立的企业 4915 户: a part of the part before it, or another kind of number.
      if (!parts.empty() && part.flow != at(i).flow) continue;
      if (!parts.empty() && part.core.size() > parts.back()->core.size() && parts.back()->core.size() >= 6 &&
          part.core.ends_with(parts.back()->core))
        continue;
      const int here = part.depth;
      if (parts.empty()) depth = here;
      if (here > depth) continue;
      if (here < at(i).depth) break;  // what stands in brackets is no whole of what stands outside
      if (here < depth || (part.total && !parts.empty())) break;
      if (part.part_begin && !parts.empty()) break;
      if (parts.empty() && j < from) continue;
      if (part.list && part.own.empty() && parts.empty() && !part.part_begin && !composed(part)) break;
      parts.push_back(&part);
      resume_ = j;
    }
    return parts;
  }

  /// 化学药 345 批次，其中国抽 42 批次；中成药 231 批次: behind the semicolon the next whole begins, unless a
  /// colon behind 其中 opens a list.
  bool is_aside_of_one(const Statement& total, const Statement& first, const Statement& next) const {
    if (!first.part_begin || first.sentence != total.sentence || next.sentence == first.sentence)
      return false;
    const std::string_view between = std::string_view(book_.document.text)
                                         .substr(q(total).span.end, q(first).span.begin - q(total).span.end);
    return between.find("：") == between.npos && between.find(":") == between.npos;
  }

  /// 由 5 个业务科室和 3 个综合科室组成: 由 opens a list, not a movement.
  bool composed(const Statement& part) const {
    const std::string_view sentence = book_.document.view(book_.statements.sentences[part.sentence].span);
    return sentence.find("组成") != sentence.npos || sentence.find("构成") != sentence.npos;
  }

  bool try_total(size_t i, size_t last) {
    resume_ = i;
    const bool found = try_group(i, i + 1, last);
    // 从办理结果看，A、B、C；从内容看，D、E: each division must make the whole.
    for (size_t j = resume_ + 1; j < last; ++j) {
      if (at(j).part_begin && at(j).part_of == static_cast<std::int32_t>(i) &&
          book_.statements.sentences[at(j).sentence].divides)
        try_group(i, j, last);
    }
    return found;
  }

  bool try_group(size_t i, size_t from, size_t last) {
    const Statement& total = at(i);
    const auto parts = parts_of(i, from, last);
    if (parts.size() < 2) return one_part(total, parts);
    Interval sum{0, 0};
    for (size_t k = 0; k < parts.size(); ++k) {
      sum = sum + q(*parts[k]).interval;
      if (k >= 1 && sum.overlaps(q(total).interval)) {
        report_held(total, {parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(k) + 1});
        return true;
      }
    }
    if (is_aside_of_one(total, *parts[0], *parts[1])) return one_part(total, {parts[0]});
    // 其中 opens a list of parts; 共 with a list behind it mostly does; other numbers are just neighbours.
    const bool said = parts.front()->part_begin;
    const bool listed = lists(*parts.front(), total);
    if (!said && !listed && !is_slip(q(total), {sum.middle(), sum.middle()}))
      return false;  // neighbours that only stand there
    const bool closed = said || total.total ||
                        depth_between(q(total).span.end, q(*parts.front()).span.begin) > 0 ||
                        lists(*parts.front(), total);
    if (closed) misfit(total, parts, sum, said);
    return said;
  }

  /// 按 … 分, 从 … 看 divide a whole; 其中 names some of it.
  bool divided(const Statement& part) const {
    const Sentence& sentence = book_.statements.sentences[part.sentence];
    return sentence.divides && !trim(book_.document.view(sentence.span)).starts_with("其中");
  }

  /// Words that say that what follows is the whole: 分别为, 包括, 由 … 组成, a colon.
  bool lists(const Statement& first, const Statement& total) const {
    const std::string_view between = std::string_view(book_.document.text)
                                         .substr(q(total).span.end, q(first).span.begin - q(total).span.end);
    for (const std::string_view word :
         {"包括", "分别", "分为", "其中", "即", "：", ":", "含", "中，", "中,"}) {
      if (between.find(word) != between.npos) return true;
    }
    return composed(first) ||
           (first.sentence != total.sentence && book_.statements.sentences[first.sentence].divides);
  }

  bool one_part(const Statement& total, const std::vector<const Statement*>& parts) {
    // Only what 其中 opens is surely of the number before it.
    return parts.size() == 1 && parts[0]->part_begin && one_larger(total, *parts[0]);
  }

  /// Tells of a part behind 其中 that is larger than the number before it.
  bool one_larger(const Statement& total, const Statement& part) {
    if (!part.part || part.part_of < 0 || &at(static_cast<size_t>(part.part_of)) != &total) return false;
    if (part.sentence != total.sentence) return false;
    if (q(part).interval.low <= q(total).interval.high) return false;
    if (part.flow != total.flow || part.average) return false;
    // 460 条, 31 条沟通, 其中 60 条: of the largest before it.
    for (const Statement* st = &total;
         st > book_.statements.all.data() && (st - 1)->sentence == total.sentence; --st) {
      if (q(*(st - 1)).unit == q(part).unit && q(*(st - 1)).interval.high >= q(part).interval.low)
        return false;
    }
    larger(total, part);
    return true;
  }

  void larger(const Statement& total, const Statement& part) {
    const Statement* others[] = {&total};
    Finding finding = compared(Kind::kImpossible, part.part, book_, part, q(total).interval,
                               fmt::format("{} > {}", words_of(book_, part), words_of(book_, total)), others);
    finding.recomputed.clear();
    finding.interval.clear();
    finding.explanation = {
        fmt::format("部分（{}）大于总体（{}）", words_of(book_, part), words_of(book_, total)),
        fmt::format("a part ({}) is larger than the whole ({})", words_of(book_, part),
                    words_of(book_, total))};
    results_.findings.push_back(std::move(finding));
  }

  std::string formula(const std::vector<const Statement*>& parts) const {
    std::string out;
    const Manner manner = manner_of(book_, *parts.front());
    for (size_t k = 0; k < parts.size(); ++k) {
      if (parts.size() > 8 && k == 4) {
        out += " + …";
        k = parts.size() - 3;
        continue;
      }
      out += (k ? " + " : "") + show(q(*parts[k]).value / manner.scale, manner_of(book_, *parts[k]).decimals);
    }
    return out;
  }

  void report_held(const Statement& total, std::vector<const Statement*> parts) {
    const std::string words = formula(parts) + " = " + words_of(book_, total);
    parts.insert(parts.begin(), &total);
    results_.held.push_back(held(Kind::kSum, book_, parts, words));
  }

  void misfit(const Statement& total, const std::vector<const Statement*>& parts, const Interval& sum,
              bool said) {
    for (const Statement* part : parts) {
      if (q(*part).interval.low <= q(total).interval.high) continue;
      return static_cast<void>(one_larger(total, *part));
    }
    if (without_one(total, parts)) return;
    const double difference = sum.middle() - q(total).value;
    const double relative = std::abs(difference) / q(total).value;
    const bool total_slip = is_slip(q(total), {sum.middle(), sum.middle()});
    const bool slip = total_slip || slipped_part(total, parts);
    const bool over = sum.low > q(total).interval.high;
    // Parts that overlap may exceed the whole, and 其中 need not name all of them: only near misses are
    // slips. 其中 may leave something out: what is missing must be little, unless the words say that nothing
    // is.
    const bool which = said && !divided(*parts[0]);
    const double room = composed(*parts[0]) ? 0.2 : !over && which ? 0.01 : parts.size() >= 3 ? 0.1 : 0.02;
    const bool by_year =
        parts.front()->own.empty() && parts.front()->part;  // 其中 2021 年 6 所: years leave nothing out
    const bool near = relative < (by_year && parts.size() > 2 ? 0.2 : room);
    if (over && (overlap_said(total) || (!said && shares_hold(total, parts)))) return;
    if (over ? relative > (by_year ? 0.5 : 0.15) && !slip : !slip && !near) return;
    if (!said && !slip && relative > 0.05 && !composed(*parts[0])) return;
    if (mixed_sum(total, parts) || mixed_slip(total, parts)) return;
    tell(total, parts, sum, total_slip && said && !over && relative < 0.2);
  }

  /// 部分志愿者具有多重身份: the text says itself that the parts overlap.
  bool overlap_said(const Statement& total) const {
    const std::string_view text =
        book_.document.view(book_.document.blocks[book_.statements.sentences[total.sentence].block].text);
    for (const std::string_view word :
         {"重复", "交叉", "重叠", "重合", "多重", "兼有", "大于总", "超过总", "同时"}) {
      if (text.find(word) != text.npos) return true;
    }
    return false;
  }

  /// 427 家，有研发活动的 301 家，占 70.5%；…: a part that is right by its share may well overlap another.
  bool shares_hold(const Statement& total, const std::vector<const Statement*>& parts) const {
    return std::ranges::any_of(parts, [&](const Statement* part) {
      const size_t next = static_cast<size_t>(part - book_.statements.all.data()) + 1;
      if (next >= book_.statements.all.size()) return false;
      const Statement& share = at(next);
      return share.sentence == part->sentence && share.role == Role::kShare &&
             q(share).dimension == Dimension::kPercent &&
             (q(*part).interval / q(total).interval * 100).overlaps(q(share).interval);
    });
  }

  /// Whether the rest makes the total without one of the parts: then that is a part of another part.
  bool without_one(const Statement& total, const std::vector<const Statement*>& parts) const {
    for (const Statement* left_out : parts) {
      Interval sum{0, 0};
      for (const Statement* part : parts) {
        if (part != left_out) sum = sum + q(*part).interval;
      }
      if (parts.size() > 2 && sum.overlaps(q(total).interval)) return true;
    }
    return false;
  }

  /// Whether things counted in another measure word among the parts (6 处 between 2 所 and 8 所) make up the
  /// rest.
  bool mixed_sum(const Statement& total, const std::vector<const Statement*>& parts) const {
    Interval sum{0, 0};
    for (const Statement* st = parts.front(); st <= parts.back(); ++st) {
      const bool counted =
          q(*st).dimension == q(total).dimension && st->role == Role::kLevel && q(*st).exact();
      if (counted) sum = sum + q(*st).interval;
    }
    return q(total).dimension == Dimension::kCount && sum.overlaps(q(total).interval);
  }

  void tell(const Statement& total, const std::vector<const Statement*>& parts, const Interval& sum,
            bool certain) {
    Finding finding = compared(Kind::kSum, certain, book_, total, sum,
                               formula(parts) + " = " + show(sum.middle(), manner_of(book_, total)), parts);
    finding.explanation = {fmt::format("各项相加为{}，不是{}", finding.recomputed, finding.stated),
                           fmt::format("the parts add up to {}, not {}", finding.recomputed, finding.stated)};
    results_.findings.push_back(std::move(finding));
  }

  /// The same where one of the parts is a slip of the pen: told with all of them as parts.
  bool mixed_slip(const Statement& total, const std::vector<const Statement*>& parts) {
    std::vector<const Statement*> all;
    Interval sum{0, 0};
    const Sentence& sentence = book_.statements.sentences[parts.front()->sentence];
    for (size_t i = sentence.first; i < sentence.first + sentence.count; ++i) {
      const Statement& st = at(i);
      if (&st == &total || !st.part || st.role != Role::kLevel || q(st).dimension != Dimension::kCount ||
          !q(st).exact() || st.depth != parts.front()->depth)
        continue;
      all.push_back(&st);
      sum = sum + q(st).interval;
    }
    if (all.size() <= parts.size() || q(total).dimension != Dimension::kCount) return false;
    if (!is_slip(q(total), {sum.middle(), sum.middle()}) && !slipped_part(total, all)) return false;
    tell(total, all, sum, false);
    return true;
  }

  /// Whether one part with a slip of the pen would explain the difference.
  bool slipped_part(const Statement& total, const std::vector<const Statement*>& parts) const {
    for (const Statement* slipped : parts) {
      Interval rest = q(total).interval;
      for (const Statement* part : parts) {
        if (part != slipped) rest = rest - q(*part).interval;
      }
      if (rest.low > 0 && q(*slipped).value / q(*slipped).step >= 1000 &&
          is_slip(q(*slipped), {rest.middle(), rest.middle()}))
        return true;
    }
    return false;
  }

  /// Shares of one whole in one sentence: together at most 100 %.
  void shares(std::uint32_t s) {
    const Sentence& sentence = book_.statements.sentences[s];
    std::vector<const Statement*> shares;
    auto close = [&] {
      if (shares.size() >= 2) judge_shares(shares);
      shares.clear();
    };
    for (size_t i = sentence.first; i < sentence.first + sentence.count; ++i) {
      const Statement& st = at(i);
      if (st.part_begin && !shares.empty()) close();
      if (q(st).dimension != Dimension::kPercent) continue;
      const bool goes_on = !shares.empty() && st.role == Role::kLevel && !st.own.ends_with("率") &&
                           punctuated(*shares.back(), st);
      // 以 7.8% 的土地贡献 31.4% 的产值: shares of different things.
      const std::string_view behind = std::string_view(book_.document.text).substr(q(st).span.end, 3);
      const bool share = (is_share(st) || goes_on) && behind != "的";
      if (!share || !q(st).exact()) {
        if (st.role == Role::kChange) continue;
        close();
        continue;
      }
      if (!shares.empty() &&
          (st.part_begin || (st.role == Role::kShare && shares.front()->role == Role::kShare &&
                             !st.whole.empty() && st.whole != shares.front()->whole))) {
        close();
      }
      if (!shares.empty() && st.period != shares.front()->period) close();
      shares.push_back(&st);
    }
    close();
  }

  /// 占 35%、40%: without a mark between them they are cells of a lost table.
  bool punctuated(const Statement& a, const Statement& b) const {
    const std::string_view between =
        std::string_view(book_.document.text).substr(q(a).span.end, q(b).span.begin - q(a).span.end);
    for (const std::string_view mark : {"、", "，", ",", "和", "；"}) {
      if (between.find(mark) != between.npos) return true;
    }
    return false;
  }

  static bool is_share(const Statement& st) {
    return st.role == Role::kShare ||
           (st.role == Role::kLevel && (st.own.ends_with("占比") || st.own.ends_with("比重")));
  }

  void judge_shares(const std::vector<const Statement*>& shares) {
    Interval sum{0, 0};
    for (const Statement* share : shares) sum = sum + q(*share).interval;
    if (sum.contains(100)) {
      if (shares.size() > 2)
        results_.held.push_back(held(Kind::kSum, book_, shares, formula(shares) + " = 100%"));
      return;
    }
    const bool over = sum.low > 100;
    // Shares of different things in one sentence need not belong together; near misses of many do.
    if (over ? sum.low > 125 || shares.size() < 3 : shares.size() < 3 || sum.high < 98) {
      if (!(over && shares.size() == 2 && sum.low < 110)) return;
    }
    Finding finding = compared(Kind::kSum, over && shares.size() >= 3, book_, *shares.back(),
                               Interval{100, 100} - (sum - q(*shares.back()).interval),
                               formula(shares) + " = " + show(sum.middle(), manner_of(book_, *shares.back())),
                               {shares.data(), shares.size() - 1});
    finding.explanation = {
        fmt::format("各项占比相加为{}，不是 100%", show(sum.middle(), manner_of(book_, *shares.back()))),
        fmt::format("the shares add up to {}, not 100%",
                    show(sum.middle(), manner_of(book_, *shares.back())))};
    results_.findings.push_back(std::move(finding));
  }

  /// 三次产业结构为 0.04 : 35.6 : 64.4.
  void composition(std::uint32_t s) {
    const Sentence& sentence = book_.statements.sentences[s];
    std::vector<const Statement*> parts;
    for (size_t i = sentence.first; i < sentence.first + sentence.count + 1; ++i) {
      const bool more =
          i < sentence.first + sentence.count && (parts.empty() || joined(*parts.back(), at(i)));
      if (more && q(at(i)).dimension == Dimension::kNone && q(at(i)).exact() && q(at(i)).value >= 0) {
        parts.push_back(&at(i));
        continue;
      }
      if (parts.size() >= 3) judge_composition(parts);
      parts.clear();
      if (i < sentence.first + sentence.count && q(at(i)).dimension == Dimension::kNone)
        parts.push_back(&at(i));
    }
  }

  bool joined(const Statement& a, const Statement& b) const {
    const std::string between(
        trim(std::string_view(book_.document.text).substr(q(a).span.end, q(b).span.begin - q(a).span.end)));
    return between == ":" || between == "：" || between == "∶";
  }

  void judge_composition(const std::vector<const Statement*>& parts) {
    Interval sum{0, 0};
    for (const Statement* part : parts) sum = sum + q(*part).interval;
    if (sum.contains(100)) {
      results_.held.push_back(held(Kind::kSum, book_, parts, formula(parts) + " = 100"));
      return;
    }
    if (sum.middle() < 90 || sum.middle() > 110) return;  // 6:4, 1:2:3
    Finding finding = compared(Kind::kSum, true, book_, *parts.back(),
                               Interval{100, 100} - (sum - q(*parts.back()).interval),
                               formula(parts) + " = " + show(sum.middle(), manner_of(book_, *parts.back())),
                               {parts.data(), parts.size() - 1});
    finding.explanation = {
        fmt::format("结构各部分相加为{}，不是 100", show(sum.middle(), manner_of(book_, *parts.back()))),
        fmt::format("the parts of the structure add up to {}, not 100",
                    show(sum.middle(), manner_of(book_, *parts.back())))};
    results_.findings.push_back(std::move(finding));
  }

  const Book& book_;
  Results& results_;
  size_t resume_ = 0;
};

}  // namespace

void check_text_sums(const Book& book, Results& results) { SumCheck(book, results).run(); }

}  // namespace zhiheng::audit
