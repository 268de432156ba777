#include "audit/view/html_cards.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "audit/view/excerpt.h"
#include "audit/wording.h"

namespace zhiheng::audit::view {
namespace {

// A cross in a circle, a triangle, an i: never by colour alone.
constexpr std::array<const char*, 3> kIcons{
    R"(<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="M8 7v4.2M8 4.4v.6"/></svg>)",
    R"(<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1.5 15 14H1z"/><path d="M8 6v4M8 11.6v.6"/></svg>)",
    R"(<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/></svg>)"};

std::string severity(Weight weight) {
  return fmt::format("<span class=\"severity {}\">{}{}</span>", weight_name(weight),
                     kIcons[static_cast<size_t>(weight)], both(weight_words(weight)));
}

std::string value(const char* zh, const char* en, const std::string& text, const char* look = "") {
  if (text.empty()) return {};
  return fmt::format("<div><dt>{}</dt><dd{}>{}</dd></div>", both(zh, en), look, html_line(text));
}

std::string link(size_t number, size_t spot, const std::string& text) {
  return fmt::format("<a class=\"go\" href=\"#m-{}-{}\">{}</a>", number, spot, text);
}

/// The place of a passage's first spot, and its words with all its marks.
std::string place(const Report& report, const Finding& finding, size_t number, const Passage& passage) {
  const Spot& first = finding.spots[passage.spots[0]];
  const read::Document& document = report.documents[first.document];
  std::string title = both(place_words(document, first));
  if (report.documents.size() > 1)
    title = fmt::format("<span class=\"file\">{}</span> {}", html_line(base_name(document.name)), title);
  std::string words;
  for (const Passage::Piece& piece : passage.pieces) {
    words += piece.spot < 0
                 ? html_line(piece.text)
                 : link(number, static_cast<size_t>(piece.spot),
                        fmt::format("<mark{}>{}</mark>", piece.spot == 0 ? " class=\"doubted\"" : "",
                                    html_line(piece.text)));
  }
  return fmt::format("<li>{}<q>{}</q></li>", link(number, passage.spots[0], title), words);
}

std::string values(const Finding& finding) {
  std::string out = value("原文", "Stated", finding.stated) +
                    value("重算", "Recomputed", finding.recomputed, " class=\"good\"") +
                    value("相差", "Difference", finding.difference) +
                    value("算式", "Formula", finding.formula) + value("区间", "Interval", finding.interval);
  if (finding.cause)
    out += fmt::format("<div class=\"cause\"><dt>{}</dt><dd>{}</dd></div>", both("可能原因", "Likely cause"),
                       both(*finding.cause));
  return out.empty() ? out : "<dl>" + out + "</dl>";
}

std::string waiver_note(const Waiver& waiver) {
  return fmt::format("<p class=\"waiver\">{} {}<br><small>{} · {}</small></p>",
                     both("豁免理由：", "Waived: "), html_line(waiver.reason), html_line(waiver.who),
                     html_line(waiver.when));
}

/// How much of its document stands before a finding, 0 to 1: for the map at the edge of the page.
double part_before(const Report& report, const Finding& finding) {
  if (finding.spots.empty()) return 0;
  const Spot& spot = finding.spots[0];
  const auto size = static_cast<double>(report.documents[spot.document].text.size());
  return size > 0 ? std::min(1.0, spot.mark.begin / size) : 0;
}

std::string card(const Report& report, const Entry& entry, size_t number) {
  const Finding& finding = *entry.finding;
  std::set<std::uint32_t> documents;
  std::string places;
  for (const Spot& spot : finding.spots) documents.insert(spot.document);
  for (const Passage& passage : passages(report.documents, finding.spots))
    places += place(report, finding, number, passage);
  std::string out = fmt::format(
      "<li class=\"card {0}{1}\" id=\"f-{2}\" tabindex=\"-1\" data-kind=\"{3}\" data-severity=\"{0}\" "
      "data-certain=\"{4}\" data-docs=\"{5}\" data-at=\"{6:.4f}\"{7}>\n",
      weight_name(finding.weight), entry.waiver != nullptr ? " waived" : "", number, kind_name(finding.kind),
      finding.certain ? "certain" : "likely", fmt::join(documents, " "), part_before(report, finding),
      entry.waiver != nullptr ? " data-waived=\"1\"" : "");
  out += fmt::format(
      "<div class=\"head\"><span class=\"no\">{}</span>{}<span class=\"kind\">{}</span><span "
      "class=\"sure\">{}</span></div>\n",
      number, severity(finding.weight), both(kind_words(finding.kind)),
      finding.certain ? both("确定", "certain") : both("可能", "likely"));
  out += fmt::format("<p class=\"what\">{}</p>\n", both(finding.explanation));
  if (entry.waiver != nullptr) out += waiver_note(*entry.waiver);
  out += fmt::format(
      "<div class=\"more\">{}\n<ol class=\"places\">{}</ol>\n<p class=\"id\">{} "
      "<code>{}</code></p></div></li>\n",
      values(finding), places, both("编号", "id"), html_line(finding.id));
  return out;
}

std::string box(const char* group, std::string_view name, const std::string& title, size_t count) {
  return fmt::format(
      "<label><input type=\"checkbox\" data-filter=\"{}\" value=\"{}\" checked>{}<b>{}</b></label>\n", group,
      name, title, count);
}

std::string fieldset(const char* zh, const char* en, const std::string& boxes) {
  return fmt::format("<fieldset><legend>{}</legend>\n{}</fieldset>\n", both(zh, en), boxes);
}

template <class Has>
size_t count(const std::vector<Entry>& entries, Has has) {
  return static_cast<size_t>(
      std::ranges::count_if(entries, [&](const Entry& each) { return has(*each.finding); }));
}

std::string weight_boxes(const std::vector<Entry>& entries) {
  std::string out;
  for (const Weight weight : {Weight::kError, Weight::kWarning, Weight::kNote}) {
    out += box("severity", weight_name(weight), severity(weight),
               count(entries, [&](const Finding& f) { return f.weight == weight; }));
  }
  return out;
}

std::string kind_boxes(const std::vector<Entry>& entries) {
  std::string out;
  for (int i = 0; i < kKindCount; ++i) {
    const auto kind = static_cast<Kind>(i);
    const size_t found = count(entries, [&](const Finding& f) { return f.kind == kind; });
    if (found > 0) out += box("kind", kind_name(kind), both(kind_words(kind)), found);
  }
  return out;
}

std::string document_boxes(const Report& report, const std::vector<Entry>& entries) {
  std::string out;
  for (size_t i = 0; i < report.documents.size(); ++i) {
    const auto here = [&](const Finding& f) {
      return std::ranges::any_of(f.spots, [&](const Spot& spot) { return spot.document == i; });
    };
    out +=
        box("docs", std::to_string(i), html_line(base_name(report.documents[i].name)), count(entries, here));
  }
  return out;
}

}  // namespace

