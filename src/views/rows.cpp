#include "views/rows.h"

#include <algorithm>

#include "base/text.h"

namespace zhiheng::views {
namespace {

using catalog::Dataset;
using catalog::DatasetColumn;
using catalog::RecordCube;
using formula::Formula;
using formula::Type;

constexpr ErrorCode kNoCube{"rows.unknown-cube", "数据集 {} 没有汇总表 {}{}",
                            "the dataset {} has no cube {}{}"};
constexpr ErrorCode kNoDimension{"rows.unknown-dimension", "汇总表 {} 没有维度 {}{}",
                                 "the cube {} has no dimension {}{}"};
constexpr ErrorCode kNoColumn{"rows.unknown-column", "数据集 {} 没有列 {}{}",
                              "the dataset {} has no column {}{}"};
constexpr ErrorCode kNoEquals{"rows.not-a-cell", "--cell 写作 维度=值，不是 {}",
                              "--cell is DIMENSION=VALUE, not {}"};
constexpr ErrorCode kNoValue{"rows.not-a-value", "维度 {} 没有值 {}{}", "the dimension {} has no value {}{}"};
constexpr ErrorCode kNotACondition{"rows.not-a-condition", "--where 应为条件，而 {} 不是",
                                   "--where wants a condition, which {} is not"};

std::string meant(const std::string& word, const std::vector<std::string>& all) {
  const std::string near = nearest(word, all);
  return near.empty() ? "：" + join(all, "、") : "；是 " + near + " 吗？did you mean " + near + "?";
}

template <typename Items>
std::vector<std::string> ids_of(const Items& items) {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

/// The conditions of a cell as one formula over the dataset's columns.
class CellFormula {
 public:
  CellFormula(const Records& records, const Dataset& dataset, const std::string& cube)
      : records_(records), dataset_(dataset), cube_(dataset.cube(cube)) {
    if (cube_ == nullptr) throw Error(kNoCube, {}, {dataset.id, cube, meant(cube, ids_of(dataset.cubes))});
    if (cube_->where) parts_.push_back("(" + cube_->where->text() + ")");
  }

  void add(const std::string& cell) {
    const std::size_t equals = cell.find('=');
    if (equals == std::string::npos) throw Error(kNoEquals, {}, {cell});
    const std::string id = cell.substr(0, equals), value = cell.substr(equals + 1);
    for (const auto& dimension : cube_->by)
      if (dimension.id == id)
        return parts_.push_back("(" + dimension.value.text() + ")" + condition(dimension, value));
    throw Error(kNoDimension, {}, {cube_->id, id, meant(id, ids_of(cube_->by))});
  }

  std::string text() const { return join(parts_, " and "); }

 private:
  std::string condition(const catalog::RecordDimension& dimension, const std::string& value) const {
    if (value.empty()) return " is null";
    switch (dimension.value.type()) {
      case Type::kText:
        return " = " + sql_quoted(code(dimension, value));
      case Type::kNumber:
        if (!Decimal::parse(value)) throw Error(kNoValue, {}, {dimension.id, value, ""});
        return " = " + value;
      case Type::kBoolean:
        if (value != "true" && value != "false")
          throw Error(kNoValue, {}, {dimension.id, value, "：true false"});
        return " = " + value;
      default:
        return " = " + sql_quoted(value);  // beside a date or time it is read as one
    }
  }

  /// A value of a code list may be said by its title.
  std::string code(const catalog::RecordDimension& dimension, const std::string& value) const {
    const auto names = catalog::formula_columns(dataset_, records_.catalog);
    const auto column = dimension.value.single_column();
    if (!column || names[*column]->codes.empty()) return value;
    std::vector<std::string> known;
    for (const auto& one : records_.catalog.code_list(names[*column]->codes)->codes) {
      if (one.code == value || one.title.zh == value || one.title.en == value) return one.code;
      known.push_back(one.code);
      known.push_back(one.title.zh);
    }
    throw Error(kNoValue, {}, {dimension.id, value, meant(value, known)});
  }

  const Records& records_;
  const Dataset& dataset_;
  const RecordCube* cube_;
  std::vector<std::string> parts_;
};

Formula parsed(const Records& records, const Dataset& dataset, const std::string& text) {
  Diagnostics diagnostics;
  const auto names = catalog::formula_names(dataset, records.catalog);
  const auto formula = Formula::parse(text, names, {"--where"}, diagnostics);
  diagnostics.throw_if_errors();
  if (formula->type() != Type::kBoolean) throw Error(kNotACondition, {}, {text});
  return *formula;
}

/// Cell and --where together; empty where neither is said.
std::string condition_of(const Records& records, const Dataset& dataset, const RowQuestion& question) {
  std::vector<std::string> parts;
  if (!question.cube.empty()) {
    CellFormula cell(records, dataset, question.cube);
    for (const auto& one : question.cells) cell.add(one);
    if (!cell.text().empty()) parts.push_back(cell.text());
  }
  if (!question.where.empty()) {
    parsed(records, dataset, question.where);  // its mistakes are its own, and it can't close our brackets
    parts.push_back(parts.empty() ? question.where : "(" + question.where + ")");
  }
  return join(parts, " and ");
}

std::vector<const DatasetColumn*> columns_of(const Dataset& dataset, const std::vector<std::string>& wanted) {
  std::vector<const DatasetColumn*> columns;
  for (const auto& id : wanted) {
    columns.push_back(dataset.column(id));
    if (columns.back() == nullptr)
      throw Error(kNoColumn, {}, {dataset.id, id, meant(id, ids_of(dataset.columns))});
  }
  if (wanted.empty())
    for (const auto& column : dataset.columns) columns.push_back(&column);
  return columns;
}

/// A table of everything would be too wide to read: what every row has, and what was asked about.
void leave_out(RowsHead& head, const std::optional<Formula>& where) {
  const auto asked = [&](std::size_t column) {
    return where && std::ranges::binary_search(where->columns(), column);
  };
  head.left_out = std::erase_if(head.columns, [&](const DatasetColumn* column) {
    return !column->required && !asked(*head.dataset.column_index(column->id));
  });
}

void stream_rows(const measure::RecordQuery& query, const std::string& sql, const intake::RecordStore& store,
                 RowForm& form) {
  query.session.stream(sql, [&](const store::Frame& frame) {
    for (std::size_t i = 0; i < frame.rows(); ++i) {
      FoundRow row{*store.batch(*frame.text(i, 0)), std::stoll(*frame.text(i, 1)), {}};
      for (std::size_t c = 2; c < frame.columns(); ++c) row.values.push_back(frame.text(i, c));
      form.add(row);
    }
  });
}

}  // namespace

void write_rows(const Records& records, const RowQuestion& question, const RowForms& forms) {
  const Dataset& dataset = records.dataset(question.dataset);
  RowsHead head{records.catalog, dataset, columns_of(dataset, question.columns), "", 0, 0, false};
  head.where = condition_of(records, dataset, question);
  std::optional<Formula> where;
  if (!head.where.empty()) where = parsed(records, dataset, head.where);
  for (const auto* batch : records.store->live_batches(dataset.id))
    head.simulated = head.simulated || batch->simulated;
  if (question.brief && question.columns.empty()) leave_out(head, where);
  const auto form = forms(head);
  const bool none = records.store->live_batches(dataset.id).empty();
  std::optional<RecordTables> tables;
  if (!none) {
    tables.emplace(records, dataset);
    const store::Frame count = tables->query().session.query(measure::row_count_sql(tables->query(), where));
    head.rows = std::stoull(*count.text(0, 0));
  }
  form->begin();
  std::vector<std::string> ids;
  for (const DatasetColumn* column : head.columns) ids.push_back(column->id);
  if (!none)
    stream_rows(tables->query(), measure::rows_sql(tables->query(), ids, where, question.limit),
                *records.store, *form);
  form->end();
}

}  // namespace zhiheng::views
