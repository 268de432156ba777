#pragma once
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/theme.h"
#include "report/document.h"
#include "report/drawing.h"
#include "report/pdf.h"

namespace zhiheng::report {

/// What files to make. JSON files are always made.
struct WriteOptions {
  std::set<std::string> formats{"html", "pdf", "docx", "xlsx"};
  PdfTools pdf;
};

struct Stage {
  std::string name;
  double seconds = 0;
};

/// The file whose presence says that a folder holds an earlier run of this report: `white-paper.json`,
/// `plan-midterm.json` … Each report replaces only folders of its own.
std::string output_marker(const Document& document);

/// Whether any report of ours was written into `folder`; false where there is no such folder.
bool holds_report(const std::string& folder);

/// Draws the figures (into Figure::svg) and writes NAME.html, .pdf, .docx, .xlsx and .json, NAME being
/// `document.report`, and `findings.json` into `folder`, which must exist. `begin` is called with the name of
/// each stage as it starts. Returns how long each took, in the order of starting; stages overlap. Throws the
/// first Error of any of them after all have stopped.
std::vector<Stage> write_report(Document& document, const Theme& theme, const WriteOptions& options,
                                FigureDrawing& drawing, const std::string& folder,
                                const std::function<void(const std::string&)>& begin);

/// All figures of the document, those in cases too, in order.
std::vector<Figure*> figures_of(Document& document);

}  // namespace zhiheng::report
