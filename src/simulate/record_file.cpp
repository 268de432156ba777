#include "simulate/record_file.h"

#include <openssl/evp.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <future>
#include <thread>

#include "base/file.h"

namespace zhiheng::simulate {
namespace {

constexpr std::uint64_t kRun = 8192;  // rows made at once

/// Some rows as they go into the file.
struct Run {
  std::string text;
  std::vector<std::vector<std::string>> cells;  // instead of the text, of a sheet
  std::uint64_t clean = 0;
  std::vector<DirtyPlace> dirty;  // lines from 0 within the run
};

class RunMaker {
 public:
  RunMaker(const World& world, const RowSource& source, double dirty_share, Format format)
      : source_(source),
        format_(format),
        text_(source.dataset(), format),
        dirty_(world, source.filler(), dirty_share, world.scale * source.places()) {}

  Run make(std::uint64_t copy, std::uint64_t first, std::uint64_t count) const {
    Run run;
    const auto batch = source_.make(copy, first, count);
    run.clean = batch->rows();
    std::uint64_t line = 0;
    for (std::size_t row = 0; row < batch->rows(); ++row, ++line) {
      add(*batch, row, run);
      const std::uint64_t place = copy * source_.places() + first + row;
      if (!dirty_.follows(place)) continue;
      auto wrong = dirty_.make(*batch, row, place);
      if (!wrong) continue;
      run.dirty.push_back({++line, wrong->kind, wrong->column});
      if (format_ == Format::kXlsx)
        run.cells.push_back(std::move(wrong->cells));
      else
        text_.append(wrong->cells, run.text);
    }
    return run;
  }
  std::string head() const { return text_.head(); }

 private:
  void add(const Batch& batch, std::size_t row, Run& run) const {
    if (format_ == Format::kXlsx)
      run.cells.push_back(cells_of(source_.dataset(), batch, row));
    else
      text_.append(batch, row, run.text);
  }

  const RowSource& source_;
  Format format_;
  RowText text_;
  DirtyRows dirty_;
};

/// Runs in their order, some of them being made ahead.
class RunQueue {
 public:
  RunQueue(const RunMaker& maker, std::uint64_t copies, std::uint64_t places)
      : maker_(maker),
        copies_(copies),
        places_(places),
        ahead_(std::max(1u, std::thread::hardware_concurrency()) * 2) {}

  std::optional<Run> next() {
    while (waiting_.size() < ahead_ && start()) {
    }
    if (waiting_.empty()) return std::nullopt;
    Run run = waiting_.front().get();
    waiting_.pop_front();
    return run;
  }

 private:
  bool start() {
    if (copy_ == copies_ || places_ == 0) return false;
    const std::uint64_t copy = copy_, first = first_, count = std::min(kRun, places_ - first_);
    const auto make = [this, copy, first, count] { return maker_.make(copy, first, count); };
    waiting_.push_back(std::async(std::launch::async, make));
    if ((first_ += count) == places_) {
      first_ = 0;
      ++copy_;
    }
    return true;
  }

  const RunMaker& maker_;
  std::uint64_t copies_, places_, copy_ = 0, first_ = 0;
  std::size_t ahead_;
  std::deque<std::future<Run>> waiting_;
};

}  // namespace

struct HashedFile::State {
  std::FILE* file = nullptr;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

HashedFile::HashedFile(const std::string& path) : path_(path), state_(std::make_unique<State>()) {
  state_->file = std::fopen(path.c_str(), "wb");
  if (state_->file == nullptr) fail();
  EVP_DigestInit_ex(state_->digest.get(), EVP_sha256(), nullptr);
}

HashedFile::~HashedFile() {
  if (state_->file != nullptr) std::fclose(state_->file);
}

void HashedFile::fail() const { throw Error(kFileUnwritable, {path_}, {std::strerror(errno)}, 3); }

void HashedFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), state_->file) != bytes.size()) fail();
  EVP_DigestUpdate(state_->digest.get(), bytes.data(), bytes.size());
  size_ += bytes.size();
}

std::string HashedFile::finish() {
  if (std::fclose(std::exchange(state_->file, nullptr)) != 0) fail();
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(state_->digest.get(), digest, &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

RecordFile write_records(const World& world, const RowSource& source, double dirty_share, Format format,
                         const std::string& path) {
  const RunMaker maker(world, source, dirty_share, format);
  RunQueue runs(maker, world.scale, source.places());
  std::optional<HashedFile> file;
  std::optional<SheetFile> sheet;
  if (format == Format::kXlsx)
    sheet.emplace(path, source.dataset());
  else
    file.emplace(path);
  if (file) file->write(maker.head());
  RecordFile written;
  std::uint64_t line = format == Format::kNdjson ? 1 : 2;
  while (auto run = runs.next()) {
    if (file) file->write(run->text);
    for (const auto& cells : run->cells) sheet->add(cells);
    written.clean += run->clean;
    for (DirtyPlace& place : run->dirty) {
      place.line += line;
      written.dirty.push_back(std::move(place));
    }
    line += run->clean + run->dirty.size();
  }
  if (sheet) {
    sheet->finish();
    const std::string bytes = read_file(path, path);
    written.bytes = bytes.size();
    written.sha256 = sha256_hex(bytes);
  } else {
    written.sha256 = file->finish();
    written.bytes = file->size();
  }
  return written;
}

}  // namespace zhiheng::simulate
