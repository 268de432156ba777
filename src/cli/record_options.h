#pragma once
#include <CLI/CLI.hpp>

#include "views/records.h"

namespace zhiheng::cli {

/// --workspace, --store and --district.
void add_record_options(CLI::App& command, views::RecordArguments& arguments);

}  // namespace zhiheng::cli
