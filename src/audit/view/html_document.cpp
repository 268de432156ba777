#include "audit/view/html_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/view/excerpt.h"
#include "audit/view/table_grid.h"
#include "base/text.h"

namespace zhiheng::audit::view {
namespace {

constexpr size_t kPieceBytes = 6000;
constexpr int kDeepestHeading = 6;
constexpr int kLineHeight = 30;       // of the view's text, in pixels
constexpr int kBytesInLine = 34 * 3;  // Chinese characters in a line
constexpr int kRowHeight = 37;

/// What a mark looks like: the gravest of the findings that doubt it; "other" where it is only compared with.
const char* class_of(const Mark& mark, const std::vector<Entry>& entries) {
  int gravest = -1;
  bool waived = false;
  for (const Reference& each : mark.references) {
    if (entries[each.entry].waiver != nullptr) {
      waived = true;
    } else if (each.spot == 0) {
      gravest = std::max(gravest, static_cast<int>(entries[each.entry].finding->weight));
    }
  }
  if (gravest >= 0) return weight_name(static_cast<Weight>(gravest));
  const bool only_waived = std::ranges::all_of(
      mark.references, [&](const Reference& each) { return entries[each.entry].waiver != nullptr; });
  return waived && only_waived ? "waived" : "other";
}

std::string labels(const Mark& mark, const std::vector<Entry>& entries, const std::string& text) {
  const Reference& first = mark.references[0];
  const Entry& entry = entries[first.entry];
  const Words weight =
      entry.waiver != nullptr ? Words{"已豁免", "waived"} : weight_words(entry.finding->weight);
  const Words kind = kind_words(entry.finding->kind);
  const size_t more = mark.references.size() - 1;
  return fmt::format("aria-label=\"{}：{}，{}，第 {} 项{}\" data-en=\"{}: {}, {}, number {}{}\"", text,
                     weight.zh, kind.zh, first.entry + 1, more > 0 ? fmt::format("，另有 {} 项", more) : "",
                     text, weight.en, kind.en, first.entry + 1,
                     more > 0 ? fmt::format(", and {} more", more) : "");
}

class Writer {
 public:
  Writer(const Report& report, const std::vector<Entry>& entries, std::uint32_t document)
      : document_(report.documents[document]),
        entries_(entries),
        marks_(marks_of(report, entries, document)) {}

  std::string write() {
    for (const read::Block& block : document_.blocks) {
      page_break(block);
      add(block);
      if (piece_.size() > kPieceBytes) close_piece();
    }
    close_piece();
    return std::move(out_);
  }

 private:
  void close_piece() {
    if (piece_.empty()) return;
    out_ += fmt::format("<div class=\"piece\" style=\"--h:{}px\">\n{}</div>\n", std::min(height_, 1'000'000),
                        piece_);
    piece_.clear();
    height_ = 0;
  }

  void page_break(const read::Block& block) {
    if (block.page <= 0 || block.page == page_) return;
    page_ = block.page;
    piece_ += fmt::format(
        "<p class=\"page\"><span class=\"zh\">第 {} 页</span><span class=\"en\">Page {}</span></p>\n", page_,
        page_);
  }

  void add(const read::Block& block) {
    switch (block.kind) {
      case read::BlockKind::kHeading: {
        const int level = std::clamp(block.level == 0 ? 3 : block.level + 1, 2, kDeepestHeading);
        piece_ += fmt::format("<h{0}>{1}</h{0}>\n", level, marked(block.text));
        height_ += 3 * kLineHeight;
        break;
      }
      case read::BlockKind::kTable:
        table(block);
        break;
      default: {
        const bool note = block.kind == read::BlockKind::kNote;
        piece_ += fmt::format("<p{}>{}</p>\n", note ? " class=\"note\"" : "", marked(block.text));
        height_ +=
            kLineHeight * (1 + static_cast<int>(block.text.end - block.text.begin) / kBytesInLine) + 17;
      }
    }
  }

