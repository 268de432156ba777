// Definitions of flows out of YAML, and what is wrong with them.
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "catalog/definitions.h"
#include "catalog/yaml.h"
#include "flow/definitions.h"

namespace zhiheng::flow {
namespace {

using catalog::MapReader;
using catalog::Yaml;

constexpr ErrorCode kUnknownState{"flow.unknown-state", "没有状态 {}；有：{}",
                                  "there is no state {}; there are: {}"};
constexpr ErrorCode kUnknownField{"flow.unknown-field", "没有字段 {}；有：{}",
                                  "there is no field {}; there are: {}"};
constexpr ErrorCode kUnreachable{"flow.unreachable", "没有步骤通向状态 {}", "no step leads to the state {}"};
constexpr ErrorCode kNeverCloses{"flow.never-closes", "从状态 {} 到不了任何已办结的状态",
                                 "no closed state can be reached from {}"};
constexpr ErrorCode kUnusedField{"flow.unused-field", "没有步骤填写字段 {}", "no step takes the field {}"};
constexpr ErrorCode kOneTarget{"flow.one-target", "一个步骤只通向一个状态", "a step leads to one state"};
constexpr ErrorCode kNoTarget{"flow.no-target", "{} 没有写明通向哪个状态", "{} doesn't say where it leads"};
constexpr ErrorCode kNoSource{"flow.no-source", "步骤 {} 没有写明从哪些状态出发",
                              "the step {} doesn't say from which states it starts"};
constexpr ErrorCode kReserved{"flow.reserved", "begin 是开始的名称，步骤不能用",
                              "begin is how a case begins; no step has this name"};
constexpr ErrorCode kBadForm{"flow.bad-form", "对象的写法 {} 应由冒号分开的小写词和大写的占位词组成",
                             "the subject {} must be words in lower case and, for what differs, in capitals, "
                             "with colons between them"};
constexpr ErrorCode kChoices{"flow.choices", "字段 {}：只有 choice 类型写 choices，而且必须写",
                             "the field {}: choices are for the type choice, which needs some"};
constexpr ErrorCode kBounds{"flow.bounds", "字段 {} 的 {} 与类型不合或不是数",
                            "{} has {}, which doesn't suit its type or is no number"};
constexpr ErrorCode kBadName{"flow.bad-file-name", "流程文件应名为 名称.版本.yaml，如 comment.1.yaml",
                             "a flow's file is called ID.VERSION.yaml, as comment.1.yaml"};

constexpr std::array<std::pair<FieldType, std::string_view>, 8> kTypes{{{FieldType::kText, "text"},
                                                                        {FieldType::kLongText, "long_text"},
                                                                        {FieldType::kDate, "date"},
                                                                        {FieldType::kNumber, "number"},
                                                                        {FieldType::kFlag, "flag"},
                                                                        {FieldType::kFile, "file"},
                                                                        {FieldType::kChoice, "choice"},
                                                                        {FieldType::kJson, "json"}}};
constexpr std::array<std::string_view, 3> kCases{"many", "one_open", "one"};
constexpr int kMostText = 200, kMostLongText = 5'000, kMostJson = 100'000;

template <typename Names>
std::vector<std::string> words(const Names& names) {
  std::vector<std::string> out;
  for (const auto& name : names) {
    if constexpr (requires { name.second; })
      out.emplace_back(name.second);
    else
      out.emplace_back(name);
  }
  return out;
}

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Definition read(const Yaml& node, const std::string& id, int version) {
    flow_.id = id, flow_.version = version;
    catalog::check_id(id, node.where, diagnostics_);
    MapReader map(node, diagnostics_);
    flow_.title = title(map);
    read_subject(map.required("subject"));
    const std::string cases = map.word("cases", words(kCases));
    flow_.cases = static_cast<Cases>(std::ranges::find(kCases, cases) - kCases.begin());
    flow_.see = map.text("see");
    if (const Yaml* see = node.find("see"); see != nullptr) flow_.see_where = see->where;
    flow_.direct = map.boolean_or("direct", true);
    if (const Yaml* fields = map.optional("fields"))
      for (const auto& [name, value] : members_of(*fields, diagnostics_)) add_field(name, value);
    for (const auto& [name, value] : members_of(map.required("states"), diagnostics_)) add_state(name, value);
    flow_.begin = read_step("begin", map.required("begin"));
    if (const Yaml* steps = map.optional("steps"))
      for (const auto& [name, value] : members_of(*steps, diagnostics_)) add_step(name, value);
    map.finish();
    check_states();
    check_fields();
    return std::move(flow_);
  }

