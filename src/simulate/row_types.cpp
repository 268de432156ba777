#include "simulate/row_types.h"

#include <algorithm>
#include <map>
#include <set>

namespace zhiheng::simulate {
namespace {

using Column = catalog::DatasetColumn;

constexpr ErrorCode kTooMany{"simulation.too-many", "数据集 {} 的汇总条件组合过多（{}）",
                             "the cubes of {} tell too many kinds of rows apart ({})"};
constexpr std::size_t kMostTypes = 1'000'000;
constexpr double kUnlikely = 1e-6;  // of a row with a warning
constexpr double kMissing = 0.02;   // of an empty cell, where no rule says how often
constexpr double kDayOff = 0.02;    // of a weekend or holiday beside a working day
constexpr int kYearsBefore = 20;    // dates before the year go back so far

class TypeReader {
 public:
  TypeReader(const World& world, const catalog::Dataset& dataset)
      : world_(world), dataset_(dataset), checks_(world, dataset) {
    if (!dataset.time.empty()) time_ = dataset.column_index(dataset.time);
    first_ = day_number(world.year, 1, 1);
    last_ = day_number(world.year, 12, 31);
  }

  RowTypes read(const std::vector<LinkedCube>& cubes, const std::vector<std::size_t>& amounts) {
    find_deciding(cubes, amounts);
    combine();
    drop_forbidden();
    drop_untimely();
    find_days();
    return std::move(types_);
  }

 private:
  void find_deciding(const std::vector<LinkedCube>& cubes, const std::vector<std::size_t>& amounts) {
    std::set<std::size_t> found;
    const auto add = [&](const formula::Formula& formula) {
      for (const std::size_t c : formula.columns())
        if (c < dataset_.columns.size() && std::find(amounts.begin(), amounts.end(), c) == amounts.end())
          found.insert(c);
    };
    for (const LinkedCube& cube : cubes) {
      for (const auto& dimension : cube.record->by) add(dimension.value);
      if (cube.record->where) add(*cube.record->where);
      for (const auto& measure : cube.record->measures) {
        add(measure.value);
        if (measure.where) add(*measure.where);
      }
    }
    if (time_) found.insert(*time_);
    types_.deciding.assign(found.begin(), found.end());
    for (const std::size_t column : types_.deciding) types_.choices.push_back(choices_of(column));
  }

  std::vector<Choice> choices_of(std::size_t index) const {
    const Column& column = dataset_.columns[index];
    std::vector<Choice> out;
    if (!column.codes.empty()) {
      for (const auto& code : world_.catalog.code_list(column.codes)->codes)
        out.push_back({.text = code.code, .weight = weight_of(column, code.code)});
    } else if (column.type == Column::Type::kText) {
      out.push_back({.text = "模拟"});
    } else if (column.type == Column::Type::kDate || column.type == Column::Type::kTime) {
      add_dates(index, out);
    } else {
      const std::int64_t least = column.type == Column::Type::kBoolean ? 0 : column.least.value_or(0);
      for (const std::int64_t value : {least + 1, least})
        out.push_back({.value = value, .weight = weight_of(column, catalog::stored_text(column, value))});
    }
    if (!column.required && !dataset_.is_key(column.id) && index != time_)
      out.push_back({.present = false, .weight = missing_weight(column)});
    return out;
  }

  void add_dates(std::size_t index, std::vector<Choice>& out) const {
    const std::int64_t unit = dataset_.columns[index].type == Column::Type::kTime ? 86400 : 1;
    out.push_back({.value = last_ * unit,
                   .first = static_cast<std::int32_t>(first_),
                   .last = static_cast<std::int32_t>(last_)});
    if (index == time_) return;
    const std::int64_t begin = day_number(world_.year - kYearsBefore, 1, 1);
    out.push_back({.value = begin * unit,
                   .first = static_cast<std::int32_t>(begin),
                   .last = static_cast<std::int32_t>(first_ - 1)});
  }

  const Rule* plain_rule(const Column& column) const {
    const auto& columns = world_.rules.of(dataset_.id).columns;
    const auto found = columns.find(column.id);
    if (found == columns.end()) return nullptr;
    for (const Rule& rule : found->second)
      if (rule.form == Rule::Form::kPick && !rule.when) return &rule;
    return nullptr;
  }

  double weight_of(const Column& column, const std::string& value) const {
    const Rule* rule = plain_rule(column);
    if (rule == nullptr) return 1;
    for (const auto& [picked, weight] : rule->pick) {
      const bool same = column.type == Column::Type::kText
                            ? picked == value
                            : catalog::stored_value(column, picked) == catalog::stored_value(column, value);
      if (same) return std::max(weight, kUnlikely);
    }
    return kUnlikely;
  }

