#include "report/plan/numbers.h"

#include "plan/demand.h"

namespace zhiheng::report {
namespace {

/// In words, how a quantity is made of yearly values.
std::string quantity_formula(const catalog::Target& target, bool stock) {
  const auto against = [&] {
    const auto& span = *target.against;
    return std::to_string(span.from) + (span.from == span.to ? "" : "—" + std::to_string(span.to)) + " 年";
  };
  switch (target.quantity) {
    case catalog::Quantity::kAdded:
      return stock ? "年末数 − 起算年之前的年末数" : "起算年以来各年数之和";
    case catalog::Quantity::kChange:
      return "比" + against() + "变化的百分数";
    case catalog::Quantity::kDifference:
      return "当年值 − " + against() + "的值";
    case catalog::Quantity::kTimes:
      return "当年值 ÷ " + against() + "的值";
    case catalog::Quantity::kGrowth:
      return target.every_year ? "比上年增长的百分数" : "规划期各年的平均增长率";
    case catalog::Quantity::kMean:
      return "起算年以来各年的平均数";
    case catalog::Quantity::kValue:
      return "按目标的单位换算";
  }
  return {};
}

}  // namespace

std::shared_ptr<measure::Origin> PlanNumbers::own_origin(const plan::Progress& p, const char* what,
                                                         const std::string& title) const {
  auto origin = std::make_shared<measure::Origin>();
  origin->definition = "plan." + input_.plan.id + "." + p.target->id + "." + what;
  origin->title = {title, ""};
  origin->scope = p.indicator->scope;
  origin->year = input_.year;
  origin->owner = p.indicator->owner;
  return origin;
}

/// What the plan itself says, at its line.
measure::Value PlanNumbers::stated(const plan::Progress& p, const char* what, const std::string& title,
                                   const Decimal& number) const {
  measure::Value value;
  value.exact = number;
  value.unit = p.unit;
  value.decimals = std::max(number.scale(), 0);
  auto origin = own_origin(p, what, title + "：" + plan::title_of(*p.target, *p.indicator).zh);
  origin->year = p.target->by;
  origin->reported = true;
  origin->owner.clear();
  origin->sources = {"《" + input_.plan.document + "》" + p.target->source};
  origin->inputs = {{input_.plan_file.path, input_.plan_file.sha256, {p.target->where.line}}};
  value.origin = std::move(origin);
  return value;
}

measure::Value PlanNumbers::measured(const plan::Progress& p, const plan::Measured& found,
                                     const char* what) const {
  measure::Value value;
  value.exact = found.value;
  value.unit = p.unit;
  value.decimals = p.decimals;
  const bool as_it_is = p.target->quantity == catalog::Quantity::kValue && p.target->unit.empty();
  if (as_it_is && found.origins.size() == 1 && !found.simulated) {
    value.origin = found.origins.front();
    return value;
  }
  auto origin = own_origin(p, what, plan::title_of(*p.target, *p.indicator).zh);
  origin->year = found.year;
  origin->formula = as_it_is ? "" : quantity_formula(*p.target, p.indicator->stock);
  for (const auto& part : found.origins) measure::merge_origin(*part, *origin);
  if (found.simulated) {
    if (as_it_is) origin->formula = "模拟数据";
    origin->note = kMadeUp;
  }
  value.origin = std::move(origin);
  return value;
}

measure::Value PlanNumbers::derived(const plan::Progress& p, const char* what, const std::string& title,
                                    const std::string& formula, const Decimal& number, int decimals) const {
  measure::Value value;
  value.exact = number;
  value.unit = p.distance_unit;
  value.decimals = decimals;
  auto origin = own_origin(p, what, title + "：" + plan::title_of(*p.target, *p.indicator).zh);
  origin->formula = formula;
  for (const auto& part : p.origins) measure::merge_origin(*part, *origin);
  if (p.simulated) origin->note = kMadeUp;
  value.origin = std::move(origin);
  return value;
}

std::optional<measure::Value> PlanNumbers::now(const plan::Progress& p) const {
  if (!p.now) return std::nullopt;
  const auto found = plan::measured(input_.catalog, input_.plan, *p.target, input_.book, p.now_year);
  return found ? std::optional(measured(p, *found, "now")) : std::nullopt;
}

std::optional<measure::Value> PlanNumbers::start(const plan::Progress& p) const {
  if (!p.start) return std::nullopt;
  const auto found = plan::starting(input_.catalog, input_.plan, *p.target, input_.book);
  if (!found) return std::nullopt;
  if (!found->origins.empty() || found->simulated) return measured(p, *found, "start");
  if (p.target->base && p.target->base->second == found->value) {
    measure::Value value = stated(p, "base", "规划所写的起点", found->value);
    value.origin->year = found->year;
    return value;
  }
  measure::Value zero = derived(p, "start", "起点", "从起算年之前算起", found->value, p.decimals);
  zero.unit = p.unit;
  return zero;
}

std::optional<PlanNumbers::Latest> PlanNumbers::latest(const plan::Progress& p) const {
  const auto series = input_.book.find(p.target->indicator);
  const plan::Point* point = series == input_.book.end() ? nullptr : series->second.last(0, input_.year);
  if (point == nullptr) return std::nullopt;
  measure::Value value;
  value.exact = point->value;
  value.unit = p.indicator->unit;
  value.decimals = p.indicator->decimals;
  value.origin = point->origin;
  if (value.origin == nullptr) {
    auto made_up = own_origin(p, "latest", p.indicator->title.zh);
    made_up->year = point->year;
    made_up->formula = "模拟数据";
    made_up->note = kMadeUp;
    value.origin = std::move(made_up);
  }
  return Latest{std::move(value), point->year};
}

std::optional<measure::Value> PlanNumbers::limit(const plan::Progress& p) const {
  if (!p.limit) return std::nullopt;
  if (p.target->limit) return stated(p, "limit", "目标值", p.limit->low);
  measure::Value value = derived(p, "limit", "目标值", "同年的对照指标", p.limit->low, p.decimals);
  value.unit = p.unit;
  return value;
}

std::optional<measure::Value> PlanNumbers::limit_high(const plan::Progress& p) const {
  if (!p.limit || !p.limit->high) return std::nullopt;
  return stated(p, "limit_high", "目标值上限", *p.limit->high);
}

std::optional<measure::Value> PlanNumbers::distance(const plan::Progress& p) const {
  if (!p.distance) return std::nullopt;
  return derived(p, "distance", "离目标的差距", "目标值与现值之差，按要求的方向", *p.distance, p.decimals);
}

std::optional<measure::Value> PlanNumbers::pace(const plan::Progress& p) const {
  if (!p.pace) return std::nullopt;
  return derived(p, "pace", "已有进度（每年）", "（现值 − 起点）÷ 年数", *p.pace, p.decimals + 1);
}

std::optional<measure::Value> PlanNumbers::needed_pace(const plan::Progress& p) const {
  if (!p.needed_pace) return std::nullopt;
  return derived(p, "needed", "所需进度（每年）", "（目标值 − 现值）÷ 余下年数", *p.needed_pace,
                 p.decimals + 1);
}

measure::Value PlanNumbers::forecast(const plan::Progress& p, const plan::Forecast& forecast,
                                     const char* what, const Decimal& number) const {
  measure::Value value = derived(p, what, "预测", forecast.method.zh, number, p.decimals);
  value.unit = p.unit;
  value.decimals = std::max(p.decimals, number.scale());
  return value;
}

measure::Value PlanNumbers::probability(const plan::Progress& p, const plan::Forecast& forecast) const {
  const Decimal percent = Decimal::from_double(*forecast.probability * 100);
  measure::Value value = derived(p, "probability", "达成概率", forecast.method.zh, percent, 0);
  value.unit = "%";
  return value;
}

measure::Value PlanNumbers::count(const std::string& id, const std::string& title, const std::string& formula,
                                  size_t count, const std::string& unit) const {
  measure::Value value;
  value.exact = Decimal(static_cast<std::int64_t>(count));
  value.unit = unit;
  auto origin = std::make_shared<measure::Origin>();
  origin->definition = "plan." + input_.plan.id + "." + id;
  origin->title = {title, ""};
  origin->year = input_.year;
  origin->formula = formula;
  origin->inputs = {{input_.plan_file.path, input_.plan_file.sha256, {input_.plan.where.line}}};
  if (input_.simulated) origin->note = kMadeUp;
  value.origin = std::move(origin);
  return value;
}

measure::Value PlanNumbers::share(const std::string& id, const std::string& title, size_t part,
                                  size_t whole) const {
  measure::Value value = count(id, title, title + "的目标数 ÷ 目标总数", part, "%");
  const auto number = [](size_t n) { return Decimal(static_cast<std::int64_t>(n)); };
  value.numerator = number(part);
  value.denominator = number(whole);
  value.exact = number(part) * Decimal(100) / number(whole);
  value.decimals = 1;
  return value;
}

Run PlanNumbers::run(const measure::Value& value, bool sign) {
  Printed printed = format_value(value);
  if (sign && printed.value > Decimal(0)) printed.text = "+" + printed.text;
  Run run;
  run.kind = Run::Kind::kNumber;
  run.text = printed.text;
  run.unit = printed.unit;
  run.index = registry_.add_number(printed, value);
  return run;
}

Cell PlanNumbers::bare_cell(const measure::Value& value) {
  const Run printed = run(value);
  Cell cell;
  cell.kind = Cell::Kind::kNumber;
  cell.text = printed.text;
  cell.number = printed.index;
  if (value.unit == "%" || value.unit == "‰") cell.text.resize(cell.text.size() - value.unit.size());
  return cell;
}

Cell PlanNumbers::cell_or_missing(const std::optional<measure::Value>& value) {
  if (value) return bare_cell(*value);
  Cell missing;
  missing.kind = Cell::Kind::kMissing;
  return missing;
}

}  // namespace zhiheng::report
