#include "report/build/binder.h"

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "catalog/norms.h"
#include "report/build/certainties.h"
#include "report/build/diagnosed.h"

namespace zhiheng::report {
namespace {

using measure::Expression;
using measure::Filter;

constexpr ErrorCode kUnknownRef{"binding.unknown", "没有指标、汇总表度量或名录“{}”{}",
                                "there is no indicator, cube measure or list “{}”{}"};
constexpr ErrorCode kNoValue{
    "binding.no-value", "“{}”在 {} 年没有数值；请补数据，或用 ::: when / needs 说明可以没有",
    "“{}” has no value in {}; add the data, or say with ::: when or needs that it may be missing"};
constexpr ErrorCode kNoChange{"binding.no-change", "“{}”没有上年数值，也没有公布的同比",
                              "“{}” has neither a value of the year before nor a published change"};
constexpr ErrorCode kUnknownFilter{
    "binding.unknown-filter",
    "未知的格式“{}”；可用：bare, change [short], in 万|亿 [n], decimals n, name, unit, join, "
    "interval, judged, flagged, shrunk, ranks, funnel",
    "unknown format “{}”; allowed: bare, change [short], in 万|亿 [n], decimals n, name, unit, join, "
    "interval, judged, flagged, shrunk, ranks, funnel"};
constexpr ErrorCode kSeveralNames{"binding.several-names", "“{}”有 {} 行；请用 where 限定，或加 | join",
                                  "“{}” has {} rows; narrow it with where, or add | join"};
constexpr ErrorCode kNoYearBefore{
    "certainty.no-year-before", "“{}”只有公布的同比，没有上年的数，不能判断变化；请补上年数据，或去掉 judged",
    "“{}” has a published change but no value of the year before, so it can't be judged; add that value or "
    "leave out judged"};
constexpr ErrorCode kUnknownArea{"binding.unknown-area", "没有地区代码 {}", "there is no area {}"};
constexpr ErrorCode kAreaOfCube{"binding.area-of-cube", "“{}”是汇总表或名录，不能加 [地区]；请用 where",
                                "“{}” is a cube or a list and takes no [area]; use where"};
constexpr ErrorCode kWhereOfIndicator{"binding.where-of-indicator",
                                      "“{}”是指标，不能加 where；请直接引用汇总表",
                                      "“{}” is an indicator and takes no where; refer to the cube itself"};
constexpr ErrorCode kBadPlain{"binding.not-plain",
                              "此处只能用 {{ year }}、{{ year - 1 }}、{{ district }}，不能用 {}",
                              "only {{ year }}, {{ year - 1 }} and {{ district }} may stand here, not {}"};
constexpr const char* kSeparator = "、";

}  // namespace

bool Binder::bind_builtin(const std::string& text, std::string& out) const {
  static const std::regex kYear(R"(^year\s*(?:([+-])\s*(\d+))?$)");
  std::smatch match;
  if (text == "district") {
    out = context_.catalog().district.title.zh;
  } else if (text == "district.full") {
    out = context_.catalog().district.full.zh;
  } else if (std::regex_match(text, match, kYear)) {
    const int offset = match[2].matched ? std::stoi(match[2]) * (match[1] == "-" ? -1 : 1) : 0;
    out = std::to_string(context_.year + offset);
  } else {
    return false;
  }
  return true;
}

std::string Binder::plain(const std::string& text, const Location& where) {
  std::string out;
  size_t done = 0;
  for (size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", done)) {
    out += text.substr(done, open - done);
    const size_t close = text.find("}}", open);
    const std::string inner(
        trim(std::string_view(text).substr(open + 2, close == std::string::npos ? close : close - open - 2)));
    std::string value;
    if (close == std::string::npos || !bind_builtin(inner, value)) throw Error(kBadPlain, where, {inner});
    out += value;
    done = close + 2;
  }
  out += text.substr(done);
  // The layout sets the gap between Chinese and digits.
  SourceText source;
  source.append(replace_all(out, "`", ""), where);
  std::string joined;
  Diagnostics none;
  for (const auto& part : parse_inline(source, none)) joined += part.text;
  return joined;
}

Runs Binder::bind_text(const std::string& text, const Location& where) {
  SourceText source;
  source.append(text, where);
  return bind(parse_inline(source, context_.diagnostics));
}

Runs Binder::bind(const std::vector<Inline>& parts) {
  Runs runs;
  for (const Inline& part : parts) {
    try {
      bind_one(part, runs);
    } catch (const Error& e) {
      keep(e, context_.diagnostics);
    }
  }
  return runs;
}

void Binder::bind_one(const Inline& part, Runs& runs) {
  if (part.kind == Inline::Kind::kText) {
    if (!runs.empty() && runs.back().kind == Run::Kind::kText && runs.back().strong == part.strong) {
      runs.back().text += part.text;
    } else {
      runs.push_back({Run::Kind::kText, part.text, "", "", -1, part.strong, false});
    }
    return;
  }
  if (part.kind == Inline::Kind::kFootnote) {
    context_.document.footnotes.push_back(bind(part.children));
    runs.push_back({Run::Kind::kFootnote, "", "", "",
                    static_cast<int>(context_.document.footnotes.size()) - 1, false, false});
    return;
  }
  bind_expression(part, runs);
}

void Binder::bind_expression(const Inline& part, Runs& runs) {
  std::string builtin;
  if (part.text.starts_with("@")) {
    const std::string target(trim(std::string_view(part.text).substr(1)));
    runs.push_back({Run::Kind::kReference, "", "", target, -1, part.strong, false});
    context_.places.referred[target].push_back(part.where);
    return;
  }
  if (bind_builtin(part.text, builtin)) {
    bind_one({Inline::Kind::kText, builtin, part.strong, part.where, {}}, runs);
    return;
  }
  const Expression expression = measure::parse_expression(part.text, part.where);
  check_filters(expression, part.where);
  if (bind_names(expression, part.where, part.strong, runs)) return;
  const auto ask = certainty_ask(expression, part.where);
  if (ask && ask->alone) refuse_certainty(expression, part.where);
  if (expression.has_filter("change"))
    bind_change(expression, part, runs);
  else
    bind_value(expression, part, runs);
}

void Binder::add_text(const std::string& text, bool strong, Runs& runs) {
  if (!text.empty()) bind_one({Inline::Kind::kText, text, strong, {}, {}}, runs);
}

/// 同比上升5.3个百分点; judged and not more than chance: 与上年相比无明显变化（上升0.2个百分点）.
void Binder::bind_change(const Expression& expression, const Inline& part, Runs& runs) {
  auto change = find_change(expression, part.where);
  if (!change) throw Error(kNoChange, part.where, {expression.ref});
  round_change(expression, *change, part.where);
  auto certainty = change_certainty(*change, expression, part.where);
  const bool short_form = std::ranges::any_of(expression.filters, [](const Filter& f) {
    return f.name == "change" && f.arguments == std::vector<std::string>{"short"};
  });
  const bool none_shown = certainty && certainty->verdict == "not-shown";
  if (none_shown) add_text(short_form ? "无明显变化（" : "与上年相比无明显变化（", part.strong, runs);
  const int number =
      add_printed(format_change(*change, short_form || none_shown), *change, part.strong, runs);
  if (none_shown) add_text("）", part.strong, runs);
  if (certainty && certainty->verdict == "too-few")
    add_text("（件数过少，不能判断是否明显）", part.strong, runs);
  if (certainty && number >= 0) context_.registry.certify(number, std::move(*certainty));
}

/// 98.62%; with its interval: 98.62%（95%置信区间98.31%–98.88%）.
void Binder::bind_value(const Expression& expression, const Inline& part, Runs& runs) {
  const measure::Value found = value(expression, part.where);
  if (expression.has_filter("name")) return add_text(found.origin->title.zh, part.strong, runs);
  Printed printed = print(expression, found, part.where);
  const bool bare = expression.has_filter("bare");
  if (bare) {
    printed.unit.clear();
    printed.text = printed.value.to_string();
  }
  auto certainty = this->certainty(found, expression, !bare, part.where);
  const int number = add_printed(printed, found, part.strong, runs);
  if (!certainty) return;
  std::string words;
  if (certainty->kind == Certainty::Kind::kInterval)
    words = certainty->level.to_string() + "%置信区间" + certainty->alone;
  if (certainty->small_base)
    words += (words.empty() ? "" : "，") + std::string("分母不足") +
             std::to_string(context_.small_numbers().least_base);
  if (!words.empty()) add_text("（" + words + "）", part.strong, runs);
  context_.registry.certify(number, std::move(*certainty));
}

template <typename ValueOrChange>
int Binder::add_printed(const Printed& printed, const ValueOrChange& value, bool strong, Runs& runs) {
  add_text(printed.is_number ? printed.before : printed.text, strong, runs);
  if (!printed.is_number) return -1;
  const int number = context_.registry.add_number(printed, value);
  runs.push_back({Run::Kind::kNumber, printed.text, printed.unit, "", number, strong, false});
  return number;
}
template int Binder::add_printed(const Printed&, const measure::Value&, bool, Runs&);
template int Binder::add_printed(const Printed&, const measure::Change&, bool, Runs&);

Printed Binder::print(const Expression& expression, measure::Value value, const Location& where) {
  for (const Filter& f : expression.filters) {
    if (f.name == "in" || f.name == "decimals") apply_scale(f, value, where);
  }
  return format_value(value);
}

void Binder::round_change(const Expression& expression, measure::Change& change, const Location& where) {
  for (const Filter& f : expression.filters) {
    if (f.name == "decimals") apply_decimals(f, change, where);
  }
}

std::optional<Certainty> Binder::certainty(const measure::Value& value, const Expression& expression,
                                           bool with_sign, const Location& where) {
  const auto ask = certainty_ask(expression, where);
  if (!ask) return std::nullopt;
  if (ask->of_column() || ask->kind == Certainty::Kind::kChange) refuse_certainty(expression, where);
  measure::Value rounded = value;
  rounded.decimals = print(expression, value, where).value.scale();
  return certainty_of({rounded, with_sign}, *ask, context_.small_numbers(), where);
}

std::optional<Certainty> Binder::change_certainty(const std::optional<measure::Value>& before,
                                                  const std::optional<measure::Value>& now, int decimals,
                                                  const Expression& expression, const Location& where) {
  const auto ask = certainty_ask(expression, where);
  if (!ask) return std::nullopt;
  if (ask->kind != Certainty::Kind::kChange) refuse_certainty(expression, where);
  if (!before || !now) throw Error(kNoYearBefore, where, {expression.text});
  return report::change_certainty(*before, *now, decimals, *ask, context_.small_numbers(), where);
}

std::optional<Certainty> Binder::change_certainty(const measure::Change& change, const Expression& expression,
                                                  const Location& where) {
  if (!certainty_ask(expression, where)) return std::nullopt;
  Expression before = expression;
  before.year = context_.year_of(expression) - 1;
  return change_certainty(find_value(before, where), find_value(expression, where), change.decimals,
                          expression, where);
}

void Binder::check_filters(const Expression& expression, const Location& where) {
  static const std::vector<std::string> kWithArguments{"change", "in", "decimals"};
  static const std::vector<std::string> kPlain{"bare", "name", "unit", "join"};
  const auto among = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const Filter& f : expression.filters) {
    const bool short_only =
        f.name != "change" || f.arguments.empty() || f.arguments == std::vector<std::string>{"short"};
    const bool known = is_certainty_filter(f) || among(kWithArguments, f.name) ||
                       (among(kPlain, f.name) && f.arguments.empty());
    if (!known || !short_only)
      throw Error(kUnknownFilter, where, {join({f.name, join(f.arguments, " ")}, " ")});
  }
  certainty_ask(expression, where);
}

