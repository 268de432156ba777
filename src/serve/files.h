#pragma once
// Files that people hand in: kept under the hash of what is in them, never changed.
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "serve/http.h"

namespace zhiheng::serve {

/// files/SHA256 of a workspace. For several threads.
class FileStore {
 public:
  /// Makes the folder where there is none. Throws Error ("file.unwritable", exit code 3).
  explicit FileStore(std::string folder);

  /// Takes the file over: what lies at its path is moved here, and is on the disk when this returns. Gives
  /// {sha256, name, size}. Throws Error ("file.unwritable").
  nlohmann::ordered_json keep(const ReceivedFile& file) const;

  /// Where the file lies; nullopt for one that is not there, or for what is no hash.
  std::optional<std::string> path(std::string_view sha256) const;

 private:
  std::string folder_;
};

}  // namespace zhiheng::serve
