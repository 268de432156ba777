#include "audit/subject.h"

#include <algorithm>

#include "audit/lex/cursor.h"

namespace zhiheng::audit {
namespace {

using lex::ends;
using lex::first_of;
using lex::starts;

constexpr std::string_view kNeutral[] = {
    "全局", "全系统",   "虽",   "全区",   "我区",   "本区", "全市",   "我市",   "本市",   "全县",
    "我县", "本县",     "全镇", "全街道", "全省",   "我省", "全国",   "区内",   "区域内", "市内",
    "县域", "各级各类", "各级", "各类",   "累计",   "总计", "合计",   "共计",   "共有",   "共",
    "现有", "已有",     "实有", "拥有",   "开展了", "开展", "完成了", "完成",   "实现",   "组织开展",
    "组织", "建成",     "建有", "持续",   "年度",   "以上", "总体",   "新时期", "稳定",   "保持",
    "区级", "其",       "该",   "本",     "《",     "》"};

// How measures end.
constexpr std::string_view kMeasures[] = {
    "率",     "比重", "占比",   "比例", "总额", "产值", "收入", "支出", "投资", "人口",   "面积",
    "总量",   "量",   "值",     "总数", "金额", "额",   "密度", "浓度", "寿命", "指数",   "价格",
    "里程",   "床位", "床位数", "单位", "户数", "人数", "件数", "数",   "存款", "贷款",   "余额",
    "利润",   "税收", "增速",   "得分", "排名", "容量", "能力", "强度", "水平", "满意度", "主体",
    "企业数", "岗位", "人均",   "能耗", "时间", "周期", "时长"};

}  // namespace

std::string core_of(std::string_view subject, std::string_view region) {
  // 通过 A、B 平台共受理投诉: who and how stand before 共, unless it belongs to a word.
  static constexpr std::string_view kJoined[] = {"共享", "共同", "共建", "共治",    "共和",
                                                 "共青", "共产", "共济", "共有产权"};
  for (size_t at = subject.rfind("共"); at != subject.npos && at > 0;
       at = at ? subject.rfind("共", at - 1) : subject.npos) {
    if (ends(subject, at, "公") || first_of(subject, at, kJoined)) continue;
    if (subject.size() - at > 9) subject.remove_prefix(starts(subject, at + 3, "有") ? at + 6 : at + 3);
    break;
  }
  for (bool again = true; again && subject.size() > 6;) {
    again = false;
    if (!region.empty() && subject.starts_with(region)) {
      subject.remove_prefix(region.size());
      again = true;
    } else if (const size_t n = first_of(subject, 0, kNeutral); n && subject.size() > n + 3) {
      subject.remove_prefix(n);
      again = true;
    }
  }
  std::string core(subject);
  for (const std::string_view mark : {"《", "》", "·", "'", "‘", "’"}) {
    for (size_t at; (at = core.find(mark)) != core.npos;) core.erase(at, mark.size());
  }
  return core;
}

Likeness likeness(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return Likeness::kNone;
  if (a == b) return Likeness::kSame;
  if (a.size() < b.size()) std::swap(a, b);
  if (b.size() < 12 || !a.ends_with(b)) return Likeness::kNone;
  // 进出口总额 is no kind of 出口总额.
  static constexpr std::string_view kTurning[] = {"进", "不", "非", "未", "无", "净", "减", "副", "未经"};
  return lex::last_of(a, a.size() - b.size(), kTurning) ? Likeness::kNone : Likeness::kNear;
}

bool is_measure(std::string_view core) { return lex::last_of(core, core.size(), kMeasures) > 0; }

bool is_general_measure(std::string_view words) {
  static constexpr std::string_view kGeneral[] = {
      "营业收入", "销售收入", "销售额", "总产值", "产值",   "增加值",   "利润",
      "利润总额", "税收",     "总投资", "投资",   "投资额", "建筑面积", "总建筑面积",
      "面积",     "占地面积", "金额",   "成交额", "交易额", "总量",     "数量",
      "人数",     "户数",     "收入",   "支出",   "床位",   "床位数",   "货值",
      "罚没款",   "涉案金额", "总额",   "产量",   "总产量", "得分"};
  if (std::ranges::find(kGeneral, words) != std::end(kGeneral)) return true;
  // 总体不合格发现率, 抽检批次合格率: words before the rate that any rate may have.
  static constexpr std::string_view kModifiers[] = {
      "不合格", "问题", "批次",   "总体", "样品",   "监督抽检", "监督抽查", "抽检", "抽查", "监测",
      "检测",   "检验", "检查",   "按时", "一次性", "一次",     "及时",     "综合", "平均", "实物",
      "项目",   "总",   "评价性", "线索", "先行",   "实际",     "工单",     "群众", "初检", "复检"};
  if (words.ends_with("率") || words.ends_with("占比") || words.ends_with("增速")) {
    while (words.size() > 9) {
      const size_t n = lex::first_of(words, 0, kModifiers);
      if (!n) break;
      words.remove_prefix(n);
    }
    return words.size() <= 12;
  }
  return false;
}

bool less_is_better(std::string_view core) {
  for (const std::string_view word : {"浓度", "能耗", "死亡",    "事故",    "不合格",       "排放", "投诉",
                                      "发病", "失业", "下降",    "降低",    "减少",         "贫困", "时限",
                                      "时间", "漏损", "万元GDP", "单位GDP", "单位生产总值", "化肥", "农药"}) {
    if (core.find(word) != core.npos) return true;
  }
  return false;
}

std::string_view subject_key(std::string_view core) {
  return core.size() < 6 ? std::string_view() : core.substr(core.size() - 6);
}

size_t length_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace zhiheng::audit