std::string both(const Words& words) {
  if (words.en.empty() || words.en == words.zh) return html_line(words.zh);
  return fmt::format("<span class=\"zh\">{}</span><span class=\"en\" lang=\"en\">{}</span>",
                     html_line(words.zh), html_line(words.en));
}
std::string both(const char* zh, const char* en) { return both(Words{zh, en}); }

std::string render_cards(const Report& report, const std::vector<Entry>& entries) {
  std::string out;
  for (size_t i = 0; i < entries.size(); ++i) out += card(report, entries[i], i + 1);
  return out;
}

std::string render_filters(const Report& report, const std::vector<Entry>& entries) {
  std::string out =
      "<input type=\"search\" id=\"search\" placeholder=\"搜索发现\" aria-label=\"搜索发现\" "
      "data-en=\"Search the findings\" autocomplete=\"off\">\n<details id=\"filters\"><summary>" +
      both("筛选", "Filters") + "</summary>\n";
  out += fieldset("严重程度", "Severity", weight_boxes(entries));
  out += fieldset("把握", "Certainty",
                  box("certain", "certain", both("确定", "Certain"),
                      count(entries, [](const Finding& f) { return f.certain; })) +
                      box("certain", "likely", both("可能", "Likely"),
                          count(entries, [](const Finding& f) { return !f.certain; })));
  if (!entries.empty()) out += fieldset("种类", "Kind", kind_boxes(entries));
  if (report.documents.size() > 1) out += fieldset("文件", "Document", document_boxes(report, entries));
  std::string shown;
  if (!report.waived.empty()) shown += box("waived", "1", both("已豁免的", "Waived"), report.waived.size());
  shown += fmt::format("<label><input type=\"checkbox\" id=\"show-held\">{}<b>{}</b></label>\n",
                       both("成立的检验 ✓", "Tests that held ✓"), report.results.held.size());
  out += fieldset("另外显示", "Also show", shown);
  return out + "</details>\n";
}

std::string render_remarks(const Report& report) {
  std::string out;
  for (const Diagnostic& each : report.refused)
    out += fmt::format("<li><b>{}</b> {}</li>\n", html_line(each.where.file), both({each.zh, each.en}));
  for (const read::Document& document : report.documents) {
    for (const read::Unread& each : document.unread)
      out += fmt::format("<li><b>{}</b> {}</li>\n", html_line(base_name(document.name)),
                         both({each.zh, each.en}));
  }
  if (!out.empty()) out = fmt::format("<h2>{}</h2>\n<ul>{}</ul>\n", both("未能读取", "Not read"), out);
  std::string waivers;
  for (const Waiver& each : report.unmatched)
    waivers += fmt::format("<li><code>{}</code> {} <small>{} · {}</small></li>\n", html_line(each.id),
                           html_line(each.reason), html_line(each.who), html_line(each.when));
  if (!waivers.empty())
    out += fmt::format(
        "<h2>{}</h2>\n<ul>{}</ul>\n",
        both("豁免已无对应：数字已改或已更正", "Waivers that match nothing: numbers changed or mended"),
        waivers);
  return out.empty() ? out : "<aside class=\"remarks\">\n" + out + "</aside>\n";
}

}  // namespace zhiheng::audit::view