  double missing_weight(const Column& column) const {
    const Rule* rule = plain_rule(column);
    return rule == nullptr ? kMissing : std::max(1 - rule->share, kUnlikely);
  }

  void combine() {
    std::size_t count = 1;
    for (const auto& choices : types_.choices) {
      count *= std::max<std::size_t>(choices.size(), 1);
      if (count > kMostTypes) throw Error(kTooMany, dataset_.where, {dataset_.id, std::to_string(count)});
    }
    std::vector<std::uint32_t> row(types_.choices.size(), 0);
    for (std::size_t n = 0; n < count; ++n) {
      types_.rows.push_back(row);
      for (std::size_t d = row.size(); d-- > 0;) {
        if (++row[d] < types_.choices[d].size()) break;
        row[d] = 0;
      }
    }
    lay_out_rows();
  }

  void lay_out_rows() {
    types_.batch = Batch();
    lay_out(dataset_, types_.rows.size(), types_.batch);
    types_.weights.assign(types_.rows.size(), 1.0);
    for (std::size_t n = 0; n < types_.rows.size(); ++n) {
      for (std::size_t d = 0; d < types_.deciding.size(); ++d) {
        const Choice& choice = types_.choices[d][types_.rows[n][d]];
        formula::Vector& vector = types_.batch.columns[types_.deciding[d]];
        vector.present[n] = choice.present ? 1 : 0;
        if (vector.type == formula::Type::kText)
          vector.texts[n] = choice.text;
        else
          vector.values[n] = choice.value;
        types_.weights[n] *= choice.weight;
      }
    }
  }

  bool is_date(std::size_t column) const {
    return dataset_.columns[column].type == Column::Type::kDate ||
           dataset_.columns[column].type == Column::Type::kTime;
  }
  bool decides(std::size_t column) const {
    return std::binary_search(types_.deciding.begin(), types_.deciding.end(), column);
  }

  /// Whether the check can be told from the deciding columns, dates left aside.
  bool tells(const catalog::RowCheck& check, bool with_time) const {
    bool sees_time = false;
    for (const std::size_t column : check.when.columns()) {
      if (column == time_) sees_time = true;
      if (!decides(column) || (is_date(column) && column != time_)) return false;
    }
    return sees_time == with_time;
  }

  void drop_forbidden() {
    std::vector<std::uint8_t> forbidden(types_.rows.size(), 0);
    std::vector<double> factor(types_.rows.size(), 1.0);
    for (const auto* check : checks_.checks()) {
      if (!tells(*check, false)) continue;
      const auto values = checks_.evaluate(check->when, types_.batch);
      for (std::size_t n = 0; n < forbidden.size(); ++n) {
        if (!values.has(n) || values.values[n] == 0) continue;
        if (check->rejects)
          forbidden[n] = 1;
        else
          factor[n] *= kUnlikely;
      }
    }
    keep(forbidden);
    for (std::size_t n = 0, kept = 0; n < forbidden.size(); ++n)
      if (forbidden[n] == 0) types_.weights[kept++] *= factor[n];
  }

  /// Leaves out types of which a check is true wherever their dates lie: at the first and at the last day of
  /// what each of them must be in.
  void drop_untimely() {
    std::vector<std::uint8_t> forbidden(types_.rows.size(), 0);
    for (const auto* check : checks_.checks()) {
      std::vector<std::size_t> dates;
      bool told = check->rejects;
      for (const std::size_t column : check->when.columns()) {
        told = told && decides(column);
        if (is_date(column)) dates.push_back(column);
      }
      if (!told || dates.empty() || (dates.size() == 1 && dates[0] == time_)) continue;
      std::vector<std::uint8_t> always(types_.rows.size(), 1);
      for (std::size_t corner = 0; corner < std::size_t{1} << dates.size(); ++corner) {
        for (std::size_t d = 0; d < dates.size(); ++d) put_end(dates[d], (corner >> d & 1) != 0);
        const auto values = checks_.evaluate(check->when, types_.batch);
        for (std::size_t n = 0; n < always.size(); ++n)
          if (!values.has(n) || values.values[n] == 0) always[n] = 0;
      }
      for (std::size_t n = 0; n < always.size(); ++n) forbidden[n] |= always[n];
    }
    const std::vector<double> weights = types_.weights;
    keep(forbidden);
    for (std::size_t n = 0, kept = 0; n < forbidden.size(); ++n)
      if (forbidden[n] == 0) types_.weights[kept++] = weights[n];
  }

