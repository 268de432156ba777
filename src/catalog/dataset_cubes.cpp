// Reads the cubes that are computed from a dataset's records.
#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "catalog/dataset_formulas.h"
#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

using Form = RecordMeasure::Form;

constexpr ErrorCode kUnnamedDimension{"dataset.unnamed-dimension",
                                      "{} 不是列也不是列的函数，请写成 名称: 公式",
                                      "{} is neither a column nor a function of one: write name: formula"};
constexpr ErrorCode kNoTitle{"dataset.no-title", "{} 需要标题（{}）", "{} needs a title ({})"};
constexpr ErrorCode kNameTwice{"dataset.name-twice", "汇总表中 {} 出现两次", "{} stands twice in this cube"};
constexpr ErrorCode kNoMeasures{"dataset.no-measures", "汇总表 {} 没有度量", "the cube {} has no measures"};
constexpr ErrorCode kBadShare{"dataset.bad-share", "at 应大于 0 且小于 1，实为 {}",
                              "at must be above 0 and below 1, not {}"};
constexpr ErrorCode kBadKeep{"dataset.bad-keep", "keep 应为 1 到 1000，实为 {}",
                             "keep must be 1 to 1000, not {}"};
constexpr ErrorCode kNoOrder{"dataset.no-order", "{} 没有大小之分", "{} has no order"};
constexpr ErrorCode kTakenByList{"dataset.taken-by-list", "{} 是名录（{}）", "{} is a name list ({})"};

constexpr std::pair<const char*, Form> kForms[] = {
    {"sums", Form::kSum}, {"distinct", Form::kDistinct},  {"min", Form::kMin},
    {"max", Form::kMax},  {"quantiles", Form::kQuantile}, {"top", Form::kTop}};
constexpr int kMostKept = 1000;

struct NamedFunction {
  const char* id;
  Title title;
};
/// Functions of a day or a time, whose values have a name of their own.
const std::array<NamedFunction, 7> kFunctions{{{"year", {"年", "Year"}},
                                               {"quarter", {"季度", "Quarter"}},
                                               {"month", {"月", "Month"}},
                                               {"day", {"日", "Day"}},
                                               {"weekday", {"星期", "Weekday"}},
                                               {"date", {"日期", "Date"}},
                                               {"hour", {"时", "Hour"}}}};

/// `year` of `year(sampled_on)`, where the formula is nothing but such a call of one column.
const NamedFunction* function_of(const std::string& formula) {
  const size_t open = formula.find('(');
  if (open == std::string::npos || formula.find('(', open + 1) != std::string::npos ||
      formula.find(')') != formula.size() - 1)
    return nullptr;
  const std::string name(trim(formula.substr(0, open)));
  const auto* found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                   [&](const NamedFunction& f) { return name == f.id; });
  return found == kFunctions.end() ? nullptr : found;
}

/// Reads one cube; what it meets that is wrong is reported and left out.
class CubeReader {
 public:
  CubeReader(const Catalog& catalog, const Dataset& dataset, const std::vector<RecordCube>& before,
             Diagnostics& diagnostics)
      : catalog_(catalog),
        dataset_(dataset),
        before_(before),
        diagnostics_(diagnostics),
        formulas_(catalog, dataset, diagnostics) {}

  RecordCube read(const std::string& id, const Yaml& node) {
    check_id(id, node.key_where, diagnostics_);
    MapReader map(node, diagnostics_);
    cube_.id = id;
    cube_.location = node.key_where;
    shared_ = catalog_.cube(id);
    if (shared_ != nullptr && shared_->is_list)
      diagnostics_.add(kTakenByList, node.key_where, {id, to_string(shared_->where)});
    cube_.title = read_title(map.optional("title"), diagnostics_);
    if (shared_ != nullptr && cube_.title.zh.empty()) cube_.title = shared_->title;
    need_title(cube_.title, id, node.key_where);
    for (const Yaml& dimension : map.required("by").items) read_dimension(dimension);
    if (const Yaml* where = map.optional("where")) cube_.where = formulas_.read_condition(*where);
    for (const auto& [key, form] : kForms) {
      const Yaml* measures = map.optional(key);
      if (measures == nullptr) continue;
      for (const auto& [name, measure] : members_of(*measures, diagnostics_))
        read_measure(name, measure, form);
    }
    if (cube_.measures.empty()) diagnostics_.add(kNoMeasures, node.key_where, {id});
    map.finish();
    return std::move(cube_);
  }

