#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "audit/view/excerpt.h"
#include "audit/view/html_cards.h"
#include "audit/view/html_document.h"
#include "audit/views.h"
#include "audit/wording.h"
#include "base/markup.h"
#include "base/text.h"
#include "base/version.h"

extern "C" const char zhiheng_audit_css[];
extern "C" const char zhiheng_audit_css_end[];
extern "C" const char zhiheng_audit_js[];
extern "C" const char zhiheng_audit_js_end[];

namespace zhiheng::audit {
namespace {

using view::both;
using view::Entry;
using view::html_line;

std::string_view asset(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

std::string title_of(const Report& report) {
  if (report.documents.size() == 1) return report.documents[0].name;
  return fmt::format("{} 份文件", report.documents.size());
}

std::string head(const Report& report, std::string_view script) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src "
      "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"zhiheng {}\">\n"
      "<title>审校 · {}</title>\n<style>\n{}</style>\n</head>\n",
      csp_hash(script), kVersion, html_line(title_of(report)),
      asset(zhiheng_audit_css, zhiheng_audit_css_end));
}

/// A button with a drawing, its name in both languages and its key.
std::string icon(const char* id, const char* zh, const char* en, const char* drawing, const char* more = "") {
  return fmt::format(
      "<button type=\"button\" class=\"icon\" id=\"{}\" aria-label=\"{}\" data-en=\"{}\"{}><svg viewBox=\"0 "
      "0 24 24\" "
      "aria-hidden=\"true\">{}</svg></button>\n",
      id, zh, en, more, drawing);
}

std::string bar(const Report& report) {
  std::string out = "<header class=\"bar\">\n";
  out += icon("menu", "目录与筛选 (f)", "List and filters (f)", R"(<path d="M4 6h16M4 12h16M4 18h10"/>)",
              " aria-controls=\"side\" aria-expanded=\"false\"");
  out += fmt::format("<p class=\"bar-title\"><b>{}</b> <span class=\"bar-name\">{}</span></p>\n",
                     both("审校", "Audit"), html_line(title_of(report)));
  out += "<div class=\"walk\">\n" +
         icon("previous", "上一项 (k)", "Previous (k)", R"(<path d="m6 15 6-6 6 6"/>)");
  out += "<output id=\"position\" aria-live=\"polite\"></output>\n";
  out += icon("next", "下一项 (j)", "Next (j)", R"(<path d="m6 9 6 6 6-6"/>)") + "</div>\n";
  out +=
      "<button type=\"button\" class=\"icon word\" id=\"language\" aria-label=\"English (l)\" data-en=\"中文 "
      "(l)\">" +
      both("En", "中") + "</button>\n";
  out += icon("theme", "明暗 (d)", "Light or dark (d)",
              R"(<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" class="fill"/>)");
  out += icon(
      "keys", "快捷键 (?)", "Keys (?)",
      R"(<circle cx="12" cy="12" r="8"/><path d="M9.7 9.6a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.7M12 16.2v.3"/>)");
  return out + "</header>\n";
}

std::string tabs(const Report& report) {
  if (report.documents.size() < 2) return {};
  std::string out = "<div class=\"tabs\" role=\"tablist\" aria-label=\"文件\" data-en=\"Documents\">\n";
  for (size_t i = 0; i < report.documents.size(); ++i) {
    out += fmt::format(
        "<button type=\"button\" role=\"tab\" id=\"t-{0}\" aria-controls=\"d-{0}\" aria-selected=\"{1}\" "
        "tabindex=\"{2}\">{3}"
        "</button>\n",
        i, i == 0 ? "true" : "false", i == 0 ? 0 : -1, html_line(base_name(report.documents[i].name)));
  }
  return out + "</div>\n";
}

std::string document(const Report& report, const std::vector<Entry>& entries, size_t i) {
  const read::Document& document = report.documents[i];
  return fmt::format(
      "<section class=\"doc\" id=\"d-{0}\"{1}>\n<h1 title=\"{7}\">{2}</h1>\n<p class=\"about\">{3} · <code "
      "title=\"SHA-256: {4}\">{5}</code></p>\n{6}"
      "</section>\n",
      i, report.documents.size() > 1 ? fmt::format(" role=\"tabpanel\" aria-labelledby=\"t-{}\"", i) : "",
      html_line(base_name(document.name)), html_line(document.format), html_line(document.sha256),
      html_line(document.sha256.substr(0, 12)),
      view::render_blocks(report, entries, static_cast<std::uint32_t>(i)), html_line(document.name));
}

std::string summary(const Report& report) {
  const size_t count = report.results.findings.size(), held = report.results.held.size();
  if (count == 0)
    return fmt::format("<p class=\"summary\">{}</p>\n",
                       both({fmt::format("没有发现，{} 项检验成立。", held),
                             fmt::format("No findings; {} tests held.", held)}));
  return fmt::format("<p class=\"summary\">{}</p>\n",
                     both({fmt::format("发现 {} 项，{} 项检验成立。", count, held),
                           fmt::format("{} findings; {} tests held.", count, held)}));
}

std::string help() {
  struct Key {
    const char* keys;
    const char* zh;
    const char* en;
  };
  static constexpr Key kKeys[] = {
      {"<kbd>j</kbd> <kbd>n</kbd>", "下一项", "Next finding"},
      {"<kbd>k</kbd> <kbd>p</kbd>", "上一项", "Previous finding"},
      {"<kbd>Enter</kbd>", "进入卡片", "Into the card"},
      {"<kbd>o</kbd>", "该项的其他位置", "Its other places"},
      {"<kbd>f</kbd>", "目录与筛选", "List and filters"},
      {"<kbd>/</kbd>", "搜索", "Search"},
      {"<kbd>h</kbd>", "成立的检验", "Tests that held"},
      {"<kbd>d</kbd>", "明暗", "Light or dark"},
      {"<kbd>l</kbd>", "中文、English", "中文, English"},
      {"<kbd>Esc</kbd>", "关闭", "Close"},
      {"<kbd>?</kbd>", "显示本表", "This list"},
  };
  std::string out = "<dialog id=\"help\" aria-labelledby=\"help-title\"><h2 id=\"help-title\">" +
                    both("快捷键", "Keys") + "</h2>\n<dl>";
  for (const Key& key : kKeys)
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", key.keys, both(key.zh, key.en));
  return out + "</dl><button type=\"button\" class=\"plain\" id=\"help-close\">" + both("关闭", "Close") +
         "</button></dialog>\n";
}

/// The held tests for the page's script. Their text may not end the element that it stands in.
std::string held_data(const Report& report) {
  auto list = nlohmann::json::array();
  for (const Held& held : report.results.held) {
    const Words kind = kind_words(held.kind);
    list.push_back({kind.zh, kind.en, view::one_line(held.formula)});
  }
  std::string text = list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  text = replace_all(replace_all(replace_all(text, "&", "\\u0026"), "<", "\\u003c"), ">", "\\u003e");
  return "<script type=\"application/json\" id=\"held\">" + text + "</script>\n";
}

}  // namespace

