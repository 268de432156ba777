// The rows behind a cell of a cube, or those for which a condition holds.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "cli/command.h"
#include "cli/record_options.h"
#include "cli/row_forms.h"

namespace zhiheng::cli {
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
constexpr ErrorCode kUnwritable{"file.unwritable", "写不了文件：{}", "the file can't be written: {}"};
constexpr std::uint64_t kRowsOfText = 100;

struct RowArguments : views::RecordArguments {
  std::string dataset, cube, where, out;
  std::vector<std::string> cells, columns;
  std::optional<std::uint64_t> limit;
};

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
  CellFormula(const views::Records& records, const Dataset& dataset, const std::string& cube)
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

  const views::Records& records_;
  const Dataset& dataset_;
  const RecordCube* cube_;
  std::vector<std::string> parts_;
};

Formula parsed(const views::Records& records, const Dataset& dataset, const std::string& text) {
  Diagnostics diagnostics;
  const auto names = catalog::formula_names(dataset, records.catalog);
  const auto formula = Formula::parse(text, names, {"--where"}, diagnostics);
  diagnostics.throw_if_errors();
  if (formula->type() != Type::kBoolean) throw Error(kNotACondition, {}, {text});
  return *formula;
}

/// Cell and --where together; empty where neither is said.
std::string condition_of(const views::Records& records, const Dataset& dataset,
                         const RowArguments& arguments) {
  std::vector<std::string> parts;
  if (!arguments.cube.empty()) {
    CellFormula cell(records, dataset, arguments.cube);
    for (const auto& one : arguments.cells) cell.add(one);
    if (!cell.text().empty()) parts.push_back(cell.text());
  }
  if (!arguments.where.empty()) {
    parsed(records, dataset, arguments.where);  // its mistakes are its own, and it can't close our brackets
    parts.push_back(parts.empty() ? arguments.where : "(" + arguments.where + ")");
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

/// Standard output, or a file that is put at its place when it is finished and readable by its owner only.
class Output {
 public:
  explicit Output(const std::string& path) : path_(path) {
    if (path_.empty()) return;
    beside_ = path_ + ".new-XXXXXX";
    const int file = ::mkostemp(beside_.data(), O_CLOEXEC);
    file_ = file < 0 ? nullptr : ::fdopen(file, "wb");
    if (file_ == nullptr) fail();
  }
  ~Output() {
    if (path_.empty() || file_ == nullptr) return;
    std::fclose(file_);
    ::unlink(beside_.c_str());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::FILE* file() const { return file_; }
  void finish() {
    if (std::fflush(file_) != 0 || std::ferror(file_) != 0) fail();
    if (path_.empty()) return;
    if (std::rename(beside_.c_str(), path_.c_str()) != 0) fail();
    std::fclose(std::exchange(file_, nullptr));
  }

 private:
  [[noreturn]] void fail() const { throw Error(kUnwritable, {path_}, {std::strerror(errno)}, 3); }
  std::string path_, beside_;
  std::FILE* file_ = stdout;
};

void write_rows(const measure::RecordQuery& query, const std::string& sql, const intake::RecordStore& store,
                RowForm& form) {
  query.session.stream(sql, [&](const store::Frame& frame) {
    for (std::size_t i = 0; i < frame.rows(); ++i) {
      FoundRow row{*store.batch(*frame.text(i, 0)), std::stoll(*frame.text(i, 1)), {}};
      for (std::size_t c = 2; c < frame.columns(); ++c) row.values.push_back(frame.text(i, c));
      form.add(row);
    }
  });
}

int show_rows(const Settings& settings, const RowArguments& arguments) {
  const auto records = views::open_records(settings.home, arguments, false);
  const Dataset& dataset = records->dataset(arguments.dataset);
  RowsHead head{records->catalog, dataset, columns_of(dataset, arguments.columns), "", 0, 0, false};
  head.where = condition_of(*records, dataset, arguments);
  std::optional<Formula> where;
  if (!head.where.empty()) where = parsed(*records, dataset, head.where);
  for (const auto* batch : records->store->live_batches(dataset.id))
    head.simulated = head.simulated || batch->simulated;
  if (settings.format == "text" && arguments.columns.empty()) leave_out(head, where);
  auto limit = arguments.limit;
  if (!limit && settings.format == "text") limit = kRowsOfText;
  Output output(arguments.out);
  const auto form = row_form(settings.format, head, output.file());
  const bool none = records->store->live_batches(dataset.id).empty();
  std::optional<views::RecordTables> tables;
  if (!none) {
    tables.emplace(*records, dataset);
    const store::Frame count = tables->query().session.query(measure::row_count_sql(tables->query(), where));
    head.rows = std::stoull(*count.text(0, 0));
  }
  form->begin();
  std::vector<std::string> ids;
  for (const DatasetColumn* column : head.columns) ids.push_back(column->id);
  if (!none)
    write_rows(tables->query(), measure::rows_sql(tables->query(), ids, where, limit), *records->store,
               *form);
  form->end();
  output.finish();
  return 0;
}

}  // namespace

void add_rows(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("rows", "汇总表某一格背后的明细 the rows behind a cell of a cube");
  auto arguments = std::make_shared<RowArguments>();
  command->add_option("DATASET", arguments->dataset, "数据集 dataset")->required();
  auto* cube = command->add_option("--cube", arguments->cube, "由明细计算的汇总表 cube of the dataset");
  command
      ->add_option("--cell", arguments->cells,
                   "维度=值，可写多次；值可写代码或名称，空值表示缺失 DIMENSION=VALUE, more than once; a "
                   "code or its title; "
                   "nothing means missing")
      ->needs(cube);
  command->add_option("--where", arguments->where,
                      "条件，写法同数据集的公式 condition, as formulas of a dataset");
  command
      ->add_option("--columns", arguments->columns,
                   "列，逗号分隔 columns, with commas (text: required ones; csv, json: all)")
      ->delimiter(',');
  command->add_option("--limit", arguments->limit, "最多行数 most rows (text: 100; csv, json: all)");
  command->add_option("--out", arguments->out, "写入文件 write to a file");
  command->add_option("--format", settings.format, "输出形式 how to answer: text, csv or json")
      ->check(CLI::IsMember({"text", "csv", "json"}))
      ->capture_default_str();
  add_record_options(*command, *arguments);
  command->footer(
      "例 Examples:\n"
      "  zhiheng rows food_sample --cube food_sampling --cell year=2020 --cell stage=流通\n"
      "  zhiheng rows food_sample --where \"verdict = 'fail' and town = 'qibao'\" --columns sample_no,town\n"
      "  zhiheng rows complaint --where \"online and amount > 10000\" --format csv --out 大额网购投诉.csv");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return show_rows(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
