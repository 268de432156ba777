#include "cli/terminal.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace zhiheng::cli {
namespace {

const char* stage_title(const std::string& name) {
  if (name == "data") return "读取定义和数据 reading definitions and data";
  if (name == "document") return "计算并编排 computing and composing";
  if (name == "figures") return "绘图 drawing figures";
  if (name == "html") return "网页 HTML";
  if (name == "pdf") return "排版 typesetting PDF";
  if (name == "docx") return "Word 文档 DOCX";
  if (name == "xlsx") return "数据表 XLSX";
  if (name == "json") return "数据 JSON";
  return name.c_str();
}

}  // namespace

Progress::Progress(bool wanted) : shown_(wanted && isatty(STDERR_FILENO) == 1) {}

void Progress::stage(const std::string& name) const {
  if (!shown_) return;
  fmt::print(stderr, "\r\033[K{} …", stage_title(name));
  std::fflush(stderr);
}

void Progress::done() const {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

std::string columns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size())
        line += std::string(static_cast<size_t>(widths[i] - display_width(row[i]) + 2), ' ');
    }
    out += line + "\n";
  }
  return out;
}

void print_diagnostics(const std::vector<Diagnostic>& diagnostics, bool json) {
  if (!json) {
    for (const auto& d : diagnostics) {
      fmt::print(stderr, "{}{}\n", d.severity == Severity::kError ? "" : "提示 warning: ", to_string(d));
    }
    return;
  }
  auto list = nlohmann::ordered_json::array();
  for (const auto& d : diagnostics) {
    list.push_back({{"code", d.code},
                    {"severity", d.severity == Severity::kError ? "error" : "warning"},
                    {"file", d.where.file},
                    {"line", d.where.line},
                    {"column", d.where.column},
                    {"zh", d.zh},
                    {"en", d.en}});
  }
  fmt::print(
      stderr, "{}\n",
      nlohmann::ordered_json{{"errors", list}}.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace zhiheng::cli
