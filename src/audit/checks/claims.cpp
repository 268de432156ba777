#include "audit/checks/claims.h"

#include <algorithm>
#include <set>

#include "audit/checks/draft.h"
#include "audit/checks/goals.h"
#include "audit/sections.h"
#include "audit/subject.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr std::string_view kFlowWords[] = {"新增", "净增", "新建", "新设", "新登记", "新认定", "新认证", "新发放", "新开工", "新开", "新办", "新签", "新创",
                                           "新投放", "新获", "新注册", "增设", "当年新", "当年发放", "累计发放", "发放"};
constexpr std::string_view kStockWords[] = {"期末", "年末", "年底", "月末", "总数", "总量", "总计", "累计", "保有量", "拥有量", "存量", "余额", "现有", "共有", "已有", "实有", "有效", "数量"};

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

/// The place that the title names: 某市南屏区质量提升行动计划.
std::string home_of(const Book& book) {
  const std::string_view text = book.document.text;
  std::string run;
  for (size_t at = 0; at < text.size() && at < 300;) {
    size_t next = at;
    const char32_t c = next_code_point(text, next);
    const bool han = c >= 0x4E00 && c <= 0x9FFF;
    if (han) run.append(text.substr(at, next - at));
    if (!han && !run.empty() && run != "关于印发" && run != "关于") break;
    if (!han) run.clear();
    at = next;
  }
  run.resize(std::min<size_t>(run.size(), 27));
  size_t end = 0;
  for (const std::string_view word : {"省", "市", "区", "县", "州", "镇"}) {
    if (const size_t at = run.rfind(word); at != run.npos && at >= 3) end = std::max(end, at + 3);
  }
  run.resize(end);
  if (contains_any(run, {"质量", "建设", "强", "全", "地区", "社区", "示范"})) run.clear();
  return run.size() >= 6 ? run : book.statements.region;
}

class ClaimReader {
 public:
  explicit ClaimReader(const Book& book) : book_(book), goals_(book), places_(places_of(book.document)), home_(home_of(book)) {}

  std::vector<Claim> run() {
    for (const Statement& st : book_.statements.all) add(st);
    for (const TableModel& table : book_.tables) add(table);
    return std::move(claims_);
  }

 private:
  static bool countable(const Quantity& q) {
    return q.dimension != Dimension::kRank && q.bound != Bound::kRange;
  }

  void add(const Statement& st) {
    const Quantity& q = book_.statements.quantity(st);
    const std::string_view clause = book_.document.view({st.clause.begin, q.number.begin});
    const bool hoped = contains_any(clause, {"力争", "争取", "努力达到", "努力"});
    if (!countable(q) || q.dimension == Dimension::kNone || st.scope == Scope::kPart || (st.list && !hoped)) return;
    Claim claim;
    claim.book = &book_;
    claim.statement = &st;
    claim.quantity = q;
    claim.words = st.core;
    if (st.role == Role::kShare) claim.words += "占" + st.whole;
    claim.aside = bracket_of(clause);
    const Sentence& sentence = book_.statements.sentences[st.sentence];
    claim.area = area_of(book_.document.view({sentence.span.begin, q.span.begin}));
    claim.period = st.period;
    claim.role = st.role;
    claim.place = places_[sentence.block];
    claim.hoped = hoped;
    claim.goal = goals_.is_goal(st);
    claim.yearly = contains_any(clause, {"每年", "年均新", "年均完成", "年均培", "年度"});
    claim.flow = st.flow || contains_any(clause, {"新认证", "新发放", "新办", "新签"});
    claim.total = st.total || contains_any(clause, {"余额", "保有量", "拥有量", "年末", "现有"});
    const std::string_view before = clause.substr(clause.size() - std::min<size_t>(clause.size(), 36));
    claim.rising = contains_any(before, {"提升", "提高", "增加", "增长", "上升", "扩大", "升至", "增至"});
    claim.holding = contains_any(before, {"稳定", "保持", "维持", "巩固", "不低于", "不少于"});
    claim.less = st.reached && st.sign < 0;
    claim.less = claim.less || contains_any(clause, {"控制在", "不超过", "降至", "降到", "下降到", "下降至", "降低到", "降低至", "减少到", "压减", "压缩", "缩短"}) || q.bound == Bound::kAtMost;
    finish(std::move(claim));
  }

  void finish(Claim claim) {
    claim.home = home_;
    claim.key = measure_key(claim.words);
    claims_.push_back(std::move(claim));
  }

