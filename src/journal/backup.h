#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace zhiheng::journal {

struct Copied {
  std::uint64_t files = 0, bytes = 0;  // that were copied now
  std::uint64_t kept = 0;              // files that were there already
  std::string head;                    // joint head of the journal as it was copied
};

/// Copies what cannot be made anew from the workspace `from` into the folder `to`: the journal, the batches
/// and other files as received, workspace.json, and keys/. The workspace may be in use: the journal is copied
/// up to its last whole lines, and what they speak of was there before them. An earlier copy in `to` is
/// brought up to date. The copy is then checked: chains, and each batch against its name. Throws Error:
/// "backup.not-a-workspace"; "backup.diverges" with the file, where the earlier copy is not the beginning of
/// what is there now: one of the two was changed, and nothing is copied; "backup.damaged" for a batch that is
/// not what its name says; "journal.broken"; "file.unwritable".
Copied backup(const std::string& from, const std::string& to);

/// Makes a workspace `to`, which must not exist or be empty, from a copy, and checks it in the same way; what
/// is computed (segments) is not in it: `zhiheng rebuild`. Throws as `backup`, and "restore.not-empty".
Copied restore(const std::string& from, const std::string& to);

}  // namespace zhiheng::journal
