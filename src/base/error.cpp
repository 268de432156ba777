#include "base/error.h"

#include <algorithm>

namespace zhiheng {
namespace {

std::string fill(std::string_view pattern, const std::vector<std::string>& args) {
  std::string out;
  size_t next = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.substr(i, 2) == "{}" && next < args.size()) {
      out += args[next++];
      ++i;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::string join_lines(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += (out.empty() ? "" : "\n") + to_string(d);
  return out;
}

}  // namespace

std::string to_string(const Location& location) {
  std::string out = location.file;
  if (location.line > 0) out += ":" + std::to_string(location.line);
  if (location.line > 0 && location.column > 0) out += ":" + std::to_string(location.column);
  return out;
}

Diagnostic diagnose(const ErrorCode& code, Location where, const std::vector<std::string>& args,
                    Severity severity) {
  return {code.name, severity, std::move(where), fill(code.zh, args), fill(code.en, args)};
}

std::string to_string(const Diagnostic& d) {
  const std::string place = to_string(d.where);
  return (place.empty() ? "" : place + ": ") + d.zh + " (" + d.en + ") [" + d.code + "]";
}

Error::Error(Diagnostic diagnostic, int exit_code)
    : Error(std::vector<Diagnostic>{std::move(diagnostic)}, exit_code) {}
Error::Error(std::vector<Diagnostic> diagnostics, int exit_code)
    : diagnostics_(std::move(diagnostics)), exit_code_(exit_code), what_(join_lines(diagnostics_)) {}
Error::Error(const ErrorCode& code, Location where, const std::vector<std::string>& args, int exit_code)
    : Error(diagnose(code, std::move(where), args), exit_code) {}

bool Diagnostics::has_errors() const {
  return std::any_of(items_.begin(), items_.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

void Diagnostics::throw_if_errors() const {
  if (has_errors()) throw Error(items_);
}

}  // namespace zhiheng
