#include "catalog/norms.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "base/text.h"

namespace zhiheng::catalog {
namespace {

using stats::Inspection;
using stats::PlanCell;

/// The norms that are shipped.
const Norms& shipped() {
  static const Norms kNorms = [] {
    Diagnostics diagnostics;
    Norms norms = load_norms({ZHIHENG_SOURCE_DIR}, diagnostics);
    EXPECT_EQ(diagnosed(diagnostics), std::vector<std::string>{});
    return norms;
  }();
  return kNorms;
}

const stats::PlanTables& plans() { return shipped().plans.at("GB/T 2828.1-2012"); }

/// "K 125 3": letter used, n, Ac.
std::string plan(std::int64_t lot, const std::string& level, const char* aql, Inspection inspection) {
  const auto found = stats::lot_plan(plans(), lot, level, *Decimal::parse(aql), inspection);
  return found.used_letter + " " + std::to_string(found.size) + " " + std::to_string(found.accept) +
         (found.refuse == found.accept + 1 ? "" : " gap") + (found.whole_lot ? " all" : "");
}

TEST(Norms, PlansOfTheStandard) {
  EXPECT_EQ(plan(1000, "II", "1.0", Inspection::kNormal), "J 80 2");
  EXPECT_EQ(plan(1000, "II", "1.0", Inspection::kTightened), "J 80 1");
  EXPECT_EQ(plan(1000, "II", "1.0", Inspection::kReduced), "J 32 1");
  EXPECT_EQ(plan(4000, "II", "0.65", Inspection::kNormal), "L 200 3");
  EXPECT_EQ(plan(4000, "S-4", "0.65", Inspection::kNormal), "F 20 0") << "G has an arrow up";
  EXPECT_EQ(plan(600000, "III", "0.025", Inspection::kTightened), "S 3150 1");
  EXPECT_EQ(plan(600000, "III", "0.025", Inspection::kReduced), "N 200 0");
  EXPECT_EQ(plan(30, "I", "1.0", Inspection::kNormal), "E 13 0") << "C has an arrow down";
  EXPECT_EQ(plan(10, "II", "1.0", Inspection::kNormal), "E 10 0 all") << "13 asked of 10";
}

// The compact rule of tables 2-A to 2-C: Ac depends on letter index + AQL index only, so that each diagonal
// has one value; letters A and B of table 2-C stand outside it, since their samples are as large as C's.
TEST(Norms, DiagonalsOfTheMasterTables) {
  const std::map<Inspection, std::map<size_t, int>> diagonals{
      {Inspection::kNormal,
       {{14, 0}, {17, 1}, {18, 2}, {19, 3}, {20, 5}, {21, 7}, {22, 10}, {23, 14}, {24, 21}}},
      {Inspection::kTightened, {{15, 0}, {18, 1}, {19, 2}, {20, 3}, {21, 5}, {22, 8}, {23, 12}, {24, 18}}},
      {Inspection::kReduced, {{14, 0}, {18, 1}, {19, 2}, {20, 3}, {21, 5}, {22, 6}, {23, 8}, {24, 10}}}};
  for (const auto& [inspection, values] : diagonals) {
    const auto& rows = plans().masters.at(inspection).rows;
    for (size_t i = inspection == Inspection::kReduced ? 2 : 0; i < 16; ++i) {
      size_t j = 0;
      for (const auto& [aql, cell] : rows[i].cells) {
        const auto value = values.find(i + j);
        SCOPED_TRACE(rows[i].letter + " " + aql.to_string() + " " + stats::to_string(inspection));
        if (value != values.end()) {
          EXPECT_EQ(cell.accept, value->second);
        }
        if (i + j < values.begin()->first) {
          EXPECT_EQ(cell.kind, PlanCell::Kind::kDown);
        }
        ++j;
      }
      EXPECT_EQ(j, 26U) << "AQLs";
    }
  }
}

TEST(Norms, EveryLotLevelAndAqlHasAPlan) {
  for (const auto& [inspection, master] : plans().masters) {
    for (const auto& letters : plans().letters) {
      for (const auto& [level, letter] : letters.letters) {
        for (const auto& [aql, cell] : master.rows.front().cells)
          EXPECT_NO_THROW(stats::lot_plan(plans(), letters.from, level, aql, inspection)) << level;
      }
    }
  }
}

// At twice the AQL, for every level of a large lot.
TEST(Norms, TightenedIsNeverEasier) {
  for (const auto& [level, letter] : plans().letters.back().letters) {
    for (const auto& [aql, cell] : plans().masters.at(Inspection::kNormal).rows.front().cells) {
      if (aql > Decimal(10)) continue;
      const auto at = [&](Inspection inspection) {
        const auto found = stats::lot_plan(plans(), 1000000, level, aql, inspection);
        return stats::accept_share(found.size, found.accept, 2 * aql.to_double() / 100);
      };
      EXPECT_LE(at(Inspection::kTightened), at(Inspection::kNormal) + 1e-12)
          << level << " " << aql.to_string();
      EXPECT_LE(at(Inspection::kNormal), at(Inspection::kReduced) + 1e-12) << level << " " << aql.to_string();
    }
  }
}

TEST(Norms, LettersGoUpWithTheLevelAndLeaveNoGap) {
  std::int64_t next = 2;
  for (const auto& row : plans().letters) {
    EXPECT_EQ(row.from, next);
    next = row.to.value_or(0) + 1;
    EXPECT_LE(row.letters.at("S-1"), row.letters.at("S-4"));
    EXPECT_LE(row.letters.at("I"), row.letters.at("II"));
    EXPECT_LE(row.letters.at("II"), row.letters.at("III"));
  }
}

TEST(Norms, AirQualityByTheDay) {
  const std::vector<stats::Concentration> air{{"PM2.5", Decimal(75)}, {"PM10", Decimal(120)}};
  const auto value = [&](const char* day) {
    return stats::aqi(*stats::edition_on(shipped().aqi, *Date::parse(day)), air).value;
  };
  EXPECT_EQ(value("2026-02-28"), 100);
  EXPECT_EQ(value("2026-03-01"), 114) << "75 is above the limit of 60";
  EXPECT_EQ(value("2031-01-01"), 120) << "and of 50: 100 + 50 × 25 / 65, rounded up";
  EXPECT_EQ(shipped().in_force("aqi", *Date::parse("2026-03-01"))->name, "HJ 633-2026");
  const std::vector<stats::Concentration> sulphur{{"SO2", Decimal(150)}};
  EXPECT_EQ(stats::aqi(shipped().aqi[0], sulphur).value, 100) << "the daily limit of GB 3095-2012";
  EXPECT_EQ(stats::aqi(shipped().aqi[0], sulphur, stats::AqiUse::kHourly).value, 50);
}

TEST(Norms, RulesAndLicences) {
  EXPECT_EQ(shipped().switching.at("GB/T 2828.1-2012").score_to_reduce, 30);
  EXPECT_EQ(shipped().supervision.at("GB/T 2828.4-2008").wrongly_refuted, 0.05);
  EXPECT_EQ(shipped().small_numbers->least_base, 10);
  for (const auto& edition : shipped().editions) {
    EXPECT_FALSE(edition.licence.zh.empty() || edition.licence.en.empty()) << edition.name;
    EXPECT_FALSE(edition.source.empty()) << edition.name;
  }
}

/// Mistakes after `from` became `to` in one file of the shipped norms.
std::vector<std::string> spoiled(const std::string& file, const std::string& from, const std::string& to) {
  const TemporaryFolder folder;
  namespace fs = std::filesystem;
  fs::create_directories(folder.path() + "/catalog");
  fs::copy(ZHIHENG_SOURCE_DIR "/catalog/norms", folder.path() + "/catalog/norms");
  const std::string path = folder.path() + "/catalog/norms/" + file, content = read_file(path, file);
  EXPECT_NE(content.find(from), std::string::npos);
  write_file(path, replace_all(content, from, to));
  Diagnostics diagnostics;
  load_norms({folder.path()}, diagnostics);
  return diagnosed(diagnostics);
}

TEST(Norms, MistakesHaveTheirPlace) {
  using Mistakes = std::vector<std::string>;
  EXPECT_EQ(spoiled("aqi_breakpoints.csv", "HJ 633-2026,PM2.5,24h,both,μg/m³,100,60,",
                    "HJ 633-2026,PM2.5,24h,both,μg/m³,100,30,"),
            Mistakes{"catalog/norms/aqi_breakpoints.csv:79:40 norms.not-rising"});
  EXPECT_EQ(spoiled("editions.csv", "2026-02-28", "2026-03-01"),
            Mistakes{"catalog/norms/editions.csv:3:1 norms.overlap"});
  EXPECT_EQ(spoiled("supervision_rules.csv", "GB/T 2828.11-2008", "GB/T 1"),
            Mistakes{"catalog/norms/supervision_rules.csv:3:1 norms.unknown-edition"});
  EXPECT_EQ(spoiled("small_numbers.csv", "least_cell", "cell"),
            Mistakes{"catalog/norms/small_numbers.csv:1 norms.no-column"});
  EXPECT_EQ(spoiled("sampling_rules.csv", ",2,5,5,", ",2,5.5,5,"),
            Mistakes{"catalog/norms/sampling_rules.csv:2:20 norms.bad-value"});
}

}  // namespace
}  // namespace zhiheng::catalog
