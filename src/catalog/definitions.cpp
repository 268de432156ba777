#include "catalog/definitions.h"

#include <algorithm>
#include <set>

#include "base/decimal.h"
#include "base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kBadId{"catalog.bad-id", "标识 {} 应为小写英文单词（可含 _）",
                           "the id {} must be lower-case words joined by _"};
constexpr ErrorCode kUnknownKind{"catalog.unknown-kind",
                                 "未知的 kind：{}；可用：count, amount, rate, growth, level, index",
                                 "unknown kind {}; allowed: count, amount, rate, growth, level, index"};
constexpr ErrorCode kTwoWays{"catalog.two-ways", "{} 只能用一种方式计算（from、formula、numerator 三选一）",
                             "{} can be computed in one way only: from, formula or numerator"};
constexpr ErrorCode kHalfRatio{"catalog.half-ratio", "numerator 与 denominator 必须成对出现",
                               "numerator and denominator go together"};
constexpr ErrorCode kUnknownType{"catalog.unknown-type",
                                 "未知的 type：{}；可用：text, integer, decimal, date",
                                 "unknown type {}; allowed: text, integer, decimal, date"};
constexpr ErrorCode kBadYear{"district.bad-year", "{} 不是年份", "{} is not a year"};
constexpr ErrorCode kBadRelation{"catalog.bad-relation", "is 应为 =、<= 或 >=，实为 {}",
                                 "`is` must be =, <= or >=, not {}"};
constexpr ErrorCode kBadNumber{"catalog.bad-number", "{} 应为数字，实为 {}", "{} must be a number, not {}"};
constexpr ErrorCode kNoSeries{"theme.no-series", "series 至少要有八种颜色",
                              "series needs at least eight colours"};

constexpr ErrorCode kBadIndicatorId{"catalog.bad-indicator-id",
                                    "指标标识 {} 应为 领域.名称（小写英文单词，可含 _）",
                                    "the indicator id {} must be domain.name in lower-case words"};
constexpr ErrorCode kBadDecimals{"catalog.bad-decimals", "decimals 应为 0 到 12，实为 {}",
                                 "decimals must be 0 to 12, not {}"};
constexpr ErrorCode kNameTaken{
    "catalog.name-taken", "{} 在此表中已有含义（年份、来源、其他维度、列或度量）",
    "{} already means something in this table: the year, the source, another dimension, "
    "column or measure"};
constexpr int kMaxDecimals = 12;

Kind read_kind(MapReader& map, Kind other, Diagnostics& diagnostics) {
  const Yaml* node = map.optional("kind");
  if (node == nullptr) return other;
  for (const Kind kind :
       {Kind::kCount, Kind::kAmount, Kind::kRate, Kind::kGrowth, Kind::kLevel, Kind::kIndex}) {
    if (node->scalar == to_string(kind)) return kind;
  }
  diagnostics.add(kUnknownKind, node->where, {node->scalar});
  return other;
}

void check_indicator_id(const std::string& id, const Location& where, Diagnostics& diagnostics) {
  const auto words = split(id, '.');
  const bool ok = words.size() > 1 && std::all_of(words.begin(), words.end(), [](const std::string& word) {
                    return is_identifier(word) && word.find('-') == std::string::npos;
                  });
  if (!ok) diagnostics.add(kBadIndicatorId, where, {id});
}

int read_decimals(MapReader& map, int other, Diagnostics& diagnostics) {
  const int decimals = map.integer_or("decimals", other);
  const Yaml* node = map.optional("decimals");
  if (node == nullptr || (decimals >= 0 && decimals <= kMaxDecimals)) return decimals;
  diagnostics.add(kBadDecimals, node->where, {std::to_string(decimals)});
  return other;
}

