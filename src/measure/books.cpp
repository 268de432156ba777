#include "measure/books.h"

#include <algorithm>

#include "base/text.h"

namespace zhiheng::measure {
namespace {

std::string key(const std::string& a, const std::string& b, int year, const std::string& c = {}) {
  return a + "\n" + b + "\n" + std::to_string(year) + "\n" + c;
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

}  // namespace

Books::Books(store::Session& session) {
  const auto text = [](const store::Frame& f, size_t r, size_t c) { return f.text(r, c).value_or(""); };
  const auto number = [&](const store::Frame& f, size_t r, size_t c) { return std::stoi(text(f, r, c)); };
  auto f = session.query("SELECT path, sha256, cube FROM \"_file\"");
  for (size_t r = 0; r < f.rows(); ++r) {
    sha256_[text(f, r, 0)] = text(f, r, 1);
    if (!text(f, r, 2).empty()) cube_file_[text(f, r, 2)] = text(f, r, 0);
  }
  f = session.query("SELECT cube, line, source, status, note, year FROM \"_row\"");
  for (size_t r = 0; r < f.rows(); ++r) {
    rows_[text(f, r, 0)][number(f, r, 1)] = {text(f, r, 2), text(f, r, 4), text(f, r, 3) == "inferred"};
    if (!text(f, r, 5).empty()) years_[text(f, r, 0)].insert(number(f, r, 5));
  }
  f = session.query(
      "SELECT cube, year, members, measure, value, total, line, source, note FROM \"_published\"");
  for (size_t r = 0; r < f.rows(); ++r) {
    const std::string members = text(f, r, 2);
    published_.push_back(
        {text(f, r, 0), number(f, r, 1), members.empty() ? std::vector<std::string>{} : split(members, '|'),
         text(f, r, 3), text(f, r, 4), text(f, r, 5) == "1", number(f, r, 6), text(f, r, 7), text(f, r, 8)});
    published_at_[key(text(f, r, 0), members, number(f, r, 1), text(f, r, 3))] = published_.size() - 1;
  }
  f = session.query(
      "SELECT path, line, indicator, area, year, value, growth, source, status, note FROM \"_reported\"");
  for (size_t r = 0; r < f.rows(); ++r) {
    reported_.push_back({text(f, r, 0), number(f, r, 1), text(f, r, 2), text(f, r, 3), number(f, r, 4),
                         text(f, r, 5), text(f, r, 6), text(f, r, 7), text(f, r, 8), text(f, r, 9)});
    const ReportedRow& row = reported_.back();
    if (row.status != "conflict") reported_at_[key(row.indicator, row.area, row.year)] = reported_.size() - 1;
  }
}

const ReportedRow* Books::reported_row(const std::string& indicator, const std::string& area,
                                       int year) const {
  const auto found = reported_at_.find(key(indicator, area, year));
  return found == reported_at_.end() ? nullptr : &reported_[found->second];
}

const PublishedCell* Books::published_cell(const std::string& cube, int year,
                                           const std::vector<std::string>& members,
                                           const std::string& measure) const {
  const auto found = published_at_.find(key(cube, join(members, "|"), year, measure));
  return found == published_at_.end() ? nullptr : &published_[found->second];
}

void Books::add_lines(const std::string& cube, const std::vector<int>& lines, Origin& origin) const {
  // Lines below zero come from records: their source names the batches.
  std::vector<int> of_file;
  for (const int line : lines)
    if (line >= 0) of_file.push_back(line);
  const auto file = cube_file_.find(cube);
  if (file != cube_file_.end() && !of_file.empty())
    origin.inputs.push_back({file->second, sha256_.at(file->second), of_file});
  const auto found = rows_.find(cube);
  if (found == rows_.end()) return;
  const auto& rows = found->second;
  for (const int line : lines) {
    const auto row = rows.find(line);
    if (row == rows.end()) continue;
    add_once(origin.sources, row->second.source);
    origin.inferred |= row->second.inferred;
    if (!row->second.note.empty() && origin.note.find(row->second.note) == std::string::npos) {
      origin.note += (origin.note.empty() ? "" : "；") + row->second.note;
    }
  }
}

void Books::add_reported(const ReportedRow& row, Origin& origin) const {
  origin.inputs.push_back({row.path, sha256_.at(row.path), {row.line}});
  add_once(origin.sources, row.source);
  origin.inferred |= row.status == "inferred";
  if (!row.note.empty()) origin.note += (origin.note.empty() ? "" : "；") + row.note;
}

}  // namespace zhiheng::measure