 private:
  void need_title(const Title& title, const std::string& what, const Location& where) {
    if (title.zh.empty()) diagnostics_.add(kNoTitle, where, {what, "zh"});
  }

  void take_name(const std::string& name, const Location& where) {
    check_id(name, where, diagnostics_);
    if (!names_.insert(name).second) diagnostics_.add(kNameTwice, where, {name});
  }

  void read_dimension(const Yaml& node) {
    if (node.type == Yaml::Type::kMap) {
      for (const auto& [id, value] : node.members) read_named_dimension(id, value);
      return;
    }
    auto value = formulas_.read(node);
    if (!value) return;
    const std::string id = name_of(*value);
    if (id.empty()) {
      diagnostics_.add(kUnnamedDimension, node.where, {value->text()});
      return;
    }
    take_name(id, node.where);
    add_dimension(id, {}, *value, node.where);
  }

  /// `size: enterprise.size` or `size: {of: …, zh: …, en: …}`.
  void read_named_dimension(const std::string& id, const Yaml& node) {
    take_name(id, node.key_where);
    if (node.type != Yaml::Type::kMap) {
      if (auto value = formulas_.read(node)) add_dimension(id, {}, *value, node.key_where);
      return;
    }
    MapReader map(node, diagnostics_);
    const Title title{map.text_or("zh", ""), map.text_or("en", "")};
    const Yaml& of = map.required("of");
    map.finish();
    if (of.where.file.empty()) return;  // reported as missing
    if (auto value = formulas_.read(of)) add_dimension(id, title, *value, node.key_where);
  }

  std::string name_of(const formula::Formula& value) const {
    if (const DatasetColumn* column = formulas_.single_column(value)) return column->id;
    const NamedFunction* function = function_of(value.text());
    return function == nullptr || value.columns().size() != 1 ? "" : function->id;
  }

  void add_dimension(const std::string& id, Title title, const formula::Formula& value,
                     const Location& where) {
    const Dimension* known = shared_ == nullptr ? nullptr : shared_->dimension(id);
    const NamedFunction* function = function_of(value.text());
    if (title.zh.empty() && known != nullptr) title = known->title;
    if (title.zh.empty() && function != nullptr) title = function->title;
    if (const DatasetColumn* column = formulas_.single_column(value); title.zh.empty() && column != nullptr)
      title = column->title;
    need_title(title, id, where);
    cube_.by.push_back({id, title, value});
  }

  void read_measure(const std::string& id, const Yaml& node, Form form) {
    take_name(id, node.key_where);
    const Yaml* of = &node;
    Title title;
    std::string unit;
    std::optional<formula::Formula> where;
    Decimal at;
    int keep = 0;
    if (node.type == Yaml::Type::kMap) {
      MapReader map(node, diagnostics_);
      title = {map.text_or("zh", ""), map.text_or("en", "")};
      unit = map.text_or("unit", "");
      of = &map.required("of");
      if (const Yaml* condition = map.optional("where")) where = formulas_.read_condition(*condition);
      if (form == Form::kQuantile) at = read_share(map);
      if (form == Form::kTop) keep = read_keep(map);
      map.finish();
      if (of->where.file.empty()) return;  // reported as missing
    } else if (form == Form::kQuantile || form == Form::kTop) {
      MapReader(node, diagnostics_).required("of");
      return;
    }
    auto value = form == Form::kSum ? formulas_.read_quantity(*of) : formulas_.read(*of);
    if (!value || !has_wanted_order(*value, form, of->where)) return;
    RecordMeasure measure{id,   std::move(title), form, *value, std::move(where), at, keep,
                          unit, node.key_where};
    name_measure(measure);
    cube_.measures.push_back(std::move(measure));
  }

