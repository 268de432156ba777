#pragma once
// The one form of a line of the journal, and nothing else: {"before":"HASH","at":"MOMENT",…}
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "journal/digest.h"

namespace zhiheng::journal {

/// Most bytes of an entry, and of what is written between two syncs.
inline constexpr std::size_t kEntryBytes = std::size_t{1} << 20;
inline constexpr std::size_t kBatchBytes = std::size_t{1} << 20;

/// Whether `entry` is the text of an object of JSON with members, on one line of at most `kEntryBytes`. Not
/// parsed: the braces and the line are looked at.
bool is_entry(std::string_view entry);

/// The line of an entry, without its end.
std::string entry_line(std::string_view before, Moment at, std::string_view entry);

/// The first line of a file that has a month in its name: it says stream and algorithm.
std::string first_line(std::string_view before, std::string_view stream, Algorithm algorithm);

/// The hash of the line before, as a line says it: 64 digits, or empty on the first line of a stream. nullopt
/// where the line has not the form.
std::optional<std::string_view> before_of(std::string_view line);

/// The first `"at":"…"` of a line; empty where there is none.
std::string_view at_of(std::string_view line);

/// Where the bytes end that are whole lines: what comes behind was being written when the machine stopped,
/// and was never acknowledged. Such is a last line without its end; and from the line on where there are
/// zero bytes, which a disk shows where it had not written yet, if that is not further from the end than one
/// batch.
std::size_t whole_lines(std::string_view bytes);

}  // namespace zhiheng::journal
