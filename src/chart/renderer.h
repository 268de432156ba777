#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace zhiheng::chart {

/// Draws ECharts options as SVG inside the process. One JavaScript heap a renderer, made at the first drawing
/// and kept. Not thread-safe: one renderer a thread.
class ChartRenderer {
 public:
  ChartRenderer();
  ~ChartRenderer();
  ChartRenderer(ChartRenderer&&) noexcept;
  ChartRenderer& operator=(ChartRenderer&&) noexcept;

  /// Makes the heap now instead of at the first drawing. Throws Error (exit code 70) for a fault of the
  /// engine.
  void load();

  /// A complete <svg> element, `width` × `height` px, without <style>, classes or scripts. The same option
  /// gives the same bytes, whatever was drawn before and in whichever process. All ids begin with `id_prefix`
  /// ([a-z][a-z0-9-]*), which has to be unique in the page. Throws Error: exit code 2 if the option is not
  /// JSON or ECharts refuses it, 70 for a fault of the engine. The renderer can be used again after an Error.
  std::string svg(std::string_view option_json, int width, int height, std::string_view id_prefix);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace zhiheng::chart
