#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/view/excerpt.h"
#include "audit/views.h"

namespace zhiheng::audit {
namespace {

using view::Excerpt;
using view::one_line;
using view::Passage;

constexpr int kLeastWidth = 40;
constexpr int kGutter = 9;  // "  12345 │ "
constexpr int kTitleColumns = 60;
constexpr size_t kMostPassages = 6;
constexpr const char* kRed = "1;31";
constexpr const char* kYellow = "1;33";
constexpr const char* kCyan = "1;36";
constexpr const char* kGreen = "1;32";
constexpr const char* kBold = "1";
constexpr const char* kFaint = "2";

const char* colour_of(Weight weight) {
  return weight == Weight::kError ? kRed : weight == Weight::kWarning ? kYellow : kCyan;
}

/// The first code points of `text` that fit into `columns`.
std::string head(std::string_view text, int columns) {
  size_t end = 0;
  for (size_t at = 0; at < text.size(); end = at) {
    columns -= is_wide(next_code_point(text, at)) ? 2 : 1;
    if (columns < 0) break;
  }
  return std::string(text.substr(0, end));
}

/// The last code points that fit.
std::string tail(std::string_view text, int columns) {
  int over = display_width(text) - columns;
  size_t from = 0;
  while (over > 0) over -= is_wide(next_code_point(text, from)) ? 2 : 1;
  return std::string(text.substr(from));
}

/// Cuts an excerpt to `columns`, the mark in view; "…" where words were left out.
Excerpt fitted(const Excerpt& whole, int columns) {
  const int before = display_width(whole.before), mark = display_width(whole.mark),
            after = display_width(whole.after);
  if (before + mark + after <= columns) return whole;
  Excerpt cut = whole;
  if (mark > columns - 4) cut.mark = head(whole.mark, columns - 6) + "…";
  const int room = columns - display_width(cut.mark);
  const int left = std::clamp(room - after, std::min(before, room / 2), before);
  if (left < before) cut.before = "…" + tail(whole.before, left - 1);
  const int right = room - display_width(cut.before);
  if (after > right) cut.after = head(whole.after, std::max(0, right - 1)) + "…";
  return cut;
}

std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<size_t>(std::max(1, columns - display_width(text))), ' ');
}

class Writer {
 public:
  Writer(const Report& report, bool colours, int width)
      : report_(report), colours_(colours), columns_(std::max(width, kLeastWidth) - kGutter) {}

  std::string write() {
    for (const Finding& finding : report_.results.findings) show(finding);
    waived();
    not_read();
    unmatched();
    counts();
    return std::move(out_);
  }

 private:
  std::string painted(const char* colour, std::string_view text) const {
    return colours_ ? fmt::format("\033[{}m{}\033[0m", colour, text) : std::string(text);
  }
  template <class... Args>
  void line(fmt::format_string<Args...> pattern, Args&&... args) {
    out_ += fmt::format(pattern, std::forward<Args>(args)...) + '\n';
  }
  const read::Document& document(const Spot& spot) const { return report_.documents[spot.document]; }

  /// The words of a passage with its numbers underlined, once if they fit into a line, else each number by
  /// itself.
  void quote(const Finding& finding, const Passage& passage) {
    int width = 0;
    for (const Passage::Piece& piece : passage.pieces) width += display_width(piece.text);
    const Spot& first = finding.spots[passage.spots[0]];
    if (width <= columns_) return quote_line(first, finding.weight, passage.pieces);
    for (const size_t i : passage.spots) {
      const Spot& spot = finding.spots[i];
      const Excerpt parts = fitted(view::excerpt(document(spot), spot), columns_);
      quote_line(spot, finding.weight,
                 {{parts.before, -1}, {parts.mark, static_cast<int>(i)}, {parts.after, -1}});
    }
  }

  void quote_line(const Spot& spot, Weight weight, const std::vector<Passage::Piece>& pieces) {
    const int number = document(spot).place(spot.mark.begin).line;
    std::string words, under;
    for (const Passage::Piece& piece : pieces) {
      const auto length = static_cast<size_t>(display_width(piece.text));
      const char* colour = piece.spot == 0 ? colour_of(weight) : kGreen;
      words += piece.spot < 0 ? piece.text : painted(colour, piece.text);
      if (piece.spot < 0 || length == 0) {
        under += std::string(length, ' ');
      } else {
        under +=
            painted(colour, piece.spot == 0 ? "^" + std::string(length - 1, '~') : std::string(length, '-'));
      }
    }
    while (under.ends_with(' ')) under.pop_back();
    line("  {} {}", painted(kFaint, fmt::format("{:>5} │", number > 0 ? std::to_string(number) : "")), words);
    if (!under.empty()) line("  {} {}", painted(kFaint, "      │"), under);
  }

  void detail(const char* title, const std::string& text) {
    if (!text.empty()) line("        = {}: {}", painted(kFaint, title), one_line(text));
  }