  void add(const TableModel& table) {
    if (table.rows.size() * table.columns.size() > 200'000) return;
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
    const auto cell = std::lower_bound(book_.document.cells.begin(), book_.document.cells.end(), row.end,
                                       [](const read::Cell& a, std::uint32_t end) { return a.text.end < end; });
    if (cell == book_.document.cells.end() || cell->text.end != row.end || cell->text.begin < row.begin) return;
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
    if (!countable(q) || measure == Measure::kOrdinal || measure == Measure::kRank || measure == Measure::kGrowth || measure == Measure::kPoints || measure == Measure::kDifference) return;
    Claim claim;
    claim.book = &book_;
    claim.table = &table;
    claim.value = value;
    claim.value.quantity = q;
    claim.quantity = q;
    std::string label = row.subject;
    if (row.period.named() || row.is_relative) label = column.subject;
    else if (!generic(column.subject) && !column.period.named() && !column.is_relative) label += column.subject;
    if (generic(label)) {
      label = row.period.named() ? row.label : column.label;
      if (generic(label)) label = table.title;
    }
    claim.words = without_brackets(label, claim.aside);
    claim.words = core_of(claim.words, book_.statements.region);
    claim.period = period_of(table, value);
    if (!claim.period.named()) claim.period = relative(row.is_relative ? row : column);
    claim.goal = goals_.is_goal(table, value.column) && (!claim.period.named() || claim.period.to >= book_.statements.year || !book_.statements.year_said);
    claim.flow = contains_any(label, {"新增", "净增", "新建", "新设", "新登记", "新认", "新发放", "新办", "发放", "增加"}) || contains_any(table.title, {"新增", "新建"});
    claim.total = contains_any(label, {"年末", "期末", "总数", "累计", "总量", "余额", "保有量", "拥有量"});
    claim.less = q.bound == Bound::kAtMost;
    claim.yearly = contains_any(label, {"每年", "年度"});
    finish(std::move(claim));
  }

  /// Labels that say nothing of what is measured: 数量, 目标值, 指标值.
  static bool generic(std::string_view label) {
    if (label.empty()) return true;
    for (const std::string_view word : {"数量", "数值", "目标", "目标值", "指标值", "值", "合计", "指标", "现状", "现状值", "基期", "基期值", "基数", "完成", "实际", "完成值", "实际值", "单位", "年", "预期目标", "规划目标", "规划目标值"}) {
      if (label == word) return true;
    }
    return false;
  }

  Period relative(const Line& line) const {
    const auto year = static_cast<std::int16_t>(book_.statements.year + (line.is_relative ? line.relative : 0));
    return {year, year, 0, 0};
  }

  const Book& book_;
  Goals goals_;
  std::vector<std::int32_t> places_;
  std::string home_;
  std::vector<Claim> claims_;
};

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
}

/// Drops `word` where it leads; at least three characters stay.
template <typename Words>
bool drop_lead(std::string& key, const Words& words) {
  for (const std::string_view word : words) {
    if (key.size() >= word.size() + 9 && key.starts_with(word)) {
      key.erase(0, word.size());
      return true;
    }
  }
  return false;
}

template <typename Words>
bool drop_trail(std::string& key, const Words& words) {
  for (const std::string_view word : words) {
    if (key.size() >= word.size() + 9 && key.ends_with(word)) {
      key.resize(key.size() - word.size());
      return true;
    }
  }
  return false;
}

/// "500米覆盖率", "500m覆盖率": distances say how, not what.
void drop_distances(std::string& key) {
  for (size_t at = 0; at < key.size(); ++at) {
    if (key[at] < '0' || key[at] > '9') continue;
    size_t end = at;
    while (end < key.size() && key[end] >= '0' && key[end] <= '9') ++end;
    const std::string_view rest = std::string_view(key).substr(end);
    const size_t unit = rest.starts_with("米") ? 3 : rest.starts_with("m") ? 1 : 0;
    if (unit) key.erase(at, end - at + unit);
    else at = end;
  }
}

}  // namespace

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::vector<Claim> claims_of(const Book& book) { return ClaimReader(book).run(); }

std::string measure_key(std::string_view words) {
  std::string key(words);
  static constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
      {"PM2.5", "细颗粒物"}, {"PM_{2.5}", "细颗粒物"}, {"PM10", "可吸入颗粒物"}, {"细颗粒物(细颗粒物)", "细颗粒物"}, {"地区生产总值", "生产总值"}, {"GDP", "生产总值"}, {"AQI优良率", "空气质量优良率"},
      {"环境空气", "空气"}, {"每万人口", "万人"}, {"每万人", "万人"}, {"万人口", "万人"}, {"每千人口", "千人"}, {"每千人", "千人"}, {"规上", "规模以上"}, {"研究与试验发展", "研发"}, {"R&D", "研发"}, {"全社会", ""},
      {"公共交通", "公交"}, {"相当于", "占"}, {"占全区", "占"}, {"占全市", "占"}, {"占全县", "占"}, {"占全省", "占"}, {"的", ""}, {"“", ""}, {"”", ""}};
  for (const auto& [from, to] : kSpellings) replace(key, from, to);
  if (key.find("占") != key.npos) drop_trail(key, std::initializer_list<std::string_view>{"比例", "比重"});
  drop_distances(key);
  static constexpr std::string_view kLead[] = {"目前", "全区", "全市", "全县", "全省", "全镇", "区内", "现有", "培育", "建设", "创建", "打造", "建成", "完成", "实现", "预计", "时期", "期间", "期末", "全年",
                                               "当月", "当年", "本年", "年度", "力争", "确保", "争取", "推动", "推进", "累计", "持续", "形成", "有", "使", "将", "共", "按", "末", "到", "截至", "其中"};
  static constexpr std::string_view kTrail[] = {"稳定", "保持", "控制", "力争", "持续", "预计", "逐步", "进一步", "大幅", "总数", "数量", "总计", "争取", "全部", "以上", "提升", "努力", "不断", "占比情况", "目标值", "目标", "预", "并", "稳步", "基本", "总体"};
  while (drop_lead(key, kLead) || drop_trail(key, kTrail)) {
  }
  return key;
}

