#include "journal/stream.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>

#include "base/moment.h"
#include "base/text.h"
#include "journal/line.h"
#include "journal/mapped_file.h"

namespace zhiheng::journal {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kBroken{
    "journal.broken", "从这一行起与前文不符：这一行或前一行被改过，或有行被删去、插入、调换；请由备份恢复",
    "from this line on the journal doesn't follow from what is before: this line or the one "
    "before was changed, or lines were removed, put in or swapped; restore a backup"};
constexpr ErrorCode kBadFirst{
    "journal.bad-first-line", "文件的首行应写明流 {} 和算法（sha256、sm3）",
    "the first line of the file must say the stream {} and the algorithm (sha256, sm3)"};
constexpr ErrorCode kTornInside{"journal.torn-inside", "文件末尾有不完整的行，而后面还有文件",
                                "the file ends in an unfinished line, but files follow"};
constexpr ErrorCode kUnwritten{
    "journal.unwritten", "文件末尾 {} 字节不是完整的行：断电时未写完，或被改过",
    "the last {} bytes of the file are no whole lines: unwritten when the power went, or changed"};
constexpr std::size_t kShownProblems = 20;
constexpr std::size_t kSmallFile = std::size_t{1} << 20;
constexpr std::size_t kMonthDigits = 7;

/// The lines of one stretch of a file, numbered from 1 within it.
struct Stretch {
  std::uint64_t lines = 0;
  std::optional<std::string_view> before;  // as its first line says
  Hex last{};
  std::string_view at;
  std::vector<std::uint64_t> broken;
  struct Day {
    Date day;
    std::uint64_t line;
    Hex hash;
  };
  std::vector<Day> days;  // the last line of each run of one day
  std::vector<std::pair<std::size_t, std::uint64_t>> found;
};

class StretchScan {
 public:
  StretchScan(Algorithm algorithm, std::span<const std::string> sought)
      : digest_(algorithm), sought_(sought) {}

  Stretch run(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      take(bytes.substr(0, end));
      bytes.remove_prefix(end + 1);
    }
    if (day_) out_.days.push_back({*day_, out_.lines, out_.last});
    return std::move(out_);
  }

 private:
  void take(std::string_view line) {
    const auto before = before_of(line);
    if (out_.lines == 0)
      out_.before = before;
    else if (!before || *before != view(out_.last))
      out_.broken.push_back(out_.lines + 1);
    note_day(line);
    out_.last = digest_.of(line);
    ++out_.lines;
    for (std::size_t i = 0; i < sought_.size(); ++i)
      if (view(out_.last).starts_with(sought_[i])) out_.found.emplace_back(i, out_.lines);
  }

  /// Moments of one hour are of one day: only the first of them is parsed.
  void note_day(std::string_view line) {
    const std::string_view at = at_of(line);
    if (at.size() < 13) return;
    out_.at = at;
    if (at.substr(0, 13) == hour_) return;
    const auto moment = parse_moment(at);
    if (!moment) return;
    hour_ = at.substr(0, 13);
    const Date day = day_in_china(*moment);
    if (day_ && *day_ != day) out_.days.push_back({*day_, out_.lines, out_.last});
    day_ = day;
  }

  Digest digest_;
  std::span<const std::string> sought_;
  Stretch out_;
  std::optional<Date> day_;
  std::string_view hour_;
};

