#include "serve/multipart.h"

#include <stdlib.h>  // NOLINT: mkdtemp is POSIX

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "base/text.h"
#include "serve/mistakes.h"

namespace zhiheng::serve {
namespace {

constexpr std::size_t kMostHead = 8 << 10;
constexpr std::size_t kMostField = 64 << 10;
constexpr std::size_t kMostParts = 50;
constexpr std::size_t kMebibyte = std::size_t{1} << 20;

Error bad_form(const std::string& why) { return Error(kBadForm, {}, {why}); }

Error too_large(std::size_t most) { return Error(kTooLarge, {}, {std::to_string(most / kMebibyte)}); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// The value of `name` among the parameters of a header: form-data; name="file"; filename="a.docx".
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != std::string_view::npos;) {
    std::string_view rest = header.substr(at + 1);
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string key = lower(trim(rest.substr(0, equals)));
    std::size_t end = equals + 1;
    std::string value;
    if (end < rest.size() && rest[end] == '"') {
      for (++end; end < rest.size() && rest[end] != '"'; ++end) {
        if (rest[end] == '\\' && end + 1 < rest.size() && (rest[end + 1] == '"' || rest[end + 1] == '\\'))
          ++end;
        value += rest[end];
      }
    } else {
      end = std::min(rest.find(';'), rest.size());
      value = trim(rest.substr(equals + 1, end - equals - 1));
    }
    if (key == name) return value;
    const std::size_t next = rest.find(';', end);
    at = next == std::string_view::npos ? next : at + 1 + next;
  }
  return std::nullopt;
}

/// The header of that name in a part's head.
std::string header_of(std::string_view head, std::string_view name) {
  for (const std::string& line : split(head, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && lower(trim(line.substr(0, colon))) == name)
      return std::string(trim(line.substr(colon + 1)));
  }
  return {};
}

/// The ending that says a document's format, harmless: ".docx".
std::string ending(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || name.size() - dot > 6) return "";
  const std::string out = lower(name.substr(dot));
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return std::all_of(out.begin() + 1, out.end(), plain) ? out : "";
}

}  // namespace

UploadFolder::UploadFolder(const std::string& parent) : path_(parent + "/zhiheng-upload-XXXXXX") {
  if (::mkdtemp(path_.data()) == nullptr)
    throw Error(kFileUnwritable, {parent}, {std::strerror(errno)}, kSurroundings);
}

UploadFolder::~UploadFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

FormReceiver::FormReceiver(const Request& request, const std::string& folder, std::size_t most_bytes)
    : most_bytes_(most_bytes), form_(std::make_shared<ReceivedForm>()) {
  const std::string* type = request.header("content-type");
  const auto boundary = type != nullptr && lower(*type).starts_with("multipart/form-data")
                            ? parameter(*type, "boundary")
                            : std::nullopt;
  constexpr std::size_t kLongestBoundary = 70;
  if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary)
    throw Error(kWrongType, {}, {"multipart/form-data"});
  std::size_t length = 0;
  if (const std::string* text = request.header("content-length"))
    std::from_chars(text->data(), text->data() + text->size(), length);
  if (length > most_bytes) throw too_large(most_bytes);
  delimiter_ = "\r\n--" + *boundary;
  form_->folder = std::make_shared<UploadFolder>(folder);
}

FormReceiver::~FormReceiver() {
  if (file_ != nullptr) std::fclose(file_);
}

void FormReceiver::take(std::string_view bytes) {
  taken_ += bytes.size();
  if (taken_ > most_bytes_) throw too_large(most_bytes_);
  waiting_ += bytes;
  while (step()) {
  }
}

/// Whether it got further.
bool FormReceiver::step() {
  switch (at_) {
    case At::kBetween:
    case At::kContent: {
      const std::size_t found = waiting_.find(delimiter_);
      if (found == std::string::npos) {
        // The delimiter may have begun at the end of what is there.
        const std::size_t sure = waiting_.size() - std::min(waiting_.size(), delimiter_.size() - 1);
        if (at_ == At::kContent) put(std::string_view(waiting_).substr(0, sure));
        waiting_.erase(0, sure);
        return false;
      }
      if (waiting_.size() < found + delimiter_.size() + 2) return false;
      if (at_ == At::kContent) {
        put(std::string_view(waiting_).substr(0, found));
        close_part();
      }
      const bool last = waiting_.compare(found + delimiter_.size(), 2, "--") == 0;
      waiting_.erase(0, found + delimiter_.size());
      at_ = last ? At::kEnd : At::kHead;
      return true;
    }
    case At::kHead: {
      const std::size_t end = waiting_.find("\r\n\r\n");
      if (end == std::string::npos) {
        if (waiting_.size() > kMostHead) throw bad_form("过长的头 a head that is too long");
        return false;
      }
      open_part(std::string_view(waiting_).substr(0, end));
      waiting_.erase(0, end + 4);
      at_ = At::kContent;
      return true;
    }
    case At::kEnd:
      waiting_.clear();
      return false;
  }
  return false;
}

bool FormReceiver::open_part(std::string_view head) {
  const std::string disposition = header_of(head, "content-disposition");
  const auto name = parameter(disposition, "name");
  if (!name || form_->fields.size() + form_->files.size() >= kMostParts)
    throw bad_form("没有名称或过多的部分 a part without a name, or too many");
  const auto file_name = parameter(disposition, "filename");
  is_file_ = file_name.has_value();
  if (!is_file_) {
    form_->fields.emplace_back(*name, "");
    return true;
  }
  const std::string shown = shown_name(*file_name);
  const std::string path = form_->folder->path() + "/" + std::to_string(form_->files.size()) + ending(shown);
  form_->files.push_back({path, shown, 0});
  file_ = std::fopen(path.c_str(), "wxe");
  if (file_ == nullptr) throw Error(kFileUnwritable, {path}, {std::strerror(errno)}, kSurroundings);
  return true;
}

void FormReceiver::put(std::string_view bytes) {
  if (is_file_) {
    form_->files.back().size += bytes.size();
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size())
      throw Error(kFileUnwritable, {form_->files.back().path}, {std::strerror(errno)}, kSurroundings);
    return;
  }
  std::string& value = form_->fields.back().second;
  if (value.size() + bytes.size() > kMostField) throw bad_form("过长的字段 a field that is too long");
  value += bytes;
}

void FormReceiver::close_part() {
  if (!is_file_) return;
  const bool failed = std::fclose(std::exchange(file_, nullptr)) != 0;
  if (failed) throw Error(kFileUnwritable, {form_->files.back().path}, {std::strerror(errno)}, kSurroundings);
}

void FormReceiver::finish(Request& request) {
  if (at_ != At::kEnd) throw bad_form("内容不完整 it is not whole");
  request.form = form_;
}

std::string shown_name(std::string_view name) {
  constexpr std::size_t kLongest = 200;
  const std::size_t folder = name.find_last_of("/\\");
  if (folder != std::string_view::npos) name.remove_prefix(folder + 1);
  std::string out;
  for (std::size_t at = 0; at < name.size() && out.size() < kLongest;) {
    const std::size_t from = at;
    const char32_t c = next_code_point(name, at);
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
                         (c >= 0x2066 && c <= 0x2069) || c == 0xFFFD;
    if (!control) out += name.substr(from, at - from);
  }
  return out.empty() || out == "." || out == ".." ? "file" : out;
}

}  // namespace zhiheng::serve
