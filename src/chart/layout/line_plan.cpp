#include "chart/layout/line_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

constexpr double kSafety = 1.04;
constexpr double kTickGap = 8;
constexpr double kUnitRow = 26;
constexpr double kNameColumn = 96;  // px at most for a name at the end of its line
constexpr std::size_t kMostLabelled = 10;
constexpr std::size_t kMostLabelledLines = 4;
constexpr double kNameGap = 8;
constexpr double kLabelGap = 7;  // px from a point's centre to its label

Scale scale_of(const ChartSpec& spec) {
  const Range range = range_of(spec, false);
  const int intervals = std::clamp(spec.height / 65, 2, 6);
  if (nearly_full(spec)) return shortfall_scale(range, intervals);
  const double room = (range.high - range.low) * 0.1;
  if (spec.from_zero) {
    return round_scale({std::min(0.0, range.low < 0 ? range.low - room : 0), std::max(0.0, range.high),
                        intervals, range.whole});
  }
  Scale scale = round_scale({range.low - room, range.high + room / 2, intervals, range.whole});
  if (range.low >= 0 && scale.min < 0) scale.min = 0;
  if (spec.percent && range.high <= 100) scale.max = std::min(scale.max, 100.0);
  return scale;
}

double widest(const std::vector<std::string>& texts) {
  double width = 0;
  for (const std::string& text : texts) width = std::max(width, block_width(text, kFontSize) * kSafety);
  return width;
}

/// Wraps the names under the axis; where even that is too wide, only every second, third … is written.
void set_names(LinePlan& plan, const ChartSpec& spec) {
  for (plan.every = 1;; ++plan.every) {
    const double room = plan.band * plan.every - 8;
    plan.names.clear();
    bool fits = true;
    for (const std::string& category : spec.categories) {
      plan.names.push_back(wrap(category, room / kSafety, kFontSize));
      fits = fits && line_count(plan.names.back()) <= (plan.every == 1 ? 3 : 2) &&
             block_width(plan.names.back(), kFontSize) <= room;
    }
    if (fits || plan.every >= static_cast<int>(spec.categories.size())) return;
  }
}

Box point_box(const LinePlan& plan, std::size_t category, double value, double half_width,
              double half_height) {
  const double x = plan.plot.left + (static_cast<double>(category) + 0.5) * plan.band;
  const double y = plan.plot.bottom - plan.scale.share(value) * plan.plot.height();
  return {x - half_width, y - half_height, x + half_width, y + half_height};
}

Box name_box(const LinePlan& plan, const ChartSpec& spec, std::size_t series) {
  const int last = last_point(spec.series[series], spec.categories.size());
  if (last < 0 || plan.end_names[series].empty()) return {};
  const auto index = static_cast<std::size_t>(last);
  Box box = point_box(plan, index, *spec.series[series].values[index], 0, 0);
  const double half = line_count(plan.end_names[series]) * kLineHeight / 2;
  box.top += plan.end_shifts[series] - half;
  box.bottom += plan.end_shifts[series] + half;
  box.left = plan.names_left;
  box.right = plan.names_left + block_width(plan.end_names[series], kFontSize) * kSafety;
  return box;
}

/// Moves the names at the line ends (and the target's) apart, keeping their order: each by as little as
/// needed downwards, then the lowest back up into the plot.
void spread_ends(LinePlan& plan, const ChartSpec& spec) {
  struct End {
    double middle, height, wish;
    double* shift;
  };
  std::vector<End> ends;
  const auto add = [&](double value, const std::string& text, double* shift) {
    if (text.empty()) return;
    const double y = point_box(plan, 0, value, 0, 0).top;
    ends.push_back({y, line_count(text) * kLineHeight, y, shift});
  };
  for (std::size_t i = 0; i < spec.series.size() && plan.direct; ++i) {
    const int last = last_point(spec.series[i], spec.categories.size());
    if (last >= 0)
      add(*spec.series[i].values[static_cast<std::size_t>(last)], plan.end_names[i], &plan.end_shifts[i]);
  }
  if (spec.target) add(spec.target->value, plan.target_label, &plan.target_shift);
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.wish < b.wish; });
  for (int round = 0; round < 40; ++round) {  // neighbours that overlap push each other apart by half
    for (std::size_t i = 1; i < ends.size(); ++i) {
      const double overlap =
          ends[i - 1].middle + ends[i - 1].height / 2 + ends[i].height / 2 - ends[i].middle;
      if (overlap > 0) ends[i - 1].middle -= overlap / 2, ends[i].middle += overlap / 2;
    }
    for (End& end : ends)
      end.middle = std::clamp(end.middle, end.height / 2, plan.plot.bottom + 6 - end.height / 2);
  }
  for (const End& end : ends) *end.shift = end.middle - end.wish;
}

