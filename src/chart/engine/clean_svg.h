#pragma once
#include <string>
#include <string_view>

namespace zhiheng::chart {

/// ECharts' SVG made fit to stand among others in a page, in print and in an office file: no <style>,
/// classes, event attributes or text outlines; ids renamed to `id_prefix`-1, -2 … in order of appearance; the
/// font written once, on the root; vertical centring of text written as a plain offset, because half of the
/// programs that read SVG don't know `dominant-baseline`; role="img".
std::string clean_svg(std::string_view svg, std::string_view id_prefix);

}  // namespace zhiheng::chart
