#include "report/web/html_words.h"

#include <fmt/format.h>

#include "base/markup.h"

namespace zhiheng::report::web {
namespace {

void collect(const std::vector<Block>& blocks, std::set<std::string>& ids) {
  for (const Block& block : blocks) {
    if (const auto* each = std::get_if<Heading>(&block)) ids.insert(each->id);
    if (const auto* each = std::get_if<Table>(&block)) ids.insert(each->id);
    if (const auto* each = std::get_if<Figure>(&block)) ids.insert(each->id);
    if (const auto* each = std::get_if<Case>(&block)) {
      ids.insert(each->id);
      collect(each->blocks, ids);
    }
  }
}

}  // namespace

HtmlWords::HtmlWords(const Document& document) : document_(document) {
  collect(document.blocks, anchors_);
  for (const Finding& finding : document.findings) marked_.insert(finding.lineage);
  for (const Lineage& lineage : document.lineages) {
    if (!lineage.published.empty()) marked_.insert(lineage.id);
  }
  marked_.erase("");
}

std::string HtmlWords::runs(const Runs& runs) {
  std::string out;
  for (const Run& each : runs) out += run(each);
  return out;
}

std::string HtmlWords::run(const Run& run) {
  std::string out;
  switch (run.kind) {
    case Run::Kind::kBreak:
      return "<br>";
    case Run::Kind::kFootnote:
      return footnote(run.index);
    case Run::Kind::kText:
      out = html(run.text);
      break;
    case Run::Kind::kNumber:
      out = number(run.index, run.text, run.unit);
      break;
    case Run::Kind::kReference:
      out = html(run.text);
      if (anchors_.contains(run.target))
        out = fmt::format("<a class=\"ref\" href=\"#{}\">{}</a>", html(run.target), out);
  }
  if (run.strong) out = "<strong>" + out + "</strong>";
  if (run.emphasis) out = "<em>" + out + "</em>";
  return out;
}

std::string HtmlWords::number(int index, const std::string& text, const std::string& unit,
                              const std::optional<std::string>& published) const {
  const std::string words = html(text) + (unit.empty() ? "" : "<span class=\"u\">" + html(unit) + "</span>");
  if (index < 0 || index >= static_cast<int>(document_.numbers.size()))
    return "<span class=\"w\">" + words + "</span>";
  const NumberRecord& record = document_.numbers[static_cast<size_t>(index)];
  const bool marked = published.has_value() || marked_.contains(record.lineage);
  const std::string formerly = published ? " data-p=\"" + html(*published) + "\"" : "";
  const std::string hint =
      record.certainty ? " title=\"" + html(record.certainty->words) + "\"" : std::string();
  return fmt::format("<span class=\"n{}\" data-n=\"{}\"{}{}>{}</span>", marked ? " f" : "", index, formerly,
                     hint, words);
}

std::string HtmlWords::footnote(int index) {
  if (in_footnote_ || index < 0 || index >= static_cast<int>(document_.footnotes.size())) return "";
  const int call = ++calls_[index];
  const std::string suffix = call > 1 ? "-" + std::to_string(call) : "";
  return fmt::format(
      "<sup><a class=\"fn\" id=\"fnref-{0}{1}\" href=\"#fn-{0}\" role=\"doc-noteref\" aria-label=\"注释 "
      "{0}\">{0}</a></sup>",
      index + 1, suffix);
}

std::string HtmlWords::footnotes() {
  if (document_.footnotes.empty()) return "";
  std::string out =
      "<section class=\"notes-list\" id=\"footnotes\" role=\"doc-endnotes\" "
      "aria-labelledby=\"footnotes-title\">\n"
      "<h2 id=\"footnotes-title\" title=\"Notes\">注释</h2>\n<ol>\n";
  in_footnote_ = true;
  for (size_t i = 0; i < document_.footnotes.size(); ++i) {
    out += fmt::format("<li id=\"fn-{}\"><span class=\"fn-text\">{}</span>", i + 1,
                       runs(document_.footnotes[i]));
    for (int call = 1; call <= calls_[static_cast<int>(i)]; ++call) {
      out += fmt::format(
          " <a class=\"back\" href=\"#fnref-{}{}\" role=\"doc-backlink\" aria-label=\"回到正文\" "
          "title=\"Back\">↩</a>",
          i + 1, call > 1 ? "-" + std::to_string(call) : "");
    }
    out += "</li>\n";
  }
  in_footnote_ = false;
  return out + "</ol>\n</section>\n";
}

}  // namespace zhiheng::report::web
