#include "report/drawing.h"

#include <string>

namespace zhiheng::report {
namespace {

constexpr size_t kThreads = 2;

chart::ChartRenderer loaded_engine() {
  chart::ChartRenderer renderer;
  renderer.load();
  return renderer;
}

}  // namespace

FigureDrawing::FigureDrawing() {
  for (size_t i = 0; i < kThreads; ++i) engines_.push_back(std::async(std::launch::async, loaded_engine));
}

void FigureDrawing::draw(const std::vector<Figure*>& figures) {
  std::vector<std::future<void>> work;
  for (size_t first = 0; first < kThreads; ++first) {
    work.push_back(std::async(std::launch::async, [&, first] {
      chart::ChartRenderer renderer = engines_[first].get();
      for (size_t i = first; i < figures.size(); i += kThreads) {
        Figure& figure = *figures[i];
        figure.svg = renderer.svg(figure.option, figure.width, figure.height, "fig" + std::to_string(i + 1));
      }
    }));
  }
  for (auto& part : work) part.wait();
  for (auto& part : work) part.get();
}

}  // namespace zhiheng::report
