#pragma once
// The rows of a file of records, read and sieved in child processes.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"
#include "intake/heads.h"
#include "intake/parcel.h"
#include "intake/source_file.h"
#include "read/records.h"

namespace zhiheng::read {
class Workers;
}

namespace zhiheng::intake {

/// One file, read once. Throws Error: what the readers throw, "intake.changed", "file.unreadable".
class FileRows {
 public:
  /// Opens the file. The other arguments must outlive the object.
  FileRows(const catalog::Catalog& catalog, const catalog::Dataset& dataset, const WorkingCalendar& calendar,
           const std::string& path);

  /// Reads the head and finds the dataset's columns; `said`: head → column id, what people have said before.
  /// Throws Error ("intake.heads-missing").
  void read_head(const std::map<std::string, std::string>& said);
  const read::RecordHead& head() const { return head_; }
  const Heads& heads() const { return heads_; }
  /// "CSV UTF-8 ,"
  std::string format() const;

  /// Hands over the file's bytes, in order, each once, and its rows chunk by chunk with the lines of the file
  /// before the chunk (0 of a sheet, whose rows have their own numbers). `workers`: 0: as the machine has
  /// processors.
  void read(unsigned workers, const std::function<void(std::string_view)>& bytes,
            const std::function<void(Parcel&, std::uint64_t lines_before)>& rows);
  /// Of all bytes; after `read`.
  const std::string& sha256() const { return sha256_; }
  const SourceFile& source() const { return source_; }
  std::uint64_t size() const { return source_.size(); }
  /// How many bytes have been handed to children.
  std::uint64_t done() const { return done_; }

 private:
  void receive(std::string_view bytes);
  read::RecordHead head_of_child(bool whole) const;
  void read_chunks(unsigned workers);
  bool submit_chunk(read::Workers& pool, std::uint64_t& at);
  void read_sheet();
  std::uint64_t take(std::string_view parcel);

  const catalog::Catalog& catalog_;
  const catalog::Dataset& dataset_;
  const WorkingCalendar& calendar_;
  std::string path_;
  SourceFile source_;
  std::string begin_;  // of a workbook all of it
  read::RecordHead head_;
  Heads heads_;
  FileHash hash_;
  std::string sha256_;
  std::function<void(std::string_view)> bytes_;
  std::function<void(Parcel&, std::uint64_t)> rows_;
  std::uint64_t lines_before_ = 0, done_ = 0;
};

}  // namespace zhiheng::intake
