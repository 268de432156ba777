#include "audit/lex/unit.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

struct Entry {
  std::string_view written;
  Dimension dimension;
  double scale;
  std::string_view name;
};

using D = Dimension;

// What the units of Chinese statistics are called. A count keeps its measure word; what is measured in SI
// keeps one name. Durations are not converted: months and years have no fixed length.
constexpr Entry kUnits[] = {
    {"元", D::kMoney, 1, "元"},
    {"元人民币", D::kMoney, 1, "元"},
    {"美元", D::kMoney, 1, "美元"},
    {"美金", D::kMoney, 1, "美元"},
    {"亿美", D::kMoney, 1e8, "美元"},
    {"亿美元", D::kMoney, 1e8, "美元"},
    {"港元", D::kMoney, 1, "港元"},
    {"港币", D::kMoney, 1, "港元"},
    {"欧元", D::kMoney, 1, "欧元"},
    {"日元", D::kMoney, 1, "日元"},
    {"英镑", D::kMoney, 1, "英镑"},
    {"块钱", D::kMoney, 1, "元"},
    {"%", D::kPercent, 1, "%"},
    {"％", D::kPercent, 1, "%"},
    {"﹪", D::kPercent, 1, "%"},
    {"\\%", D::kPercent, 1, "%"},
    {"‰", D::kPercent, 0.1, "%"},
    {"成", D::kPercent, 10, "%"},
    {"个百分点", D::kPoints, 1, "个百分点"},
    {"个百分", D::kPoints, 1, "个百分点"},
    {"百分点", D::kPoints, 1, "个百分点"},
    {"个pct", D::kPoints, 1, "个百分点"},
    {"pct", D::kPoints, 1, "个百分点"},
    {"个千分点", D::kPoints, 0.1, "个百分点"},
    {"倍", D::kMultiple, 1, "倍"},
    {"平方米", D::kArea, 1, "平方米"},
    {"平米", D::kArea, 1, "平方米"},
    {"㎡", D::kArea, 1, "平方米"},
    {"m²", D::kArea, 1, "平方米"},
    {"m2", D::kArea, 1, "平方米"},
    {"平方", D::kArea, 1, "平方米"},
    {"平方公里", D::kArea, 1e6, "平方米"},
    {"平方千米", D::kArea, 1e6, "平方米"},
    {"km²", D::kArea, 1e6, "平方米"},
    {"km2", D::kArea, 1e6, "平方米"},
    {"km^2", D::kArea, 1e6, "平方米"},
    {"公顷", D::kArea, 1e4, "平方米"},
    {"亩", D::kArea, 10000.0 / 15, "平方米"},
    {"亩次", D::kCount, 1, "亩次"},
    {"米", D::kLength, 1, "米"},
    {"m", D::kLength, 1, "米"},
    {"公里", D::kLength, 1000, "米"},
    {"千米", D::kLength, 1000, "米"},
    {"km", D::kLength, 1000, "米"},
    {"厘米", D::kLength, 0.01, "米"},
    {"毫米", D::kLength, 0.001, "米"},
    {"延米", D::kLength, 1, "米"},
    {"车公里", D::kOther, 1, "车公里"},
    {"吨", D::kMass, 1000, "千克"},
    {"t", D::kMass, 1000, "千克"},
    {"公斤", D::kMass, 1, "千克"},
    {"千克", D::kMass, 1, "千克"},
    {"kg", D::kMass, 1, "千克"},
    {"克", D::kMass, 0.001, "千克"},
    {"微克", D::kMass, 1e-9, "千克"},
    {"μg", D::kMass, 1e-9, "千克"},
    {"ug", D::kMass, 1e-9, "千克"},
    {"毫克", D::kMass, 1e-6, "千克"},
    {"mg", D::kMass, 1e-6, "千克"},
    {"斤", D::kMass, 0.5, "千克"},
    {"吨标准煤", D::kOther, 1, "吨标准煤"},
    {"吨标煤", D::kOther, 1, "吨标准煤"},
    {"吨公里", D::kOther, 1, "吨公里"},
    {"载重吨", D::kOther, 1, "载重吨"},
    {"标准煤", D::kOther, 1, "吨标准煤"},
    {"立方米", D::kVolume, 1, "立方米"},
    {"m³", D::kVolume, 1, "立方米"},
    {"m3", D::kVolume, 1, "立方米"},
    {"立方", D::kVolume, 1, "立方米"},
    {"升", D::kVolume, 0.001, "立方米"},
    {"毫升", D::kVolume, 1e-6, "立方米"},
    {"千瓦时", D::kEnergy, 1, "千瓦时"},
    {"kWh", D::kEnergy, 1, "千瓦时"},
    {"度电", D::kEnergy, 1, "千瓦时"},
    {"千瓦", D::kOther, 1, "千瓦"},
    {"kW", D::kOther, 1, "千瓦"},
    {"兆瓦", D::kOther, 1000, "千瓦"},
    {"MW", D::kOther, 1000, "千瓦"},
    {"GW", D::kOther, 1e6, "千瓦"},
    {"千伏安", D::kOther, 1, "千伏安"},
    {"千伏", D::kOther, 1, "千伏"},
    {"kV", D::kOther, 1, "千伏"},
    {"兆", D::kOther, 1, "兆"},
    {"℃", D::kOther, 1, "℃"},
    {"°C", D::kOther, 1, "℃"},
    {"摄氏度", D::kOther, 1, "℃"},
    {"分贝", D::kOther, 1, "分贝"},
    {"dB", D::kOther, 1, "分贝"},
    {"MPa", D::kOther, 1, "兆帕"},
    {"兆帕", D::kOther, 1, "兆帕"},
    {"天", D::kDuration, 1, "天"},
    {"日", D::kDuration, 1, "天"},
    {"个工作日", D::kDuration, 1, "个工作日"},
    {"工作日", D::kDuration, 1, "个工作日"},
    {"小时", D::kDuration, 1, "小时"},
    {"个小时", D::kDuration, 1, "小时"},
    {"h", D::kDuration, 1, "小时"},
    {"分钟", D::kDuration, 1, "分钟"},
    {"秒", D::kDuration, 1, "秒"},
    {"秒钟", D::kDuration, 1, "秒"},
    {"周", D::kDuration, 1, "周"},
    {"个月", D::kDuration, 1, "个月"},
    {"年", D::kDuration, 1, "年"},
    {"岁", D::kDuration, 1, "岁"},
    {"周岁", D::kDuration, 1, "岁"},
    {"分", D::kOther, 1, "分"},
    {"级", D::kOther, 1, "级"},
    {"层", D::kOther, 1, "层"},
    {"度", D::kOther, 1, "度"},
    {"位", D::kCount, 1, "位"},
};