/// Whether a straight line between two points crosses the box.
bool crosses(double x1, double y1, double x2, double y2, const Box& box) {
  if (std::max(x1, x2) < box.left || std::min(x1, x2) > box.right) return false;
  const auto y_at = [&](double x) { return x2 == x1 ? y1 : y1 + (y2 - y1) * (x - x1) / (x2 - x1); };
  const double a = y_at(std::clamp(box.left, std::min(x1, x2), std::max(x1, x2)));
  const double b = y_at(std::clamp(box.right, std::min(x1, x2), std::max(x1, x2)));
  return std::max(a, b) > box.top && std::min(a, b) < box.bottom;
}

/// The things that a label must keep clear of: line segments, points and the labels placed so far.
class Obstacles {
 public:
  Obstacles(const LinePlan& plan, const ChartSpec& spec) : plan_(plan) {
    for (std::size_t i = 0; i < spec.series.size(); ++i) {
      add_line(spec.series[i], spec.categories.size());
      boxes_.push_back(name_box(plan, spec, i));
    }
    if (spec.target) {
      const double y = point_box(plan, 0, spec.target->value, 0, 0).top;
      segments_.push_back({plan.plot.left, y, plan.plot.right, y});
    }
  }
  bool free(const Box& box) const {
    if (box.left < 0 || box.top < 0 || box.bottom > plan_.plot.bottom) return false;
    const auto meets = [&](const Box& other) { return box.meets(other); };
    const auto cut = [&](const Box& s) { return crosses(s.left, s.top, s.right, s.bottom, box); };
    return std::none_of(boxes_.begin(), boxes_.end(), meets) &&
           std::none_of(segments_.begin(), segments_.end(), cut);
  }
  void add(const Box& box) { boxes_.push_back(box); }

 private:
  void add_line(const ChartSeries& series, std::size_t count) {
    std::optional<Box> previous;
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<double> value = value_at(series, i);
      std::optional<Box> point;
      if (value) {
        point = point_box(plan_, i, *value, 0, 0);
        if (previous) segments_.push_back({previous->left, previous->top, point->left, point->top});
        boxes_.push_back(point_box(plan_, i, *value, 3, 3));
      }
      previous = point;
    }
  }
  const LinePlan& plan_;
  std::vector<Box> segments_;  // from (left, top) to (right, bottom), in any direction
  std::vector<Box> boxes_;
};

using Point = std::pair<std::size_t, std::size_t>;  // series, category

/// Full series before comparisons, ends before middles.
std::vector<Point> by_importance(const ChartSpec& spec) {
  std::vector<Point> points;
  const std::size_t count = spec.categories.size();
  for (std::size_t s = 0; s < spec.series.size(); ++s) {
    for (std::size_t i = 0; i < count; ++i) points.emplace_back(s, i);
  }
  const auto rank = [&](const Point& point) {
    const bool at_end = point.second == 0 || point.second + 1 == count;
    return (spec.series[point.first].muted ? 2 : 0) + (at_end ? 0 : 1);
  };
  std::stable_sort(points.begin(), points.end(),
                   [&](const Point& a, const Point& b) { return rank(a) < rank(b); });
  return points;
}

/// Above where the line peaks or the series is the higher one.
bool above_first(const ChartSpec& spec, const Point& point) {
  const auto [s, i] = point;
  const double value = *spec.series[s].values[i];
  double sum = 0;
  int count = 0;
  const auto weigh = [&](std::optional<double> other) {
    if (other) sum += *other, ++count;
  };
  for (std::size_t other = 0; other < spec.series.size(); ++other) {
    if (other != s) weigh(value_at(spec.series[other], i));
  }
  if (spec.series.size() == 1 && i > 0) weigh(value_at(spec.series[s], i - 1));
  if (spec.series.size() == 1) weigh(value_at(spec.series[s], i + 1));
  return count == 0 || value >= sum / count;
}

