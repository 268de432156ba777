#include "measure/cubes/sources.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "measure/cubes/counters.h"

namespace zhiheng::measure::cubes {
namespace {

using formula::Formula;
using formula::Type;
using formula::Vector;

constexpr ErrorCode kNoColumn{
    "cube.no-column", "明细段里没有列 {}：数据集 {} 的定义改过，请用 zhiheng rebuild 重建",
    "the segment lacks the column {}: the dataset {} was changed; run zhiheng rebuild"};
constexpr ErrorCode kNoRegisters{"cube.no-register", "{} 要用名册，但没有给出",
                                 "{} needs a register and none was given"};

Vector picked(const Vector& from, const std::vector<std::uint32_t>& places) {
  Vector to{from.type, from.decimals, {}, {}, {}};
  for (const std::uint32_t place : places) {
    if (from.type == Type::kText)
      to.texts.push_back(from.texts[place]);
    else
      to.values.push_back(from.values[place]);
    if (!from.present.empty()) to.present.push_back(from.present[place]);
  }
  return to;
}

/// Gives each distinct value a place, in the order of values, the missing one last; and each element its
/// value's place.
template <typename Value, typename Get>
std::vector<std::uint32_t> number_values(const Vector& vector, Get get, std::vector<Value>& values,
                                         std::optional<std::uint32_t>& missing) {
  for (std::size_t i = 0; i < vector.size(); ++i)
    if (vector.has(i)) values.push_back(Value(get(i)));
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<std::uint32_t> index(vector.size());
  for (std::size_t i = 0; i < vector.size(); ++i) {
    if (!vector.has(i)) {
      missing = static_cast<std::uint32_t>(values.size());
      index[i] = *missing;
      continue;
    }
    index[i] = static_cast<std::uint32_t>(std::ranges::lower_bound(values, get(i)) - values.begin());
  }
  if (missing) values.push_back(Value());
  return index;
}

std::vector<std::uint32_t> number_values(const Vector& vector, AxisValues& values) {
  values.type = vector.type;
  values.decimals = vector.decimals;
  return vector.type == Type::kText
             ? number_values(
                   vector, [&](std::size_t i) { return vector.texts[i]; }, values.texts, values.missing)
             : number_values(
                   vector, [&](std::size_t i) { return vector.values[i]; }, values.numbers, values.missing);
}

std::int64_t added(const Vector& value, const Vector* where, std::size_t i) {
  if (where != nullptr && (!where->has(i) || where->values[i] == 0)) return 0;
  return value.has(i) ? value.values[i] : 0;
}

/// Places of values met one after another, over all blocks of a segment.
class CodeNumbers {
 public:
  void add(const Vector& vector, std::vector<std::uint32_t>& places) {
    values_.type = vector.type;
    values_.decimals = vector.decimals;
    for (std::size_t i = 0; i < vector.size(); ++i) places.push_back(place(vector, i));
  }
  AxisValues take() { return std::move(values_); }

 private:
  std::uint32_t place(const Vector& vector, std::size_t i) {
    const auto next = static_cast<std::uint32_t>(values_.size());
    if (!vector.has(i)) {
      if (!values_.missing) {
        values_.missing = next;
        if (vector.type == Type::kText)
          values_.texts.emplace_back();
        else
          values_.numbers.push_back(0);
      }
      return *values_.missing;
    }
    if (vector.type == Type::kText) {
      const auto [at, is_new] = texts_.try_emplace(std::string(vector.texts[i]), next);
      if (is_new) values_.texts.push_back(at->first);
      return at->second;
    }
    const std::uint32_t place = numbers_.number(static_cast<std::uint64_t>(vector.values[i]), next);
    if (place == next) values_.numbers.push_back(vector.values[i]);
    return place;
  }

