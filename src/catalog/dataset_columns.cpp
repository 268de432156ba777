// Reads what a dataset's file says of itself and its columns.
#include <algorithm>
#include <map>
#include <regex>

#include "base/text.h"
#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

using Type = DatasetColumn::Type;
using Form = DatasetColumn::Form;

constexpr ErrorCode kNotForType{"dataset.not-for-type", "{} 不适用于 type: {}",
                                "{} does not go with type: {}"};
constexpr ErrorCode kNotWithCodes{"dataset.not-with-codes", "{} 不能与 codes 并用",
                                  "{} does not go with codes"};
constexpr ErrorCode kNoDecimals{"dataset.bad-decimals", "decimal 须写明 decimals（1 到 9），实为 {}",
                                "a decimal states its decimals, 1 to 9, not {}"};
constexpr ErrorCode kBadLimit{"dataset.bad-limit", "{} 不是本列的{}：{}", "{} is no {} of this column: {}"};
constexpr ErrorCode kCrossedLimits{"dataset.crossed-limits", "min {} 大于 max {}",
                                   "min {} is greater than max {}"};
constexpr ErrorCode kBadLength{"dataset.bad-length", "length 应为 1 到 1000000，实为 {}",
                               "length must be 1 to 1,000,000, not {}"};
constexpr ErrorCode kBadPattern{"dataset.bad-pattern", "pattern 不是正则表达式：{}",
                                "the pattern is no regular expression: {}"};
constexpr ErrorCode kHeadTaken{"dataset.head-taken", "表头 {} 已属于列 {}",
                               "the head {} is already that of column {}"};
constexpr ErrorCode kNoColumns{"dataset.no-columns", "数据集没有列", "the dataset has no columns"};
constexpr ErrorCode kNoKey{"dataset.no-key", "key 应为区分各行的列",
                           "key must name the columns that tell rows apart"};
constexpr ErrorCode kUnknownColumn{"dataset.unknown-column", "{}：没有列 {}{}",
                                   "{}: there is no column {}{}"};
constexpr ErrorCode kBadTime{"dataset.bad-time", "time 应为 date 或 time 列，{} 是 {}",
                             "time must be a date or time column; {} is {}"};
constexpr ErrorCode kNegative{"dataset.negative", "{} 不能为负数：{}", "{} can't be negative: {}"};
constexpr ErrorCode kNoFrequency{"dataset.no-frequency", "{} 需要 frequency", "{} needs a frequency"};
constexpr int kMostDecimals = 9;
constexpr int kMostCharacters = 1'000'000;

struct TypeWord {
  const char* word;
  Type type;
  Form form;
};
constexpr TypeWord kTypes[] = {
    {"text", Type::kText, Form::kFree},       {"integer", Type::kInteger, Form::kFree},
    {"decimal", Type::kDecimal, Form::kFree}, {"date", Type::kDate, Form::kFree},
    {"time", Type::kTime, Form::kFree},       {"boolean", Type::kBoolean, Form::kFree},
    {"uscc", Type::kText, Form::kUscc},       {"id_number", Type::kText, Form::kIdNumber},
    {"phone", Type::kText, Form::kPhone},     {"gtin", Type::kText, Form::kGtin},
    {"gs1", Type::kText, Form::kGs1},         {"division", Type::kText, Form::kDivision}};

/// Reads one column. A key that doesn't suit its type is reported and left out.
class ColumnReader {
 public:
  ColumnReader(const Yaml& node, const std::string& id, Diagnostics& diagnostics)
      : node_(node), map_(node, diagnostics), diagnostics_(diagnostics) {
    check_id(id, node.key_where, diagnostics);
    column_.id = id;
    column_.where = node.key_where;
  }

