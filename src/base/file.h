#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng {

/// The whole file. Throws Error with `shown` as its place when it can't be read ("file.unreadable") or is
/// over 64 MiB ("file.too-large").
std::string read_file(const std::string& path, const std::string& shown);

/// Writes and flushes the whole file. Throws Error ("file.unwritable", exit code 3) with the system's reason:
/// no space, no rights.
void write_file(const std::string& path, std::string_view content);

/// Puts a whole file in the place of `path` in one step: whoever reads sees the former content or the new
/// one, also after a crash. Throws Error ("file.unwritable", exit code 3); the former content then stays.
void replace_file(const std::string& path, std::string_view content);

/// Paths of the regular files in `folder` (not below it) whose name ends in `suffix`, sorted; empty if there
/// is no such folder.
std::vector<std::string> list_files(const std::string& folder, std::string_view suffix);

/// A new folder beside `target` to be filled and then put in its place in one step. Destroyed without
/// `commit()`, it is removed and `target` stays as it was. Throws Error (exit code 3) when it can't be made.
class StagedFolder {
 public:
  explicit StagedFolder(const std::string& target);
  ~StagedFolder();
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;

  const std::string& path() const { return path_; }
  /// Puts the folder in the place of `target`; the former one is gone afterwards. Refuses ("out.not-ours") to
  /// replace a folder that has anything in it but does not hold `marker`, so that a mistyped path never
  /// deletes somebody's files.
  void commit(const std::string& marker);

 private:
  std::string target_;
  std::string path_;
};

/// Hex SHA-256 of bytes.
std::string sha256_hex(std::string_view bytes);

}  // namespace zhiheng
