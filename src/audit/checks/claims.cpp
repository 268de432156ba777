#include "audit/checks/claims.h"

#include <algorithm>

#include "audit/checks/draft.h"
#include "audit/checks/goals.h"
#include "audit/sections.h"
#include "audit/subject.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr std::uint32_t kSaidBytes = 900;  // of a sentence before a number
constexpr size_t kMeasureBytes = 12;       // of a name, so that a number without unit is one of a measure
constexpr size_t kMostCells = 200'000;     // of a table; larger ones are data, not claims

/// The words of the last bracket in a number's clause: `覆盖率（集建区域）达到`.
std::string bracket_of(std::string_view clause) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
    const size_t at = clause.rfind(open), end = clause.rfind(close);
    if (at == clause.npos || end == clause.npos || end < at || end - at > 60) continue;
    std::string words(clause.substr(at + open.size(), end - at - open.size()));
    std::erase_if(words, [](char c) { return c == ' ' || c == '\n'; });
    return words;
  }
  return {};
}

std::string without_brackets(std::string_view label, std::string& aside) {
  std::string out;
  int depth = 0;
  for (size_t at = 0; at < label.size();) {
    size_t next = at;
    const char32_t c = next_code_point(label, next);
    if (c == U'（' || c == U'(' || c == U'〔' || c == U'[') {
      ++depth;
    } else if (c == U'）' || c == U')' || c == U'〕' || c == U']') {
      depth = std::max(0, depth - 1);
    } else {
      (depth ? aside : out).append(label.substr(at, next - at));
    }
    at = next;
  }
  return out;
}

std::string area_of(std::string_view sentence) {
  for (const std::string_view word : {"全国", "全省", "全市", "全区", "全县", "全镇", "全街道", "全州"}) {
    if (sentence.find(word) != sentence.npos) return std::string(word);
  }
  return {};
}

/// The first name of that level in a run of Han characters: 上海市闵行区人民政府 names 闵行区.
std::string_view place_in(std::string_view run, std::string_view level) {
  run = run.substr(0, std::min<size_t>(run.size(), 36));
  for (size_t at = run.find(level); at != run.npos; at = run.find(level, at + 3)) {
    std::string_view name = run.substr(0, at + 3);
    for (const std::string_view above : {"省", "市", "自治区"}) {
      if (const size_t cut = name.substr(0, at).rfind(above); cut != name.npos)
        name.remove_prefix(cut + above.size());
    }
    const bool common = contains_any(name, {"质量", "建设", "强", "全", "地区", "社区", "示范", "园区",
                                            "城区", "各", "本", "该", "的", "关于"});
    if (!common && name.size() >= 9 && name.size() <= 21) return name;
  }
  return {};
}

/// The district or county that the title names, else its city, else what the text names most:
/// 某市南屏区质量提升行动计划.
std::string home_of(const Book& book) {
  const std::string_view text = book.document.text;
  std::string run, city;
  for (size_t at = 0; at < text.size() && at < 300;) {
    size_t next = at;
    const char32_t c = next_code_point(text, next);
    at = c >= 0x4E00 && c <= 0x9FFF ? (run.append(text.substr(at, next - at)), next) : next;
    if (c >= 0x4E00 && c <= 0x9FFF && at < 300) continue;
    for (const std::string_view level : {"区", "县"}) {
      if (const std::string_view name = place_in(run, level); !name.empty()) return std::string(name);
    }
    if (city.empty()) city = place_in(run, "市");
    run.clear();
  }
  return city.empty() ? book.statements.region : city;
}

Scope level_of(std::string_view home, std::string_view text) {
  if (!home.empty()) return home.ends_with("市") || home.ends_with("州") ? Scope::kCity : Scope::kOwn;
  static constexpr std::pair<std::string_view, Scope> kLevels[] = {{"全省", Scope::kProvince},
                                                                   {"全市", Scope::kCity},
                                                                   {"全国", Scope::kNation},
                                                                   {"全区", Scope::kOwn},
                                                                   {"全县", Scope::kOwn}};
  Scope level = Scope::kOwn;
  size_t most = 0;
  for (const auto& [word, scope] : kLevels) {
    size_t count = 0;
    for (size_t at = text.find(word); at != text.npos && count < 1000; at = text.find(word, at + 1)) ++count;
    if (count > most) most = count, level = scope;
  }
  return level;
}

