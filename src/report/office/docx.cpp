#include "report/docx.h"

#include <fmt/format.h>

#include "base/error.h"
#include "report/office/docx_blocks.h"
#include "report/office/docx_front.h"
#include "report/office/docx_package.h"
#include "report/office/docx_styles.h"
#include "report/office/pages.h"
#include "report/office/xml.h"
#include "report/office/zip.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kFigureCount{"docx.figure_count", "共有 {} 幅图，却给了 {} 张图片",
                                 "the paper has {} figures but {} pictures were given"};
constexpr ErrorCode kWriteFailed{"docx.write_failed", "不能写文件 {}：请检查路径、权限和磁盘空间",
                                 "cannot write {}: check the path, your rights and the free space"};

std::string document_xml(office::DocxContext& context) {
  pugi::xml_document xml;
  pugi::xml_node root =
      office::add(xml, "w:document",
                  {{"xmlns:w", office::kWord},
                   {"xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
                   {"xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
                   {"xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
                   {"xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"}});
  pugi::xml_node body = office::add(root, "w:body");
  office::add_cover(body, context);
  office::add_contents(body, context);
  office::add_blocks(body, context);
  return office::to_string(xml);
}

}  // namespace

void write_docx(const Document& document, const Theme& theme, const std::vector<std::string>& figure_pngs,
                const std::string& path) {
  const office::Outline outline = office::outline_of(document);
  if (outline.figures.size() != figure_pngs.size()) {
    throw Error(kFigureCount, {},
                {std::to_string(outline.figures.size()), std::to_string(figure_pngs.size())}, 70);
  }
  const auto pages = office::estimate_pages(document, outline);
  office::DocxContext context{.document = document, .theme = theme, .outline = outline, .pages = pages};
  const std::string words = document_xml(context);  // first: it collects footnotes and lists
  office::ZipWriter zip(path, kWriteFailed);
  zip.add("[Content_Types].xml", office::content_types_xml());
  zip.add("_rels/.rels", office::package_relationships_xml());
  zip.add("docProps/core.xml", office::core_properties_xml(document));
  zip.add("docProps/app.xml", office::app_properties_xml(document));
  zip.add("word/document.xml", words);
  zip.add("word/_rels/document.xml.rels", office::document_relationships_xml(outline.figures));
  zip.add("word/styles.xml", office::styles_xml(theme));
  zip.add("word/settings.xml", office::settings_xml());
  zip.add("word/numbering.xml", office::numbering_xml(context.ordered_lists));
  zip.add("word/fontTable.xml", office::font_table_xml(theme));
  zip.add("word/footnotes.xml", office::footnotes_xml(context));
  zip.add("word/header1.xml", office::header_xml(document, theme, office::kPortrait));
  zip.add("word/header2.xml", office::header_xml(document, theme, office::kLandscape));
  zip.add("word/footer1.xml", office::footer_xml());
  for (size_t i = 0; i < figure_pngs.size(); ++i) {
    zip.add(fmt::format("word/media/image{}.png", i + 1), figure_pngs[i], office::Packing::kStore);
    const std::string& svg = outline.figures[i]->svg;
    if (!svg.empty()) zip.add(fmt::format("word/media/image{}.svg", i + 1), svg);
  }
  zip.close();
}

}  // namespace zhiheng::report
