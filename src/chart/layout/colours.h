#pragma once
#include <string>

namespace zhiheng::chart {

/// `share` of `over` laid on `base`; both "#rrggbb".
std::string mix(const std::string& base, const std::string& over, double share);

/// WCAG contrast between two colours, 1 to 21.
double contrast(const std::string& a, const std::string& b);

/// `colour` moved towards `ink` by as little as gives `ratio` against `paper`.
std::string readable(const std::string& colour, const std::string& paper, const std::string& ink,
                     double ratio);

/// The same hue, lighter on light paper and darker on dark: for the comparison with last year. Still 2:1
/// against the paper where the colour itself allows it.
std::string muted(const std::string& colour, const std::string& paper);

}  // namespace zhiheng::chart