/// Whether one of `words` ends a clause: 质量稳步提升，…, not 质量提升行动.
bool closes(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    return text.find(std::string(word) + "，") != text.npos ||
           text.find(std::string(word) + "、") != text.npos;
  });
}

class ClaimReader {
 public:
  explicit ClaimReader(const Book& book)
      : book_(book),
        goals_(book),
        places_(places_of(book.document)),
        home_(home_of(book)),
        own_level_(level_of(home_, book.document.text)) {}

  std::vector<Claim> run() {
    for (const Statement& st : book_.statements.all) add(st);
    for (const TableModel& table : book_.tables) add(table);
    return std::move(claims_);
  }

 private:
  static bool countable(const Quantity& q) {
    return q.dimension != Dimension::kRank && q.bound != Bound::kRange;
  }

  /// 死亡人数为 0.11, 指数 86.2: a number without unit that has decimals and a name is measured, not counted
  /// off.
  bool bare_measure(const Statement& st, const Quantity& q) const {
    return q.dimension == Dimension::kNone && q.step < 1 && st.core.size() >= kMeasureBytes &&
           st.role == Role::kLevel && book_.document.view(q.number).find('.') != std::string_view::npos;
  }

  /// 新增泊位 1800 个，累计达到 7600 个: all there is of what is new.
  bool running_total(const Statement& st, std::string_view clause) const {
    if (!st.list || !st.total || st.parent < 0 || clause.find("累计") == clause.npos) return false;
    const Statement& parent = book_.statements.all[static_cast<size_t>(st.parent)];
    const Quantity &a = book_.statements.quantity(parent), &b = book_.statements.quantity(st);
    return parent.flow && parent.sentence == st.sentence && a.dimension == b.dimension && a.unit == b.unit &&
           a.value <= b.value;
  }

  /// The period of `2024年，甲为…；乙为…。`: said once, it holds behind the semicolons too.
  Period led_period(const Statement& st) const {
    if (st.period_said || st.reached || book_.statements.quantity(st).bound != Bound::kExact)
      return st.period;
    const auto& sentences = book_.statements.sentences;
    for (size_t i = st.sentence; i > 0 && sentences[i - 1].continued; --i) {
      const Sentence& before = sentences[i - 1];
      if (before.block != sentences[st.sentence].block || before.count == 0) break;
      const Statement& lead = book_.statements.all[before.first];
      if (lead.period_said) return lead.period.to < st.period.to ? lead.period : st.period;
    }
    return st.period;
  }

  /// The words of the sentence between the number before and this one: `质量稳步提升，合格率达到`.
  std::string_view words_before(const Statement& st) const {
    const auto self = static_cast<size_t>(&st - book_.statements.all.data());
    const Sentence& sentence = book_.statements.sentences[st.sentence];
    const std::uint32_t end = book_.statements.quantity(st).number.begin;
    const std::uint32_t begin = self > sentence.first
                                    ? book_.statements.quantity(book_.statements.all[self - 1]).span.end
                                    : sentence.span.begin;
    return begin < end ? book_.document.view({begin, end}) : std::string_view{};
  }

