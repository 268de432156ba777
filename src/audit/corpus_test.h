#pragma once
#include <string>
#include <vector>

#include "audit/audit.h"

namespace zhiheng::audit {

/// One planted mistake: its kinds and the pieces of text of which a finding must touch one.
struct Expectation {
  std::vector<Kind> kinds;
  std::vector<std::string> quotes;
};

/// A snippet with its judgement. Without expectations it is right.
struct CorpusCase {
  std::string id;
  std::vector<Expectation> expected;
  std::vector<std::pair<std::string, std::string>> documents;  // name, text
};

/// How well an audit did, of one kind: mistakes found and missed, and findings that are none.
struct Score {
  int found = 0;
  int missed = 0;
  int wrong = 0;
  int certain = 0;        // findings marked certain
  int wrong_certain = 0;  // of them, none
};

/// Reads every case of a file.
std::vector<CorpusCase> read_corpus(const std::string& path);

/// Audits a case, adds to `scores` (by kind), and describes what was missed or wrong, one line each.
std::vector<std::string> judge(const CorpusCase& c, std::vector<Score>& scores);

}  // namespace zhiheng::audit
