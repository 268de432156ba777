#pragma once
#include <string>
#include <string_view>

namespace zhiheng::chart {

/// The PNG file of an SVG of ours, `scale` times its size in px, transparent where the SVG is. Fonts come
/// from fontconfig. May be called from several threads at once. Throws Error: exit code 2 if `svg` can't be
/// read, 3 if there is no memory for the picture.
std::string png(std::string_view svg, double scale);

}  // namespace zhiheng::chart