bool Binder::bind_names(const Expression& expression, const Location& where, bool strong, Runs& runs) {
  const size_t dot = expression.ref.find('.');
  const catalog::Cube* list =
      dot == std::string::npos ? nullptr : context_.catalog().cube(expression.ref.substr(0, dot));
  const catalog::Column* column = list == nullptr ? nullptr : list->column(expression.ref.substr(dot + 1));
  if (column == nullptr || list->measure(column->id) != nullptr) return false;
  if (!expression.area.empty()) throw Error(kAreaOfCube, where, {expression.ref});
  const auto frame =
      context_.evaluator.rows(*list, {column->id}, expression.where, context_.year_of(expression));
  if (frame.rows() == 0)
    throw Error(kNoValue, where, {expression.text, std::to_string(context_.year_of(expression))});
  if (frame.rows() > 1 && !expression.has_filter("join")) {
    throw Error(kSeveralNames, where, {expression.text, std::to_string(frame.rows())});
  }
  std::vector<std::string> names;
  for (size_t r = 0; r < frame.rows(); ++r) {
    const std::string text = frame.text(r, 0).value_or("");
    const std::string name =
        column->codes.empty() ? text : context_.catalog().code_title(column->codes, text);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  bind_one({Inline::Kind::kText, join(names, kSeparator), strong, where, {}}, runs);
  return true;
}

std::pair<const catalog::Cube*, const catalog::Measure*> BuildContext::cube_measure(
    const std::string& ref) const {
  const size_t dot = ref.find('.');
  const catalog::Cube* cube = dot == std::string::npos ? nullptr : catalog().cube(ref.substr(0, dot));
  const catalog::Measure* m = cube == nullptr ? nullptr : cube->measure(ref.substr(dot + 1));
  return {cube, m};
}

const stats::SmallNumbers& BuildContext::small_numbers() {
  if (!small) {
    const std::string& folder = catalog().folder;
    small = catalog::load_small_numbers({folder.substr(0, folder.rfind('/'))}, diagnostics);
  }
  return *small;
}

void Binder::unknown(const std::string& ref, const Location& where) const {
  std::vector<std::string> names;
  for (const auto& [id, indicator] : context_.catalog().indicators) names.push_back(id);
  for (const auto& [id, cube] : context_.catalog().cubes) {
    for (const auto& m : cube.measures) names.push_back(id + "." + m.id);
  }
  const std::string near = nearest(ref, names);
  throw Error(kUnknownRef, where,
              {ref, near.empty() ? "" : "（是否为 " + near + "？ did you mean " + near + "?）"});
}

std::optional<measure::Value> Binder::find_value(const Expression& expression, const Location& where) {
  const auto& catalog = context_.catalog();
  if (!expression.area.empty()) {
    const auto* areas = catalog.code_list(catalog.district.areas);
    if (areas == nullptr || areas->find(expression.area) == nullptr)
      throw Error(kUnknownArea, where, {expression.area});
  }
  if (const auto* indicator = catalog.indicator(expression.ref)) {
    if (!expression.where.empty()) throw Error(kWhereOfIndicator, where, {expression.ref});
    return context_.evaluator.indicator(*indicator, expression.area, context_.year_of(expression));
  }
  const auto [cube, measure] = context_.cube_measure(expression.ref);
  if (measure == nullptr) unknown(expression.ref, where);
  if (!expression.area.empty()) throw Error(kAreaOfCube, where, {expression.ref});
  return context_.evaluator.cell(*cube, *measure, expression.where, context_.year_of(expression), where);
}

measure::Value Binder::value(const Expression& expression, const Location& where) {
  auto found = find_value(expression, where);
  if (!found) throw Error(kNoValue, where, {expression.text, std::to_string(context_.year_of(expression))});
  return *found;
}

std::optional<measure::Change> Binder::find_change(const Expression& expression, const Location& where) {
  if (const auto* indicator = context_.catalog().indicator(expression.ref)) {
    find_value(expression, where);  // says what is wrong with the area or the condition
    return context_.evaluator.indicator_change(*indicator, expression.area, context_.year_of(expression));
  }
  const auto now = value(expression, where);
  Expression before = expression;
  before.year = context_.year_of(expression) - 1;
  const auto earlier = find_value(before, where);
  return earlier ? measure::change_between(now, *earlier) : std::nullopt;
}

}  // namespace zhiheng::report
