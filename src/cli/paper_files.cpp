#include "cli/paper_files.h"

#include "base/file.h"
#include "cli/interruption.h"
#include "cli/terminal.h"
#include "report/write.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kBadFormat{"report.bad-format", "未知的文件格式 {}；可用：html, pdf, docx, xlsx, json",
                               "unknown file format {}; allowed: html, pdf, docx, xlsx, json"};

}  // namespace

void check_formats(const std::vector<std::string>& formats) {
  for (const auto& format : formats) {
    if (format != "html" && format != "pdf" && format != "docx" && format != "xlsx" && format != "json")
      throw Error(kBadFormat, {}, {format});
  }
}

std::vector<std::string> write_paper(const Settings& settings, report::Document& document,
                                     const std::vector<std::string>& formats, const std::string& out) {
  check_formats(formats);
  report::FigureDrawing drawing;
  report::WriteOptions options;
  options.formats = {formats.begin(), formats.end()};
  options.pdf.modules = views::tool_folder(settings.home);
  Diagnostics diagnostics;
  const Theme theme = catalog::load_theme(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  const Progress progress(!settings.json());
  StagedFolder folder(out);
  Interruption interruption(folder.path());
  report::write_report(document, theme, options, drawing, folder.path(),
                       [&](const std::string& name) { progress.stage(name); });
  {
    const auto lock = interruption.held_back();
    folder.commit(report::output_marker(document));
  }
  progress.done();
  return list_files(out, "");
}

}  // namespace zhiheng::cli
