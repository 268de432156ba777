#include "audit/waivers.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "audit/sample_audit_test.h"
#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"

namespace zhiheng::audit {
namespace {

using Codes = std::vector<std::string>;

class Waivers : public testing::Test {
 protected:
  std::vector<Waiver> read(const std::string& content) {
    diagnostics_ = {};
    return read_waivers(folder_.write("a.txt.waivers.csv", content), "w", diagnostics_);
  }
  const TemporaryFolder folder_;
  const std::string path_ = folder_ / "a.txt.waivers.csv";
  Diagnostics diagnostics_;
};

TEST_F(Waivers, StandBesideTheDocument) { EXPECT_EQ(waiver_path("报告/a.docx"), "报告/a.docx.waivers.csv"); }

TEST_F(Waivers, NoFileMeansNone) {
  EXPECT_TRUE(read_waivers(folder_ / "none.csv", "w", diagnostics_).empty());
  EXPECT_TRUE(diagnostics_.items().empty());
}

TEST_F(Waivers, ColumnsComeInAnyOrder) {
  const auto waivers = read("who,id,when,reason\n李明,ab12,2021-03-02,\"口径不同, 已核\"\n");
  ASSERT_EQ(waivers.size(), 1u);
  EXPECT_EQ(waivers[0].id, "ab12");
  EXPECT_EQ(waivers[0].reason, "口径不同, 已核");
  EXPECT_EQ(waivers[0].who, "李明");
  EXPECT_EQ(waivers[0].where.line, 2);
  EXPECT_TRUE(diagnostics_.items().empty());
}

TEST_F(Waivers, MistakesAreToldWithTheirPlaces) {
  EXPECT_EQ(read("id,reason,who,when\na,,李明,2021-03-02\nb,r,李明,2021-02-29\nc,r,李明,3 "
                 "月\nd,r,w,2021-01-01\nd,r,w,2021-01-02\n")
                .size(),
            1u);
  EXPECT_EQ(diagnosed(diagnostics_),
            (Codes{"w:2:3 waiver.empty", "w:3:12 waiver.day", "w:4:12 waiver.day", "w:6:1 waiver.repeated"}));
  EXPECT_TRUE(read("id,reason,who\na,b,c\n").empty());
  EXPECT_EQ(diagnosed(diagnostics_), Codes{"w:1:1 waiver.columns"});
  EXPECT_TRUE(read("id,reason,who,when,more\n").empty());
  EXPECT_EQ(diagnosed(diagnostics_), Codes{"w:1:1 waiver.columns"});
  EXPECT_TRUE(read("").empty());
  EXPECT_EQ(diagnosed(diagnostics_), Codes{"w:1:1 csv.no-header"});
}

TEST_F(Waivers, MoveFindingsAndTellWhatNoLongerMatches) {
  Report report = sample::report();
  report.waived.clear();
  report.unmatched.clear();
  const auto at = [](const char* id) { return Waiver{id, "r", "w", "2021-01-01", {}}; };
  apply_waivers({at("ratio-953"), at("changed")}, 0, report);
  ASSERT_EQ(report.waived.size(), 1u);
  EXPECT_EQ(report.waived[0].finding.id, "ratio-953");
  EXPECT_EQ(report.results.findings.size(), 5u);
  ASSERT_EQ(report.unmatched.size(), 1u);
  EXPECT_EQ(report.unmatched[0].id, "changed");
}

TEST_F(Waivers, OfOneDocumentDoNotTouchAnothersFindings) {
  Report report = sample::report();
  report.waived.clear();
  report.unmatched.clear();
  apply_waivers({{"ratio-953", "r", "w", "2021-01-01", {}}}, 1, report);
  EXPECT_TRUE(report.waived.empty());
  EXPECT_EQ(report.unmatched.size(), 1u);
  // What stands between two documents may be waived beside either, and beside both.
  const Waiver between{"target-4000", "r", "w", "2021-01-01", {}};
  apply_waivers({between}, 0, report);
  apply_waivers({between}, 1, report);
  EXPECT_EQ(report.waived.size(), 1u);
  EXPECT_EQ(report.unmatched.size(), 1u);
}

TEST_F(Waivers, AddedOnesAreReadBack) {
  const Waiver first{"ab", "口径, \"不同\"\n见附件", "李明", "2021-03-02", {}},
      second{"cd", "已核实", "王芳", "2021-03-03", {}};
  add_waivers(path_, {first});
  add_waivers(path_, {second});
  const auto waivers = read_waivers(path_, "w", diagnostics_);
  ASSERT_EQ(waivers.size(), 2u);
  EXPECT_EQ(waivers[0].reason, first.reason);
  EXPECT_EQ(waivers[1].who, "王芳");
  EXPECT_TRUE(diagnostics_.items().empty());
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(Waivers, AddedOnesKeepTheOrderAndLineEndsOfTheFile) {
  folder_.write("a.txt.waivers.csv", "when,who,reason,id\r\n2021-01-01,甲,乙,x");
  add_waivers(path_, {{"y", "丙", "丁", "2021-01-02", {}}});
  EXPECT_EQ(read_file(path_, ""), "when,who,reason,id\r\n2021-01-01,甲,乙,x\r\n2021-01-02,丁,丙,y\r\n");
}

TEST_F(Waivers, ABadAdditionLeavesTheFile) {
  const std::string old = "id,reason,who,when\nx,r,w,2021-01-01\n";
  folder_.write("a.txt.waivers.csv", old);
  const auto adding = [&](std::vector<Waiver> waivers) {
    return thrown_by([&] { add_waivers(path_, waivers); });
  };
  EXPECT_EQ(adding({{"x", "r", "w", "2021-01-02", {}}}), Codes{path_ + ":2:1 waiver.repeated"});
  EXPECT_EQ(adding({{"y", "r", "w", "2021-01-02", {}}, {"y", "r", "w", "2021-01-02", {}}}),
            Codes{" waiver.repeated"});
  EXPECT_EQ(adding({{"y", " ", "w", "2021-01-02", {}}}), Codes{" waiver.incomplete"});
  EXPECT_EQ(adding({{"y", "r", "w", "2021-13-02", {}}}), Codes{" waiver.day"});
  EXPECT_EQ(read_file(path_, ""), old);
  folder_.write("a.txt.waivers.csv", "id,reason\nx,r\n");
  EXPECT_EQ(adding({{"y", "r", "w", "2021-01-02", {}}}), Codes{path_ + ":1:1 waiver.columns"});
}

}  // namespace
}  // namespace zhiheng::audit
