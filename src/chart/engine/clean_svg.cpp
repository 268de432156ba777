#include "chart/engine/clean_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace zhiheng::chart {
namespace {

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

constexpr double kCentre = 0.36;  // em from the baseline to the middle of digits and Chinese characters

bool is_dropped(std::string_view tag, std::string_view name) {
  constexpr std::string_view kAlways[] = {"class",   "pointer-events", "xmlns:xlink",
                                          "version", "baseProfile",    "dominant-baseline"};
  constexpr std::string_view kOutline[] = {"stroke", "stroke-width", "paint-order", "stroke-miterlimit"};
  const auto names = [&](const auto& list) {
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
  };
  return names(kAlways) || name.starts_with("ecmeta_") || (tag == "text" && names(kOutline));
}

double number_in(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Takes `property:value;` out of a style attribute and returns the value.
std::string take_property(std::string& style, std::string_view property) {
  const std::size_t start = style.find(fmt::format("{}:", property));
  if (start == std::string::npos) return "";
  const std::size_t value = start + property.size() + 1;
  std::size_t end = value;  // entities such as &quot; hold semicolons
  for (bool in_entity = false; end < style.size() && (in_entity || style[end] != ';'); ++end) {
    if (style[end] == '&') in_entity = true;
    if (style[end] == ';') in_entity = false;
  }
  std::string taken = style.substr(value, end - value);
  style.erase(start, end + 1 - start);
  return taken;
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view id_prefix) : id_prefix_(id_prefix) {}

  std::string clean(std::string_view svg) {
    while (!svg.empty()) {
      const std::size_t open = svg.find('<');
      append_text(svg.substr(0, open));
      if (open == std::string_view::npos) break;
      svg.remove_prefix(open);
      if (svg.starts_with("<style")) {
        constexpr std::string_view kEnd = "</style>";
        const std::size_t end = svg.find(kEnd);
        svg.remove_prefix(end == std::string_view::npos ? svg.size() : end + kEnd.size());
        continue;
      }
      const std::size_t close = end_of_tag(svg);
      append_tag(svg.substr(0, close));
      svg.remove_prefix(std::min(close + 1, svg.size()));
    }
    if (!font_.empty()) out_.insert(4, fmt::format(" style=\"font-family:{}\"", font_));
    out_ += '\n';
    return std::move(out_);
  }

 private:
  static std::size_t end_of_tag(std::string_view svg) {
    bool quoted = false;
    for (std::size_t i = 0; i < svg.size(); ++i) {
      if (svg[i] == '"') quoted = !quoted;
      if (svg[i] == '>' && !quoted) return i;
    }
    return svg.size();
  }

  void append_text(std::string_view text) {
    if (in_text_) {
      out_ += text;
    } else if (text.find('\n') != std::string_view::npos && !out_.ends_with('\n')) {
      out_ += '\n';
    }
  }

  /// `tag` begins with '<' and lacks its '>'.
  void append_tag(std::string_view tag) {
    if (tag.starts_with("</") || tag.starts_with("<!") || tag.starts_with("<?")) {
      if (tag == "</text") in_text_ = false;
      if (tag.starts_with("</") && tag != "</rect" && tag != "</path") out_ += fmt::format("{}>", tag);
      return;
    }
    const std::size_t name_end = std::min(tag.find_first_of(" \n/"), tag.size());
    const std::string_view name = tag.substr(1, name_end - 1);
    Attributes attributes = attributes_of(tag.substr(name_end));
    if (name == "text") settle_text(attributes);
    if (name == "svg") attributes.emplace_back("role", "img");
    out_ += fmt::format("<{}", name);
    for (const auto& [key, value] : attributes) {
      if (!is_dropped(name, key)) out_ += fmt::format(" {}=\"{}\"", key, renamed(value, key == "id"));
    }
    const bool is_leaf = name == "rect" || name == "path";
    out_ += is_leaf || tag.ends_with('/') ? "/>" : ">";
    in_text_ = name == "text";
  }

  static Attributes attributes_of(std::string_view text) {
    Attributes attributes;
    for (;;) {
      const std::size_t start = text.find_first_not_of(" \n/");
      const std::size_t equals = text.find("=\"");
      if (start == std::string_view::npos || equals == std::string_view::npos) return attributes;
      const std::size_t end = std::min(text.find('"', equals + 2), text.size());
      attributes.emplace_back(text.substr(start, equals - start), text.substr(equals + 2, end - equals - 2));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  /// Centring becomes part of y; a font that all texts share goes to the root.
  void settle_text(Attributes& attributes) {
    std::string* y = nullptr;
    double font_size = 12;
    bool centred = false;
    for (auto& [key, value] : attributes) {
      if (key == "y") y = &value;
      if (key == "dominant-baseline") centred = value == "central";
      if (key != "style") continue;
      const std::string family = take_property(value, "font-family");
      if (font_.empty()) font_ = family;
      if (family != font_ && !family.empty()) value += fmt::format("font-family:{};", family);
      if (const std::size_t size = value.find("font-size:"); size != std::string::npos) {
        font_size = number_in(std::string_view(value).substr(size + 10));
      }
    }
    if (!centred) return;
    const std::string moved = fmt::format("{:.6g}", (y ? number_in(*y) : 0) + kCentre * font_size);
    if (y) {
      *y = moved;
    } else {
      attributes.emplace_back("y", moved);
    }
  }

  /// Ids are "zrN-…" in the attribute id and "#zrN-…" where they are used.
  std::string renamed(std::string value, bool is_id) {
    for (std::size_t start = 0; (start = value.find("zr", start)) != std::string::npos;) {
      const bool is_use = start > 0 && value[start - 1] == '#';
      if (!is_use && !(is_id && start == 0)) {
        ++start;
        continue;
      }
      const std::size_t end = std::min(value.find_first_of(")\"' &", start), value.size());
      const auto [found, is_new] = ids_.try_emplace(value.substr(start, end - start), ids_.size() + 1);
      const std::string id = fmt::format("{}-{}", id_prefix_, found->second);
      value.replace(start, end - start, id);
      start += id.size();
    }
    return value;
  }

  std::string_view id_prefix_;
  std::string out_;
  std::string font_;
  std::map<std::string, std::size_t> ids_;
  bool in_text_ = false;
};

}  // namespace

std::string clean_svg(std::string_view svg, std::string_view id_prefix) {
  return Cleaner(id_prefix).clean(svg);
}

}  // namespace zhiheng::chart
