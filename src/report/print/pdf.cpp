#include "report/pdf.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "report/print/child.h"

extern "C" const char zhiheng_compile_mjs[];
extern "C" const char zhiheng_compile_mjs_end[];

namespace zhiheng::report {
namespace {

namespace fs = std::filesystem;
constexpr int kModuleMissing = 2;
constexpr int kFontMissing = 4;
constexpr int kProgramMissing = 127;

constexpr ErrorCode kNoFolder{"pdf.temp", "不能在 {} 建立临时文件夹：{}",
                              "can't make a temporary folder in {}: {}"};
constexpr ErrorCode kNoNode{"pdf.node", "不能运行 {}：请安装 Node.js，或指定它的位置",
                            "can't run {}: install Node.js or say where it is"};
constexpr ErrorCode kNoModule{"pdf.module", "{} 中没有排版程序：请先运行 tools/fetch。{}",
                              "no typesetter in {}: run tools/fetch first. {}"};
constexpr ErrorCode kNoFont{"pdf.font", "缺少排版所需字体：请安装 fonts-noto-cjk。{}",
                            "a font is missing: install fonts-noto-cjk. {}"};
constexpr ErrorCode kTooLong{"pdf.timeout", "排版超过 {} 秒，已停止",
                             "typesetting took more than {} s and was stopped"};
constexpr ErrorCode kTooLarge{"pdf.limit", "排版程序被系统终止（信号 {}，内存上限 {} MB）：{}",
                              "the typesetter was ended by signal {} (memory limit {} MB): {}"};
constexpr ErrorCode kNotCompiled{"pdf.source", "排版源文件有误：{}", "the typesetting source is faulty: {}"};
constexpr ErrorCode kNotPlaced{"pdf.unwritable", "不能写入：{}", "can't be written: {}"};

/// A new private folder, removed with all that is in it.
class TempFolder {
 public:
  explicit TempFolder(const std::string& parent) : path_(parent + "/zhiheng-pdf-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr)
      throw Error(kNoFolder, {}, {parent, std::strerror(errno)}, kSurroundings);
  }
  ~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void check(const print::ChildResult& result, const PdfTools& tools) {
  if (result.timed_out) throw Error(kTooLong, {}, {std::to_string(tools.timeout_seconds)}, kSurroundings);
  if (result.signal != 0) {
    throw Error(kTooLarge, {},
                {std::to_string(result.signal), std::to_string(tools.memory_mb), result.output},
                kSurroundings);
  }
  switch (result.exit_code) {
    case 0:
      return;
    case kProgramMissing:
      throw Error(kNoNode, {}, {tools.node}, kSurroundings);
    case kModuleMissing:
      throw Error(kNoModule, {}, {tools.modules, result.output}, kSurroundings);
    case kFontMissing:
      throw Error(kNoFont, {}, {result.output}, kSurroundings);
    default:
      throw Error(kNotCompiled, {}, {result.output}, kOurFault);
  }
}

/// Copies beside the target and renames, so that nobody ever sees half a paper.
void place(const std::string& from, const std::string& out_path) {
  const std::string part = out_path + ".part";
  std::error_code error;
  fs::copy_file(from, part, fs::copy_options::overwrite_existing, error);
  if (!error) fs::rename(part, out_path, error);
  if (!error) return;
  const std::string reason = error.message();
  fs::remove(part, error);
  throw Error(kNotPlaced, {.file = out_path}, {reason}, kSurroundings);
}

}  // namespace

void print_pdf(const std::string& typst_source, const std::vector<std::string>& svgs, const PdfTools& tools,
               const std::string& out_path) {
  const TempFolder folder(tools.temp);
  std::string script = tools.script.empty() ? "" : fs::absolute(tools.script).string();
  if (script.empty()) {
    script = folder.path() + "/compile.mjs";
    write_file(script,
               {zhiheng_compile_mjs, static_cast<size_t>(zhiheng_compile_mjs_end - zhiheng_compile_mjs)});
  }
  write_file(folder.path() + "/paper.typ", typst_source);
  for (size_t i = 0; i < svgs.size(); ++i)
    write_file(fmt::format("{}/figure-{}.svg", folder.path(), i + 1), svgs[i]);
  std::vector<std::string> command = {tools.node, script, fs::absolute(tools.modules).string()};
  command.insert(command.end(), tools.font_folders.begin(), tools.font_folders.end());
  check(print::run_child(command, folder.path(), {tools.timeout_seconds, tools.memory_mb}), tools);
  place(folder.path() + "/paper.pdf", out_path);
}

}  // namespace zhiheng::report
