#pragma once
#include <string>
#include <utility>
#include <vector>

namespace zhiheng::store::postgres_driver {

/// What a connection is made of: libpq's keywords and their values.
struct Place {
  std::vector<std::pair<std::string, std::string>> options;

  /// "database quality on db.example.cn:5432 as zhiheng", as far as known; never the password.
  std::string shown() const;
  /// `words` without the password, wherever they quote it.
  std::string without_password(std::string words) const;
};

/// Reads a URL. Throws Error ("store.bad-url", exit code 2) without a word of what it holds after the scheme:
/// libpq would quote it, and with it a password whose `@` or `/` was not written as %40 or %2F.
Place read_url(const std::string& url);

}  // namespace zhiheng::store::postgres_driver
