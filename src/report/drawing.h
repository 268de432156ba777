#pragma once
#include <future>
#include <vector>

#include "chart/renderer.h"
#include "report/document.h"

namespace zhiheng::report {

/// Draws figures on two threads. Its chart engines begin to load when it is made: make it before the data are read, and the wait is over
/// when there is something to draw.
class FigureDrawing {
 public:
  FigureDrawing();
  /// Fills Figure::svg of each, from its option. Throws the first Error. Called once.
  void draw(const std::vector<Figure*>& figures);

 private:
  std::vector<std::future<chart::ChartRenderer>> engines_;
};

}  // namespace zhiheng::report
