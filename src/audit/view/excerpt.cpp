#include "audit/view/excerpt.h"

#include <algorithm>

#include "base/markup.h"
#include "base/text.h"

namespace zhiheng::audit::view {
namespace {

constexpr std::uint32_t kAround = 90;  // bytes on each side of a mark without a quote: some thirty characters

bool is_space(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0; }

/// What a terminal or a page could take for an order: controls, and marks that turn the writing direction.
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x61c;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// `span` within the text, and not inside a character.
read::Span clipped(const std::string& text, read::Span span) {
  const auto size = static_cast<std::uint32_t>(text.size());
  span.begin = std::min(span.begin, size);
  span.end = std::clamp(span.end, span.begin, size);
  while (span.begin > 0 && span.begin < size && is_continuation(text[span.begin])) --span.begin;
  while (span.end < size && is_continuation(text[span.end])) ++span.end;
  return span;
}

/// The words around `mark`: its quote if that holds it, else a piece of its block.
read::Span around(const read::Document& document, const Spot& spot, read::Span mark) {
  const read::Span given = clipped(document.text, spot.quote);
  if (!given.empty() && given.begin <= mark.begin && mark.end <= given.end) return given;
  read::Span piece{mark.begin > kAround ? mark.begin - kAround : 0, mark.end + kAround};
  if (const size_t block = document.block_at(mark.begin); block < document.blocks.size()) {
    const read::Span whole = document.blocks[block].text;
    piece = {std::max(piece.begin, std::min(whole.begin, mark.begin)),
             std::min(piece.end, std::max(whole.end, mark.end))};
  }
  return clipped(document.text, piece);
}

bool holds(const read::Span& outer, const read::Span& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

/// The spot `first` and those after it, not yet `done`, that have its quote and whose marks do not overlap.
std::vector<size_t> sharing(const std::vector<read::Document>& documents, const std::vector<Spot>& spots,
                            size_t first, const std::vector<bool>& done) {
  std::vector<size_t> found{first};
  const Spot& spot = spots[first];
  const read::Span quote =
      around(documents[spot.document], spot, clipped(documents[spot.document].text, spot.mark));
  for (size_t i = first + 1; i < spots.size(); ++i) {
    const Spot& other = spots[i];
    if (done[i] || other.document != spot.document || other.quote != spot.quote) continue;
    const bool apart = std::ranges::all_of(found, [&](size_t k) {
      return other.mark.begin >= spots[k].mark.end || other.mark.end <= spots[k].mark.begin;
    });
    if (apart && holds(quote, other.mark)) found.push_back(i);
  }
  return found;
}

std::vector<Passage::Piece> pieces_of(const read::Document& document, const std::vector<Spot>& spots,
                                      std::vector<size_t> chosen) {
  const read::Span quote = around(document, spots[chosen[0]], clipped(document.text, spots[chosen[0]].mark));
  std::ranges::sort(chosen, {}, [&](size_t i) { return spots[i].mark.begin; });
  std::vector<Passage::Piece> pieces;
  const auto add = [&](read::Span span, int spot) {
    if (!span.empty()) pieces.push_back({one_line(document.view(span)), spot});
  };
  std::uint32_t at = quote.begin;
  for (const size_t i : chosen) {
    const read::Span mark = clipped(document.text, spots[i].mark);
    add({at, std::max(at, mark.begin)}, -1);
    add(mark, static_cast<int>(i));
    at = std::max(at, mark.end);
  }
  add({at, std::max(at, quote.end)}, -1);
  if (!pieces.empty() && pieces[0].spot < 0) pieces[0].text.erase(0, pieces[0].text.find_first_not_of(' '));
  return pieces;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  bool wide_before = false, space = false, broken = false;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (is_space(c)) {
      space = true;
      broken |= c == '\n' || c == '\r';
      continue;
    }
    const bool joins = broken && wide_before && is_wide(c);
    if (space && !joins) out += ' ';
    space = broken = false;
    wide_before = is_wide(c);
    out += is_control(c) || c == 0xfffd ? "\ufffd" : text.substr(from, at - from);
  }
  return space ? out + ' ' : out;
}

std::string html_line(std::string_view text) { return html(one_line(text)); }

Excerpt excerpt(const read::Document& document, const Spot& spot) {
  const read::Span mark = clipped(document.text, spot.mark);
  const read::Span words = around(document, spot, mark);
  Excerpt parts;
  parts.before = one_line(document.view({words.begin, mark.begin}));
  parts.mark = one_line(document.view(mark));
  parts.after = one_line(document.view({mark.end, words.end}));
  parts.before.erase(0, parts.before.find_first_not_of(' '));
  while (parts.after.ends_with(' ')) parts.after.pop_back();
  return parts;
}

std::vector<Passage> passages(const std::vector<read::Document>& documents, const std::vector<Spot>& spots) {
  std::vector<Passage> out;
  std::vector<bool> done(spots.size());
  for (size_t i = 0; i < spots.size(); ++i) {
    if (done[i]) continue;
    Passage passage;
    for (const size_t k : sharing(documents, spots, i, done)) {
      done[k] = true;
      passage.spots.push_back(k);
    }
    passage.pieces = pieces_of(documents[spots[i].document], spots, passage.spots);
    out.push_back(std::move(passage));
  }
  return out;
}

Words place_words(const read::Document& document, const Spot& spot) {
  const read::Place place = document.place(spot.mark.begin);
  const bool by_block = document.format == "docx" || document.format == "white-paper";
  std::vector<std::string> zh, en;
  if (place.page > 0) {
    zh.push_back("第 " + std::to_string(place.page) + " 页");
    en.push_back("page " + std::to_string(place.page));
  }
  if (!place.cell.empty()) {
    zh.push_back(one_line(place.cell));
    en.push_back(one_line(place.cell));
  } else if (place.line > 0) {
    zh.push_back("第 " + std::to_string(place.line) + (by_block ? " 段" : " 行"));
    en.push_back((by_block ? "block " : "line ") + std::to_string(place.line));
  }
  return {join(zh, "，"), join(en, ", ")};
}

std::string place_label(const read::Document& document, const Spot& spot) {
  const read::Place place = document.place(spot.mark.begin);
  std::string out = one_line(document.name);
  if (place.page > 0) out += " (p. " + std::to_string(place.page) + ")";
  if (!place.cell.empty()) return out + ":" + one_line(place.cell);
  if (place.line > 0) out += ":" + std::to_string(place.line);
  return out;
}

}  // namespace zhiheng::audit::view
