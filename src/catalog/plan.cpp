#include "catalog/plan.h"

#include <algorithm>
#include <set>

#include "base/date.h"
#include "base/text.h"
#include "catalog/definitions.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kNoDemand{"plan.no-demand", "目标没有要求；可用：{}",
                              "the target demands nothing; use one of: {}"};
constexpr ErrorCode kTwoDemands{"plan.two-demands", "目标只能有一项要求，此处有 {}",
                                "a target has one demand, here are {}"};
constexpr ErrorCode kBadNumber{"plan.bad-number", "{} 应为数字，实为 {}", "{} must be a number, not {}"};
constexpr ErrorCode kBadRange{"plan.bad-range", "{} 应为 [低, 高] 两个数字", "{} must be [low, high]"};
constexpr ErrorCode kBadYear{"plan.bad-year", "{} 不是年份", "{} is not a year"};
constexpr ErrorCode kBadDue{"plan.bad-due", "due {} 应为日期（如 2018-06-30），实为 {}",
                            "due {} must be a day such as 2018-06-30, not {}"};
constexpr ErrorCode kBadSpan{"plan.bad-span", "{} 应为年份或“2016-2020”，实为 {}",
                             "{} must be a year or 2016-2020, not {}"};
constexpr ErrorCode kNoAgainst{"plan.no-against", "as: {} 需要 against（基期）", "as: {} needs against"};
constexpr ErrorCode kAimNeedsFloor{"plan.aim-needs-floor", "aim 只能与 at_least 或 at_most 并用",
                                   "aim goes with at_least or at_most only"};
constexpr ErrorCode kTrueOnly{"plan.true-only", "{} 只能为 true", "{} can only be true"};
constexpr ErrorCode kSameTarget{"plan.same-target", "目标 {} 已在 {} 写过；请用 id 区分",
                                "the target {} already stands at {}; tell them apart with id"};
constexpr ErrorCode kLateMilestone{"plan.late-milestone", "节点年份 {} 应早于期限 {}",
                                   "the milestone {} must be earlier than the year due, {}"};

constexpr std::pair<Demand, const char*> kDemands[] = {{Demand::kAtLeast, "at_least"},
                                                       {Demand::kAtMost, "at_most"},
                                                       {Demand::kMoreThan, "more_than"},
                                                       {Demand::kLessThan, "less_than"},
                                                       {Demand::kReach, "reach"},
                                                       {Demand::kExactly, "exactly"},
                                                       {Demand::kZero, "zero"},
                                                       {Demand::kFull, "full"},
                                                       {Demand::kBetween, "between"},
                                                       {Demand::kAbout, "about"},
                                                       {Demand::kBetterThan, "better_than"},
                                                       {Demand::kInStepWith, "in_step_with"},
                                                       {Demand::kSetBy, "set_by"}};
constexpr std::pair<Quantity, const char*> kQuantities[] = {
    {Quantity::kValue, "value"},   {Quantity::kAdded, "added"},
    {Quantity::kChange, "change"}, {Quantity::kDifference, "difference"},
    {Quantity::kGrowth, "growth"}, {Quantity::kMean, "mean"},
    {Quantity::kTimes, "times"}};
constexpr std::pair<Nature, const char*> kNatures[] = {
    {Nature::kUnknown, "unknown"}, {Nature::kBinding, "binding"}, {Nature::kExpected, "expected"}};

template <typename Pairs, typename Value>
const char* name_of(const Pairs& pairs, Value value) {
  return std::find_if(std::begin(pairs), std::end(pairs), [&](const auto& p) { return p.first == value; })
      ->second;
}

template <typename Pairs>
std::string names_of(const Pairs& pairs) {
  std::vector<std::string> names;
  for (const auto& [value, name] : pairs) names.emplace_back(name);
  return join(names, ", ");
}

/// Reads one plan; what it meets that is wrong is reported and left out.
class PlanReader {
 public:
  PlanReader(Plan& plan, Diagnostics& diagnostics) : plan_(plan), diagnostics_(diagnostics) {}

  void read(const Yaml& node) {
    MapReader map(node, diagnostics_);
    plan_.where = node.where;
    plan_.title = read_title(&map.required("title"), diagnostics_);
    plan_.document = map.text("document");
    plan_.draft = map.word("status", {"adopted", "draft"}) == "draft";
    plan_.issued = map.text("issued");
    plan_.issuers = map.texts("issuers");
    MapReader period(map.required("period"), diagnostics_);
    plan_.period = {year(period.required("from")), year(period.required("to"))};
    period.finish();
    if (const Yaml* goals = map.optional("goals")) {
      for (const auto& [id, title] : members_of(*goals, diagnostics_))
        plan_.goals.push_back({id, read_title(&title, diagnostics_)});
    }
    for (const Yaml& item : map.required("targets").items) add_target(item);
    if (const Yaml* tasks = map.optional("tasks")) {
      for (const auto& [id, task] : members_of(*tasks, diagnostics_)) read_task(task, id);
    }
    map.finish();
  }