/// The names of a table's columns: none may stand for two things.
class Names {
 public:
  explicit Names(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
  void take(const std::string& name, const Location& where) {
    if (!taken_.insert(name).second) diagnostics_.add(kNameTaken, where, {name});
  }

 private:
  Diagnostics& diagnostics_;
  std::set<std::string> taken_{"year", "source", "status", "note"};
};

/// The keys that every measure has. `zh` and `en` stand directly in its map.
Measure begin_measure(MapReader& map, const std::string& id, const Yaml& node, Diagnostics& diagnostics) {
  Measure measure;
  measure.id = id;
  measure.where = node.where;
  measure.title = {map.text("zh"), map.text_or("en", "")};
  measure.unit = map.text_or("unit", "");
  measure.decimals = read_decimals(map, 0, diagnostics);
  return measure;
}

Measure read_stored(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  check_id(id, node.where, diagnostics);
  MapReader map(node, diagnostics);
  Measure measure = begin_measure(map, id, node, diagnostics);
  measure.kind = read_kind(map, measure.decimals > 0 ? Kind::kAmount : Kind::kCount, diagnostics);
  const bool sums = measure.kind == Kind::kCount || measure.kind == Kind::kAmount;
  measure.additive = map.boolean_or("additive", sums);
  map.finish();
  return measure;
}

Measure read_derived(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  check_id(id, node.where, diagnostics);
  MapReader map(node, diagnostics);
  Measure measure = begin_measure(map, id, node, diagnostics);
  measure.numerator = map.text_or("numerator", "");
  measure.denominator = map.text_or("denominator", "");
  measure.formula = map.text_or("formula", "");
  measure.change_of = map.text_or("change_of", "");
  const int ways = !measure.numerator.empty() + !measure.formula.empty() + !measure.change_of.empty();
  if (ways != 1) diagnostics.add(kTwoWays, node.where, {id});
  if (measure.numerator.empty() != measure.denominator.empty()) diagnostics.add(kHalfRatio, node.where);
  Kind usual = measure.decimals > 0 ? Kind::kAmount : Kind::kCount;
  if (!measure.numerator.empty()) {
    measure.form = Measure::Form::kRatio;
    usual = Kind::kRate;
  } else if (!measure.change_of.empty()) {
    measure.form = Measure::Form::kChange;
    usual = Kind::kGrowth;
  } else {
    measure.form = Measure::Form::kFormula;
  }
  measure.kind = read_kind(map, usual, diagnostics);
  measure.additive = false;
  map.finish();
  return measure;
}

void begin_cube(Cube& cube, MapReader& map, Diagnostics& diagnostics) {
  cube.title = read_title(&map.required("title"), diagnostics);
  cube.owner = map.text("owner");
  cube.scope = read_title(map.optional("scope"), diagnostics);
}

Column read_column(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  check_id(id, node.where, diagnostics);
  MapReader map(node, diagnostics);
  Column column;
  column.id = id;
  column.title = {map.text("zh"), map.text_or("en", "")};
  column.codes = map.text_or("codes", "");
  column.unit = map.text_or("unit", "");
  column.decimals = read_decimals(map, 0, diagnostics);
  const std::string type = map.text_or("type", "text");
  constexpr std::pair<const char*, Column::Type> kTypes[] = {{"text", Column::Type::kText},
                                                             {"integer", Column::Type::kInteger},
                                                             {"decimal", Column::Type::kDecimal},
                                                             {"date", Column::Type::kDate}};
  const auto* found =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& t) { return type == t.first; });
  if (found == std::end(kTypes))
    diagnostics.add(kUnknownType, node.where, {type});
  else
    column.type = found->second;
  map.finish();
  return column;
}

void add_column_measure(Cube& list, const Column& column) {
  if (column.type != Column::Type::kInteger && column.type != Column::Type::kDecimal) return;
  Measure measure;
  measure.id = column.id;
  measure.title = column.title;
  measure.unit = column.unit;
  measure.decimals = column.decimals;
  measure.kind = column.type == Column::Type::kInteger ? Kind::kCount : Kind::kAmount;
  measure.where = list.where;
  list.measures.push_back(std::move(measure));
}

Palette read_palette(const Yaml& node, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  Palette p{map.text("ink"),   map.text("secondary"), map.text("hairline"),
            map.text("paper"), map.text("wash"),      map.text("accent")};
  map.finish();
  return p;
}

