#include <xlsxwriter.h>

#include "simulate/record_file.h"

namespace zhiheng::simulate {
namespace {

constexpr ErrorCode kTooLong{"simulation.too-long", "数据集 {} 的行数超过 Excel 工作表的上限 {}；请用 csv",
                             "{} has more rows than the {} of an Excel sheet: use csv"};
constexpr std::uint32_t kMostRows = 1'048'576;

}  // namespace

struct SheetFile::State {
  std::string path, dataset;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  std::uint32_t row = 0;
};

SheetFile::SheetFile(const std::string& path, const catalog::Dataset& dataset)
    : state_(std::make_unique<State>()) {
  state_->path = path;
  state_->dataset = dataset.id;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  state_->book = workbook_new_opt(path.c_str(), &options);
  // The time of writing would make each file another one.
  lxw_doc_properties properties{};
  properties.created = 1577836800;  // 2020-01-01
  workbook_set_properties(state_->book, &properties);
  state_->sheet = workbook_add_worksheet(state_->book, "data");
  std::vector<std::string> heads;
  for (const auto& column : dataset.columns) heads.push_back(column.id);
  add(heads);
}

SheetFile::~SheetFile() {
  if (state_->book != nullptr) workbook_close(state_->book);
}

void SheetFile::add(const std::vector<std::string>& cells) {
  if (state_->row == kMostRows) throw Error(kTooLong, {}, {state_->dataset, std::to_string(kMostRows)});
  for (std::size_t c = 0; c < cells.size(); ++c)
    if (!cells[c].empty())
      worksheet_write_string(state_->sheet, state_->row, static_cast<lxw_col_t>(c), cells[c].c_str(),
                             nullptr);
  ++state_->row;
}

void SheetFile::finish() {
  const lxw_error error = workbook_close(std::exchange(state_->book, nullptr));
  if (error != LXW_NO_ERROR) throw Error(kFileUnwritable, {state_->path}, {lxw_strerror(error)}, 3);
}

}  // namespace zhiheng::simulate
