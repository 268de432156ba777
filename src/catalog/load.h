#pragma once
#include <string>
#include <vector>

#include "base/theme.h"
#include "catalog/model.h"

namespace zhiheng::catalog {

/// Where the shared catalog and the district packs are.
struct Home {
  std::string folder;  // holds catalog/ and districts/
};

/// Names of the district packs in `home`, sorted.
std::vector<std::string> list_districts(const Home& home);

/// Reads the shared definitions and those of the district `name`: a folder below districts/, or a path to a
/// pack that lies elsewhere. Every mistake is added to `diagnostics` as file:line:column, what is wrong, what
/// is allowed; what could be read is returned. Throws Error ("district.unknown") when there is no such pack.
Catalog load_catalog(const Home& home, const std::string& name, Diagnostics& diagnostics);

/// The tokens of catalog/theme.yaml.
Theme load_theme(const Home& home, Diagnostics& diagnostics);

}  // namespace zhiheng::catalog
