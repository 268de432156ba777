#include "simulate/rules.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "catalog/yaml.h"

namespace zhiheng::simulate {
namespace {

using catalog::MapReader;
using catalog::Yaml;

constexpr ErrorCode kUnknownDataset{"simulation.unknown-dataset", "没有数据集 {}", "there is no dataset {}"};
constexpr ErrorCode kUnknownColumn{"simulation.unknown-column", "数据集 {} 没有列 {}",
                                   "the dataset {} has no column {}"};
constexpr ErrorCode kUnknownValue{"simulation.unknown-value", "{} 不是列 {} 的值", "{} is no value of {}"};
constexpr ErrorCode kBadNumber{"simulation.bad-number", "此处应为{}，实为 {}", "{} is wanted here, not {}"};
constexpr ErrorCode kOneForm{"simulation.one-form",
                             "一条规则须有 pick、after、years、range、value、text、subject、empty 之一",
                             "a rule has one of pick, after, years, range, value, text, subject, empty"};

class RulesReader {
 public:
  RulesReader(const catalog::Catalog& catalog, Rules& rules, Diagnostics& diagnostics)
      : catalog_(catalog), rules_(rules), diagnostics_(diagnostics) {}

  void read(const Yaml& node) {
    for (const auto& [id, member] : members_of(node, diagnostics_)) {
      if (id == "areas") {
        for (const auto& [code, weight] : weights(member)) rules_.areas[code] = weight;
      } else if (const auto* dataset = catalog_.dataset(id)) {
        read_dataset(*dataset, member);
      } else {
        diagnostics_.add(kUnknownDataset, member.key_where, {id});
      }
    }
  }

 private:
  void read_dataset(const catalog::Dataset& dataset, const Yaml& node) {
    DatasetRules& rules = rules_.datasets[dataset.id];
    names_ = catalog::formula_names(dataset, catalog_);
    MapReader map(node, diagnostics_);
    if (const Yaml* population = map.optional("population"))
      rules.population = static_cast<std::uint64_t>(number(*population, 1, 1e9));
    rules.every_day = map.word("days", {"office", "daily"}) == "daily";
    if (const Yaml* months = map.optional("months")) read_months(*months, rules);
    if (const Yaml* again = map.optional("again")) {
      MapReader part(*again, diagnostics_);
      rules.again = formula(part.required("when"));
      rules.again_by = part.text("by");
      part.finish();
    }
    if (const Yaml* rows = map.optional("rows")) read_origin(*rows, rules);
    if (const Yaml* columns = map.optional("columns")) {
      names_ = catalog::formula_names(dataset, catalog_);
      for (const auto& [id, column] : members_of(*columns, diagnostics_))
        read_column(dataset, rules, id, column);
    }
    map.finish();
  }

  void read_months(const Yaml& node, DatasetRules& rules) {
    if (node.items.size() != rules.months.size())
      return diagnostics_.add(kBadNumber, node.where,
                              {"十二个数 12 numbers", std::to_string(node.items.size())});
    for (std::size_t m = 0; m < rules.months.size(); ++m) rules.months[m] = number(node.items[m], 0, 1e6);
  }

  void read_origin(const Yaml& node, DatasetRules& rules) {
    MapReader map(node, diagnostics_);
    rules.of = map.text("of");
    const auto* origin = catalog_.dataset(rules.of);
    if (origin == nullptr) {
      diagnostics_.add(kUnknownDataset, node.where, {rules.of});
      rules.of.clear();
    } else if (const Yaml* where = map.optional("where")) {
      names_ = catalog::formula_names(*origin, catalog_);
      rules.where = formula(*where);
    }
    map.finish();
  }

  void read_column(const catalog::Dataset& dataset, DatasetRules& rules, const std::string& id,
                   const Yaml& node) {
    const auto* column = dataset.column(id);
    if (column == nullptr) return diagnostics_.add(kUnknownColumn, node.key_where, {dataset.id, id});
    auto& list = rules.columns[id];
    list.clear();
    if (node.type != Yaml::Type::kList) {
      list.push_back(read_rule(*column, node));
      return;
    }
    for (const Yaml& item : node.items) list.push_back(read_rule(*column, item));
  }

  Rule read_rule(const catalog::DatasetColumn& column, const Yaml& node) {
    Rule rule;
    MapReader map(node, diagnostics_);
    if (const Yaml* when = map.optional("when")) rule.when = formula(*when);
    if (const Yaml* share = map.optional("share")) rule.share = number(*share, 0, 1);
    if (const Yaml* skew = map.optional("skew")) rule.skew = number(*skew, 0.01, 100);
    int forms = 0;
    for (const auto& [key, read] : kForms) {
      const Yaml* part = map.optional(key);
      if (part == nullptr) continue;
      ++forms;
      (this->*read)(column, *part, map, rule);
    }
    if (forms != 1) diagnostics_.add(kOneForm, node.where);
    map.finish();
    return rule;
  }

