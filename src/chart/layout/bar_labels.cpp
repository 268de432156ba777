#include "chart/layout/bar_labels.h"

#include <algorithm>
#include <cmath>

#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

constexpr std::size_t kMostUpright = 10;  // more labels than this are noise over upright bars
constexpr std::size_t kMostLying = 20;    // beside lying bars they are a column of a table
constexpr double kGap = 4;                // px between bar and label
constexpr double kDot = 5;                // radius of a hanging chart's dot
constexpr double kSafety = 1.04;

/// One way to letter all bars.
struct Attempt {
  double font_size = kFontSize;
  bool turned = false;
  bool with_muted = true;
};

struct Span {
  double from = 0, to = 0;  // values
};

struct Item {
  std::size_t series = 0, category = 0;
  Span span;
  std::string text;
};

std::vector<Item> items_of(const BarPlan& plan, const ChartSpec& spec) {
  std::vector<Item> items;
  for (std::size_t category = 0; category < spec.categories.size(); ++category) {
    double above = 0;
    double below = 0;
    for (std::size_t series = 0; series < spec.series.size(); ++series) {
      const std::optional<double> value = value_at(spec.series[series], category);
      if (!value) continue;
      double from = plan.kind == BarKind::kHanging ? 100 : 0;
      if (plan.kind == BarKind::kStacked) {
        double& sum = *value < 0 ? below : above;
        from = sum;
        sum += *value;
      }
      const double to = plan.kind == BarKind::kStacked ? from + *value : *value;
      items.push_back({series, category, {from, to}, label_text(spec.series[series], category)});
    }
  }
  return items;
}

/// Pixels along the value axis, growing in its direction.
double along(const BarPlan& plan, double value) {
  return plan.scale.share(value) * (plan.horizontal ? plan.plot.width() : plan.plot.height());
}

double across(const BarPlan& plan, const ChartSpec& spec, const Item& item) {
  const double bars = plan.kind == BarKind::kStacked ? 1 : static_cast<double>(spec.series.size());
  const double offset =
      plan.kind == BarKind::kStacked ? 0 : static_cast<double>(item.series) - (bars - 1) / 2;
  return (static_cast<double>(item.category) + 0.5) * plan.band + offset * plan.pitch;
}

/// Boxes in along/across pixels: left and right run along the value axis.
struct Placed {
  Box label, bar;
  double shift = 0;
};

Placed place(const BarPlan& plan, const ChartSpec& spec, const Item& item, const Attempt& attempt) {
  const double width = text_width(item.text, attempt.font_size) * kSafety;
  const double height = attempt.font_size * 1.1;
  const bool reads_along = plan.horizontal != attempt.turned;
  const double length = reads_along ? width : height;
  const double breadth = reads_along ? height : width + 2;
  const double middle = across(plan, spec, item);
  const bool upwards = item.span.to >= item.span.from && plan.kind != BarKind::kHanging;
  const double gap = kGap + (plan.kind == BarKind::kHanging ? kDot : 0);
  const double end = along(plan, item.span.to);
  double near = upwards ? end + gap : end - gap;
  double shift = 0;
  if (spec.target) {
    const double line = along(plan, spec.target->value);
    const double low = upwards ? near : near - length;
    if (line > low - 2 && line < low + length + 2) shift = upwards ? line + 3 - near : near - (line - 3);
  }
  near += upwards ? shift : -shift;
  const double start = upwards ? near : near - length;
  const auto [low, high] = std::minmax({along(plan, item.span.from), end});
  return {{start, middle - breadth / 2, start + length, middle + breadth / 2},
          {low, middle - plan.thickness / 2, high, middle + plan.thickness / 2},
          shift};
}

/// Whether every label is free of the others and of its neighbours' bars, and inside the chart.
bool fits(const BarPlan& plan, const ChartSpec& spec, const std::vector<Item>& items, const Attempt& attempt,
          std::vector<Placed>& placed) {
  placed.clear();
  for (const Item& item : items) placed.push_back(place(plan, spec, item, attempt));
  const auto is_lettered = [&](std::size_t i) {
    return !items[i].text.empty() && (attempt.with_muted || !spec.series[items[i].series].muted);
  };
  const double lowest = plan.horizontal ? kEdge - plan.plot.left : 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!is_lettered(i)) continue;
    if (placed[i].label.left < lowest) return false;
    for (std::size_t other = 0; other < items.size(); ++other) {
      if (other == i) continue;
      if (placed[i].label.meets(placed[other].bar)) return false;
      if (is_lettered(other) && placed[i].label.meets(placed[other].label)) return false;
    }
  }
  return true;
}

/// px between the top of an upright plot and the top of the chart's drawing area that labels need.
void make_headroom(BarPlan& plan, const std::vector<Placed>& placed, double free_top) {
  double reach = 0;
  for (const Placed& item : placed) reach = std::max(reach, item.label.right);
  plan.plot.top = free_top + std::max(0.0, reach - plan.plot.height());
}

void keep(BarPlan& plan, const ChartSpec& spec, const std::vector<Item>& items, const Attempt& attempt,
          const std::vector<Placed>& placed) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!attempt.with_muted && spec.series[items[i].series].muted) continue;
    plan.labels[items[i].series][items[i].category] = {items[i].text, attempt.font_size, placed[i].shift,
                                                       attempt.turned};
  }
}

void place_inside(BarPlan& plan, const std::vector<Item>& items) {
  for (const Item& item : items) {
    const double length = std::abs(along(plan, item.span.to) - along(plan, item.span.from));
    const double width = text_width(item.text, kFontSize) * kSafety + 4;
    const double height = kFontSize + 3;
    const bool has_room = plan.horizontal ? width <= length && height <= plan.thickness + 2
                                          : height <= length && width <= plan.thickness + 2;
    if (has_room) plan.labels[item.series][item.category].text = item.text;
  }
}

}  // namespace

void place_labels(BarPlan& plan, const ChartSpec& spec) {
  plan.labels.assign(spec.series.size(), std::vector<BarLabel>(spec.categories.size()));
  if (spec.categories.size() > (plan.horizontal ? kMostLying : kMostUpright)) return;
  const std::vector<Item> items = items_of(plan, spec);
  if (plan.kind == BarKind::kStacked) {
    place_inside(plan, items);
    return;
  }
  const double free_top = plan.plot.top;
  std::vector<Placed> placed;
  for (const bool with_muted : {true, false}) {
    for (const Attempt& attempt : {Attempt{12, false, with_muted}, Attempt{11, false, with_muted},
                                   Attempt{10, false, with_muted}, Attempt{11, true, with_muted}}) {
      if (attempt.turned && plan.horizontal) continue;
      plan.plot.top = free_top;
      fits(plan, spec, items, attempt, placed);
      if (!plan.horizontal) make_headroom(plan, placed, free_top);
      if (fits(plan, spec, items, attempt, placed)) return keep(plan, spec, items, attempt, placed);
    }
  }
  plan.plot.top = free_top;
}

}  // namespace zhiheng::chart
