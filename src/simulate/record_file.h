#pragma once
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "simulate/dirty_rows.h"
#include "simulate/row_source.h"
#include "simulate/row_text.h"

namespace zhiheng::simulate {

/// A file while it is written: hashed on the way. Throws Error ("file.unwritable", exit code 3).
class HashedFile {
 public:
  explicit HashedFile(const std::string& path);
  ~HashedFile();
  HashedFile(const HashedFile&) = delete;

  void write(std::string_view bytes);
  /// Closes the file and gives its SHA-256 in hex.
  std::string finish();
  std::uint64_t size() const { return size_; }

 private:
  [[noreturn]] void fail() const;
  struct State;
  std::string path_;
  std::unique_ptr<State> state_;
  std::uint64_t size_ = 0;
};

/// Where a dirty row stands.
struct DirtyPlace {
  std::uint64_t line = 0;
  std::string kind, column;
};

struct RecordFile {
  std::string sha256;
  std::uint64_t clean = 0, bytes = 0;
  std::vector<DirtyPlace> dirty;
};

/// Writes all rows of a source in the order of copies and places, made by as many threads as the machine has.
RecordFile write_records(const World& world, const RowSource& source, double dirty_share, Format format,
                         const std::string& path);

/// Rows into an Excel file, texts and numbers alike as text. Throws Error ("simulation.too-long") beyond
/// 1,048,576 rows.
class SheetFile {
 public:
  SheetFile(const std::string& path, const catalog::Dataset& dataset);
  ~SheetFile();
  SheetFile(const SheetFile&) = delete;
  void add(const std::vector<std::string>& cells);
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhiheng::simulate