 private:
  template <typename Pairs>
  auto choice(MapReader& map, const char* key, const Pairs& pairs) {
    const Yaml* node = map.optional(key);
    if (node == nullptr) return std::begin(pairs)->first;
    for (const auto& [value, name] : pairs) {
      if (node->scalar == name) return value;
    }
    diagnostics_.add(kUnknownWord, node->where, {key, names_of(pairs), node->scalar});
    return std::begin(pairs)->first;
  }

  int year(const Yaml& node) {
    if (const auto number = read_year(node.scalar)) return *number;
    if (!node.where.file.empty()) diagnostics_.add(kBadYear, node.where, {node.scalar});
    return 0;
  }

  Decimal number(const Yaml& node, const std::string& key) {
    if (const auto value = Decimal::parse(node.scalar)) return *value;
    diagnostics_.add(kBadNumber, node.where, {key, node.scalar});
    return {};
  }

  Limit limit(const Yaml& node, const std::string& key) {
    if (node.type != Yaml::Type::kList) return {number(node, key), std::nullopt};
    if (node.items.size() == 2) {
      const Limit range{number(node.items[0], key), number(node.items[1], key)};
      if (range.low <= *range.high) return range;
    }
    diagnostics_.add(kBadRange, node.where, {key});
    return {};
  }

  std::optional<YearSpan> span(MapReader& map, const char* key) {
    const Yaml* node = map.optional(key);
    if (node == nullptr) return std::nullopt;
    const auto parts = split(node->scalar, '-');
    const auto from = read_year(parts[0]), to = read_year(parts.back());
    if (parts.size() <= 2 && from && to && *from <= *to) return YearSpan{*from, *to};
    diagnostics_.add(kBadSpan, node->where, {key, node->scalar});
    return std::nullopt;
  }

  void read_limit(Target& target, const Yaml& node, const std::string& key) {
    switch (target.demand) {
      case Demand::kZero:
      case Demand::kFull:
        if (node.scalar != "true") diagnostics_.add(kTrueOnly, node.where, {key});
        target.limit = Limit{Decimal(target.demand == Demand::kZero ? 0 : 100), std::nullopt};
        return;
      case Demand::kBetterThan:
      case Demand::kInStepWith:
      case Demand::kSetBy:
        target.other = node.scalar;
        return;
      default:
        target.limit = limit(node, key);
        if (target.demand == Demand::kBetween && !target.limit->high)
          diagnostics_.add(kBadRange, node.where, {key});
    }
  }

  void read_demand(Target& target, MapReader& map) {
    std::vector<std::string> given;
    for (const auto& [demand, key] : kDemands) {
      const Yaml* node = map.optional(key);
      if (node == nullptr) continue;
      given.emplace_back(key);
      target.demand = demand;
      read_limit(target, *node, key);
    }
    if (given.empty()) diagnostics_.add(kNoDemand, target.where, {names_of(kDemands)});
    if (given.size() > 1) diagnostics_.add(kTwoDemands, target.where, {join(given, ", ")});
    if (const Yaml* aim = map.optional("aim")) {
      target.aim = number(*aim, "aim");
      if (target.demand != Demand::kAtLeast && target.demand != Demand::kAtMost)
        diagnostics_.add(kAimNeedsFloor, aim->where);
    }
  }

  void read_base(Target& target, MapReader& map) {
    const Yaml* node = map.optional("base");
    if (node == nullptr) return;
    MapReader base(*node, diagnostics_);
    const int of = year(base.required("year"));
    const Decimal value = number(base.required("value"), "value");
    target.base = {of, value};
    base.finish();
  }

  void read_milestones(Target& target, MapReader& map) {
    const Yaml* node = map.optional("milestones");
    if (node == nullptr) return;
    for (const auto& [key, value] : members_of(*node, diagnostics_)) {
      const auto of = read_year(key);
      if (!of) {
        diagnostics_.add(kBadYear, value.key_where, {key});
      } else if (*of >= target.by) {
        diagnostics_.add(kLateMilestone, value.key_where, {key, std::to_string(target.by)});
      } else {
        target.milestones[*of] = limit(value, key);
      }
    }
  }

