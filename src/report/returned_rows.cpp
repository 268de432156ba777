#include "report/returned_rows.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace zhiheng::report {
namespace {

constexpr std::size_t kMostOfCell = 32767;  // of Excel, in UTF-16 units

[[noreturn]] void fail(const std::string& path, const char* why) {
  throw Error(kFileUnwritable, {path}, {why}, 3);
}

std::string beside(const std::string& path) { return path + ".unfinished"; }

void put_in_place(const std::string& path) {
  if (std::rename(beside(path).c_str(), path.c_str()) == 0) return;
  const std::string why = std::strerror(errno);
  std::remove(beside(path).c_str());
  fail(path, why.c_str());
}

/// As much as a cell holds, bytes that are no characters replaced: the workbook could not be opened.
std::string sheet_text(const std::string& cell) {
  if (cell.size() <= kMostOfCell && find_invalid_utf8(cell) == std::string::npos) return cell;
  std::string text;
  std::size_t units = 0;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(cell, at);
    units += c > 0xFFFF ? 2 : 1;
    if (units > kMostOfCell) break;
    text += c == 0xFFFD ? "\uFFFD" : cell.substr(from, at - from);
  }
  return text;
}

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

/// Lines of text in a file beside its place until it is finished.
class ReturnedRows::Lines : public Form {
 public:
  explicit Lines(const std::string& path) : path_(path), file_(std::fopen(beside(path).c_str(), "wb")) {
    if (file_ == nullptr) fail(path_, std::strerror(errno));
  }
  ~Lines() override {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::remove(beside(path_).c_str());
  }
  void finish() override {
    const bool written = std::fflush(file_) == 0;
    if (!written) fail(path_, std::strerror(errno));
    std::fclose(file_);
    file_ = nullptr;
    put_in_place(path_);
  }

 protected:
  void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail(path_, std::strerror(errno));
  }

 private:
  std::string path_;
  std::FILE* file_;
};

class ReturnedRows::Csv final : public Lines {
 public:
  Csv(const std::string& path, const std::vector<std::string>& heads) : Lines(path) {
    write("\xEF\xBB\xBF");
    Csv::add(heads);
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
};

class ReturnedRows::Ndjson final : public Lines {
 public:
  Ndjson(const std::string& path, std::vector<std::string> heads) : Lines(path), heads_(std::move(heads)) {}
  void add(const std::vector<std::string>& cells) override {
    nlohmann::ordered_json json;
    for (std::size_t i = 0; i < cells.size() && i < heads_.size(); ++i)
      if (!cells[i].empty()) json[heads_[i]] = cells[i];
    write(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  }

 private:
  std::vector<std::string> heads_;
};

/// Rows that a sheet has no room for go on in the next one.
class ReturnedRows::Workbook final : public Form {
 public:
  Workbook(const std::string& path, const std::vector<std::string>& heads) : path_(path), heads_(heads) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(beside(path).c_str(), &options);
    wrong_ = workbook_add_format(book_);
    format_set_font_color(wrong_, 0xB42318);
    begin_sheet();
  }
  ~Workbook() override {
    if (book_ == nullptr) return;
    workbook_close(book_);
    std::remove(beside(path_).c_str());
  }
  void add(const std::vector<std::string>& cells) override {
    if (row_ == LXW_ROW_MAX) begin_sheet();
    put(cells);
  }
  void finish() override {
    const lxw_error error = workbook_close(book_);
    book_ = nullptr;
    if (error == LXW_NO_ERROR) return put_in_place(path_);
    std::remove(beside(path_).c_str());
    fail(path_, lxw_strerror(error));
  }

 private:
  void begin_sheet() {
    const std::string name = "退回" + (++sheets_ == 1 ? "" : std::to_string(sheets_));
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    worksheet_freeze_panes(sheet_, 1, 0);
    row_ = 0;
    put(heads_);
  }

  void put(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i), sheet_text(cells[i]).c_str(),
                             i + kHeads.size() >= cells.size() ? wrong_ : nullptr);
    ++row_;
  }

  std::string path_;
  std::vector<std::string> heads_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* wrong_ = nullptr;
  lxw_row_t row_ = 0;
  int sheets_ = 0;
};

ReturnedRows::ReturnedRows(std::string path) : path_(std::move(path)) {}
ReturnedRows::~ReturnedRows() = default;

void ReturnedRows::begin(const std::vector<std::string>& heads) {
  heads_ = heads;
  heads_.insert(heads_.end(), kHeads.begin(), kHeads.end());
}

void ReturnedRows::add(std::uint64_t line, const std::vector<std::string>& cells,
                       const std::vector<Diagnostic>& reasons) {
  std::string end = std::filesystem::path(path_).extension().string();
  std::ranges::transform(end, end.begin(), [](unsigned char c) { return std::tolower(c); });
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
