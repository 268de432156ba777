#pragma once
// Which column of a file is which column of a dataset.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "catalog/dataset.h"

namespace zhiheng::intake {

struct Heads {
  std::vector<std::optional<std::size_t>> from;  // the file's column, by column of the dataset
  std::vector<std::string> unknown;              // heads that are no column of it
  std::vector<std::string> missing;              // required columns that no head names, by Chinese title
};

/// A file lacks required columns. Some of its heads may be them under other names.
class HeadsMissing : public Error {
 public:
  HeadsMissing(const ErrorCode& code, Location where, const std::vector<std::string>& args,
               std::vector<std::string> unknown)
      : Error(code, std::move(where), args), unknown_(std::move(unknown)) {}
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  std::vector<std::string> unknown_;
};

/// Heads are compared without spaces, brackets and what is in them, full width and case: id, titles, `also`,
/// and `known` (what somebody has said before: head → column id). Throws Error ("intake.head-twice") where
/// two heads name one column.
Heads match_heads(const std::vector<std::string>& names, const catalog::Dataset& dataset,
                  const std::map<std::string, std::string>& known, const std::string& shown);

}  // namespace zhiheng::intake