  void table(const read::Block& block) {
    if (!block.name.empty()) piece_ += fmt::format("<p class=\"sheet-name\">{}</p>\n", html_line(block.name));
    piece_ += "<div class=\"scroll\"><table>\n";
    for (const GridRow& row : grid_rows(document_, block)) {
      piece_ += "<tr>";
      for (const GridCell& cell : row.cells) piece_ += cell_html(cell, row.head);
      piece_ += "</tr>\n";
      height_ += kRowHeight;
    }
    piece_ += "</table></div>\n";
    height_ += kRowHeight;
  }

  std::string cell_html(const GridCell& cell, bool head) {
    const char* tag = head ? "th" : "td";
    std::string spans;
    if (cell.row_span > 1) spans += fmt::format(" rowspan=\"{}\"", cell.row_span);
    if (cell.column_span > 1) spans += fmt::format(" colspan=\"{}\"", cell.column_span);
    if (cell.cell == nullptr) return fmt::format("<{0}{1}></{0}>", tag, spans);
    const char* look = looks_numeric(document_.view(cell.cell->text)) ? " class=\"r\"" : "";
    return fmt::format("<{0}{1}{2}>{3}</{0}>", tag, spans, look, marked(cell.cell->text));
  }

  /// The text of a span with its marks.
  std::string marked(read::Span range) {
    std::string out;
    auto mark = std::ranges::partition_point(marks_, [&](const Mark& m) { return m.span.end < range.begin; });
    std::uint32_t at = range.begin;
    for (; mark != marks_.end() && mark->span.begin <= range.end; ++mark) {
      const read::Span part{std::max(mark->span.begin, at), std::min(mark->span.end, range.end)};
      if (part.end < part.begin || (part.empty() && !mark->span.empty())) continue;
      out += html_line(document_.view({at, part.begin})) + mark_html(*mark, html_line(document_.view(part)));
      at = part.end;
    }
    return out + html_line(document_.view({at, range.end}));
  }

  std::string mark_html(const Mark& mark, const std::string& text) {
    const std::string held =
        mark.held.empty() ? "" : fmt::format(" data-h=\"{}\"", fmt::join(mark.held, " "));
    if (mark.references.empty()) return fmt::format("<span class=\"h\"{}>{}</span>", held, text);
    std::string references;
    std::set<std::uint32_t> numbers;
    for (const Reference& each : mark.references) {
      references += fmt::format("{}{}.{}", references.empty() ? "" : " ", each.entry + 1, each.spot);
      numbers.insert(each.entry + 1);
    }
    const Reference& first = mark.references[0];
    return fmt::format(
        "<a class=\"m {}{}{}\" role=\"button\" href=\"#f-{}\" data-f=\"{}\" data-n=\"{}\"{} {}>{}{}</a>",
        class_of(mark, entries_), mark.held.empty() ? "" : " h", text.empty() ? " bare" : "", first.entry + 1,
        references, fmt::join(numbers, ","), held, labels(mark, entries_, text), targets(mark), text);
  }

  /// What the cards' links lead to. A mark that crosses blocks carries them in its first part only.
  std::string targets(const Mark& mark) {
    std::string out;
    if (!placed_.insert(mark.span.begin).second) return out;
    for (const Reference& each : mark.references)
      out += fmt::format("<i id=\"m-{}-{}\"></i>", each.entry + 1, each.spot);
    return out;
  }

  const read::Document& document_;
  const std::vector<Entry>& entries_;
  const std::vector<Mark> marks_;
  std::set<std::uint32_t> placed_;  // begins of the marks that have been written
  std::string out_, piece_;
  int height_ = 0;
  int page_ = 0;
};

}  // namespace

std::string render_blocks(const Report& report, const std::vector<Entry>& entries, std::uint32_t document) {
  return Writer(report, entries, document).write();
}

}  // namespace zhiheng::audit::view
