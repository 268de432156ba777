#pragma once
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::cli {

/// Says on stderr what is being done: one line that is overwritten on a terminal, nothing where the output
/// goes to a file.
class Progress {
 public:
  explicit Progress(bool wanted);
  void stage(const std::string& name) const;
  void done() const;

 private:
  bool shown_;
};

/// Rows as aligned columns; wide characters count two.
std::string columns(const std::vector<std::vector<std::string>>& rows);

/// Prints diagnostics on stderr, as text or as a JSON list.
void print_diagnostics(const std::vector<Diagnostic>& diagnostics, bool json);

}  // namespace zhiheng::cli
