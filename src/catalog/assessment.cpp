#include "catalog/assessment.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/definitions.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kNoRule{"assessment.no-rule", "考核项没有计分规则；可用：{}",
                            "the item has no rule; use one of: {}"};
constexpr ErrorCode kTwoRules{"assessment.two-rules", "考核项只能有一条计分规则，此处有 {}",
                              "an item has one rule, here are {}"};
constexpr ErrorCode kBadNumber{"assessment.bad-number", "{} 应为数字，实为 {}",
                               "{} must be a number, not {}"};
constexpr ErrorCode kNotPositive{"assessment.not-positive", "{} 应大于 0", "{} must be above 0"};
constexpr ErrorCode kSameEnds{"assessment.same-ends", "floor 与 full 不能相同", "floor and full must differ"};
constexpr ErrorCode kStepOrder{"assessment.step-order", "steps 应从最好写到最差，分值逐级减少",
                               "steps go from the best to the worst, with fewer points each"};
constexpr ErrorCode kMixedSteps{"assessment.mixed-steps", "steps 每行应有 at_least 或 at_most，且全表相同",
                                "each step has at_least or at_most, the same in all"};
constexpr ErrorCode kTooManyPoints{"assessment.too-many-points", "分值 {} 超过本项的 {} 分",
                                   "{} points are more than the item's {}"};
constexpr ErrorCode kPointsSum{"assessment.points-sum", "各项分值合计 {}，应为 {}",
                               "the items' points add up to {}, not {}"};
constexpr ErrorCode kBandOrder{"assessment.band-order", "bands 应从高到低，最后一级从 0 起",
                               "bands go from the highest down, the last from 0"};
constexpr ErrorCode kNoLimit{"assessment.no-limit", "met 应有 at_least、at_most 或 plan 与 target 之一",
                             "met needs at_least, at_most, or plan and target"};
constexpr ErrorCode kTwoSources{"assessment.two-sources", "indicator 与 counts 不能并用",
                                "indicator and counts exclude each other"};
constexpr ErrorCode kCountsNeedShare{"assessment.counts-need-share", "counts 只用于 share",
                                     "counts is for share only"};
constexpr ErrorCode kNumberNeeded{"assessment.number-needed", "indicator 的值不能用于 {}",
                                  "an indicator's value does not suit {}"};
constexpr ErrorCode kItemTwice{"assessment.item-twice", "考核项 {} 重复", "the item {} stands twice"};

constexpr std::pair<Rule, const char*> kRules[] = {{Rule::kLinear, "linear"},     {Rule::kSteps, "steps"},
                                                   {Rule::kMet, "met"},           {Rule::kRank, "rank"},
                                                   {Rule::kShare, "share"},       {Rule::kLate, "late"},
                                                   {Rule::kEvidence, "evidence"}, {Rule::kDeduct, "deduct"},
                                                   {Rule::kBonus, "bonus"},       {Rule::kVeto, "veto"}};
constexpr int kSmallestDenominator = 10;  // below it a rate says nothing
constexpr int kSmallestGroup = 3;         // a place among two is no place

std::string rule_names() {
  std::vector<std::string> names;
  for (const auto& [rule, name] : kRules) names.emplace_back(name);
  return join(names, ", ");
}

/// Reads one sheet; what it meets that is wrong is reported and left out.
class SheetReader {
 public:
  SheetReader(Sheet& sheet, Diagnostics& diagnostics) : sheet_(sheet), diagnostics_(diagnostics) {}

  void read(const Yaml& node) {
    MapReader map(node, diagnostics_);
    sheet_.where = node.where;
    sheet_.title = read_title(&map.required("title"), diagnostics_);
    sheet_.note = read_title(map.optional("note"), diagnostics_);
    sheet_.departments = map.word("assessed", {"areas", "departments"}) == "departments";
    sheet_.total = number(map.required("total"), "total");
    sheet_.decimals = map.integer_or("decimals", 1);
    read_bands(map.required("bands"));
    read_peers(map.optional("peers"));
    for (const auto& [id, title] : members_of(map.required("groups"), diagnostics_))
      sheet_.groups.push_back({id, read_title(&title, diagnostics_)});
    for (const auto& [id, item] : members_of(map.required("items"), diagnostics_)) read_item(item, id);
    map.finish();
    check_sum(node.where);
  }

 private:
  Decimal number(const Yaml& node, const std::string& key) {
    const auto value = Decimal::parse(node.scalar);
    // A missing key is reported by the reader of the map.
    if (!value && node.type != Yaml::Type::kNull)
      diagnostics_.add(kBadNumber, node.where, {key, node.scalar});
    return value.value_or(Decimal(0));
  }