  void add(const Statement& st) {
    const Quantity& q = book_.statements.quantity(st);
    const std::string_view clause = book_.document.view({st.clause.begin, q.number.begin});
    const bool hoped = contains_any(clause, {"力争", "争取", "努力达到", "努力"});
    const bool total = running_total(st, clause);
    if (!countable(q) || (q.dimension == Dimension::kNone && !bare_measure(st, q)) ||
        st.scope == Scope::kPart || (st.list && !hoped && !total))
      return;
    Claim claim;
    claim.book = &book_;
    claim.statement = &st;
    claim.quantity = q;
    claim.words = total ? thing_key(st.core) : st.core;
    if (st.role == Role::kShare) claim.words += "占" + st.whole;
    claim.aside = bracket_of(clause);
    const Sentence& sentence = book_.statements.sentences[st.sentence];
    claim.area = area_of(book_.document.view(
        {std::max(sentence.span.begin, q.span.begin > kSaidBytes ? q.span.begin - kSaidBytes : 0),
         q.span.begin}));
    claim.period = led_period(st);
    claim.role = st.role;
    claim.scope = st.scope == own_level_ ? Scope::kOwn : st.scope;
    claim.place = places_[sentence.block];
    claim.hoped = hoped;
    claim.goal = goals_.is_goal(st) && (claim.period == st.period || !book_.statements.year_said ||
                                        claim.period.to >= book_.statements.year);
    read_words(st, clause, claim);
    finish(std::move(claim));
  }

  /// What the words around a number say of it.
  void read_words(const Statement& st, std::string_view clause, Claim& claim) const {
    claim.yearly = contains_any(clause, {"每年", "年均新", "年均完成", "年均培", "年度"});
    claim.flow = st.flow || has_flow(clause);
    claim.total = st.total || contains_any(clause, {"余额", "保有量", "拥有量", "年末", "现有"});
    const std::string_view before = clause.substr(clause.size() - std::min<size_t>(clause.size(), 36));
    claim.rising = contains_any(before, {"提升", "提高", "增加", "增长", "上升", "扩大", "升至", "增至"});
    const std::string_view run_up = words_before(st);
    claim.bettered = closes(run_up, {"提升", "改善", "优化", "提高", "改进", "向好", "增强"});
    claim.lessened = closes(run_up, {"下降", "降低", "减少", "缩短", "压减"}) ||
                     contains_any(run_up, {"降至", "降到", "减至", "下降到", "降低到", "压减到", "减少到",
                                           "缩短到", "下降至", "降低至", "减少至", "缩短至"});
    claim.state = st.reached || claim.total ||
                  contains_any(before, {"达", "突破", "超过", "拥有", "稳定", "保持", "不少于", "不低于",
                                        "为", "控制"});
    claim.holding = contains_any(before, {"稳定", "保持", "维持", "巩固", "不低于", "不少于"});
    claim.less = st.reached && st.sign < 0;
    claim.less = claim.less ||
                 contains_any(clause, {"控制在", "不超过", "降至", "降到", "下降到", "下降至", "降低到",
                                       "降低至", "减少到", "压减", "压缩", "缩短"}) ||
                 claim.quantity.bound == Bound::kAtMost;
  }

  void finish(Claim claim) {
    claim.home = home_;
    claim.key = measure_key(claim.words);
    claims_.push_back(std::move(claim));
  }

  void add(const TableModel& table) {
    if (table.rows.size() * table.columns.size() > kMostCells) return;
    for (const Value& value : table.values) add(table, value, value.quantity);
    // "不少于 10 个", "达到 85% 左右": a cell of words with one number is a goal's.
    for (std::int32_t c = 0; c < static_cast<std::int32_t>(table.columns.size()); ++c) {
      if (!goals_.is_goal(table, c)) continue;
      for (std::int32_t r = 0; r < static_cast<std::int32_t>(table.rows.size()); ++r) {
        if (table.state(static_cast<size_t>(r), static_cast<size_t>(c)) == kWordsCell) add_words(table, r, c);
      }
    }
  }

  void add_words(const TableModel& table, std::int32_t r, std::int32_t c) {
    if (table.columns.size() != 1) return;  // which of several cells of words it is, the table does not say
    const read::Span row = table.rows[static_cast<size_t>(r)].whole;
    const auto cell =
        std::lower_bound(book_.document.cells.begin(), book_.document.cells.end(), row.end,
                         [](const read::Cell& a, std::uint32_t end) { return a.text.end < end; });
    if (cell == book_.document.cells.end() || cell->text.end != row.end || cell->text.begin < row.begin)
      return;
    const std::string_view text = book_.document.view(cell->text);
    if (text.size() > 40 || contains_any(text, {"较", "比", "降", "增", "每"})) return;
    Scan scanned;
    scan(book_.document.text, cell->text, scanned);
    if (scanned.quantities.size() != 1 || scanned.quantities[0].dimension == Dimension::kNone) return;
    add(table, Value{scanned.quantities[0], r, c}, scanned.quantities[0]);
  }

