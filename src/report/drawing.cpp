#include "report/drawing.h"

#include "chart/renderer.h"

namespace zhiheng::report {
namespace {

constexpr int kThreads = 2;

}  // namespace

FigureDrawing::FigureDrawing() {
  for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { work(); });
}

FigureDrawing::~FigureDrawing() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    jobs_.clear();
  }
  changed_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void FigureDrawing::work() {
  try {
    chart::ChartRenderer renderer;
    renderer.load();
    while (true) {
      Job job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      std::string svg = renderer.svg(job.option, job.width, job.height, "fig-" + job.id);
      const std::lock_guard lock(mutex_);
      svgs_[job.id] = std::move(svg);
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    jobs_.clear();
  }
}

void FigureDrawing::begin(const Figure& figure) {
  {
    const std::lock_guard lock(mutex_);
    if (!svgs_.emplace(figure.id, "").second) return;
    jobs_.push_back({figure.id, figure.option, figure.width, figure.height});
  }
  changed_.notify_one();
}

void FigureDrawing::finish(const std::vector<Figure*>& figures) {
  for (const Figure* figure : figures) begin(*figure);
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  if (failure_) std::rethrow_exception(failure_);
  for (Figure* figure : figures) figure->svg = svgs_.at(figure->id);
}

}  // namespace zhiheng::report
