#pragma once
#include <string>
#include <vector>

namespace zhiheng {

/// Colours of one scheme, as "#rrggbb".
struct Palette {
  std::string ink, secondary, hairline, paper, wash, accent;
};

/// The tokens of catalog/theme.yaml. Everything that draws takes its colours and fonts from here.
struct Theme {
  Palette light, dark;
  std::string reached, on_track, at_risk, behind, no_data;
  std::vector<std::string> series;          // colours in this order, at least eight
  std::string screen_font;                  // a CSS font-family list
  std::string print_body, print_heading;    // embedded faces
  std::string office_body, office_heading;  // names that an office's own machine has
};

}  // namespace zhiheng
