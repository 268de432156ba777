// Random formulas: what is evaluated is what their naive meaning says row by row, and what DuckDB says of
// their SQL.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "formula/formula.h"
#include "formula/random_formula_test.h"
#include "formula/sample_test.h"
#include "store/database.h"

namespace zhiheng::formula {
namespace {

std::string text_of(const std::optional<bool>& x) { return x ? (*x ? "true" : "false") : "NULL"; }
std::string text_of(const std::optional<Date>& x) { return x ? x->to_string() : "NULL"; }
std::string text_of(const std::optional<std::string>& x) { return x.value_or("NULL"); }
/// Without the zeros that only say how many decimals the column has.
std::string text_of(const std::optional<Decimal>& x) {
  if (!x) return "NULL";
  std::string out = x->rounded(9).to_string();
  out.erase(out.find_last_not_of('0') + 1);
  return out;
}

std::string cell(const Vector& v, size_t i) {
  if (v.type == Type::kNumber && v.has(i)) return text_of(std::optional(Decimal(v.values[i], v.decimals)));
  return shown(v, i);
}

std::optional<std::int64_t> mantissa(const std::optional<Decimal>& x, int decimals) {
  if (!x) return std::nullopt;
  return static_cast<std::int64_t>(x->rounded(decimals).mantissa());
}

std::optional<std::int64_t> days(const std::optional<Date>& x) {
  return x ? std::optional<std::int64_t>(*x - Date()) : std::nullopt;
}

std::optional<std::string_view> view(const std::optional<std::string>& x) {
  return x ? std::optional<std::string_view>(*x) : std::nullopt;
}

/// The table looks at the texts of `rows`. Where nothing is missing, its flags may be left out altogether.
Table table_of(const std::vector<Row>& rows, bool drop_flags) {
  Table t;
  t.rows = rows.size();
  for (const Row& r : rows) {
    t.add(0, mantissa(r.whole, 0));
    t.add(1, mantissa(r.amount, 2));
    t.add(2, mantissa(r.ratio, 3));
    t.add(3, r.flag ? std::optional<std::int64_t>(*r.flag) : std::nullopt);
    t.add(4, days(r.sampled_on));
    t.add(5, days(r.reported_on));
    t.add(6, r.moment);
    t.add(7, view(r.plan));
    t.add(8, view(r.town));
  }
  for (Vector& column : t.columns) {
    if (drop_flags && std::find(column.present.begin(), column.present.end(), 0) == column.present.end()) {
      column.present.clear();
    }
  }
  return t;
}

WorkingCalendar with_holidays() {
  CalendarYear first, second;
  first.year = 2019;
  first.holidays.push_back({*Date::of(2019, 10, 1), *Date::of(2019, 10, 7), "国庆节", "National Day"});
  first.working = {*Date::of(2019, 9, 29)};
  second.year = 2020;
  return WorkingCalendar({std::chrono::Saturday, std::chrono::Sunday}, {first, second});
}

template <typename T>
void equals_its_meaning(const Piece<T>& piece, const std::vector<Row>& rows,
                        const WorkingCalendar& calendar) {
  const Formula formula = must_parse(piece.text);
  const Table table = table_of(rows, true);
  const Vector result = formula.evaluate(table.pointers(), rows.size(), calendar);
  RC_ASSERT(result.size() == rows.size());
  RC_ASSERT(result.type == formula.type());
  RC_ASSERT(result.decimals == formula.decimals());
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string got = cell(result, i), wanted = text_of(piece.of(rows[i]));
    if (got != wanted)
      RC_FAIL(piece.text + "\nrow " + std::to_string(i) + ": " + got + ", should be " + wanted);
  }
}

RC_GTEST_PROP(FormulaProperty, EqualsItsMeaningRowByRow, (std::uint64_t seed)) {
  const WorkingCalendar working = with_holidays();
  RandomFormula random(seed, &working);
  const int depth = *rc::gen::inRange(1, 6);
  const bool whole_rows = *rc::gen::arbitrary<bool>();
  std::vector<Row> rows;
  const size_t count = *rc::gen::element<size_t>(1, 7, 60, 1030);
  while (rows.size() < count) {
    Row row = random.row();
    // Half of the runs have columns without missing values, which are computed on other ways.
    if (whole_rows && !(row.whole && row.amount && row.ratio && row.plan && row.sampled_on)) continue;
    rows.push_back(row);
  }
  equals_its_meaning(random.truth(depth), rows, working);
  equals_its_meaning(random.number(depth), rows, working);
  equals_its_meaning(random.day(depth), rows, working);
  equals_its_meaning(random.text(depth), rows, working);
}

/// Any text at all is either a formula or one mistake, and never anything worse.
RC_GTEST_PROP(FormulaProperty, AnyTextIsAFormulaOrAMistake, ()) {
  const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "whole", "plan", "flag", "sampled_on", "moment", "(", ")", ",", "and", "or", "not", "in", "is", "null",
      "case", "when", "then", "end", "between", "like", "=", "<", "-", "+", "*", "1", "2.5", "'x'",
      "'2020-01-01'", "abs", "coalesce", "date", "true", "质", "\xff"));
  std::string text;
  for (const std::string& word : words) text += word + " ";
  Diagnostics diagnostics;
  const auto formula = Formula::parse(text, sample_names(), {}, diagnostics);
  RC_ASSERT(formula.has_value() == diagnostics.items().empty());
  if (formula) formula->sql([](const std::string& id) { return id; });
}

