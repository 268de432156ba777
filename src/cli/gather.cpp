#include "cli/gather.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace zhiheng::cli {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kMissing{"audit.no-file", "没有这个文件或文件夹", "there is no such file or folder"};
constexpr ErrorCode kEmptyFolder{"audit.empty-folder", "文件夹中没有可核对的文件",
                                 "the folder has no documents in it"};
constexpr ErrorCode kTooMany{"audit.too-many", "文件超过 1000 份，请分批核对",
                             "more than 1,000 documents; audit them in parts"};
constexpr size_t kMostDocuments = 1000;
constexpr std::array<const char*, 8> kEndings{".txt", ".md",   ".html", ".htm",
                                              ".csv", ".xlsx", ".docx", ".pdf"};

bool is_document(const fs::path& path) {
  const std::string name = path.filename().string();
  if (name.starts_with('.') || name.starts_with("~$") || name.ends_with(".waivers.csv")) return false;
  if (name == "white-paper.json") return true;
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

std::vector<std::string> below(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code none;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto at = fs::recursive_directory_iterator(folder, options, none); at != fs::end(at);
       at.increment(none)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    if (at->is_directory(none) && hidden) at.disable_recursion_pending();
    if (at->is_regular_file(none) && is_document(at->path())) found.push_back(at->path().string());
    if (found.size() > kMostDocuments) throw Error(kTooMany, {folder});
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace

std::vector<std::string> gather_documents(const std::vector<std::string>& names, Diagnostics& diagnostics) {
  std::vector<std::string> documents;
  std::set<std::string> seen;
  const auto add = [&](const std::string& name) {
    std::error_code none;
    if (seen.insert(fs::weakly_canonical(name, none).string()).second) documents.push_back(name);
  };
  for (const std::string& name : names) {
    std::error_code none;
    if (!fs::exists(name, none)) {
      diagnostics.add(kMissing, {name});
    } else if (fs::is_directory(name, none)) {
      const auto found = below(name);
      if (found.empty()) diagnostics.add(kEmptyFolder, {name});
      for (const std::string& each : found) add(each);
    } else {
      add(name);
    }
  }
  if (documents.size() > kMostDocuments) throw Error(kTooMany, {});
  return documents;
}

}  // namespace zhiheng::cli
