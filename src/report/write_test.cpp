#include "report/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const std::string& path : list_files(folder, ""))
    names.push_back(std::filesystem::path(path).filename().string());
  std::ranges::sort(names);
  return names;
}

Document small_document(const std::string& report) {
  Document document;
  document.report = report;
  document.title = "2020 年度质量状况";
  document.blocks = {Heading{1, "food", "第一章", {sample::text("食品")}}};
  return document;
}

void write(Document document, const std::string& folder) {
  FigureDrawing drawing;
  WriteOptions options;
  options.formats = {"html", "xlsx"};
  write_report(document, sample::theme(), options, drawing, folder, [](const std::string&) {});
}

TEST(Write, FilesAreNamedAfterTheReport) {
  const TemporaryFolder folder;
  write(small_document("plan-midterm"), folder.path());
  EXPECT_THAT(names_in(folder.path()),
              ElementsAre("findings.json", "plan-midterm.html", "plan-midterm.json", "plan-midterm.xlsx"));
}

TEST(Write, TheMarkerIsTheReportsOwnFile) {
  EXPECT_EQ(output_marker(small_document("white-paper")), "white-paper.json");
  EXPECT_EQ(output_marker(small_document("plan-midterm")), "plan-midterm.json");
}

TEST(Write, AFolderHoldsAReportOnceOneWasWritten) {
  const TemporaryFolder folder;
  EXPECT_FALSE(holds_report(folder.path()));
  EXPECT_FALSE(holds_report(folder.path() + "/nowhere"));
  write(small_document("plan-monitoring"), folder.path());
  EXPECT_TRUE(holds_report(folder.path()));
}

TEST(Write, AReportReplacesNoFolderOfAnother) {
  const TemporaryFolder folder;
  const std::string target = folder.path() + "/out";
  std::filesystem::create_directory(target);
  write(small_document("white-paper"), target);
  StagedFolder staged(target);
  write(small_document("plan-midterm"), staged.path());
  EXPECT_THROW(staged.commit(output_marker(small_document("plan-midterm"))), Error);
  EXPECT_TRUE(std::filesystem::exists(target + "/white-paper.json"));
}

}  // namespace
}  // namespace zhiheng::report
