#include "report/write.h"

#include <chrono>
#include <filesystem>
#include <future>
#include <mutex>

#include "base/file.h"
#include "chart/raster.h"
#include "report/docx.h"
#include "report/html.h"
#include "report/json.h"
#include "report/xlsx.h"

namespace zhiheng::report {
namespace {

using Clock = std::chrono::steady_clock;
constexpr const char* kFindingsFile = "findings.json";  // beside every report, whatever its name
constexpr double kPictureScale = 2;  // beside the drawing itself, for programs that show only pictures

void collect(std::vector<Block>& blocks, std::vector<Figure*>& out) {
  for (Block& block : blocks) {
    if (auto* figure = std::get_if<Figure>(&block)) out.push_back(figure);
    if (auto* box = std::get_if<Case>(&block)) collect(box->blocks, out);
  }
}

/// Runs the stages and keeps their times; may be used from several threads.
class Stopwatch {
 public:
  explicit Stopwatch(const std::function<void(const std::string&)>& begin) : begin_(begin) {}

  template <typename Work>
  void run(const std::string& name, Work work) {
    size_t at = 0;
    {
      const std::lock_guard lock(mutex_);
      at = stages_.size();
      stages_.push_back({name, 0});
      begin_(name);
    }
    const auto start = Clock::now();
    work();
    const std::lock_guard lock(mutex_);
    stages_[at].seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }

  std::vector<Stage> take() { return std::move(stages_); }

 private:
  const std::function<void(const std::string&)>& begin_;
  std::mutex mutex_;
  std::vector<Stage> stages_;
};

}  // namespace

std::vector<Figure*> figures_of(Document& document) {
  std::vector<Figure*> out;
  collect(document.blocks, out);
  return out;
}

std::string output_marker(const Document& document) { return document.report + ".json"; }

bool holds_report(const std::string& folder) {
  std::error_code none;
  return std::filesystem::exists(folder + "/" + kFindingsFile, none);
}

std::vector<Stage> write_report(Document& document, const Theme& theme, const WriteOptions& options,
                                FigureDrawing& drawing, const std::string& folder,
                                const std::function<void(const std::string&)>& begin) {
  const auto wants = [&](const char* format) { return options.formats.contains(format); };
  const std::string base = folder + "/" + document.report + ".";
  const auto figures = figures_of(document);
  Stopwatch watch(begin);

  // Figures are drawn on one thread while what needs no pictures is written on the other; then the
  // typesetter, which is the longest, runs beside the rest.
  auto data = std::async(std::launch::async, [&] {
    watch.run("json", [&] {
      write_file(base + "json", render_json(document));
      write_file(folder + "/" + kFindingsFile, render_findings_json(document));
    });
    if (wants("xlsx")) watch.run("xlsx", [&] { write_xlsx(document, theme, base + "xlsx"); });
  });
  watch.run("figures", [&] { drawing.finish(figures); });
  auto print = std::async(std::launch::async, [&] {
    if (!wants("pdf")) return;
    watch.run("pdf", [&] {
      print_pdf(render_typst(document, theme), figure_svgs(document), options.pdf, base + "pdf");
    });
  });
  if (wants("html")) watch.run("html", [&] { write_file(base + "html", render_html(document, theme)); });
  data.get();
  if (wants("docx")) {
    watch.run("docx", [&] {
      std::vector<std::string> pictures(figures.size());
      const auto rasterize = [&](size_t first) {
        for (size_t i = first; i < figures.size(); i += 2)
          pictures[i] = chart::png(figures[i]->svg, kPictureScale);
      };
      auto other = std::async(std::launch::async, rasterize, 1);
      rasterize(0);
      other.get();
      write_docx(document, theme, pictures, base + "docx");
    });
  }
  print.get();
  return watch.take();
}

}  // namespace zhiheng::report
