#include "audit/checks/goals.h"

#include <algorithm>

#include "audit/checks/claims.h"
#include "audit/lex/cursor.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kTitleBytes = 600;
constexpr std::uint32_t kSaidBytes = 900;  // of a sentence before a number
constexpr int kMostMarks = 64;             // periods looked back over

bool is_plan_title(std::string_view head) {
  return contains_any(head, {"规划", "计划", "方案", "纲要", "行动目标", "发展目标"});
}

}  // namespace

bool is_until(std::string_view text, const TimeMark& mark) {
  const size_t before = lex::back_over_spaces(text, mark.span.begin);
  if (!lex::ends(text, before, "到") && !lex::ends(text, before, "至")) return false;
  const size_t verb = lex::back_over_spaces(text, before - 3);
  if (text.substr(verb, before - 3 - verb).find('\n') != text.npos) return true;
  const char32_t c = verb >= 3 ? lex::wide_at(text, verb - 3) : 0;
  const bool han = c >= 0x4E00 && c <= 0x9FFF;
  return !han || lex::ends(text, verb, "的") || lex::ends(text, verb, "并");
}

Goals::Goals(const Book& book) : book_(book) {
  const std::string_view text = book.document.text;
  const std::string_view head = text.substr(0, std::min(text.size(), kTitleBytes));
  plan_ = is_plan_title(head);
  for (const read::Block& block : book.document.blocks) {
    if (plan_) break;
    const std::string_view words = book.document.view(block.text);
    const bool short_line = block.kind == read::BlockKind::kHeading ||
                            (block.kind == read::BlockKind::kParagraph && words.size() <= 36);
    plan_ =
        short_line && words.find("目标") != words.npos && !contains_any(words, {"完成", "责任制", "情况"});
  }
  // “十四五” by itself may be what a plan builds on; years in the title are its own.
  for (const TimeMark& mark : book.statements.scan.times) {
    if (mark.span.begin >= head.size()) break;
    if (mark.is_relative || mark.plan || mark.period.from >= mark.period.to) continue;
    const std::string_view behind = text.substr(mark.span.end, 24),
                           before = text.substr(mark.span.begin - std::min<size_t>(mark.span.begin, 90),
                                                std::min<size_t>(mark.span.begin, 90));
    if (is_plan_title(behind) || is_plan_title(before)) {
      years_ = mark.period;
      break;
    }
  }
}

bool Goals::is_goal(const Statement& st) const {
  const Sentence& sentence = book_.statements.sentences[st.sentence];
  const std::string_view text = book_.document.text;
  const std::uint32_t number = book_.statements.quantity(st).span.begin;
  const read::Span prefix{std::max(sentence.span.begin, number > kSaidBytes ? number - kSaidBytes : 0),
                          number};
  const std::string_view said = book_.document.view(prefix);
  if (contains_any(said, {"截至", "截止", "已达", "已经", "以来", "完成年度", "目标任务的", "目标的"}))
    return false;
  // What stood at the beginning of a movement is no goal: 由 2020 年的 52 %.
  if (st.from || (st.period.named() && st.period.to < book_.statements.year && book_.statements.year_said))
    return false;
  if (st.target) return true;
  const bool coming = book_.statements.year_said && st.period_said && st.period.to > book_.statements.year;
  if (coming && plan_ && st.role != Role::kChange) return true;
  if (st.role == Role::kChange && st.period.to <= book_.statements.year) return false;
  const auto& times = book_.statements.scan.times;
  const read::Span block = book_.document.blocks[sentence.block].text;
  auto it = std::lower_bound(times.begin(), times.end(), prefix.end,
                             [](const TimeMark& mark, std::uint32_t at) { return mark.span.begin < at; });
  for (int n = 0; n < kMostMarks && it != times.begin() && std::prev(it)->span.begin >= block.begin; ++n) {
    --it;
    if (!is_until(text, *it)) {
      if (it->span.begin >= prefix.begin && !it->is_relative && it->period.to < st.period.to) return false;
      continue;
    }
    if (it->period.to != st.period.to) return false;
    return it->period.to > book_.statements.year || plan_ ||
           book_.statements.quantity(st).bound == Bound::kAtLeast;
  }
  return false;
}

