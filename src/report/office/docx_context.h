#pragma once
#include <pugixml.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/theme.h"
#include "report/document.h"
#include "report/office/outline.h"

namespace zhiheng::report::office {

inline constexpr const char* kWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

// Lengths of WordprocessingML are twentieths of a point (twips); of drawings, English metric units.
constexpr int twips_of_mm(double mm) { return static_cast<int>(mm * 1440.0 / 25.4 + 0.5); }
constexpr int kEmuPerTwip = 635;

/// A4 with margins after GB/T 9704; the wide page is the same sheet turned.
struct Page {
  int width, height, top, right, bottom, left, header, footer;
  constexpr int text_width() const { return width - left - right; }
  constexpr int text_height() const { return height - top - bottom; }
};
inline constexpr Page kPortrait{twips_of_mm(210), twips_of_mm(297), twips_of_mm(37), twips_of_mm(26),
                                twips_of_mm(35),  twips_of_mm(28),  twips_of_mm(22), twips_of_mm(22)};
inline constexpr Page kLandscape{twips_of_mm(297), twips_of_mm(210), twips_of_mm(28), twips_of_mm(35),
                                 twips_of_mm(26),  twips_of_mm(37),  twips_of_mm(15), twips_of_mm(13)};

/// What the parts of one DOCX share while it is being written.
struct DocxContext {
  const Document& document;
  const Theme& theme;
  const Outline& outline;
  const std::unordered_map<const void*, int>& pages;  // estimated page of each place
  int figures = 0;           // pictures placed so far: picture N is word/media/imageN.png
  int drawings = 0;          // ids of pictures
  int ordered_lists = 0;     // each counts from 1 with a numbering instance of its own
  std::vector<int> notes{};  // Word's footnote i + 1 holds Document::footnotes[notes[i]]
};

/// "#0F6B6B" → "0F6B6B".
inline std::string hex(const std::string& colour) {
  return colour.starts_with('#') ? colour.substr(1) : colour;
}

}  // namespace zhiheng::report::office
