// chart_bench [FOLDER]: draws every sample chart, light and dark, and prints what it takes. With FOLDER it
// also leaves the pictures there, to be looked at.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "chart/option.h"
#include "chart/raster.h"
#include "chart/renderer.h"
#include "chart/testdata/sample_charts.h"

namespace zhiheng::chart {
namespace {

using Clock = std::chrono::steady_clock;

template <typename Work>
double milliseconds(Work work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  double all = 0;
  double resident = 0;
  statm >> all >> resident;
  return resident * 4096 / 1e6;
}

void print(const char* what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  fmt::print("{:<22} min {:6.1f}  median {:6.1f}  max {:6.1f} ms  ({})\n", what, times.front(),
             times[times.size() / 2], times.back(), times.size());
}

void save(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

int run(const std::string& folder) {
  ChartRenderer renderer;
  std::vector<double> options, drawings, pictures;
  double first_drawing = 0;
  double first_picture = 0;
  for (const bool dark : {false, true}) {
    for (const auto& [name, spec] : sample_charts()) {
      std::string option, svg, picture;
      options.push_back(milliseconds([&] { option = chart_option(spec, sample_theme(), dark); }));
      drawings.push_back(milliseconds([&] { svg = renderer.svg(option, spec.width, spec.height, "c"); }));
      pictures.push_back(milliseconds([&] { picture = png(svg, 2); }));
      if (svg != renderer.svg(option, spec.width, spec.height, "c"))
        return fmt::print("{} differs\n", name), 1;
      if (first_drawing == 0) first_drawing = drawings.back(), first_picture = pictures.back();
      if (folder.empty()) continue;
      const std::string base = folder + "/" + name + (dark ? "-dark" : "");
      const std::string ground = fmt::format(R"(<rect width="100%" height="100%" fill="{}"/>)",
                                             dark ? sample_theme().dark.paper : sample_theme().light.paper);
      save(base + ".svg", svg);
      save(base + ".png", png(svg.insert(svg.find('>') + 1, ground), 2));
    }
  }
  drawings.erase(drawings.begin());
  pictures.erase(pictures.begin());
  fmt::print("first chart            {:6.1f} ms with the engine's start, {:.1f} ms its picture\n",
             first_drawing, first_picture);
  print("option", options);
  print("SVG", drawings);
  print("PNG at twice the size", pictures);
  fmt::print("resident               {:6.0f} MB\n", resident_megabytes());
  return 0;
}

}  // namespace
}  // namespace zhiheng::chart

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "";
  if (!folder.empty()) std::filesystem::create_directories(folder);
  return zhiheng::chart::run(folder);
}
