#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng {

/// A place in a file that a person can open: 1-based line and column, 0 where unknown.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

/// "file:line:column", leaving out what is unknown.
std::string to_string(const Location& location);

/// A stable name for a kind of mistake and its two texts. `{}` are filled in order. Never renamed once
/// released.
struct ErrorCode {
  const char* name;
  const char* zh;
  const char* en;
};

enum class Severity { kWarning, kError };

/// One mistake or warning: a value, collected and shown together.
struct Diagnostic {
  std::string code;
  Severity severity = Severity::kError;
  Location where;
  std::string zh;
  std::string en;
};

/// What a command returns for bad input is 2; for the surroundings (disk, rights, missing program), and for a
/// fault of our own:
inline constexpr int kSurroundings = 3;
inline constexpr int kOurFault = 70;

/// A file can't be written; the place is its path, the argument the system's reason.
inline constexpr ErrorCode kFileUnwritable{"file.unwritable", "写不了文件：{}",
                                           "the file can't be written: {}"};

/// Fills the code's texts with `args` (any number; missing ones stay `{}`).
Diagnostic diagnose(const ErrorCode& code, Location where, const std::vector<std::string>& args = {},
                    Severity severity = Severity::kError);

/// "file:line:column: 中文 (English) [code]"
std::string to_string(const Diagnostic& diagnostic);

/// What the caller cannot go on from: one or more diagnostics. `exit_code` is what a command returns for it.
class Error : public std::exception {
 public:
  explicit Error(Diagnostic diagnostic, int exit_code = 2);
  explicit Error(std::vector<Diagnostic> diagnostics, int exit_code = 2);
  Error(const ErrorCode& code, Location where, const std::vector<std::string>& args = {}, int exit_code = 2);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  int exit_code() const { return exit_code_; }
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::vector<Diagnostic> diagnostics_;
  int exit_code_;
  std::string what_;
};

/// Collects diagnostics while a whole folder is read, so that one run shows every mistake.
class Diagnostics {
 public:
  void add(const ErrorCode& code, Location where, const std::vector<std::string>& args = {}) {
    items_.push_back(diagnose(code, std::move(where), args));
  }
  void warn(const ErrorCode& code, Location where, const std::vector<std::string>& args = {}) {
    items_.push_back(diagnose(code, std::move(where), args, Severity::kWarning));
  }
  bool has_errors() const;
  const std::vector<Diagnostic>& items() const { return items_; }
  /// Throws Error with all collected diagnostics if one of them is an error.
  void throw_if_errors() const;

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace zhiheng