  void read_pick(const catalog::DatasetColumn& column, const Yaml& part, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kPick;
    rule.pick = weights(part);
    for (const auto& [value, weight] : rule.pick) {
      const auto* list = column.codes.empty() ? nullptr : catalog_.code_list(column.codes);
      const bool known = list != nullptr ? list->find(value) != nullptr
                         : column.type == catalog::DatasetColumn::Type::kText
                             ? true
                             : catalog::stored_value(column, value).has_value();
      if (!known) diagnostics_.add(kUnknownValue, part.where, {value, column.id});
    }
  }
  void read_after(const catalog::DatasetColumn&, const Yaml& part, MapReader& map, Rule& rule) {
    rule.form = Rule::Form::kAfter;
    rule.of = formula(part);
    if (const Yaml* days = map.optional("days")) span(*days, rule);
    if (const Yaml* days = map.optional("workdays")) {
      rule.workdays = true;
      span(*days, rule);
    }
  }
  void read_years(const catalog::DatasetColumn&, const Yaml& part, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kYears;
    span(part, rule);
  }
  void read_range(const catalog::DatasetColumn&, const Yaml& part, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kRange;
    span(part, rule);
  }
  void read_value(const catalog::DatasetColumn&, const Yaml& part, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kValue;
    rule.of = formula(part);
  }
  void read_text(const catalog::DatasetColumn&, const Yaml& part, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kText;
    rule.text = part.scalar;
  }
  void read_subject(const catalog::DatasetColumn& column, const Yaml& part, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kSubject;
    MapReader map(part, diagnostics_);
    rule.subjects = map.text_or("register", column.ref);
    if (const Yaml* pool = map.optional("pool"))
      rule.pool = static_cast<std::uint64_t>(number(*pool, 1, 1e9));
    if (const Yaml* from = map.optional("from"))
      rule.from = static_cast<std::uint64_t>(number(*from, 0, 1e9));
    rule.each = map.boolean_or("each", false);
    map.finish();
  }
  void read_empty(const catalog::DatasetColumn&, const Yaml&, MapReader&, Rule& rule) {
    rule.form = Rule::Form::kEmpty;
  }

  void span(const Yaml& node, Rule& rule) {
    if (node.items.size() != 2)
      return diagnostics_.add(kBadNumber, node.where, {"[小, 大] [low, high]", node.scalar});
    rule.low = number(node.items[0], -1e12, 1e12);
    rule.high = number(node.items[1], rule.low, 1e12);
  }

  /// A list: all alike; a map: each with its weight.
  std::vector<std::pair<std::string, double>> weights(const Yaml& node) {
    std::vector<std::pair<std::string, double>> out;
    for (const Yaml& item : node.items) out.emplace_back(item.scalar, 1.0);
    for (const auto& [value, weight] : node.members) out.emplace_back(value, number(weight, 0, 1e9));
    return out;
  }

  double number(const Yaml& node, double least, double most) {
    const auto value = Decimal::parse(node.scalar);
    if (value && value->to_double() >= least && value->to_double() <= most) return value->to_double();
    diagnostics_.add(kBadNumber, node.where, {"范围内的数 a number in range", node.scalar});
    return least;
  }

  std::optional<formula::Formula> formula(const Yaml& node) {
    return formula::Formula::parse(node.scalar, names_, node.where, diagnostics_);
  }

  using ReadForm = void (RulesReader::*)(const catalog::DatasetColumn&, const Yaml&, MapReader&, Rule&);
  static constexpr std::pair<const char*, ReadForm> kForms[] = {
      {"pick", &RulesReader::read_pick},       {"after", &RulesReader::read_after},
      {"years", &RulesReader::read_years},     {"range", &RulesReader::read_range},
      {"value", &RulesReader::read_value},     {"text", &RulesReader::read_text},
      {"subject", &RulesReader::read_subject}, {"empty", &RulesReader::read_empty}};

  const catalog::Catalog& catalog_;
  Rules& rules_;
  Diagnostics& diagnostics_;
  std::vector<formula::Name> names_;
};

}  // namespace

const DatasetRules& Rules::of(const std::string& dataset) const {
  static const DatasetRules none;
  const auto found = datasets.find(dataset);
  return found == datasets.end() ? none : found->second;
}

Rules read_rules(const catalog::Home& home, const catalog::Catalog& catalog, Diagnostics& diagnostics) {
  Rules rules;
  RulesReader reader(catalog, rules, diagnostics);
  const std::pair<std::string, std::string> folders[] = {
      {home.folder + "/catalog/simulation", "catalog/simulation"},
      {catalog.district.folder + "/simulation", catalog.district.shown + "/simulation"}};
  for (const auto& [folder, shown] : folders) {
    for (const std::string& path : list_files(folder, ".yaml")) {
      const std::string name = shown + path.substr(path.rfind('/'));
      reader.read(catalog::parse_yaml(read_file(path, name), name, diagnostics));
    }
  }
  return rules;
}

}  // namespace zhiheng::simulate
