// A cube of the catalog that is computed from records must come out with the shape that the catalog gives it.
#include <algorithm>

#include "base/text.h"
#include "catalog/dataset_formulas.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kNoYear{"dataset.no-year", "汇总表 {} 须按 year 汇总",
                            "the cube {} must be computed by year"};
constexpr ErrorCode kForeignDimension{"dataset.foreign-dimension", "汇总表 {} 没有维度 {}；可用：year, {}",
                                      "the cube {} has no dimension {}; it has: year, {}"};
constexpr ErrorCode kMissingDimension{"dataset.missing-dimension", "汇总表 {} 缺少维度 {}",
                                      "the cube {} lacks its dimension {}"};
constexpr ErrorCode kOtherCodes{"dataset.other-codes", "维度 {} 的代码表应为 {}，{} 是 {}",
                                "the codes of the dimension {} are {}; {} is {}"};
constexpr ErrorCode kNotACode{"dataset.no-such-code", "公式中的 {} 不在代码表 {} 中{}",
                              "{}, in the formula, is no code of {}{}"};
constexpr ErrorCode kForeignMeasure{"dataset.foreign-measure", "汇总表 {} 没有可存的度量 {}；可用：{}",
                                    "the cube {} stores no measure {}; it has: {}"};
constexpr ErrorCode kMissingMeasure{"dataset.missing-measure", "汇总表 {} 缺少度量 {}",
                                    "the cube {} lacks its measure {}"};
constexpr ErrorCode kNotASum{"dataset.not-a-sum", "汇总表 {} 属于目录，度量只能用 sums，{} 不是",
                             "{} is a cube of the catalog, whose measures are sums; {} is none"};

class SharedCubeCheck {
 public:
  SharedCubeCheck(const Catalog& catalog, const Dataset& dataset, const RecordCube& cube, const Cube& shared,
                  Diagnostics& diagnostics)
      : catalog_(catalog),
        columns_(formula_columns(dataset, catalog)),
        cube_(cube),
        shared_(shared),
        diagnostics_(diagnostics) {}

  void run() {
    if (find(cube_.by, "year") == nullptr) diagnostics_.add(kNoYear, cube_.location, {cube_.id});
    for (const RecordDimension& dimension : cube_.by) check_dimension(dimension);
    for (const Dimension& dimension : shared_.dimensions) {
      if (find(cube_.by, dimension.id) == nullptr)
        diagnostics_.add(kMissingDimension, cube_.location, {cube_.id, dimension.id});
    }
    for (const RecordMeasure& measure : cube_.measures) check_measure(measure);
    for (const std::string& id : stored()) {
      if (find(cube_.measures, id) == nullptr)
        diagnostics_.add(kMissingMeasure, cube_.location, {cube_.id, id});
    }
  }

 private:
  template <typename Items>
  static auto find(const Items& items, const std::string& id) -> decltype(items.data()) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
  }

  std::vector<std::string> stored() const {
    std::vector<std::string> ids;
    for (const Measure& measure : shared_.measures) {
      if (measure.form == Measure::Form::kStored) ids.push_back(measure.id);
    }
    return ids;
  }

  void check_dimension(const RecordDimension& dimension) {
    if (dimension.id == "year") return;
    const Dimension* own = shared_.dimension(dimension.id);
    if (own == nullptr) {
      std::vector<std::string> ids;
      for (const Dimension& d : shared_.dimensions) ids.push_back(d.id);
      diagnostics_.add(kForeignDimension, cube_.location, {cube_.id, dimension.id, join(ids, ", ")});
      return;
    }
    const CodeList* wanted = catalog_.code_list(own->codes);
    if (wanted == nullptr) return;  // reported with the cube
    if (const auto index = dimension.value.single_column()) {
      const DatasetColumn& column = *columns_[*index];
      const CodeList* has = catalog_.code_list(column.codes);
      if (has != wanted)
        diagnostics_.add(kOtherCodes, cube_.location,
                         {dimension.id, wanted->id, column.id, column.codes.empty() ? "-" : column.codes});
      return;
    }
    for (const auto& [name, text] : formula_literals(dimension.value.text())) {
      if (name.empty() && wanted->find(text) == nullptr)
        diagnostics_.add(kNotACode, cube_.location,
                         {"'" + text + "'", wanted->id, did_you_mean_code(text, wanted->codes)});
    }
  }

  void check_measure(const RecordMeasure& measure) {
    const auto ids = stored();
    if (std::find(ids.begin(), ids.end(), measure.id) == ids.end())
      diagnostics_.add(kForeignMeasure, measure.location, {cube_.id, measure.id, join(ids, ", ")});
    else if (measure.form != RecordMeasure::Form::kSum)
      diagnostics_.add(kNotASum, measure.location, {cube_.id, measure.id});
  }

  const Catalog& catalog_;
  std::vector<const DatasetColumn*> columns_;
  const RecordCube& cube_;
  const Cube& shared_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_shared_cube(const Catalog& catalog, const Dataset& dataset, const RecordCube& cube,
                       const Cube& shared, Diagnostics& diagnostics) {
  SharedCubeCheck(catalog, dataset, cube, shared, diagnostics).run();
}

}  // namespace zhiheng::catalog
