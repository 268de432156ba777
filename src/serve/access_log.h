#pragma once
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

namespace zhiheng::serve {

/// One line of JSON a request: {time, request, method, route, status, bytes, ms}. It holds no personal data:
/// no addresses of people, no queries, no names of files; the route stands for the path. Lines are written by
/// a thread of its own; what a crash takes is at most a tenth of a second.
class AccessLog {
 public:
  /// `where` is a file that is added to, "-" for standard output, or empty for none. Throws Error
  /// ("file.unwritable", exit code 3).
  explicit AccessLog(const std::string& where);
  ~AccessLog();
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  void add(const std::string& request, const std::string& method, const std::string& route, int status,
           std::size_t bytes, double seconds);

 private:
  void write();

  std::FILE* file_ = nullptr;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string waiting_;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace zhiheng::serve
