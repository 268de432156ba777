#include "chart/renderer.h"

#include <duktape.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "chart/engine/clean_svg.h"
#include "chart/engine/rewinding_memory.h"
#include "chart/layout/lettering.h"

extern "C" {
extern const char zhiheng_chart_bootstrap_js[], zhiheng_chart_bootstrap_js_end[];
extern const char zhiheng_echarts_js[], zhiheng_echarts_js_end[];
extern const char zhiheng_echarts_bytecode[], zhiheng_echarts_bytecode_end[];
}

namespace zhiheng::chart {
namespace {

constexpr ErrorCode kRefused{"chart-option-refused", "图表选项无法绘制：{}",
                             "the chart option can't be drawn: {}"};
constexpr ErrorCode kEngine{"chart-engine-failed", "图表引擎出错：{}", "the chart engine failed: {}"};
constexpr ErrorCode kBadPrefix{"chart-id-prefix", "图表标识前缀“{}”不合规则",
                               "'{}' can't be the prefix of ids in a chart"};
constexpr int kOwnFault = 70;

/// measure(text, font): the width in px; the font is a CSS shorthand such as "bold 12px sans-serif".
duk_ret_t measure(duk_context* heap) {
  duk_size_t length = 0;
  const char* text = duk_require_lstring(heap, 0, &length);
  const char* font = duk_require_string(heap, 1);
  double font_size = 12;
  if (const char* unit = std::strstr(font, "px")) {
    const char* digits = unit;
    while (digits > font && (std::strchr("0123456789.", digits[-1]) != nullptr)) --digits;
    font_size = std::atof(digits);
  }
  duk_push_number(heap, text_width({text, length}, font_size));
  return 1;
}

bool is_id(std::string_view text) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), is_part);
}

}  // namespace

class ChartRenderer::Engine {
 public:
  Engine() {
    heap_ = duk_create_heap(
        [](void* memory, duk_size_t size) { return static_cast<RewindingMemory*>(memory)->allocate(size); },
        [](void* memory, void* block, duk_size_t size) {
          return static_cast<RewindingMemory*>(memory)->reallocate(block, size);
        },
        [](void* memory, void* block) { static_cast<RewindingMemory*>(memory)->release(block); }, &memory_,
        nullptr);
    if (!heap_) throw Error(kEngine, {}, {"no memory"}, 3);
    load();
    memory_.keep();
  }
  // The heap is not destroyed: nothing of it lives outside memory_.

  /// The SVG as ECharts writes it. Whatever comes of it, the heap is as it was before.
  std::string draw(std::string_view option_json, int width, int height) {
    const Rewind rewind{memory_};
    duk_get_global_string(heap_, "draw");
    duk_push_lstring(heap_, option_json.data(), option_json.size());
    duk_push_int(heap_, width);
    duk_push_int(heap_, height);
    const bool drawn = duk_pcall(heap_, 3) == DUK_EXEC_SUCCESS;
    duk_size_t length = 0;
    const char* text = duk_safe_to_lstring(heap_, -1, &length);
    std::string result(text, length);
    if (!drawn) throw Error(kRefused, {}, {result});
    return result;
  }

 private:
  struct Rewind {
    RewindingMemory& memory;
    ~Rewind() { memory.rewind(); }
  };

  void load() {
    const std::string_view bootstrap(zhiheng_chart_bootstrap_js, zhiheng_chart_bootstrap_js_end);
    duk_push_c_function(heap_, measure, 2);
    duk_put_global_string(heap_, "measure");
    require(duk_peval_lstring(heap_, bootstrap.data(), bootstrap.size()));
    push_echarts();
    require(duk_pcall(heap_, 0));
    require(duk_peval_string(heap_, "connect()"));
    duk_set_top(heap_, 0);
  }

  /// The compiled script, if it was compiled by the Duktape that runs now; else the source.
  void push_echarts() {
    duk_eval_string(heap_, "Duktape.version");
    const bool same_version = duk_get_int(heap_, -1) == DUK_VERSION;
    duk_pop(heap_);
    if (same_version) {
      const auto size = static_cast<duk_size_t>(zhiheng_echarts_bytecode_end - zhiheng_echarts_bytecode);
      duk_push_external_buffer(heap_);
      duk_config_buffer(heap_, -1, const_cast<char*>(zhiheng_echarts_bytecode), size);  // only read
      duk_load_function(heap_);
      return;
    }
    const std::string_view source(zhiheng_echarts_js, zhiheng_echarts_js_end);
    duk_push_string(heap_, "echarts.js");
    require(duk_pcompile_lstring_filename(heap_, 0, source.data(), source.size()));
  }

  void require(duk_int_t result) {
    if (result != DUK_EXEC_SUCCESS) throw Error(kEngine, {}, {duk_safe_to_string(heap_, -1)}, kOwnFault);
  }

  RewindingMemory memory_;
  duk_context* heap_ = nullptr;
};

ChartRenderer::ChartRenderer() = default;
ChartRenderer::~ChartRenderer() = default;
ChartRenderer::ChartRenderer(ChartRenderer&&) noexcept = default;
ChartRenderer& ChartRenderer::operator=(ChartRenderer&&) noexcept = default;

void ChartRenderer::load() {
  if (!engine_) engine_ = std::make_unique<Engine>();
}

std::string ChartRenderer::svg(std::string_view option_json, int width, int height,
                               std::string_view id_prefix) {
  if (!is_id(id_prefix)) {
    throw Error(kBadPrefix, {}, {std::string(id_prefix)}, kOwnFault);
  }
  load();
  return clean_svg(engine_->draw(option_json, width, height), id_prefix);
}

}  // namespace zhiheng::chart
