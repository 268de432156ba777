#include "read/sandbox.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>

#include "read/child_process.h"
#include "read/system_calls.h"
#include "read/transfer.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kNoSandbox{"read.sandbox", "无法建立读取文件的子进程：{}",
                               "the process that reads the file can't be made: {}"};
constexpr ErrorCode kCrashed{"read.damaged", "读取时解析程序崩溃（信号 {}），文件可能已损坏或有恶意",
                             "the reader crashed on it (signal {}): damaged or hostile"};
constexpr ErrorCode kOddResult{"read.hostile", "读取结果不合规范，拒绝采用",
                               "what the reading process sent is malformed; refused"};
constexpr ErrorCode kTimeOut{"read.hostile", "读取超过时限（{} 秒），拒绝读取",
                             "reading took longer than {} seconds; refused"};
constexpr ErrorCode kNoMemory{"read.too-large", "读取所需内存超过 {} MiB，拒绝读取",
                              "reading needs more than {} MiB of memory; refused"};
constexpr ErrorCode kOutput{"read.too-large", "读出的内容超过 {} MiB，拒绝读取",
                            "more than {} MiB came out of it; refused"};
constexpr ErrorCode kUnexpected{"read.damaged", "文件无法解析：{}", "it can't be parsed: {}"};
constexpr ErrorCode kEncrypted{"read.encrypted", "PDF 已加密，需要口令",
                               "the PDF is encrypted: it needs a password"};
constexpr ErrorCode kDamagedPdf{"read.damaged", "PDF 已损坏，pdftotext 无法读取",
                                "the PDF is damaged: pdftotext can't read it"};
constexpr ErrorCode kNoProgram{"read.no-pdftotext", "缺少 pdftotext（软件包 poppler-utils），无法读取 PDF",
                               "pdftotext (package poppler-utils) is missing: PDF can't be read"};
constexpr size_t kMaxDocument = size_t{640} << 20;
constexpr size_t kMaxPdfText = size_t{64} << 20;

// The first byte of what the child sends.
enum Message : char { kDocument = 'D', kError = 'E', kMemory = 'M', kException = 'X' };
// The child's exit codes beside those of a program.
enum ChildCode { kDone = 0, kNotConfined = 120, kNotFound = 127 };

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) ::_exit(1);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
}

int parse_confined(const std::function<Document()>& parse) {
  if (!confine(Confinement::kCompute)) return kNotConfined;
  try {
    const Document document = parse();
    write_all(std::string(1, kDocument));
    send_document(document, write_all);
  } catch (const Error& error) {
    write_all(std::string(1, kError));
    send_error(error, write_all);
  } catch (const std::bad_alloc&) {
    write_all(std::string(1, kMemory));
  } catch (const std::exception& error) {
    write_all(std::string(1, kException));
    write_all(error.what());
  }
  return kDone;
}

[[noreturn]] void throw_end(const ChildResult& result, const std::string& shown, const SandboxLimits& limits,
                            size_t most) {
  const auto mebibytes = [](size_t bytes) { return std::to_string(bytes >> 20); };
  switch (result.end) {
    case ChildResult::End::kNotStarted:
      throw Error(kNoSandbox, {shown}, {std::strerror(result.code)}, kSurroundings);
    case ChildResult::End::kCpuLimit:
      throw Error(kTimeOut, {shown}, {std::to_string(limits.cpu_seconds)});
    case ChildResult::End::kTimeLimit:
      throw Error(kTimeOut, {shown}, {std::to_string(limits.wall_seconds)});
    case ChildResult::End::kOutputLimit:
      throw Error(kOutput, {shown}, {mebibytes(most)});
    case ChildResult::End::kExited:
    case ChildResult::End::kCrashed:
      break;
  }
  throw Error(kCrashed, {shown}, {std::to_string(result.code)});
}

/// In the child: becomes pdftotext, which reads standard input.
int become_pdftotext() {
  if (!confine(Confinement::kReadFiles)) return kNotConfined;
  const char* arguments[] = {"pdftotext", "-layout", "-enc", "UTF-8", "-", "-", nullptr};
  ::execvp(arguments[0], const_cast<char* const*>(arguments));
  return kNotFound;
}

/// The bytes as an open file without a name; -1 where that can't be.
int in_memory_file(std::string_view bytes) {
  const int fd = ::memfd_create("document", MFD_CLOEXEC);
  while (fd >= 0 && !bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      ::close(fd);
      return -1;
    }
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  if (fd >= 0) ::lseek(fd, 0, SEEK_SET);
  return fd;
}

}  // namespace

Document parse_in_sandbox(const std::function<Document()>& parse, const std::string& shown, size_t expected,
                          const SandboxLimits& limits) {
  const ChildResult result =
      run_child([&parse] { return parse_confined(parse); }, -1, limits, {expected, kMaxDocument, false});
  if (result.end == ChildResult::End::kExited && result.code == kNotConfined) {
    throw Error(kNoSandbox, {shown}, {"seccomp"}, kSurroundings);
  }
  if (result.end != ChildResult::End::kExited || result.code != kDone || result.output.empty()) {
    throw_end(result, shown, limits, kMaxDocument);
  }
  const std::string_view content = std::string_view(result.output).substr(1);
  try {
    switch (result.output[0]) {
      case kDocument:
        return receive_document(content);
      case kError:
        throw receive_error(content, shown);
      case kMemory:
        throw Error(kNoMemory, {shown}, {std::to_string(limits.memory >> 20)});
      case kException:
        throw Error(kUnexpected, {shown}, {std::string(content.substr(0, 200))});
      default:
        break;
    }
  } catch (const std::runtime_error&) {
    // Malformed, as below.
  }
  throw Error(kOddResult, {shown});
}

std::string text_of_pdf(std::string_view bytes, const std::string& shown, const SandboxLimits& limits) {
  const int input = in_memory_file(bytes);
  if (input < 0) throw Error(kNoSandbox, {shown}, {std::strerror(errno)}, kSurroundings);
  ChildResult result = run_child(become_pdftotext, input, limits, {0, kMaxPdfText, true});
  ::close(input);
  if (result.end == ChildResult::End::kExited) {
    if (result.code == kDone) return std::move(result.output);
    if (result.code == kNotFound) throw Error(kNoProgram, {shown}, {}, kSurroundings);
    if (result.code == kNotConfined) throw Error(kNoSandbox, {shown}, {"seccomp"}, kSurroundings);
    if (result.errors.find("Incorrect password") != std::string::npos) throw Error(kEncrypted, {shown});
    throw Error(kDamagedPdf, {shown});
  }
  throw_end(result, shown, limits, kMaxPdfText);
}

}  // namespace zhiheng::read
