#pragma once
// Streams as they lie on the disk: which files they have, whether the chain holds, what the lines are.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "journal/digest.h"

namespace zhiheng::journal {

/// `people.2026-11.ndjson` is the month 2026-11 of the stream people; `intake.ndjson` has no month, is the
/// oldest file of its stream and is chained with SHA-256.
struct StreamFile {
  std::string stream, month, path;
};

/// The files of all streams in a folder `journal/`, or of one, by stream and month. None where there is no
/// folder.
std::vector<StreamFile> stream_files(const std::string& folder, std::string_view stream = "");

/// A stream up to one of its lines: how many they are, and the hash of the last, which stands for all.
struct Head {
  std::string stream;
  std::uint64_t lines = 0;
  std::string hash;
  Algorithm algorithm = Algorithm::kSha256;

  bool operator==(const Head&) const = default;
};

/// The head at the end of a day in China on which something was written. A clock that was set back doesn't
/// take the stream back: days only go forward.
struct DayEnd {
  Date day;
  Head head;
};

struct StreamReport {
  Head head;
  std::string at;  // moment of the last line that has one
  std::size_t files = 0;
  std::uint64_t bytes = 0;  // of whole lines
  std::uint64_t torn = 0;   // bytes behind them, see whole_lines()
  std::optional<Diagnostic>
      unwritten;  // where the torn bytes have lines in them: a lost batch, or a changed one
  std::vector<DayEnd> days;
  std::uint64_t breaks = 0;             // lines that don't follow from the line before
  std::vector<Diagnostic> problems;     // the first of them, with their places
  std::vector<std::uint64_t> sought{};  // for each hash that was sought, the line that has it; 0: none
};

/// Checks the chain of one stream, whose files these are, with all processors. `sought`: beginnings of
/// hashes, at least 16 digits. Throws Error only where a file can't be read.
StreamReport check_stream(std::span<const StreamFile> files, std::span<const std::string> sought = {});

/// A line with what it takes to show or replay it. Valid during the call that it is given to.
struct Line {
  std::uint64_t number = 0;  // in the stream, from 1
  std::string_view text;
  Location where;
};

/// Gives all lines of a stream in their order, without those that begin a file. The chain is checked first:
/// throws Error ("journal.broken") with file and line where it doesn't hold, and then gives nothing.
void read_stream(const std::string& folder, std::string_view stream,
                 const std::function<void(const Line&)>& take);

}  // namespace zhiheng::journal
