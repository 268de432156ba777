// How long the plans of a country take: 500 districts × 300 targets × 10 years of values in the store, from
// the query to the judgement of every target.
//   bench_plans [DISTRICTS]    Prints one line of JSON. The numbers of targets reached must be those that SQL
//   counts from the same values; else it exits with 1.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/progress.h"
#include "store/database.h"

namespace {

using namespace zhiheng;
using Clock = std::chrono::steady_clock;

constexpr int kIndicators = 300;
constexpr int kFirst = 2016, kLast = 2025, kPlanFrom = 2021;

std::string indicator_id(int i) { return "a.i" + std::to_string(i); }

/// Every third target is a floor, a ceiling, a sum over the plan's years.
catalog::Target target_of(int i) {
  catalog::Target target;
  target.id = target.indicator = indicator_id(i);
  target.by = kLast;
  target.demand = i % 3 == 1 ? catalog::Demand::kAtMost : catalog::Demand::kAtLeast;
  target.quantity = i % 3 == 2 ? catalog::Quantity::kAdded : catalog::Quantity::kValue;
  target.limit = catalog::Limit{Decimal(i % 3 == 2 ? 250 : 50), std::nullopt};
  return target;
}

void define(catalog::Catalog& catalog, catalog::Plan& plan) {
  plan.period = {kPlanFrom, kLast};
  for (int i = 0; i < kIndicators; ++i) {
    catalog::Indicator indicator;
    indicator.id = indicator_id(i);
    indicator.kind = catalog::Kind::kAmount;
    indicator.decimals = 1;
    indicator.better = i % 3 == 1 ? "less" : "more";
    catalog.indicators.emplace(indicator.id, indicator);
    plan.targets.push_back(target_of(i));
  }
}

void fill(store::Session& session, int districts) {
  session.execute(fmt::format(
      "CREATE TABLE observation AS SELECT CAST(d.d AS INTEGER) AS district, CAST(i.i AS INTEGER) AS "
      "indicator, "
      "CAST(y.y AS INTEGER) AS year, CAST(((d.d * 7919 + i.i * 104729 + y.y * 1299709) % 1000) / 10.0 AS "
      "DECIMAL(9,1)) AS value FROM range({}) AS d(d), range({}) AS i(i), range({}, {}) AS y(y)",
      districts, kIndicators, kFirst, kLast + 1));
}

std::int64_t counted_by_sql(store::Session& session) {
  const auto frame = session.query(
      fmt::format("SELECT count(*) FROM (SELECT indicator % 3 AS form, sum(CASE WHEN year >= {} THEN value "
                  "END) AS total, "
                  "sum(CASE WHEN year = {} THEN value END) AS last FROM observation GROUP BY district, "
                  "indicator) AS t WHERE "
                  "(form = 0 AND last >= 50) OR (form = 1 AND last <= 50) OR (form = 2 AND total >= 250)",
                  kPlanFrom, kLast));
  return static_cast<std::int64_t>(frame.decimal(0, 0)->mantissa());
}

/// Judges district after district; rows come ordered.
std::int64_t judge_all(const catalog::Catalog& catalog, const catalog::Plan& plan, const store::Frame& rows) {
  std::int64_t reached = 0;
  for (size_t row = 0; row < rows.rows();) {
    const Decimal district = *rows.decimal(row, 0);
    plan::SeriesBook book;
    for (; row < rows.rows() && *rows.decimal(row, 0) == district;) {
      const Decimal indicator = *rows.decimal(row, 1);
      auto& series = book[indicator_id(static_cast<int>(indicator.mantissa()))];
      for (; row < rows.rows() && *rows.decimal(row, 1) == indicator; ++row)
        series.points.push_back(
            {static_cast<int>(rows.decimal(row, 2)->mantissa()), *rows.decimal(row, 3), nullptr, false});
    }
    for (const auto& progress : plan::judge_plan(catalog, plan, book, kLast))
      reached += progress.status == plan::Status::kReached ? 1 : 0;
  }
  return reached;
}

}  // namespace

int main(int argc, char** argv) {
  const int districts = argc > 1 ? std::atoi(argv[1]) : 500;
  catalog::Catalog catalog;
  catalog::Plan plan;
  define(catalog, plan);
  const auto database = store::open_memory_database();
  const auto session = database->session();
  fill(*session, districts);
  const auto start = Clock::now();
  const auto rows = session->query(
      "SELECT district, indicator, year, value FROM observation ORDER BY district, indicator, year");
  const auto read = Clock::now();
  const std::int64_t reached = judge_all(catalog, plan, rows);
  const auto judged = Clock::now();
  const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const bool right = reached == counted_by_sql(*session);
  fmt::print(
      "{{\"districts\": {}, \"targets\": {}, \"values\": {}, \"query_seconds\": {:.2f}, \"judge_seconds\": "
      "{:.2f}, "
      "\"seconds\": {:.2f}, \"mib\": {}, \"reached\": {}, \"right\": {}}}\n",
      districts, districts * kIndicators, rows.rows(), seconds(start, read), seconds(read, judged),
      seconds(start, judged), usage.ru_maxrss / 1024, reached, right);
  return right ? 0 : 1;
}
