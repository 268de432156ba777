#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "audit/corpus_test.h"
#include "base/text.h"
#include "read/read_document.h"

namespace zhiheng::audit {
namespace {

Kind kind_of(std::string_view name, const std::string& where) {
  const auto kind = parse_kind(trim(name));
  if (!kind) throw std::runtime_error(where + ": unknown kind " + std::string(name));
  return *kind;
}

Expectation expectation(std::string_view line, const std::string& where) {
  const size_t at = line.find('@');
  if (at == line.npos) throw std::runtime_error(where + ": no @ in " + std::string(line));
  Expectation out;
  for (const auto& name : split(line.substr(0, at), ',')) out.kinds.push_back(kind_of(name, where));
  for (const auto& quote : split(line.substr(at + 1), '|')) out.quotes.emplace_back(trim(quote));
  return out;
}

/// Where `quote` stands in `text`, spaces left out of account (readers even them out): byte ranges.
std::vector<read::Span> places_of_quote(const std::string& text, const std::string& quote) {
  std::string bare, wanted;
  std::vector<std::uint32_t> at;
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (blank(text[i]) || text.compare(i, 3, "　") == 0 || (i > 0 && text.compare(i - 1, 3, "　") == 0) ||
        (i > 1 && text.compare(i - 2, 3, "　") == 0))
      continue;
    bare += text[i];
    at.push_back(i);
  }
  const std::string plain = replace_all(quote, "　", "");
  std::ranges::copy_if(plain, std::back_inserter(wanted), [&](char c) { return !blank(c); });
  std::vector<read::Span> found;
  for (size_t begin = bare.find(wanted); begin != bare.npos; begin = bare.find(wanted, begin + 1)) {
    found.push_back({at[begin], at[begin + wanted.size() - 1] + 1});
  }
  return found;
}

/// Whether a place of the finding touches one of the quotes.
bool touches(const Finding& finding, const Expectation& expected,
             const std::vector<read::Document>& documents) {
  for (const Spot& spot : finding.spots) {
    const std::string& text = documents[spot.document].text;
    for (const auto& quote : expected.quotes) {
      for (const read::Span at : places_of_quote(text, quote)) {
        if (at.begin < spot.mark.end && spot.mark.begin < at.end) return true;
        // A quote that names the row or caption: the words quoted with the number count too.
        if (at.begin < spot.quote.end && spot.quote.begin < at.end && &spot == &finding.spots[0]) return true;
      }
    }
  }
  return false;
}

}  // namespace

std::vector<CorpusCase> read_corpus(const std::string& path) {
  std::ifstream in(path);
  std::vector<CorpusCase> cases;
  bool head = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({split(line.substr(4), ' ').front(), {}, {}});
      head = true;
      continue;
    }
    if (cases.empty()) continue;
    CorpusCase& c = cases.back();
    if (line == "---" || line.starts_with("--- ")) {
      const bool named = line.size() > 4;
      if (head || named)
        c.documents.emplace_back(named ? line.substr(4) : c.id + ".txt", "");
      else
        c.documents.back().second += line + "\n";
      head = false;
    } else if (!head) {
      c.documents.back().second += line + "\n";
    } else if (line.starts_with("expect: ")) {
      c.expected.push_back(expectation(line.substr(8), path + " " + c.id));
    } else if (line.starts_with("also: ")) {
      for (const auto& name : split(line.substr(6), ','))
        c.expected.back().kinds.push_back(kind_of(name, path));
    } else if (!line.empty() && line != "correct") {
      throw std::runtime_error(path + " " + c.id + ": what is " + line);
    }
  }
  return cases;
}

std::vector<std::string> judge(const CorpusCase& c, std::vector<Score>& scores) {
  std::vector<read::Document> documents;
  for (const auto& [name, text] : c.documents) documents.push_back(read::parse_document(text, name));
  const Results results = audit(documents);
  std::vector<std::string> notes;
  std::vector<bool> right(results.findings.size());
  for (const Expectation& expected : c.expected) {
    bool found = false;
    for (size_t i = 0; i < results.findings.size(); ++i) {
      const Finding& finding = results.findings[i];
      if (std::ranges::find(expected.kinds, finding.kind) == expected.kinds.end()) continue;
      if (!touches(finding, expected, documents)) continue;
      found = right[i] = true;
    }
    // Another finding of the right place with a neighbouring kind is not wrong, but does not count as found.
    for (size_t i = 0; i < results.findings.size(); ++i) {
      if (touches(results.findings[i], expected, documents)) right[i] = true;
    }
    Score& score = scores[static_cast<size_t>(expected.kinds[0])];
    ++(found ? score.found : score.missed);
    if (!found)
      notes.push_back(fmt::format("{}: missed {} @ {}", c.id, kind_name(expected.kinds[0]),
                                  join(expected.quotes, " | ")));
  }
  for (size_t i = 0; i < right.size(); ++i) {
    const Finding& finding = results.findings[i];
    Score& score = scores[static_cast<size_t>(finding.kind)];
    score.certain += finding.certain ? 1 : 0;
    if (right[i]) continue;
    ++score.wrong;
    score.wrong_certain += finding.certain ? 1 : 0;
    notes.push_back(fmt::format(
        "{}: wrong {}{} @ {}: {} ({})", c.id, finding.certain ? "certain " : "", kind_name(finding.kind),
        finding.spots.empty() ? "" : documents[finding.spots[0].document].view(finding.spots[0].mark),
        finding.explanation.zh, finding.formula));
  }
  return notes;
}

}  // namespace zhiheng::audit
