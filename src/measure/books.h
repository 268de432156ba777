#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "catalog/model.h"
#include "measure/value.h"
#include "store/database.h"

namespace zhiheng::measure {

/// A figure of a cube that was published although it can be computed, or a published total.
struct PublishedCell {
  std::string cube;
  int year = 0;
  std::vector<std::string> members;  // code by dimension, "*" for a total
  std::string measure;
  std::string text;  // with the published decimals
  bool total = false;
  int line = 0;
  std::string source, note;
};

/// One row of data/reported.
struct ReportedRow {
  std::string path;
  int line = 0;
  std::string indicator, area;
  int year = 0;
  std::string value, growth;  // texts with their decimals; may be empty
  std::string source, status, note;
};

struct RowOrigin {
  std::string source, note;
  bool inferred = false;
};

/// What intake wrote beside the cubes: read once, then looked up.
class Books {
 public:
  explicit Books(store::Session& session);

  const std::vector<PublishedCell>& published() const { return published_; }
  const std::vector<ReportedRow>& reported() const { return reported_; }
  const std::map<std::string, std::string>& files() const { return sha256_; }  // path → SHA-256

  /// The row that states a value of the indicator (not one with status `conflict`), or nullptr.
  const ReportedRow* reported_row(const std::string& indicator, const std::string& area, int year) const;
  const PublishedCell* published_cell(const std::string& cube, int year,
                                      const std::vector<std::string>& members,
                                      const std::string& measure) const;
  /// Whether the cube or list has a row (not only totals) for the year.
  bool cube_has_rows(const std::string& cube, int year) const {
    const auto found = years_.find(cube);
    return found != years_.end() && found->second.contains(year);
  }

  /// Adds the file and the sources of these lines of a cube's file to `origin`.
  void add_lines(const std::string& cube, const std::vector<int>& lines, Origin& origin) const;
  void add_reported(const ReportedRow& row, Origin& origin) const;

 private:
  std::vector<PublishedCell> published_;
  std::vector<ReportedRow> reported_;
  std::map<std::string, size_t> reported_at_;
  std::map<std::string, size_t> published_at_;
  std::map<std::string, std::string> sha256_;
  std::map<std::string, std::string> cube_file_;
  std::map<std::string, std::map<int, RowOrigin>> rows_;
  std::map<std::string, std::set<int>> years_;  // with rows, by cube
};

}  // namespace zhiheng::measure