  Decimal read_share(MapReader& map) {
    const Yaml& at = map.required("at");
    const auto share = Decimal::parse(at.scalar);
    if (share && *share > Decimal(0) && *share < Decimal(1)) return *share;
    if (!at.where.file.empty()) diagnostics_.add(kBadShare, at.where, {at.scalar});
    return {};
  }

  int read_keep(MapReader& map) {
    const Yaml& node = map.required("keep");
    const int keep = map.integer_or("keep", 0);
    if ((keep < 1 || keep > kMostKept) && !node.where.file.empty())
      diagnostics_.add(kBadKeep, node.where, {node.scalar});
    return keep;
  }

  /// What is the smallest, the greatest or the middle must be more or less than another.
  bool has_wanted_order(const formula::Formula& value, Form form, const Location& where) {
    if (form != Form::kMin && form != Form::kMax && form != Form::kQuantile) return true;
    if (value.type() != formula::Type::kBoolean && value.type() != formula::Type::kText) return true;
    diagnostics_.add(kNoOrder, where, {value.text()});
    return false;
  }

  /// Title and unit that the file leaves open: those of the shared cube, of the column that is measured, of
  /// the same measure in a cube above; a count of rows is the dataset's unit.
  void name_measure(RecordMeasure& measure) {
    const bool counts = measure.value.columns().empty() || measure.value.type() == formula::Type::kBoolean;
    const DatasetColumn* column = formulas_.single_column(measure.value);
    const Measure* known = shared_ == nullptr ? nullptr : shared_->measure(measure.id);
    const RecordMeasure* above = measure_above(measure.id);
    const auto leave = [&](const Title& title, const std::string& unit) {
      if (measure.title.zh.empty()) measure.title = title;
      if (measure.unit.empty()) measure.unit = unit;
    };
    if (known != nullptr) leave(known->title, known->unit);
    if (above != nullptr && above->form == measure.form) leave(above->title, above->unit);
    if (column != nullptr) leave(column->title, measure.form == Form::kDistinct ? "" : column->unit);
    if (counts && measure.form == Form::kSum) {
      if (measure.unit.empty()) measure.unit = dataset_.unit;
      if (measure.value.text() == "1" && !measure.where) leave({dataset_.unit + "数", "Number"}, "");
    }
    need_title(measure.title, measure.id, measure.location);
  }

  const RecordMeasure* measure_above(const std::string& id) const {
    for (const RecordCube& cube : before_) {
      for (const RecordMeasure& measure : cube.measures) {
        if (measure.id == id) return &measure;
      }
    }
    return nullptr;
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  const std::vector<RecordCube>& before_;
  Diagnostics& diagnostics_;
  FormulaReader formulas_;
  const Cube* shared_ = nullptr;
  RecordCube cube_;
  std::set<std::string> names_;
};

}  // namespace

std::vector<RecordCube> read_record_cubes(const Catalog& catalog, const Dataset& dataset, const Yaml& node,
                                          Diagnostics& diagnostics) {
  std::vector<RecordCube> cubes;
  for (const auto& [id, value] : members_of(node, diagnostics)) {
    RecordCube cube = CubeReader(catalog, dataset, cubes, diagnostics).read(id, value);
    if (const Cube* shared = catalog.cube(id); shared != nullptr && !shared->is_list)
      check_shared_cube(catalog, dataset, cube, *shared, diagnostics);
    cubes.push_back(std::move(cube));
  }
  return cubes;
}

}  // namespace zhiheng::catalog