/// What an indicator is for those who plan with it: direction, domain, frequency, norm, versions.
void read_nature(Indicator& indicator, MapReader& map, Diagnostics& diagnostics) {
  indicator.better = map.word("better", {"", "more", "less", "range", "zero", "exactly"});
  indicator.frequency = map.word("frequency", {"year", "half", "quarter", "month", "day"});
  indicator.stock = map.word("timing", {"flow", "stock"}) == "stock";
  indicator.domain = map.text_or("domain", "");
  indicator.norm = map.text_or("norm", "");
  const Yaml* since = map.optional("since");
  if (since == nullptr) return;
  for (const auto& [year, reason] : members_of(*since, diagnostics)) {
    if (const auto number = read_year(year)) {
      indicator.since[*number] = read_title(&reason, diagnostics);
    } else {
      diagnostics.add(kBadYear, reason.key_where, {year});
    }
  }
}

}  // namespace

void check_id(const std::string& id, const Location& where, Diagnostics& diagnostics) {
  if (!is_identifier(id) || id.find('-') != std::string::npos) diagnostics.add(kBadId, where, {id});
}

std::optional<int> read_year(const std::string& text) {
  const auto number = Decimal::parse(text);
  if (text.size() != 4 || !number || number->scale() != 0 || *number < Decimal(1000)) return std::nullopt;
  return static_cast<int>(number->mantissa());
}

Title read_title(const Yaml* node, Diagnostics& diagnostics) {
  if (node == nullptr) return {};
  if (node->type == Yaml::Type::kScalar) return {node->scalar, ""};
  MapReader map(*node, diagnostics);
  Title title{map.text("zh"), map.text_or("en", "")};
  map.finish();
  return title;
}

Cube read_cube(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  check_id(id, node.where, diagnostics);
  MapReader map(node, diagnostics);
  Cube cube;
  cube.id = id;
  cube.where = node.where;
  begin_cube(cube, map, diagnostics);
  Names names(diagnostics);
  if (const Yaml* dimensions = map.optional("dimensions")) {
    for (const auto& [name, value] : members_of(*dimensions, diagnostics)) {
      check_id(name, value.key_where, diagnostics);
      names.take(name, value.key_where);
      MapReader dimension(value, diagnostics);
      cube.dimensions.push_back(
          {name, {dimension.text("zh"), dimension.text_or("en", "")}, dimension.text("codes")});
      dimension.finish();
    }
  }
  for (const auto& [name, value] : members_of(map.required("measures"), diagnostics)) {
    names.take(name, value.key_where);
    cube.measures.push_back(read_stored(value, name, diagnostics));
  }
  if (const Yaml* derived = map.optional("derived")) {
    for (const auto& [name, value] : members_of(*derived, diagnostics)) {
      names.take(name, value.key_where);
      cube.measures.push_back(read_derived(value, name, diagnostics));
    }
  }
  map.finish();
  return cube;
}

Cube read_list(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  check_id(id, node.where, diagnostics);
  MapReader map(node, diagnostics);
  Cube list;
  list.id = id;
  list.where = node.where;
  list.is_list = true;
  begin_cube(list, map, diagnostics);
  Measure count;
  count.id = "count";
  count.title = list.title;
  count.unit = map.text_or("unit", "");
  count.where = node.where;
  list.measures.push_back(std::move(count));
  Names names(diagnostics);
  names.take("count", node.where);
  for (const auto& [name, value] : members_of(map.required("columns"), diagnostics)) {
    names.take(name, value.key_where);
    list.columns.push_back(read_column(value, name, diagnostics));
    add_column_measure(list, list.columns.back());
  }
  map.finish();
  return list;
}

