#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "read/document.h"

namespace zhiheng::read {

/// Hands the document's bytes to `write`, part by part, for `receive_document`. Fields in the order of the
/// structures, in this machine's byte order: for a pipe between two processes of one program.
void send_document(const Document& document, const std::function<void(std::string_view)>& write);

/// What `send_document` wrote. The sender may have been taken over by the file that it read: everything is
/// checked (lengths, ranges, order, UTF-8). Throws std::runtime_error when something is wrong.
Document receive_document(std::string_view bytes);

/// Hands an error's bytes to `write`, for `receive_error`.
void send_error(const Error& error, const std::function<void(std::string_view)>& write);

/// What `send_error` wrote, in the file `shown`; checked like a document. Throws std::runtime_error.
Error receive_error(std::string_view bytes, const std::string& shown);

}  // namespace zhiheng::read