  AxisValues values_;
  std::unordered_map<std::string, std::uint32_t> texts_;
  KeyNumbers numbers_{1};
};

}  // namespace

Sources::Sources(const CubeContext& context, const segment::Segment& segment)
    : context_(context),
      segment_(segment),
      most_places_(std::clamp(segment.rows() * 8, kFewPlaces, kMostPlaces)),
      names_(catalog::formula_names(context.dataset, context.catalog)) {
  for (const auto& column : context.dataset.columns) {
    const auto at = segment.column(column.id);
    if (!at) throw Error(kNoColumn, {segment.path()}, {column.id, context.dataset.id}, 3);
    segment_columns_.push_back(*at);
  }
}

std::size_t Sources::column_of(std::size_t name) const {
  if (name < segment_columns_.size()) return segment_columns_[name];
  const std::string& id = names_[name].id;
  return segment_columns_[*context_.dataset.column_index(id.substr(0, id.find('.')))];
}

std::vector<std::size_t> Sources::columns_of(const Formulas& formulas) const {
  std::vector<std::size_t> columns;
  for (const Formula* formula : formulas)
    for (const std::size_t name : formula->columns()) columns.push_back(column_of(name));
  std::ranges::sort(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

/// The column as a source, where its values can be numbered: not for plain texts and numbers far apart.
std::optional<std::size_t> Sources::column_source(std::size_t column) {
  for (std::size_t i = 0; i < sources_.size(); ++i)
    if (sources_[i].kind == Source::Kind::kColumn && sources_[i].column == column) return i;
  if (segment_.columns()[column].storage == segment::Storage::kPlain) return std::nullopt;
  Source source;
  source.column = column;
  source.missing = segment_.has_missing(column);
  const auto range = segment_.range(column).value_or(segment::Segment::Range{0, -1});
  source.least = range.least;
  source.size = static_cast<std::uint64_t>(range.greatest - range.least) + 1 + source.missing;
  if (source.size >= std::uint64_t{1} << 32) return std::nullopt;
  sources_.push_back(std::move(source));
  return sources_.size() - 1;
}

std::size_t Sources::combined_source(const std::vector<std::size_t>& parts) {
  Source source;
  source.kind = Source::Kind::kCombined;
  source.size = 1;
  for (const std::size_t part : parts) {
    source.parts.emplace_back(part, static_cast<std::uint32_t>(source.size));
    source.size *= sources_[part].size;
  }
  for (std::size_t i = 0; i < sources_.size(); ++i)
    if (sources_[i].kind == Source::Kind::kCombined && sources_[i].parts == source.parts) return i;
  sources_.push_back(std::move(source));
  return sources_.size() - 1;
}

/// The values of a column's places, in their order.
Vector Sources::domain(std::size_t at) const {
  const Source& source = sources_[at];
  const segment::Column& column = segment_.columns()[source.column];
  Vector vector{static_cast<Type>(column.type), column.decimals, {}, {}, {}};
  const auto dictionary = segment_.dictionary(source.column);
  for (std::uint64_t place = 0; place < source.size; ++place) {
    const bool there = !source.missing || place > 0;
    const std::int64_t value = there ? source.least + static_cast<std::int64_t>(place) - source.missing : 0;
    if (source.missing) vector.present.push_back(there);
    if (column.storage == segment::Storage::kDictionary)
      vector.texts.push_back(there ? dictionary[static_cast<std::size_t>(value)] : std::string_view{});
    else
      vector.values.push_back(value);
  }
  return vector;
}

/// What a name says where its column has those values: they themselves, or what a register says of them.
Vector Sources::named(std::size_t name, Vector column) const {
  if (name < segment_columns_.size()) return column;
  const std::string& id = names_[name].id;
  const auto dot = id.find('.');
  if (context_.registers == nullptr) throw Error(kNoRegisters, {segment_.path()}, {id}, 70);
  const std::string& register_id = context_.dataset.column(id.substr(0, dot))->ref;
  return context_.registers->attribute(register_id, id.substr(dot + 1), column);
}

std::vector<Vector> Sources::evaluate(const Formulas& formulas, const std::map<std::size_t, Vector>& columns,
                                      std::size_t rows) const {
  std::map<std::size_t, Vector> values;
  std::vector<const Vector*> given(names_.size(), nullptr);
  for (const Formula* formula : formulas)
    for (const std::size_t name : formula->columns())
      if (given[name] == nullptr)
        given[name] = &values.emplace(name, named(name, columns.at(column_of(name)))).first->second;
  static const WorkingCalendar kNone;
  const WorkingCalendar& calendar = context_.calendar != nullptr ? *context_.calendar : kNone;
  std::vector<Vector> results;
  for (const Formula* formula : formulas) results.push_back(formula->evaluate(given, rows, calendar));
  return results;
}

std::optional<Sources::Tabulated> Sources::tabulate(const Formulas& formulas) {
  Tabulated result;
  const auto columns = columns_of(formulas);
  if (columns.empty()) {
    result.values = evaluate(formulas, {}, 1);
    return result;
  }
  std::vector<std::size_t> parts;
  std::uint64_t size = 1;
  const std::uint64_t most = columns.size() == 1 ? most_places_ : kMostCombinedPlaces;
  for (const std::size_t column : columns) {
    const auto source = column_source(column);
    if (!source || sources_[*source].size > most) return std::nullopt;
    size *= sources_[*source].size;
    if (size > most) return std::nullopt;
    parts.push_back(*source);
  }
  result.source = parts.size() == 1 ? parts[0] : combined_source(parts);
  std::map<std::size_t, Vector> values;
  std::uint64_t stride = 1;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::uint64_t own = sources_[parts[i]].size;
    std::vector<std::uint32_t> places(size);
    for (std::uint64_t p = 0; p < size; ++p) places[p] = static_cast<std::uint32_t>(p / stride % own);
    values.emplace(columns[i], picked(domain(parts[i]), places));
    stride *= own;
  }
  result.values = evaluate(formulas, values, size);
  return result;
}

Vector Sources::block_column(std::size_t at, std::size_t block) const {
  const segment::Column& column = segment_.columns()[at];
  const std::size_t rows = segment_.block_rows(block);
  Vector vector{static_cast<Type>(column.type), column.decimals, {}, {}, {}};
  if (column.storage == segment::Storage::kPlain) {
    const segment::Plain plain = segment_.plain(at, block);
    for (std::size_t i = 0; i < rows; ++i) {
      vector.texts.push_back(plain.bytes.substr(plain.offsets[i], plain.offsets[i + 1] - plain.offsets[i]));
      vector.present.push_back(!vector.texts.back().empty());
    }
    return vector;
  }
  vector.values.resize(rows);
  segment::unpack(segment_.packed(at, block), 0, rows, vector.values.data(), vector.present);
  if (column.storage == segment::Storage::kNumber) return vector;
  const auto dictionary = segment_.dictionary(at);
  for (std::size_t i = 0; i < rows; ++i)
    vector.texts.push_back(vector.has(i) ? dictionary[static_cast<std::size_t>(vector.values[i])]
                                         : std::string_view{});
  vector.values.clear();
  return vector;
}

template <typename Use>
void Sources::each_block(const Formulas& formulas, Use use) const {
  const auto columns = columns_of(formulas);
  for (std::size_t block = 0; block < segment_.blocks(); ++block) {
    std::map<std::size_t, Vector> values;
    for (const std::size_t column : columns) values.emplace(column, block_column(column, block));
    use(evaluate(formulas, values, segment_.block_rows(block)));
  }
}

/// A formula whose values aren't places of columns: computed row by row, its values numbered as they come.
std::size_t Sources::rows_source(const Formula& formula, AxisValues& values) {
  Source source;
  source.kind = Source::Kind::kRows;
  CodeNumbers numbering;
  each_block({&formula}, [&](const std::vector<Vector>& result) { numbering.add(result[0], source.places); });
  values = numbering.take();
  source.size = values.size();
  sources_.push_back(std::move(source));
  return sources_.size() - 1;
}

/// The source of a formula that is nothing but a column of few values.
std::optional<std::size_t> Sources::own_source(const Formula& formula) {
  const auto column = formula.single_column();
  if (!column || *column >= segment_columns_.size()) return std::nullopt;
  const auto source = column_source(segment_columns_[*column]);
  return source && sources_[*source].size <= most_places_ ? source : std::nullopt;
}

Axis Sources::make_axis(const Formula& formula) {
  Axis axis;
  AxisValues values;
  if (const auto own = own_source(formula)) {
    // A column itself keeps its own places: nothing to look up while scanning.
    axis.source = *own;
    Vector all = domain(*own);
    values = {all.type, all.decimals, std::move(all.values), {all.texts.begin(), all.texts.end()}, {}};
    if (sources_[*own].missing) values.missing = 0;
  } else if (const auto table = tabulate({&formula})) {
    axis.source = table->source;
    axis.index = number_values(table->values[0], values);
  } else {
    axis.source = rows_source(formula, values);
  }
  axis.values = std::make_shared<const AxisValues>(std::move(values));
  return axis;
}

const Axis& Sources::axis(const Formula& formula) {
  const auto found = axes_.find(formula.text());
  if (found != axes_.end()) return found->second;
  return axes_.emplace(formula.text(), make_axis(formula)).first->second;
}

bool Sources::is_affine(const Formula& value, const std::optional<Formula>& where) const {
  const auto column = value.single_column();
  return !where && column && *column < segment_columns_.size() &&
         segment_.columns()[segment_columns_[*column]].storage == segment::Storage::kNumber;
}

Sum Sources::sum(const Formula& value, const std::optional<Formula>& where) {
  Formulas formulas{&value};
  if (where) formulas.push_back(&*where);
  Sum sum;
  if (is_affine(value, where)) {
    if (const auto source = column_source(column_of(*value.single_column()))) {
      const Source& s = sources_[*source];
      sum.kind = Sum::Kind::kAffine;
      sum.source = *source;
      sum.offset = s.least - s.missing;
      sum.least = s.missing ? std::min<std::int64_t>(s.least, 0) : s.least;
      sum.greatest = s.least + static_cast<std::int64_t>(s.size) - 1 - s.missing;
      return sum;
    }
  }
  const auto add = [&](const std::vector<Vector>& result) {
    const Vector* condition = where ? &result[1] : nullptr;
    for (std::size_t i = 0; i < result[0].size(); ++i) sum.values.push_back(added(result[0], condition, i));
  };
  if (const auto table = tabulate(formulas)) {
    sum.source = table->source;
    sum.kind = Sum::Kind::kPlaces;
    add(table->values);
  } else {
    sum.kind = Sum::Kind::kRows;
    each_block(formulas, add);
  }
  const auto [least, greatest] = std::ranges::minmax_element(sum.values);
  if (!sum.values.empty()) sum.least = *least, sum.greatest = *greatest;
  if (sum.source == kNoSource && sum.kind == Sum::Kind::kPlaces && sum.least == 1) sum.kind = Sum::Kind::kOne;
  return sum;
}

Condition Sources::condition(const Formula& formula) {
  Condition condition;
  std::vector<std::uint8_t> truth;
  const auto add = [&](const std::vector<Vector>& result) {
    for (std::size_t i = 0; i < result[0].size(); ++i)
      truth.push_back(result[0].has(i) && result[0].values[i] != 0);
  };
  if (const auto table = tabulate({&formula})) {
    condition.source = table->source;
    add(table->values);
    condition.holds = std::move(truth);
    return condition;
  }
  each_block({&formula}, add);
  Source source;
  source.kind = Source::Kind::kRows;
  source.places.assign(truth.begin(), truth.end());
  source.size = 2;
  sources_.push_back(std::move(source));
  condition.source = sources_.size() - 1;
  condition.holds = {0, 1};
  return condition;
}

}  // namespace zhiheng::measure::cubes
