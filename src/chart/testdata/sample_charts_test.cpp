#include "chart/testdata/sample_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "chart/option.h"

namespace zhiheng::chart {

Theme sample_theme() {
  Theme theme;
  theme.light = {"#1c2430", "#5b6675", "#dfe4ea", "#ffffff", "#f6f8fa", "#0f6b6b"};
  theme.dark = {"#e6eaf0", "#9aa7b6", "#2b3440", "#11161d", "#171e27", "#4fb3ad"};
  theme.series = {"#0f6b6b", "#d98324", "#4d6fb3", "#a8476b", "#7a8b2f", "#5a4a8a", "#2f9bb5", "#8a6d5a"};
  theme.reached = "#1a7f4b";
  theme.on_track = "#2f7fb5";
  theme.at_risk = "#b7791f";
  theme.behind = "#b3362f";
  theme.no_data = "#7a8594";
  theme.screen_font = R"("Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif)";
  return theme;
}

ChartSeries sample_series(std::string name, const std::vector<std::optional<double>>& values,
                          const char* format, bool muted) {
  ChartSeries series{std::move(name), values, {}, muted};
  for (const auto& value : values)
    series.texts.push_back(value ? fmt::format(fmt::runtime(format), *value) : "");
  return series;
}

ChartSpec sample(ChartType type, std::vector<std::string> categories, std::vector<ChartSeries> series,
                 std::string unit) {
  ChartSpec spec;
  spec.type = type;
  spec.categories = std::move(categories);
  spec.series = std::move(series);
  spec.percent = unit == "%";
  spec.unit = std::move(unit);
  return spec;
}

