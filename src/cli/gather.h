#pragma once
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::cli {

/// The documents that the command line names: files as they are, folders by the files below them whose names
/// end like a document's (.txt .md .html .htm .csv .xlsx .docx .pdf, and white-paper.json), in the order of
/// their paths, without hidden ones and waiver files; links to folders are not followed. Each file once,
/// under the first name. What is not there, and folders without documents, are added to `diagnostics`. Throws
/// Error for more than a thousand.
std::vector<std::string> gather_documents(const std::vector<std::string>& names, Diagnostics& diagnostics);

}  // namespace zhiheng::cli
