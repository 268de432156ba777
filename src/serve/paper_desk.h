#pragma once
// The white paper of the workspace's district as it is being written: chapters, drafts, editions.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "flow/flows.h"
#include "report/document.h"
#include "serve/files.h"
#include "serve/jobs.h"
#include "views/load.h"

namespace zhiheng::serve {

inline constexpr const char* kReport = "white-paper";

/// For several threads; one document is built at a time.
class PaperDesk {
 public:
  struct Options {
    catalog::Home home;
    std::string district;
    std::string records;  // where they are: folder or URL
    std::string papers;   // DISTRICT-YEAR/ of drafts
    std::string scratch;  // where files are made before they are kept
  };
  PaperDesk(Options options, flow::Flows& flows, const FileStore& files);

  /// What the records say has changed: the next document is built from them.
  void forget();

  /// The years that the district lists a paper for, ascending.
  std::vector<int> years();

  /// The district's own parts: [{id, title, own, text, case, version}]; a part that is being rewritten has
  /// its case, and as text what was saved last.
  nlohmann::ordered_json chapters(int year);

  /// The part as it would stand in the paper: {nodes, headings, numbers, tables, figures, cases, footnotes,
  /// lineage, warnings: [{line, code, zh, en}]}. Throws Error ("chapter.unknown").
  nlohmann::ordered_json preview(int year, const std::string& chapter, const std::string& text);

  /// Makes the paper from what is published and puts it among the papers: {year, formats}.
  nlohmann::ordered_json draft(JobRun& run, int year);

  /// Makes the paper, keeps its files for good, opens the case of an edition and gives it.
  nlohmann::ordered_json freeze(JobRun& run, int year, const std::string& label, const std::string& note,
                                const std::string& by);

  /// The newest edition of a year; nullptr.
  flow::CasePtr edition(int year) const;
  /// white-paper.json of an edition ("edition-3") or of the draft ("current"). Throws Error ("paper.none").
  std::string paper_json(int year, const std::string& which) const;

 private:
  std::map<std::string, std::string> published_texts(int year) const;
  std::string source(const std::string& file) const;
  std::shared_ptr<views::LoadedDistrict> loaded();
  /// By file of the district's own parts: the heading that it stands below.
  std::map<std::string, std::string> titles(int year);
  /// Builds all files of the paper in `folder`.
  void make(JobRun& run, int year, const std::string& folder);

  Options options_;
  flow::Flows& flows_;
  const FileStore& files_;
  std::mutex mutex_;  // of building, and of what follows
  std::shared_ptr<views::LoadedDistrict> district_;
  std::map<int, std::map<std::string, std::string>> titles_;  // by year
};

/// What differs between two papers: {numbers: [{chapter, place, a, b}], texts: …, added: [{chapter, place,
/// text}], removed: …}. `a`, `b`: white-paper.json.
nlohmann::ordered_json compare_papers(const std::string& a, const std::string& b);

}  // namespace zhiheng::serve