  void put_end(std::size_t column, bool last) {
    const auto d = static_cast<std::size_t>(
        std::lower_bound(types_.deciding.begin(), types_.deciding.end(), column) - types_.deciding.begin());
    const std::int64_t unit = dataset_.columns[column].type == Column::Type::kTime ? 86400 : 1;
    for (std::size_t n = 0; n < types_.rows.size(); ++n) {
      const Choice& choice = types_.choices[d][types_.rows[n][d]];
      if (choice.present) types_.batch.columns[column].values[n] = (last ? choice.last : choice.first) * unit;
    }
  }

  void keep(const std::vector<std::uint8_t>& forbidden) {
    std::vector<std::vector<std::uint32_t>> rows;
    for (std::size_t n = 0; n < forbidden.size(); ++n)
      if (forbidden[n] == 0) rows.push_back(std::move(types_.rows[n]));
    types_.rows = std::move(rows);
    lay_out_rows();
  }

  /// Which days of the year the time column may have, by type: those of which no check is true.
  void find_days() {
    types_.tables.assign(types_.rows.size(), 0);
    if (!time_) return;
    const std::size_t days = static_cast<std::size_t>(last_ - first_ + 1);
    const std::int64_t unit = dataset_.columns[*time_].type == Column::Type::kTime ? 86400 : 1;
    std::vector<std::string> allowed(types_.rows.size(), std::string(days, '\1'));
    std::vector<const catalog::RowCheck*> checks;
    for (const auto* check : checks_.checks())
      if (check->rejects && tells(*check, true)) checks.push_back(check);
    formula::Vector& time = types_.batch.columns[*time_];
    for (std::size_t day = 0; day < days && !checks.empty(); ++day) {
      std::fill(time.values.begin(), time.values.end(), (first_ + static_cast<std::int64_t>(day)) * unit);
      for (const auto* check : checks) {
        const auto values = checks_.evaluate(check->when, types_.batch);
        for (std::size_t n = 0; n < allowed.size(); ++n)
          if (values.has(n) && values.values[n] != 0) allowed[n][day] = 0;
      }
    }
    std::fill(time.values.begin(), time.values.end(), last_ * unit);
    make_tables(allowed);
  }

  void make_tables(const std::vector<std::string>& allowed) {
    const DatasetRules& rules = world_.rules.of(dataset_.id);
    std::map<std::string, std::size_t> known;
    for (std::size_t n = 0; n < allowed.size(); ++n) {
      const auto [entry, is_new] = known.emplace(allowed[n], types_.days.size());
      if (is_new) {
        std::vector<double> weights;
        for (std::size_t day = 0; day < allowed[n].size(); ++day) {
          const std::int64_t number = first_ + static_cast<std::int64_t>(day);
          const int month = (Date() + static_cast<int>(number)).month();
          const double usual = rules.every_day || world_.days.is_worked(number) ? 1 : kDayOff;
          weights.push_back(allowed[n][day] == 0 ? 0
                                                 : usual * rules.months[static_cast<std::size_t>(month - 1)]);
        }
        const bool none = std::all_of(weights.begin(), weights.end(), [](double w) { return w <= 0; });
        if (none) weights.back() = 1;
        types_.days.emplace_back(first_, weights);
        never_.push_back(none);
      }
      types_.tables[n] = entry->second;
      if (never_[entry->second]) types_.weights[n] = 0;  // the plan leaves it out
    }
  }

  const World& world_;
  const catalog::Dataset& dataset_;
  RowChecks checks_;
  std::optional<std::size_t> time_;
  std::int64_t first_ = 0, last_ = 0;
  RowTypes types_;
  std::vector<bool> never_;
};

}  // namespace

std::optional<std::size_t> amount_column(const catalog::Dataset& dataset,
                                         const catalog::RecordMeasure& measure) {
  if (measure.form != catalog::RecordMeasure::Form::kSum) return std::nullopt;
  const auto column = measure.value.single_column();
  if (!column || *column >= dataset.columns.size()) return std::nullopt;
  const Column::Type type = dataset.columns[*column].type;
  if (type != Column::Type::kInteger && type != Column::Type::kDecimal) return std::nullopt;
  return column;
}

RowTypes enumerate_types(const World& world, const catalog::Dataset& dataset,
                         const std::vector<LinkedCube>& cubes, const std::vector<std::size_t>& amounts) {
  return TypeReader(world, dataset).read(cubes, amounts);
}

}  // namespace zhiheng::simulate