  Decimal number_or(MapReader& map, const char* key, Decimal other) {
    const Yaml* node = map.optional(key);
    return node == nullptr ? other : number(*node, key);
  }

  Decimal positive(MapReader& map, const char* key) {
    const Yaml& node = map.required(key);
    const Decimal value = number(node, key);
    if (value <= Decimal(0) && Decimal::parse(node.scalar)) diagnostics_.add(kNotPositive, node.where, {key});
    return value;
  }

  void read_bands(const Yaml& node) {
    for (const auto& [grade, from] : members_of(node, diagnostics_))
      sheet_.bands.push_back({grade, number(from, grade)});
    const auto& bands = sheet_.bands;
    const bool falling = std::ranges::adjacent_find(bands, [](const Band& a, const Band& b) {
                           return a.from <= b.from;
                         }) == bands.end();
    if (!bands.empty() && (!falling || !bands.back().from.is_zero()))
      diagnostics_.add(kBandOrder, node.where);
  }

  void read_peers(const Yaml* node) {
    if (node == nullptr) {
      sheet_.peers.push_back({"all", {"全部", "All"}, {}, sheet_.where});
      return;
    }
    for (const auto& [id, value] : members_of(*node, diagnostics_)) {
      MapReader map(value, diagnostics_);
      Peers peers{id, {}, map.texts("members"), value.where};
      peers.title = read_title(&map.required("title"), diagnostics_);
      map.finish();
      sheet_.peers.push_back(std::move(peers));
    }
  }

  void read_item(const Yaml& node, const std::string& id) {
    SheetItem item;
    item.id = id;
    item.where = node.where;
    MapReader map(node, diagnostics_);
    item.title = read_title(&map.required("title"), diagnostics_);
    item.group = map.text("group");
    item.unit = map.text_or("unit", "");
    if (map.optional("decimals") != nullptr) item.decimals = map.integer_or("decimals", 0);
    item.owner = map.text_or("owner", "");
    item.note = read_title(map.optional("note"), diagnostics_);
    read_rule(item, map);
    if (item.scored()) item.points = positive(map, "points");
    read_from(item, map);
    map.finish();
    check_steps(item);
    if (sheet_.item(id) != nullptr) diagnostics_.add(kItemTwice, node.where, {id});
    sheet_.items.push_back(std::move(item));
  }

  void read_rule(SheetItem& item, MapReader& map) {
    std::vector<std::string> given;
    for (const auto& [rule, key] : kRules) {
      const Yaml* node = map.optional(key);
      if (node == nullptr) continue;
      given.emplace_back(key);
      item.rule = rule;
      read_numbers(item, *node, key);
    }
    if (given.empty()) diagnostics_.add(kNoRule, item.where, {rule_names()});
    if (given.size() > 1) diagnostics_.add(kTwoRules, item.where, {join(given, ", ")});
  }

  void read_numbers(SheetItem& item, const Yaml& node, const std::string& key) {
    if (item.rule == Rule::kEvidence || item.rule == Rule::kVeto) {
      if (node.scalar != "true") diagnostics_.add(kUnknownWord, node.where, {key, "true", node.scalar});
      return;
    }
    if (item.rule == Rule::kSteps) return read_steps(item, node);
    MapReader map(node, diagnostics_);
    if (item.rule == Rule::kLinear || item.rule == Rule::kShare) read_ends(item, map, node.where);
    if (item.rule == Rule::kMet) read_limit(item, map, node.where);
    if (item.rule == Rule::kRank) {
      item.less = map.word("best", {"more", "less"}) == "less";
      item.last = number_or(map, "last", 0);
      item.smallest = map.integer_or("smallest", kSmallestGroup);
    }
    if (item.rule == Rule::kLate) item.each = positive(map, "each_day");
    if (item.rule == Rule::kDeduct || item.rule == Rule::kBonus) {
      item.each = positive(map, "each");
      item.cap = positive(map, "cap");
    }
    map.finish();
  }

  void read_ends(SheetItem& item, MapReader& map, const Location& where) {
    const bool is_share = item.rule == Rule::kShare;
    item.floor = is_share ? number_or(map, "floor", 0) : number(map.required("floor"), "floor");
    item.full = is_share ? number_or(map, "full", 100) : number(map.required("full"), "full");
    if (item.floor == item.full) diagnostics_.add(kSameEnds, where);
    if (!is_share) return;
    item.smallest = map.integer_or("smallest", kSmallestDenominator);
    item.each = number_or(map, "each", 0);
  }

