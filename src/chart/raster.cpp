#include "chart/raster.h"

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "base/error.h"

namespace zhiheng::chart {
namespace {

constexpr ErrorCode kUnreadable{"chart-svg-unreadable", "SVG 无法读取：{}", "the SVG can't be read: {}"};
constexpr ErrorCode kNoPicture{"chart-no-picture", "无法生成图片：{}", "no picture could be made: {}"};
constexpr double kMostPixels = 64e6;

struct Release {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(GError* error) const { g_error_free(error); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

[[noreturn]] void refuse(GError* error) {
  const Owned<GError> owned(error);
  throw Error(kUnreadable, {}, {error ? error->message : "?"});
}

/// The file of a cairo picture (premultiplied, one 32-bit word a pixel), compressed for speed: a chart is
/// mostly empty, so that trying harder saves little.
std::string encode(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface);
  const unsigned char* rows = cairo_image_surface_get_data(surface);
  std::vector<unsigned char> pixels;
  pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint32_t word = 0;
      std::memcpy(&word, rows + y * stride + x * 4, 4);
      const std::uint32_t alpha = word >> 24;
      const auto straight = [&](std::uint32_t channel) {
        return static_cast<unsigned char>(
            alpha == 0 ? 0 : std::min<std::uint32_t>(255, (channel * 255 + alpha / 2) / alpha));
      };
      if (alpha == 255) {
        for (const int shift : {16, 8, 0, 24})
          pixels.push_back(static_cast<unsigned char>(word >> shift & 255));
      } else {
        for (const int shift : {16, 8, 0}) pixels.push_back(straight(word >> shift & 255));
        pixels.push_back(static_cast<unsigned char>(alpha));
      }
    }
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGBA;
  image.flags = PNG_IMAGE_FLAG_FAST;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string file(size, '\0');
  if (png_image_write_to_memory(&image, file.data(), &size, 0, pixels.data(), 0, nullptr) == 0) {
    throw Error(kNoPicture, {}, {image.message}, 3);
  }
  file.resize(size);
  return file;
}

}  // namespace

std::string png(std::string_view svg, double scale) {
  GError* error = nullptr;
  const Owned<RsvgHandle> handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
  if (!handle) refuse(error);
  double width = 0;
  double height = 0;
  if (!rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height))
    throw Error(kUnreadable, {}, {"width, height"});
  width = std::ceil(width * scale);
  height = std::ceil(height * scale);
  if (!(width >= 1 && height >= 1 && width * height <= kMostPixels))
    throw Error(kNoPicture, {}, {"width × height"});
  const Owned<cairo_surface_t> surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(width), static_cast<int>(height)));
  const Owned<cairo_t> context(cairo_create(surface.get()));
  const RsvgRectangle whole{0, 0, width, height};
  if (!rsvg_handle_render_document(handle.get(), context.get(), &whole, &error)) refuse(error);
  const cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS) throw Error(kNoPicture, {}, {cairo_status_to_string(status)}, 3);
  return encode(surface.get());
}

}  // namespace zhiheng::chart