  DatasetColumn read() {
    column_.title = {map_.text("zh"), map_.text_or("en", "")};
    read_type();
    column_.codes = map_.text_or("codes", "");
    column_.ref = map_.text_or("ref", "");
    column_.required = map_.boolean_or("required", false);
    column_.personal = map_.word("personal", {"", "name", "id", "contact", "address", "health"});
    column_.example = map_.text_or("example", "");
    column_.note = read_title(map_.optional("note"), diagnostics_);
    column_.also = map_.texts("also");
    read_number();
    read_text();
    read_limits();
    if (!column_.codes.empty()) refuse_beside_codes();
    map_.finish();
    return std::move(column_);
  }

 private:
  bool is_number() const { return column_.type == Type::kInteger || column_.type == Type::kDecimal; }
  bool has_order() const { return is_number() || column_.type == Type::kDate || column_.type == Type::kTime; }

  void read_type() {
    std::vector<std::string> words;
    for (const TypeWord& type : kTypes) words.emplace_back(type.word);
    const std::string word = map_.word("type", words);
    const auto* found =
        std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& t) { return word == t.word; });
    column_.type = found->type;
    column_.form = found->form;
  }

  /// The member, where the column's type allows it.
  const Yaml* suited(const char* key, bool suits) {
    const Yaml* found = map_.optional(key);
    if (found == nullptr || suits) return found;
    diagnostics_.add(kNotForType, found->key_where, {key, type_name(column_)});
    return nullptr;
  }

  void read_number() {
    if (suited("unit", is_number()) != nullptr) column_.unit = map_.text("unit");
    const Yaml* decimals = suited("decimals", column_.type == Type::kDecimal);
    if (column_.type != Type::kDecimal) return;
    column_.decimals = map_.integer_or("decimals", 0);
    if (column_.decimals >= 1 && column_.decimals <= kMostDecimals) return;
    diagnostics_.add(kNoDecimals, decimals == nullptr ? node_.where : decimals->where,
                     {decimals == nullptr ? "-" : decimals->scalar});
    column_.decimals = 0;
  }

  void read_text() {
    const bool is_text = column_.type == Type::kText;
    if (const Yaml* length = suited("length", is_text)) {
      column_.length = map_.integer_or("length", column_.length);
      if (column_.length < 1 || column_.length > kMostCharacters)
        diagnostics_.add(kBadLength, length->where, {length->scalar});
    }
    const Yaml* pattern = suited("pattern", is_text);
    if (pattern == nullptr) return;
    column_.pattern = map_.text("pattern");
    try {
      const std::regex compiled(column_.pattern);
    } catch (const std::regex_error& error) {
      diagnostics_.add(kBadPattern, pattern->where, {error.what()});
      column_.pattern.clear();
    }
  }

  std::optional<std::int64_t> read_limit(const char* key) {
    const Yaml* limit = suited(key, has_order());
    if (limit == nullptr) return std::nullopt;
    const auto value = stored_value(column_, limit->scalar);
    if (!value) {
      const Title type = type_title(column_);
      diagnostics_.add(kBadLimit, limit->where, {key, type.zh + " " + type.en, limit->scalar});
    }
    return value;
  }

  void read_limits() {
    column_.least = read_limit("min");
    column_.most = read_limit("max");
    if (column_.least && column_.most && *column_.least > *column_.most)
      diagnostics_.add(kCrossedLimits, map_.required("min").where,
                       {stored_text(column_, *column_.least), stored_text(column_, *column_.most)});
  }

  /// The list says all that there is to say about such a value.
  void refuse_beside_codes() {
    for (const char* key : {"type", "ref", "length", "pattern"}) {
      const Yaml* found = node_.find(key);
      const bool plain = found == nullptr || (key == std::string("type") && found->scalar == "text");
      if (!plain) diagnostics_.add(kNotWithCodes, found->key_where, {key});
    }
  }

  const Yaml& node_;
  MapReader map_;
  Diagnostics& diagnostics_;
  DatasetColumn column_;
};

class DatasetReader {
 public:
  DatasetReader(const Yaml& node, const std::string& id, Diagnostics& diagnostics)
      : node_(node), map_(node, diagnostics), diagnostics_(diagnostics) {
    check_id(id, node.where, diagnostics);
    dataset_.id = id;
    dataset_.where = node.where;
  }

