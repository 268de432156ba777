#include "simulate/recipe.h"

#include <algorithm>
#include <cmath>

#include "base/identifiers.h"

namespace zhiheng::simulate {
namespace {

using Column = catalog::DatasetColumn;

constexpr std::uint64_t kShare = 1, kAgain = 1000;  // parts of a column's dice

double power_of_ten(int n) {
  double out = 1;
  while (n-- > 0) out *= 10;
  return out;
}

void add_needs(const std::optional<formula::Formula>& formula, std::vector<std::size_t>& needs) {
  if (formula) needs.insert(needs.end(), formula->columns().begin(), formula->columns().end());
}

double skewed(double unit, double skew) { return skew == 1 ? unit : std::pow(unit, skew); }

}  // namespace

std::string_view member_code(std::uint64_t member, const std::string& division, char* buffer) {
  static constexpr char kDigits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const std::string_view start = "91", mark = "MX";
  char* at = std::copy(start.begin(), start.end(), buffer);
  at = std::copy_n(division.data(), 6, at);
  at = std::copy(mark.begin(), mark.end(), at);
  for (int i = 5; i >= 0; --i, member /= 31) at[i] = kDigits[member % 31];
  at[6] = at[7] = '0';
  const std::string_view code(buffer, 18);
  if (const auto inner = check_uscc_organisation(code); !inner.ok()) at[6] = inner.expected;
  if (const auto outer = check_uscc(code); !outer.ok()) at[7] = outer.expected;
  return {buffer, 18};
}

Recipe::Recipe(const World& world, const catalog::Dataset& dataset, std::size_t column, const Dice& dice)
    : world_(world),
      dataset_(dataset),
      column_(column),
      definition_(dataset.columns[column]),
      dice_(dice.part(column)) {
  const auto& written = world.rules.of(dataset.id).columns;
  const auto found = written.find(definition_.id);
  const auto rules = found != written.end() ? found->second : default_rules(world, dataset, definition_);
  for (const Rule& rule : rules) compile(rule);
  std::sort(needs_.begin(), needs_.end());
  needs_.erase(std::unique(needs_.begin(), needs_.end()), needs_.end());
}

std::uint64_t Recipe::capacity() const {
  for (const Step& step : steps_)
    if (step.rule.form == Rule::Form::kSubject && step.rule.each)
      return world_.population(step.rule.subjects);
  return 0;
}

void Recipe::compile(const Rule& rule) {
  Step step;
  step.rule = rule;
  add_needs(rule.when, needs_);
  add_needs(rule.of, needs_);
  if (rule.form == Rule::Form::kPick) compile_pick(step);
  if (rule.form == Rule::Form::kSubject) register_ = rule.subjects;
  if (rule.form == Rule::Form::kYears) {
    step.first_day = day_number(world_.year + static_cast<int>(rule.low), 1, 1);
    step.last_day = day_number(world_.year + static_cast<int>(rule.high), 12, 31);
  }
  if (rule.form == Rule::Form::kText) {
    step.pattern.emplace_back(rule.text, dataset_, world_.catalog);
    using Kind = TextPattern::Part::Kind;
    for (const auto& part : step.pattern[0].parts())
      if (part.kind == Kind::kMember || part.kind == Kind::kTitle) needs_.push_back(part.column);
  }
  steps_.push_back(std::move(step));
}

void Recipe::compile_pick(Step& step) {
  const auto* list = definition_.codes.empty() ? nullptr : world_.catalog.code_list(definition_.codes);
  double sum = 0;
  for (const auto& [value, weight] : step.rule.pick) {
    if (definition_.type == Column::Type::kText) {
      const auto* code = list == nullptr ? nullptr : list->find(value);
      step.texts.push_back(code != nullptr ? std::string_view(code->code) : std::string_view(value));
    } else {
      step.values.push_back(catalog::stored_value(definition_, value).value_or(0));
    }
    step.upto.push_back(sum += weight);
  }
  for (double& upto : step.upto) upto /= sum;
}

formula::Vector Recipe::evaluate(const formula::Formula& formula, const Batch& batch) const {
  std::vector<const formula::Vector*> columns(
      std::max<std::size_t>(dataset_.columns.size(),
                            formula.columns().empty() ? 0 : formula.columns().back() + 1),
      nullptr);
  for (std::size_t c = 0; c < dataset_.columns.size(); ++c) columns[c] = &batch.columns[c];
  return formula.evaluate(columns, batch.rows(), world_.calendar);
}

void Recipe::fill(Batch& batch, std::uint64_t attempt) const {
  formula::Vector& out = batch.columns[column_];
  std::fill(out.present.begin(), out.present.end(), std::uint8_t{0});
  const Dice dice = attempt == 0 ? dice_ : dice_.part(kAgain + attempt);
  if (!register_.empty()) draw_members(dice, batch);
  Rows open(batch.rows());
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = static_cast<std::uint32_t>(i);
  for (const Step& step : steps_) {
    if (open.empty()) break;
    Rows rows;
    if (step.rule.when) {
      const auto holds = evaluate(*step.rule.when, batch);
      Rows others;
      for (const std::uint32_t row : open)
        (holds.has(row) && holds.values[row] != 0 ? rows : others).push_back(row);
      open.swap(others);
    } else {
      rows.swap(open);
    }
    if (step.rule.share < 1) {
      const Dice share = dice.part(kShare);
      std::erase_if(rows,
                    [&](std::uint32_t row) { return share.unit(batch.numbers[row]) >= step.rule.share; });
    }
    if (!rows.empty()) fill_step(step, rows, dice, batch);
  }
  keep_bounds(dice, batch);
}

/// Whether such a date is there, and about when, was decided with the row's kind.
void Recipe::keep_bounds(const Dice& dice, Batch& batch) const {
  const auto& bounds = batch.days[column_];
  for (std::size_t row = 0; row < bounds.size(); ++row) {
    std::uint8_t& present = batch.columns[column_].present[row];
    if (bounds[row].first > bounds[row].second)
      present = 0;
    else if (present == 0)
      put_day(std::int64_t{bounds[row].first} - 1, dice.bits(batch.numbers[row]), row, batch);
  }
}

void Recipe::fill_step(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const {
  switch (step.rule.form) {
    case Rule::Form::kEmpty:
      return;
    case Rule::Form::kPick:
      return fill_pick(step, rows, dice, batch);
    case Rule::Form::kAfter:
    case Rule::Form::kYears:
      return fill_date(step, rows, dice, batch);
    case Rule::Form::kRange:
      return fill_number(step, rows, dice, batch);
    case Rule::Form::kValue:
      return fill_value(step, rows, batch);
    case Rule::Form::kText:
      return fill_text(step, rows, batch);
    case Rule::Form::kSubject:
      return fill_member(rows, batch);
  }
}

void Recipe::fill_pick(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const {
  formula::Vector& out = batch.columns[column_];
  for (const std::uint32_t row : rows) {
    const double unit = dice.unit(batch.numbers[row]);
    std::size_t at = 0;
    while (at + 1 < step.upto.size() && step.upto[at] <= unit) ++at;
    out.present[row] = 1;
    if (out.type == formula::Type::kText)
      out.texts[row] = step.texts[at];
    else
      out.values[row] = step.values[at];
  }
}

void Recipe::put_day(std::int64_t day, std::uint64_t bits, std::size_t row, Batch& batch) const {
  const auto& bounds = batch.days[column_];
  if (!bounds.empty()) {
    const auto [first, last] = bounds[row];
    if (day < first || day > last)
      day =
          first + static_cast<std::int64_t>(Dice::scaled(bits, static_cast<std::uint64_t>(last - first + 1)));
  }
  if (definition_.least) day = std::max(day, *definition_.least);
  if (definition_.most) day = std::min(day, *definition_.most);
  formula::Vector& out = batch.columns[column_];
  out.present[row] = 1;
  out.values[row] = day;
}

void Recipe::fill_date(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const {
  const Rule& rule = step.rule;
  std::optional<formula::Vector> base;
  if (rule.form == Rule::Form::kAfter) base = evaluate(*rule.of, batch);
  for (const std::uint32_t row : rows) {
    if (base && !base->has(row)) continue;
    const std::uint64_t bits = dice.bits(batch.numbers[row]);
    const double low = base ? rule.low : static_cast<double>(step.first_day);
    const double high = base ? rule.high : static_cast<double>(step.last_day);
    const auto steps = static_cast<std::int64_t>(
        std::floor(low + (high - low + 1) * skewed(Dice::to_unit(bits), rule.skew)));
    std::int64_t day = base ? base->values[row] + (rule.workdays ? 0 : steps) : steps;
    if (base && rule.workdays) day = world_.days.workday(day, steps);
    put_day(day, bits, row, batch);
  }
}

void Recipe::fill_number(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const {
  formula::Vector& out = batch.columns[column_];
  const double unit = power_of_ten(out.decimals);
  const auto low = static_cast<std::int64_t>(std::llround(step.rule.low * unit));
  const auto span = static_cast<double>(std::llround(step.rule.high * unit) - low + 1);
  for (const std::uint32_t row : rows) {
    out.present[row] = 1;
    out.values[row] =
        low + static_cast<std::int64_t>(span * skewed(dice.unit(batch.numbers[row]), step.rule.skew));
  }
}

void Recipe::fill_value(const Step& step, const Rows& rows, Batch& batch) const {
  const auto values = evaluate(*step.rule.of, batch);
  formula::Vector& out = batch.columns[column_];
  std::int64_t times = 1;
  for (int i = values.decimals; i < out.decimals; ++i) times *= 10;
  for (const std::uint32_t row : rows) {
    out.present[row] = values.has(row) ? 1 : 0;
    if (out.present[row] == 0) continue;
    if (out.type == formula::Type::kText)
      out.texts[row] = batch.arena.keep(values.texts[row]);
    else
      out.values[row] = values.values[row] * times;
  }
}

void Recipe::fill_text(const Step& step, const Rows& rows, Batch& batch) const {
  formula::Vector& out = batch.columns[column_];
  std::string text;
  for (const std::uint32_t row : rows) {
    text.clear();
    step.pattern[0].append(world_, batch, row, text);
    out.present[row] = text.empty() ? 0 : 1;
    out.texts[row] = batch.arena.keep(text);
  }
}

/// A member for every row, shown or not: what the register says of it may be wanted all the same.
void Recipe::draw_members(const Dice& dice, Batch& batch) const {
  const auto drawing = std::find_if(steps_.begin(), steps_.end(),
                                    [](const Step& step) { return step.rule.form == Rule::Form::kSubject; });
  const Rule& rule = drawing->rule;
  const std::uint64_t all = world_.population(rule.subjects);
  const std::uint64_t pool = std::min(all, rule.pool == 0 ? all : rule.pool);
  auto& members = batch.members[column_];
  members.resize(batch.rows());
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const std::uint64_t number = batch.numbers[row];
    const double unit = skewed(dice.unit(number), rule.skew);
    const std::uint64_t drawn =
        rule.each ? number % all : static_cast<std::uint64_t>(static_cast<double>(pool) * unit);
    members[row] = batch.copy * all + (rule.from + drawn) % all;
  }
}

void Recipe::fill_member(const Rows& rows, Batch& batch) const {
  formula::Vector& out = batch.columns[column_];
  char buffer[18];
  for (const std::uint32_t row : rows) {
    out.present[row] = 1;
    out.texts[row] =
        batch.arena.keep(member_code(batch.members[column_][row], world_.catalog.district.code, buffer));
  }
}

}  // namespace zhiheng::simulate