 private:
  /// In both languages: everything here stands on pages.
  catalog::Title title(MapReader& map) { return words_of(map.required("title")); }
  catalog::Title words_of(const Yaml& node) {
    MapReader map(node, diagnostics_);
    catalog::Title out{map.text("zh"), map.text("en")};
    map.finish();
    return out;
  }

  void read_subject(const Yaml& node) {
    MapReader map(node, diagnostics_);
    flow_.subject = map.text("form");
    flow_.subject_title = title(map);
    map.finish();
    const auto is_word = [](const std::string& part) {
      return is_identifier(part) ||
             (!part.empty() && std::ranges::all_of(part, [](char c) { return c >= 'A' && c <= 'Z'; }));
    };
    if (const Yaml* form = node.find("form"); form != nullptr)
      if (!std::ranges::all_of(split(flow_.subject, ':'), is_word))
        diagnostics_.add(kBadForm, form->where, {flow_.subject});
  }

  void add_field(const std::string& name, const Yaml& node) {
    catalog::check_id(name, node.key_where, diagnostics_);
    MapReader map(node, diagnostics_);
    Field field;
    field.name = name;
    const std::string type = map.word("type", words(kTypes));
    field.type = std::ranges::find(kTypes, type, [](const auto& t) { return std::string(t.second); })->first;
    field.title = title(map);
    read_most(field, map, node);
    field.at_least = bound(field, "at_least", map);
    field.at_most = bound(field, "at_most", map);
    const Yaml* choices = map.optional("choices");
    if ((field.type == FieldType::kChoice) != (choices != nullptr && !choices->members.empty()))
      diagnostics_.add(kChoices, node.key_where, {name});
    if (choices != nullptr)
      for (const auto& [id, value] : members_of(*choices, diagnostics_))
        field.choices.push_back({id, words_of(value)});
    map.finish();
    field_places_[name] = node.key_where;
    flow_.fields.push_back(std::move(field));
  }

  void read_most(Field& field, MapReader& map, const Yaml& node) {
    const bool counted = field.type == FieldType::kText || field.type == FieldType::kLongText ||
                         field.type == FieldType::kJson;
    const int usual = field.type == FieldType::kText       ? kMostText
                      : field.type == FieldType::kLongText ? kMostLongText
                                                           : kMostJson;
    const int most = map.integer_or("most", usual);
    const Yaml* given = node.find("most");
    if (given != nullptr && (!counted || most <= 0))
      diagnostics_.add(kBounds, given->where, {field.name, "most"});
    field.most = static_cast<std::size_t>(std::max(most, 1));
  }

  std::optional<Decimal> bound(const Field& field, const std::string& key, MapReader& map) {
    const Yaml* node = map.optional(key);
    if (node == nullptr) return {};
    const auto number = Decimal::parse(node->scalar);
    if (!number || field.type != FieldType::kNumber)
      diagnostics_.add(kBounds, node->where, {field.name, key});
    return number;
  }

  void add_state(const std::string& id, const Yaml& node) {
    catalog::check_id(id, node.key_where, diagnostics_);
    MapReader map(node, diagnostics_);
    flow_.states.push_back({id, title(map), map.boolean_or("closed", false)});
    map.finish();
    state_places_[id] = node.key_where;
  }

  void add_step(const std::string& id, const Yaml& node) {
    catalog::check_id(id, node.key_where, diagnostics_);
    if (id == "begin") diagnostics_.add(kReserved, node.key_where);
    flow_.steps.push_back(read_step(id, node));
  }

