#include "serve/site.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"

namespace zhiheng::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, const char*> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".pdf", "application/pdf"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};

/// Whether the builder put a hash into the name, as in index-4f2aX_9b.js: then it changes with the content.
bool has_hash(std::string_view name) {
  constexpr std::size_t kHash = 8;
  const std::size_t dot = name.rfind('.');
  if (!name.starts_with("assets/") || dot == std::string_view::npos || dot < kHash + 1) return false;
  const std::string_view hash = name.substr(dot - kHash, kHash);
  const auto is_part = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; };
  return name[dot - kHash - 1] == '-' && std::ranges::all_of(hash, is_part);
}

}  // namespace

Site::Site(const std::string& folder) {
  std::error_code none;
  if (!fs::is_directory(folder, none)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    const bool hidden = name[0] == '.' || name.find("/.") != std::string::npos;
    if (hidden || entry.is_symlink() || !entry.is_regular_file() || name.ends_with(".gz") ||
        name.ends_with(".br"))
      continue;
    files_.emplace(name, read_file(entry.path().string(), name));
  }
}

std::optional<Answer> Site::file(const std::string& name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) return std::nullopt;
  Answer answer;
  answer.type = media_type(name);
  answer.body = found->second;
  answer.keep = has_hash(name) ? Keep::kImmutable : Keep::kCheck;
  return answer;
}

std::string media_type(std::string_view name) {
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace zhiheng::serve
