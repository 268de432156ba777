// The rows behind a cell of a cube, or those for which a condition holds.
#include "views/rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "cli/command.h"
#include "cli/record_options.h"
#include "cli/row_text.h"

namespace zhiheng::cli {
namespace {

struct RowArguments : views::RecordArguments, views::RowQuestion {
  std::string out;
};

/// Standard output, or a file that is put at its place when it is finished and readable by its owner only.
class Output {
 public:
  explicit Output(const std::string& path) : path_(path) {
    if (path_.empty()) return;
    beside_ = path_ + ".new-XXXXXX";
    const int file = ::mkostemp(beside_.data(), O_CLOEXEC);
    file_ = file < 0 ? nullptr : ::fdopen(file, "wb");
    if (file_ == nullptr) fail();
  }
  ~Output() {
    if (path_.empty() || file_ == nullptr) return;
    std::fclose(file_);
    ::unlink(beside_.c_str());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::FILE* file() const { return file_; }
  void finish() {
    if (std::fflush(file_) != 0 || std::ferror(file_) != 0) fail();
    if (path_.empty()) return;
    if (std::rename(beside_.c_str(), path_.c_str()) != 0) fail();
    std::fclose(std::exchange(file_, nullptr));
  }

 private:
  [[noreturn]] void fail() const { throw Error(kFileUnwritable, {path_}, {std::strerror(errno)}, 3); }
  std::string path_, beside_;
  std::FILE* file_ = stdout;
};

int show_rows(const Settings& settings, RowArguments arguments) {
  constexpr std::uint64_t kRowsOfText = 100;
  arguments.brief = settings.format == "text";
  if (arguments.brief && !arguments.limit) arguments.limit = kRowsOfText;
  const auto records = views::open_records(settings.home, arguments, false);
  const auto form = settings.format == "csv"    ? views::csv_rows
                    : settings.format == "json" ? views::json_rows
                                                : text_rows;
  Output output(arguments.out);
  views::write_rows(*records, arguments,
                    [&](const views::RowsHead& head) { return form(head, output.file()); });
  output.finish();
  return 0;
}

}  // namespace

void add_rows(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("rows", "汇总表某一格背后的明细 the rows behind a cell of a cube");
  auto arguments = std::make_shared<RowArguments>();
  command->add_option("DATASET", arguments->dataset, "数据集 dataset")->required();
  auto* cube = command->add_option("--cube", arguments->cube, "由明细计算的汇总表 cube of the dataset");
  command
      ->add_option("--cell", arguments->cells,
                   "维度=值，可写多次；值可写代码或名称，空值表示缺失 DIMENSION=VALUE, more than once; a "
                   "code or its title; "
                   "nothing means missing")
      ->needs(cube);
  command->add_option("--where", arguments->where,
                      "条件，写法同数据集的公式 condition, as formulas of a dataset");
  command
      ->add_option("--columns", arguments->columns,
                   "列，逗号分隔 columns, with commas (text: required ones; csv, json: all)")
      ->delimiter(',');
  command->add_option("--limit", arguments->limit, "最多行数 most rows (text: 100; csv, json: all)");
  command->add_option("--out", arguments->out, "写入文件 write to a file");
  command->add_option("--format", settings.format, "输出形式 how to answer: text, csv or json")
      ->check(CLI::IsMember({"text", "csv", "json"}))
      ->capture_default_str();
  add_record_options(*command, *arguments);
  command->footer(
      "例 Examples:\n"
      "  zhiheng rows food_sample --cube food_sampling --cell year=2020 --cell stage=流通\n"
      "  zhiheng rows food_sample --where \"verdict = 'fail' and town = 'qibao'\" --columns sample_no,town\n"
      "  zhiheng rows complaint --where \"online and amount > 10000\" --format csv --out 大额网购投诉.csv");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return show_rows(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