Indicator read_indicator(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  check_indicator_id(id, node.key_where, diagnostics);
  MapReader map(node, diagnostics);
  Indicator indicator;
  indicator.id = id;
  indicator.where = node.where;
  indicator.title = read_title(&map.required("title"), diagnostics);
  indicator.scope = read_title(map.optional("scope"), diagnostics);
  indicator.growth_basis = read_title(map.optional("growth_basis"), diagnostics);
  indicator.owner = map.text("owner");
  read_nature(indicator, map, diagnostics);
  indicator.cube = map.text_or("from", "");
  indicator.value = indicator.cube.empty() ? "" : map.text("value");
  indicator.filter = map.text_or("where", "");
  indicator.formula = map.text_or("formula", "");
  indicator.numerator = map.text_or("numerator", "");
  indicator.denominator = map.text_or("denominator", "");
  if (!indicator.cube.empty() + !indicator.formula.empty() + !indicator.numerator.empty() > 1) {
    diagnostics.add(kTwoWays, node.where, {id});
  }
  if (indicator.numerator.empty() != indicator.denominator.empty()) diagnostics.add(kHalfRatio, node.where);
  const bool has_unit = map.optional("unit") != nullptr;
  const bool has_decimals = map.optional("decimals") != nullptr;
  indicator.unit = map.text_or("unit", "");
  // -1: take it from the measure; settled when references are checked.
  indicator.decimals = read_decimals(map, indicator.cube.empty() ? 0 : -1, diagnostics);
  if (!indicator.cube.empty() && !has_unit) indicator.unit = "\x01";
  const Kind usual = !indicator.numerator.empty()             ? Kind::kRate
                     : has_decimals && indicator.decimals > 0 ? Kind::kAmount
                                                              : Kind::kCount;
  indicator.kind = read_kind(map, usual, diagnostics);
  indicator.own_kind = map.optional("kind") != nullptr;
  map.finish();
  return indicator;
}

Check read_check(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  Check check;
  check.id = id;
  check.where = node.where;
  check.title = read_title(&map.required("title"), diagnostics);
  check.left = map.text("left");
  check.relation = map.text("is");
  check.right = map.text("right");
  check.within = map.text_or("within", "");
  check.note = read_title(map.optional("note"), diagnostics);
  if (check.relation != "=" && check.relation != "<=" && check.relation != ">=") {
    diagnostics.add(kBadRelation, node.where, {check.relation});
  }
  if (!check.within.empty() && !Decimal::parse(check.within))
    diagnostics.add(kBadNumber, node.where, {"within", check.within});
  map.finish();
  return check;
}

District read_district(const Yaml& node, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  District district;
  district.code = map.text("code");
  district.title = read_title(&map.required("title"), diagnostics);
  district.full = read_title(&map.required("full"), diagnostics);
  district.areas = map.text("areas");
  district.simulated = map.boolean_or("simulated", false);
  for (const auto& [year, value] : members_of(map.required("years"), diagnostics)) {
    const auto number = read_year(year);
    if (!number) {
      diagnostics.add(kBadYear, value.key_where, {year});
      continue;
    }
    MapReader entry(value, diagnostics);
    district.years[*number] = {entry.text("issued"), entry.texts("issuers")};
    entry.finish();
  }
  map.finish();
  return district;
}

Theme read_theme(const Yaml& node, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  Theme theme;
  theme.light = read_palette(map.required("light"), diagnostics);
  theme.dark = read_palette(map.required("dark"), diagnostics);
  MapReader status(map.required("status"), diagnostics);
  theme.reached = status.text("reached");
  theme.on_track = status.text("on_track");
  theme.at_risk = status.text("at_risk");
  theme.behind = status.text("behind");
  theme.no_data = status.text("no_data");
  status.finish();
  theme.series = map.texts("series");
  if (theme.series.size() < 8) diagnostics.add(kNoSeries, node.where);
  MapReader fonts(map.required("fonts"), diagnostics);
  theme.screen_font = fonts.text("screen");
  theme.print_body = fonts.text("print_body");
  theme.print_heading = fonts.text("print_heading");
  theme.office_body = fonts.text("office_body");
  theme.office_heading = fonts.text("office_heading");
  fonts.finish();
  map.finish();
  return theme;
}

}  // namespace zhiheng::catalog
