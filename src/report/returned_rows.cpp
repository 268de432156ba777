#include "report/returned_rows.h"

#include <xlsxwriter.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kUnwritable{"file.unwritable", "写不了文件：{}", "the file can't be written: {}"};
constexpr std::size_t kMostSheetRows = 1'000'000;

/// What is said about a row, in four cells.
std::vector<std::string> said(std::uint64_t line, const std::vector<Diagnostic>& reasons) {
  std::vector<std::string> zh, en, codes;
  for (const auto& reason : reasons) {
    zh.push_back(reason.zh);
    en.push_back(reason.en);
    codes.push_back(reason.code);
  }
  return {std::to_string(line), join(zh, "；"), join(en, "; "), join(codes, " ")};
}

const std::vector<std::string> kHeads{"行号 Line", "退回原因 Reason", "Reason in English", "代码 Code"};

}  // namespace

class ReturnedRows::Form {
 public:
  virtual ~Form() = default;
  virtual void add(const std::vector<std::string>& cells) = 0;
  virtual void finish() = 0;
};

/// A file beside its place until it is finished.
class ReturnedRows::Csv : public Form {
 public:
  Csv(const std::string& path, const std::vector<std::string>& heads)
      : path_(path), file_(std::fopen((path + ".unfinished").c_str(), "wb")) {
    if (file_ == nullptr) fail();
    write("\xEF\xBB\xBF");
    add(heads);
  }
  ~Csv() override {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::remove((path_ + ".unfinished").c_str());
  }
  void add(const std::vector<std::string>& cells) override {
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i != 0) row += ',';
      const bool quote = cells[i].find_first_of(",\"\r\n") != std::string::npos;
      row += quote ? sql_quoted(cells[i], '"') : cells[i];
    }
    write(row + "\r\n");
  }
  void finish() override {
    const bool closed = std::fclose(file_) == 0;
    file_ = nullptr;
    if (!closed || std::rename((path_ + ".unfinished").c_str(), path_.c_str()) != 0) fail();
  }

 private:
  void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail();
  }
  [[noreturn]] void fail() const { throw Error(kUnwritable, {path_}, {std::strerror(errno)}, 3); }

  std::string path_;
  std::FILE* file_;
};

class ReturnedRows::Ndjson : public Form {
 public:
  Ndjson(const std::string& path, std::vector<std::string> heads) : path_(path), heads_(std::move(heads)) {}
  void add(const std::vector<std::string>& cells) override {
    nlohmann::ordered_json json;
    for (std::size_t i = 0; i < cells.size() && i < heads_.size(); ++i)
      if (!cells[i].empty()) json[heads_[i]] = cells[i];
    text_ += json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  }
  void finish() override {
    std::FILE* file = std::fopen(path_.c_str(), "wb");
    const bool written = file != nullptr && std::fwrite(text_.data(), 1, text_.size(), file) == text_.size();
    const int why = errno;
    if (file != nullptr && std::fclose(file) != 0)
      throw Error(kUnwritable, {path_}, {std::strerror(errno)}, 3);
    if (!written) throw Error(kUnwritable, {path_}, {std::strerror(why)}, 3);
  }

 private:
  std::string path_, text_;
  std::vector<std::string> heads_;
};

class ReturnedRows::Workbook : public Form {
 public:
  Workbook(const std::string& path, const std::vector<std::string>& heads) : path_(path) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path.c_str(), &options);
    sheet_ = workbook_add_worksheet(book_, "退回");
    wrong_ = workbook_add_format(book_);
    format_set_font_color(wrong_, 0xB42318);
    add(heads);
    worksheet_freeze_panes(sheet_, 1, 0);
  }
  ~Workbook() override {
    if (book_ == nullptr) return;
    workbook_close(book_);
    std::remove(path_.c_str());
  }
  void add(const std::vector<std::string>& cells) override {
    if (row_ > kMostSheetRows) return;
    for (std::size_t i = 0; i < cells.size(); ++i)
      worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i), cells[i].substr(0, 32000).c_str(),
                             i + kHeads.size() >= cells.size() ? wrong_ : nullptr);
    ++row_;
  }
  void finish() override {
    const lxw_error error = workbook_close(book_);
    book_ = nullptr;
    if (error != LXW_NO_ERROR) throw Error(kUnwritable, {path_}, {lxw_strerror(error)}, 3);
  }

 private:
  std::string path_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* wrong_ = nullptr;
  lxw_row_t row_ = 0;
};

ReturnedRows::ReturnedRows(std::string path) : path_(std::move(path)) {}
ReturnedRows::~ReturnedRows() = default;

void ReturnedRows::begin(const std::vector<std::string>& heads) {
  heads_ = heads;
  heads_.insert(heads_.end(), kHeads.begin(), kHeads.end());
}

void ReturnedRows::add(std::uint64_t line, const std::vector<std::string>& cells,
                       const std::vector<Diagnostic>& reasons) {
  const std::string end = std::filesystem::path(path_).extension().string();
  if (!form_ && end == ".xlsx") form_ = std::make_unique<Workbook>(path_, heads_);
  if (!form_ && (end == ".ndjson" || end == ".jsonl")) form_ = std::make_unique<Ndjson>(path_, heads_);
  if (!form_) form_ = std::make_unique<Csv>(path_, heads_);
  // A row that could not be told apart has its raw text in the first cell.
  std::vector<std::string> row = cells;
  row.resize(heads_.size() - kHeads.size());
  for (auto& text : said(line, reasons)) row.push_back(std::move(text));
  form_->add(row);
}

void ReturnedRows::finish() {
  if (form_) form_->finish();
  form_.reset();
}

}  // namespace zhiheng::report