  void add_target(const Yaml& node) {
    Target target;
    target.where = node.where;
    MapReader map(node, diagnostics_);
    target.indicator = map.text("indicator");
    target.title = read_title(map.optional("title"), diagnostics_);
    target.quantity = choice(map, "as", kQuantities);
    read_demand(target, map);
    target.by = year(map.required("by"));
    read_milestones(target, map);
    target.hold = map.boolean_or("hold", false);
    target.hopes = map.boolean_or("hopes", false);
    target.every_year = map.word("every", {"mean", "year"}) == "year";
    target.unit = map.text_or("unit", "");
    target.against = span(map, "against");
    if (const Yaml* from = map.optional("from")) target.from = year(*from);
    read_base(target, map);
    target.nature = choice(map, "nature", kNatures);
    target.goal = map.text_or("goal", "");
    target.task = map.text_or("task", "");
    target.owners = map.texts("owners");
    target.source = map.text("source");
    target.note = read_title(map.optional("note"), diagnostics_);
    target.id = map.text_or("id", default_id(target));
    map.finish();
    check_against(target);
    insert(std::move(target));
  }

  void check_against(const Target& target) {
    const Quantity q = target.quantity;
    if (target.against || (q != Quantity::kChange && q != Quantity::kDifference && q != Quantity::kTimes))
      return;
    diagnostics_.add(kNoAgainst, target.where, {to_string(q)});
  }

  static std::string default_id(const Target& target) {
    std::string id = target.indicator;
    if (target.quantity != Quantity::kValue) id += std::string("/") + to_string(target.quantity);
    return id + "@" + std::to_string(target.by);
  }

  void insert(Target target) {
    const auto [first, is_new] = ids_.emplace(target.id, target.where);
    if (!is_new) {
      diagnostics_.add(kSameTarget, target.where, {target.id, to_string(first->second)});
      return;
    }
    plan_.targets.push_back(std::move(target));
  }

  std::vector<Title> items(const Yaml& node) {
    std::vector<Title> out;
    for (const Yaml& item : node.items) out.push_back(read_title(&item, diagnostics_));
    return out;
  }

  void read_task(const Yaml& node, const std::string& id) {
    MapReader map(node, diagnostics_);
    Task task;
    task.id = id;
    task.where = node.where;
    task.title = read_title(&map.required("title"), diagnostics_);
    task.goal = map.text_or("goal", "");
    task.owners = map.texts("owners");
    task.source = map.text("source");
    task.note = read_title(map.optional("note"), diagnostics_);
    if (const Yaml* whole = map.optional("items")) task.years[0] = items(*whole);
    if (const Yaml* years = map.optional("years")) {
      for (const auto& [key, value] : members_of(*years, diagnostics_)) {
        const auto of = read_year(key);
        if (of) task.years[*of] = items(value);
        if (!of) diagnostics_.add(kBadYear, value.key_where, {key});
      }
    }
    if (const Yaml* due = map.optional("due")) {
      for (const auto& [key, value] : members_of(*due, diagnostics_)) {
        const auto of = read_year(key);
        if (of) task.due[*of] = value.scalar;
        if (!of) diagnostics_.add(kBadYear, value.key_where, {key});
        if (!Date::parse(value.scalar)) diagnostics_.add(kBadDue, value.where, {key, value.scalar});
      }
    }
    map.finish();
    plan_.tasks.push_back(std::move(task));
  }

  Plan& plan_;
  Diagnostics& diagnostics_;
  std::map<std::string, Location> ids_;
};

template <typename Items>
auto by_id(const Items& items, std::string_view id) -> decltype(items.data()) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.id == id; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const char* to_string(Demand demand) { return name_of(kDemands, demand); }
const char* to_string(Quantity quantity) { return name_of(kQuantities, quantity); }
const char* to_string(Nature nature) { return name_of(kNatures, nature); }

const Goal* Plan::goal(std::string_view name) const { return by_id(goals, name); }
const Task* Plan::task(std::string_view name) const { return by_id(tasks, name); }
const Target* Plan::target(std::string_view name) const { return by_id(targets, name); }

Plan read_plan(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  Plan plan;
  plan.id = id;
  PlanReader(plan, diagnostics).read(node);
  return plan;
}

PlanRules read_plan_rules(const Yaml& node, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  PlanRules rules;
  for (const auto& [key, value] : {std::pair{"on_track", &rules.on_track},
                                   std::pair{"at_risk", &rules.at_risk}, std::pair{"about", &rules.about}}) {
    const std::string text = map.text(key);
    if (const auto number = Decimal::parse(text))
      *value = *number;
    else if (!text.empty())
      diagnostics.add(kBadNumber, node.where, {key, text});
  }
  map.finish();
  return rules;
}

}  // namespace zhiheng::catalog