  Dataset read() {
    dataset_.title = read_title(&map_.required("title"), diagnostics_);
    dataset_.scope = read_title(map_.optional("scope"), diagnostics_);
    dataset_.owner = map_.text("owner");
    dataset_.domain = map_.text("domain");
    dataset_.unit = map_.text("unit");
    read_columns();
    read_key();
    read_period();
    // Read when all datasets are known.
    for (const char* later : {"checks", "against_last", "cubes"}) map_.optional(later);
    map_.finish();
    return std::move(dataset_);
  }

 private:
  void read_columns() {
    const Yaml& columns = map_.required("columns");
    for (const auto& [id, node] : members_of(columns, diagnostics_))
      dataset_.columns.push_back(ColumnReader(node, id, diagnostics_).read());
    if (dataset_.columns.empty() && !columns.where.file.empty()) diagnostics_.add(kNoColumns, columns.where);
    std::map<std::string, std::string> heads;
    for (const DatasetColumn& column : dataset_.columns) {
      std::vector<std::string> own{column.id, column.title.zh};
      if (!column.title.en.empty()) own.push_back(column.title.en);
      own.insert(own.end(), column.also.begin(), column.also.end());
      for (const std::string& head : own) {
        const auto [taken, is_new] = heads.emplace(head, column.id);
        if (!is_new && taken->second != column.id)
          diagnostics_.add(kHeadTaken, column.where, {head, taken->second});
      }
    }
  }

  DatasetColumn* column(const char* key, const std::string& id, const Location& where) {
    const auto index = dataset_.column_index(id);
    if (index) return &dataset_.columns[*index];
    if (!dataset_.columns.empty())
      diagnostics_.add(kUnknownColumn, where, {key, id, did_you_mean(id, column_ids())});
    return nullptr;
  }

  std::vector<std::string> column_ids() const {
    std::vector<std::string> ids;
    for (const DatasetColumn& column : dataset_.columns) ids.push_back(column.id);
    return ids;
  }

  void read_key() {
    const Yaml& key = map_.required("key");
    dataset_.key = map_.texts("key");
    if (dataset_.key.empty() && !key.where.file.empty()) diagnostics_.add(kNoKey, key.where);
    for (size_t i = 0; i < dataset_.key.size(); ++i) {
      const Location& where = key.items.empty() ? key.where : key.items[i].where;
      if (DatasetColumn* found = column("key", dataset_.key[i], where)) found->required = true;
    }
  }

  void read_period() {
    dataset_.time = map_.text_or("time", "");
    dataset_.frequency = map_.word("frequency", {"", "day", "week", "month", "quarter", "half", "year"});
    dataset_.due = natural("due");
    dataset_.retention = natural("retention");
    for (const char* key : {"due", "time"}) {
      const Yaml* found = node_.find(key);
      if (found != nullptr && dataset_.frequency.empty())
        diagnostics_.add(kNoFrequency, found->key_where, {key});
    }
    if (dataset_.time.empty()) return;
    const Yaml& time = map_.required("time");
    const DatasetColumn* found = column("time", dataset_.time, time.where);
    if (found != nullptr && found->type != Type::kDate && found->type != Type::kTime)
      diagnostics_.add(kBadTime, time.where, {found->id, type_name(*found)});
  }

  int natural(const char* key) {
    const int value = map_.integer_or(key, 0);
    if (value < 0) diagnostics_.add(kNegative, map_.required(key).where, {key, std::to_string(value)});
    return value;
  }

  const Yaml& node_;
  MapReader map_;
  Diagnostics& diagnostics_;
  Dataset dataset_;
};

}  // namespace

Dataset read_dataset(const Yaml& node, const std::string& id, Diagnostics& diagnostics) {
  return DatasetReader(node, id, diagnostics).read();
}

}  // namespace zhiheng::catalog
