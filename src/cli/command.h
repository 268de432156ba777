#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "catalog/load.h"

namespace zhiheng::cli {

/// What all commands share.
struct Settings {
  catalog::Home home;           // --home, $ZHIHENG_HOME, or found above the program or the current folder
  std::string format = "text";  // --format text|json
  bool needs_home = true;       // false for a command that works without a catalog
  bool json() const { return format == "json"; }
};

/// A command adds itself to the application; when it was chosen, `run` does it and returns the exit code.
using Run = std::function<int()>;
void add_report(CLI::App& app, Settings& settings, Run& run);
void add_check(CLI::App& app, Settings& settings, Run& run);
void add_assess(CLI::App& app, Settings& settings, Run& run);
void add_audit(CLI::App& app, Settings& settings, Run& run);
void add_list(CLI::App& app, Settings& settings, Run& run);
void add_plan(CLI::App& app, Settings& settings, Run& run);
void add_serve(CLI::App& app, Settings& settings, Run& run);
void add_show(CLI::App& app, Settings& settings, Run& run);
void add_simulate(CLI::App& app, Settings& settings, Run& run);
void add_stats(CLI::App& app, Settings& settings, Run& run);
void add_task(CLI::App& app, Settings& settings, Run& run);
void add_template(CLI::App& app, Settings& settings, Run& run);
void add_batches(CLI::App& app, Settings& settings, Run& run);
void add_cubes(CLI::App& app, Settings& settings, Run& run);
void add_explain(CLI::App& app, Settings& settings, Run& run);
void add_import(CLI::App& app, Settings& settings, Run& run);
void add_quality(CLI::App& app, Settings& settings, Run& run);
void add_rebuild(CLI::App& app, Settings& settings, Run& run);
void add_rows(CLI::App& app, Settings& settings, Run& run);
void add_withdraw(CLI::App& app, Settings& settings, Run& run);
void add_verify(CLI::App& app, Settings& settings, Run& run);
void add_journal(CLI::App& app, Settings& settings, Run& run);
void add_backup(CLI::App& app, Settings& settings, Run& run);
void add_restore(CLI::App& app, Settings& settings, Run& run);
void add_user(CLI::App& app, Settings& settings, Run& run);
void add_completion(CLI::App& app, Settings& settings, Run& run);

/// `--format text|json` for a command that can answer machines.
void add_format(CLI::App& command, Settings& settings);

/// Runs the program. 0 done, 1 done but findings or warnings that the user asked to fail on, 2 bad input or
/// usage, 3 the surroundings (network, rights, space, a missing program), 70 a fault of our own.
int main(int argc, char** argv);

}  // namespace zhiheng::cli