// Measure words of things that are counted. 批次 before 批: the longest wins.
constexpr std::string_view kCounted[] = {
    "家",   "户",   "个",   "件",       "起",     "批次",     "批",     "份",   "例",   "人次", "户次",
    "家次", "台次", "辆次", "车次",     "班次",   "航次",     "件次",   "项次", "例次", "门次", "架次",
    "艘次", "场次", "期次", "站次",     "点次",   "处次",     "班组次", "次",   "人",   "名",   "项",
    "台",   "套",   "台套", "台（套）", "台(套)", "合套",     "部",     "条",   "张",   "宗",   "所",
    "座",   "处",   "栋",   "幢",       "间",     "床",       "张床位", "床位", "门",   "种",   "类",
    "大类", "小类", "篇",   "本",       "册",     "期",       "场",     "只",   "头",   "羽",   "株",
    "棵",   "根",   "支",   "把",       "块",     "片",       "枚",     "颗",   "箱",   "标箱", "标准箱",
    "瓶",   "盒",   "袋",   "辆",       "艘",     "架",       "列",     "班",   "组",   "队",   "对",
    "双",   "单",   "笔",   "款",       "卡",     "套次",     "公顷次", "个次", "单位", "人份", "样次",
    "样品", "件套", "轮",   "课时",     "学时",   "个标准箱", "TEU",    "标台", "泊位", "车位", "个泊位",
    "座位", "席",   "档",   "批件",     "例数",   "口",       "尾",     "幅",   "面",   "盏",   "眼",
    "孔",   "节",   "段",   "丛",       "部次",   "万次",
};

/// The code point that begins at `at` (of one to three bytes): what units are told apart by first.
char32_t first_character(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return lead;
  if (lead >= 0xE0) return wide_at(text, at);
  return at + 1 < text.size() ? static_cast<char32_t>((lead & 0x1F) << 6 | (text[at + 1] & 0x3F)) : 0;
}

/// All units by their first character, longest first: one look-up and a handful of comparisons a number.
class Index {
 public:
  Index() {
    for (const auto& entry : kUnits) entries_.push_back(entry);
    for (const auto word : kCounted) entries_.push_back({word, D::kCount, 1, word});
    const auto first = [](const Entry& entry) { return first_character(entry.written, 0); };
    std::ranges::stable_sort(entries_, [&](const Entry& a, const Entry& b) {
      return first(a) != first(b) ? first(a) < first(b) : a.written.size() > b.written.size();
    });
    for (size_t i = 0; i < entries_.size(); ++i) {
      const char32_t character = first(entries_[i]);
      Group& group = groups_[place(character)];
      if (group.character == 0) group = {character, i, i};
      group.end = i + 1;
    }
  }

