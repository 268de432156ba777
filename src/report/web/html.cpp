#include "report/html.h"

#include <fmt/format.h>

#include "base/markup.h"
#include "base/text.h"
#include "report/cover_title.h"
#include "report/web/html_blocks.h"
#include "report/web/html_words.h"
#include "report/web/lineage_script.h"

extern "C" const char zhiheng_paper_css[];
extern "C" const char zhiheng_paper_css_end[];
extern "C" const char zhiheng_paper_js[];
extern "C" const char zhiheng_paper_js_end[];
extern "C" const char zhiheng_echarts_js[];
extern "C" const char zhiheng_echarts_js_end[];

namespace zhiheng::report {
namespace {

std::string_view asset(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

/// A colour or a font list goes into CSS as it is, so it may not end the declaration.
std::string css_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ';' && c != '{' && c != '}' && c != '<' && c != '>' && c != '\\' &&
        static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

std::string variables(const Palette& palette) {
  std::string out;
  for (const auto& [name, colour] : {std::pair{"ink", palette.ink},
                                     {"secondary", palette.secondary},
                                     {"hairline", palette.hairline},
                                     {"paper", palette.paper},
                                     {"wash", palette.wash},
                                     {"accent", palette.accent}}) {
    out += fmt::format("--{}:{};", name, css_value(colour));
  }
  return out;
}

/// The tokens as CSS variables: light, dark by the reader's system, and either by the switch.
std::string tokens(const Theme& theme) {
  const std::string light = variables(theme.light), dark = "color-scheme:dark;" + variables(theme.dark);
  return fmt::format(
      ":root{{color-scheme:light;{}--at-risk:{};--behind:{};--font:{}}}\n"
      "@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{}}}}}\n"
      "@media screen{{:root[data-theme=dark]{{{}}}}}\n",
      light, css_value(theme.at_risk), css_value(theme.behind), css_value(theme.screen_font), dark, dark);
}

/// On paper the band of the screen is on the first page only; the margins say it on each.
constexpr const char* kSimulatedPages =
    "@page{@top-center{content:\"模拟数据 Simulated data\";color:#b3362f;font:9pt sans-serif}}\n";

std::string head(const Document& document, const Theme& theme, std::string_view echarts,
                 std::string_view script) {
  std::string out = "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {} {}; "
      "style-src 'unsafe-inline'; "
      "img-src data:; base-uri 'none'; form-action 'none'\">\n",
      csp_hash(echarts), csp_hash(script));
  out +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n";
  out += fmt::format(
      "<meta name=\"generator\" content=\"{}\">\n<meta name=\"author\" "
      "content=\"{}\">\n<title>{}</title>\n<style>\n{}{}</style>\n</head>\n",
      html(document.engine), html(join(document.issuers, "、")), html(document.title),
      tokens(theme) + (document.simulated ? kSimulatedPages : ""),
      asset(zhiheng_paper_css, zhiheng_paper_css_end));
  return out;
}

constexpr const char* kBar = R"html(<header class="bar">
<button type="button" class="icon" id="menu" aria-controls="contents" aria-expanded="false" aria-label="目录" title="目录 Contents"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6h16M4 12h16M4 18h10"/></svg></button>
<p class="bar-title">{}</p>
<button type="button" class="icon" id="theme" aria-label="明暗" title="明暗 Light or dark (d)"><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" class="fill"/></svg></button>
<button type="button" class="icon" id="keys" aria-label="快捷键" title="快捷键 Keys (?)"><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/><path d="M9.7 9.6a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.7M12 16.2v.3"/></svg></button>
</header>
)html";

constexpr const char* kOverlays =
    R"html(<aside id="panel" role="dialog" aria-modal="false" aria-labelledby="panel-title" tabindex="-1" hidden></aside>
<div id="note" role="note" hidden></div>
<div id="scrim" hidden></div>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">快捷键 <small>Keys</small></h2>
<dl><div><dt><kbd>Enter</kbd></dt><dd>查看数字的来历 <small>Where a number comes from</small></dd></div>
<div><dt><kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd></dt><dd>在表格的数字间移动 <small>Between numbers of a table</small></dd></div>
<div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>下一节、上一节 <small>Next, previous section</small></dd></div>
<div><dt><kbd>c</kbd></dt><dd>目录 <small>Contents</small></dd></div>
<div><dt><kbd>d</kbd></dt><dd>明暗 <small>Light or dark</small></dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>关闭 <small>Close</small></dd></div>
<div><dt><kbd>?</kbd></dt><dd>显示本表 <small>This list</small></dd></div></dl>
<button type="button" class="plain" id="help-close">关闭</button></dialog>
)html";

