#include "report/web/html_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/markup.h"
#include "report/web/html_table.h"

namespace zhiheng::report::web {
namespace {

constexpr int kDeepestContents = 3;

std::string write(const Heading& heading, HtmlWords& words) {
  const int level = std::clamp(heading.level, 1, 5) + 1;  // h1 is the paper's title
  const std::string number =
      heading.number.empty() ? "" : "<span class=\"no\">" + html(heading.number) + "</span>";
  return fmt::format("<h{0} id=\"{1}\" class=\"l{2}\">{3}{4}</h{0}>\n", level, html(heading.id), level - 1,
                     number, words.runs(heading.title));
}

std::string write(const Paragraph& paragraph, HtmlWords& words) {
  return "<p>" + words.runs(paragraph.runs) + "</p>\n";
}

std::string write(const List& list, HtmlWords& words) {
  std::string out = list.ordered ? "<ol>\n" : "<ul>\n";
  for (const Runs& item : list.items) out += "<li>" + words.runs(item) + "</li>\n";
  return out + (list.ordered ? "</ol>\n" : "</ul>\n");
}

std::string write(const Table& table, HtmlWords& words) { return html_table(table, words); }

/// An option as a data block of its own; nothing where it is not JSON, so that the drawing stays.
std::string option(const char* scheme, const std::string& json) {
  const auto parsed = nlohmann::ordered_json::parse(json, nullptr, false);
  if (parsed.is_discarded() || !parsed.is_object()) return "";
  std::string text = parsed.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace), safe;
  for (const char c : text) safe += c == '<' ? "\\u003c" : std::string(1, c);
  return fmt::format("<script type=\"application/json\" class=\"option-{}\">{}</script>\n", scheme, safe);
}

std::string write(const Figure& figure, HtmlWords& words) {
  const std::string name = fmt::format("图 {}", figure.number);
  std::string out = fmt::format(
      "<figure class=\"figure\" id=\"{}\">\n<div class=\"chart\" data-w=\"{}\" data-h=\"{}\" role=\"img\" "
      "aria-label=\"{}\">"
      "<div class=\"still\">{}</div></div>\n",
      html(figure.id), figure.width, figure.height, html(figure.alt.empty() ? figure.title : figure.alt),
      figure.svg);
  out += option("light", figure.option) + option("dark", figure.option_dark);
  out += fmt::format("<figcaption><b>{}</b>{}", name, html(figure.title));
  if (!figure.subtitle.empty()) out += "<span class=\"sub\">" + html(figure.subtitle) + "</span>";
  out += "</figcaption>\n" + html_notes(figure.notes, figure.sources);
  out += "<details class=\"data\"><summary title=\"Show the data\">查看数据</summary>\n<p class=\"alt\">" +
         html(figure.alt) + "</p>\n";
  if (!figure.data.unit.empty()) out += "<p class=\"unit\">单位：" + html(figure.data.unit) + "</p>\n";
  return out + html_grid(figure.data, name + " 的数据", words) + "</details>\n</figure>\n";
}

std::string write(const KeyNumbers& key_numbers, HtmlWords& words) {
  const size_t count = key_numbers.items.size();
  std::string out = fmt::format("<dl class=\"keys k{}\">\n", count % 3 == 0 || count == 5 ? 3 : 2);
  for (const KeyNumbers::Item& item : key_numbers.items) {
    out += "<div><dt>" + html(item.label) + "</dt><dd class=\"value\">" + words.runs(item.value) + "</dd>";
    if (!item.detail.empty()) out += "<dd class=\"detail\">" + words.runs(item.detail) + "</dd>";
    out += "</div>\n";
  }
  return out + "</dl>\n";
}

std::string write(const Case& box, HtmlWords& words) {
  return fmt::format(
      "<aside class=\"case\" id=\"{0}\" aria-labelledby=\"{0}-title\">\n<p class=\"case-title\" "
      "id=\"{0}-title\"><b>案例 {1}</b>{2}</p>\n{3}</aside>\n",
      html(box.id), box.number, html(box.title), html_blocks(box.blocks, words));
}

/// Headings as nested lists, whatever levels are left out.
std::string nested(const std::vector<Block>& blocks) {
  std::string out;
  int depth = 0;
  for (const Block& block : blocks) {
    const auto* heading = std::get_if<Heading>(&block);
    if (heading == nullptr || heading->level > kDeepestContents) continue;
    const int level = std::clamp(heading->level, 1, depth + 1);
    if (level > depth) out += "<ol>\n";
    if (level <= depth) out += "</li>\n";
    for (; depth > level; --depth) out += "</ol></li>\n";
    depth = level;
    out +=
        fmt::format("<li><a href=\"#{}\">{}{}</a>", html(heading->id),
                    heading->number.empty() ? "" : "<span class=\"no\">" + html(heading->number) + "</span>",
                    html(plain_text(heading->title)));
  }
  for (; depth > 0; --depth) out += "</li></ol>\n";
  return out;
}

struct Lists {
  std::string tables, figures, cases;

  void add(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      if (const auto* each = std::get_if<Table>(&block))
        line(tables, "表", each->id, each->number, each->title);
      if (const auto* each = std::get_if<Figure>(&block))
        line(figures, "图", each->id, each->number, each->title);
      if (const auto* each = std::get_if<Case>(&block)) {
        line(cases, "案例", each->id, each->number, each->title);
        add(each->blocks);
      }
    }
  }
  static void line(std::string& list, const char* kind, const std::string& id, int number,
                   const std::string& title) {
    list += fmt::format("<li><a href=\"#{}\"><span class=\"no\">{} {}</span>{}</a></li>\n", html(id), kind,
                        number, html(title));
  }
};

std::string disclosure(const char* title, const char* english, const std::string& lines) {
  if (lines.empty()) return "";
  return fmt::format("<details><summary title=\"{}\">{}</summary>\n<ol>\n{}</ol></details>\n", english, title,
                     lines);
}

}  // namespace

std::string html_blocks(const std::vector<Block>& blocks, HtmlWords& words) {
  std::string out;
  bool open = false;
  for (const Block& block : blocks) {
    const auto* heading = std::get_if<Heading>(&block);
    if (heading != nullptr && heading->level <= 1) {
      out += open ? "</section>\n<section class=\"chapter\">\n" : "<section class=\"chapter\">\n";
      open = true;
    }
    out += std::visit([&](const auto& each) { return write(each, words); }, block);
  }
  return out + (open ? "</section>\n" : "");
}

std::string html_contents(const Document& document) {
  Lists lists;
  lists.add(document.blocks);
  return nested(document.blocks) + disclosure("表目录", "Tables", lists.tables) +
         disclosure("图目录", "Figures", lists.figures) + disclosure("案例目录", "Cases", lists.cases);
}

}  // namespace zhiheng::report::web