std::vector<Stretch> scan_lines(std::string_view bytes, Algorithm algorithm,
                                std::span<const std::string> sought) {
  const std::size_t workers =
      bytes.size() < kSmallFile ? 1 : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::size_t> bounds{0};
  for (std::size_t i = 1; i < workers; ++i) {
    const std::size_t end = bytes.find('\n', std::max(bounds.back(), bytes.size() / workers * i));
    bounds.push_back(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  bounds.push_back(bytes.size());
  std::vector<Stretch> out(workers);
  const auto scan = [&](std::size_t i) {
    out[i] = StretchScan(algorithm, sought).run(bytes.substr(bounds[i], bounds[i + 1] - bounds[i]));
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < workers; ++i) others.emplace_back(scan, i);
    scan(0);
  }
  return out;
}

std::string_view first_of(std::string_view bytes) { return bytes.substr(0, bytes.find('\n')); }

/// What the first line of a file says; nullopt where it says nothing that can be read.
std::optional<Algorithm> algorithm_in(const StreamFile& file, std::string_view first) {
  if (file.month.empty()) return Algorithm::kSha256;
  const auto before = before_of(first);
  if (!before) return {};
  for (const Algorithm known : {Algorithm::kSha256, Algorithm::kSm3})
    if (first == first_line(*before, file.stream, known)) return known;
  return {};
}

class StreamCheck {
 public:
  StreamCheck(std::span<const StreamFile> files, std::span<const std::string> sought)
      : files_(files), sought_(sought) {
    report_.head.stream = files.empty() ? "" : files[0].stream;
    report_.files = files.size();
    report_.sought.resize(sought.size());
  }

  StreamReport run() {
    for (std::size_t i = 0; i < files_.size(); ++i) check(files_[i], i + 1 == files_.size());
    return std::move(report_);
  }

 private:
  void check(const StreamFile& file, bool last) {
    const MappedFile mapped(file.path);
    const std::size_t end = whole_lines(mapped.bytes());
    const std::string_view bytes = mapped.bytes().substr(0, end), torn = mapped.bytes().substr(end);
    std::uint64_t line = 0;
    if (!bytes.empty()) line = check_lines(file, bytes);
    report_.bytes += bytes.size();
    const Location behind{file.path, static_cast<int>(line + 1)};
    if (!last && !torn.empty()) add(kTornInside, behind);
    if (!last) return;
    report_.torn = torn.size();
    if (torn.find('\n') != std::string_view::npos)
      report_.unwritten = diagnose(kUnwritten, behind, {std::to_string(torn.size())});
  }

  std::uint64_t check_lines(const StreamFile& file, std::string_view bytes) {
    const auto algorithm = algorithm_in(file, first_of(bytes));
    if (!algorithm) add(kBadFirst, {file.path, 1}, {file.stream});
    std::uint64_t line = 0;
    for (const Stretch& stretch : scan_lines(bytes, algorithm.value_or(Algorithm::kSha256), sought_)) {
      if (stretch.lines == 0) continue;
      if (stretch.before != report_.head.hash) add_break(file, line + 1);
      for (const std::uint64_t broken : stretch.broken) add_break(file, line + broken);
      merge(stretch, algorithm.value_or(Algorithm::kSha256));
      line += stretch.lines;
    }
    return line;
  }

  void merge(const Stretch& stretch, Algorithm algorithm) {
    Head& head = report_.head;
    for (const auto& [which, line] : stretch.found) report_.sought[which] = head.lines + line;
    for (const auto& [day, line, hash] : stretch.days) {
      const DayEnd end{day, {head.stream, head.lines + line, std::string(view(hash)), algorithm}};
      if (report_.days.empty() || report_.days.back().day < day)
        report_.days.push_back(end);
      else
        report_.days.back().head = end.head;
    }
    head.lines += stretch.lines;
    head.hash = view(stretch.last);
    head.algorithm = algorithm;
    if (!stretch.at.empty()) report_.at = stretch.at;
  }

  void add_break(const StreamFile& file, std::uint64_t line) {
    ++report_.breaks;
    add(kBroken, {file.path, static_cast<int>(line)});
  }

  void add(const ErrorCode& code, Location where, const std::vector<std::string>& args = {}) {
    if (report_.problems.size() < kShownProblems)
      report_.problems.push_back(diagnose(code, std::move(where), args));
  }

  std::span<const StreamFile> files_;
  std::span<const std::string> sought_;
  StreamReport report_;
};

/// Stream and month out of the name of a file; nothing for other files.
std::optional<StreamFile> stream_file(const std::string& path) {
  std::string name = fs::path(path).stem().string(), month;
  const std::size_t dot = name.find('.');
  if (dot != std::string::npos) {
    month = name.substr(dot + 1);
    name.resize(dot);
    if (month.size() != kMonthDigits || !Date::parse(month + "-01")) return {};
  }
  if (!is_identifier(name)) return {};
  return StreamFile{name, month, path};
}

}  // namespace

std::vector<StreamFile> stream_files(const std::string& folder, std::string_view stream) {
  std::vector<StreamFile> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".ndjson") continue;
    auto file = stream_file(entry.path().string());
    if (file && (stream.empty() || file->stream == stream)) files.push_back(std::move(*file));
  }
  std::ranges::sort(files, {}, [](const StreamFile& f) { return std::pair(f.stream, f.month); });
  return files;
}

StreamReport check_stream(std::span<const StreamFile> files, std::span<const std::string> sought) {
  return StreamCheck(files, sought).run();
}

void read_stream(const std::string& folder, std::string_view stream,
                 const std::function<void(const Line&)>& take) {
  const auto files = stream_files(folder, stream);
  const StreamReport report = check_stream(files);
  if (!report.problems.empty()) throw Error(report.problems);
  std::uint64_t number = 0;
  for (const StreamFile& file : files) {
    const MappedFile mapped(file.path);
    std::string_view rest = mapped.bytes().substr(0, whole_lines(mapped.bytes()));
    for (int line = 1; !rest.empty() && number < report.head.lines; ++line) {
      const std::string_view text = first_of(rest);
      ++number;
      if (line > 1 || file.month.empty()) take({number, text, {file.path, line}});
      rest.remove_prefix(text.size() + 1);
    }
  }
}

}  // namespace zhiheng::journal