  void read_limit(SheetItem& item, MapReader& map, const Location& where) {
    const Yaml* floor = map.optional("at_least");
    const Yaml* ceiling = map.optional("at_most");
    item.plan = map.text_or("plan", "");
    item.target = map.text_or("target", "");
    const bool by_target = !item.plan.empty() && !item.target.empty();
    if ((floor != nullptr) + (ceiling != nullptr) + by_target != 1) diagnostics_.add(kNoLimit, where);
    if (floor != nullptr) item.limit = number(*floor, "at_least");
    if (ceiling != nullptr) item.limit = number(*ceiling, "at_most");
    item.at_most = ceiling != nullptr;
  }

  void read_steps(SheetItem& item, const Yaml& node) {
    int floors = 0, ceilings = 0;
    for (const Yaml& line : node.items) {
      MapReader map(line, diagnostics_);
      const Yaml* floor = map.optional("at_least");
      const Yaml* ceiling = map.optional("at_most");
      floors += floor != nullptr ? 1 : 0;
      ceilings += ceiling != nullptr ? 1 : 0;
      const Yaml* limit = floor != nullptr ? floor : ceiling;
      const Decimal points = number(map.required("points"), "points");
      if (limit != nullptr) item.steps.push_back({number(*limit, "at_least"), points});
      map.finish();
    }
    item.at_most = ceilings > 0;
    const auto lines = static_cast<int>(node.items.size());
    if (lines == 0 || floors + ceilings != lines || (floors > 0 && ceilings > 0))
      diagnostics_.add(kMixedSteps, node.where);
    const auto out_of_order = [&](const Step& a, const Step& b) {
      return (item.at_most ? a.limit >= b.limit : a.limit <= b.limit) || a.points <= b.points;
    };
    if (std::ranges::adjacent_find(item.steps, out_of_order) != item.steps.end())
      diagnostics_.add(kStepOrder, node.where);
  }

  void read_from(SheetItem& item, MapReader& map) {
    item.indicator = map.text_or("indicator", "");
    const Yaml* counts = map.optional("counts");
    if (!item.indicator.empty()) item.from = ValueFrom::kIndicator;
    const bool takes_number = item.rule == Rule::kLinear || item.rule == Rule::kSteps ||
                              item.rule == Rule::kMet || item.rule == Rule::kRank;
    if (!item.indicator.empty() && !takes_number)
      diagnostics_.add(kNumberNeeded, item.where, {to_string(item.rule)});
    if (counts == nullptr) return;
    if (!item.indicator.empty()) diagnostics_.add(kTwoSources, counts->where);
    if (item.rule != Rule::kShare) diagnostics_.add(kCountsNeedShare, counts->where);
    item.from = map.word("counts", {"targets", "tasks"}) == "tasks" ? ValueFrom::kTasks : ValueFrom::kTargets;
  }

  void check_steps(const SheetItem& item) {
    if (!item.steps.empty() && item.steps.front().points > item.points)
      diagnostics_.add(kTooManyPoints, item.where,
                       {item.steps.front().points.to_string(), item.points.to_string()});
    if (item.last > item.points)
      diagnostics_.add(kTooManyPoints, item.where, {item.last.to_string(), item.points.to_string()});
  }

  void check_sum(const Location& where) {
    Decimal sum;
    for (const SheetItem& item : sheet_.items) sum = sum + item.points;
    if (!sheet_.items.empty() && sum != sheet_.total)
      diagnostics_.add(kPointsSum, where, {sum.to_string(), sheet_.total.to_string()});
  }

  Sheet& sheet_;
  Diagnostics& diagnostics_;
};

template <typename Items>
auto by_id(const Items& items, std::string_view id) -> decltype(items.data()) {
  const auto found = std::ranges::find_if(items, [&](const auto& each) { return each.id == id; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const char* to_string(Rule rule) {
  return std::ranges::find_if(kRules, [&](const auto& each) { return each.first == rule; })->second;
}

const SheetItem* Sheet::item(std::string_view name) const { return by_id(items, name); }
const ItemGroup* Sheet::group(std::string_view name) const { return by_id(groups, name); }

const std::string& Sheet::grade_of(const Decimal& points) const {
  const auto found = std::ranges::find_if(bands, [&](const Band& band) { return points >= band.from; });
  return found == bands.end() ? bands.back().grade : found->grade;
}

Sheet read_sheet(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  Sheet sheet;
  sheet.id = id;
  SheetReader(sheet, diagnostics).read(node);
  return sheet;
}

}  // namespace zhiheng::catalog