  void show(const Finding& finding) {
    const auto passages = view::passages(report_.documents, finding.spots);
    if (!passages.empty())
      out_ += painted(kBold, view::place_label(document(finding.spots[0]), finding.spots[0])) + ": ";
    const Words weight = weight_words(finding.weight);
    line("{} {} {}", painted(colour_of(finding.weight), weight.zh + " " + weight.en + ":"),
         painted(kBold, one_line(finding.explanation.zh)),
         painted(kFaint, fmt::format("[{} {}，{}]", kind_name(finding.kind), kind_title(finding.kind),
                                     finding.certain ? "确定 certain" : "可能 likely")));
    if (!finding.explanation.en.empty()) line("    {}", painted(kFaint, one_line(finding.explanation.en)));
    if (!passages.empty()) quote(finding, passages[0]);
    details(finding);
    for (size_t i = 1; i < passages.size() && i <= kMostPassages; ++i) {
      const Spot& other = finding.spots[passages[i].spots[0]];
      line("    {}: 对照 compare", view::place_label(document(other), other));
      quote(finding, passages[i]);
    }
    if (passages.size() > kMostPassages + 1)
      line("        … 另有 {} 处 more places", passages.size() - 1 - kMostPassages);
    line("        {}\n", painted(kFaint, "= 编号 id: " + one_line(finding.id)));
  }

  void details(const Finding& finding) {
    detail("原文 stated", finding.stated);
    detail("重算 recomputed", finding.recomputed);
    detail("算式 formula", finding.formula);
    detail("区间 interval", finding.interval);
    detail("相差 difference", finding.difference);
    if (finding.cause) detail("可能原因 likely cause", finding.cause->zh + " (" + finding.cause->en + ")");
  }

  void waived() {
    if (report_.waived.empty()) return;
    line("{}", painted(kBold, "已豁免 waived:"));
    for (const Waived& each : report_.waived) {
      const Finding& finding = each.finding;
      const std::string place =
          finding.spots.empty() ? "" : view::place_label(document(finding.spots[0]), finding.spots[0]) + ": ";
      line("  {}{} [{}] — {}（{}，{}）", place, one_line(finding.explanation.zh), one_line(finding.id),
           one_line(each.waiver.reason), one_line(each.waiver.who), one_line(each.waiver.when));
    }
    out_ += '\n';
  }

  void not_read() {
    const bool parts =
        std::ranges::any_of(report_.documents, [](const auto& d) { return !d.unread.empty(); });
    if (!parts && report_.refused.empty()) return;
    line("{}", painted(kBold, "未能读取 not read:"));
    for (const Diagnostic& each : report_.refused) line("  {}", painted(kRed, one_line(to_string(each))));
    for (const read::Document& each : report_.documents) {
      for (const read::Unread& unread : each.unread) {
        std::string place = unread.place.page > 0 ? fmt::format(" (p. {})", unread.place.page) : "";
        if (!unread.place.cell.empty())
          place += ":" + one_line(unread.place.cell);
        else if (unread.place.line > 0)
          place += fmt::format(":{}", unread.place.line);
        line("  {}{}: {} ({})", one_line(each.name), place, one_line(unread.zh), one_line(unread.en));
      }
    }
    out_ += '\n';
  }

  void unmatched() {
    if (report_.unmatched.empty()) return;
    line("{}",
         painted(kBold,
                 "豁免已无对应，数字已改或已更正 waivers that match nothing: numbers changed or mended:"));
    for (const Waiver& each : report_.unmatched) {
      line("  {}: {} — {}（{}，{}）", one_line(to_string(each.where)), one_line(each.id),
           one_line(each.reason), one_line(each.who), one_line(each.when));
    }
    out_ += '\n';
  }

  /// One line of the table of counts: a title and three numbers, each with its colour where it is not 0.
  void count_row(const std::string& title, const KindCount& count) {
    const auto number = [&](size_t value, const char* colour) {
      const std::string text = fmt::format("{:>8}", value);
      return value > 0 ? painted(colour, text) : text;
    };
    line("  {}{}{}{}", padded(title, kTitleColumns), number(count.findings, kRed),
         number(count.waived, kFaint), number(count.held, kGreen));
  }

  void counts() {
    const auto kinds = count_kinds(report_);
    KindCount total;
    line("  {}", painted(kBold, padded("", kTitleColumns) + "    发现    豁免    成立"));
    line("  {}", painted(kBold, padded("种类 kind", kTitleColumns) + "   found  waived    held"));
    for (int i = 0; i < kKindCount; ++i) {
      const KindCount& count = kinds[static_cast<size_t>(i)];
      total.findings += count.findings;
      total.waived += count.waived;
      total.held += count.held;
      if (count.findings + count.waived + count.held == 0) continue;
      const auto kind = static_cast<Kind>(i);
      const Words words = kind_words(kind);
      count_row(padded(kind_name(kind), 12) + words.zh + " " + words.en, count);
    }
    count_row("合计 total", total);
    const auto certain = std::ranges::count_if(report_.results.findings, &Finding::certain);
    line("  文件 documents {} · 确定 certain {} · 可能 likely {}", report_.documents.size(), certain,
         static_cast<std::ptrdiff_t>(report_.results.findings.size()) - certain);
  }

  const Report& report_;
  const bool colours_;
  const int columns_;
  std::string out_;
};

}  // namespace

std::string render_text(const Report& report, bool colours, int width) {
  return Writer(report, colours, width).write();
}

}  // namespace zhiheng::audit