  StepRule read_step(const std::string& id, const Yaml& node) {
    const bool begins = id == "begin";
    MapReader map(node, diagnostics_);
    StepRule rule;
    rule.id = id;
    if (!begins) rule.from = states(map, "from", node);
    rule.to = states(map, "to", node);
    rule.title = title(map);
    rule.may = map.text("may");
    if (const Yaml* may = node.find("may")) rule.where = may->where;
    rule.needs = fields(map, "needs", node);
    rule.takes = fields(map, "takes", node);
    if (!begins) {
      rule.other_person = map.boolean_or("other_person", false);
      rule.automatic = map.boolean_or("automatic", false);
      rule.aside = map.boolean_or("aside", false);
    }
    map.finish();
    if (node.where.file.empty()) return rule;  // reported as missing
    if (!begins && rule.from.empty()) diagnostics_.add(kNoSource, node.where, {id});
    if (rule.to.empty()) diagnostics_.add(kNoTarget, node.where, {id});
    if (!begins && rule.to.size() > 1) diagnostics_.add(kOneTarget, node.find("to")->where);
    return rule;
  }

  /// A name or a list of names, each with its place.
  std::vector<std::string> names(MapReader& map, const std::string& key, const Yaml& node,
                                 const std::map<std::string, Location>& known, const ErrorCode& unknown) {
    std::vector<std::string> out = map.texts(key);
    const Yaml* found = node.find(key);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const Location& where = found->items.empty() ? found->where : found->items[i].where;
      if (known.contains(out[i])) continue;
      std::vector<std::string> there;
      for (const auto& [name, _] : known) there.push_back(name);
      diagnostics_.add(unknown, where, {out[i], join(there, ", ")});
    }
    return out;
  }
  std::vector<std::string> states(MapReader& map, const std::string& key, const Yaml& node) {
    return names(map, key, node, state_places_, kUnknownState);
  }
  std::vector<std::string> fields(MapReader& map, const std::string& key, const Yaml& node) {
    return names(map, key, node, field_places_, kUnknownField);
  }

  std::set<std::string> reached_from(std::vector<std::string> waiting) const {
    std::set<std::string> reached;
    while (!waiting.empty()) {
      const std::string state = waiting.back();
      waiting.pop_back();
      if (!reached.insert(state).second) continue;
      for (const StepRule* rule : flow_.steps_from(state))
        waiting.insert(waiting.end(), rule->to.begin(), rule->to.end());
    }
    return reached;
  }

  void check_states() {
    const auto reached = reached_from(flow_.begin.to);
    for (const Stage& stage : flow_.states) {
      const Location& where = state_places_[stage.id];
      if (!reached.contains(stage.id)) diagnostics_.add(kUnreachable, where, {stage.id});
      const auto ahead = reached_from({stage.id});
      const bool closes =
          std::ranges::any_of(flow_.states, [&](const Stage& s) { return s.closed && ahead.contains(s.id); });
      if (!closes) diagnostics_.add(kNeverCloses, where, {stage.id});
    }
  }

  void check_fields() {
    for (const Field& field : flow_.fields) {
      const bool used =
          flow_.begin.accepts(field.name) ||
          std::ranges::any_of(flow_.steps, [&](const auto& s) { return s.accepts(field.name); });
      if (!used) diagnostics_.add(kUnusedField, field_places_[field.name], {field.name});
    }
  }

  Diagnostics& diagnostics_;
  Definition flow_;
  std::map<std::string, Location> field_places_, state_places_;
};

}  // namespace

std::string_view name_of(FieldType type) {
  return std::ranges::find(kTypes, type, [](const auto& t) { return t.first; })->second;
}
std::string_view name_of(Cases cases) { return kCases.at(static_cast<std::size_t>(cases)); }

Definition parse_flow(const std::string& text, const std::string& id, int version, const std::string& shown,
                      Diagnostics& diagnostics) {
  return Reader(diagnostics).read(catalog::parse_yaml(text, shown, diagnostics), id, version);
}

Definitions load_flows(const std::string& folder, const std::string& shown, Diagnostics& diagnostics) {
  Definitions out;
  for (const std::string& path : list_files(folder, ".yaml")) {
    const std::string file = std::filesystem::path(path).filename().string();
    const auto parts = split(file, '.');
    int version = 0;
    if (parts.size() == 3) std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), version);
    if (version <= 0 || parts[1] != std::to_string(version)) {
      diagnostics.add(kBadName, {shown + "/" + file});
      continue;
    }
    const std::string name = shown + "/" + file;
    out.add(parse_flow(read_file(path, name), parts[0], version, name, diagnostics));
  }
  return out;
}

}  // namespace zhiheng::flow
