#include "cli/quality_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/table.h"
#include "stats/proportion.h"

namespace zhiheng::cli {
namespace {

using measure::Aspect;
using measure::PeriodQuality;
using measure::Quality;
using measure::QualityShare;
using views::QualityReport;
using views::total_of;

constexpr std::size_t kMostLate = 20;

stats::Share share_of(const QualityShare& share) {
  return {static_cast<std::int64_t>(share.hits), static_cast<std::int64_t>(share.of)};
}

/// Shares of many things as a rate, of few as they are.
std::string rate(const QualityShare& share) {
  return share.judged() ? fmt::format("{:.1f}%", 100 * share_of(share).value()) : "—";
}
std::string fraction(const QualityShare& share) {
  return share.judged() ? fmt::format("{}/{}", share.hits, share.of) : "—";
}

std::vector<TableCell> row_of(std::string name, std::string period, const Quality& quality,
                              const std::string& colour = "") {
  return {{std::move(name), colour},
          {std::move(period), colour},
          {rate(quality[Aspect::kFilled]), colour},
          {fraction(quality[Aspect::kReceived]), colour},
          {rate(quality[Aspect::kValid]), colour},
          {fraction(quality[Aspect::kTimely]), colour},
          {rate(quality[Aspect::kPlausible]), colour},
          {fraction(quality[Aspect::kSteady]), colour}};
}

std::string table_of(const QualityReport& report, const catalog::Catalog& catalog, bool details) {
  std::vector<std::vector<TableCell>> rows;
  for (const auto& [department, parts] : report.departments) {
    rows.push_back(row_of(catalog.code_title("department", department), "", total_of(parts), "1"));
    for (const auto& part : parts) {
      const std::string name = "  " + part.dataset->title.zh + (part.simulated ? " 模拟 simulated" : "");
      rows.push_back(row_of(name, std::to_string(part.quality.periods.size()), part.quality.total));
      if (!details) continue;
      for (const PeriodQuality& p : part.quality.periods)
        rows.push_back(row_of("", p.period.to_string(), p.quality));
    }
  }
  return fitted_table({{"部门、数据集 Dataset", false, true},
                       {"时段 Periods", true},
                       {"填充 Filled", true},
                       {"到齐 Received", true},
                       {"有效 Valid", true},
                       {"及时 Timely", true},
                       {"一致 Plausible", true},
                       {"平稳 Steady", true}},
                      rows, terminal_width(), wants_colours());
}

std::string late_of(const QualityReport& report) {
  std::string lines;
  std::size_t count = 0;
  for (const auto& [_, parts] : report.departments)
    for (const auto& part : parts)
      for (const PeriodQuality& p : part.quality.periods) {
        if (!p.due || p.quality[Aspect::kTimely].hits != 0 || ++count > kMostLate) continue;
        lines += fmt::format("  {} {}：应于 {} 前 due，{}，逾期 {} 个工作日 {} working days late\n",
                             part.dataset->title.zh, p.period.to_string(), p.due->to_string(),
                             p.came ? p.came->to_string() + " 收到 came" : "尚未收到 not here yet", p.late,
                             p.late);
      }
  if (count > kMostLate) lines += fmt::format("  … 共 {} 项 in all (--format csv)\n", count);
  return lines.empty() ? "" : "未按时 Not in time\n" + lines;
}

std::string total_text(const QualityReport& report) {
  constexpr std::array kNames{
      "完整：单元格有内容 complete: cells filled", "完整：应报时段已到 complete: periods received",
      "有效：报送行被收下 valid: rows accepted",   "及时：按期到达 timely: periods in time",
      "一致：行无提醒 consistent: rows unwarned",  "一致：与上期相比在限内 consistent: totals within limits"};
  const Quality total = total_of(report);
  std::vector<std::vector<TableCell>> rows;
  for (std::size_t i = 0; i < measure::kAspects; ++i) {
    const QualityShare& share = total.shares[i];
    const stats::Interval interval = stats::wilson(share_of(share));
    rows.push_back({{kNames.at(i), ""},
                    {rate(share), ""},
                    {share.judged() ? fmt::format("{:.1f}–{:.1f}%", 100 * interval.low, 100 * interval.high)
                                    : "未评 not judged",
                     ""},
                    {std::to_string(share.hits), ""},
                    {std::to_string(share.of), ""}});
  }
  return fitted_table({{"合计 Total", false, true},
                       {"比率 Rate", true},
                       {"95% 区间 Wilson", true},
                       {"分子 Numerator", true},
                       {"分母 Denominator", true}},
                      rows, terminal_width(), wants_colours());
}

/// Columns that are often empty, and what was warned of.
std::string details_of(const QualityReport::Part& part) {
  std::string lines;
  for (const auto& column : part.dataset->columns) {
    const auto found = part.filled.find(column.id);
    if (found == part.filled.end() || found->second == part.rows) continue;
    lines += fmt::format("  {} {}：{} {}\n", column.title.zh, column.id, fraction({found->second, part.rows}),
                         rate({found->second, part.rows}));
  }
  if (!lines.empty()) lines = "有空格的列，全部批次 Columns with empty cells, of all batches\n" + lines;
  if (part.warnings.empty()) return lines;
  lines += "提醒，全部批次 Warnings, of all batches\n";
  for (const auto& [code, rows] : part.warnings) lines += fmt::format("  {:>10}  {}\n", rows, code);
  return lines;
}

/// What was not counted, and why.
std::string notes_of(const QualityReport& report) {
  std::string notes;
  std::uint64_t unknown = 0;
  std::vector<int> years;
  for (const auto& [_, parts] : report.departments)
    for (const auto& part : parts) {
      unknown += part.quality.unknown;
      years.insert(years.end(), part.quality.uncalendared.begin(), part.quality.uncalendared.end());
    }
  if (unknown != 0)
    notes +=
        fmt::format("{} 个批次收下时未记明细，未计入 batches of an older journal are not counted\n", unknown);
  std::ranges::sort(years);
  years.erase(std::ranges::unique(years).begin(), years.end());
  if (!years.empty())
    notes +=
        "工作日历缺这些年份，及时性未评 not timed, the working calendar lacks: " + compress_ranges(years) +
        "\n";
  std::vector<std::string> never;
  for (const auto* dataset : report.never) never.push_back(dataset->id);
  if (!never.empty())
    notes +=
        fmt::format("从未报送，未评 never reported, not judged ({}): {}\n", never.size(), join(never, " "));
  return notes;
}

}  // namespace

std::string quality_text(const QualityReport& report, const catalog::Catalog& catalog, bool details) {
  std::string text = fmt::format("数据质量 Data quality  {}  截至 as of {}\n",
                                 report.within ? report.within->to_string() : "全部时段 all periods",
                                 report.today.to_string());
  if (!report.departments.empty())
    text += table_of(report, catalog, details) + total_text(report) + late_of(report);
  for (const auto& [_, parts] : report.departments)
    for (const auto& part : parts)
      if (details) text += details_of(part);
  return text + notes_of(report);
}

}  // namespace zhiheng::cli
