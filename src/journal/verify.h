#pragma once
// Proof that nothing was changed: the chains of all streams, and their heads of every day against what was
// printed or published then.
#include <string>
#include <string_view>
#include <vector>

#include "journal/stream.h"

namespace zhiheng::journal {

/// One hash for the heads of all streams: of the lines "STREAM LINES HASH\n" in the order of their names; by
/// SM3 where all of them are, otherwise by SHA-256.
std::string joint_head(const std::vector<Head>& heads);

/// All streams at the end of a day in China.
struct DailyHead {
  std::string day;  // ISO; empty: as they are now
  std::vector<Head> heads;
  std::string hash;  // their joint head

  /// "3fa9-12bc-…": the first 24 digits, to be printed, read out and typed.
  std::string short_form() const;
};

/// The days on which something was written, in order; each has all streams that there were by then.
std::vector<DailyHead> daily_heads(const std::vector<StreamReport>& streams);
/// The head at the end of `day`; of the streams as they are now where `day` is empty.
DailyHead daily_head(const std::vector<StreamReport>& streams, const std::string& day);

/// What somebody has kept of the journal outside of it: a hash, whole or from 16 digits on, of a line, a
/// day's joint head; or all heads that `zhiheng journal head` had printed.
struct Anchor {
  std::string hash;
  std::vector<Head> heads;
};

/// Reads a hash (with or without hyphens and spaces) or, where `text` has lines "STREAM LINES HASH", these.
/// Throws Error ("journal.bad-anchor").
Anchor read_anchor(std::string_view text);

struct Verification {
  std::vector<StreamReport> streams;
  DailyHead now;
  std::string anchored;  // where the anchor was found: "people 812", "2026-11-22"; empty: none asked for
  std::vector<Diagnostic> problems;  // of all streams, and of the anchor
  bool ok() const { return problems.empty(); }
};

/// Checks every stream of the folder `journal/`. A stream that is cut off at its end is only seen with an
/// anchor. Throws Error only where a file can't be read.
Verification verify(const std::string& folder, const Anchor& anchor = {});

}  // namespace zhiheng::journal