std::string render_html(const Report& report) {
  const std::string_view script = asset(zhiheng_audit_js, zhiheng_audit_js_end);
  const std::vector<Entry> entries = view::entries_of(report);
  std::string out = head(report, script);
  out +=
      "<body>\n<a class=\"skip\" href=\"#text\">" + both("跳到正文", "To the text") + "</a>\n" + bar(report);
  out += "<aside id=\"side\" tabindex=\"-1\" aria-label=\"目录与筛选\" data-en=\"List and filters\">\n" +
         summary(report) + view::render_filters(report, entries) +
         "<ol id=\"list\"></ol>\n</aside>\n<div id=\"scrim\" hidden></div>\n";
  out += "<main id=\"text\" tabindex=\"-1\">\n<div class=\"sheet\">\n" + tabs(report);
  for (size_t i = 0; i < report.documents.size(); ++i) out += document(report, entries, i);
  out += view::render_remarks(report) + "</div>\n<div class=\"margin\"><h2 class=\"notes-title\">" +
         both("审校发现", "Findings") + "</h2>\n<ol id=\"cards\">\n" + view::render_cards(report, entries) +
         "</ol></div>\n</main>\n";
  out += "<nav id=\"map\" aria-hidden=\"true\"></nav>\n<div id=\"tick\" role=\"note\" hidden></div>\n" +
         help() + held_data(report);
  return out + "<script>" + std::string(script) + "</script>\n</body>\n</html>\n";
}

}  // namespace zhiheng::audit