std::string thing_key(std::string_view key) {
  std::string thing(key);
  for (const std::string_view word : kFlowWords) replace(thing, word, "");
  for (const std::string_view word : kStockWords) replace(thing, word, "");
  while (drop_trail(thing, std::initializer_list<std::string_view>{"认证数", "认证", "家数", "户数", "个数", "数"})) {
  }
  return thing;
}

bool same_area(const Claim& a, const Claim& b) {
  if (a.statement && b.statement && a.statement->scope != b.statement->scope) return false;
  if (a.book == b.book) return a.place == b.place && (a.area == b.area || a.area.empty() || b.area.empty());
  if (a.place >= 0 || b.place >= 0) return false;
  if (!a.home.empty() && !b.home.empty()) return a.home.ends_with(b.home) || b.home.ends_with(a.home);
  return a.area == b.area;
}

bool same_unit(const Claim& a, const Claim& b) {
  const Quantity &x = a.quantity, &y = b.quantity;
  if (x.dimension != y.dimension) return false;
  if (x.unit == y.unit) return true;
  if (x.dimension != Dimension::kCount) return false;
  const auto thing = [](std::string_view unit) {
    for (const std::string_view word : {"个", "家", "处", "所", "座", "户", "项", "名", "人", "位"}) {
      if (unit == word) return unit == "名" || unit == "人" || unit == "位" ? 2 : 1;
    }
    return 0;
  };
  return thing(x.unit) != 0 && thing(x.unit) == thing(y.unit);
}

int telling_digits(const Claim& claim) {
  std::string digits;
  for (const char c : claim.book->document.view(claim.quantity.number)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const size_t begin = digits.find_first_not_of('0');
  if (begin == digits.npos) return 0;
  const size_t end = digits.find_last_not_of('0');
  return static_cast<int>(end - begin + 1);
}

Spot spot_of(const Claim& claim) {
  return claim.statement ? spot_of(*claim.book, *claim.statement) : spot_of(*claim.book, *claim.table, claim.value);
}

std::string words_of(const Claim& claim) {
  std::string words(claim.book->document.view(claim.quantity.span));
  std::erase_if(words, [](char c) { return c == ' ' || c == '\n'; });
  if (!claim.statement && words.find_first_not_of("0123456789.,-≥≤＞＜<>") == words.npos) {
    const TableModel& table = *claim.table;
    words += unit_of(table, table.rows[static_cast<size_t>(claim.value.row)], table.columns[static_cast<size_t>(claim.value.column)]);
  }
  return words;
}

Manner manner_of(const Claim& claim) {
  if (claim.statement) return manner_of(*claim.book, *claim.statement);
  const TableModel& table = *claim.table;
  const Line& row = table.rows[static_cast<size_t>(claim.value.row)];
  return manner_of(claim.book->document.text, claim.quantity, unit_of(table, row, table.columns[static_cast<size_t>(claim.value.column)]));
}

void replace_told(Results& results, size_t first, std::initializer_list<Kind> kinds) {
  using Place = std::pair<std::uint32_t, std::uint32_t>;
  const auto pair_of = [](const Finding& f) -> std::pair<Place, Place> {
    const Place a{f.spots[0].document, f.spots[0].mark.begin}, b{f.spots[1].document, f.spots[1].mark.begin};
    return {std::min(a, b), std::max(a, b)};
  };
  std::set<std::pair<Place, Place>> told;
  for (size_t i = first; i < results.findings.size(); ++i) {
    if (results.findings[i].spots.size() > 1) told.insert(pair_of(results.findings[i]));
  }
  size_t at = 0;
  std::erase_if(results.findings, [&](const Finding& f) {
    return at++ < first && f.spots.size() > 1 && std::ranges::find(kinds, f.kind) != kinds.end() && told.contains(pair_of(f));
  });
}

}  // namespace zhiheng::audit
