#pragma once
#include <map>
#include <optional>
#include <string>

#include "serve/http.h"

namespace zhiheng::serve {

/// The files of the web app, read once. A path that is not the name of one of them reaches nothing, whatever
/// it looks like.
class Site {
 public:
  /// Regular files in and below `folder`; none where there is no such folder. Hidden files, links and those
  /// that are packed already (.gz, .br) are left out.
  explicit Site(const std::string& folder);

  /// The file of that name: "assets/index-4f2a1c9b.js". Names with a hash are kept for good.
  std::optional<Answer> file(const std::string& name) const;
  /// The app's page, which shows every path that is not a file's; nothing without a web app.
  std::optional<Answer> page() const { return file("index.html"); }

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

/// By the ending of the name.
std::string media_type(std::string_view name);

}  // namespace zhiheng::serve
