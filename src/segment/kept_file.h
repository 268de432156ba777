#pragma once
// Files of what can be computed anew from segments.
#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::segment {

/// What was kept at `path` under that key; nullopt where there is no such file, it can't be read, was cut
/// short, has been changed, or was kept under another key.
std::optional<std::string> read_kept(const std::string& path, std::string_view key);

/// Keeps it there in one step, or leaves everything as it was: a full disk, or a folder that can't be
/// written, is no error. Nothing is flushed to the disk: what a power failure leaves is found by its
/// checksum.
void write_kept(const std::string& path, std::string_view key, std::string_view content);

}  // namespace zhiheng::segment
