#pragma once
#include <string>
#include <vector>

#include "base/theme.h"
#include "report/document.h"

namespace zhiheng::report {

/// The paper as one Typst source, template included: A4, chapters on right-hand pages, contents and lists
/// with page numbers, real footnotes. It reads `figure-1.svg`, `figure-2.svg` … (see figure_svgs) beside
/// itself and nothing else. Every text of the document becomes a string literal, so that no text can act as
/// markup. The same document gives the same bytes.
std::string render_typst(const Document& document, const Theme& theme);

/// The drawings that render_typst names, in its order: those of all figures, also of figures in case boxes.
std::vector<std::string> figure_svgs(const Document& document);

/// Where the typesetter is and what it may use.
struct PdfTools {
  std::string node = "node";  // program: a path, or a name to be looked up in PATH
  std::string modules = {};   // folder with @myriaddreamin/typst-ts-node-compiler in it (node_modules)
  std::string script = {};    // compile.mjs; empty: the one that is built in
  std::string temp = "/tmp";  // a folder of its own is made here for each paper, and removed afterwards
  std::vector<std::string> font_folders = {"/usr/share/fonts/opentype/noto"};
  int timeout_seconds = 60;  // wall clock; also bounds the CPU time
  int memory_mb = 4096;      // data of the child process
};

/// Typesets `typst_source` in a child process (bounded time, CPU, memory and file size; no network where the
/// system allows to take it away; files only from its own temporary folder) and puts the PDF at `out_path` in
/// one step; on failure a former file there stays. Throws Error: exit code 3 when node, the module or a font
/// is missing, the time is up or `out_path` can't be written; 70 when the source does not compile (the
/// message shows what the typesetter said).
void print_pdf(const std::string& typst_source, const std::vector<std::string>& svgs, const PdfTools& tools,
               const std::string& out_path);

}  // namespace zhiheng::report
