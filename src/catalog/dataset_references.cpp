// Whether what datasets refer to exists, and whether their examples are any.
#include <algorithm>
#include <map>
#include <regex>

#include "base/text.h"
#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kUnknownDataset{"dataset.unknown-ref", "没有数据集 {}{}", "there is no dataset {}{}"};
constexpr ErrorCode kCompoundKey{"dataset.ref-to-compound-key", "{} 的键不是单独一列（{}），不能引用",
                                 "{} can't be referred to: its key is not one column but {}"};
constexpr ErrorCode kOtherType{"dataset.ref-of-other-type", "本列是 {}，而 {} 的键 {} 是 {}",
                               "this column is {}, but the key of {}, {}, is {}"};
constexpr ErrorCode kBadExample{"dataset.bad-example", "示例 {} 不符合本列：{}",
                                "the example {} does not fit its column: {}"};
constexpr ErrorCode kTimeMissing{"dataset.time-not-required", "time 列 {} 应为必填（required）",
                                 "the time column {} must be required"};

size_t characters(const std::string& text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class DatasetCheck {
 public:
  DatasetCheck(const Catalog& catalog, const Dataset& dataset, Diagnostics& diagnostics)
      : catalog_(catalog), dataset_(dataset), diagnostics_(diagnostics) {}

  void run() {
    check_code("department", dataset_.owner, kUnknownOwner);
    check_code("domain", dataset_.domain, kUnknownDomain);
    for (const DatasetColumn& column : dataset_.columns) {
      if (!column.codes.empty() && catalog_.code_list(column.codes) == nullptr)
        diagnostics_.add(kUnknownCodes, column.where,
                         {column.codes, did_you_mean(column.codes, catalog_.codes)});
      if (!column.ref.empty()) check_ref(column);
      if (!column.example.empty()) check_example(column);
    }
    const DatasetColumn* time = dataset_.column(dataset_.time);
    if (time != nullptr && !time->required) diagnostics_.add(kTimeMissing, time->where, {time->id});
  }

 private:
  void check_code(const char* list, const std::string& code, const ErrorCode& unknown) {
    const CodeList* codes = catalog_.code_list(list);
    if (codes != nullptr && !code.empty() && codes->find(code) == nullptr)
      diagnostics_.add(unknown, dataset_.where, {code, did_you_mean_code(code, codes->codes)});
  }

  void check_ref(const DatasetColumn& column) {
    const Dataset* of = catalog_.dataset(column.ref);
    if (of == nullptr) {
      diagnostics_.add(kUnknownDataset, column.where,
                       {column.ref, did_you_mean(column.ref, catalog_.datasets)});
      return;
    }
    if (of->key.size() != 1) {
      diagnostics_.add(kCompoundKey, column.where, {of->id, join(of->key, ", ")});
      return;
    }
    const DatasetColumn* key = of->column(of->key[0]);
    if (key != nullptr &&
        (key->type != column.type || key->form != column.form || key->decimals != column.decimals))
      diagnostics_.add(kOtherType, column.where, {type_name(column), of->id, key->id, type_name(*key)});
  }

  void bad_example(const DatasetColumn& column, const std::string& why) {
    diagnostics_.add(kBadExample, column.where, {column.example, why});
  }

  void check_example(const DatasetColumn& column) {
    const std::string& example = column.example;
    if (!column.codes.empty()) {
      if (!is_member(column.codes, example)) bad_example(column, "codes: " + column.codes);
    } else if (column.type != DatasetColumn::Type::kText) {
      const auto value = stored_value(column, example);
      if (!value)
        bad_example(column, std::string("type: ") + type_name(column));
      else if (column.least && *value < *column.least)
        bad_example(column, "min: " + stored_text(column, *column.least));
      else if (column.most && *value > *column.most)
        bad_example(column, "max: " + stored_text(column, *column.most));
    } else if (characters(example) > static_cast<size_t>(column.length)) {
      bad_example(column, "length: " + std::to_string(column.length));
    } else if (!column.pattern.empty() && !std::regex_match(example, std::regex(column.pattern))) {
      bad_example(column, "pattern: " + column.pattern);
    }
  }

  bool is_member(const std::string& list, const std::string& text) const {
    const CodeList* codes = catalog_.code_list(list);
    return codes == nullptr || std::any_of(codes->codes.begin(), codes->codes.end(), [&](const Code& code) {
             return text == code.code || text == code.title.zh || text == code.title.en;
           });
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_datasets(const Catalog& catalog, Diagnostics& diagnostics) {
  for (const auto& [id, dataset] : catalog.datasets) DatasetCheck(catalog, dataset, diagnostics).run();
}

void check_dataset_cubes(const Catalog& catalog, Diagnostics& diagnostics) {
  constexpr ErrorCode kCubeTwice{"dataset.cube-twice", "汇总表 {} 已由 {} 计算",
                                 "the cube {} is already computed from {}"};
  std::map<std::string, std::string> from;
  for (const auto& [id, dataset] : catalog.datasets) {
    for (const RecordCube& cube : dataset.cubes) {
      const auto [first, is_new] = from.emplace(cube.id, id);
      if (!is_new) diagnostics.add(kCubeTwice, cube.location, {cube.id, first->second});
    }
  }
}

}  // namespace zhiheng::catalog
