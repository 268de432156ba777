#include "report/audit_paper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kWrong =
    "全年抽检食品样品300批次，其中流通环节120批次，餐饮环节100批次，生产环节90批次。";

Document paper_that_says(const std::string& words) {
  Document document;
  document.report = "white-paper";
  document.title = "2020年度质量状况分析白皮书";
  document.blocks = {Heading{1, "food", "第一章", {sample::text("食品")}}, Paragraph{{sample::text(words)}}};
  return document;
}

class AuditPaper : public testing::Test {
 protected:
  audit::Report audited(const std::string& words) {
    return audit_paper(paper_that_says(words), waivers_, "audit.waivers.csv", diagnostics_);
  }

  const TemporaryFolder folder_;
  const std::string waivers_ = folder_.path() + "/audit.waivers.csv";
  Diagnostics diagnostics_;
};

TEST_F(AuditPaper, FindsASumThatDoesNotHold) {
  const audit::Report report = audited(kWrong);
  ASSERT_THAT(report.results.findings, SizeIs(1));
  EXPECT_EQ(report.results.findings[0].kind, audit::Kind::kSum);
  EXPECT_EQ(report.documents[0].name, "white-paper.json");
}

TEST_F(AuditPaper, HoldsWhatAddsUp) {
  const audit::Report report = audited("全年抽检食品样品300批次，其中流通环节120批次，餐饮环节180批次。");
  EXPECT_THAT(report.results.findings, IsEmpty());
  EXPECT_THAT(report.results.held, SizeIs(testing::Ge(1)));
}

TEST_F(AuditPaper, ADistrictsWaiverIsHonouredUntilTheNumbersChange) {
  const std::string id = audited(kWrong).results.findings.at(0).id;
  write_file(waivers_, "id,reason,who,when\n" + id + ",口径不同,李明,2021-05-31\n");
  const audit::Report waived = audited(kWrong);
  EXPECT_THAT(waived.results.findings, IsEmpty());
  EXPECT_THAT(waived.waived, SizeIs(1));
  const audit::Report other =
      audited("全年抽检食品样品310批次，其中流通环节120批次，餐饮环节100批次，生产环节95批次。");
  EXPECT_THAT(other.results.findings, SizeIs(1));
  EXPECT_THAT(other.unmatched, SizeIs(1));
}

TEST_F(AuditPaper, MistakesInTheWaiversAreTold) {
  write_file(waivers_, "id,reason,who,when\na,,李明,2021-05-31\n");
  audited(kWrong);
  ASSERT_THAT(diagnostics_.items(), SizeIs(1));
  EXPECT_EQ(diagnostics_.items()[0].where.file, "audit.waivers.csv");
  EXPECT_EQ(diagnostics_.items()[0].where.line, 2);
}

}  // namespace
}  // namespace zhiheng::report
