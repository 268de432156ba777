#pragma once
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads a file that a stranger may have written: plain text, Markdown, HTML, CSV, XLSX, DOCX, PDF (its text
/// layer) or our own white-paper.json, known by its content first and its name second; UTF-8, UTF-16 with BOM
/// or GB18030. Parsing happens in a child process with limits on memory, time and output and without network
/// or file access. `shown` is the name for messages. Throws Error (exit code 2) with file and reason when it
/// is refused: unreadable, unknown, too large, encrypted, damaged, hostile.
Document read_document(const std::string& path, const std::string& shown);

/// The same for bytes in memory that we made ourselves: parsed in the process. `shown` decides the format by
/// its ending where the content does not.
Document parse_document(std::string_view bytes, const std::string& shown);

}  // namespace zhiheng::read