class InDuckDb : public testing::Test {
 protected:
  InDuckDb() : random_(20201231, nullptr) {
    for (int i = 0; i < 300; ++i) rows_.push_back(random_.row());
    session_->execute(
        "CREATE TABLE t (i INTEGER, whole INTEGER, amount DECIMAL(18, 2), ratio DECIMAL(9, 3), flag BOOLEAN, "
        "sampled_on DATE, reported_on DATE, moment TIMESTAMP, plan VARCHAR, \"enterprise.town\" VARCHAR)");
    store::Frame frame;
    for (size_t c = 0; c < 10; ++c) frame.add_column("c" + std::to_string(c), store::Frame::Type::kText);
    for (size_t i = 0; i < rows_.size(); ++i) append(frame, i);
    session_->append("t", frame);
  }

  void append(store::Frame& frame, size_t i) const {
    const Row& r = rows_[i];
    const auto number = [](const auto& x) { return x ? std::optional(x->to_string()) : std::nullopt; };
    const auto moment = [](std::int64_t t) {
      const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
      const std::int64_t rest = t % 86'400;
      return (Date() + static_cast<int>(t / 86'400)).to_string() + " " + two(rest / 3600) + ":" +
             two(rest / 60 % 60) + ":" + two(rest % 60);
    };
    const std::vector<std::optional<std::string>> cells{
        std::to_string(i),
        number(r.whole),
        number(r.amount),
        number(r.ratio),
        r.flag ? std::optional<std::string>(*r.flag ? "true" : "false") : std::nullopt,
        number(r.sampled_on),
        number(r.reported_on),
        r.moment ? std::optional(moment(*r.moment)) : std::nullopt,
        r.plan,
        r.town};
    for (size_t c = 0; c < cells.size(); ++c) frame.column(c).texts.push_back(cells[c]);
  }

  void agree(const std::string& text) {
    const Formula formula = must_parse(text);
    const Table table = table_of(rows_, false);
    const Vector ours = formula.evaluate(table.pointers(), rows_.size(), {});
    const std::string sql = formula.sql([](const std::string& id) { return "\"" + id + "\""; });
    const store::Frame theirs = session_->query("SELECT " + sql + " FROM t ORDER BY i");
    ASSERT_EQ(theirs.rows(), ours.size());
    for (size_t i = 0; i < ours.size(); ++i) {
      std::string wanted = theirs.text(i, 0).value_or("NULL");
      if (ours.type == Type::kNumber) wanted = text_of(theirs.decimal(i, 0));
      if (ours.type == Type::kBoolean && wanted != "NULL") wanted = wanted == "1" ? "true" : "false";
      ASSERT_EQ(cell(ours, i), wanted) << text << "\n" << sql << "\nrow " << i;
    }
  }

  RandomFormula random_;
  std::vector<Row> rows_;
  std::unique_ptr<store::Database> database_ = store::open_memory_database();
  std::unique_ptr<store::Session> session_ = database_->session();
};

TEST_F(InDuckDb, SqlSaysTheSame) {
  for (int i = 0; i < 120 && !HasFailure(); ++i) {
    agree(random_.truth(i % 5 + 1).text);
    agree(random_.number(i % 5 + 1).text);
    agree(random_.day(i % 5 + 1).text);
    agree(random_.text(i % 5 + 1).text);
  }
}

TEST_F(InDuckDb, SqlSaysTheSameOfTimesAndWideNumbers) {
  for (const char* text : {"moment > sampled_on",
                           "moment < '2020-06-01 12:30'",
                           "moment between '2019-02-01' and '2021-06-30 23:59:59'",
                           "coalesce(moment, sampled_on) is null",
                           "date(coalesce(moment, sampled_on))",
                           "year(moment)",
                           "2000000000 * 3 + whole",
                           "abs(whole * 1000000000)",
                           "amount * 1.2345678",
                           "whole > 12.5",
                           "ratio in (0.5, 1)",
                           "flag in (0, 2)",
                           "flag = 1",
                           "plan < 'b' or plan >= '中'",
                           "plan between 'a' and 'd'",
                           "enterprise.town like '%\\%'",
                           "case when flag then null else amount end",
                           "weekday(sampled_on) * 10000000000",
                           "- (whole)",
                           "whole - -5",
                           "null = whole",
                           "sampled_on - null",
                           "coalesce(null, sampled_on)"}) {
    agree(text);
  }
}

}  // namespace
}  // namespace zhiheng::formula
