#include <algorithm>
#include <set>

#include "audit/checks/claims.h"
#include "audit/checks/draft.h"

namespace zhiheng::audit {
namespace {

constexpr std::string_view kFlowWords[] = {
    "新增", "净增", "新建",   "新设",   "新登记", "新认定",   "新认证",   "新发放", "新开工", "新开",
    "新办", "新签", "新创",   "新投放", "新改建", "新改扩建", "改扩建",   "改造",   "新引进", "新培育",
    "新晋", "新获", "新注册", "增设",   "当年新", "当年发放", "累计发放", "发放"};
constexpr std::string_view kStockWords[] = {"期末", "年末", "年底",   "月末",   "总数", "总量",
                                            "总计", "累计", "保有量", "拥有量", "存量", "余额",
                                            "现有", "共有", "已有",   "实有",   "有效", "数量"};

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
}

bool has_lead(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
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
    if (unit)
      key.erase(at, end - at + unit);
    else
      at = end;
  }
}

}  // namespace

bool has_flow(std::string_view words) {
  return std::ranges::any_of(kFlowWords,
                             [&](std::string_view word) { return words.find(word) != words.npos; });
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::string measure_key(std::string_view words) {
  std::string key(words);
  static constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
      {"PM2.5", "细颗粒物"},
      {"PM_{2.5}", "细颗粒物"},
      {"PM10", "可吸入颗粒物"},
      {"细颗粒物(细颗粒物)", "细颗粒物"},
      {"地区生产总值", "生产总值"},
      {"GDP", "生产总值"},
      {"AQI优良率", "空气质量优良率"},
      {"环境空气", "空气"},
      {"每万人口", "万人"},
      {"每万人", "万人"},
      {"万人口", "万人"},
      {"每千人口", "千人"},
      {"每千人", "千人"},
      {"规上", "规模以上"},
      {"研究与试验发展", "研发"},
      {"R&D", "研发"},
      {"全社会", ""},
      {"公共交通", "公交"},
      {"相当于", "占"},
      {"占全区", "占"},
      {"占全市", "占"},
      {"占全县", "占"},
      {"占全省", "占"},
      {"的", ""},
      {"“", ""},
      {"”", ""}};
  for (const auto& [from, to] : kSpellings) replace(key, from, to);
  if (key.find("占") != key.npos) drop_trail(key, std::initializer_list<std::string_view>{"比例", "比重"});
  drop_distances(key);
  // 投诉率为每千吨 1.4 件, 密度达到每平方公里 4 座: the base stands before the number.
  for (const std::string_view per : {"为每", "达到每"}) {
    if (const size_t at = key.find(per); at != key.npos && at >= 12 && key.size() - at <= 24) key.resize(at);
  }
  // 主要指标完成情况：PM2.5 …: what a list is of, not what is measured.
  if (const size_t head = key.rfind("情况"); head != key.npos && key.size() >= head + 18)
    key.erase(0, head + 6);
  static constexpr std::string_view kLead[] = {
      "目前", "全区", "全市", "全县", "全省", "全镇", "区内", "现有", "培育", "建设",
      "创建", "打造", "建成", "完成", "实现", "预计", "时期", "期间", "期末", "全年",
      "当月", "当年", "本年", "年度", "力争", "确保", "争取", "推动", "推进", "累计",
      "持续", "形成", "使",   "将",   "共",   "按",   "末",   "到",   "截至", "其中"};
  static constexpr std::string_view kTrail[] = {
      "稳定",     "保持",   "控制", "力争", "持续", "预计", "逐步", "进一步", "大幅",
      "总数",     "数量",   "总计", "争取", "全部", "以上", "提升", "努力",   "不断",
      "占比情况", "目标值", "目标", "预",   "并",   "稳步", "基本", "总体"};
  bool again = true;
  while (again) {
    again = drop_lead(key, kLead) || drop_trail(key, kTrail);
    // 有 as a verb, not as the beginning of 有效, 有机.
    if (!again && key.starts_with("有") && !has_lead(key, {"有效", "有机", "有线", "有害", "有限", "有色"}))
      again = drop_lead(key, std::initializer_list<std::string_view>{"有"});
    if (!again && !has_lead(key, {"计划生育", "计划免疫", "计划单列"}))
      again = drop_lead(key, std::initializer_list<std::string_view>{"计划"});
  }
  return key;
}

std::string thing_key(std::string_view key) {
  std::string thing(key);
  for (const std::string_view word : kFlowWords) replace(thing, word, "");
  for (const std::string_view word : kStockWords) replace(thing, word, "");
  while (drop_trail(
      thing, std::initializer_list<std::string_view>{"认证数", "认证", "家数", "户数", "个数", "数"})) {
  }
  return thing;
}

bool same_area(const Claim& a, const Claim& b) {
  if (a.scope != b.scope) return false;
  if (a.book == b.book) return a.place == b.place && (a.area == b.area || a.area.empty() || b.area.empty());
  if (a.place >= 0 || b.place >= 0) return false;
  return a.home == b.home && (!a.home.empty() || a.area == b.area);
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
  return claim.statement ? spot_of(*claim.book, *claim.statement)
                         : spot_of(*claim.book, *claim.table, claim.value);
}

std::string words_of(const Claim& claim) {
  std::string words(claim.book->document.view(claim.quantity.span));
  std::erase_if(words, [](char c) { return c == ' ' || c == '\n'; });
  if (!claim.statement && words.find_first_not_of("0123456789.,-≥≤＞＜<>") == words.npos) {
    const TableModel& table = *claim.table;
    words += unit_of(table, table.rows[static_cast<size_t>(claim.value.row)],
                     table.columns[static_cast<size_t>(claim.value.column)]);
  }
  return words;
}

Manner manner_of(const Claim& claim) {
  if (claim.statement) return manner_of(*claim.book, *claim.statement);
  const TableModel& table = *claim.table;
  const Line& row = table.rows[static_cast<size_t>(claim.value.row)];
  return manner_of(claim.book->document.text, claim.quantity,
                   unit_of(table, row, table.columns[static_cast<size_t>(claim.value.column)]));
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
    return at++ < first && f.spots.size() > 1 && std::ranges::find(kinds, f.kind) != kinds.end() &&
           told.contains(pair_of(f));
  });
}

}  // namespace zhiheng::audit