/// The dial of a balance, as on the printed cover.
constexpr const char* kDial =
    R"html(<svg class="dial" viewBox="0 0 200 200" aria-hidden="true"><circle cx="200" cy="0" r="188"/><circle cx="200" cy="0" r="164" class="b"/><circle cx="200" cy="0" r="157" class="k"/><circle cx="200" cy="0" r="130"/><circle cx="200" cy="0" r="100"/><path d="M186 19 116 104" class="b"/><circle cx="200" cy="0" r="24" class="d"/></svg>
)html";

/// The title in parts that a narrow screen does not break.
std::string title(const Document& document) {
  const CoverTitle parts = cover_title(document);
  if (parts.year.empty()) return html(document.title);
  return fmt::format("<span>{} 年度{}</span><span>{}</span>", html(parts.year), html(parts.district),
                     html(parts.name));
}

std::string title_page(const Document& document) {
  std::string out = std::string("<header class=\"cover\">\n") + kDial;
  out += fmt::format("<p class=\"district\">{}</p>\n<h1>{}</h1>\n",
                     html(document.district_full.empty() ? document.district : document.district_full),
                     title(document));
  if (!document.edition.empty()) out += "<p class=\"edition\">" + html(document.edition) + "</p>\n";
  out += "<p class=\"issuers\">";
  for (const std::string& issuer : document.issuers) out += "<span>" + html(issuer) + "</span>";
  return out + "</p>\n<p class=\"issued\">" + html(issued_words(document)) + "</p>\n</header>\n";
}

/// From what the paper was made, and what it leaves out.
std::string about(const Document& document) {
  std::string out = fmt::format(
      "<footer class=\"about\">\n<h2 "
      "title=\"About\">关于本文</h2>\n<p>正文和图表中的数字都可点开，查看定义、口径和来源；带<span "
      "class=\"f\" title=\"differs\"></span>的与已公布的数不同。由 {} 生成。</p>\n",
      html(document.engine));
  if (!document.omitted.empty()) {
    out += "<details><summary title=\"Left out\">未列入的章节</summary>\n<ul>\n";
    for (const std::string& each : document.omitted) out += "<li>" + html(each) + "</li>\n";
    out += "</ul></details>\n";
  }
  out += fmt::format(
      "<details><summary title=\"Input files\">数据文件（{} 份）</summary>\n<ul class=\"files\">\n",
      document.generated_from.size());
  for (const LineageInput& each : document.generated_from) {
    out += fmt::format("<li>{} <code title=\"SHA-256: {}\">{}</code></li>\n", html(each.path),
                       html(each.sha256), html(each.sha256.substr(0, 12)));
  }
  return out + "</ul></details>\n</footer>\n";
}

}  // namespace

std::string render_html(const Document& document, const Theme& theme) {
  const std::string_view echarts = asset(zhiheng_echarts_js, zhiheng_echarts_js_end),
                         script = asset(zhiheng_paper_js, zhiheng_paper_js_end);
  web::HtmlWords words(document);
  std::string out = head(document, theme, echarts, script);
  out += "<body>\n<a class=\"skip\" href=\"#main\">跳到正文 <small>Skip to the text</small></a>\n";
  if (document.simulated)
    out +=
        "<p class=\"simulated\" role=\"note\"><b>模拟数据</b> "
        "本文的数字都是编造的，只供演示。<small>Simulated data</small></p>\n";
  out += fmt::format(fmt::runtime(kBar), html(document.title));
  out += "<nav id=\"contents\" aria-label=\"目录\">\n<p class=\"nav-title\" title=\"Contents\">目录</p>\n" +
         web::html_contents(document) + "</nav>\n";
  out += "<main id=\"main\" tabindex=\"-1\">\n" + title_page(document);
  out += web::html_blocks(document.blocks, words);
  out += words.footnotes();  // after the text, which says from where each is called
  out += about(document) + "</main>\n";
  out += kOverlays;
  out += "<script type=\"application/json\" id=\"lineage\">" + web::lineage_script(document) + "</script>\n";
  out += fmt::format("<script>{}</script>\n<script>{}</script>\n</body>\n</html>\n", echarts, script);
  return out;
}

}  // namespace zhiheng::report
