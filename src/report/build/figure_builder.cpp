#include <algorithm>

#include "base/text.h"
#include "chart/option.h"
#include "report/build/certainties.h"
#include "report/build/table_builder.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kNoSeries{"figure.no-series", "图 {} 没有数值列", "figure {} has no column of numbers"};

chart::ChartType chart_type(const std::string& name) {
  constexpr std::pair<const char*, chart::ChartType> kTypes[] = {
      {"bar", chart::ChartType::kBar},   {"hbar", chart::ChartType::kHbar},
      {"line", chart::ChartType::kLine}, {"stacked", chart::ChartType::kStacked},
      {"pie", chart::ChartType::kPie},   {"radar", chart::ChartType::kRadar}};
  for (const auto& [text, type] : kTypes) {
    if (name == text) return type;
  }
  return chart::ChartType::kBar;
}

const char* type_name(chart::ChartType type) {
  switch (type) {
    case chart::ChartType::kBar:
      return "柱状图";
    case chart::ChartType::kHbar:
      return "条形图";
    case chart::ChartType::kLine:
      return "折线图";
    case chart::ChartType::kStacked:
      return "堆叠柱状图";
    case chart::ChartType::kHstacked:
      return "堆叠条形图";
    case chart::ChartType::kPie:
      return "饼图";
    case chart::ChartType::kRadar:
      return "雷达图";
  }
  return "";
}

bool is_value(const HeadSpec& head) {
  const std::string& ref = head.expression->ref;
  return ref != "row" && ref != "index" && ref != "unit" && ref != "text";
}

/// A figure's rows are its axis: the label column is there even when nobody wrote it.
TableSpec with_label_column(const TableSpec& spec) {
  TableSpec out = spec;
  const auto leaf = leaves(spec.heads);
  if (std::any_of(leaf.begin(), leaf.end(), [](const HeadSpec* h) { return h->expression->ref == "row"; }))
    return out;
  HeadSpec head;
  head.title = "项目";
  head.where = spec.where;
  head.expression = measure::parse_expression("row", spec.where);
  out.heads.insert(out.heads.begin(), std::move(head));
  return out;
}

/// The lowest head over a column.
std::string head_text(const Table& data, size_t column) {
  for (auto row = data.head.rbegin(); row != data.head.rend(); ++row) {
    if (!row->cells[column].covered) return row->cells[column].text;
  }
  return {};
}

chart::ChartSpec chart_spec(const TableSpec& spec, const Table& data, const Document& document) {
  chart::ChartSpec out;
  out.type = chart_type(spec.type);
  out.unit = spec.unit;
  out.from_zero = spec.from_zero;
  const auto leaf = leaves(spec.heads);
  const auto label_column = static_cast<size_t>(
      std::find_if(leaf.begin(), leaf.end(), [](const HeadSpec* h) { return h->expression->ref == "row"; }) -
      leaf.begin());
  std::vector<const TableRow*> rows;
  for (const TableRow& row : data.body) {
    if (row.kind == TableRow::Kind::kGroup) continue;
    rows.push_back(&row);
    out.categories.push_back(row.cells[label_column].text);
  }
  for (size_t i = 0; i < leaf.size(); ++i) {
    if (!is_value(*leaf[i])) continue;
    chart::ChartSeries series;
    series.name = head_text(data, i);
    series.muted = leaf[i]->expression->year_offset == -1;
    for (const TableRow* row : rows) {
      const Cell& cell = row->cells[i];
      const bool number = cell.number >= 0;
      series.values.push_back(
          number ? std::optional(document.numbers[static_cast<size_t>(cell.number)].value.to_double())
                 : std::nullopt);
      series.texts.push_back(
          number
              ? (spec.unit == "%" && cell.text.find('%') == std::string::npos ? cell.text + "%" : cell.text)
              : "");
    }
    out.series.push_back(std::move(series));
  }
  const auto muted =
      std::count_if(out.series.begin(), out.series.end(), [](const auto& s) { return s.muted; });
  if (out.series.size() != 2 || muted != 1) {
    for (auto& series : out.series) series.muted = false;
  }
  return out;
}

bool is_share(const chart::ChartSpec& spec) {
  if (spec.unit != "%") return false;
  for (const auto& series : spec.series) {
    for (const auto& value : series.values) {
      if (value && (*value < 0 || *value > 100)) return false;
    }
  }
  return true;
}

std::string text_alternative(const std::string& title, const chart::ChartSpec& spec,
                             const std::string& more) {
  std::string out = title + "（" + type_name(chart::drawn_type(spec)) + "）。";
  for (const auto& series : spec.series) {
    if (spec.series.size() > 1) out += series.name + "：";
    std::vector<std::string> parts;
    for (size_t i = 0; i < spec.categories.size() && i < series.texts.size(); ++i) {
      const bool has_unit = spec.unit.empty() || series.texts[i].ends_with(spec.unit);
      parts.push_back(spec.categories[i] + " " +
                      (series.texts[i].empty() ? "无数据" : series.texts[i] + (has_unit ? "" : spec.unit)));
    }
    out += join(parts, "，") + "。";
  }
  return out + more;
}

}  // namespace

Figure build_figure(const TableSpec& written, const Theme& theme, BuildContext& context) {
  const TableSpec spec = with_label_column(written);
  const auto leaf = leaves(spec.heads);
  if (std::none_of(leaf.begin(), leaf.end(), [](const HeadSpec* h) { return is_value(*h); })) {
    throw Error(kNoSeries, spec.where, {spec.id});
  }
  for (const HeadSpec* head : leaf) {
    const auto ask = certainty_ask(*head->expression, head->where);
    if (ask && ask->alone) refuse_certainty(*head->expression, head->where);
  }
  Figure figure;
  figure.id = spec.id;
  figure.data = build_table(spec, context);
  figure.title = figure.data.title;
  Binder binder(context);
  figure.subtitle = spec.subtitle.empty() ? (spec.unit.empty() ? "" : "单位：" + spec.unit)
                                          : binder.plain(spec.subtitle, spec.where);
  figure.notes = figure.data.notes;
  figure.sources = figure.data.sources;
  chart::ChartSpec drawn = chart_spec(spec, figure.data, context.document);
  if (drawn.series.empty() || drawn.categories.empty()) throw Error(kNoSeries, spec.where, {spec.id});
  drawn.percent = is_share(drawn);
  drawn.height = chart::natural_height(drawn);
  figure.width = drawn.width;
  figure.height = drawn.height;
  figure.option = chart::chart_option(drawn, theme, false);
  figure.option_dark = chart::chart_option(drawn, theme, true);
  figure.alt = text_alternative(figure.title, drawn, spec.alt);
  if (chart::leaves_out_zero(drawn)) {
    const bool across = chart::drawn_type(drawn) == chart::ChartType::kHbar;
    figure.notes.emplace_back(across ? "横轴不从零开始。" : "纵轴不从零开始。");
  }
  return figure;
}

}  // namespace zhiheng::report