  void add(const TableModel& table, const Value& value, const Quantity& q) {
    const Line& row = table.rows[static_cast<size_t>(value.row)];
    const Line& column = table.columns[static_cast<size_t>(value.column)];
    const Measure measure = measure_of(table, value);
    if (!countable(q) || measure == Measure::kOrdinal || measure == Measure::kRank ||
        measure == Measure::kGrowth || measure == Measure::kPoints || measure == Measure::kDifference)
      return;
    Claim claim;
    claim.book = &book_;
    claim.table = &table;
    claim.value = value;
    claim.value.quantity = q;
    claim.quantity = q;
    const std::string label = label_of(table, row, column);
    claim.words = without_brackets(label, claim.aside);
    claim.words = core_of(claim.words, book_.statements.region);
    claim.period = period_of(table, value);
    const bool base = contains_any(column.label, {"基期", "现状", "基数", "基准"});
    if (!column.period.named() && base)
      claim.period = {book_.statements.year, book_.statements.year, 0, 0};
    else if (!column.period.named() && !row.period.named() && goals_.is_goal(table, value.column))
      claim.period = goals_.end(table);
    else if (!claim.period.named())
      claim.period = relative(row.is_relative ? row : column);
    claim.goal =
        goals_.is_goal(table, value.column) &&
        (!claim.period.named() || claim.period.to >= book_.statements.year || !book_.statements.year_said);
    const std::string said = row.label + column.label;
    claim.flow = has_flow(said) || has_flow(table.title) || label.find("增加") != std::string::npos;
    claim.total = contains_any(said, {"年末", "期末", "总数", "累计", "总量", "余额", "保有量", "拥有量"});
    claim.less = q.bound == Bound::kAtMost;
    claim.state = !claim.flow;
    claim.yearly = contains_any(label, {"每年", "当年"});
    finish(std::move(claim));
  }

  static std::string label_of(const TableModel& table, const Line& row, const Line& column) {
    const bool by_row = !generic(row.subject) && !row.period.named();
    const bool by_column = !generic(column.subject) && !column.period.named();
    if (by_row && by_column && !column.is_relative) return row.subject + column.subject;
    if (by_row) return row.subject;
    return by_column ? column.subject : table.title;
  }

  /// Labels that say nothing of what is measured: 数量, 目标值, 指标值.
  static bool generic(std::string_view label) {
    if (label.empty()) return true;
    for (const std::string_view word :
         {"数量",   "数值",   "目标", "目标值",   "指标值",   "值",        "合计", "指标",
          "现状",   "现状值", "基期", "基期值",   "基数",     "完成",      "实际", "完成值",
          "实际值", "单位",   "年",   "预期目标", "规划目标", "规划目标值"}) {
      if (label == word) return true;
    }
    return false;
  }

  Period relative(const Line& line) const {
    const auto year =
        static_cast<std::int16_t>(book_.statements.year + (line.is_relative ? line.relative : 0));
    return {year, year, 0, 0};
  }

  const Book& book_;
  Goals goals_;
  std::vector<std::int32_t> places_;
  std::string home_;
  Scope own_level_;  // which of 全市, 全省 means the document's own area; kOwn if neither
  std::vector<Claim> claims_;
};

}  // namespace

std::vector<Claim> claims_of(const Book& book) { return ClaimReader(book).run(); }

Claims claims_of(const std::vector<Book>& books) {
  Claims claims;
  claims.reserve(books.size());
  for (const Book& book : books) claims.push_back(claims_of(book));
  return claims;
}

}  // namespace zhiheng::audit
