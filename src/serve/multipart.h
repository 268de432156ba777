#pragma once
// A multipart/form-data body (RFC 7578) as it arrives: files go to disk, fields stay in memory.
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "serve/body.h"

namespace zhiheng::serve {

/// The folder for one request's files; removed with everything in it when the last owner lets go.
class UploadFolder {
 public:
  /// A new folder below `parent`, for its owner only. Throws Error ("file.unwritable", exit code 3).
  explicit UploadFolder(const std::string& parent);
  ~UploadFolder();
  UploadFolder(const UploadFolder&) = delete;
  UploadFolder& operator=(const UploadFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A form with the folder of its files.
struct ReceivedForm : Form {
  std::shared_ptr<UploadFolder> folder;
};

class FormReceiver final : public Receiver {
 public:
  /// Throws Error: kWrongType where the request says another type or no boundary, kTooLarge where the length
  /// that it says is over `most_bytes`.
  FormReceiver(const Request& request, const std::string& folder, std::size_t most_bytes);
  ~FormReceiver() override;

  /// The next bytes. Throws Error: kTooLarge, kBadForm (heads too long, too many parts, no end),
  /// "file.unwritable".
  void take(std::string_view bytes) override;
  /// The body is over: hands the form to the request. Throws Error (kBadForm) where it isn't whole.
  void finish(Request& request) override;

 private:
  bool step();
  bool open_part(std::string_view head);
  void put(std::string_view bytes);
  void close_part();

  std::size_t most_bytes_;
  std::size_t taken_ = 0;
  std::string delimiter_;         // "\r\n--boundary"
  std::string waiting_ = "\r\n";  // not yet looked at: a body begins as if after a line's end
  enum class At { kBetween, kHead, kContent, kEnd } at_ = At::kBetween;
  std::shared_ptr<ReceivedForm> form_;
  std::FILE* file_ = nullptr;
  bool is_file_ = false;
};

/// A file's name as the sender says it, fit to be shown: no folders, no control characters, at most 200
/// bytes.
std::string shown_name(std::string_view name);

}  // namespace zhiheng::serve
