#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "report/document.h"

namespace zhiheng::report {

/// Draws figures on two threads, beside whatever else goes on: its chart engines begin to load when it is
/// made (so make it before the data are read), and each figure may be handed over as soon as it is known.
class FigureDrawing {
 public:
  FigureDrawing();
  /// Waits for the threads; figures not yet drawn are given up.
  ~FigureDrawing();
  FigureDrawing(const FigureDrawing&) = delete;
  FigureDrawing& operator=(const FigureDrawing&) = delete;

  /// Hands a figure over; what is needed of it is copied.
  void begin(const Figure& figure);
  /// Waits for all figures, also those that were not begun, and fills Figure::svg of each. Throws the first
  /// Error. Called once.
  void finish(const std::vector<Figure*>& figures);

 private:
  struct Job {
    std::string id, option;
    int width = 0, height = 0;
  };
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::map<std::string, std::string> svgs_;  // by id of the figure
  bool closed_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace zhiheng::report