  std::span<const Entry> beginning_with(char32_t character) const {
    const Group& group = groups_[place(character)];
    return std::span(entries_).subspan(group.begin, group.end - group.begin);
  }

 private:
  struct Group {
    char32_t character = 0;
    size_t begin = 0, end = 0;
  };
  // A power of two some times larger than the number of first characters.
  static constexpr size_t kSlots = 1024;

  /// Where `character` is, or the free place for it.
  size_t place(char32_t character) const {
    size_t at = (character ^ character >> 5) % kSlots;
    while (groups_[at].character != 0 && groups_[at].character != character) at = (at + 1) % kSlots;
    return at;
  }

  std::vector<Entry> entries_;
  std::array<Group, kSlots> groups_;
};

const Entry* find_entry(std::string_view text, size_t at) {
  static const Index index;
  if (at >= text.size()) return nullptr;
  for (const auto& entry : index.beginning_with(first_character(text, at))) {
    if (!starts(text, at, entry.written)) continue;
    // A Latin unit ends where its letters end: `m` is not the beginning of `mm`.
    const size_t end = at + entry.written.size();
    if (is_letter(entry.written.back()) && end < text.size() && is_letter(text[end])) continue;
    return &entry;
  }
  return nullptr;
}

struct Scale {
  double factor = 1;
  size_t length = 0;
};

Scale scale_at(std::string_view text, size_t at) {
  static constexpr Words kFirst{"万", "千", "百", "十", "亿", "億", "萬"};
  if (!first_of(text, at, kFirst)) return {};
  static constexpr std::pair<std::string_view, double> kScales[] = {
      {"万亿", 1e12}, {"千亿", 1e11}, {"百亿", 1e10}, {"十亿", 1e9}, {"亿", 1e8},
      {"千万", 1e7},  {"百万", 1e6},  {"十万", 1e5},  {"万", 1e4},   {"千", 1e3},
      {"百", 1e2},    {"億", 1e8},    {"萬", 1e4}};
  for (const auto& [word, factor] : kScales) {
    if (starts(text, at, word)) return {factor, word.size()};
  }
  return {};
}

/// `/人`, `/平方公里`, `每人`: the length of what makes `at` a compound unit, or 0.
size_t compound_length(std::string_view text, size_t at) {
  if (at >= text.size() || (text[at] != '/' && text[at] != '\xEF')) return 0;
  const size_t slash = starts(text, at, "/") ? 1 : starts(text, at, "／") ? 3 : 0;
  if (!slash) return 0;
  const size_t inner = skip_spaces(text, at + slash);
  const Scale scale = scale_at(text, inner);
  if (const Entry* entry = find_entry(text, inner + scale.length)) {
    return inner + scale.length + entry->written.size() - at;
  }
  return 0;
}

}  // namespace

UnitMatch match_unit(std::string_view text, size_t at) {
  UnitMatch match;
  // 千瓦, 千克, 千米 and 万次 are names, not scales: the whole word is tried first.
  const Entry* entry = find_entry(text, at);
  size_t end = at;
  if (!entry) {
    const Scale scale = scale_at(text, at);
    match.prefix = scale.factor;
    match.prefix_length = scale.length;
    end = at + scale.length;
    entry = find_entry(text, scale.length ? skip_spaces(text, end) : end);
    if (entry && scale.length) end = skip_spaces(text, end);
  }
  if (!entry) {
    match.unit = {D::kNone, match.prefix, ""};
    match.length = match.prefix_length;
    return match;
  }
  const size_t compound = compound_length(text, end + entry->written.size());
  if (compound) {
    match.unit = {D::kOther, match.prefix, text.substr(end, entry->written.size() + compound)};
  } else {
    match.unit = {entry->dimension, match.prefix * entry->scale, entry->name};
  }
  match.length = end + entry->written.size() + compound - at;
  return match;
}

size_t more_length(std::string_view text, size_t at) {
  static constexpr Words kMore{"余", "多", "来"};
  const size_t length = first_of(text, at, kMore);
  return length > 0 && match_unit(text, at + length).length > 0 ? length : 0;
}

bool unit_follows(std::string_view text, size_t at) {
  const size_t begin = skip_spaces(text, at);
  return !match_unit(text, begin + more_length(text, begin)).unit.name.empty();
}

}  // namespace zhiheng::audit::lex

namespace zhiheng::audit {

Unit parse_unit(std::string_view written) {
  const size_t begin = lex::skip_spaces(written, 0);
  const auto match = lex::match_unit(written, begin);
  const size_t end = lex::skip_spaces(written, begin + match.length);
  if (match.length == 0 || end != written.size() || match.unit.name.empty()) return {};
  return match.unit;
}

}  // namespace zhiheng::audit
