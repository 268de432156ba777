#include "serve/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "journal/digest.h"
#include "journal/mapped_file.h"

namespace zhiheng::serve {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, int error) {
  throw Error(kFileUnwritable, {path}, {std::strerror(error)}, kSurroundings);
}

std::string sha256_of(const std::string& path) {
  return std::string(
      journal::view(journal::Digest(journal::Algorithm::kSha256).of(journal::MappedFile(path).bytes())));
}

void sync(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool failed = file < 0 || ::fsync(file) != 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (failed) refuse(path, error);
}

}  // namespace

FileStore::FileStore(std::string folder) : folder_(std::move(folder)) {
  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) refuse(folder_, failed.value());
  fs::permissions(folder_, fs::perms::owner_all, failed);
}

nlohmann::ordered_json FileStore::keep(const ReceivedFile& file) const {
  const std::string sha256 = sha256_of(file.path), target = folder_ + "/" + sha256;
  if (!fs::exists(target)) {
    sync(file.path, O_RDONLY);
    std::error_code failed;
    fs::permissions(file.path, fs::perms::owner_read, failed);
    fs::rename(file.path, target, failed);
    if (failed) refuse(target, failed.value());
    sync(folder_, O_RDONLY | O_DIRECTORY);
  }
  return {{"sha256", sha256}, {"name", file.name}, {"size", file.size}};
}

std::optional<std::string> FileStore::path(std::string_view sha256) const {
  constexpr std::size_t kDigits = 64;
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (sha256.size() != kDigits || !std::ranges::all_of(sha256, is_digit)) return {};
  std::string path = folder_ + "/" + std::string(sha256);
  if (!fs::exists(path)) return {};
  return path;
}

}  // namespace zhiheng::serve