/// The first free place for a label: over or under the point, else beside that to the left or right.
PointLabel find_place(const LinePlan& plan, const ChartSpec& spec, const Point& point, Obstacles& obstacles) {
  const std::string text = label_text(spec.series[point.first], point.second);
  if (text.empty()) return {};
  const double half = text_width(text, kFontSize) * kSafety / 2;
  const bool first = above_first(spec, point);
  for (const double shift : {0.0, -half, half}) {
    for (const bool above : {first, !first}) {
      Box box = point_box(plan, point.second, *spec.series[point.first].values[point.second], half,
                          kFontSize / 2 + 1);
      const double down = (kLabelGap + kFontSize / 2) * (above ? -1 : 1);
      box.top += down, box.bottom += down;
      box.left += shift, box.right += shift;
      if (!obstacles.free(box)) continue;
      obstacles.add(box);
      return {true, above, shift};
    }
  }
  return {};
}

/// Labels where there is room; more than four lines leave too little to be worth reading.
void place_labels(LinePlan& plan, const ChartSpec& spec) {
  plan.labels.assign(spec.series.size(), std::vector<PointLabel>(spec.categories.size()));
  if (spec.categories.size() > kMostLabelled || spec.series.size() > kMostLabelledLines) return;
  Obstacles obstacles(plan, spec);
  for (const Point& point : by_importance(spec)) {
    plan.labels[point.first][point.second] = find_place(plan, spec, point, obstacles);
  }
}

/// The plot from left to right. The names begin beside the last point, half a band before the plot ends.
void set_columns(LinePlan& plan, const ChartSpec& spec) {
  const auto count = static_cast<double>(spec.categories.size());
  const double names = widest(plan.end_names);
  const double target = block_width(plan.target_label, kFontSize) * kSafety;
  plan.plot.left = kEdge + widest(plan.tick_texts) + kTickGap;
  double right = spec.width - kEdge - (target > 0 ? target + kNameGap : 0);
  if (names > 0) {  // last point + gap + names = the chart's edge
    const double room = spec.width - kEdge - names - kNameGap - plan.plot.left;
    right = std::min(right, plan.plot.left + room * count / (count - 0.5));
  }
  plan.plot.right = right;
  plan.band = plan.plot.width() / count;
  plan.names_left = plan.plot.right - plan.band / 2 + kNameGap;
}

}  // namespace

int last_point(const ChartSeries& series, std::size_t categories) {
  for (std::size_t i = categories; i-- > 0;) {
    if (value_at(series, i)) return static_cast<int>(i);
  }
  return -1;
}

bool lines_leave_out_zero(const ChartSpec& spec) {
  const Scale scale = scale_of(spec);
  return scale.min > 0 || scale.max < 0;
}

LinePlan plan_lines(const ChartSpec& spec, double legend_height, bool direct) {
  LinePlan plan;
  plan.direct = direct;
  plan.scale = scale_of(spec);
  plan.tick_texts = plan.scale.tick_texts(unit_at_ticks(spec) ? spec.unit : "");
  for (const ChartSeries& series : spec.series)
    plan.end_names.push_back(direct ? wrap(series.name, kNameColumn, kFontSize) : "");
  plan.end_shifts.assign(spec.series.size(), 0);
  if (spec.target) plan.target_label = wrap(spec.target->label, kNameColumn, kFontSize);
  set_columns(plan, spec);
  set_names(plan, spec);
  int lines = 1;
  for (const std::string& name : plan.names) lines = std::max(lines, line_count(name));
  plan.plot.bottom = spec.height - legend_height - 12 - lines * kLineHeight;
  plan.plot.top =
      (spec.unit.empty() || unit_at_ticks(spec) ? kEdge : kUnitRow) + 18;  // a label's height above the plot
  spread_ends(plan, spec);
  place_labels(plan, spec);
  return plan;
}

}  // namespace zhiheng::chart
