#include "audit/table_label.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>

#include "base/text.h"

namespace zhiheng::audit {
namespace {

using Word = std::string_view;

bool has_any(Word text, std::initializer_list<Word> words) {
  return std::ranges::any_of(words, [text](Word word) { return text.find(word) != Word::npos; });
}

bool ends_any(Word text, std::initializer_list<Word> words) {
  return std::ranges::any_of(words, [text](Word word) { return text.ends_with(word); });
}

bool is_any(Word text, std::initializer_list<Word> words) {
  return std::ranges::find(words, text) != words.end();
}

bool is_per_cent(Word unit) { return is_any(unit, {"%", "％", "‰", "±%", "±％", "﹪"}); }

size_t han_number_length(Word text) {
  static constexpr std::array<Word, 10> kDigits = {"一", "二", "三", "四", "五",
                                                   "六", "七", "八", "九", "十"};
  size_t at = 0;
  while (at + 3 <= text.size() && at < 9 && std::ranges::find(kDigits, text.substr(at, 3)) != kDigits.end())
    at += 3;
  return at;
}

size_t digits_length(Word text) {
  size_t at = 0;
  while (at < text.size() && at < 3 && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

/// Length of the first of `words` that stands at `at`, or 0.
size_t one_of(Word text, size_t at, std::initializer_list<Word> words) {
  for (const Word word : words) {
    if (text.substr(std::min(at, text.size())).starts_with(word)) return word.size();
  }
  return 0;
}

Numbering bracketed(Word label, size_t open) {
  const Word inner = label.substr(open);
  const size_t han = han_number_length(inner);
  const size_t length = han ? han : digits_length(inner);
  const size_t close = length ? one_of(inner, length, {"）", ")"}) : 0;
  if (!close) return {};
  return {han ? 2 : 4, open + length + close};
}

bool is_growth_word(Word label) {
  if (has_any(label, {"增加值", "新增", "增长点", "增值"}) &&
      !has_any(label, {"同比", "增速", "增长率", "增幅", "比上年"})) {
    return false;
  }
  return has_any(label, {"同比", "环比", "增长", "增速", "增幅", "降幅", "涨幅", "±", "比上年", "较上年",
                         "比去年", "较去年", "比上期", "增减", "升降", "变动", "变化率", "增量", "净增"});
}

Measure growth_measure(Word label, Word unit) {
  if (is_per_cent(unit)) return Measure::kGrowth;
  if (!unit.empty()) return Measure::kDifference;
  if (has_any(label, {"%", "％", "率", "幅", "速"})) return Measure::kGrowth;
  const bool amount = has_any(label, {"增减量", "增减额", "增减数", "增加数", "增加额", "增加量", "净增",
                                      "增量", "增长量", "增长额", "变动额", "变动数"});
  return amount ? Measure::kDifference : Measure::kGrowth;
}

Measure measure_of_unit(Word unit) {
  switch (parse_unit(unit).dimension) {
    case Dimension::kCount:
      return Measure::kCount;
    case Dimension::kMoney:
    case Dimension::kArea:
    case Dimension::kLength:
    case Dimension::kMass:
    case Dimension::kVolume:
    case Dimension::kEnergy:
    case Dimension::kDuration:
      return Measure::kAmount;
    case Dimension::kPoints:
      return Measure::kPoints;
    case Dimension::kMultiple:
      return Measure::kAverage;
    case Dimension::kRank:
      return Measure::kRank;
    default:
      return Measure::kUnknown;
  }
}

Measure measure_of_words(Word label) {
  if (ends_any(label, {"指数", "系数", "倍数"})) return Measure::kIndex;
  if (ends_any(label, {"天数", "决算数", "预算数", "执行数", "年末数", "年初数", "余额数"}))
    return Measure::kAmount;
  if (ends_any(label, {"数量", "数", "批次", "家次", "件次", "人次", "户次", "次", "件", "家", "户", "起"})) {
    return Measure::kCount;
  }
  if (has_any(label, {"额", "量", "产值", "收入", "支出", "面积", "利润", "税", "资产", "投资", "资金", "费",
                      "增加值", "存款", "贷款"})) {
    return Measure::kAmount;
  }
  return Measure::kUnknown;
}

/// At least one of these characters is in each word that tells a measure: most labels have none.
bool may_tell_measure(Word label) {
  static constexpr Word kTelling =
      "序编次排位百同环增幅涨比较升变净占重构份指分度率例均价每密浓强定产末初执算年万千备说系倍天数批件家户起"
      "额量值入支"
      "积利税资费款";
  struct Characters {
    std::array<std::uint64_t, 1024> bits{};
    constexpr Characters() {
      for (size_t at = 0; at + 3 <= kTelling.size(); at += 3) {
        const std::uint32_t c = wide(kTelling, at);
        bits[c / 64] |= std::uint64_t{1} << (c % 64);
      }
    }
    static constexpr std::uint32_t wide(Word text, size_t at) {
      return (static_cast<std::uint32_t>(static_cast<unsigned char>(text[at]) & 0x0F) << 12) |
             (static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + 1]) & 0x3F) << 6) |
             static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + 2]) & 0x3F);
    }
  };
  static constexpr Characters kCharacters;
  for (size_t at = 0; at < label.size();) {
    const auto c = static_cast<unsigned char>(label[at]);
    if ((c & 0xF0) != 0xE0 || at + 3 > label.size()) {
      if (c == '%') return true;
      at += (c & 0xE0) == 0xC0 ? 2 : 1;
      if (c == 0xC2) return true;  // ±
      continue;
    }
    const std::uint32_t wide = Characters::wide(label, at);
    if (kCharacters.bits[wide / 64] >> (wide % 64) & 1) return true;
    at += 3;
  }
  return false;
}

}  // namespace

