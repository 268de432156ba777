#include "audit/finding.h"

#include <array>

namespace zhiheng::audit {
namespace {

struct KindEntry {
  const char* name;
  const char* zh;
  const char* en;
  const char* about_zh;
  const char* about_en;
};

// In the order of `Kind`.
constexpr std::array<KindEntry, kKindCount> kKinds{{
    {"sum", "合计与分项", "Totals and parts",
     "合计、小计、“其中”项与分项之和是否一致，各项占比之和是否为 100%。",
     "Totals, sub-totals and of-which items against the sum of their parts; shares that must make 100%."},
    {"ratio", "比率与分子分母", "Rates and their parts", "比率、占比是否等于所给的分子除以分母。",
     "Rates and shares against the numerator and denominator that are given."},
    {"growth", "增减与两期数据", "Changes and the two periods",
     "增长率、增减量是否与所给的两个时期的数值一致。",
     "Growth or difference against the values of the two periods."},
    {"unit", "单位与数量级", "Units and magnitudes",
     "“%”与“百分点”是否混用，单位是否缺失或前后不一，数量级是否相差万倍等。",
     "Percent for percentage points and the reverse, missing or differing units, slips of magnitude."},
    {"impossible", "不可能的数值", "Impossible values",
     "超过 100% 的比率、大于整体的部分、任何整数都得不出的百分比、不存在的日期等。",
     "Rates above 100%, parts above the whole, percentages that no count can give, dates that do not exist."},
    {"mean-rate", "以平均代替总率", "A mean of rates as a total rate",
     "总体比率是否误用各分项比率的简单平均。", "A plain mean of rates where the rate of the totals is due."},
    {"text-table", "正文与表格", "Text against table", "正文所引数值是否与表格一致。",
     "Values in the text against the same values in a table."},
    {"text-text", "正文前后", "Text against text", "同一数值在正文不同位置是否一致。",
     "The same value at different places of the text."},
    {"document", "文件之间", "Document against document", "同一数值在不同文件中是否一致。",
     "The same value in different documents."},
    {"stock-flow", "存量与增量", "Stock and increase", "是否把累计存量写成新增量。",
     "A stock presented as an increase."},
    {"target", "目标与基数", "Targets and baselines", "目标值是否低于基数，是否与其他规划的目标相抵触。",
     "Targets below their baseline, or against another plan's target."},
    {"definition", "指标口径", "Definitions", "同一指标是否前后使用不同口径（如日均与年均）。",
     "One measure under two definitions (a daily and a yearly mean)."},
    {"numbering", "编号", "Numbering", "章节、图表、脚注的编号是否连续、不重复。",
     "Numbers of chapters, tables, figures and footnotes: no gap, no repetition."},
    {"reference", "引用", "References", "所引用的图表、章节、附件是否存在。",
     "References to tables, figures, chapters or annexes that do not exist."},
    {"caption", "标题与题名", "Captions", "图表题名是否重复、错位，目录与正文题名是否一致。",
     "Repeated or swapped captions; the contents against the captions."},
}};

struct WeightEntry {
  const char* name;
  const char* zh;
};
constexpr std::array<WeightEntry, 3> kWeights{{{"note", "提示"}, {"warning", "警告"}, {"error", "错误"}}};

const KindEntry& entry(Kind kind) { return kKinds[static_cast<size_t>(kind)]; }
const WeightEntry& entry(Weight weight) { return kWeights[static_cast<size_t>(weight)]; }

}  // namespace

const char* kind_name(Kind kind) { return entry(kind).name; }
const char* kind_title(Kind kind) { return entry(kind).zh; }
Words kind_words(Kind kind) { return {entry(kind).zh, entry(kind).en}; }
Words kind_about(Kind kind) { return {entry(kind).about_zh, entry(kind).about_en}; }

std::optional<Kind> parse_kind(std::string_view name) {
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (name == kKinds[i].name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

const char* weight_name(Weight weight) { return entry(weight).name; }
Words weight_words(Weight weight) { return {entry(weight).zh, entry(weight).name}; }

std::optional<Weight> parse_weight(std::string_view name) {
  for (size_t i = 0; i < kWeights.size(); ++i) {
    if (name == kWeights[i].name) return static_cast<Weight>(i);
  }
  return std::nullopt;
}

}  // namespace zhiheng::audit