namespace {

const std::vector<std::string> kTowns = {"莘庄镇",     "七宝镇",     "颛桥镇",  "华漕镇", "虹桥镇",
                                         "梅陇镇",     "吴泾镇",     "马桥镇",  "浦江镇", "莘庄工业区",
                                         "江川路街道", "古美路街道", "新虹街道"};

ChartSpec sample_states() {
  const auto none = std::nullopt;
  ChartSpec spec = sample(
      ChartType::kHstacked, {"增加产品优质供给", "提高公共服务供给水平", "人居环境"},
      {sample_series("√ 已达到", {3, 12, none}, "{:.0f}"),
       sample_series("→ 进度正常", {4, none, 2}, "{:.0f}"), sample_series("▲ 有风险", {none, 2, 1}, "{:.0f}"),
       sample_series("▼ 滞后", {1, 5, 3}, "{:.0f}"), sample_series("× 未达到", {2, none, 4}, "{:.0f}"),
       sample_series("○ 无数据", {none, 9, 5}, "{:.0f}")},
      "个");
  Tone tone = Tone::kReached;
  for (ChartSeries& series : spec.series) {
    series.tone = tone;
    tone = static_cast<Tone>(static_cast<int>(tone) + 1);
  }
  spec.height = natural_height(spec);
  return spec;
}

std::vector<std::pair<std::string, ChartSpec>> sample_bars() {
  using enum ChartType;
  const std::vector<std::string> stages = {"生产环节", "流通环节", "餐饮环节", "食用农产品"};
  auto target =
      sample(kBar, {"服装鞋帽", "家具及室内装饰装修材料", "儿童玩具", "电线电缆", "建筑钢材", "燃气灶具"},
             {sample_series("2019年", {88.1, 79.5, 91.2, 85.0, 96.1, 70.4}, "{:.1f}%", true),
              sample_series("2020年", {90.3, 83.2, 92.0, 88.9, 97.5, 75.8}, "{:.1f}%")},
             "%");
  target.target = ChartTarget{90, "目标90%"};
  auto near = sample(kBar, stages,
                     {sample_series("2019年", {98.1, 97.2, 96.4, 98.8}, "{:.2f}%", true),
                      sample_series("2020年", {98.62, 97.91, 96.83, 100}, "{:.2f}%")},
                     "%");
  near.target = ChartTarget{97, "目标97%"};
  auto lying = sample(
      kHbar, kTowns,
      {sample_series("上年", {5013, 4576, 3320, 2010, 3587, 4010, 970, 1030, 3254, 402, 2680, 1976, 1640},
                     "{:.0f}", true),
       sample_series("本年", {5213, 4876, 3120, 2210, 3987, 4410, 870, 1130, 3654, 412, 2980, 1876, 1540},
                     "{:.0f}")},
      "件");
  lying.target = ChartTarget{4000, "控制线4000"};
  lying.height = 560;
  auto near_lying = sample(
      kHbar, kTowns,
      {sample_series("合格率", {98.2, 99.1, 97.4, 99.6, 98.8, 100, 96.3, 97.7, 98.4, 99.0, 98.1, 99.3, 97.9},
                     "{:.1f}%")},
      "%");
  near_lying.height = 420;
  return {
      {"bar", sample(kBar, stages, {sample_series("完成件数", {1204, 2911, 3015, 133}, "{:.0f}")}, "件")},
      {"bar-target", target},
      {"bar-near-100", near},
      {"bar-gap", sample(kBar, {"2015", "2016", "2017", "2018", "2019", "2020"},
                         {sample_series("增速", {6.8, 7.1, 7.4, std::nullopt, 5.2, -1.4}, "{:.1f}%")}, "%")},
      {"bar-turned",
       sample(kBar, {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"},
              {sample_series("2018年", {88.12, 79.53, 91.22, 85.01, 96.12, 70.43, 60, 77, 81, 90}, "{:.2f}%"),
               sample_series("2019年", {90.3, 83.2, 92.0, 88.9, 97.5, 75.8, 66, 78, 85, 91}, "{:.2f}%"),
               sample_series("2020年", {80.3, 73.2, 82.0, 78.9, 87.5, 65.8, 56, 68, 75, 81}, "{:.2f}%")},
              "%")},
      {"hbar", lying},
      {"hbar-near-100", near_lying},
      {"hbar-negative",
       sample(kHbar,
              {"质量监督管理与服务能力建设（含技术机构）", "食品药品安全突发事件应急处置",
               "工程质量安全网格化监管及第三方机构巡查", "环境空气质量优良率", "特种设备定期检验"},
              {sample_series("", {12.3, -4.5, 8.8, -11.2, std::nullopt}, "{:+.1f}")}, "个百分点")},
      {"stacked", sample(kStacked, {"2018年", "2019年", "2020年"},
                         {sample_series("第一产业", {1.2, 1.1, 0.9}, "{:.1f}"),
                          sample_series("第二产业", {920.4, 935.0, 951.2}, "{:.1f}"),
                          sample_series("第三产业", {1320.4, 1500.6, 1612.7}, "{:.1f}")},
                         "亿元")},
      {"states", sample_states()},
  };
}

std::vector<std::pair<std::string, ChartSpec>> sample_others() {
  using enum ChartType;
  auto line = sample(kLine, {"2016", "2017", "2018", "2019", "2020"},
                     {sample_series("", {78.2, 75.1, 81.4, 84.9, 88.0}, "{:.1f}%")}, "%");
  line.from_zero = false;
  line.target = ChartTarget{85, "目标85%"};
  ChartSpec months = sample(kLine, {}, {ChartSeries{"PM2.5", {}, {}, false}}, "微克/立方米");
  for (int month = 0; month < 24; ++month) {
    months.categories.push_back(fmt::format("{}年{}月", 2019 + month / 12, 1 + month % 12));
    months.series[0].values.push_back(35 + 10 * (month * 7 % 5) - month * 0.3);
  }
  ChartSpec six = sample(kLine, {"2016", "2017", "2018", "2019", "2020"}, {}, "亿元");
  for (int town = 0; town < 6; ++town) {
    six.series.push_back(sample_series(
        kTowns[static_cast<std::size_t>(town)],
        {100. + town * 40, 120. + town * 30, 130. + town * 45, 150. + town * 20, 170. + town * 31},
        "{:.0f}"));
  }
  return {
      {"line", line},
      {"line-four",
       sample(kLine, {"2016年", "2017年", "2018年", "2019年", "2020年"},
              {sample_series("食品", {97.2, 97.5, 98.1, 98.3, 98.6}, "{:.1f}%"),
               sample_series("药品", {99.1, 99.3, 99.0, 99.5, 99.6}, "{:.1f}%"),
               sample_series("工业产品质量监督抽查", {90.2, 91.9, std::nullopt, 92.4, 93.8}, "{:.1f}%"),
               sample_series("医疗器械", {98.9, 99.0, 98.8, 99.4, 99.5}, "{:.1f}%")},
              "%")},
      {"line-months", months},
      {"line-six", six},
      {"line-last-year",
       sample(kLine, {"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月"},
              {sample_series("上年", {310, 280, 350, 360, 390, 402, 420, 415, 388, 360}, "{:.0f}", true),
               sample_series("本年", {330, 120, 260, 365, 410, 440, 452, 460, 401, 377}, "{:.0f}")},
              "件")},
      {"pie", sample(kPie, {"食品", "日用消费品", "服务", "特种设备", "其他"},
                     {sample_series("投诉", {4120, 2210, 1780, 120, 95}, "{:.0f}件")}, "件")},
      {"pie-seven", sample(kPie, {"食品", "日用消费品", "服务", "特种设备", "其他", "价格", "广告"},
                           {sample_series("投诉", {4120, 2210, 1780, 120, 95, 500, 300}, "{:.0f}")}, "件")},
      {"radar", sample(kRadar, {"产品质量", "工程质量", "服务质量", "环境质量", "食品药品安全", "质量基础"},
                       {sample_series("上年", {88.1, 90.2, 84.4, 79.8, 93.0, 70.0}, "{:.1f}", true),
                        sample_series("本年", {90.1, 91.2, 87.4, 83.8, 95.0, 76.0}, "{:.1f}")},
                       "分")},
      {"radar-three", sample(kRadar, {"产品质量", "工程质量", "服务质量", "环境质量", "食品药品安全"},
                             {sample_series("莘庄镇", {88.1, 90.2, 84.4, 79.8, 93.0}, "{:.1f}"),
                              sample_series("七宝镇", {90.1, 91.2, 87.4, 83.8, 95.0}, "{:.1f}"),
                              sample_series("颛桥镇", {80.1, 81.2, 97.4, 73.8, 85.0}, "{:.1f}")},
                             "分")},
  };
}

}  // namespace

std::vector<std::pair<std::string, ChartSpec>> sample_charts() {
  auto charts = sample_bars();
  for (auto& chart : sample_others()) charts.push_back(std::move(chart));
  return charts;
}

const std::vector<std::string>& sample_towns() { return kTowns; }

const ChartSpec& sample_chart(const std::string& name) {
  static const auto charts = sample_charts();
  const auto found =
      std::find_if(charts.begin(), charts.end(), [&](const auto& chart) { return chart.first == name; });
  if (found == charts.end()) throw std::invalid_argument(name);
  return found->second;
}

}  // namespace zhiheng::chart