std::string compact(Word text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      if (c > ' ') out += text[at];
      ++at;
      continue;
    }
    const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    const Word character = text.substr(at, length);
    at += length;
    const char narrow = c != 0xEF           ? '\0'
                        : character == "（" ? '('
                        : character == "）" ? ')'
                        : character == "：" ? ':'
                        : character == "，" ? ','
                        : character == "％" ? '%'
                                            : '\0';
    if (narrow != '\0') {
      out += narrow;
    } else if (!(c == 0xE3 && character == "　") && !(c == 0xC2 && character == "\u00a0")) {
      out += character;
    }
  }
  return out;
}

Numbering read_numbering(Word label) {
  if (const size_t han = han_number_length(label)) {
    const size_t mark = one_of(label, han, {"、", "．", ".", "，"});
    return mark ? Numbering{1, han + mark} : Numbering{};
  }
  if (const size_t open = one_of(label, 0, {"（", "("})) return bracketed(label, open);
  if (const size_t digits = digits_length(label)) {
    if (const size_t close = one_of(label, digits, {")", "）"})) return {4, digits + close};
    const size_t mark = one_of(label, digits, {".", "、", "．"});
    const bool decimal =
        mark && digits + mark < label.size() && digits_length(label.substr(digits + mark)) > 0;
    return mark && !decimal ? Numbering{3, digits + mark} : Numbering{};
  }
  const size_t circled = one_of(label, 0, {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"});
  return circled ? Numbering{5, circled} : Numbering{};
}

Total total_of(Word label) {
  if (const size_t bracket = label.find('('); bracket != Word::npos && bracket > 0)
    label = label.substr(0, bracket);
  if (label.empty() || label.size() > 60 || !has_any(label, {"计", "总", "全"})) return Total::kNo;
  if (ends_any(label, {"合计", "小计", "总计", "共计"}) ||
      is_any(label, {"总数", "合计数", "总和", "全部合计"})) {
    return Total::kStrong;
  }
  if (is_any(label, {"全区", "全市", "全县", "全省", "全州", "全旗", "全镇", "全部", "全年", "总体", "总量",
                     "累计", "全系统", "全区总体", "全市总体", "全行业", "总值", "总额"})) {
    return Total::kWeak;
  }
  return ends_any(label, {"总数", "总人数", "总件数", "总户数", "总家数", "总批次"}) ? Total::kWeak
                                                                                     : Total::kNo;
}

bool is_grouping(Word label) {
  if (!label.starts_with("按") && !label.starts_with("分")) return false;
  return label.size() <= 60 &&
         (ends_any(label, {"分", "分组", "划分", "分类", "看", "分:", "分组:"}) || label.starts_with("分"));
}

bool is_unit(Word label) {
  if (label.empty() || label.size() > 36 || label == "年" || label == "分" || label == "级") return false;
  return is_per_cent(label) || parse_unit(label).dimension != Dimension::kNone;
}

/// How many brackets of a label hold a unit.
int count_units(Word label) {
  int units = 0;
  for (size_t at = 0; at < label.size();) {
    const size_t open = std::min(label.find('(', at), label.find("（", at));
    if (open == Word::npos) break;
    const size_t begin = open + (label[open] == '(' ? 1 : 3);
    const size_t end = std::min(label.find(')', begin), label.find("）", begin));
    if (end == Word::npos) break;
    units += is_unit(trim(label.substr(begin, end - begin))) ? 1 : 0;
    at = end + 1;
  }
  return units;
}

LabelUnit read_label_unit(Word label) {
  const Word all = trim(label);
  const auto offset = static_cast<size_t>(all.data() - label.data());
  for (size_t end = all.size(); end > 0;) {
    const size_t length = all.substr(0, end).ends_with(')') ? 1 : all.substr(0, end).ends_with("）") ? 3 : 0;
    if (length == 0) break;
    const size_t half = all.rfind('(', end - length);
    const size_t full = all.rfind("（", end - length);
    const bool is_half = half != Word::npos && (full == Word::npos || half > full);
    const size_t open = is_half ? half : full;
    if (open == Word::npos) break;
    Word inner = all.substr(open + (is_half ? 1 : 3));
    inner = trim(inner.substr(0, end - length - (open + (is_half ? 1 : 3))));
    if (inner.starts_with("单位"))
      inner = trim(inner.substr(std::min(inner.size(), 6 + one_of(inner, 6, {"：", ":"}))));
    if (inner.starts_with("±")) inner.remove_prefix(2);
    // 上市产量(吨)三品认证率(%): two heads run together say nothing of either.
    if (is_unit(inner) && count_units(all.substr(0, open)) > 0) return {{}, label.size()};
    if (is_unit(inner)) return {inner, end == all.size() ? offset + open : label.size()};
    end = open;
  }
  if (all.ends_with('%') || all.ends_with("％")) {
    const size_t length = all.ends_with('%') ? 1 : 3;
    const Word before = all.substr(0, all.size() - length);
    return {all.substr(before.size()), offset + (before.ends_with("±") ? before.size() - 2 : before.size())};
  }
  return {{}, label.size()};
}

Measure measure_of_label(Word label, Word unit) {
  if (unit.empty() && !may_tell_measure(label)) return Measure::kUnknown;
  if (count_units(label) > 1) return Measure::kUnknown;  // two heads run together
  if (is_any(label, {"序号", "编号", "行次", "项次", "序", "行", "行号", "页", "页码"}))
    return Measure::kOrdinal;
  if (has_any(label, {"排名", "位次", "名次", "排位", "排序"})) return Measure::kRank;
  if (has_any(label, {"百分点"}) || parse_unit(unit).dimension == Dimension::kPoints) return Measure::kPoints;
  if (is_growth_word(label)) return growth_measure(label, unit);
  const bool per_cent = is_per_cent(unit) || unit.empty();
  // How far a plan has got is a rate of each row: 占年度计划(%), 完成预算%.
  if (is_per_cent(unit) && has_any(label, {"计划", "预算", "目标", "进度"})) return Measure::kRate;
  if (per_cent &&
      (has_any(label, {"占比", "比重", "构成", "份额", "百分比", "所占比例"}) || label.starts_with("占"))) {
    return Measure::kShare;
  }
  if (has_any(label, {"指数", "得分", "评分", "满意度", "总分"})) return Measure::kIndex;
  if (has_any(label, {"率", "比例"}) && !ends_any(label, {"数", "量", "额", "批次"})) {
    return per_cent ? Measure::kRate : Measure::kAverage;
  }
  const bool mean = has_any(label, {"均", "亩产", "单产", "单价", "价格", "每", "密度", "浓度", "强度",
                                    "温度", "定额", "年龄", "万人", "千人"}) &&
                    !has_any(label, {"均衡", "均等"});
  if (mean || has_any(unit, {"/", "／", "每"})) return Measure::kAverage;
  if (has_any(label, {"备注", "说明"})) return Measure::kText;
  if (!unit.empty()) return measure_of_unit(unit);
  return measure_of_words(label);
}

int plain_year(Word text) {
  text = trim(text);
  if (text.ends_with("度")) text.remove_suffix(3);
  if (text.ends_with("年")) text.remove_suffix(3);
  text = trim(text);
  if (text.size() != 4) return 0;
  int year = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    year = year * 10 + (c - '0');
  }
  return year >= 1949 && year <= 2100 ? year : 0;
}

void read_label_period(Word part, Line& line, std::string& subject) {
  if (const int year = plain_year(part)) {
    line.period.from = line.period.to = static_cast<std::int16_t>(year);
    return;
  }
  const std::string word = compact(part);
  if (is_any(word, {"上年", "去年", "上年同期", "去年同期", "同期", "上期", "上年同期数", "上年数", "上期数",
                    "期初", "年初", "上年末", "去年数", "同期数", "上年实际", "上年完成"})) {
    line.is_relative = true;
    line.relative = -1;
    return;
  }
  if (is_any(word,
             {"本年", "今年", "本期", "本年数", "本期数", "当年", "期末", "年末", "本年实际", "本年完成"})) {
    line.is_relative = true;
    line.relative = 0;
    return;
  }
  if (has_any(word, {"年", "月", "季度"})) {
    Scan found;
    scan(part, {0, static_cast<std::uint32_t>(part.size())}, found);
    if (found.times.size() == 1) {
      const TimeMark& mark = found.times[0];
      // A wording that is about time only in part (比上年增长) keeps its words.
      const bool compared = is_growth_word(word) && mark.is_relative;
      if (!compared && (mark.period.named() || mark.is_relative)) {
        line.period = mark.period;
        line.relative = mark.relative;
        line.is_relative = mark.is_relative && !mark.period.named();
        subject += compact(part.substr(0, mark.span.begin));
        subject += compact(part.substr(mark.span.end));
        return;
      }
    }
  }
  subject += word;
}

}  // namespace zhiheng::audit
