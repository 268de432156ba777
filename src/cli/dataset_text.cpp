#include <fmt/core.h>

#include "base/text.h"
#include "cli/dataset_view.h"
#include "cli/table.h"
#include "report/record_form.h"

namespace zhiheng::cli {
namespace {

using catalog::Catalog;
using catalog::Dataset;
using catalog::DatasetColumn;
using catalog::RecordMeasure;
using catalog::Title;
using Rows = std::vector<std::vector<TableCell>>;

constexpr size_t kFirstMembers = 5;

std::string both(const Title& title) { return title.en.empty() ? title.zh : title.zh + " " + title.en; }

void print_table(const std::vector<TableColumn>& columns, const Rows& rows) {
  fmt::print("{}", fitted_table(columns, rows, terminal_width(), wants_colours()));
}

/// "food_stage（3）：生产、流通、餐饮"
std::string members_in_words(const std::string& id, const Catalog& catalog) {
  const catalog::CodeList* list = catalog.code_list(id);
  if (list == nullptr) return id;
  std::vector<std::string> first;
  for (size_t i = 0; i < std::min(kFirstMembers, list->codes.size()); ++i)
    first.push_back(list->codes[i].code + " " + list->codes[i].title.zh);
  return fmt::format("{}（{} 项 codes）：{}{}", id, list->codes.size(), join(first, "、"),
                     list->codes.size() > kFirstMembers ? "…" : "");
}

std::string values_in_words(const DatasetColumn& column, const Catalog& catalog) {
  std::vector<std::string> parts;
  if (!column.codes.empty()) parts.push_back(members_in_words(column.codes, catalog));
  if (const Dataset* of = column.ref.empty() ? nullptr : catalog.dataset(column.ref))
    parts.push_back("见 see " + of->id + "（" + of->title.zh + "）");
  if (const Title limits = report::limits_in_words(column); !limits.zh.empty()) parts.push_back(both(limits));
  if (!column.personal.empty())
    parts.push_back("个人信息 personal: " + both(report::personal_in_words(column)));
  if (!column.example.empty()) parts.push_back("例 " + column.example);
  if (!column.note.zh.empty()) parts.push_back(both(column.note));
  return join(parts, "；");
}

void print_columns(const Dataset& dataset, const Catalog& catalog) {
  Rows rows;
  for (const DatasetColumn& column : dataset.columns) {
    std::string type = column.codes.empty() ? type_name(column) : "codes";
    if (!column.unit.empty()) type += " " + column.unit;
    const char* need = dataset.is_key(column.id) ? "键 key" : column.required ? "必填 required" : "";
    rows.push_back({{column.id, {}},
                    {both(column.title), {}},
                    {type, {}},
                    {need, {}},
                    {values_in_words(column, catalog), {}}});
  }
  fmt::print("\n列 columns: {}\n", dataset.columns.size());
  print_table({{"id"}, {"标题 title", false, true}, {"类型 type"}, {"必填"}, {"取值 values", false, true}},
              rows);
}

void print_checks(const Dataset& dataset) {
  Rows rows;
  for (const auto& check : dataset.checks)
    rows.push_back({{check.id, {}},
                    {both(check.title), {}},
                    {check.rejects ? "退回 rejects" : "提示 warns", {}},
                    {check.when.text(), {}},
                    {both(check.remedy), {}}});
  for (const auto& check : dataset.batch_checks) {
    const std::string what = check.sum ? check.sum->text() : "行数 rows";
    rows.push_back({{check.id, {}},
                    {both(check.title), {}},
                    {check.rejects ? "退回 rejects" : "提示 warns", {}},
                    {fmt::format("{}：比上期变动超过 {}% more than that against the last period", what,
                                 check.change.to_string()),
                     {}},
                    {"", {}}});
  }
  if (rows.empty()) return;
  fmt::print("\n核对 checks: {}\n", rows.size());
  print_table({{"id"},
               {"标题 title", false, true},
               {"结果"},
               {"何时 when", false, true},
               {"怎么办 remedy", false, true}},
              rows);
}

std::string measure_in_words(const RecordMeasure& measure) {
  const std::string& value = measure.value.text();
  std::string words;
  switch (measure.form) {
    case RecordMeasure::Form::kSum:
      words = "合计 sum of " + value;
      break;
    case RecordMeasure::Form::kDistinct:
      words = "不同的 distinct " + value;
      break;
    case RecordMeasure::Form::kMin:
      words = "最小 least " + value;
      break;
    case RecordMeasure::Form::kMax:
      words = "最大 greatest " + value;
      break;
    case RecordMeasure::Form::kQuantile:
      words = fmt::format("分位数 quantile {} of {}", measure.at.to_string(), value);
      break;
    case RecordMeasure::Form::kTop:
      words = fmt::format("最多的 {} 个 most frequent of {}", measure.keep, value);
      break;
  }
  return measure.where ? words + " where " + measure.where->text() : words;
}

void print_cube(const catalog::RecordCube& cube, const Catalog& catalog) {
  fmt::print("\n汇总表 cube {}: {}{}\n", cube.id, both(cube.title),
             catalog.cube(cube.id) != nullptr ? "（目录中的汇总表 of the catalog）" : "");
  if (cube.where) fmt::print("  只含 only: {}\n", cube.where->text());
  Rows rows;
  for (const auto& dimension : cube.by)
    rows.push_back({{"维度 by", {}},
                    {dimension.id, {}},
                    {both(dimension.title), {}},
                    {"", {}},
                    {dimension.value.text(), {}}});
  for (const RecordMeasure& measure : cube.measures)
    rows.push_back({{"度量", {}},
                    {measure.id, {}},
                    {both(measure.title), {}},
                    {measure.unit, {}},
                    {measure_in_words(measure), {}}});
  print_table({{""}, {"id"}, {"标题 title", false, true}, {"单位"}, {"公式 formula", false, true}}, rows);
}

}  // namespace

void print_dataset(const Dataset& dataset, const Catalog& catalog) {
  fmt::print("数据集 dataset {}: {}\n", dataset.id, both(dataset.title));
  if (!dataset.scope.zh.empty()) fmt::print("口径 scope: {}\n", both(dataset.scope));
  fmt::print("责任部门 owner: {}（{}）\n", catalog.code_title("department", dataset.owner), dataset.owner);
  fmt::print("领域 domain: {}（{}）\n", catalog.code_title("domain", dataset.domain), dataset.domain);
  fmt::print("每行 a row is: {}\n键 key: {}\n", dataset.unit, join(dataset.key, ", "));
  if (!dataset.time.empty()) fmt::print("时间列 time: {}\n", dataset.time);
  fmt::print("报送 frequency and due: {}\n", both(report::frequency_in_words(dataset)));
  if (dataset.retention == 0)
    fmt::print("保存 retention: 长期 for good\n");
  else
    fmt::print("保存 retention: {} 年 years\n", dataset.retention);
  fmt::print("定义 defined at: {}\n", to_string(dataset.where));
  print_columns(dataset, catalog);
  print_checks(dataset);
  for (const auto& cube : dataset.cubes) print_cube(cube, catalog);
}

}  // namespace zhiheng::cli
