#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// What the child process may take beyond what this process has when it forks.
struct SandboxLimits {
  size_t memory = size_t{512} << 20;  // bytes of address space; not limited under the address sanitizer
  int cpu_seconds = 30;
  int wall_seconds = 60;
};

/// Calls `parse` in a child process that can neither open files nor use the network, and returns its
/// document. Throws what `parse` throws (Error), and Error with the reason when the child crashes or is over
/// a limit
/// ("read.damaged", "read.hostile", "read.too-large"), or can't be made ("read.sandbox", exit code 3).
/// `shown` is the name for messages, `expected` the document's likely size in bytes. Blocks until the child
/// is gone; safe to call from several threads.
Document parse_in_sandbox(const std::function<Document()>& parse, const std::string& shown, size_t expected,
                          const SandboxLimits& limits = {});

/// The text layer of a PDF as `pdftotext -layout` writes it, UTF-8, pages ended by form feeds. The program
/// runs with the same limits, may only read files and has no network. Throws Error: "read.encrypted",
/// "read.damaged", "read.too-large", "read.hostile"; "read.no-pdftotext" (exit code 3) where it isn't
/// installed.
std::string text_of_pdf(std::string_view bytes, const std::string& shown, const SandboxLimits& limits = {});

}  // namespace zhiheng::read