bool Goals::is_goal_table(const TableModel& table) {
  if (contains_any(table.title, {"完成情况", "对比", "统计", "情况表", "执行情况"})) return false;
  if (contains_any(table.title, {"目标", "规划", "计划", "预期"})) return true;
  if (table.title.find("五”") != std::string::npos && table.title.find("指标") != std::string::npos)
    return true;
  return std::ranges::any_of(table.columns, [](const Line& c) {
    return contains_any(c.label, {"目标", "规划值", "属性"});
  });
}

bool Goals::is_goal(const TableModel& table, std::int32_t column) const {
  const Line& line = table.columns[static_cast<size_t>(column)];
  if (contains_any(line.label, {"完成", "实际", "现状", "基期", "基数", "基准"})) return false;
  if (contains_any(line.label, {"目标", "规划值", "预期值"})) return true;
  if (contains_any(table.title, {"完成情况", "对比", "统计", "执行情况"})) return false;
  const bool coming =
      line.period.named() && line.period.to > book_.statements.year && book_.statements.year_said;
  if (is_goal_table(table)) {
    if (!line.period.named()) return false;
    // The first year of a table of measures is where the plan starts from.
    const auto first = std::ranges::min_element(table.columns, {}, [](const Line& c) {
      return c.period.named() ? c.period.from : std::int16_t{9999};
    });
    return coming || line.period.to > first->period.to || contains_any(table.title, {"目标"});
  }
  return coming && plan_ && contains_any(table.title, {"指标"});
}

Period Goals::end(const TableModel& table) const {
  std::int16_t year = table.period.named() ? table.period.to : years_.to;
  if (!year) year = static_cast<std::int16_t>(book_.statements.year + 5);
  return {year, year, 0, 0};
}

Direction direction_of(std::string_view key) {
  if (contains_any(
          key, {"人口", "耕地",     "农田",   "用地",     "用水",     "用电",         "消费量", "债",
                "赤字", "增速",     "增长",   "增幅",     "编制",     "价格",         "涨幅",   "库存",
                "出生", "抚养",     "老年",   "老龄",     "税负",     "开发强度",     "案件",   "检查",
                "批次", "培训",     "投资",   "第一产业", "第二产业", "工业增加值占", "农业",   "煤",
                "化石", "房地产",   "降低率", "下降率",   "降低幅度", "规模翻",       "支出总", "国内旅游",
                "产量", "播种面积", "库容",   "失业率"})) {
    // 单位生产总值能耗降低率 and the like: how much a plan lowers starts anew with each plan.
    return {};
  }
  const bool answered = contains_any(key, {"办结率", "处理率", "处置率", "满意", "达标率", "回复率", "响应率",
                                           "利用率", "挽回", "修复率", "安全利用"});
  if (less_is_better(key) && !answered) {
    const bool lowering = contains_any(key, {"下降", "降低", "减少"});
    return lowering ? Direction{}
                    : Direction{-1, contains_any(
                                        key, {"能耗", "死亡", "事故", "漏损", "时限", "损失率", "不合格"})};
  }
  if (contains_any(key, {"损失率", "违法", "差错", "逾期", "空置", "流失", "辍学", "断面劣", "污染物"}) &&
      !answered)
    return {-1, contains_any(key, {"损失率", "差错"})};
  const bool sure = contains_any(
      key, {"合格率", "达标率", "覆盖率",   "满意",           "拥有量",     "研发",     "森林", "绿地",
            "寿命",   "处理率", "利用率",   "普及率",         "专利",       "高新技术", "品牌", "养老",
            "床位",   "便利",   "健康素养", "密度",           "劳动生产率", "城镇化率", "标准", "首席质量官",
            "及格率", "入园率", "毛入学率", "服务业增加值占", "战略性新兴", "数字经济"});
  // What the air is like depends on the weather too: plans may leave room.
  return {1, sure && !contains_any(key, {"空气", "优良天数"})};
}

}  // namespace zhiheng::audit
